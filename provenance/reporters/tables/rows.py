"""From a report to the rows of its CSV files: a header, and rows of fields that are quoted already.

Groups and passages are numbered from 1 in the order of the report.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Ids, digests, ids_at, lines, origins, paths, sizes
from provenance.model import CONFIDENCES, DIRECTIONS, MEASURES, RELATIONS
from provenance.model.columns import CLAIMS, DOCUMENTS, FINDINGS, GROUPS, INPUTS, PAIRS, PASSAGES
from provenance.model.passages import KINDS, Passages
from provenance.reporters.by_document import codes_by_document, groups_by_document
from provenance.reporters.tables import cells
from provenance.sets import unique_inverse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from provenance.model import Evidence, Origin, Report
    from provenance.reporters.places import Places

    Row = tuple[str, ...]
    Table = tuple[Row, Iterable[Row]]

_KINDS = (*KINDS, "stock")  # of a passage's carriers
_STOCK = len(KINDS)
_PASSAGES_AT_ONCE = 4096  # whose rows are in memory


def inputs(report: Report, _: Places) -> Table:
    """Return a row per file, member of an archive or folder that was met."""
    return INPUTS, _inputs(report)


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
        map(MEASURES.__getitem__, found.measure.tolist()),
        map(DIRECTIONS.__getitem__, found.direction.tolist()),
        map(CONFIDENCES.__getitem__, found.confidence.tolist()),
        map(cells.text, report.evidence.pair_sources or repeat("", len(found))),
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


def _inputs(report: Report) -> Iterator[Row]:
    for one in report.evidence.inputs:
        yield (
            cells.text(one.path),
            cells.number(one.size),
            one.sha256,
            one.media_type,
            str(one.documents),
            one.fate,
            cells.text(one.why),
        )


def _documents(report: Report) -> Iterator[Row]:
    evidence = report.evidence
    some = evidence.documents
    found = codes_by_document(report)
    return zip(
        map(cells.text, Ids(some)),
        map(cells.text, paths(some)),
        map(cells.number, lines(some)),
        digests(some),
        map(_origin, origins(some)),
        map(str, sizes(some).tolist()),
        map(str, evidence.words.tolist()),
        _attributed(evidence),
        _memberships(report),
        _redundant(evidence),
        _ledgers(evidence),
        _taken(evidence),
        (" ".join(found.get(position, ())) for position in range(len(some))),
        strict=True,
    )


@lru_cache(64)  # the documents of a file share one
def _origin(origin: Origin) -> str:
    """Return the media type of a document and those of its containers, two fields joined."""
    return f"{cells.text(origin.media_type)},{cells.text(' > '.join(origin.containers))}"


def _attributed(evidence: Evidence) -> Iterable[str]:
    """Return for each document what its claims add up to, five fields joined."""
    nothing, gaps = "," * 4, evidence.gaps.get("attribute", ())
    if not evidence.attributions:
        return repeat(nothing, len(evidence.documents))
    return (
        nothing
        if position in gaps
        else f"{cells.text(one.title)},{cells.text(one.source)},{one.source_confidence},"
        f"{cells.text(one.published)},{cells.text(one.published_asserter)}"
        for position, one in enumerate(evidence.attributions)
    )


def _taken(evidence: Evidence) -> Iterable[str]:
    """Return for each document the sources that its text was taken from, and why, two fields joined."""
    if not evidence.taken:
        return repeat(",", len(evidence.documents))
    return (
        f"{cells.text('+'.join(one.sources))},{cells.text('; '.join(one.reasons))}" if one.sources else ","
        for one in evidence.taken
    )


def _memberships(report: Report) -> Iterator[str]:
    """Yield for each document its group and whether that keeps it, two fields joined."""
    groups, grouped = report.evidence.groups, groups_by_document(report)
    for position in range(len(report.evidence.documents)):
        group = grouped.get(position)
        yield "," if group is None else f"{group + 1},{cells.yes(groups[group].keep == position)}"


def _redundant(evidence: Evidence) -> Iterable[str]:
    if not evidence.repeats:
        return repeat("", len(evidence.documents))
    gaps = evidence.gaps.get("repeats", ())
    shares = cells.shares(np.array([repeats.share for repeats in evidence.repeats], np.float64))
    return ("" if position in gaps else share for position, share in enumerate(shares)) if gaps else shares


def _ledgers(evidence: Evidence) -> Iterable[str]:
    """Return for each document the shares of its words, four fields joined."""
    nothing, gaps = "," * 3, {*evidence.gaps.get("passages", ()), *evidence.gaps.get("repeats", ())}
    if not evidence.ledgers:
        return repeat(nothing, len(evidence.documents))
    rows = [(one.first_here, one.shared_earlier, one.stock, one.repeated) for one in evidence.ledgers]
    shares = cells.shares(*np.array(rows, np.float64).T)
    return (nothing if position in gaps else share for position, share in enumerate(shares)) if gaps else shares


def _claims(report: Report, places: Places) -> Iterator[Row]:
    ids = Ids(report.evidence.documents)
    for block in places.claims():
        own = cells.texts(ids[block.first : block.first + len(block.counts)])
        yield from zip(
            chain.from_iterable(map(repeat, own, block.counts)),
            [claim.property for claim in block.claims],
            cells.texts([claim.value for claim in block.claims]),
            map(cells.number, block.starts),
            map(cells.number, block.ends),
            map(cells.number, block.byte_starts),
            map(cells.number, block.byte_ends),
            cells.texts(block.excerpts),
            [claim.asserter for claim in block.claims],
            cells.texts([claim.method for claim in block.claims]),
            [claim.confidence for claim in block.claims],
            strict=True,
        )


def _passages(report: Report, places: Places) -> Iterator[Row]:
    passages = Passages.of(report.evidence.passages)
    begins, ends = places.carriers()
    for first in range(0, len(passages), _PASSAGES_AT_ONCE):
        last = min(first + _PASSAGES_AT_ONCE, len(passages))
        bounds = passages.bounds[first : last + 1]
        rows = slice(int(bounds[0]), int(bounds[-1]))
        carriers, sizes = passages.carriers[rows], np.diff(bounds)
        kinds = np.where(np.repeat(passages.form[first:last], sizes), _STOCK, carriers["kind"])
        heads = np.zeros(len(carriers), np.bool_)
        heads[bounds[:-1] - bounds[0]] = True
        yield from zip(
            map(str, np.repeat(np.arange(first + 1, last + 1), sizes).tolist()),
            _ids(report, carriers["document"].astype(np.int64)),
            map(str, carriers["start"].tolist()),
            map(str, carriers["end"].tolist()),
            map(str, begins[rows].tolist()),
            map(str, ends[rows].tolist()),
            map(str, carriers["words"].tolist()),
            cells.shares(carriers["similarity"]),
            map(_KINDS.__getitem__, kinds.tolist()),
            map(cells.yes, heads.tolist()),
            strict=True,
        )


def _groups(report: Report) -> Iterator[Row]:
    groups = report.evidence.groups
    sizes = [len(group.members) for group in groups]
    members = list(chain.from_iterable(group.members for group in groups))
    similarities = np.fromiter(chain.from_iterable(group.similarity for group in groups), np.float64, len(members))
    firsts = _ids(report, np.array([group.representative for group in groups], np.int64))
    kept = np.repeat(np.array([group.keep for group in groups], np.int64), sizes) == members
    whys = (f"{cells.text(group.why)},{cells.number(group.independent_sources)}" for group in groups)

    def by_member(values: Iterable[str]) -> Iterator[str]:
        """Repeat the value of each group for each of its members."""
        return chain.from_iterable(map(repeat, values, sizes))

    return zip(
        by_member(map(str, range(1, len(groups) + 1))),
        _ids(report, np.array(members, np.int64)),
        by_member(firsts),
        cells.shares(similarities),
        chain.from_iterable(group.measured() for group in groups),
        map(("no", "yes").__getitem__, kept.tolist()),
        by_member(whys),
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
