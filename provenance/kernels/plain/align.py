"""The kernels of alignment: folded letters, chains of equal runs, extension (compiled: align.pxi).

Scores are integers, so that both implementations agree exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.folding import CLASS_SHIFT
from provenance.kernels.plain.text import SHINGLE_BASE, bounds_of
from provenance.kernels.plain.words import POINT, WORD_BASE, fold_points, hash_words, locate, pieces, points_of, split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.kernels.plain.words import Hashes, Places, Points

GRAM = 10  # letters of a seed
CROWD = 256  # pairs of places of one gram; beyond this, the number of its seeds is only linear in its places
UNIT = 20  # score of a letter in a run
OPEN, SHIFT, SKIP = 2 * UNIT, 10, 14  # cost of a gap, of a letter that only one side has, of a letter on both sides
REACH, DRIFT, SLACK = 80, 30, 10  # letters: the longest gap, difference between sides, and overlap of two runs
BAND = 40  # items on either side of the diagonal that an extension explores
LOOK = 32  # runs compared in a cell of the grid, the latest first: only periodic texts have more
_LOW = -(1 << 40)


def has_repeats(text: str, need: int) -> bool:
    """Return whether at least *need* runs of four words in *text* repeat an earlier run."""
    ids = locate(text)[2]
    count = max(0, len(ids) - 3)
    runs = np.zeros(count, np.uint64)
    for step in range(4):
        runs = runs * SHINGLE_BASE + ids[step : step + count]
    return count - len(np.unique(runs)) >= need


def letters(text: str) -> tuple[Points, Places, Places, Places, Hashes]:
    """Return the folded letters of the words of *text*, and the bounds, starts, ends and hashes of the words.

    Word *i* is ``letters[bounds[i]:bounds[i + 1]]``, and ``text[starts[i]:ends[i]]`` in the original.
    """
    points = points_of(text)
    columns = [(np.zeros(0, np.uint32), *[np.zeros(0, np.int64)] * 3, np.zeros(0, np.uint64))]
    for begin, end in pieces(points):
        entries, places = fold_points(points[begin:end])
        first, last = split(entries >> np.uint32(CLASS_SHIFT))
        folded = entries & POINT
        sizes = last - first + 1
        inside = np.arange(sizes.sum()) - np.repeat(bounds_of(sizes)[:-1], sizes) + np.repeat(first, sizes)
        places += begin
        columns.append((folded[inside], sizes, places[first], places[last] + 1, hash_words(folded, first, last)))
    codes, sizes, starts, ends, ids = (np.concatenate(column) for column in zip(*columns, strict=True))
    return codes, bounds_of(sizes), starts, ends, ids


def chains(
    left: Points, right: Points, left_bounds: Places, right_bounds: Places, needs: tuple[int, int, int], *, same: bool
) -> tuple[Places, Places, Places]:
    """Return the colinear chains of runs of equal letters: scores, bounds, and the runs as (left, right, length).

    Chain *i* holds the runs ``bounds[i]:bounds[i + 1]``, in order; the best chain comes first and no run is in two.
    *needs* are three minima: the score of a returned chain; and the score of the best chain or the whole words in one
    run, of which one must be reached for anything to be returned.  With *same*, left and right are one text, and the
    left side of every run is the earlier one.
    """
    least, enough, words = needs
    nothing = np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros((0, 3), np.int64)
    runs = _runs(*_seeds(left, right, same=same))
    if not len(runs):
        return nothing
    scores, paths = _chained(runs.tolist(), least)
    if not scores or (scores[0] < enough and whole_words(runs, left_bounds, right_bounds).max() < words):
        return nothing
    order = np.array([at for path in paths for at in path], np.int64)
    return np.array(scores, np.int64), bounds_of(np.array([len(path) for path in paths], np.int64)), runs[order]


def whole_words(runs: Places, left_bounds: Places, right_bounds: Places) -> Places:
    """Return the number of whole words, on both sides, in each run.

    In scripts without spaces, where each letter is a word, five letters count as three words.
    """
    counts = runs[:, 2] * 3 // 5
    for starts, bounds in ((runs[:, 0], left_bounds), (runs[:, 1], right_bounds)):
        last = np.searchsorted(bounds, starts + runs[:, 2], "right") - 1
        counts = np.minimum(counts, last - np.searchsorted(bounds, starts, "left"))
    return counts


def _grams(codes: Points) -> Hashes:
    count = max(0, len(codes) - GRAM + 1)
    hashes = np.zeros(count, np.uint64)
    for at in range(GRAM):
        hashes = hashes * WORD_BASE + codes[at : at + count] + np.uint64(1)
    return hashes


def _ranks(hashes: Hashes) -> tuple[Places, Places]:
    """Return the rank of each hash among equal ones, by place, and the number of equal ones."""
    order = np.argsort(hashes, kind="stable")
    ranked = hashes[order]
    low = np.searchsorted(ranked, hashes, "left")
    rank = np.empty(len(hashes), np.int64)
    rank[order] = np.arange(len(hashes))
    return rank - low, np.searchsorted(ranked, hashes, "right") - low


def _seeds(left: Points, right: Points, *, same: bool) -> tuple[Places, Places]:
    """Return pairs of places with equal grams; of a crowded gram, each place with the other side's first and a mate."""
    ours, theirs = _grams(left), _grams(right)
    order = np.argsort(ours, kind="stable")
    ranked = ours[order]
    low = np.searchsorted(ranked, theirs, "left")
    count = np.searchsorted(ranked, theirs, "right") - low
    rank, total = _ranks(theirs)
    crowded = count * total > CROWD
    full = np.flatnonzero((count > 0) & (~crowded | ((rank == 0) & (not same))))
    sizes = count[full]
    i = order[np.repeat(low[full] - bounds_of(sizes)[:-1], sizes) + np.arange(sizes.sum())]
    thinned = np.flatnonzero((count > 0) & crowded & (rank > 0))
    if same:
        # The mate is the copy that lies the largest power of two of copies back, so that a short period gives one long
        # run.
        step = 1 << np.maximum(np.frexp(count[thinned] // 2)[1] - 1, 0)
        mate = rank[thinned] > step
        partner = order[low[thinned[mate]] + rank[thinned[mate]] - step[mate]]
    else:
        mate = rank[thinned] < count[thinned]
        partner = order[low[thinned[mate]] + rank[thinned[mate]]]
    i = np.concatenate((i, order[low[thinned]], partner))
    j = np.concatenate((np.repeat(full, sizes), thinned, thinned[mate]))
    return (i[i < j], j[i < j]) if same else (i, j)


def _runs(i: Places, j: Places) -> Places:
    """Return the runs of equal letters that the seeds form along diagonals, ordered by their places."""
    diagonal = j - i
    order = np.lexsort((i, diagonal))
    i, diagonal = i[order], diagonal[order]
    begins = np.flatnonzero(np.append(True, (diagonal[1:] != diagonal[:-1]) | (i[1:] - i[:-1] > GRAM))[: len(i)])
    ends = np.append(begins[1:], len(i))[: len(begins)] - 1
    left = i[begins]
    right = left + diagonal[begins]
    order = np.lexsort((right, left))
    return np.stack([left, right, i[ends] - left + GRAM], axis=1)[order]


def _chained(runs: list[list[int]], least: int) -> tuple[list[int], list[list[int]]]:
    """Return the scores and the runs (as indices into *runs*) of the chains, best first.

    The best predecessor of a run ends in one of the few grid cells before it, so the cost depends on the neighbourhood
    and not on the whole text.
    """
    side = REACH + SLACK
    cells: dict[tuple[int, int], list[int]] = {}
    scores: list[int] = []
    before: list[int] = []
    nothing: list[int] = []
    for here, (left, right, size) in enumerate(runs):
        best, source = 0, -1
        for row in range((left - REACH) // side, (left + SLACK) // side + 1):
            for column in range((right - REACH) // side, (right + SLACK) // side + 1):
                for other in cells.get((row, column), nothing)[: -LOOK - 1 : -1]:
                    score = scores[other] - _gap(runs[other], left, right, size)
                    if score > best:
                        best, source = score, other
        scores.append(best + UNIT * size)
        before.append(source)
        cells.setdefault(((left + size) // side, (right + size) // side), []).append(here)
    path_scores: list[int] = []
    paths: list[list[int]] = []
    used = [False] * len(runs)
    for last in sorted(range(len(runs)), key=lambda at: (-scores[at], at)):
        path, at = [], last
        while at >= 0 and not used[at]:
            used[at] = True
            path.append(at)
            at = before[at]
        score = scores[last] - (scores[at] if at >= 0 else 0)
        if path and score >= least:
            path_scores.append(score)
            paths.append(path[::-1])
    order = sorted(range(len(paths)), key=lambda at: (-path_scores[at], paths[at][-1]))
    return [path_scores[at] for at in order], [paths[at] for at in order]


def _gap(run: list[int], left: int, right: int, size: int) -> int:
    """Return the cost of the gap between *run* and the run of *size* letters at *left* and *right*."""
    down = left - run[0] - run[2]
    along = right - run[1] - run[2]
    over = max(0, -down, -along)
    if run[0] >= left or run[1] >= right or over > SLACK or over >= size:
        return 1 << 60
    if max(down, along) > REACH or abs(down - along) > DRIFT:
        return 1 << 60
    return UNIT * over + OPEN + SHIFT * abs(down - along) + SKIP * max(0, min(down, along))


def extend(
    left: Points, right: Points, match: int, miss: int, drop: int, more: NDArray[np.uint8] | None = None
) -> tuple[int, int]:
    """Return how many items of each side extend the match before them.

    A matching item scores *match*, and besides what *more* says of the left one; one replaced, missing or added scores
    -*miss*.  The extension ends at the best score, and is given up once the score is *drop* below it (X-drop: Zhang et
    al. 2000, "A greedy algorithm for aligning DNA sequences").
    """
    width = 2 * BAND + 1
    columns = np.arange(width)
    row = np.full(width, _LOW)
    row[BAND:] = -miss * columns[: BAND + 1]
    row[BAND + 1 + len(right) :] = _LOW
    padded = np.full(len(right) + len(left) + 2 * width, -1, np.int64)
    padded[BAND : BAND + len(right)] = right
    best, ends = 0, (0, 0)
    for down in range(1, len(left) + 1):
        first = down - BAND
        matched = padded[down - 1 : down - 1 + width] == left[down - 1]
        score = match + (0 if more is None else int(more[down - 1]))
        row = np.maximum(row + np.where(matched, score, -miss), np.append(row[1:], _LOW) - miss)
        outside = (columns < -first) | (columns > len(right) - first)
        row[outside] = _LOW
        if first <= 0:
            row[-first] = -miss * down
        row = np.maximum.accumulate(row + miss * columns) - miss * columns
        row[outside] = _LOW
        at = int(row.argmax())
        if row[at] > best:
            best, ends = int(row[at]), (down, first + at)
        if row[at] < best - drop:
            break
    return ends


def edit_distance(left: Hashes, right: Hashes) -> int:
    """Return the edit distance of two rows of items: how many must be replaced, added or removed."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(left.tolist(), right.tolist())
