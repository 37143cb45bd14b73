"""From rows of cells to tables whose columns line up on a terminal, whatever the script of a cell.

The tables are those of tabulate, to which the tests hold them.  It would measure cells by itself, and to import it
loads what reads zip files and mail, for the number of its version.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from provenance.reporters.display.width import width

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "  "
_HEADER_ROOM = 2  # columns that a header of Markdown has more than it needs


def aligned(rows: Sequence[Sequence[str]], sides: Sequence[str] = ()) -> list[str]:
    """Return *rows* of cells, each of one or more lines, as lines in columns; *sides* align them, left by default."""
    split = [[cell.split("\n") for cell in row] for row in rows]
    sizes = [
        max((width(_uncolored(line)) for cell in column for line in cell), default=0)
        for column in zip_longest(*split, fillvalue=[])
    ]
    every = (*sides, *[""] * len(sizes))
    found = []
    for row in split:
        for lines in zip_longest(*row, fillvalue=""):
            cells = map(_padded, lines, sizes, every)
            found.append(_GAP.join(cells).rstrip())
    return found


def piped(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with columns padded as a terminal shows them; each cell is one line."""
    sizes = [max(width(title) + _HEADER_ROOM, *(width(row[at]) for row in rows), 0) for at, title in enumerate(header)]
    rule = "|".join((":" if rows else "-") + "-" * (size + 1) for size in sizes)
    left = ("",) * len(sizes)
    first, *others = (f"| {' | '.join(map(_padded, row, sizes, left))} |" for row in (header, *rows))
    return "\n".join((first, f"|{rule}|", *others))


def _padded(line: str, size: int, side: str) -> str:
    blank = " " * (size - width(_uncolored(line)))
    return blank + line if side == "right" else line + blank


def _uncolored(text: str) -> str:
    first, *others = text.split("\x1b[")
    return "".join((first, *(other.partition("m")[2] for other in others)))
