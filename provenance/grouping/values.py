"""The columns that the steps of grouping pass to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# From positions of documents to their sorted distinct shingle hashes, document after document, and the bounds.
ShingleSource = Callable[["NDArray[np.int64]"], tuple["NDArray[np.uint64]", "NDArray[np.int64]"]]


class Classes:
    """Classes of documents with equal words: class *i* is ``members[bounds[i]:bounds[i + 1]]``, ascending.

    *words* and *signatures* have one row for each class.  Documents without words are in no class.
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
        """The first document of each class, which stands for all its members."""
        return self.members[self.bounds[:-1]]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The number of documents in each class."""
        return np.diff(self.bounds)


class Edges:
    """Pairs of classes (left < right): the number of shingles that they share, and that each of them has.

    *aligned* is the similarity of those that are paired by their aligned letters, and -1 for the others; None for all
    others.
    """

    __slots__ = ("aligned", "left", "left_size", "right", "right_size", "shared")

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
        self.aligned: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.left)

    @property
    def similarity(self) -> NDArray[np.float64]:
        """The exact Jaccard similarity of each pair, or the aligned one."""
        jaccard = self.shared / (self.left_size + self.right_size - self.shared)
        return jaccard if self.aligned is None else np.where(self.aligned < 0, jaccard, self.aligned)

    def columns(self) -> tuple[NDArray[np.int64], ...]:
        """Return the columns in the order of the constructor, but *aligned*."""
        return self.left, self.right, self.shared, self.left_size, self.right_size

    def take(self, positions: NDArray[np.int64] | NDArray[np.bool_]) -> Edges:
        """Return the edges at *positions*."""
        edges = Edges(*(column[positions] for column in self.columns()))
        edges.aligned = None if self.aligned is None else self.aligned[positions]
        return edges


def concatenate(parts: list[Edges]) -> Edges:
    """Return the edges of all *parts* in order."""
    empty = np.zeros(0, np.int64)
    columns = zip((empty,) * 5, *(part.columns() for part in parts), strict=True)
    aligned = [np.full(len(part), -1.0) if part.aligned is None else part.aligned for part in parts]
    some = any(part.aligned is not None for part in parts)
    edges = Edges(*(np.concatenate(column) for column in columns))
    edges.aligned = np.concatenate(aligned) if some else None
    return edges


def preference(classes: Classes, selected: NDArray[np.int64], ids: list[str]) -> NDArray[np.int64]:
    """Return the order of the classes *selected*, the best representatives first: the longest, then the first id.

    *ids* holds the first id of each of them.
    """
    ranks = np.empty(len(selected), np.int64)
    ranks[sorted(range(len(selected)), key=ids.__getitem__)] = np.arange(len(selected))
    return np.lexsort((ranks, -classes.words[selected]))
