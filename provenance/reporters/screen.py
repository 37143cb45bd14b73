"""From a report to the table printed: a summary, and the worst documents as a table, on a narrow screen as cards."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.reporters import overview
from provenance.reporters.display import count, one_line, shorten, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TextIO

    from provenance.config import Config
    from provenance.model import Report

_NARROW = 76
_WITHOUT_SCREEN = 120
_LEAST = 20
# The most columns that source, date, overlap and findings take, on a wide screen and on one that is not; document and
# title share the rest.  Codes are wrapped, three or two in a line, and never cut.
_WIDE = 100
_MOST = {"source": 20, "date": 16, "overlap": 20, "findings": 20}
_TIGHT = {"source": 10, "date": 13, "overlap": 14, "findings": 13}
_COLORS = {"error": "31", "warning": "33", "info": "36"}


def write(report: Report, stream: TextIO, config: Config) -> None:
    """Print the summary and the rows of the worst documents to *stream*, as wide as its screen is."""
    lines = [line for sentence in overview.summary(report) for line in _folded(sentence, columns(stream))]
    worst = overview.worst(report, config.reporting.rows)
    if worst:
        rows = overview.Rows(report)
        painter = Painter(colored(stream, config.reporting.color), report)
        lines += ["", *_body([rows.row(position) for position in worst], stream, painter)]
        left = len(report.evidence.documents) - len(worst)
        if left:
            place = " in documents.csv" if "documents" in (config.reporting.write or ("documents",)) else ""
            lines += ["", f"{count(left, 'more document')}{place}"]
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
    if any(cell.endswith("?") for row in rows for cell in row[1:3]):
        yield ""
        yield from _folded("? = weakly evidenced, inferred or in conflict", screen)


def _table(rows: Sequence[tuple[str, ...]], screen: int, mark: str, painter: Painter) -> list[str]:
    from tabulate import tabulate

    date, overlap, findings = (overview.HEADER.index(name) for name in ("date", "overlap", "findings"))
    most = _MOST if screen >= _WIDE else _TIGHT
    cells = [[[cell] for cell in row] for row in rows]
    for row in cells:
        row[date] = row[date][0].replace(" or ", " or\n").split("\n")
        row[overlap] = row[overlap][0].split("; ")
        row[findings] = _wrapped(row[findings][0], most["findings"])
    widths = _widths(cells, most, screen)
    for row in cells:
        row[:] = [[shorten(line, room, mark) for line in cell] for cell, room in zip(row, widths, strict=True)]
        row[findings] = list(map(painter.codes, row[findings]))
    # Text is text: tabulate would align "2024" as a number and strip an id of its zeros.  The header is a row, because
    # tabulate gives a header's column two more than it needs.
    lines = [overview.HEADER, *(["\n".join(cell) for cell in row] for row in cells)]
    text = tabulate(lines, tablefmt="plain", disable_numparse=True)
    return [line.rstrip() for line in text.splitlines()]


def _widths(cells: Sequence[Sequence[Sequence[str]]], most: Mapping[str, int], screen: int) -> list[int]:
    """Return the columns' widths: what they need, and for document and title what the others leave."""
    header = overview.HEADER
    natural = [
        max(width(line) for line in (name, *(line for row in cells for line in row[at])))
        for at, name in enumerate(header)
    ]
    widths = [min(need, most.get(name, need)) for name, need in zip(header, natural, strict=True)]
    taken = sum(room for name, room in zip(header, widths, strict=True) if name in most)
    room = screen - taken - 2 * (len(widths) - 1)
    document, title = header.index("document"), header.index("title")
    if widths[document] + widths[title] > room:
        wanted = room - min(widths[title], room // 2)
        widths[document] = max(min(widths[document], wanted), len("document"))
        widths[title] = max(room - widths[document], len("title"))
    return widths


def _cards(rows: Sequence[tuple[str, ...]], screen: int, mark: str, painter: Painter) -> Iterator[str]:
    for number, (document, source, date, title, overlap, codes) in enumerate(rows):
        if number:
            yield ""
        yield shorten(document, screen, mark)
        said = f"{'no source' if source == '-' else source}, {'no date' if date == '-' else date}"
        for cell in (title, "" if source == date == "-" else said, *overlap.split("; ")):
            if cell not in ("", "-"):
                yield f"  {shorten(cell, screen - 2, mark)}"
        if codes != "-":
            yield from (f"  {painter.codes(line)}" for line in _wrapped(codes, screen - 2))


def _wrapped(codes: str, room: int) -> list[str]:
    """Return *codes*, words with spaces between them, in lines of at most *room* columns."""
    lines = [""]
    for code in codes.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(code) > room:
            lines.append("")
        lines[-1] += f" {code}" if lines[-1] else code
    return lines


def _folded(sentence: str, screen: int) -> list[str]:
    if len(sentence) <= screen:
        return [sentence]
    from textwrap import wrap

    return wrap(sentence, screen, subsequent_indent="  ")


def _encodes(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
