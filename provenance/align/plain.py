"""The inner loops of alignment in plain numpy: shared grams, diagonal runs, colinear chains, X-drop extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GRAM = 10
CROWD = 256
UNIT = 20
OPEN = 2 * UNIT
SHIFT = 3
SKIP = 10
REACH = 80
SLACK = 10
DRIFT = 30
BAND = 40
MISS = 1


def chains(
    left: NDArray[np.uint32], right: NDArray[np.uint32], *, same: bool, least: int
) -> tuple[list[int], list[list[tuple[int, int, int]]]]:
    """Return scores and runs (left, right, length) of the colinear chains of exact runs, best chains first."""
    runs = _runs(*_seeds(left, right, same=same))
    return _chained(runs.tolist(), least)


def _grams(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    count = max(0, len(codes) - GRAM + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(GRAM):
        hashes *= np.uint64(0x9E3779B97F4A7C15)
        hashes += codes[at : at + count]
        hashes += np.uint64(1)
    return hashes


def _seeds(
    left: NDArray[np.uint32], right: NDArray[np.uint32], *, same: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ours, theirs = _grams(left), _grams(right)
    order = np.argsort(ours, kind="stable")
    ranked = ours[order]
    low = np.searchsorted(ranked, theirs, "left")
    count = np.searchsorted(ranked, theirs, "right") - low
    rank, total = _ranks(theirs)
    crowded = count * total > CROWD
    full = np.nonzero((count > 0) & (~crowded | ((rank == 0) & (not same))))[0]
    sizes = count[full]
    i = order[np.repeat(low[full] - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())]
    j = np.repeat(full, sizes)
    # A gram that stands often on both sides: every place against the other side's first, and rank against rank.
    some = np.nonzero((count > 0) & crowded & (rank > 0))[0]
    first = order[low[some]]
    if same:
        step = 1 << np.maximum(np.frexp(count[some] / 2)[1] - 1, 0)
        mates = some[rank[some] > step]
        partner = order[low[mates] + rank[mates] - step[rank[some] > step]]
    else:
        mates = some[rank[some] < count[some]]
        partner = order[low[mates] + rank[mates]]
    i = np.concatenate((i, first, partner))
    j = np.concatenate((j, some, mates))
    if same:
        ahead = i < j
        i, j = i[ahead], j[ahead]
    return i, j


def _ranks(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each hash's rank among the equal ones, by place, and how many there are."""
    order = np.argsort(hashes, kind="stable")
    ranked = hashes[order]
    low = np.searchsorted(ranked, hashes, "left")
    rank = np.empty(len(hashes), dtype=np.int64)
    rank[order] = np.arange(len(hashes))
    return rank - low, np.searchsorted(ranked, hashes, "right") - low


def _runs(i: NDArray[np.int64], j: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(i):
        return np.zeros((0, 3), dtype=np.int64)
    diagonal = j - i
    order = np.lexsort((i, diagonal))
    i, diagonal = i[order], diagonal[order]
    new = np.ones(len(i), dtype=np.bool_)
    new[1:] = (diagonal[1:] != diagonal[:-1]) | (i[1:] - i[:-1] > GRAM)
    starts = np.nonzero(new)[0]
    ends = np.append(starts[1:], len(i)) - 1
    left = i[starts]
    right = left + diagonal[starts]
    order = np.lexsort((right, left))
    return np.stack([left, right, i[ends] - left + GRAM], axis=1)[order]


def _chained(runs: list[list[int]], least: int) -> tuple[list[int], list[list[tuple[int, int, int]]]]:
    side = REACH + SLACK
    cells: dict[tuple[int, int], list[int]] = {}
    scores: list[int] = []
    before: list[int] = []
    for here, (left, right, size) in enumerate(runs):
        best, source = 0, -1
        for row in range((left - REACH) // side, (left + SLACK) // side + 1):
            for column in range((right - REACH) // side, (right + SLACK) // side + 1):
                for other in cells.get((row, column), ()):
                    score = scores[other] - _cost(runs[other], left, right, size)
                    if score > best:
                        best, source = score, other
        scores.append(best + UNIT * size)
        before.append(source)
        cells.setdefault(((left + size) // side, (right + size) // side), []).append(here)
    found: list[int] = []
    paths: list[list[tuple[int, int, int]]] = []
    used = [False] * len(runs)
    for last in sorted(range(len(runs)), key=lambda at: (-scores[at], at)):
        path, at = [], last
        while at >= 0 and not used[at]:
            used[at] = True
            path.append((runs[at][0], runs[at][1], runs[at][2]))
            at = before[at]
        score = scores[last] - (scores[at] if at >= 0 else 0)
        if path and score >= least:
            found.append(score)
            paths.append(path[::-1])
    return found, paths


def _cost(run: list[int], left: int, right: int, size: int) -> int:
    """Return what it costs to go on from *run* to the run of *size* letters at *left* and *right*."""
    down = left - run[0] - run[2]
    along = right - run[1] - run[2]
    shared = max(0, -down, -along)
    if run[0] >= left or run[1] >= right or shared > SLACK or shared >= size or max(down, along) > REACH or abs(down - along) > DRIFT:
        return 1 << 60
    return UNIT * shared + OPEN + SHIFT * abs(down - along) + SKIP * max(0, min(down, along))


def extend(left: NDArray[np.uint32], right: NDArray[np.uint32], drop: int) -> tuple[int, int]:
    """Return how many letters of each side continue the match that stands before them.

    A letter matched counts 1, misread, missing or added -MISS; the best end is kept once the score has fallen by *drop*
    (Zhang et al. 2000, "A greedy algorithm for aligning DNA sequences", X-drop).
    """
    low = -(1 << 40)
    width = 2 * BAND + 1
    columns = np.arange(width)
    row = np.full(width, low)
    row[BAND:] = -MISS * columns[: BAND + 1]
    padded = np.full(len(right) + len(left) + 2 * width, -1, dtype=np.int64)
    padded[BAND : BAND + len(right)] = right
    best, ends = 0, (0, 0)
    for down in range(1, len(left) + 1):
        first = down - BAND
        matched = padded[down - 1 : down - 1 + width] == left[down - 1]
        above = np.append(row[1:], low) - MISS
        row = np.maximum(row + np.where(matched, 1, -MISS), above)
        outside = (columns < -first) | (columns > len(right) - first)
        row[outside] = low
        if first <= 0:
            row[-first] = -MISS * down
        row = np.maximum.accumulate(row + MISS * columns) - MISS * columns
        row[outside] = low
        at = int(row.argmax())
        if row[at] > best:
            best, ends = int(row[at]), (down, first + at)
        if row[at] < best - drop:
            break
    return ends
