"""From a text to the lines that carry something: their places, without the white space around them."""

from __future__ import annotations


class Line:
    """A line that is not blank, at [start, end) without the white space around it; *gap*: a blank line stands before it."""

    __slots__ = ("end", "gap", "start", "text")

    def __init__(self, start: int, text: str, *, gap: bool) -> None:
        self.start = start
        self.end = start + len(text)
        self.text = text
        self.gap = gap


def lines_of(text: str, start: int) -> list[Line]:
    """Return the lines of *text* from *start* on that are not blank."""
    lines: list[Line] = []
    gap = True
    place = start
    for raw in text[start:].split("\n"):
        stripped = raw.strip()
        if stripped:
            lines.append(Line(place + raw.index(stripped[0]), stripped, gap=gap))
            gap = False
        else:
            gap = True
        place += len(raw) + 1
    return lines


def reads_on(line: str) -> bool:
    """Return whether a line is a sentence of the body rather than a title, a label or a timestamp."""
    return len(line) >= 160 or (len(line) >= 60 and line[-1] in '.!?…"”»。！？')
