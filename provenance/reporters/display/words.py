"""From text of any origin to one line that a terminal does not obey, and from numbers to words."""

from __future__ import annotations

import re

# Joiners are part of words in Persian and of emoji; other format characters can reverse the direction of a line.
_JOINERS = "\u200c\u200d"
# Compiled when the first text needs it; most need none.
_UNSAFE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"

_UNITS = ("kB", "MB", "GB", "TB")


def one_line(text: str) -> str:
    """Return *text* with each run of white space as one space and unprintable characters as backslash escapes."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in _JOINERS else _escape(ord(character)) for character in text
    )


def visible(text: str) -> str:
    """Return *text* with backslash escapes for lone surrogates and control characters but tab and line ends."""
    return text if text.isprintable() else re.sub(_UNSAFE, lambda match: _escape(ord(match[0])), text)


def percent(value: float) -> str:
    """Return a share as a whole percentage; only none is 0% and only all is 100%."""
    if 0 < value < 0.01:
        return "<1%"
    return f"{min(round(value * 100), 99) if value < 1 else 100}%"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return "1 file", "2 files", "12,000 files"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def quantity(size: int) -> str:
    """Return a number of bytes for people: "1 byte", "312 bytes", "2.1 kB", "48 MB"; a kB is 1,000 bytes."""
    if size < 1000:
        return count(size, "byte")
    power = 1
    # From 999.5 on, three digits would be rounded to four.
    while power < len(_UNITS) and size / 1000**power >= 999.5:
        power += 1
    value = size / 1000**power
    return f"{value:.1f} {_UNITS[power - 1]}" if value < 9.95 else f"{value:,.0f} {_UNITS[power - 1]}"


def _escape(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
