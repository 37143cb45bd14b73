"""From a report to audit.json: everything, one record a line, as ``audit.schema.json`` beside this module describes.

The first key is ``tool``: readers know our output folders by it.  Lone surrogates, which UTF-8 cannot hold, are written
as visible backslash escapes, as in the CSV files.  No path is written as it was typed, and no time.
"""

from __future__ import annotations

from functools import lru_cache
from json import JSONEncoder
from typing import TYPE_CHECKING

from provenance.documents import Names, digests, encodings, lines, paths, sizes
from provenance.model import CONFIDENCES, DIRECTIONS, RELATIONS
from provenance.reporters.cells import visible
from provenance.reporters.places import Places
from provenance.reporters.tables import codes_by_document, groups_by_document
from provenance.settings.written import recorded
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TextIO

    from provenance.model import Finding, Report, Span
    from provenance.settings import Config

    Record = Mapping[str, object]

SCHEMA = 1
# From so many documents on, the quicker encoder is worth its import: it costs a small audit more than all its writing.
MANY = 500
_LEAST = 0.0001
_ENCODER = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def write(report: Report, stream: TextIO, config: Config, places: Places | None = None) -> None:
    """Write the whole of *report* to *stream*."""
    places = places or Places(report.evidence)
    stream.write(f'{{"tool":"provenance",\n"version":{line(__version__)},\n"schema":{SCHEMA},\n')
    stream.write(f'"settings":{line(recorded(config))}')
    sections = {
        "documents": _documents(report),
        "claims": _claims(report, places),
        "pairs": _pairs(report),
        "passages": _passages(report, places),
        "groups": _groups(report),
        "derivations": _derivations(report),
        "findings": findings(report),
        "notices": _notices(report),
    }
    encode = encoder(len(report.evidence.documents))
    for name, records in sections.items():
        stream.write(f',\n"{name}":[')
        before = "\n"
        for text in map(encode, records):
            stream.write(before + text)
            before = ",\n"
        stream.write("\n]" if before != "\n" else "]")
    stream.write("}\n")


def line(value: object) -> str:
    """Return *value* as JSON in one line."""
    text = _ENCODER.encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _ENCODER.encode(_encodable(value))
    return text


def encoder(documents: int) -> Callable[[object], str]:
    """Return what writes as ``line`` does, as fast as it is worth for a report of so many *documents*."""
    if documents < MANY:
        return line
    from provenance.reporters.json_quick import quick

    return quick


class Small(float):
    """A share so small that it is written with an exponent, by each encoder with another one."""

    __slots__ = ()


# Most shares are of all or of nothing.
@lru_cache(1024)
def share(value: float) -> float:
    """Return *value* with six decimals."""
    rounded = round(value, 6)
    return rounded if rounded >= _LEAST or not rounded else Small(rounded)


def findings(report: Report) -> Iterator[Record]:
    """Yield a record for each finding."""
    ids = Names(report.evidence.documents)
    for finding in report.findings:
        yield _finding(finding, ids)


def _encodable(value: object) -> object:
    """Return *value* with lone surrogates as backslash escapes."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: _encodable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(inner) for inner in value]
    return value


def _documents(report: Report) -> Iterator[Record]:
    evidence = report.evidence
    found, grouped = codes_by_document(report), groups_by_document(report)
    some, taken, words = evidence.documents, sizes(evidence.documents).tolist(), evidence.words.tolist()
    columns = (Names(some), paths(some), lines(some), digests(some), taken, encodings(some), words)
    for position, (name, path, number, digest, size, encoding, count) in enumerate(zip(*columns, strict=True)):
        group = grouped.get(position)
        yield {
            "id": name,
            "path": path,
            "line": number,
            "sha256": digest or None,
            "bytes": size,
            "encoding": encoding,
            "words": count,
            **_attributed(report, position),
            "group": None if group is None else group + 1,
            "keep": None if group is None else evidence.groups[group].keep == position,
            **_repeated(report, position),
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


def _claims(report: Report, places: Places) -> Iterator[Record]:
    attributions = report.evidence.attributions
    ids = Names(report.evidence.documents) if attributions else ()
    for position, (name, attribution) in enumerate(zip(ids, attributions, strict=True)):
        for claim in attribution.claims:
            yield {
                "document": name,
                "property": claim.property,
                "value": claim.value,
                **_place(position, claim.span, places),
                "text": None if claim.span is None else places.excerpt(position, claim.span),
                "asserter": claim.asserter,
                "method": claim.method,
                "confidence": claim.confidence,
            }


def _place(document: int, span: Span | None, places: Places) -> Record:
    start, end = places.bytes(document, span)
    return {**_span(span), "byte_start": start, "byte_end": end}


def _span(span: Span | None) -> Record:
    return {"start": None, "end": None} if span is None else {"start": span.start, "end": span.end}


def _pairs(report: Report) -> Iterator[Record]:
    ids, pairs = Names(report.evidence.documents), report.evidence.pairs
    columns = (pairs.left, pairs.right, pairs.jaccard, pairs.left_in_right, pairs.right_in_left)
    codes = (pairs.relation, pairs.direction, pairs.confidence)
    for left, right, jaccard, forward, backward, relation, direction, confidence in zip(
        *(column.tolist() for column in (*columns, *codes)), strict=True
    ):
        yield {
            "left": ids[left],
            "right": ids[right],
            "jaccard": share(jaccard),
            "left_in_right": share(forward),
            "right_in_left": share(backward),
            "relation": RELATIONS[relation],
            "direction": DIRECTIONS[direction] or None,
            "confidence": CONFIDENCES[confidence] or None,
        }


def _passages(report: Report, places: Places) -> Iterator[Record]:
    ids = Names(report.evidence.documents)
    for number, passage in enumerate(report.evidence.passages, 1):
        yield {
            "passage": number,
            "quoted": passage.quoted,
            "stock": passage.stock,
            "boilerplate": passage.boilerplate,
            "carriers": [
                {
                    "document": ids[carrier.document],
                    **_place(carrier.document, carrier.span, places),
                    "words": carrier.words,
                    "similarity": share(carrier.similarity),
                    "kind": carrier.kind,
                }
                for carrier in passage.carriers
            ],
        }


def _groups(report: Report) -> Iterator[Record]:
    ids = Names(report.evidence.documents)
    for number, group in enumerate(report.evidence.groups, 1):
        yield {
            "group": number,
            "representative": ids[group.representative],
            "keep": ids[group.keep],
            "why": group.why,
            "independent_sources": group.independent_sources,
            "members": [
                {"document": ids[member], "similarity": share(similarity)}
                for member, similarity in zip(group.members, group.similarity, strict=True)
            ],
        }


def _derivations(report: Report) -> Iterator[Record]:
    ids = Names(report.evidence.documents)
    for derivation in report.evidence.derivations:
        yield {
            "original": ids[derivation.original],
            "copy": ids[derivation.copy],
            "kind": derivation.kind,
            "decided": derivation.decided,
            "confidence": derivation.confidence,
            "reasons": derivation.reasons,
        }


def _finding(finding: Finding, ids: Names) -> Record:
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


def _notices(report: Report) -> Iterator[Record]:
    for notice in report.evidence.notices:
        yield {
            "kind": notice.kind,
            "path": notice.path,
            "line": notice.line,
            "message": notice.message,
            "count": notice.count,
        }
