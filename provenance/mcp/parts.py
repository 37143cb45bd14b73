"""From results of the pipeline to what tools give back, each at most so large that an assistant can read it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from provenance.documents import Ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from provenance.mcp.values import Asserted, Copies, Named, Quote, Reported, Shared
    from provenance.model import Attribution, Claim, Document, Finding, Group, Overlap, Report, Span

MOST_ROWS = 50  # groups, findings, documents
MOST_PASSAGES = 20  # of two texts
MOST_WHY = 5  # sentences that give reasons
MOST_LETTERS = 400  # of a document, in one place
_HALF = MOST_LETTERS // 2
_GAP = " […] "


def quote(text: str, span: Span) -> Quote:
    """Return a part of *text*; of a long one its beginning and its end."""
    start, end = span.start, span.end
    cut = end - start > MOST_LETTERS
    said = text[start : start + _HALF] + _GAP + text[end - _HALF : end] if cut else text[start:end]
    return {"start": start, "end": end, "untrusted_text": said, "cut": cut}


def named(document: Document, attribution: Attribution | None = None) -> Named:
    """Return what says which document it is, and what it says about itself."""
    return {
        "id": _short(document.id),
        "path": _short(document.path),
        "line": document.line,
        "source": _short(attribution.source) if attribution else "",
        "published": attribution.published if attribution else "",
    }


def shared(left: str, right: str, overlaps: Iterable[Overlap], most: int = MOST_PASSAGES) -> list[Shared]:
    """Return the first *most* passages that two texts share."""
    return [
        {
            "left": quote(left, overlap.left),
            "right": quote(right, overlap.right),
            "words": overlap.words,
            "similarity": round(overlap.similarity, 6),
            "kind": overlap.kind,
        }
        for overlap in islice(overlaps, most)
    ]


def claimed(text: str, claims: Iterable[Claim]) -> list[Asserted]:
    """Return the first claims of a document."""
    return [
        {
            "property": claim.property,
            "value": _short(claim.value),
            "asserter": claim.asserter,
            "confidence": claim.confidence,
            "place": quote(text, claim.span) if claim.span else None,
        }
        for claim in islice(claims, MOST_ROWS)
    ]


def groups(report: Report) -> list[Copies]:
    """Return the groups with most members first."""
    from provenance.reporters.overview.to_do import likeness

    largest = sorted(report.evidence.groups, key=lambda group: (-len(group.members), group.members))
    name, advice = _namer(report), [_ADVICE[number] for number in likeness(report).tolist()]
    return [_group(group, name, advice) for group in largest[:MOST_ROWS]]


def _group(group: Group, name: Callable[[int], Named], advice: Sequence[str]) -> Copies:
    members = [
        (member, similarity)
        for member, similarity in zip(group.members, group.similarity, strict=True)
        if member != group.keep
    ]
    return {
        "keep": name(group.keep),
        "why": group.why,
        "copies": [
            {"document": name(member), "similarity": round(similarity, 6), "advice": advice[member]}
            for member, similarity in members[:MOST_ROWS]
        ],
        "left_out": max(0, len(members) - MOST_ROWS),
    }


# In the order of the numbers that likeness gives.
_ADVICE = (
    "keep",
    "remove: the same words as the one to keep",
    "review: alike but for figures or names",
    "review: similar to the one to keep",
)


def findings(report: Report) -> list[Reported]:
    """Return the most severe findings first."""
    from provenance.model import SEVERITIES

    worst = sorted(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    name = _namer(report)
    return [_finding(report, finding, name) for finding in worst[:MOST_ROWS]]


def _finding(report: Report, finding: Finding, name: Callable[[int], Named]) -> Reported:
    evidence = report.evidence
    other = next((place for place in finding.evidence if place.document != finding.document), None)
    return {
        "code": finding.code,
        "rule": report.rule(finding.code)[0],
        "severity": finding.severity,
        "path": _short(finding.path),
        "line": finding.line,
        "message": _short(finding.message),
        "count": finding.count,
        "place": _place(evidence.text, finding.document, finding.span),
        "other_document": name(other.document) if other else None,
        "other_place": _place(evidence.text, other.document, other.span) if other else None,
    }


def _place(text: Callable[[int], str], document: int | None, span: Span | None) -> Quote | None:
    return None if document is None or span is None else quote(text(document), span)


def _namer(report: Report) -> Callable[[int], Named]:
    evidence = report.evidence
    ids: Sequence[str] = Ids(evidence.documents)

    def name(position: int) -> Named:
        said = evidence.attributions[position] if evidence.attributions else None
        return {**named(evidence.documents[position], said), "id": _short(ids[position])}

    return name


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else text[:_HALF] + _GAP + text[-_HALF:]
