"""From text of any origin to what a terminal can show: one line, no control characters, cut to a width of columns."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

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


def sayable(text: str, stream: TextIO) -> str:
    """Return *text* as *stream* writes it, to be measured: what its encoding has not as backslash escapes."""
    if text.isascii() or not stream.encoding:
        return text
    return text.encode(stream.encoding, "backslashreplace").decode(stream.encoding)


def aligned(rows: Sequence[Sequence[str]], sides: Sequence[str] = ()) -> list[str]:
    """Return *rows* of cells, each of one or more lines, as lines with columns; *sides* are those the columns keep to.

    Columns are as wide as on a terminal, whether or not tabulate has a library that measures: to it each line of a
    cell is a run of letters as long as the line is wide.
    """
    from tabulate import tabulate

    measured = [[[(line, width(_uncolored(line))) for line in cell.split("\n")] for cell in row] for row in rows]
    table = tabulate(_runs(measured), tablefmt="plain", disable_numparse=True, colalign=sides or None)
    lines = iter(table.splitlines())
    return [
        _filled(next(lines), [cell[at] for cell in row if at < len(cell)]).rstrip()
        for row in measured
        for at in range(max(map(len, row)))
    ]


def piped(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown with columns as wide as on a terminal; each cell is one line."""
    from tabulate import tabulate

    measured = [[[(cell, width(cell))] for cell in row] for row in (header, *rows)]
    first, *runs = _runs(measured)
    lines = tabulate(runs, first, tablefmt="pipe", disable_numparse=True).splitlines()
    pieces = [[line for cell in row for line in cell] for row in measured]
    return "\n".join(map(_filled, lines, [pieces[0], (), *pieces[1:]]))


def _runs(measured: Sequence[Sequence[Sequence[tuple[str, int]]]]) -> list[list[str]]:
    return [["\n".join("x" * columns for _, columns in cell) for cell in row] for row in measured]


def _filled(line: str, pieces: Iterable[tuple[str, int]]) -> str:
    """Return *line* with its runs of letters replaced by the *pieces*, each with its columns."""
    made, at = "", 0
    for piece, columns in pieces:
        if columns:
            begin = line.index("x", at)
            made += line[at:begin] + piece
            at = begin + columns
    return made + line[at:]


def _uncolored(text: str) -> str:
    first, *others = text.split("\x1b[")
    return "".join((first, *(other.partition("m")[2] for other in others)))


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
