"""From text of any origin to what a terminal can show: one line, no control characters, cut to a width of columns."""

from __future__ import annotations

import unicodedata

# The joiners are part of words in Persian and of emoji; other format characters can turn a line round.
_JOINERS = "\u200c\u200d"


def one_line(text: str) -> str:
    """Return *text* with runs of white space as one space and what cannot be printed as backslash escapes."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in _JOINERS else _escape(ord(character)) for character in text
    )


def width(text: str) -> int:
    """Return how many columns of a terminal *text* takes (Unicode Standard Annex 11)."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_columns, text))


def shorten(text: str, columns: int, mark: str = "…") -> str:
    """Return *text* as one line of at most *columns* columns, its end replaced by *mark* where it is longer."""
    text = one_line(text)
    if width(text) <= columns:
        return text
    room, kept = columns - len(mark), 0
    for at, character in enumerate(text):
        kept += _columns(character)
        if kept > room:
            return text[:at].rstrip() + mark if room > 0 else mark[:columns]
    return text


def percent(value: float) -> str:
    """Return a share as whole percent; 0 % and 100 % are said of nothing and of all only."""
    if 0 < value < 0.01:
        return "<1%"
    return f"{min(round(value * 100), 99) if value < 1 else 100}%"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return "1 file", "2 files", "12,000 files"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _escape(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
