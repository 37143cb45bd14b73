"""From a text to its lines, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    # The first and the end of a line without the white space around it, and the line itself.
    Line = tuple[int, int, str]


def lines(text: str, start: int = 0) -> Iterator[Line]:
    """Yield (start, end, line) of every line of *text* that has more than white space, stripped, from *start* on."""
    at = start
    # Not splitlines: it also splits at form feeds and separators, which are traits of the text and not its lines.
    for line in text[start:].split("\n"):
        stripped = line.strip()
        if stripped:
            first = at + line.index(stripped[0])
            yield first, first + len(stripped), stripped
        at += len(line) + 1
