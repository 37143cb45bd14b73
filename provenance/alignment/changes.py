"""From an overlap to its edits: the words that differ between its two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs
from rapidfuzz.distance import Levenshtein

from provenance.model import Overlap, Span
from provenance.words import locate_within

if TYPE_CHECKING:
    from provenance.words import Words

    Kind = Literal["replace", "delete", "insert"]

KINDS: dict[str, Kind] = {"replace": "replace", "delete": "delete", "insert": "insert"}
BLOCK = 1 << 14


@attrs.frozen
class Edit:
    """Words of the left passage that the right one has otherwise; one span is empty where words are only put in."""

    kind: Kind
    left: Span
    right: Span


def edits(left: str, right: str, overlap: Overlap) -> list[Edit]:
    """Return the fewest replaced, deleted and inserted words that make the overlap's left passage into its right one.

    Spans are code points of the two texts.  Passages of more than 16,384 words are compared in blocks, so that memory
    stays small; a block that is out of step shows more edits than there are.
    """
    ours = locate_within(left, overlap.left.start, overlap.left.end)
    theirs = locate_within(right, overlap.right.start, overlap.right.end)
    found = []
    blocks = max(1, -(-max(len(ours), len(theirs)) // BLOCK))
    for block in range(blocks):
        a, b = len(ours) * block // blocks, len(theirs) * block // blocks
        one, two = ours.ids[a : len(ours) * (block + 1) // blocks], theirs.ids[b : len(theirs) * (block + 1) // blocks]
        for step in Levenshtein.opcodes(one.tolist(), two.tolist()):
            if kind := KINDS.get(step.tag):
                here = _span(ours, a + step.src_start, a + step.src_end, overlap.left)
                there = _span(theirs, b + step.dest_start, b + step.dest_end, overlap.right)
                found.append(Edit(kind, here, there))
    return found


def _span(words: Words, first: int, last: int, whole: Span) -> Span:
    """Return the place of words *first* to *last*; of none, the empty place after the word before."""
    if first < last:
        return Span(int(words.starts[first]), int(words.ends[last - 1]))
    place = int(words.ends[first - 1]) if first else whole.start
    return Span(place, place)
