"""Prefix filtering: from documents too many of which meet in one band to their candidate pairs.

A pair at the threshold shares one of the rarest shingles of each of its documents (Chaudhuri et al., ICDE 2006; Bayardo
et al., WWW 2007), so documents that share only frequent shingles, such as boilerplate, never become candidates.
Documents that share even a rare shingle with many others are handled by dense.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import pick
from provenance.grouping.bands import CROWD, min_agreements
from provenance.grouping.dense import scan_crowd
from provenance.grouping.postings import SLACK, Postings, rare_postings
from provenance.grouping.values import concatenate, preference
from provenance.kernels import kernels
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.grouping.values import Classes, Edges, ShingleSource
    from provenance.settings import Grouping as Settings


class Filtered:
    """Candidate pairs (*left*, *right*) of classes, verified *edges*, and *crowded* classes with too many partners."""

    __slots__ = ("crowded", "edges", "left", "right")

    def __init__(
        self, left: NDArray[np.int64], right: NDArray[np.int64], edges: Edges, crowded: NDArray[np.int64]
    ) -> None:
        self.left = left
        self.right = right
        self.edges = edges
        self.crowded = crowded


def filter_pairs(
    classes: Classes, meeting: NDArray[np.int64], shingles: ShingleSource, ids: Sequence[str], settings: Settings
) -> Filtered:
    """Return the possible pairs among the classes *meeting*; no pair at the threshold is missed."""
    meeting = meeting[preference(classes, meeting, pick(ids, classes.first[meeting]))]
    sizes, postings = rare_postings(classes, meeting, shingles, settings.threshold)
    short, long = postings.split(CROWD)
    left, right = _posting_pairs(short, sizes, settings.threshold)
    left, right = meeting[left], meeting[right]
    close = kernels.agreements(classes.signatures, left, right) >= min_agreements(settings.threshold)
    left, right = np.minimum(left, right)[close], np.maximum(left, right)[close]
    if not long.documents.size:
        return Filtered(left, right, concatenate([]), np.zeros(0, np.int64))
    edges, crowded = scan_crowd(classes, meeting, sizes, long, shingles, settings)
    return Filtered(left, right, edges, crowded)


def _posting_pairs(
    postings: Postings, sizes: NDArray[np.int64], threshold: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of documents in each posting whose sizes allow the threshold."""
    number = np.repeat(np.arange(len(postings.bounds) - 1), np.diff(postings.bounds))
    documents = postings.documents
    pairs, at = [np.zeros(0, np.int64)], np.arange(len(documents))
    for step in range(1, CROWD):
        at = at[: np.searchsorted(at, len(documents) - step)]
        at = at[number[at] == number[at + step]]
        if not at.size:
            break
        left, right = documents[at], documents[at + step]
        smaller, larger = np.minimum(sizes[left], sizes[right]), np.maximum(sizes[left], sizes[right])
        fits = smaller >= larger * threshold - SLACK
        pairs.append(distinct(left[fits] << 32 | right[fits]))
    all_pairs = distinct(np.concatenate(pairs))
    return all_pairs >> 32, all_pairs & 0xFFFFFFFF
