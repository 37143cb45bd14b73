"""From sets of shingles to postings: which documents have each of the rarest shingles of any of them.

A pair at the threshold shares one of the rarest shingles of each of its documents, so these postings lose no pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.grouping.verify import HELD
from provenance.kernels import kernels
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.grouping.values import Classes, Shingles

# A size is compared with a threshold times another one; both are floating-point numbers.
SLACK = 1e-9


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


def rare_postings(
    classes: Classes, meeting: NDArray[np.int64], shingles: Shingles, threshold: float
) -> tuple[NDArray[np.int64], Postings]:
    """Return how many shingles each of *meeting* has, and the postings of the rarest ones, of two documents or more.

    How common a shingle is, is counted in a table of hashes: a clash only changes the order, which may be any.
    """
    table = np.zeros(1 << min(max(int(classes.words[meeting].sum()).bit_length(), 12), 24), np.uint32)
    for _, values, _ in _held_shingles(classes, meeting, shingles):
        kernels.tally(values, table)
    sizes = np.zeros(len(meeting), np.int64)
    keys, owners = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for part, values, offsets in _held_shingles(classes, meeting, shingles):
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


def _held_shingles(
    classes: Classes, meeting: NDArray[np.int64], shingles: Shingles
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]]:
    """Yield the shingles of *meeting*, as many documents at a time as are held at once."""
    filled = np.cumsum(classes.words[meeting]) // HELD
    for part in np.split(np.arange(len(meeting)), np.flatnonzero(np.diff(filled)) + 1):
        by_place = part[np.argsort(classes.first[meeting[part]])]
        values, offsets = shingles(classes.first[meeting[by_place]])
        yield by_place, values, offsets
