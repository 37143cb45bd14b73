"""From an explanation to one JSON object that holds all of it, what a terminal would obey as JSON's own escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.encode import encode
from provenance.reporters.places import Lines, byte_offsets
from provenance.version import __version__

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Finding, Span
    from provenance.reporters.document.explanation import Explanation, Related
    from provenance.settings import Reporting

    Record = dict[str, object]


def write(page: Explanation, stream: TextIO, _: Reporting, full: bool) -> None:  # noqa: FBT001 - a Writer
    """Write the whole page to *stream*."""
    document, found, lines = page.document, page.attribution, Lines(page.text)
    record = {
        "tool": "provenance",
        "version": __version__,
        "document": {
            "id": document.id,
            "path": document.path,
            "line": document.line,
            "sha256": document.sha256,
            "characters": len(page.text),
            "words": page.words,
            "header": document.header,
        },
        "verdict": {
            "source": found.source,
            "source_confidence": found.source_confidence,
            "source_standing": found.source_standing,
            "chain": found.chain,
            "published": found.published,
            "published_asserter": found.published_asserter,
            "published_standing": found.published_standing,
            "event_dates": found.event_dates,
            "title": found.title,
        },
        "claims": _claims(page, lines),
        "steps": [{"about": about, "says": says, "claims": numbers} for about, says, numbers in page.steps],
        "findings": [_finding(lines, finding, name) for finding, name in page.findings],
        "others_read": not page.alone,
        "group": _group(page),
        "shows": dict(page.shown),
        "related": [_related(other) for other in page.related],
        "more_related": page.more,
        "notices": [{"kind": notice.kind, "message": notice.message} for notice in page.notices],
        "text": page.text,
    }
    stream.write(_inert(encode(record)) + "\n")


def _claims(page: Explanation, lines: Lines) -> list[Record]:
    spans = [claim.span for claim in page.attribution.claims if claim.span is not None]
    offsets = byte_offsets(page.text, (point for span in spans for point in (span.start, span.end)))
    return [
        {
            "number": number,
            "property": claim.property,
            "value": claim.value,
            "asserter": claim.asserter,
            "method": claim.method,
            "confidence": claim.confidence,
            "span": None if claim.span is None else _span(page.text, claim.span, offsets, lines),
        }
        for number, claim in enumerate(page.attribution.claims, 1)
    ]


def _span(text: str, span: Span, offsets: dict[int, int] | None, lines: Lines) -> Record:
    row, column = lines.place(span.start)
    places = {} if offsets is None else {"byte_start": offsets[span.start], "byte_end": offsets[span.end]}
    return {
        "start": span.start,
        "end": span.end,
        "byte_start": span.start,
        "byte_end": span.end,
        **places,
        "line": row,
        "column": column,
        "text": text[span.start : span.end],
    }


def _finding(lines: Lines, finding: Finding, name: str) -> Record:
    return {
        "code": finding.code,
        "name": name,
        "severity": finding.severity,
        "message": finding.message,
        "start": None if finding.span is None else finding.span.start,
        "end": None if finding.span is None else finding.span.end,
        "line": None if finding.span is None else lines.place(finding.span.start)[0],
        "fingerprint": finding.fingerprint,
    }


def _group(page: Explanation) -> Record | None:
    if page.group is None:
        return None
    number, group = page.group
    return {
        "group": number,
        "documents": [page.ids[member] for member in group.members],
        "representative": page.ids[group.representative],
        "keep": page.ids[group.keep],
        "why": group.why,
        "independent_sources": group.independent_sources,
    }


def _related(other: Related) -> Record:
    return {
        "id": other.id,
        "relation": other.relation,
        "jaccard": round(other.jaccard, 6),
        "measure": other.measure,
        "share_of_this": round(other.own, 6),
        "share_of_it": round(other.others, 6),
        "this_is": other.role,
        "class": other.kind,
        "confidence": other.confidence,
        "reasons": other.reasons,
        "shows": dict(other.shown),
    }


def _inert(text: str) -> str:
    r"""Return JSON *text* with what is not printable, which only its strings can hold, as ``\uXXXX``."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
