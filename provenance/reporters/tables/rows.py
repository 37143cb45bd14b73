"""From a report to the rows of its CSV files: a header, and rows of fields that are quoted already.

Groups and passages are numbered from 1 in the order of the report.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Ids, digests, ids_at, lines, paths, sizes
from provenance.model import CONFIDENCES, DIRECTIONS, RELATIONS
from provenance.reporters.by_document import codes_by_document, groups_by_document
from provenance.reporters.tables import cells
from provenance.sets import unique_inverse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from provenance.model import Evidence, Report
    from provenance.reporters.places import Places

    Row = tuple[str, ...]
    Table = tuple[Row, Iterable[Row]]

DOCUMENTS = (
    "id", "path", "line", "sha256", "bytes", "words", "title", "source", "source_confidence", "published",
    "published_asserter", "group", "keep", "redundant_share", "first_here", "shared_earlier", "stock", "repeated",
    "findings",
)  # fmt: skip
CLAIMS = (
    "document", "property", "value", "start", "end", "byte_start", "byte_end", "text", "asserter", "method",
    "confidence",
)  # fmt: skip
PAIRS = ("left", "right", "jaccard", "left_in_right", "right_in_left", "relation", "direction", "confidence")
PASSAGES = (
    "passage", "document", "start", "end", "byte_start", "byte_end", "words", "similarity", "kind", "first",
)  # fmt: skip
GROUPS = ("group", "document", "representative", "similarity", "keep", "why", "independent_sources")
FINDINGS = ("document", "path", "line", "code", "severity", "start", "end", "message", "fingerprint")


def documents(report: Report, _: Places) -> Table:
    """Return a row per document."""
    return DOCUMENTS, _documents(report)


def claims(report: Report, places: Places) -> Table:
    """Return a row per claim, with the passage that makes it."""
    return CLAIMS, _claims(report, places)


def pairs(report: Report, _: Places) -> Table:
    """Return a row per pair of documents."""
    found = report.evidence.pairs
    ids = _ids(report, np.concatenate((found.left, found.right)))
    columns = (
        ids[: len(found)],
        ids[len(found) :],
        cells.shares(found.jaccard, found.left_in_right, found.right_in_left),
        map(RELATIONS.__getitem__, found.relation.tolist()),
        map(DIRECTIONS.__getitem__, found.direction.tolist()),
        map(CONFIDENCES.__getitem__, found.confidence.tolist()),
    )
    return PAIRS, zip(*columns, strict=True)


def passages(report: Report, places: Places) -> Table:
    """Return a row per place of a passage."""
    return PASSAGES, _passages(report, places)


def groups(report: Report, _: Places) -> Table:
    """Return a row per member of a group."""
    return GROUPS, _groups(report)


def findings(report: Report, _: Places) -> Table:
    """Return a row per finding."""
    return FINDINGS, _findings(report)


def _documents(report: Report) -> Iterator[Row]:
    evidence = report.evidence
    some = evidence.documents
    found, grouped = codes_by_document(report), groups_by_document(report)
    columns = (Ids(some), paths(some), lines(some), digests(some), sizes(some).tolist(), evidence.words.tolist())
    for position, (name, path, line, digest, size, words) in enumerate(zip(*columns, strict=True)):
        group = grouped.get(position)
        yield (
            cells.text(name),
            cells.text(path),
            cells.number(line),
            digest,
            str(size),
            str(words),
            *_attributed(evidence, position),
            "" if group is None else str(group + 1),
            "" if group is None else cells.yes(evidence.groups[group].keep == position),
            _redundant(evidence, position),
            *_ledger(evidence, position),
            " ".join(found.get(position, ())),
        )


def _attributed(evidence: Evidence, position: int) -> Row:
    if not evidence.attributions or evidence.lacks("attribute", position):
        return ("",) * 5
    attribution = evidence.attributions[position]
    return (
        cells.text(attribution.title),
        cells.text(attribution.source),
        attribution.source_confidence,
        cells.text(attribution.published),
        cells.text(attribution.published_asserter),
    )


def _redundant(evidence: Evidence, position: int) -> str:
    unknown = not evidence.repeats or evidence.lacks("repeats", position)
    return "" if unknown else cells.share(evidence.repeats[position].share)


def _ledger(evidence: Evidence, position: int) -> Row:
    if not evidence.ledgers or evidence.lacks("passages", position) or evidence.lacks("repeats", position):
        return ("",) * 4
    ledger = evidence.ledgers[position]
    return tuple(map(cells.share, (ledger.first_here, ledger.shared_earlier, ledger.stock, ledger.repeated)))


def _claims(report: Report, places: Places) -> Iterator[Row]:
    attributions = report.evidence.attributions
    ids = Ids(report.evidence.documents) if attributions else ()
    for position, (own, attribution) in enumerate(zip(ids, attributions, strict=True)):
        name = cells.text(own) if attribution.claims else ""
        for claim in attribution.claims:
            yield (
                name,
                claim.property,
                cells.text(claim.value),
                *(("", "") if claim.span is None else (str(claim.span.start), str(claim.span.end))),
                *map(cells.number, places.bytes(position, claim.span)),
                cells.text(places.excerpt(position, claim.span)),
                claim.asserter,
                cells.text(claim.method),
                claim.confidence,
            )


def _passages(report: Report, places: Places) -> Iterator[Row]:
    ids = Ids(report.evidence.documents)
    for number, passage in enumerate(report.evidence.passages, 1):
        for at, carrier in enumerate(passage.carriers):
            yield (
                str(number),
                cells.text(ids[carrier.document]),
                str(carrier.span.start),
                str(carrier.span.end),
                *map(cells.number, places.bytes(carrier.document, carrier.span)),
                str(carrier.words),
                cells.share(carrier.similarity),
                "stock" if passage.stock else carrier.kind,
                cells.yes(at == 0),
            )


def _groups(report: Report) -> Iterator[Row]:
    groups = report.evidence.groups
    sizes = [len(group.members) for group in groups]
    members = list(chain.from_iterable(group.members for group in groups))
    similarities = np.fromiter(chain.from_iterable(group.similarity for group in groups), np.float64, len(members))
    firsts = _ids(report, np.array([group.representative for group in groups], np.int64))
    kept = np.repeat(np.array([group.keep for group in groups], np.int64), sizes) == members
    whys = (f"{cells.text(group.why)},{cells.number(group.independent_sources)}" for group in groups)

    def told(values: Iterable[str]) -> Iterator[str]:
        """Repeat what is said of each group for its members."""
        return chain.from_iterable(map(repeat, values, sizes))

    return zip(
        told(map(str, range(1, len(groups) + 1))),
        _ids(report, np.array(members, np.int64)),
        told(firsts),
        cells.shares(similarities),
        map(("no", "yes").__getitem__, kept.tolist()),
        told(whys),
        strict=True,
    )


def _findings(report: Report) -> Iterator[Row]:
    ids = Ids(report.evidence.documents)
    for finding in report.findings:
        yield (
            "" if finding.document is None else cells.text(ids[finding.document]),
            cells.text(finding.path),
            cells.number(finding.line),
            finding.code,
            finding.severity,
            *(("", "") if finding.span is None else (str(finding.span.start), str(finding.span.end))),
            cells.text(finding.message),
            finding.fingerprint,
        )


def _ids(report: Report, positions: NDArray[np.int64] | NDArray[np.int32]) -> list[str]:
    """Return the ids of the documents at *positions* as fields."""
    some, slots = unique_inverse(positions.astype(np.int64))
    fields = cells.texts(ids_at(report.evidence.documents, some))
    return list(map(fields.__getitem__, slots.tolist()))
