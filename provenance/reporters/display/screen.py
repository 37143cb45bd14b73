"""From a stream to what it can show: its width in columns, colors, and the characters of its encoding."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

DEFAULT_COLUMNS, MIN_COLUMNS = 120, 20
COLORS = {"error": "31", "warning": "33", "info": "36"}  # ANSI foreground colors


def screen_width(stream: TextIO) -> int:
    """Return the columns of the terminal behind *stream*; 120 where it is none and COLUMNS is not set."""
    from shutil import get_terminal_size

    asked = stream.isatty() or "COLUMNS" in os.environ
    columns = get_terminal_size((DEFAULT_COLUMNS, 24)).columns if asked else 0
    return max(columns or DEFAULT_COLUMNS, MIN_COLUMNS)


def colored(stream: TextIO, choice: str) -> bool:
    """Return whether to color *stream*; auto colors capable terminals unless NO_COLOR is set (no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def encodes(stream: TextIO, text: str) -> bool:
    """Return whether *text* can be written in the encoding of *stream*."""
    try:
        text.encode(stream.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def encodable(text: str, stream: TextIO) -> str:
    """Return *text* as *stream* will write it, to be measured: backslash escapes for what its encoding lacks."""
    if text.isascii() or not stream.encoding:
        return text
    return text.encode(stream.encoding, "backslashreplace").decode(stream.encoding)
