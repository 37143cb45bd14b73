"""From two places that say almost the same to what they differ in: the slots of a form, or the edits of a copy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from provenance.words import locate_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Overlap, Span
    from provenance.words import Words

LONG = 100  # words, from which on a passage is as long as a page
_MAX_COMPARED = 1 << 12  # words of two places that are compared
_MAX_WORDS = 4  # of a slot: where more words differ, something was rewritten
_ALIKE = 0.6  # share of letters that two words have in common if one is the other, misread or inflected
_MAX_SPACING = 60  # words to a slot, at most, in a short form: a noun or a name in each clause
_MAX_LONG_SPACING = 100  # words to a figure or a name, at most, in a form as long as a page
_MIN_SPACING = 20  # words to a figure, at most, in rows of figures, whatever else differs
_MOST = 0.7  # share of the edits of a long form that are figures and names


def differ_in_slots(text: str, overlap: Overlap, *, itemised: bool = False) -> bool:
    """Return whether the two places of *overlap* differ as two uses of one form do.

    They differ in slots: a figure, a name or a noun where the other has another one.  Copies of a page differ in words
    that were added, left out or misread.  In *itemised* places, such as numbered clauses, one slot is enough.
    """
    kinds = Counter(_kind(one, two) for one, two in _differences(text, overlap.left, overlap.right))
    names = kinds["figure"] + kinds["name"]
    slots = names + kinds["noun"]
    if not slots:
        return False
    if kinds["figure"] * _MIN_SPACING >= overlap.words:
        return True
    if overlap.words >= LONG:
        return names * _MAX_LONG_SPACING >= overlap.words and names >= _MOST * kinds.total()
    return slots >= kinds["edit"] and (itemised or slots * _MAX_SPACING >= overlap.words)


def are_one_form(text: str, one: Span, two: Span) -> bool:
    """Return whether two lines fill in one form: they differ in slots, at least as often as in other words."""
    kinds = Counter(_kind(*pieces) for pieces in _differences(text, one, two))
    slots = kinds["figure"] + kinds["name"] + kinds["noun"]
    return slots > 0 and slots >= kinds["edit"]


def _differences(text: str, one: Span, two: Span) -> Iterator[tuple[str, str]]:
    """Yield what each place has where the two differ; nothing for places that are too long to be a form."""
    left, right = (locate_within(text, side.start, side.end) for side in (one, two))
    if max(len(left), len(right)) > _MAX_COMPARED:
        return
    # A slot of two words and one of three differ by a replacement and an insertion, which meet.
    start = end = (0, 0)
    for step in Levenshtein.opcodes(left.ids.tolist(), right.ids.tolist()):
        if step.tag != "equal":
            end = step.src_end, step.dest_end
            continue
        if end > start:
            yield _piece(text, left, start[0], end[0]), _piece(text, right, start[1], end[1])
        start = end = step.src_end, step.dest_end
    if end > start:
        yield _piece(text, left, start[0], end[0]), _piece(text, right, start[1], end[1])


def _piece(text: str, words: Words, first: int, last: int) -> str:
    return text[int(words.starts[first]) : int(words.ends[last - 1])] if first < last else ""


def _kind(one: str, two: str) -> str:
    """Return what *one* is where the other place has *two*: a figure, a name, a noun, or an edit."""
    if all(piece.isdigit() for side in (one, two) for piece in _words(side)):
        return "figure"
    if not one or not two or max(len(_words(one)), len(_words(two))) > _MAX_WORDS:
        return "edit"
    if (any(map(str.isdigit, one)) and any(map(str.isdigit, two))) or ("_" in one and "_" in two):
        return "figure"
    left, right = ("".join(_words(side)).casefold() for side in (one, two))
    if Levenshtein.normalized_similarity(left, right) >= _ALIKE:
        return "edit"
    return "name" if one[:1].isupper() and two[:1].isupper() else "noun"


def _words(piece: str) -> list[str]:
    return "".join(one if one.isalnum() else " " for one in piece).split()
