"""From many texts to their words at once: the hash of each, its text, and whether it is a figure or a name."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.kernels import kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

TOGETHER = 1 << 20  # characters whose words are found at once


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Tokens:
    """The words of texts, in columns: *owners* number the text of each, and *firsts* are their first characters."""

    ids: NDArray[np.uint64]
    firsts: NDArray[np.uint32]
    owners: NDArray[np.int64]

    @property
    def figures(self) -> NDArray[np.bool_]:
        """Which words begin with a digit from 0 to 9."""
        figures: NDArray[np.bool_] = (self.firsts >= ord("0")) & (self.firsts <= ord("9"))
        return figures

    @property
    def names(self) -> NDArray[np.bool_]:
        """Which words may be names: they begin with a capital, or their script has none."""
        return self._which(lambda first: first.isalpha() and not first.islower())

    def _which(self, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        # A table of all code points: to sort as many as there are words takes five times as long.
        said = np.zeros(sys.maxunicode + 1, np.bool_)
        said[self.firsts] = True
        known = np.flatnonzero(said)
        said[known] = [test(chr(first)) for first in known.tolist()]
        return said[self.firsts]


def tokens(texts: Sequence[str]) -> Tokens:
    """Return the words of *texts*, in order."""
    joined = "\n".join(texts)
    starts, _, ids = kernels.locate(joined)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)[starts]
    ends = np.cumsum(np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts)))
    sizes = np.diff(np.searchsorted(starts, ends), prepend=0)
    return Tokens(ids, points, np.repeat(np.arange(len(texts)), sizes))


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield *texts* in batches of about a million characters, at least one batch."""
    waiting = iter(texts)
    while True:
        some, size = [], 0
        for text in islice(waiting, TOGETHER // 64):
            some.append(text)
            size += len(text)
            if size >= TOGETHER:
                break
        yield some
        if size < TOGETHER and len(some) < TOGETHER // 64:
            return
