"""From a report to the records of audit.json, section by section; those of the long sections are in ``columns``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.documents import Ids, digests, encodings, lines, origins, paths, sizes
from provenance.reporters.by_document import codes_by_document, groups_by_document
from provenance.reporters.encode import share

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.model import Finding, Report, Span

    Record = Mapping[str, object]


def findings(report: Report) -> Iterator[Record]:
    """Yield a record per finding."""
    ids = Ids(report.evidence.documents)
    for finding in report.findings:
        yield _finding(finding, ids)


def inputs(report: Report) -> Iterator[Record]:
    """Yield a record per file, member of an archive or folder that was met."""
    for one in report.evidence.inputs:
        record: dict[str, object] = {
            "path": one.path,
            "bytes": one.size,
            "sha256": one.sha256 or None,
            "media_type": one.media_type or None,
            "documents": one.documents,
            "status": one.fate,
        }
        yield {**record, "why": one.why} if one.why else record


def documents(report: Report) -> Iterator[Record]:
    """Yield a record per document."""
    evidence = report.evidence
    found, grouped = codes_by_document(report), groups_by_document(report)
    some, taken, words = evidence.documents, sizes(evidence.documents).tolist(), evidence.words.tolist()
    columns = (Ids(some), paths(some), lines(some), digests(some), origins(some), taken, encodings(some), words)
    for position, (name, path, number, digest, origin, size, encoding, count) in enumerate(zip(*columns, strict=True)):
        group = grouped.get(position)
        yield {
            "id": name,
            "path": path,
            "line": number,
            "sha256": digest or None,
            "media_type": origin.media_type,
            "containers": origin.containers,
            "bytes": size,
            "encoding": encoding,
            "words": count,
            **_attributed(report, position),
            "group": None if group is None else group + 1,
            "keep": None if group is None else evidence.groups[group].keep == position,
            **_repeated(report, position),
            **_taken(report, position),
            "findings": found.get(position, []),
        }


def _attributed(report: Report, position: int) -> Record:
    if not report.evidence.attributions or report.evidence.lacks("attribute", position):
        return {}
    attribution = report.evidence.attributions[position]
    return {
        "title": attribution.title,
        "source": attribution.source,
        "source_confidence": attribution.source_confidence,
        "source_standing": attribution.source_standing,
        "chain": attribution.chain,
        "published": attribution.published,
        "published_asserter": attribution.published_asserter,
        "published_standing": attribution.published_standing,
        "event_dates": attribution.event_dates,
    }


def _taken(report: Report, position: int) -> Record:
    if not report.evidence.taken:
        return {}
    one = report.evidence.taken[position]
    if not one.sources:
        return {"derived_from_source": None}
    return {
        "derived_from_source": {"sources": one.sources, "confidence": one.confidence, "reasons": one.reasons},
    }


def _repeated(report: Report, position: int) -> Record:
    record: dict[str, object] = {}
    unknown = report.evidence.lacks("repeats", position)
    if report.evidence.repeats and not unknown:
        repeats = report.evidence.repeats[position]
        record["redundant_share"] = share(repeats.share)
        record["clean"] = None if repeats.keep is None else [repeats.keep.start, repeats.keep.end]
    if report.evidence.ledgers and not unknown and not report.evidence.lacks("passages", position):
        one = report.evidence.ledgers[position]
        record["first_here"], record["shared_earlier"] = share(one.first_here), share(one.shared_earlier)
        record["stock"], record["repeated"] = share(one.stock), share(one.repeated)
    return record


def _span(span: Span | None) -> Record:
    return {"start": None, "end": None} if span is None else {"start": span.start, "end": span.end}


def groups(report: Report) -> Iterator[Record]:
    """Yield a record per group."""
    ids = Ids(report.evidence.documents)
    for number, group in enumerate(report.evidence.groups, 1):
        yield {
            "group": number,
            "representative": ids[group.representative],
            "keep": ids[group.keep],
            "why": group.why,
            "independent_sources": group.independent_sources,
            "members": [
                {"document": ids[member], "similarity": share(similarity), "measure": measure}
                for member, similarity, measure in zip(group.members, group.similarity, group.measured(), strict=True)
            ],
        }


def derivations(report: Report) -> Iterator[Record]:
    """Yield a record per derivation."""
    ids = Ids(report.evidence.documents)
    for derivation in report.evidence.derivations:
        yield {
            "original": ids[derivation.original],
            "copy": ids[derivation.copy],
            "kind": derivation.kind,
            "decided": derivation.decided,
            "confidence": derivation.confidence,
            "reasons": derivation.reasons,
        }


def _finding(finding: Finding, ids: Ids) -> Record:
    return {
        "document": None if finding.document is None else ids[finding.document],
        "path": finding.path,
        "line": finding.line,
        "code": finding.code,
        "severity": finding.severity,
        **_span(finding.span),
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "count": finding.count,
        "places": [{"document": ids[place.document], **_span(place.span)} for place in finding.evidence],
    }


def notices(report: Report) -> Iterator[Record]:
    """Yield a record per notice."""
    for notice in report.evidence.notices:
        yield {
            "kind": notice.kind,
            "path": notice.path,
            "line": notice.line,
            "message": notice.message,
            "count": notice.count,
        }
