"""From a report to what is printed: a summary, and the worst documents as a table, or as cards on a narrow screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import (
    aligned,
    colored,
    count,
    encodable,
    encodes,
    folded,
    one_line,
    screen_width,
    shorten,
    shorten_inside,
    width,
)
from provenance.reporters.display.screen import COLORS
from provenance.reporters.overview.rows import HEADER, Rows, columns_shown, largest, summary, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

_NARROW = 76  # columns; a narrower screen shows cards instead of a table
_GROUPS = 10  # groups named below the table
_WIDE = 100  # columns
# The most columns that source, date, overlap and findings take, on a wide screen and on another; document and title
# share the rest.  Codes are wrapped, three or two to a line, and never cut.
_MOST = {"source": 20, "date": 16, "overlap": 20, "findings": 20}
_TIGHT = {"source": 10, "date": 13, "overlap": 14, "findings": 13}
_TIGHTEST = {**_TIGHT, "findings": 8}
_ID, _TITLE = 24, 12  # columns that a document's name gets at least, and a title where it is shown


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Print the summary and the rows of the worst documents, as wide as the screen behind *stream*."""
    screen = screen_width(stream)
    lines = [line for sentence in summary(report) for line in folded(sentence, screen, rest="  ")]
    positions = worst(report, config.reporting.rows)
    if positions:
        rows = Rows(report)
        painter = Painter(colored(stream, config.reporting.color), report)
        lines += ["", *folded("the documents, the worst first:", screen), ""]
        lines += [*_body([rows.row(position) for position in positions], columns_shown(report), stream, painter)]
        left = len(report.evidence.documents) - len(positions)
        if left:
            place = " in documents.csv" if "documents" in (config.reporting.write or ("documents",)) else ""
            lines += ["", f"{count(left, 'more document')}{place}"]
        groups = [encodable(one_line(sentence), stream) for sentence in largest(report, _GROUPS)]
        lines += [""] * bool(groups) + [line for sentence in groups for line in folded(sentence, screen, rest="  ")]
    stream.writelines(f"{line}\n" for line in lines)


def brief(report: Report, stream: TextIO, _: Config, __: Places) -> None:
    """Print the summary and the largest groups, as far as a stage ran that finds them."""
    screen = screen_width(stream)
    said = [*summary(report), *(encodable(one_line(sentence), stream) for sentence in largest(report, _GROUPS))]
    stream.writelines(f"{line}\n" for sentence in said for line in folded(sentence, screen, rest="  "))


class Painter:
    """Colors the codes of findings by severity."""

    def __init__(self, on: bool, report: Report) -> None:  # noqa: FBT001 - a painter is on or off, as a value
        self._colors = {finding.code: COLORS[finding.severity] for finding in report.findings} if on else {}

    def codes(self, text: str) -> str:
        """Return *text*, codes with spaces between them, with each code in the color of its severity."""
        return " ".join(
            f"\x1b[{self._colors[code]}m{code}\x1b[0m" if code in self._colors else code for code in text.split(" ")
        )


def _body(rows: Sequence[tuple[str, ...]], shown: Sequence[str], stream: TextIO, painter: Painter) -> Iterator[str]:
    screen = screen_width(stream)
    mark = "…" if encodes(stream, "…") else "~"
    rows = [tuple(encodable(one_line(cell), stream) for cell in row) for row in rows]
    if screen < _NARROW:
        yield from _cards(rows, screen, mark, painter)
    else:
        yield from _table([dict(zip(HEADER, row, strict=True)) for row in rows], shown, screen, mark, painter)
    if any(cell.endswith("?") for row in rows for cell in row[1:3]):
        yield ""
        yield from folded("? = weakly evidenced, inferred or in conflict", screen, rest="  ")


def _table(
    rows: Sequence[Mapping[str, str]], shown: Sequence[str], screen: int, mark: str, painter: Painter
) -> list[str]:
    # Where little room is left for the documents, the codes get a line each.
    for most in (_MOST, _TIGHT, _TIGHTEST) if screen >= _WIDE else (_TIGHT, _TIGHTEST):
        cells = [{name: _lines(name, row[name], most.get(name, screen)) for name in shown} for row in rows]
        widths = _widths(cells, shown, most, screen)
        if widths["document"] >= min(_ID, max(width(row["document"]) for row in rows)):
            break
    # tabulate would align "2024" as a number and strip an id of its zeros.  The header is a row, because
    # tabulate gives a header's column two more than it needs.
    lines: list[list[str]] = [list(widths)]
    for row in cells:
        cut = {name: [_cut(name, line, columns, mark) for line in row[name]] for name, columns in widths.items()}
        cut["findings"] = list(map(painter.codes, cut["findings"]))
        lines.append(["\n".join(cell) for cell in cut.values()])
    return aligned(lines)


def _cut(name: str, line: str, columns: int, mark: str) -> str:
    return (shorten_inside if name == "document" else shorten)(line, columns, mark)


def _lines(name: str, cell: str, room: int) -> list[str]:
    """Return the lines that a cell is broken into, so that its column stays narrow."""
    if name == "findings":
        return _wrapped(cell, room)
    if name == "date":
        return cell.replace(" or ", " or\n").split("\n")
    return cell.split("; ") if name == "overlap" else [cell]


def _widths(
    cells: Sequence[Mapping[str, Sequence[str]]], shown: Sequence[str], most: Mapping[str, int], screen: int
) -> dict[str, int]:
    """Return the widths of the columns to show: as needed, and for document and title what the others leave.

    A document's name is whole before its title gets more than a few columns; without room for these there is no title.
    """
    widths = {name: max(map(width, (name, *(line for row in cells for line in row[name])))) for name in shown}
    widths = {name: min(need, most.get(name, need)) for name, need in widths.items()}
    room = screen - sum(need for name, need in widths.items() if name in most) - 2 * (len(widths) - 1)
    if "title" not in widths:
        widths["document"] = min(widths["document"], room)
    elif room < min(widths["document"], _ID) + _TITLE:
        del widths["title"]
        widths["document"] = min(widths["document"], room + 2)
    else:
        widths["document"] = min(widths["document"], room - min(widths["title"], _TITLE))
        widths["title"] = min(widths["title"], room - widths["document"])
    return widths


def _cards(rows: Sequence[tuple[str, ...]], screen: int, mark: str, painter: Painter) -> Iterator[str]:
    for number, (document, source, date, title, overlap, codes) in enumerate(rows):
        if number:
            yield ""
        yield shorten_inside(document, screen, mark)
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
