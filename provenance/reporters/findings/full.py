"""From findings to lines for a terminal: each finding with its places and an excerpt of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import colored, encodes, folded, one_line, screen_width, shorten
from provenance.reporters.display.screen import COLORS
from provenance.reporters.findings.locations import Locations
from provenance.reporters.findings.sides import help_of, origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from provenance.model import Finding, Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

_INDENT = "  "


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write a few lines per finding, as wide as the screen behind *stream*."""
    page = _Page(report, stream, config)
    for number, finding in enumerate(report.findings):
        if number:
            stream.write("\n")
        stream.writelines(f"{line}\n" for line in page.lines(finding))


class _Page:
    def __init__(self, report: Report, stream: TextIO, config: Config) -> None:
        self._report = report
        self._screen = screen_width(stream)
        self._mark = "…" if encodes(stream, "…") else "~"
        self._colored = colored(stream, config.reporting.color)
        self._locations = Locations(report, config.extent.root)

    def lines(self, finding: Finding) -> Iterator[str]:
        """Yield the place, the message and the excerpts of *finding*."""
        own = "" if finding.document is None else origin(self._report.evidence, finding.document)
        yield from self._wrapped(one_line(self._locations.finding(finding).place + own), "")
        code = f"\x1b[{COLORS[finding.severity]}m{finding.code}\x1b[0m" if self._colored else finding.code
        name, page = self._report.rule(finding.code)
        head = f"{finding.severity} {code} {name}"
        yield _INDENT + head
        yield from self._wrapped(one_line(finding.message), _INDENT)
        if finding.document is not None and finding.span is not None and finding.evidence:
            yield from self._excerpt(finding.document, finding.span.start, finding.span.end)
        for place, location in zip(finding.evidence, self._locations.others(finding), strict=True):
            other = location.place + origin(self._report.evidence, place.document)
            yield from self._wrapped(f"the other: {one_line(other)}", _INDENT)
            if place.span is not None:
                yield from self._excerpt(place.document, place.span.start, place.span.end)
        if advice := help_of(page):
            yield from self._wrapped(f"help: {advice}", _INDENT)

    def _excerpt(self, document: int, start: int, end: int) -> Iterator[str]:
        """Yield the first line of a passage, cut to the screen."""
        # At most a screen's width is shown, and a passage may be a whole book.
        text = self._report.evidence.text(document)[start : min(end, start + 8 * self._screen)]
        shown = shorten(text, self._screen - 6, self._mark)
        if shown:
            yield f"{_INDENT}  | {shown}"

    def _wrapped(self, sentence: str, indent: str) -> list[str]:
        return folded(sentence, self._screen, indent, indent)
