"""From a text to the lines that carry something, each with its clues and the numbers in it that can be of a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from provenance.attribution.clues import DIGIT, looker
from provenance.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

_STOPS = frozenset(".…。」।۔")
_ENDS = _STOPS | frozenset("!?！？")
_CLOSINGS = frozenset('"”»」)')
LAST_LINES = 6  # credits and notices are among these
_STANDFIRST = 260  # characters of a standfirst
_BESIDE = 60  # characters of a byline, a button, a section's name
_NONE: list[tuple[int, int]] = []  # most lines have no number, and share this


class Line:
    """A line that is not blank, at [start, end) without the white space around it.

    *clues* are the kinds of what it can be about (see `clues`), *numbers* begin and end what can be of a date in it.
    """

    __slots__ = ("clues", "end", "numbers", "start", "text")

    def __init__(self, start: int, end: int, text: str, clues: int) -> None:
        self.start: Final = start
        self.end: Final = end
        self.text: Final = text
        self.clues: Final = clues
        self.numbers = _NONE  # set by lines_of alone


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Context(Value):
    """A text, and what is known of it before its lines are read.

    *words* are those that say when ("tuesday", "yesterday"); *foot* are the clues of the last lines.
    """

    text: str
    lines: Sequence[Line]
    words: AbstractSet[str]
    foot: int


class Outline(NamedTuple):
    """What the lines of a text turned out to be, by where they start.

    The *lead* is where the story begins.  *furniture* are lines that are neither a sentence of the body nor a title;
    *addresses* and *captions* are those of them that are an address, or about a picture.
    """

    lead: int
    furniture: AbstractSet[int]
    addresses: AbstractSet[int]
    captions: AbstractSet[int]


def lines_of(text: str, start: int, numbers: Iterable[tuple[int, int]]) -> list[Line]:
    """Return the lines of *text* from *start* on that are not blank, each with those of *numbers* that are in it.

    *numbers* are in order, and none is between lines.
    """
    lines = [Line(first, end, text[first:end], clues) for first, end, clues in looker().lines(text, start)]
    _share_out(numbers, lines)
    return lines


def _share_out(numbers: Iterable[tuple[int, int]], lines: Sequence[Line]) -> None:
    """Give each line its *numbers*, before anyone else has the lines."""
    place = 0
    for number in numbers:
        while lines[place].end <= number[0]:
            place += 1
        if lines[place].numbers:
            lines[place].numbers.append(number)
        else:
            lines[place].numbers = [number]


def numbered(line: Line) -> bool:
    """Return whether a line can have a digit in it, or a number that is written out in Chinese."""
    return bool(line.clues & DIGIT) or not line.text.isascii()


def reads_on(line: str) -> bool:
    """Return whether a line is a sentence of the body rather than a title, a label or a timestamp."""
    length = len(line)
    if length >= 160:
        return True
    last = line[-1]
    if length < 60:
        return length >= 25 and last == "。"
    # A title ends with a bracket or a quotation too, but has no sentence in it: Keeper "in tears" (photos)
    return last in _STOPS or (last in _CLOSINGS and not _ENDS.isdisjoint(line))


def leads(line: str) -> bool:
    """Return whether a line can be what a story begins with, however short: a sentence that is no label."""
    return len(line) > 100 or (len(line) > 40 and line[-1] in '.!?…"”»。।۔')


def standfirst(lines: Sequence[Line]) -> bool:
    """Return whether *lines*, from the first sentence under a title to a timestamp, can be a standfirst, a caption and
    short lines.
    """
    sentences = [line for line in lines if reads_on(line.text)]
    return len(sentences) <= 2 and all(
        len(line.text) <= (_STANDFIRST if line in sentences else _BESIDE) for line in lines
    )


def begins_body(lines: Sequence[Line]) -> bool:
    """Return whether *lines*, behind a timestamp, begin with the body, after a few short ones."""
    for line in lines:
        if reads_on(line.text) or leads(line.text):
            return True
        if len(line.text) > _BESIDE:
            return False
    return False
