"""From overlaps with earlier documents to the pairs of documents that may have much of each other.

A document has overlaps with the earliest carriers of what it has, and not with the others, so that two documents can
share most of their text without an overlap between them.  What both have of a third one is enough to find them, and so
is what one has of a third that has it of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.sets import distinct, unique_inverse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.model.passages import Overlaps

LISTED_CARRIERS = 50  # of a passage: beyond, a document is compared with the first carrier only
MAYBE = 0.45  # share of words by which a pair may be half contained: where passages end is not exact
PART = 0.08  # share of the shorter document's words: a part with less does not count towards the half
ROUNDS = 2  # documents between two, each of which has its part of the one before
EDGE = 4  # a run of n words has n - 4 shingles
PAIRS_AT_ONCE = 1 << 20  # of overlaps, in memory at a time: about 100 bytes each


class Fellows(NamedTuple):
    """Pairs of documents that have much in common with the same others, in columns ordered by (left, right), each once.

    *quoted* is whether all of it is quotations; *crowded* is how many documents share a passage with more than
    LISTED_CARRIERS others, so that not all their pairs were looked at.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    quoted: NDArray[np.bool_]
    crowded: int

    def take(self, chosen: NDArray[np.bool_]) -> Fellows:
        """Return the pairs that are *chosen*."""
        return Fellows(self.left[chosen], self.right[chosen], self.quoted[chosen], self.crowded)


class Rows(NamedTuple):
    """Overlaps in columns: *carriers* have on the right what *heads* have on the left, about so many *words*."""

    heads: NDArray[np.int64]
    carriers: NDArray[np.int64]
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    words: NDArray[np.float64]
    said: NDArray[np.bool_]

    def take(self, at: NDArray[np.intp] | NDArray[np.bool_]) -> Rows:
        """Return the rows *at*."""
        places = (self.heads, self.carriers, self.starts, self.stops, self.begins, self.ends)
        heads, carriers, starts, stops, begins, ends = (column[at] for column in places)
        return Rows(heads, carriers, starts, stops, begins, ends, self.words[at], self.said[at])


def fellows(ends: tuple[NDArray[np.int32], NDArray[np.int32]], overlaps: Overlaps, words: NDArray[np.int64]) -> Fellows:
    """Return the pairs of documents of which one may have half of the other, by what both have of a third.

    Overlap *i* has its left side in document ``ends[0][i]`` and its right side in ``ends[1][i]``.
    """
    direct = _rows(ends, overlaps)
    levels = [direct]
    while len(levels[-1].heads) and len(levels) <= ROUNDS:
        levels.append(_followed(levels[-1], direct))
    through = _joined(levels[1:] or [direct.take(np.zeros(0, np.intp))])
    keys = _keys(through.heads, through.carriers, len(words))
    found = [_summed(keys, np.maximum(0.0, through.words - EDGE), ~through.said)]
    rows = _joined(levels)
    rows = rows.take(np.lexsort((rows.starts, rows.heads)))
    reach = _reach(rows)
    crowded = reach >= LISTED_CARRIERS
    # One of two carriers must have half of its words from others to be half contained in the other.
    rich = np.bincount(direct.carriers, direct.words, len(words)) >= MAYBE * words
    density = rows.words / np.maximum(1, rows.stops - rows.starts)
    for one, two in _met(np.where(crowded, 0, reach)):
        left, right = rows.carriers[one], rows.carriers[two]
        both = (np.minimum(rows.stops[one], rows.stops[two]) - rows.starts[two]) * density[one] - EDGE
        chosen = (left != right) & (both > PART * np.minimum(words[left], words[right])) & (rich[left] | rich[right])
        keys = _keys(left[chosen], right[chosen], len(words))
        found.append(_summed(keys, both[chosen], ~(rows.said[one[chosen]] | rows.said[two[chosen]])))
    keys, shared, prose = (np.concatenate(column) for column in zip(*found, strict=True))
    keys, shared, prose = _summed(keys, shared, prose)
    left, right = np.divmod(keys, np.int64(max(1, len(words))))
    much = shared >= MAYBE * np.minimum(words[left], words[right])
    return Fellows(left[much], right[much], prose[much] == 0, len(distinct(rows.carriers[crowded])))


