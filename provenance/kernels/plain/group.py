"""The kernels of grouping: candidate pairs, intersections, components, representatives (compiled: group.h)."""

from __future__ import annotations

import heapq
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.text import PLACE_STEP
from provenance.kernels.plain.words import mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.kernels.plain.words import Hashes, Places, Points

RUN = 5  # words, as in a shingle


def band_pairs(signatures: Points, rows: int, agreeing: int, crowd: int) -> tuple[Places, Places, Places]:
    """Return the pairs of rows of *signatures* that meet in a band of *rows* permutations, and the crowded rows.

    Pairs agree in at least *agreeing* permutations, and are ordered by (left, right) with left < right.  A row is
    crowded if it meets more than *crowd* - 1 others in one band; such meetings yield no pairs.
    """
    pairs, crowded = np.zeros(0, np.int64), np.zeros(len(signatures), bool)
    for band in range(signatures.shape[1] // rows):
        key = np.zeros(len(signatures), np.uint64)
        for row in range(band * rows, (band + 1) * rows):
            key = mix(key + signatures[:, row] + PLACE_STEP)
        order = np.argsort(key, kind="stable")
        key = key[order]
        begins = np.flatnonzero(np.append(True, key[1:] != key[:-1])[: len(key)])
        sizes = np.diff(begins, append=len(key))
        crowded[order[np.repeat(sizes > crowd, sizes)]] = True
        key, order = key[fits := np.repeat(sizes <= crowd, sizes)], order[fits]
        met, at = [pairs], np.arange(len(key))
        for step in range(1, crowd):
            at = at[: np.searchsorted(at, len(key) - step)]
            at = at[key[at] == key[at + step]]
            if not at.size:
                break
            met.append(order[at] << 32 | order[at + step])
        pairs = np.unique(np.concatenate(met))
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    close = agreements(signatures, left, right) >= agreeing
    return left[close], right[close], np.flatnonzero(crowded)


def agreements(signatures: Points, left: Places, right: Places) -> Places:
    """Return the number of permutations in which the two rows of every pair agree."""
    counts = np.zeros(len(left), np.int64)
    for i in range(0, len(left), 1 << 14):
        part = slice(i, i + (1 << 14))
        counts[part] = np.count_nonzero(signatures[left[part]] == signatures[right[part]], axis=1)
    return counts


def shared(values: Hashes, offsets: Places, left: Places, right: Places) -> Places:
    """Return how many values the two sets of every pair share; set *i* is ``values[offsets[i]:offsets[i + 1]]``."""
    counts = np.zeros(len(left), np.int64)
    order = np.argsort(left, kind="stable")
    begins = np.flatnonzero(np.append(True, np.diff(left[order]) != 0)[: len(order)])
    for run in np.split(order, begins[1:]):
        if not run.size:
            continue
        one = values[offsets[left[run[0]]] : offsets[left[run[0]] + 1]]
        others = [values[offsets[i] : offsets[i + 1]] for i in right[run].tolist()]
        together = np.concatenate(others)
        hits = np.append(one, 0)[np.searchsorted(one, together)] == together
        hits &= together <= (one[-1] if one.size else 0)
        owners = np.repeat(np.arange(len(run)), [len(other) for other in others])
        counts[run] = np.bincount(owners[hits], minlength=len(run)) if one.size else 0
    return counts


def alone(ids: Hashes, bounds: Places, others: Hashes, other_bounds: Places) -> NDArray[np.bool_]:
    """Return which words are in no run of five words that the text beside has too; of a shorter text, the whole.

    Text *i* has the words ``ids[bounds[i]:bounds[i + 1]]``, and the one beside it those of *others* in its bounds.
    """
    found = np.ones(len(ids), np.bool_)
    for number, (begin, end) in enumerate(pairwise(bounds.tolist())):
        own, other = ids[begin:end], others[other_bounds[number] : other_bounds[number + 1]]
        run = min(len(own), RUN)
        if not run or len(other) < run or (run < RUN and len(other) != run):
            continue
        known = set(map(bytes, np.lib.stride_tricks.sliding_window_view(other, run)))
        for at, words in enumerate(np.lib.stride_tricks.sliding_window_view(own, run)):
            if bytes(words) in known:
                found[begin + at : begin + at + run] = False
    return found


def tally(values: Hashes, table: NDArray[np.uint32]) -> None:
    """Count each of *values* in *table*, which has 2^bits slots, by its top bits."""
    table += np.bincount(values >> _top_bits(table), minlength=len(table)).astype(np.uint32)


def _top_bits(table: NDArray[np.uint32]) -> np.uint64:
    return np.uint64(64 - (len(table).bit_length() - 1))


def rarest(
    values: Hashes, offsets: Places, table: NDArray[np.uint32], lengths: Places
) -> tuple[Hashes, NDArray[np.uint32]]:
    """Return the *lengths* rarest values of each set, as keys, with the number of the set of each.

    A key has the value's count in *table* (see tally) above the value's lowest 40 bits, which break ties.  Values that
    are alone in their slot of the table count as rarest, but are left out.
    """
    counts = np.minimum(table[values >> _top_bits(table)], (1 << 24) - 1).astype(np.uint64)
    keys = counts << np.uint64(40) | values & np.uint64((1 << 40) - 1)
    owners = np.repeat(np.arange(len(lengths), dtype=np.uint32), np.diff(offsets))
    order = np.lexsort((keys, owners))
    within = np.arange(len(keys)) - np.repeat(offsets[:-1], np.diff(offsets))
    kept = order[(within < np.repeat(lengths, np.diff(offsets))) & (counts[order] > 1)]
    return keys[kept], owners[kept]


def components(count: int, left: Places, right: Places) -> Places:
    """Return, for each of *count* nodes, the least node of its connected component."""
    label = np.arange(count)
    while True:
        least = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, before[left], least)
        np.minimum.at(label, before[right], least)
        while (label != (further := label[label])).any():
            label = further
        if (label == before).all():
            return label


def representatives(
    left: Places, right: Places, similarity: NDArray[np.float64], weights: Places
) -> tuple[Places, NDArray[np.float64]]:
    """Return the representative of each node and the similarity to it; -1 and 0 for a node without one.

    Nodes are in the order of preference and stand for *weights* documents each.  The choice is greedy: the free node
    with the most documents among itself and its free partners represents itself and them.
    """
    partners: list[list[tuple[int, float]]] = [[] for _ in range(len(weights))]
    for a, b, value in zip(left.tolist(), right.tolist(), similarity.tolist(), strict=True):
        partners[a].append((b, value))
        partners[b].append((a, value))
    weight = weights.tolist()
    counts = [weight[i] - 1 + sum(weight[j] for j, _ in partners[i]) for i in range(len(weight))]
    heap = [(-count, i) for i, count in enumerate(counts) if count]
    heapq.heapify(heap)
    chosen, values = np.full(len(weight), -1), np.zeros(len(weight))
    while heap:
        count, i = heapq.heappop(heap)
        if chosen[i] >= 0 or not counts[i]:
            continue
        if counts[i] != -count:
            heapq.heappush(heap, (-counts[i], i))
            continue
        members = [(i, 1.0), *((j, value) for j, value in partners[i] if chosen[j] < 0)]
        for j, value in members:
            chosen[j], values[j] = i, value
        for j, _ in members:
            for other, _ in partners[j]:
                counts[other] -= weight[j]
    return chosen, values
