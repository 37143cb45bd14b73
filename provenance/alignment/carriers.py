"""From overlaps to passages: a text that several places share is one passage, with all places that carry it."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

import numpy as np

from provenance.alignment.kinds import looked_at
from provenance.kernels import kernels
from provenance.kernels.rows import rows_of
from provenance.model.passages import CARRIER, KINDS, Passages
from provenance.sets import packed
from provenance.words import locate_within, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from provenance.kernels.rows import Row, Rows
    from provenance.model import Group, Overlap, Passage, Span
    from provenance.settings import Aligning

    Places = NDArray[np.int32]

# Places in one document are one passage when they share this much of what they cover together.
SAME = 0.8


def passages(
    groups: Sequence[Group],
    repeats: Sequence[Sequence[Overlap]],
    text: Callable[[int], str],
    settings: Aligning,
) -> tuple[Passage, ...]:
    """Return the passages that members of *groups* share with their representatives, and those in *repeats*.

    *repeats* holds the overlaps of every document with itself, in the order of documents.  The first carrier is the
    representative's (in a repeat, the earliest place); passages are ordered by their first carrier.
    """
    documents: list[int] = []
    rows: list[tuple[int, Row]] = []
    for group in groups:
        first = group.representative
        letters = kernels.Letters(readable(ours := text(first)))
        for member in group.members:
            if member != first:
                theirs = text(member)
                found = kernels.align_texts(letters, kernels.Letters(readable(theirs)), settings.min_words)
                rows.extend((first, looked_at(row, ours, theirs)) for row in found)
                documents.extend([member] * len(found))
    shared = gathered(np.array(documents, np.int32), rows_of(rows))
    return tuple(shared.joined(repeated(repeats, text)))


def repeated(repeats: Sequence[Sequence[Overlap]], text: Callable[[int], str]) -> Passages:
    """Return the passages that documents repeat in themselves, from their overlaps in the order of documents."""
    documents: list[int] = []
    rows: list[tuple[int, Row]] = []
    for document, overlaps in enumerate(repeats):
        if overlaps:
            own = text(document)
            rows.extend((document, _row(own, one)) for one in overlaps)
            documents.extend([document] * len(overlaps))
    return gathered(np.array(documents, np.int32), rows_of(rows))


def gathered(documents: Places, rows: Rows) -> Passages:
    """Return the passages in which overlaps with the same left side come together, in the order of the left documents.

    *documents* are those on the right.
    """
    heads, starts, ends = (rows[name] for name in ("document", "left_start", "left_end"))
    begins, stops = rows["right_start"], rows["right_end"]
    # Of one head, longer spans come first, so that a span's start and size say where it ends.
    by_size = packed(heads, starts - ends + _LONGEST)
    longest = np.lexsort((packed(begins, stops), packed(starts, documents), by_size))
    numbers = np.empty(len(rows), np.int64)
    numbers[longest] = _numbered(heads[longest], starts[longest], ends[longest])
    # A place that one document quotes and another has as its own words is two passages.
    numbers = 2 * numbers + (rows["quoted"] != 0)
    known = np.bincount(numbers) > 0
    numbers = (np.cumsum(known) - 1)[numbers]
    firsts = np.empty(np.count_nonzero(known), np.int64)
    firsts[numbers[longest[::-1]]] = longest[::-1]
    order = np.lexsort((_ALPHABET[rows["kind"]], packed(begins, stops), packed(numbers, documents)))
    # The rows of each passage, and before them its head: the left side of the longest.
    breaks = np.flatnonzero(np.diff(numbers[order], prepend=-1))
    bounds = np.append(breaks, len(rows)) + np.arange(len(breaks) + 1)
    carriers = np.zeros(len(rows) + len(breaks), CARRIER)
    first, rest = bounds[:-1], np.ones(len(carriers), np.bool_)
    rest[first] = False
    _fill(carriers, first, rows[firsts], heads[firsts], "left")
    carriers["similarity"][first], carriers["kind"][first] = 1.0, KINDS.index("verbatim")
    _fill(carriers, rest, rows[order], documents[order], "right")
    quoted = np.logical_or.reduceat(rows["quoted"][order] != 0, breaks) if len(breaks) else np.zeros(0, np.bool_)
    return Passages(carriers, bounds, quoted)


def _fill(carriers: NDArray[np.void], at: NDArray[np.generic], rows: Rows, documents: Places, side: str) -> None:
    """Write one side of overlaps into the places *at* of *carriers*."""
    carriers["document"][at] = documents
    for name, column in (("start", f"{side}_start"), ("end", f"{side}_end"), ("words", f"{side}_words")):
        carriers[name][at] = rows[column]
    for name in ("similarity", "kind"):
        carriers[name][at] = rows[name]


# The rank of each kind in the alphabet, by its number.
_ALPHABET = np.array([sorted(KINDS).index(kind) for kind in KINDS], np.int8)
_LONGEST = (1 << 31) - 1  # no span is longer


def _numbered(heads: Places, starts: Places, ends: Places) -> NDArray[np.int64]:
    """Return the number of each share's passage, from 0 on; shares come head by head, the longest first."""
    # Equal shares follow each other, and belong to one passage.
    fresh = np.ones(len(heads), np.bool_)
    fresh[1:] = (heads[1:] != heads[:-1]) | (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
    numbers = np.array(_numbers(*(column[fresh].tolist() for column in (heads, starts, ends))), np.int64)
    spread: NDArray[np.int64] = numbers[np.cumsum(fresh) - 1]
    return spread


def _numbers(heads: list[int], starts: list[int], ends: list[int]) -> list[int]:
    found: list[int] = []
    count, head = 0, -1
    for first, start, end in zip(heads, starts, ends, strict=True):
        if first != head:
            head = first
            known: list[tuple[int, int, int]] = []
        # Every passage is at least as long as this span; one that is the same begins less than a quarter before it.
        at = bisect_left(known, (start - (end - start) // 4 - 1, 0, 0))
        while at < len(known) and known[at][0] < end:
            begin, number, stop = known[at]
            if min(stop, end) - max(begin, start) >= SAME * (max(stop, end) - min(begin, start)):
                found.append(number)
                break
            at += 1
        else:
            insort(known, (start, count, end))
            found.append(count)
            count += 1
    return found


def _row(text: str, overlap: Overlap) -> Row:
    """Return an overlap of *text* with itself as the kernels would."""
    one, other = overlap.left, overlap.right
    return (
        one.start,
        one.end,
        other.start,
        other.end,
        overlap.words,
        overlap.similarity,
        KINDS.index(overlap.kind),
        overlap.quoted,
        _words(text, one),
        _words(text, other),
    )


def _words(text: str, span: Span) -> int:
    return len(locate_within(text, span.start, span.end))
