"""From the texts of a corpus to those that another, longer one contains, below any threshold of similarity.

A text that has a share of its shingles in another one shares one of its rarest shingles with it, for the whole text the
rarest of all (Chaudhuri et al., ICDE 2006), so few texts are candidates; those are compared exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.kernels import kernels
from provenance.sets import distinct
from provenance.threads import cores, map_ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    # From positions, which ascend, to the distinct shingle hashes of these documents, ascending, and their bounds.
    Shingles = Callable[[NDArray[np.int64]], tuple[NDArray[np.uint64], NDArray[np.int64]]]

MOST = 1000  # texts that one is compared with, the longest ones of those with its rarest shingles
_SLACK = 1e-9
_WORDS_AT_ONCE = 1 << 21  # of the texts whose shingles a thread reads
_MOST_REMEMBERED = 1 << 25  # words of a corpus whose shingles are kept in memory, 8 bytes each
_PAIRS_AT_ONCE = 1 << 14
_LOW = np.uint64((1 << 40) - 1)


class Contained(NamedTuple):
    """Pairs of positions: *inner* has the *share* of its shingles in *outer*; *capped* texts have more candidates."""

    inner: NDArray[np.int64]
    outer: NDArray[np.int64]
    share: NDArray[np.float64]
    capped: int


def contained(positions: NDArray[np.int64], words: NDArray[np.int64], share: float, shingles: Shingles) -> Contained:
    """Return the pairs of documents at *positions*, which ascend, of which one has *share* of the other or more.

    *words* counts the words of each document of the corpus.  Of equally large sets each contains the other.
    """
    inner, outer, capped = _meeting(positions, words, share, shingles)
    found = _measured(positions[inner], positions[outer], words, shingles)
    near = found >= share - _SLACK
    return Contained(positions[inner][near], positions[outer][near], found[near], capped)


def _meeting(
    positions: NDArray[np.int64], words: NDArray[np.int64], share: float, shingles: Shingles
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return the pairs of *positions* that share a rare shingle, by their indices, and how many are capped."""
    parts, total = _parts(positions, words), int(words[positions].sum())
    if total <= _MOST_REMEMBERED:
        shingles = _remembered(shingles)
    table = np.zeros(1 << min(max(total.bit_length(), 12), 24), np.uint32)
    for _, (values, _) in map_ahead(shingles, parts, cores()):
        kernels.tally(values, table)
    sizes, keys, owners = _rarest(parts, share, table, shingles)
    slots, holders = _holders(parts, keys, table, shingles)
    return _candidates(keys, owners, slots, holders, sizes, share)


def _remembered(shingles: Shingles) -> Shingles:
    """Return what reads the *shingles* of each part of the corpus once, and then knows them."""
    known: dict[tuple[int, int], tuple[NDArray[np.uint64], NDArray[np.int64]]] = {}

    def read(part: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        # Parts of the corpus do not overlap.
        key = int(part[0]), len(part)
        if key not in known:
            known[key] = shingles(part)
        return known[key]

    return read


def _parts(positions: NDArray[np.int64], words: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    filled = np.cumsum(words[positions]) // _WORDS_AT_ONCE
    return [part for part in np.split(positions, np.flatnonzero(np.diff(filled)) + 1) if len(part)]


def _rarest(
    parts: list[NDArray[np.int64]], share: float, table: NDArray[np.uint32], shingles: Shingles
) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]:
    """Return how many shingles each document has, and the keys of the rarest with the numbers of their documents."""
    sizes, keys, owners, first = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)], 0

    def work(part: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.uint32]]:
        values, bounds = shingles(part)
        size = np.diff(bounds)
        return size, *kernels.rarest(values, bounds, table, size - np.ceil(share * size - _SLACK).astype(np.int64) + 1)

    for part, (size, rare, owner) in map_ahead(work, parts, cores()):
        sizes.append(size)
        keys.append(rare)
        owners.append(owner.astype(np.int64) + first)
        first += len(part)
    return np.concatenate(sizes), np.concatenate(keys), np.concatenate(owners)


