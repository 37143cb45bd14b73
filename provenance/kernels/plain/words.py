"""From a text to its words: folding, splitting, and one polynomial hash a word (compiled: words.h)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.folding import CLASS_SHIFT, LETTER, MARK, OTHER, OWN_MARK, SINGLE, entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Points = NDArray[np.uint32]
    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]

POINT = np.uint32((1 << CLASS_SHIFT) - 1)
_KNOWN, _SEVERAL = np.uint32(1 << 24), np.uint32(1 << 25)
_ENTRY = _KNOWN - np.uint32(1)

WORD_BASE = np.uint64(0x9E3779B97F4A7C15)
PIECE = 1 << 20  # code points that are processed at a time

# One entry a code point, filled on first use; most pages of this memory are never touched.
_table = np.zeros(0x110000, np.uint32)
_several: list[list[int]] = []


def _learn(points: Points) -> None:
    unknown = points[_table[points] == 0]
    for code_point in np.unique(unknown).tolist():
        folded = entries(code_point)
        if len(folded) == 1:
            _table[code_point] = int(_KNOWN) + folded[0]
        else:
            _several.append(folded)
            _table[code_point] = int(_SEVERAL) + len(_several) - 1


def fold_points(points: Points) -> tuple[Points, Places]:
    """Return the folded entries of *points* and the index in *points* that each comes from."""
    _learn(points)
    folded = _table[points]
    several = np.flatnonzero(folded & _SEVERAL)
    if not several.size:
        return folded & _ENTRY, np.arange(len(points))
    expansions = [_several[i] for i in (folded[several] & ~_SEVERAL).tolist()]
    lengths = np.ones(len(points), np.int64)
    lengths[several] = [len(expansion) for expansion in expansions]
    places = np.repeat(np.arange(len(points)), lengths)
    folded = folded[places]
    folded[(folded & _SEVERAL) != 0] = [entry for expansion in expansions for entry in expansion]
    return folded & _ENTRY, places


def fold(text: str) -> tuple[Points, NDArray[np.uint8], Places]:
    """Return the folded code points of *text*, the class of each, and the offset in *text* that each comes from."""
    folded, places = fold_points(points_of(text))
    return folded & POINT, (folded >> np.uint32(CLASS_SHIFT)).astype(np.uint8), places


def points_of(text: str) -> Points:
    """Return the code points of *text*, including lone surrogates."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def split(classes: Points) -> tuple[Places, Places]:
    """Return the indices of the first and the last folded code point of every word."""
    run, single = classes == LETTER, classes == SINGLE
    member = run | single
    marks = classes >= MARK
    if marks.any():
        # A mark belongs to the code point before its run of marks.
        carrier = np.maximum.accumulate(np.where(marks, -1, np.arange(len(classes))))
        carried = np.where(carrier < 0, OTHER, classes[carrier])
        breaks = np.cumsum(classes == OWN_MARK)
        run |= marks & (carried == LETTER) & (breaks == breaks[carrier])
        member |= run | (marks & (carried == SINGLE))
    begins = single | (classes == LETTER)
    begins[1:] &= single[1:] | ~run[:-1]
    ends = member.copy()
    ends[:-1] &= begins[1:] | ~member[1:]
    return np.flatnonzero(begins), np.flatnonzero(ends)


def mix(hashes: Hashes) -> Hashes:
    """Return *hashes* after the finalizer of splitmix64, by which every bit affects all others."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


_powers = [np.ones(1, np.uint64), np.ones(1, np.uint64)]


def _powers_of_base(count: int) -> list[Hashes]:
    """Return at least *count* powers of the words' base and of its inverse modulo 2^64."""
    if len(_powers[0]) < count:
        for i, base in enumerate((int(WORD_BASE), pow(int(WORD_BASE), -1, 1 << 64))):
            column = np.full(max(count, 4096), base, np.uint64)
            column[0] = 1
            _powers[i] = np.cumprod(column, dtype=np.uint64)
    return _powers


def hash_words(points: Points, first: Places, last: Places) -> Hashes:
    """Return the hash of each word, from sums of points times powers: Horner's rule would take a step a code point."""
    powers, inverses = _powers_of_base(len(points))
    sums = np.zeros(len(points) + 1, np.uint64)
    np.cumsum(points * inverses[: len(points)], out=sums[1:])
    return mix((sums[last + 1] - sums[first]) * powers[last])


def locate(text: str, start: int = 0) -> tuple[Places, Places, Hashes]:
    """Return the starts and ends, in code points, and the hashes of the words of *text* from code point *start* on."""
    points = points_of(text)[start:]
    columns = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint64))]
    for begin, end in pieces(points):
        folded, places = fold_points(points[begin:end])
        first, last = split(folded >> np.uint32(CLASS_SHIFT))
        shift = begin + max(start, 0)
        columns.append((places[first] + shift, places[last] + (shift + 1), hash_words(folded & POINT, first, last)))
    starts, ends, ids = (np.concatenate(column) for column in zip(*columns, strict=True))
    return starts, ends, ids


def pieces(points: Points) -> Iterator[tuple[int, int]]:
    """Yield ranges of about a million *points*, cut after spaces, so that the columns of long texts fit into memory."""
    begin = 0
    while begin < len(points):
        end = begin + PIECE
        while end < len(points) and not (spaces := np.flatnonzero(points[end : end + PIECE] <= 0x20)).size:
            end += PIECE
        end = min(len(points), end if end >= len(points) else end + int(spaces[0]) + 1)
        yield begin, end
        begin = end
