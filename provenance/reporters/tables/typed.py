"""From a report to its tables with typed values: what databases, frames and descriptions of tables are made of."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from provenance.documents import Ids, digests, ids_at, lines, origins, paths, sizes
from provenance.model import CONFIDENCES, DIRECTIONS, MEASURES, RELATIONS
from provenance.model import columns as names
from provenance.model.passages import KINDS, Passages
from provenance.reporters.by_document import codes_by_document, groups_by_document
from provenance.sets import unique_inverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from provenance.model import Evidence, Report
    from provenance.reporters.places import Places

Kind = Literal["text", "integer", "number", "boolean"]
Cell = str | int | float | bool | None
Row = tuple[Cell, ...]

# The kinds of columns that are no text, whichever table has them.
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        ("bytes", "words", "line", "start", "end", "byte_start", "byte_end", "group", "passage", "independent_sources"),
        "integer",
    ),
    **dict.fromkeys(
        (
            "jaccard", "left_in_right", "right_in_left", "similarity", "redundant_share", "first_here",
            "shared_earlier", "stock", "repeated",
        ),
        "number",
    ),
    **dict.fromkeys(("keep", "first"), "boolean"),
}  # fmt: skip


class Table(NamedTuple):
    """A table: its *name*, its *columns* with their kinds, and its *rows*; None is an unknown or empty value."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: Iterable[Row]


def tables(report: Report, places: Places) -> Iterator[Table]:
    """Yield all tables of *report*, in the order of its files."""
    for name in TABLES:
        yield table(name, report, places)


def table(name: str, report: Report, places: Places) -> Table:
    """Return the table called *name*."""
    return Table(name, columns_of(name), TABLES[name][1](report, places))


def columns_of(name: str) -> tuple[tuple[str, Kind], ...]:
    """Return the columns of the table called *name* with their kinds."""
    return tuple((one, _kind(name, one)) for one in TABLES[name][0])


def _kind(name: str, column: str) -> Kind:
    return "integer" if (name, column) == ("inputs", "documents") else _KINDS.get(column, "text")


def _inputs(report: Report, _: Places) -> Iterator[Row]:
    for one in report.evidence.inputs:
        yield (
            one.path, one.size, one.sha256 or None, one.media_type or None, one.documents, one.fate, one.why or None,
        )  # fmt: skip


def _documents(report: Report, _: Places) -> Iterator[Row]:
    evidence, some = report.evidence, report.evidence.documents
    found, grouped = codes_by_document(report), groups_by_document(report)
    columns = (Ids(some), paths(some), lines(some), digests(some), origins(some), sizes(some).tolist())
    for at, (name, path, line, digest, origin, size) in enumerate(zip(*columns, strict=True)):
        group = grouped.get(at)
        yield (
            name, path, line, digest or None, origin.media_type, " > ".join(origin.containers) or None, size,
            int(evidence.words[at]), *_attributed(evidence, at), None if group is None else group + 1,
            None if group is None else evidence.groups[group].keep == at, *_shares(evidence, at), *_taken(evidence, at),
            " ".join(found.get(at, ())) or None,
        )  # fmt: skip


def _attributed(evidence: Evidence, at: int) -> Row:
    if not evidence.attributions or evidence.lacks("attribute", at):
        return (None,) * 5
    one = evidence.attributions[at]
    values = one.title, one.source, one.source_confidence, one.published, one.published_asserter
    return tuple(value or None for value in values)


def _shares(evidence: Evidence, at: int) -> Row:
    unknown = evidence.lacks("repeats", at)
    redundant = evidence.repeats[at].share if evidence.repeats and not unknown else None
    if not evidence.ledgers or unknown or evidence.lacks("passages", at):
        return redundant, None, None, None, None
    one = evidence.ledgers[at]
    return redundant, one.first_here, one.shared_earlier, one.stock, one.repeated