def _holders(
    parts: list[NDArray[np.int64]], keys: NDArray[np.uint64], table: NDArray[np.uint32], shingles: Shingles
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which documents have which of *keys*: indices of the distinct keys, ascending, and numbers beside them."""
    wanted = distinct(keys)
    shift = np.uint64(64 - (len(table).bit_length() - 1))
    # A byte for each slot of the lowest bits of a key says whether it is worth a search.
    low = np.zeros(1 << 22, np.bool_)
    low[(wanted & _LOW) & np.uint64(len(low) - 1)] = True

    def work(part: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        values, bounds = shingles(part)
        some = np.flatnonzero(low[values & np.uint64(len(low) - 1)])
        counts = np.minimum(table[values[some] >> shift], (1 << 24) - 1).astype(np.uint64)
        key = counts << np.uint64(40) | values[some] & _LOW
        at = np.searchsorted(wanted, key)
        at[at == len(wanted)] = 0
        here = np.flatnonzero(wanted[at] == key) if len(wanted) else np.zeros(0, np.int64)
        return at[here], np.searchsorted(bounds, some[here], side="right") - 1

    slots, numbers, first = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 0
    for part, (slot, number) in map_ahead(work, parts, cores()):
        slots.append(slot)
        numbers.append(number + first)
        first += len(part)
    slot, number = np.concatenate(slots), np.concatenate(numbers)
    order = np.argsort(slot, kind="stable")
    return slot[order], number[order]


def _candidates(
    keys: NDArray[np.uint64],
    owners: NDArray[np.int64],
    slots: NDArray[np.int64],
    holders: NDArray[np.int64],
    sizes: NDArray[np.int64],
    share: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return the pairs of documents that may contain one another, by their numbers, and how many are capped."""
    # The longest holders of a key first.
    order = np.lexsort((holders, -sizes[holders], slots))
    slots, holders = slots[order], holders[order]
    wanted = distinct(keys)
    bounds = np.searchsorted(slots, np.arange(len(wanted) + 1))
    at = np.searchsorted(wanted, keys)
    counts = np.diff(bounds)[at]
    capped = len(distinct(owners[counts > MOST]))
    counts = np.minimum(counts, MOST)
    inner = np.repeat(owners, counts)
    outer = holders[np.repeat(bounds[at] - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))]
    fits = (inner != outer) & (sizes[outer] >= sizes[inner] * share - _SLACK)
    pairs = distinct(inner[fits] << 32 | outer[fits])
    return pairs >> 32, pairs & 0xFFFFFFFF, capped


def _measured(
    inner: NDArray[np.int64], outer: NDArray[np.int64], words: NDArray[np.int64], shingles: Shingles
) -> NDArray[np.float64]:
    """Return the share of each of *inner* that *outer* has, exactly."""
    found = np.zeros(len(inner))
    for some in _blocks(inner, outer, words):
        nodes = distinct(np.concatenate((inner[some], outer[some])))
        sets = shingles(nodes)
        left, right = np.searchsorted(nodes, inner[some]), np.searchsorted(nodes, outer[some])
        sizes = np.diff(sets[1])[left]
        found[some] = kernels.shared(*sets, left, right) / np.maximum(sizes, 1)
    return found


def _blocks(
    inner: NDArray[np.int64], outer: NDArray[np.int64], words: NDArray[np.int64]
) -> Iterator[NDArray[np.int64]]:
    """Yield the pairs in blocks whose documents fit into memory together."""
    filled = np.cumsum(words[inner] + words[outer]) // (8 * _WORDS_AT_ONCE)
    number = np.maximum(filled, np.arange(len(inner)) // _PAIRS_AT_ONCE)
    yield from (part for part in np.split(np.arange(len(inner)), np.flatnonzero(np.diff(number)) + 1) if len(part))
