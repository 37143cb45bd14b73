"""From a report to the table printed: a summary, and the worst documents as a table, on a narrow screen as cards."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from provenance.reporters import overview
from provenance.reporters.display import count, one_line, shorten, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from provenance.config import Config
    from provenance.model import Report

_NARROW = 72
_WITHOUT_SCREEN = 120
_LEAST = 20
# The most columns that source, date, overlap and findings take; document and title share the rest.
_MOST = {"source": 20, "date": 14, "overlap": 28, "findings": 32}
_COLORS = {"error": "31", "warning": "33", "info": "36"}
_DOUBTFUL = re.compile(r"\?$")


def write(report: Report, stream: TextIO, config: Config) -> None:
    """Print the summary and the rows of the worst documents to *stream*, as wide as its screen is."""
    lines = list(overview.summary(report))
    rows = overview.worst(report, config.reporting.rows)
    if rows:
        painter = Painter(colored(stream, config.reporting.color), report)
        lines += ["", *_body([overview.Rows(report).row(position) for position in rows], stream, painter)]
        left = len(report.evidence.documents) - len(rows)
        if left:
            lines += ["", f"{count(left, 'more document')} in {os.path.join(config.reporting.output, 'documents.csv')}"]
    stream.writelines(f"{line}\n" for line in lines)


def columns(stream: TextIO) -> int:
    """Return how wide the screen is that *stream* prints on; 120 columns where there is none and COLUMNS is not set."""
    from shutil import get_terminal_size

    found = get_terminal_size((_WITHOUT_SCREEN, 24)).columns if stream.isatty() or "COLUMNS" in os.environ else 0
    return max(found or _WITHOUT_SCREEN, _LEAST)


def colored(stream: TextIO, choice: str) -> bool:
    """Return whether *stream* gets colors: auto is for terminals that can, unless NO_COLOR is set (no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Painter:
    """Colors codes of findings by their severity."""

    def __init__(self, on: bool, report: Report) -> None:  # noqa: FBT001 - a painter is on or off, as a value
        self._colors = {finding.code: _COLORS[finding.severity] for finding in report.findings} if on else {}

    def codes(self, text: str) -> str:
        """Return *text*, codes with spaces between them, with each code in the color of its severity."""
        return " ".join(
            f"\x1b[{self._colors[code]}m{code}\x1b[0m" if code in self._colors else code for code in text.split(" ")
        )


def _body(rows: Sequence[tuple[str, ...]], stream: TextIO, painter: Painter) -> Iterator[str]:
    screen = columns(stream)
    mark = "…" if _encodes(stream, "…") else "~"
    rows = [tuple(map(one_line, row)) for row in rows]
    yield from _cards(rows, screen, mark, painter) if screen < _NARROW else _table(rows, screen, mark, painter)
    if any(_DOUBTFUL.search(cell) for row in rows for cell in row[1:3]):
        yield ""
        yield "? = weakly evidenced, inferred or in conflict"


def _table(rows: Sequence[tuple[str, ...]], screen: int, mark: str, painter: Painter) -> list[str]:
    from tabulate import tabulate

    widths = _widths(rows, screen)
    cut = [[shorten(cell, limit, mark) for cell, limit in zip(row, widths, strict=True)] for row in rows]
    for row in cut:
        row[-1] = painter.codes(row[-1])
    # Text is text: tabulate would align "2024" as a number and strip an id of its zeros.
    text = tabulate(cut, overview.HEADER, tablefmt="plain", disable_numparse=True)
    return [line.rstrip() for line in text.splitlines()]


def _widths(rows: Sequence[tuple[str, ...]], screen: int) -> list[int]:
    """Return the columns' widths: what they need, and for document and title what the others leave."""
    natural = [max(map(width, column)) for column in zip(overview.HEADER, *rows, strict=True)]
    widths = [
        min(need, _MOST.get(name, need)) for name, need in zip(overview.HEADER, natural, strict=True)
    ]
    room = screen - 2 * (len(widths) - 1) - sum(widths[at] for at in (1, 2, 4, 5))
    document, title = widths[0], widths[3]
    if document + title > room:
        document = max(min(document, room - min(title, room // 2)), len(overview.HEADER[0]))
        title = max(room - document, len(overview.HEADER[3]))
    widths[0], widths[3] = document, title
    return widths


def _cards(rows: Sequence[tuple[str, ...]], screen: int, mark: str, painter: Painter) -> Iterator[str]:
    for number, (document, source, date, title, overlap, codes) in enumerate(rows):
        if number:
            yield ""
        yield shorten(document, screen, mark)
        for cell in (title, f"{source}, {date}", overlap):
            if cell != "-":
                yield f"  {shorten(cell, screen - 2, mark)}"
        if codes != "-":
            yield from _wrapped(codes.split(" "), screen - 2, painter)


def _wrapped(codes: Sequence[str], room: int, painter: Painter) -> Iterator[str]:
    """Yield *codes* in lines of at most *room* columns."""
    line = ""
    for code in codes:
        if line and len(line) + 1 + len(code) > room:
            yield f"  {painter.codes(line)}"
            line = ""
        line = f"{line} {code}" if line else code
    yield f"  {painter.codes(line)}"


def _encodes(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
