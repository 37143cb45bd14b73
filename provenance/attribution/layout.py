"""From a text to the lines that carry something, each with its clues and the numbers in it that can be of a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.clues import looker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


LAST_LINES = 6  # where credits and notices stand
_NONE: list[tuple[int, int]] = []  # most lines have no number, and share this


class Line:
    """A line that is not blank, at [start, end) without the white space around it.

    *clues* are the kinds of what it can be about (see `clues`), *numbers* begin and end what can be of a date in it.
    """

    __slots__ = ("clues", "end", "numbers", "start", "text")

    def __init__(self, start: int, end: int, text: str, clues: int) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.clues = clues
        self.numbers: list[tuple[int, int]] = _NONE


def lines_of(text: str, start: int, numbers: Iterable[tuple[int, int]]) -> list[Line]:
    """Return the lines of *text* from *start* on that are not blank, each with those of *numbers* that are in it."""
    lines = [Line(first, end, text[first:end], clues) for first, end, clues in looker().lines(text, start)]
    _share_out(numbers, lines)
    return lines


def _share_out(numbers: Iterable[tuple[int, int]], lines: Sequence[Line]) -> None:
    """Give each line its *numbers*; both are in order, and no number stands between lines."""
    place = 0
    for number in numbers:
        while lines[place].end <= number[0]:
            place += 1
        if lines[place].numbers:
            lines[place].numbers.append(number)
        else:
            lines[place].numbers = [number]


def reads_on(line: str) -> bool:
    """Return whether a line is a sentence of the body rather than a title, a label or a timestamp."""
    length = len(line)
    if length >= 160:
        return True
    return line[-1] in '.…"”»。」)।۔' and (length >= 60 or (length >= 25 and line[-1] == "。"))


def leads(line: str) -> bool:
    """Return whether a line can be what a story begins with, however short: a sentence that is no label."""
    return len(line) > 100 or (len(line) > 40 and line[-1] in '.!?…"”»。।۔')
