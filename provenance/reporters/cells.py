"""From values to fields of a CSV file that are safe to open: quoted, without control characters, never a formula.

A field whose first character, after any space, is one that spreadsheets take for the start of a formula (OWASP, "CSV
Injection": = + - @, their full-width forms, tab, carriage return, line feed) gets a leading apostrophe.  That holds for
every field of text, ids included, and for no number.  Control characters other than tab and line ends, and lone
surrogates, which UTF-8 cannot hold, are written as backslash escapes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
_DOUBTFUL = _FORMULA | frozenset(" \x0b\x0c\xa0\u3000")
_SPECIAL = re.compile('[",\x00-\x1f\x7f-\x9f\ud800-\udfff]')
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_QUOTED = re.compile('[",\r\n]')


def text(value: str) -> str:
    """Return *value* as one field."""
    if value[:1] not in _DOUBTFUL and not _SPECIAL.search(value):
        return value
    value = visible(value)
    if value[:1] in _FORMULA or value.lstrip()[:1] in _FORMULA:
        value = f"'{value}"
    return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value


def visible(value: str) -> str:
    """Return *value* with control characters (not tab and line ends) and lone surrogates as backslash escapes."""
    return _UNSAFE.sub(_escape, value)


def number(value: int | None) -> str:
    """Return a count or a place; an empty field for None."""
    return "" if value is None else str(value)


def share(value: float) -> str:
    """Return a similarity or a share with six decimals."""
    return f"{value:.6f}"


def shares(values: Iterable[float]) -> list[str]:
    """Return a column of shares."""
    return list(map("{:.6f}".format, values))


def yes(value: object) -> str:
    """Return yes or no."""
    return "yes" if value else "no"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
