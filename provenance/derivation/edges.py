"""From decided pairs to edges: originals, copies, and how much of each copy its original has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.model import Pairs

# A copy comes from the nearer of two texts if it is nearer by this share of its shingles and by this many words, which
# a headline, a masthead and a note at the end amount to.
NEARER, DRESS = 0.05, 20


class Bodies:
    """What texts are like, an array each, by document: *codes* of what they show (equal where they show the same, -1
    without pairs), about how many *words* they have, and *prints* that are equal where all their characters are.
    """

    __slots__ = ("codes", "prints", "words")

    def __init__(self, codes: NDArray[np.int64], words: NDArray[np.int64], prints: NDArray[np.int64]) -> None:
        self.codes = codes
        self.words = words
        self.prints = prints

    def slack(self, copy: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how much of each copy two originals may differ by and still be as near to it."""
        return np.maximum(NEARER, DRESS / np.maximum(self.words[copy], 1))


def place_of(pairs: Pairs, one: NDArray[np.int64], two: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return the place of the pair of the documents *one* and *two* among the pairs, -1 where it is not listed."""
    count = np.int64(max(pairs.left.max(initial=0), pairs.right.max(initial=0)) + 1)
    keys = pairs.left * count + pairs.right
    wanted = np.minimum(one, two) * count + np.maximum(one, two)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def edges_of(
    pairs: Pairs, side: NDArray[np.int8], at: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return originals, copies and the share of each copy that its original has, of the decided pairs *at*."""
    left, right = pairs.left[at].astype(np.int64), pairs.right[at].astype(np.int64)
    forth = side[at] > 0
    share = np.where(forth, pairs.right_in_left[at], pairs.left_in_right[at])
    return np.where(forth, left, right), np.where(forth, right, left), share


def nearest(
    original: NDArray[np.int64],
    copy: NDArray[np.int64],
    share: NDArray[np.float64],
    codes: NDArray[np.int64],
    count: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return of each document the *count* originals that have most of it (-1: no more) and how much they have."""
    roots = np.full((len(codes), count), -1, np.int64)
    shares = np.zeros((len(codes), count))
    order = np.lexsort((codes[original], -share, copy))
    original, copy, share = original[order], copy[order], share[order]
    starts = np.flatnonzero(np.diff(copy, prepend=-1))
    rank = np.arange(len(copy)) - np.repeat(starts, np.diff(starts, append=len(copy)))
    few = rank < count
    roots[copy[few], rank[few]] = original[few]
    shares[copy[few], rank[few]] = share[few]
    return roots, shares
