"""From a text to the lines that carry something: their places, without the white space around them."""

from __future__ import annotations


class Line:
    """A line that is not blank, at [start, end) without the white space around it."""

    __slots__ = ("end", "start", "text")

    def __init__(self, start: int, text: str) -> None:
        self.start = start
        self.end = start + len(text)
        self.text = text


def lines_of(text: str, start: int) -> list[Line]:
    """Return the lines of *text* from *start* on that are not blank."""
    lines: list[Line] = []
    place = start
    for raw in (text[start:] if start else text).split("\n"):
        stripped = raw.strip()
        if stripped:
            lines.append(Line(place if raw[0] == stripped[0] else place + raw.index(stripped[0]), stripped))
        place += len(raw) + 1
    return lines


def reads_on(line: str) -> bool:
    """Return whether a line is a sentence of the body rather than a title, a label or a timestamp."""
    length = len(line)
    if length >= 160:
        return True
    return line[-1] in '.…"”»。」)।۔' and (length >= 60 or (length >= 25 and line[-1] == "。"))


def leads(line: str) -> bool:
    """Return whether a line can be what a story begins with, however short: a sentence that is no label."""
    return len(line) > 100 or (len(line) > 40 and line[-1] in '.!?…"”»。।۔')