def _rows(ends: tuple[NDArray[np.int32], NDArray[np.int32]], overlaps: Overlaps) -> Rows:
    rows = overlaps.rows
    starts, stops, begins, ends_there = (
        rows[name].astype(np.int64) for name in ("left_start", "left_end", "right_start", "right_end")
    )
    heads, carriers = (side.astype(np.int64) for side in ends)
    return Rows(
        heads, carriers, starts, stops, begins, ends_there, rows["words"].astype(np.float64), rows["quoted"] != 0
    )


def _joined(levels: Sequence[Rows]) -> Rows:
    return Rows(*(np.concatenate(column) for column in zip(*levels, strict=True)))


def _followed(rows: Rows, direct: Rows) -> Rows:
    """Return what the carriers of *rows* have of the documents that their heads have it from."""
    known = direct.take(np.lexsort((direct.begins, direct.carriers)))
    first = np.searchsorted(known.carriers, rows.heads)
    number = np.searchsorted(known.carriers, rows.heads, side="right") - first
    number[number > LISTED_CARRIERS] = 0  # a digest of many texts is no link between two
    some = np.flatnonzero(number)
    one = np.repeat(some, number[some])
    two = np.repeat(first[some], number[some])
    two += np.arange(len(one)) - np.repeat(np.cumsum(number[some]) - number[some], number[some])
    begin = np.maximum(rows.starts[one], known.begins[two])
    end = np.minimum(rows.stops[one], known.ends[two])
    meet = np.flatnonzero(end > begin)
    one, two, begin, end = one[meet], two[meet], begin[meet], end[meet]
    words = rows.words[one] * ((end - begin) / np.maximum(1, rows.stops[one] - rows.starts[one]))
    starts, stops = _carried_over(
        (begin, end), (known.begins[two], known.ends[two]), (known.starts[two], known.stops[two])
    )
    begins, ends = _carried_over((begin, end), (rows.starts[one], rows.stops[one]), (rows.begins[one], rows.ends[one]))
    said = rows.said[one] | known.said[two]
    found = Rows(known.heads[two], rows.carriers[one], starts, stops, begins, ends, words, said)
    return found.take((words > EDGE) & (found.heads != found.carriers))


def _carried_over(
    part: tuple[NDArray[np.int64], NDArray[np.int64]],
    whole: tuple[NDArray[np.int64], NDArray[np.int64]],
    there: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return about where *part* of one side of an overlap, *whole*, is on its other side."""
    scale = (there[1] - there[0]) / np.maximum(1, whole[1] - whole[0])
    begin, end = ((there[0] + (at - whole[0]) * scale).astype(np.int64) for at in part)
    return begin, np.maximum(end, begin + 1)


def _reach(rows: Rows) -> NDArray[np.int64]:
    """Return with how many of the rows behind it each row shares a part of their head."""
    # Places in all heads count through, one head after the other.
    head = np.cumsum(np.diff(rows.heads, prepend=rows.heads[:1]) != 0)
    size = int(rows.stops.max(initial=0)) + 1
    found: NDArray[np.int64] = np.searchsorted(head * size + rows.starts, head * size + rows.stops)
    return found - np.arange(len(head)) - 1


def _met(reach: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield blocks of pairs of rows: each row with the *reach* rows behind it."""
    total = np.cumsum(reach)
    for block in np.split(np.arange(len(reach)), np.flatnonzero(np.diff(total // PAIRS_AT_ONCE)) + 1):
        one = np.repeat(block, reach[block])
        yield one, one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(reach[block]) - reach[block], reach[block])


def _keys(one: NDArray[np.int64], two: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return a number for each pair of documents, whichever of the two comes first."""
    return np.minimum(one, two) * count + np.maximum(one, two)


def _summed(
    keys: NDArray[np.int64], shared: NDArray[np.float64], prose: NDArray[np.bool_] | NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Return the distinct *keys*, and for each the sums of *shared* and *prose*."""
    known, which = unique_inverse(keys)
    total = np.bincount(which, shared, len(known)).astype(np.float64)
    return known, total, np.bincount(which, prose, len(known)).astype(np.int64)
