"""From a report to the columns of the page's tables: documents by position, names by their index in a list.

Shares are whole ten-thousandths; 10,000 always means all, and -1 that the value was not requested or a fault kept it
away.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.documents import Ids, digests, encodings, lines, paths, sizes
from provenance.model import CONFIDENCES, DIRECTIONS, MEASURES, RELATIONS
from provenance.model.passages import KINDS, Passages
from provenance.reporters.by_document import codes_by_document
from provenance.reporters.html.markup import cut
from provenance.reporters.html.story import day
from provenance.reporters.overview.to_do import to_mend
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from provenance.model import Evidence, Finding, Report

    Columns = dict[str, object]

PRINTED = 2000  # passages whose whole text is in the page's tables, so that it can be printed
_BEGINNING = 200  # characters of the text of each other passage
_CODE_OF_QUOTED, _CODE_OF_STOCK, _CODE_OF_BOILERPLATE = 1, 2, 4
_STANDINGS = ("missing", "inferred", "conflict", "agree")
_MOST = 10_000  # the whole, in ten-thousandths
_UNKNOWN = -1  # a share that no stage computed


def index(report: Report, likeness: NDArray[np.int8]) -> Columns:
    """Return the tables of *report*; *likeness* says of each document what it is to the one to keep."""
    evidence = report.evidence
    return {
        "version": __version__,
        "documents": _documents(report),
        "groups": _groups(evidence, likeness),
        "pairs": _pairs(evidence),
        "passages": _passages(evidence),
        "derivations": _derivations(evidence),
        "findings": _findings(report),
        "notices": [
            [notice.kind, notice.path, notice.line, cut(notice.message, 1000), notice.count]
            for notice in evidence.notices
        ],
        "rules": _rules(report),
        "mend": [code for code, _ in to_mend(report)],
    }


def _rules(report: Report) -> dict[str, list[str]]:
    """Return the name, severity and page of each rule that found something, by its code."""
    said = {}
    for code, severity in sorted({(finding.code, finding.severity) for finding in report.findings}):
        name, page = report.rule(code)
        said[code] = [name, severity, page]
    return said


def overlaps(evidence: Evidence) -> list[int]:
    """Return for each document the largest share of its shingles that another one has, -1 where no pair is listed."""
    found = [-1] * len(evidence.documents)
    pairs = evidence.pairs
    # Not numpy's maximum.at: for a few pairs its first call takes longer than all other columns.
    for side, shares in ((pairs.left, pairs.left_in_right), (pairs.right, pairs.right_in_left)):
        for position, share in zip(side.tolist(), _shares(shares).tolist(), strict=True):
            if share > found[position]:
                found[position] = share
    return found


def _documents(report: Report) -> Columns:
    evidence = report.evidence
    found = codes_by_document(attrs.evolve(report, findings=tuple(filter(_of_document, report.findings))))
    codes = {code: at for at, code in enumerate(sorted(set(chain.from_iterable(found.values()))))}
    documents = evidence.documents
    ids = Ids(documents)[:]
    positions = range(len(documents))
    return {
        "id": ids,
        "path": [None if path == name else path for path, name in zip(paths(documents), ids, strict=True)],
        "line": list(lines(documents)),
        "sha256": list(digests(documents)),
        "bytes": sizes(documents).tolist(),
        "words": evidence.words.tolist(),
        "encodings": _named(encodings(documents)),
        **_attributed(evidence),
        "overlap": overlaps(evidence),
        "repeated": _repeated(evidence),
        "ledger": _ledgers(evidence),
        "codes": list(codes),
        "found": [[codes[code] for code in found.get(position, ())] for position in positions],
    }


def _repeated(evidence: Evidence) -> list[int]:
    shares = _shares(np.array([repeats.share for repeats in evidence.repeats], np.float64))
    if len(shares):
        shares[sorted(evidence.gaps.get("repeats", ()))] = _UNKNOWN
    found: list[int] = shares.tolist()
    return found


def _ledgers(evidence: Evidence) -> list[list[int]]:
    """Return for each document the shares of its characters, none for one that a stage could not examine."""
    shares = [(ledger.first_here, ledger.shared_earlier, ledger.stock, ledger.repeated) for ledger in evidence.ledgers]
    rows: list[list[int]] = _shares(np.array(shares, np.float64)).tolist()
    if rows:
        for position in {*evidence.gaps.get("passages", ()), *evidence.gaps.get("repeats", ())}:
            rows[position] = []
    return rows


def _attributed(evidence: Evidence) -> Columns:
    attributions = evidence.attributions
    return {
        "title": [cut(" ".join(attribution.title[:1000].split())) for attribution in attributions],
        "sources": _named([cut(attribution.source) for attribution in attributions], ""),
        "confidence": [CONFIDENCES.index(attribution.source_confidence) for attribution in attributions],
        "standing": [_STANDINGS.index(attribution.source_standing) for attribution in attributions],
        "chain": [
            [cut(link) for link in attribution.chain] if len(attribution.chain) > 1 else None
            for attribution in attributions
        ],
        "published": [attribution.published for attribution in attributions],
        "day": [day(attribution.published) for attribution in attributions],
        "asserters": _named([attribution.published_asserter for attribution in attributions], ""),
        "published_standing": [_STANDINGS.index(attribution.published_standing) for attribution in attributions],
    }


def _groups(evidence: Evidence, likeness: NDArray[np.int8]) -> Columns:
    groups = evidence.groups
    shares = iter(_shares(np.array([share for group in groups for share in group.similarity], np.float64)).tolist())
    return {
        "representative": [group.representative for group in groups],
        "keep": [group.keep for group in groups],
        "why": [group.why for group in groups],
        "independent": [group.independent_sources for group in groups],
        "members": [group.members for group in groups],
        "likeness": [likeness[list(group.members)].tolist() for group in groups],
        "similarity": [list(islice(shares, len(group.similarity))) for group in groups],
    }


def _pairs(evidence: Evidence) -> Columns:
    pairs = evidence.pairs
    return {
        "left": pairs.left.tolist(),
        "right": pairs.right.tolist(),
        "like": _shares(pairs.similarity).tolist(),
        "left_in_right": _shares(pairs.left_in_right).tolist(),
        "right_in_left": _shares(pairs.right_in_left).tolist(),
        "relation": pairs.relation.tolist(),
        "direction": pairs.direction.tolist(),
        "confidence": pairs.confidence.tolist(),
        "measure": pairs.measure.tolist(),
        "relations": RELATIONS,
        "directions": DIRECTIONS,
        "confidences": CONFIDENCES,
        "measures": MEASURES,
    }


def _passages(evidence: Evidence) -> Columns:
    passages = Passages.of(evidence.passages)
    carriers = passages.carriers
    return {
        "offsets": passages.bounds.tolist(),
        "flags": (
            _CODE_OF_QUOTED * passages.quoted
            + _CODE_OF_STOCK * passages.stock
            + _CODE_OF_BOILERPLATE * passages.boilerplate
        ).tolist(),
        "text": passage_texts(evidence),
        "document": carriers["document"].tolist(),
        "start": carriers["start"].tolist(),
        "end": carriers["end"].tolist(),
        "words": carriers["words"].tolist(),
        "similarity": _shares(carriers["similarity"]).tolist(),
        "kinds": _named([KINDS[kind] for kind in carriers["kind"].tolist()]),
    }


def passage_texts(evidence: Evidence) -> list[str]:
    """Return the text of each passage at its first carrier, or its beginning for those that are not printed."""
    heads = Passages.of(evidence.passages).heads
    wordings = [""] * len(heads)
    places = list(zip(*(heads[name].tolist() for name in ("document", "start", "end")), strict=True))
    # By document, so that each text is decoded once.
    known, whole = -1, ""
    for at in np.argsort(heads["document"], kind="stable").tolist():
        document, start, end = places[at]
        if document != known:
            known, whole = document, evidence.text(document)
        text = whole[start:end]
        wordings[at] = text if at < PRINTED else cut(text, _BEGINNING)
    return wordings


def _derivations(evidence: Evidence) -> Columns:
    derivations = evidence.derivations
    reasons: dict[str, int] = {}
    return {
        "original": [derivation.original for derivation in derivations],
        "copy": [derivation.copy for derivation in derivations],
        "kinds": _named([derivation.kind for derivation in derivations]),
        "decided": [int(derivation.decided) for derivation in derivations],
        "confidence": [CONFIDENCES.index(derivation.confidence) for derivation in derivations],
        "why": [
            [reasons.setdefault(reason, len(reasons)) for reason in derivation.reasons] for derivation in derivations
        ],
        "reasons": list(reasons),
    }


def _findings(report: Report) -> Columns:
    findings = report.findings
    return {
        "document": [finding.document if _of_document(finding) else -1 for finding in findings],
        "path": [None if _of_document(finding) else finding.path for finding in findings],
        "line": [finding.line if finding.document is None else None for finding in findings],
        "codes": _named([finding.code for finding in findings]),
        "severities": _named([finding.severity for finding in findings], "error", "warning", "info"),
        "start": [-1 if finding.span is None else finding.span.start for finding in findings],
        "end": [-1 if finding.span is None else finding.span.end for finding in findings],
        "message": [cut(finding.message, 1000) for finding in findings],
        "fingerprint": [finding.fingerprint for finding in findings],
        "count": [finding.count for finding in findings],
        "places": [[place.document for place in finding.evidence[:20]] for finding in findings],
    }


def _of_document(finding: Finding) -> bool:
    """Return whether a finding is about one document: many of a file that were made one are not about its first."""
    return finding.document is not None and finding.subject != "many"


def _named(values: Iterable[str], *first: str) -> Columns:
    """Return the distinct *values*, those in *first* before the others, and the index of each value among them."""
    places = {name: at for at, name in enumerate(first)}
    of = [places.setdefault(value, len(places)) for value in values]
    return {"names": list(places), "of": of}


def _shares(column: NDArray[np.float64]) -> NDArray[np.int64]:
    scaled = np.rint(column * _MOST).astype(np.int64)
    inner = (column > 0) & (column < 1)
    scaled[inner] = np.clip(scaled[inner], 1, _MOST - 1)
    return scaled
