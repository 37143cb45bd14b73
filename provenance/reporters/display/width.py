"""From text to the columns that it takes on a terminal, and to text that fits in so many."""

from __future__ import annotations

import unicodedata

from provenance.reporters.display.words import one_line

_JOINERS = "\u200c\u200d"


def width(text: str) -> int:
    """Return how many columns of a terminal *text* takes (Unicode Standard Annex 11)."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_columns, text))


def shorten(text: str, columns: int, mark: str = "…") -> str:
    """Return *text* as one line of at most *columns* columns; *mark* replaces the end of a longer one."""
    text = one_line(text)
    if width(text) <= columns:
        return text
    room, kept = columns - len(mark), 0
    for at, character in enumerate(text):
        kept += _columns(character)
        if kept > room:
            return text[:at].rstrip() + mark if room > 0 else mark[:columns]
    return text


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
