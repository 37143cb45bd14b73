"""The columns that the steps of comparing scans pass to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import pick
from provenance.grouping.representatives import best_members
from provenance.grouping.values import preference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.grouping.values import Classes, ShingleSource
    from provenance.settings import Grouping as Settings

# The texts of documents in a buffer of UTF-8, with its offsets and the places where their articles begin.
Articles = Callable[["NDArray[np.int64]"], tuple[bytes, "NDArray[np.int64]", "NDArray[np.int64]"]]

MAX_WORDS = 1 << 18  # of a text: larger ones are not compared, since all of an alignment is in memory


class Scans:
    """Classes of documents with equal words, and what they are compared with.

    *shingles* and *articles* return the shingle sets and the texts of documents; they may be called from several
    threads.  *ids* are those of the documents.
    """

    __slots__ = ("articles", "classes", "ids", "settings", "shingles")

    def __init__(
        self, classes: Classes, shingles: ShingleSource, articles: Articles, ids: Sequence[str], settings: Settings
    ) -> None:
        self.classes = classes
        self.shingles = shingles
        self.articles = articles
        self.ids = ids
        self.settings = settings

    def ranks(self) -> tuple[NDArray[np.int64], int]:
        """Return the classes that are compared, the longest first, and how many are too large for that."""
        everything = np.arange(len(self.classes))
        some = everything[self.classes.words <= MAX_WORDS]
        names = pick(self.ids, best_members(self.classes, some, self.ids))
        return some[preference(self.classes, some, names)], len(everything) - len(some)


class Aligned:
    """Pairs of classes (left < right, ascending) that are the same but for misread letters.

    *similarity* is the share of the part that both texts have that is aligned; *left_in_right* and *right_in_left* are
    the shares of all letters of a text that are aligned with the other's.
    """

    __slots__ = ("left", "left_in_right", "right", "right_in_left", "similarity")

    def __init__(
        self,
        left: NDArray[np.int64],
        right: NDArray[np.int64],
        similarity: NDArray[np.float64],
        left_in_right: NDArray[np.float64],
        right_in_left: NDArray[np.float64],
    ) -> None:
        order = np.lexsort((right, left))
        self.left = left[order]
        self.right = right[order]
        self.similarity = similarity[order]
        self.left_in_right = left_in_right[order]
        self.right_in_left = right_in_left[order]

    def slots(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return where each pair of classes is, and whether it is there; in whichever order its two are given."""
        keys = self.left << 32 | self.right
        wanted = np.minimum(one, other) << 32 | np.maximum(one, other)
        at = np.searchsorted(keys, wanted)
        return at, np.append(keys, -1)[at] == wanted


def joined(some: Aligned, more: Aligned) -> Aligned:
    """Return *some* and *more* pairs as one."""
    left, right = (np.concatenate(ends) for ends in ((some.left, more.left), (some.right, more.right)))
    shares = (
        np.concatenate(both)
        for both in (
            (some.similarity, more.similarity),
            (some.left_in_right, more.left_in_right),
            (some.right_in_left, more.right_in_left),
        )
    )
    return Aligned(left, right, *shares)
