"""The columns that the steps of grouping hand to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Shingles = Callable[["NDArray[np.int64]"], tuple["NDArray[np.uint64]", "NDArray[np.int64]"]]


class Classes:
    """Documents of equal words: class *i* is ``members[bounds[i]:bounds[i + 1]]``, ascending.

    *words* and *signatures* have a row a class.  Documents without words are in none.
    """

    __slots__ = ("bounds", "members", "signatures", "words")

    def __init__(
        self,
        members: NDArray[np.int64],
        bounds: NDArray[np.int64],
        words: NDArray[np.int64],
        signatures: NDArray[np.uint32],
    ) -> None:
        self.members = members
        self.bounds = bounds
        self.words = words
        self.signatures = signatures

    def __len__(self) -> int:
        return len(self.words)

    @property
    def first(self) -> NDArray[np.int64]:
        """The first document of each class: whatever holds for one of a class holds for all."""
        return self.members[self.bounds[:-1]]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many documents each class has."""
        return np.diff(self.bounds)


class Edges:
    """Pairs of classes (left < right): how many shingles they share, and how many each of the two has."""

    __slots__ = ("left", "left_size", "right", "right_size", "shared")

    def __init__(
        self,
        left: NDArray[np.int64],
        right: NDArray[np.int64],
        shared: NDArray[np.int64],
        left_size: NDArray[np.int64],
        right_size: NDArray[np.int64],
    ) -> None:
        self.left = left
        self.right = right
        self.shared = shared
        self.left_size = left_size
        self.right_size = right_size

    def __len__(self) -> int:
        return len(self.left)

    @property
    def similarity(self) -> NDArray[np.float64]:
        """The exact Jaccard similarities."""
        return self.shared / (self.left_size + self.right_size - self.shared)

    def columns(self) -> tuple[NDArray[np.int64], ...]:
        """Return the columns in the order in which they are given to make a value."""
        return self.left, self.right, self.shared, self.left_size, self.right_size

    def take(self, positions: NDArray[np.int64] | NDArray[np.bool_]) -> Edges:
        """Return the edges at *positions*."""
        return Edges(*(column[positions] for column in self.columns()))


def joined(parts: list[Edges]) -> Edges:
    """Return the edges of all *parts*, one part after the other."""
    none = np.zeros(0, np.int64)
    columns = zip((none,) * 5, *(part.columns() for part in parts), strict=True)
    return Edges(*(np.concatenate(column) for column in columns))


def preference(classes: Classes, some: NDArray[np.int64], ids: list[str]) -> NDArray[np.int64]:
    """Return the order of the classes *some*, the best to represent others first: the longest, then the first id.

    *ids* holds the first id of each of them.
    """
    ranks = np.empty(len(some), np.int64)
    ranks[sorted(range(len(some)), key=ids.__getitem__)] = np.arange(len(some))
    return np.lexsort((ranks, -classes.words[some]))
