"""From documents too many of which meet in one band to their pairs, by prefix filtering.

A pair at the threshold shares one of the rarest shingles of each of its documents (Chaudhuri et al., ICDE 2006; Bayardo
et al., WWW 2007), so documents that have only common shingles in common, a boilerplate say, never meet.  Where many
share even a rare one, they are alike: dense.py works those through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import pick
from provenance.grouping.bands import CROWD, agreeing
from provenance.grouping.dense import work_through
from provenance.grouping.postings import SLACK, Postings, rare_postings
from provenance.grouping.values import joined, preference
from provenance.kernels import kernels
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.grouping.values import Classes, Edges, Shingles
    from provenance.settings import Grouping as Settings


class Joined:
    """Candidate pairs (*left*, *right*) of classes, verified *edges*, and classes with too many partners to know."""

    __slots__ = ("crowded", "edges", "left", "right")

    def __init__(
        self, left: NDArray[np.int64], right: NDArray[np.int64], edges: Edges, crowded: NDArray[np.int64]
    ) -> None:
        self.left = left
        self.right = right
        self.edges = edges
        self.crowded = crowded


def filter_pairs(
    classes: Classes, meeting: NDArray[np.int64], shingles: Shingles, ids: Sequence[str], settings: Settings
) -> Joined:
    """Return what pairs there can be among the classes *meeting*: none at the threshold is missed."""
    meeting = meeting[preference(classes, meeting, pick(ids, classes.first[meeting]))]
    sizes, postings = rare_postings(classes, meeting, shingles, settings.threshold)
    few, many = postings.split(CROWD)
    left, right = _paired(few, sizes, settings.threshold)
    left, right = meeting[left], meeting[right]
    close = kernels.agreements(classes.signatures, left, right) >= agreeing(settings.threshold)
    left, right = np.minimum(left, right)[close], np.maximum(left, right)[close]
    if not many.documents.size:
        return Joined(left, right, joined([]), np.zeros(0, np.int64))
    edges, crowded = work_through(classes, meeting, sizes, many, shingles, settings)
    return Joined(left, right, edges, crowded)


def _paired(
    postings: Postings, sizes: NDArray[np.int64], threshold: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of documents of each posting whose sizes allow the threshold."""
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
    found = distinct(np.concatenate(pairs))
    return found >> 32, found & 0xFFFFFFFF
