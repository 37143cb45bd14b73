"""From a text to its lines, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    # Start and end of a line without surrounding white space, and the stripped line.
    Line = tuple[int, int, str]

MIN_TITLE_WORDS = 4  # shorter repeated lines are section names, credits and list items


def lines(text: str, start: int = 0) -> Iterator[Line]:
    """Yield (start, end, line) for every non-blank line of *text* from *start* on, stripped."""
    at = start
    # Not splitlines, which also splits at form feeds and separators: these are traits, not line ends.
    for line in text[start:].split("\n"):
        stripped = line.strip()
        if stripped:
            first = at + line.index(stripped[0])
            yield first, first + len(stripped), stripped
        at += len(line) + 1
