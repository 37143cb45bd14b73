"""From rows of cells to tables whose columns line up on a terminal, whatever the script of a cell.

tabulate lays the tables out.  It is handed runs of letters as long as the cells are wide, and then the cells replace
the runs: it measures nothing but ASCII, whatever is installed beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display.width import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def aligned(rows: Sequence[Sequence[str]], sides: Sequence[str] = ()) -> list[str]:
    """Return *rows* of cells, each of one or more lines, as lines in columns; *sides* align them, left by default."""
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
    """Return a Markdown table with columns padded as a terminal shows them; each cell is one line."""
    from tabulate import tabulate

    measured = [[[(cell, width(cell))] for cell in row] for row in (header, *rows)]
    first, *runs = _runs(measured)
    lines = tabulate(runs, first, tablefmt="pipe", disable_numparse=True).splitlines()
    pieces = [[line for cell in row for line in cell] for row in measured]
    return "\n".join(map(_filled, lines, [pieces[0], (), *pieces[1:]]))


def _runs(measured: Sequence[Sequence[Sequence[tuple[str, int]]]]) -> list[list[str]]:
    return [["\n".join("x" * columns for _, columns in cell) for cell in row] for row in measured]


def _filled(line: str, pieces: Iterable[tuple[str, int]]) -> str:
    """Return *line* with its runs of letters replaced by the *pieces*, each a text and its width."""
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
