"""From shingle sets to postings: for each rare shingle, the documents that have it.

A pair at the threshold shares one of the rarest shingles of each of its documents, so these postings lose no pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.grouping.verify import SHINGLES_AT_ONCE
from provenance.kernels import kernels
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.grouping.values import Classes, ShingleSource

SLACK = 1e-9  # tolerance when a size is compared with the threshold times another size, in floating point


class Postings:
    """The documents that have each rare shingle: posting *i* is ``documents[bounds[i]:bounds[i + 1]]``, ascending."""

    __slots__ = ("bounds", "documents")

    def __init__(self, documents: NDArray[np.int64], bounds: NDArray[np.int64]) -> None:
        self.documents = documents
        self.bounds = bounds

    def split(self, size: int) -> tuple[Postings, Postings]:
        """Return the postings of at most *size* documents, and the longer ones."""
        sizes = np.diff(self.bounds)
        return self.only(sizes <= size), self.only(sizes > size)

    def only(self, kept: NDArray[np.bool_]) -> Postings:
        """Return the postings that the mask *kept* selects."""
        sizes = np.diff(self.bounds)
        bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes[kept])))
        return Postings(self.documents[np.repeat(kept, sizes)], bounds)


def rare_postings(
    classes: Classes, meeting: NDArray[np.int64], shingles: ShingleSource, threshold: float
) -> tuple[NDArray[np.int64], Postings]:
    """Return how many shingles each of *meeting* has, and the postings of the rare ones in two documents or more.

    Frequencies are counted in a hash table without collision handling: a collision only changes the order of rarity,
    and any order will do.
    """
    table = np.zeros(1 << min(max(int(classes.words[meeting].sum()).bit_length(), 12), 24), np.uint32)
    for _, values, _ in _shingle_batches(classes, meeting, shingles):
        kernels.tally(values, table)
    sizes = np.zeros(len(meeting), np.int64)
    keys, owners = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for part, values, offsets in _shingle_batches(classes, meeting, shingles):
        sizes[part] = size = np.diff(offsets)
        lengths = size - np.ceil(threshold * size - SLACK).astype(np.int64) + 1
        rare, owner = kernels.rarest(values, offsets, table, lengths)
        keys.append(rare)
        owners.append(part[owner])
    key = np.concatenate(keys)
    order = np.argsort(key)
    # Posting and document are sorted as one integer: a stable sort by key takes three times as long.
    number = np.cumsum(np.append(False, key[order][1:] != key[order][:-1])[: len(key)])
    posted = distinct(number << 32 | np.concatenate(owners)[order])
    begins = np.flatnonzero(np.append(True, np.diff(posted >> 32) != 0)[: len(posted)])
    bounds = np.append(begins, len(posted))
    postings = Postings(posted & 0xFFFFFFFF, bounds)
    return sizes, postings.only(np.diff(bounds) > 1)


def _shingle_batches(
    classes: Classes, meeting: NDArray[np.int64], shingles: ShingleSource
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]]:
    """Yield the shingles of *meeting*, as many documents at a time as fit into memory."""
    filled = np.cumsum(classes.words[meeting]) // SHINGLES_AT_ONCE
    for part in np.split(np.arange(len(meeting)), np.flatnonzero(np.diff(filled)) + 1):
        by_place = part[np.argsort(classes.first[meeting[part]])]
        values, offsets = shingles(classes.first[meeting[by_place]])
        yield by_place, values, offsets
