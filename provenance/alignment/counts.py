"""From a sample of documents to how many of them have a word, or a run of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.alignment.tokens import batches, tokens
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]
    # From the words of texts, and the text of each, to what is counted, and the text of each.
    Counted = Callable[[Hashes, Places], tuple[Hashes, Places]]
    Test = Callable[[Hashes], NDArray[np.bool_]]

LENGTH = 1 << 12  # characters of a document that are looked at
FACTOR = np.uint64(0x9E3779B97F4A7C15)
_TABLE = 24  # bits of a hash, at most, by which most hashes are found not to be known


class Counts:
    """In how many texts words occur, or what else is *counted* of their words; only those of *known*, which ascend."""

    def __init__(self, texts: Iterable[str], counted: Counted | None = None, known: Hashes | None = None) -> None:
        may_be_known = None if known is None else _test(known)
        found = [np.zeros(0, np.uint64)]
        for some in batches(text[:LENGTH] for text in texts):
            words = tokens(some)
            hashes, owners = counted(words.ids, words.owners) if counted else (words.ids, words.owners)
            if may_be_known is not None:
                chosen = np.flatnonzero(may_be_known(hashes))
                hashes, owners = hashes[chosen], owners[chosen]
            found.append(_once(hashes, owners))
        # Each hash as often as texts have it.
        self._ordered = np.sort(np.concatenate(found))

    def of(self, hashes: Hashes) -> Places:
        """Return how many texts have each of *hashes*, which ascend."""
        ends = np.searchsorted(self._ordered, hashes, side="right")
        return ends - np.searchsorted(self._ordered, hashes)

    def common(self, number: int) -> Test:
        """Return a test for what so many texts have, or more: it is true of most of that, and of nothing else."""
        later = self._ordered[number - 1 :]
        return _sure_test(distinct(later[later == self._ordered[: len(later)]]))


def _test(known: Hashes) -> Test:
    """Return a test for *known* hashes: it is true of all of them, and of few others."""
    # Most runs of texts are of no passage: a table of 16 places for each known one says so sooner than a search.
    shift = _shift(known)
    table = np.zeros(1 << (64 - int(shift)), np.bool_)
    table[known >> shift] = True
    return lambda hashes: table[hashes >> shift]


def _sure_test(known: Hashes) -> Test:
    """Return a test for *known* hashes: it is true of most of them, and of no others."""
    shift = _shift(known)
    table = np.zeros(1 << (64 - int(shift)), np.uint64)
    table[known >> shift] = known
    filled = np.zeros(len(table), np.bool_)
    filled[known >> shift] = True

    def test(hashes: Hashes) -> NDArray[np.bool_]:
        places = hashes >> shift
        found: NDArray[np.bool_] = filled[places] & (table[places] == hashes)
        return found

    return test


def _shift(known: Hashes) -> np.uint64:
    return np.uint64(64 - min(_TABLE, len(known).bit_length() + 4))


def _once(hashes: Hashes, texts: Places) -> Hashes:
    """Return the *hashes*, each once for each of *texts* that has it."""
    order = np.argsort(hashes ^ (texts.astype(np.uint64) * FACTOR))
    hashes, texts = hashes[order], texts[order]
    fresh = np.ones(len(hashes), np.bool_)
    fresh[1:] = (hashes[1:] != hashes[:-1]) | (texts[1:] != texts[:-1])
    return hashes[fresh]
