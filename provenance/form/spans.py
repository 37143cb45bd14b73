"""Set operations on spans: sorted, disjoint ranges of code points."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from provenance.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the union of *spans*, in order; spans that touch or overlap are merged."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        elif span.end > span.start:
            result.append(span)
    return result


def minus(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return the parts of *spans* outside all *holes*, in order and disjoint."""
    result: list[Span] = []
    gaps = union(holes)
    first = 0
    for span in union(spans):
        while first < len(gaps) and gaps[first].end <= span.start:
            first += 1
        start, at = span.start, first
        while at < len(gaps) and gaps[at].start < span.end:
            if gaps[at].start > start:
                result.append(Span(start, gaps[at].start))
            start = max(start, gaps[at].end)
            at += 1
        if start < span.end:
            result.append(Span(start, span.end))
    return result


def near(spans: list[Span], span: Span) -> list[Span]:
    """Return those of *spans*, which are in order and disjoint, that overlap *span*."""
    first = bisect_left(spans, span.start, key=_start)
    first -= first > 0 and spans[first - 1].end > span.start
    return spans[first : bisect_left(spans, span.end, key=_start)]


def _start(span: Span) -> int:
    return span.start


def trimmed(text: str, span: Span) -> Span:
    """Return *span* without leading and trailing white space."""
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.end - len(piece) + len(piece.rstrip())))
