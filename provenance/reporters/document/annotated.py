"""From an explanation to the lines of its text with the marks of its claims, cut between claims where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import count
from provenance.reporters.document.marking import Marks, rows
from provenance.reporters.document.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from provenance.reporters.document.explanation import Explanation
    from provenance.reporters.document.marking import Mark, Styled

# ANSI colors by the property of a claim; any other property has _OTHER.
_COLORS = {
    "source": "36", "via": "36", "distributor": "36", "published": "33", "updated": "33", "event_date": "34",
    "mentioned_date": "34", "title": "32",
}  # fmt: skip
_OTHER = "35"
_LEAST = 16


def annotated(
    page: Explanation, shown: Sequence[int], screen: int, *, full: bool, stream: TextIO | None = None
) -> Iterator[Styled]:
    """Yield lines of at most *screen* columns: line numbers, the text, and below it the marks of the claims *shown*.

    Characters that *stream* cannot encode are measured as the escapes that it will write.
    """
    text = page.text
    if not text:
        yield [("  (empty)", "")]
        return
    marks = _marks(page, shown)
    stretches = windows(text, [(start, end) for _, start, end, _ in marks], full=full)
    gutter = len(str(text.count("\n", 0, stretches[-1][1]) + 1))
    room = max(screen - gutter - 3, _LEAST)
    at, line, queue = 0, 1, Marks(marks, stream)
    for start, end in stretches:
        if start > at:
            yield _gap(text, at, start, gutter, screen)
        line += text.count("\n", at, start)
        for begin, stop in _lines(text, start, end):
            number = str(line) if begin == 0 or text[begin - 1] == "\n" else ""
            for row, below in rows(text, begin, stop, queue, room):
                yield [(f"{number:>{gutter}} | ", "2"), *row]
                yield from ([(f"{'':>{gutter}} | ", "2"), *under] for under in below)
                number = ""
            line += stop < end
        at = end
    if at < len(text):
        yield _gap(text, at, len(text), gutter, screen)


def _marks(page: Explanation, shown: Sequence[int]) -> list[Mark]:
    found: list[Mark] = []
    for number in shown:
        claim = page.attribution.claims[number - 1]
        if claim.span is not None:
            found.append((number, claim.span.start, claim.span.end, _COLORS.get(claim.property, _OTHER)))
    return sorted(found, key=lambda mark: (mark[1], -mark[2], mark[0]))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines between *start* and *end*, without their ends."""
    while start <= end:
        stop = text.find("\n", start, end)
        if stop < 0:
            if start < end or start == 0:
                yield start, end
            return
        yield start, stop
        start = stop + 1


def _gap(text: str, start: int, end: int, gutter: int, screen: int) -> Styled:
    lines = text.count("\n", start, end)
    over = f" on {count(lines + 1, 'line')}" if lines else ""
    size = count(end - start, "character")
    said = f"{'':>{gutter}} [{size}{over} without a claim]"
    return [(said if len(said) <= screen else f"[{size} without a claim]", "2")]
