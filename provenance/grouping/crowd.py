"""From documents that meet in crowds to their pairs, by prefix filtering.

A pair at the threshold shares one of the rarest shingles of each of its documents (Chaudhuri et al., ICDE 2006; Bayardo
et al., WWW 2007), so documents that have only common shingles in common, a boilerplate say, never meet.  Where many
share even a rare one, they are alike: dense.py works those through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import taken
from provenance.grouping.bands import CROWD, agreeing
from provenance.grouping.values import joined, preference
from provenance.grouping.verify import HELD
from provenance.kernels import kernels
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance import config
    from provenance.grouping.values import Classes, Edges, Shingles

SLACK = 1e-9


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


class Postings:
    """The documents that have each rare shingle: posting *i* is ``documents[bounds[i]:bounds[i + 1]]``, ascending."""

    __slots__ = ("bounds", "documents")

    def __init__(self, documents: NDArray[np.int64], bounds: NDArray[np.int64]) -> None:
        self.documents = documents
        self.bounds = bounds

    def split(self, size: int) -> tuple[Postings, Postings]:
        """Return the postings of at most *size* documents, and the longer ones."""
        sizes = np.diff(self.bounds)
        return self.of(sizes <= size), self.of(sizes > size)

    def of(self, kept: NDArray[np.bool_]) -> Postings:
        """Return the postings that are *kept*."""
        sizes = np.diff(self.bounds)
        bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes[kept])))
        return Postings(self.documents[np.repeat(kept, sizes)], bounds)


def join(
    classes: Classes, meeting: NDArray[np.int64], shingles: Shingles, ids: Sequence[str], settings: config.Grouping
) -> Joined:
    """Return what pairs there can be among the classes *meeting*: none at the threshold is missed."""
    meeting = meeting[preference(classes, meeting, taken(ids, classes.first[meeting]))]
    sizes, postings = rare(classes, meeting, shingles, settings.threshold)
    few, many = postings.split(CROWD)
    left, right = _paired(few, sizes, settings.threshold)
    left, right = meeting[left], meeting[right]
    close = kernels.agreements(classes.signatures, left, right) >= agreeing(settings.threshold)
    left, right = np.minimum(left, right)[close], np.maximum(left, right)[close]
    if not many.documents.size:
        return Joined(left, right, joined([]), np.zeros(0, np.int64))
    from provenance.grouping.dense import work_through

    edges, crowded = work_through(classes, meeting, sizes, many, shingles, settings)
    return Joined(left, right, edges, crowded)


def rare(
    classes: Classes, meeting: NDArray[np.int64], shingles: Shingles, threshold: float
) -> tuple[NDArray[np.int64], Postings]:
    """Return how many shingles each of *meeting* has, and the postings of the rarest ones, of two documents or more.

    How common a shingle is, is counted in a table of hashes: a clash only changes the order, which may be any.
    """
    table = np.zeros(1 << min(max(int(classes.words[meeting].sum()).bit_length(), 12), 24), np.uint32)
    for _, values, _ in _held(classes, meeting, shingles):
        kernels.tally(values, table)
    sizes = np.zeros(len(meeting), np.int64)
    keys, owners = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for part, values, offsets in _held(classes, meeting, shingles):
        sizes[part] = size = np.diff(offsets)
        lengths = size - np.ceil(threshold * size - SLACK).astype(np.int64) + 1
        some, owner = kernels.rarest(values, offsets, table, lengths)
        keys.append(some)
        owners.append(part[owner])
    key = np.concatenate(keys)
    order = np.argsort(key)
    # By posting and document as one number: a stable sort by key takes three times as long.
    number = np.cumsum(np.append(False, key[order][1:] != key[order][:-1])[: len(key)])
    posted = distinct(number << 32 | np.concatenate(owners)[order])
    begins = np.flatnonzero(np.append(True, np.diff(posted >> 32) != 0)[: len(posted)])
    bounds = np.append(begins, len(posted))
    postings = Postings(posted & 0xFFFFFFFF, bounds)
    return sizes, postings.of(np.diff(bounds) > 1)


def _held(
    classes: Classes, meeting: NDArray[np.int64], shingles: Shingles
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]]:
    """Yield the shingles of *meeting*, as many documents at a time as are held at once."""
    filled = np.cumsum(classes.words[meeting]) // HELD
    for part in np.split(np.arange(len(meeting)), np.flatnonzero(np.diff(filled)) + 1):
        by_place = part[np.argsort(classes.first[meeting[part]])]
        values, offsets = shingles(classes.first[meeting[by_place]])
        yield by_place, values, offsets


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
