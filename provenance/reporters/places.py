"""From spans in code points to byte offsets, excerpts, and lines and columns, reading each text once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Evidence, Span


class Places:
    """The byte offsets and claimed passages of a report's documents.

    All spans of a document in claims and passages are converted together when the first is asked for; texts are not
    kept.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._points: dict[int, list[int]] | None = None
        self._bytes: dict[int, dict[int, int] | None] = {}
        self._excerpts: dict[int, dict[Span, str]] = {}

    def bytes(self, document: int, span: Span | None) -> tuple[int, int] | tuple[None, None]:
        """Return the start and end of *span* in the UTF-8 of the document's text; (None, None) for no span."""
        if span is None:
            return None, None
        offsets = self._measured(document)
        return (span.start, span.end) if offsets is None else (offsets[span.start], offsets[span.end])

    def excerpt(self, document: int, span: Span | None) -> str:
        """Return the text of a claim's span; "" for no span."""
        if span is None:
            return ""
        self._measured(document)
        return self._excerpts[document][span]

    def _measured(self, document: int) -> dict[int, int] | None:
        if document not in self._bytes:
            claims = self._evidence.attributions[document].claims if self._evidence.attributions else ()
            spans = [claim.span for claim in claims if claim.span is not None]
            points = self._passages().pop(document, [])
            points.extend(point for span in spans for point in (span.start, span.end))
            text = self._evidence.text(document)
            self._excerpts[document] = {span: text[span.start : span.end] for span in spans}
            self._bytes[document] = byte_offsets(text, points)
        return self._bytes[document]

    def _passages(self) -> dict[int, list[int]]:
        """Return the ends of the passages of each document that was not read yet."""
        if self._points is None:
            self._points = {}
            for passage in self._evidence.passages:
                for carrier in passage.carriers:
                    self._points.setdefault(carrier.document, []).extend((carrier.span.start, carrier.span.end))
        return self._points


def byte_offsets(text: str, points: Iterable[int]) -> dict[int, int] | None:
    """Return the UTF-8 offset of each code point offset in *points*; None for a text where the two are the same."""
    if text.isascii():
        return None
    found, at, total = {}, 0, 0
    for point in sorted(set(points)):
        total += len(text[at:point].encode("utf-8", "surrogatepass"))
        found[point] = total
        at = point
    return found


def line_and_column(text: str, start: int) -> tuple[int, int]:
    """Return the 1-based line of the character at *start* and its 1-based column in code points."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


class Lines:
    """The lines of one text, for many places of it."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, start: int) -> tuple[int, int]:
        """Return what ``line_and_column`` does."""
        from bisect import bisect_right

        line = bisect_right(self._starts, start)
        return line, start - self._starts[line - 1] + 1
