"""From an explanation to a page on a screen of any width: the text with its marks, the claims, the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import (
    aligned,
    colored,
    encodable,
    encodes,
    folded,
    one_line,
    screen_width,
    shorten,
    width,
)
from provenance.reporters.document import sections
from provenance.reporters.document.annotated import annotated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from provenance.reporters.document.explanation import Explanation
    from provenance.settings import Reporting

_NARROW = 90
_NAMES = 14
_VALUE = 2


def write(page: Explanation, stream: TextIO, reporting: Reporting, full: bool) -> None:  # noqa: FBT001 - a Writer
    """Write the page to *stream*, as wide as its screen is; whole where *full*."""
    painter = _Painter(stream, reporting.color)
    shown = sections.chosen(page, full=full)
    for part in (
        _facts(page, painter),
        _text(page, shown, painter, full=full),
        _claims(page, shown, painter),
        _verdict(page, painter),
        _related(page, painter, full=full),
    ):
        stream.writelines(f"{line}\n" for line in part)


class _Painter:
    """What the screen can show: its columns, colors, and the mark of a cut."""

    def __init__(self, stream: TextIO, color: str) -> None:
        self.stream = stream
        self.screen = screen_width(stream)
        self.colored = colored(stream, color)
        self.cut = "…" if encodes(stream, "…") else "~"

    def paint(self, text: str, color: str) -> str:
        return f"\x1b[{color}m{text}\x1b[0m" if self.colored and color and text else text

    def wrapped(self, sentence: str, first: str = "", rest: str = "") -> list[str]:
        """Return *sentence* in lines that fit, the first after *first*, the others after *rest*."""
        sentence = encodable(one_line(sentence), self.stream)
        return folded(sentence, self.screen, first, rest)


def _facts(page: Explanation, painter: _Painter) -> Iterator[str]:
    indent = " " * (_NAMES + 2) if painter.screen >= _NARROW else "  "
    for name, value in sections.facts(page):
        lead = f"{name:<{_NAMES}}  " if painter.screen >= _NARROW else f"{name}: "
        yield from painter.wrapped(value, lead, indent)


def _heading(title: str, painter: _Painter) -> Iterator[str]:
    yield ""
    yield painter.paint(title, "1")


def _text(page: Explanation, shown: Sequence[int], painter: _Painter, *, full: bool) -> Iterator[str]:
    yield from _heading("The text and its claims", painter)
    for note in filter(None, (sections.outside(page, shown), sections.left_out(page, shown))):
        yield from painter.wrapped(note, "  ", "  ")
    for line in annotated(page, shown, painter.screen, full=full, stream=painter.stream):
        yield "".join(painter.paint(text, color) for text, color in line).rstrip()


def _claims(page: Explanation, shown: Sequence[int], painter: _Painter) -> Iterator[str]:
    yield from _heading("Claims", painter)
    rows = [tuple(encodable(cell, painter.stream) for cell in row) for row in sections.claim_rows(page, shown)]
    if not rows:
        yield "  none"
    elif painter.screen >= _NARROW:
        yield from _table(rows, painter)
    else:
        for number, property_, value, asserter, strength, place, characters in rows:
            yield shorten(f"{number} {property_}: {value}", painter.screen, painter.cut)
            where = "outside the text" if place == "-" else f"at {place}, {characters}"
            yield from painter.wrapped(f"{asserter}, {strength}, {where}", "  ", "  ")


def _table(rows: Sequence[tuple[str, ...]], painter: _Painter) -> list[str]:
    widths = [max(map(width, (name, *(row[at] for row in rows)))) for at, name in enumerate(sections.HEADER)]
    room = painter.screen - sum(widths) + widths[_VALUE] - 2 * (len(widths) - 1)
    cut = [(*row[:_VALUE], shorten(row[_VALUE], max(room, 10), painter.cut), *row[_VALUE + 1 :]) for row in rows]
    return aligned([sections.HEADER, *cut], ("right",))


def _verdict(page: Explanation, painter: _Painter) -> Iterator[str]:
    yield from _heading("How the verdict came about", painter)
    for heading, sentences in sections.verdicts(page):
        yield painter.paint(heading, "1")
        for sentence in sentences:
            yield from painter.wrapped(sentence, "  - ", "    ")


def _related(page: Explanation, painter: _Painter, *, full: bool) -> Iterator[str]:
    if page.alone:
        return
    yield from _heading("Related documents", painter)
    if not page.related:
        yield "  none: it shares no passage with another document"
        return
    yield from painter.wrapped(sections.own(page), "  ", "  ")
    for title, sentences in sections.related(page, full=full):
        yield ""
        yield from painter.wrapped(title, "  ", "  ")
        for sentence in sentences:
            yield from painter.wrapped(sentence, "  - ", "    ")
