"""From dropped texts and those kept in their place to the words that are lost: in no run of five that both have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.words import locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

RUN = 5  # words, as in a shingle
_SHOWN = 80  # characters of what is lost
_BITS = 44  # of the key of a run, below the number of its text
_ODD = np.uint64(0x9E3779B97F4A7C15)


class Lost(NamedTuple):
    """How many *words* of a text are lost, and the first of them that follow each other, as they are written."""

    words: int
    sample: str


class _Runs(NamedTuple):
    """The runs that begin at each word of some texts: a key, the number of the text, the word's place in *joined*."""

    keys: NDArray[np.uint64]
    owners: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    joined: str


def lost(dropped: Sequence[str], kept: Sequence[str]) -> Iterator[Lost]:
    """Yield what each of *dropped* loses if the text at the same place in *kept* is all that is left of it."""
    runs = _runs(dropped)
    gone = _gone(runs, kept)
    counts = np.bincount(runs.owners[gone], minlength=len(dropped)).tolist()
    places = np.flatnonzero(gone)
    begins = np.searchsorted(runs.owners[places], np.arange(len(dropped)))
    for number, count in enumerate(counts):
        yield Lost(count, _sample(runs, gone, int(places[begins[number]])) if count else "")


def lost_words(dropped: Sequence[str], kept: Sequence[str]) -> NDArray[np.int64]:
    """Return how many words each of *dropped* loses."""
    runs = _runs(dropped)
    return np.bincount(runs.owners[_gone(runs, kept)], minlength=len(dropped))


def _gone(runs: _Runs, kept: Sequence[str]) -> NDArray[np.bool_]:
    """Return which words of *runs* are lost."""
    found_in = _runs(kept)
    others = np.sort(_of_pair(found_in)[_whole(found_in)[0]])
    keys = _of_pair(runs)
    found = np.searchsorted(others, keys)
    inside = np.append(others, np.uint64(0))[found] == keys
    inside &= found < len(others)
    whole, firsts = _whole(runs)
    at = np.arange(len(keys))
    # A word is kept by any of the runs that it is in: by its own, or by one of the four that begin before it.
    last_kept = np.maximum.accumulate(np.where(inside & whole, at, -1))
    return (last_kept < firsts) | (at - last_kept >= RUN)


def _whole(runs: _Runs) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return which of *runs* are whole, and the first run of the text of each.

    The last four words of a text begin no run of five; a shorter text is one run.
    """
    counts = np.bincount(runs.owners, minlength=1)
    ends = np.cumsum(counts)[runs.owners]
    firsts = ends - counts[runs.owners]
    at = np.arange(len(runs.owners))
    return (at + RUN <= ends) | ((at == firsts) & (counts[runs.owners] < RUN)), firsts


def _sample(runs: _Runs, gone: NDArray[np.bool_], first: int) -> str:
    """Return the words that are *gone* from *first* on, as they are written, on one line."""
    last = first
    while _follows(last, gone, runs.owners) and runs.ends[last] - runs.starts[first] < _SHOWN:
        last += 1
    return " ".join(runs.joined[int(runs.starts[first]) : int(runs.ends[last])].split())[:_SHOWN]


def _follows(at: int, gone: NDArray[np.bool_], owners: NDArray[np.int64]) -> bool:
    """Return whether the word after *at* is lost too, and of the same text."""
    return at + 1 < len(gone) and bool(gone[at + 1]) and bool(owners[at + 1] == owners[at])


def _runs(texts: Sequence[str]) -> _Runs:
    """Return the runs of *texts*; those at the end of a text are shorter, and equal only others at the end of one."""
    joined = "\n".join(texts)
    bounds = np.cumsum([len(text) + 1 for text in texts])
    words = locate(joined)
    owners = np.searchsorted(bounds, words.starts, side="right")
    keys = np.zeros(len(words), np.uint64)
    ids = np.append(words.ids, np.zeros(RUN, np.uint64))
    numbers = np.append(owners, np.full(RUN, -1))
    for step in range(RUN):
        same = numbers[step : step + len(keys)] == owners
        keys = (keys ^ np.where(same, ids[step : step + len(keys)], np.uint64(step + 1))) * _ODD
        keys ^= keys >> np.uint64(29)
    return _Runs(keys, owners, words.starts, words.ends, joined)


def _of_pair(runs: _Runs) -> NDArray[np.uint64]:
    """Return the keys of *runs* below the numbers of their texts: what is looked for is then near in memory."""
    return runs.owners.astype(np.uint64) << np.uint64(_BITS) | runs.keys >> np.uint64(64 - _BITS)