def _taken(evidence: Evidence, at: int) -> Row:
    if not evidence.taken or not evidence.taken[at].sources:
        return None, None
    return "+".join(evidence.taken[at].sources), "; ".join(evidence.taken[at].reasons)


def _claims(report: Report, places: Places) -> Iterator[Row]:
    ids = Ids(report.evidence.documents)
    for block in places.claims():
        own = ids[block.first : block.first + len(block.counts)]
        owners = chain.from_iterable(map(repeat, own, block.counts))
        spots = zip(block.starts, block.ends, block.byte_starts, block.byte_ends, block.excerpts, strict=True)
        for owner, claim, (start, end, byte_start, byte_end, text) in zip(owners, block.claims, spots, strict=True):
            yield (
                owner, claim.property, claim.value, start, end, byte_start, byte_end, None if start is None else text,
                claim.asserter, claim.method, claim.confidence,
            )  # fmt: skip


def _pairs(report: Report, _: Places) -> Iterator[Row]:
    found = report.evidence.pairs
    ids = _ids(report, np.concatenate((found.left, found.right)))
    return zip(
        ids[: len(found)],
        ids[len(found) :],
        found.jaccard.tolist(),
        found.left_in_right.tolist(),
        found.right_in_left.tolist(),
        map(RELATIONS.__getitem__, found.relation.tolist()),
        map(MEASURES.__getitem__, found.measure.tolist()),
        [DIRECTIONS[one] or None for one in found.direction.tolist()],
        [CONFIDENCES[one] or None for one in found.confidence.tolist()],
        [one or None for one in report.evidence.pair_sources] or [None] * len(found),
        strict=True,
    )


def _passages(report: Report, places: Places) -> Iterator[Row]:
    passages, (begins, ends) = Passages.of(report.evidence.passages), places.carriers()
    carriers, sizes_ = passages.carriers, np.diff(passages.bounds)
    heads = np.zeros(len(carriers), np.bool_)
    heads[passages.bounds[:-1]] = True
    form = np.repeat(passages.form, sizes_)
    return zip(
        np.repeat(np.arange(1, len(passages) + 1), sizes_).tolist(),
        _ids(report, carriers["document"].astype(np.int64)),
        carriers["start"].tolist(),
        carriers["end"].tolist(),
        begins.tolist(),
        ends.tolist(),
        carriers["words"].tolist(),
        carriers["similarity"].tolist(),
        ["stock" if stock else KINDS[kind] for stock, kind in zip(form, carriers["kind"].tolist(), strict=True)],
        heads.tolist(),
        strict=True,
    )


def _groups(report: Report, _: Places) -> Iterator[Row]:
    ids = Ids(report.evidence.documents)
    for number, group in enumerate(report.evidence.groups, 1):
        for member, similarity, measure in zip(group.members, group.similarity, group.measured(), strict=True):
            yield (
                number, ids[member], ids[group.representative], similarity, measure, group.keep == member, group.why,
                group.independent_sources,
            )  # fmt: skip


def _findings(report: Report, _: Places) -> Iterator[Row]:
    ids = Ids(report.evidence.documents)
    for one in report.findings:
        span = (None, None) if one.span is None else (one.span.start, one.span.end)
        yield (
            None if one.document is None else ids[one.document], one.path, one.line, one.code, one.severity, *span,
            one.message, one.fingerprint,
        )  # fmt: skip


def _ids(report: Report, positions: NDArray[np.int64] | NDArray[np.int32]) -> list[str]:
    some, slots = unique_inverse(positions.astype(np.int64))
    known = ids_at(report.evidence.documents, some)
    return [known[slot] for slot in slots.tolist()]


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Report, Places], Iterator[Row]]]] = {
    "inputs": (names.INPUTS, _inputs),
    "documents": (names.DOCUMENTS, _documents),
    "claims": (names.CLAIMS, _claims),
    "pairs": (names.PAIRS, _pairs),
    "passages": (names.PASSAGES, _passages),
    "groups": (names.GROUPS, _groups),
    "findings": (names.FINDINGS, _findings),
}
