"""From the repeats within single texts to the spans that a plan trims, and to the texts without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.plan.canonical import canonical, preserves, searchable
from provenance.readers.encodings import UTF_8

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Document, Evidence, Span

_PACKED = ("application/gzip",)  # what is written packed again


def trimmed_spans(evidence: Evidence, *, preserving: bool) -> dict[int, tuple[Span, ...]]:
    """Return the redundant spans of each document that has some, by its position.

    With *preserving*, those are left out whose words do not stand in the rest of the text, in runs.  Texts in other
    encodings than UTF-8 are left out: their bytes could not be cut at the places of their characters.  So are those
    that were taken out of something else, a page or a PDF.
    """
    found: dict[int, tuple[Span, ...]] = {}
    for position, repeats in enumerate(evidence.repeats):
        if not repeats.redundant:
            continue
        document = evidence.documents[position]
        spans = tuple(span for span in repeats.redundant if span.start >= document.header)
        if preserving:
            spans = _preserved(evidence.text(position), document.header, spans)
        if spans and document.encoding in UTF_8 and _can_be_cut(document):
            found[position] = spans
    return found


def _can_be_cut(document: Document) -> bool:
    """Tell whether places in the text lead to the bytes of its file, or of its record."""
    origin = document.origin
    alone = attrs.evolve(origin, containers=()) if origin.containers == _PACKED else origin
    return document.line is not None or alone.verbatim


def without_spans(text: str, spans: Sequence[Span] | Sequence[tuple[int, int]]) -> str:
    """Return *text* without *spans*, which are in order and disjoint."""
    pieces, at = [], 0
    for start, end in bounds_of(spans):
        pieces.append(text[at:start])
        at = end
    return "".join((*pieces, text[at:]))


def bounds_of(spans: Sequence[Span] | Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the bounds of *spans*."""
    return [span if isinstance(span, tuple) else (span.start, span.end) for span in spans]


def _preserved(text: str, header: int, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return those of *spans* whose words stand in what is left of *text* behind its *header* without all of them."""
    while spans:
        shifted = [(span.start - header, span.end - header) for span in spans]
        rest = searchable(canonical(without_spans(text[header:], shifted)))
        left = tuple(span for span in spans if preserves(rest, canonical(text[span.start : span.end])))
        if len(left) == len(spans):
            return left
        spans = left
    return ()
