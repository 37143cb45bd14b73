"""From a report to tables for browsers without JavaScript: the first rows of each, and the file that holds all."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from provenance.documents import Ids
from provenance.model import DIRECTIONS, MEASURES, RELATIONS
from provenance.model.passages import Passages
from provenance.reporters.display import count, percent
from provenance.reporters.html.markup import cut, shown
from provenance.reporters.overview.rows import HEADER, Rows, worst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.model import Report

    Row = tuple[str, ...]

ROWS = 500  # of each table, at most
_EXCERPT = 200  # characters of a passage


def tables(report: Report) -> Iterator[str]:
    """Yield the tables as HTML."""
    for title, file, total, header, rows in _TABLES:
        number = total(report)
        if number:
            yield f"<h2>{title}</h2>\n"
            some = f"The first {ROWS} of {count(number, 'row')}. All rows" if number > ROWS else "All rows"
            yield f"<p>{some} are in {file}.</p>\n<table>\n<thead><tr>"
            yield "".join(f'<th scope="col">{name}</th>' for name in header)
            yield "</tr></thead>\n<tbody>\n"
            for row in islice(rows(report), ROWS):
                yield f"<tr>{''.join(f'<td>{shown(cell)}</td>' for cell in row)}</tr>\n"
            yield "</tbody>\n</table>\n"


def _groups(report: Report) -> Iterator[Row]:
    ids = Ids(report.evidence.documents)
    for number, group in enumerate(report.evidence.groups, 1):
        for member, similarity, measure in zip(group.members, group.similarity, group.measured(), strict=True):
            keep = f"keep: {group.why}" if member == group.keep else ""
            yield str(number), ids[member], percent(similarity), measure, keep


def _documents(report: Report) -> Iterator[Row]:
    rows = Rows(report)
    return (rows.row(position) for position in worst(report, ROWS))


def _pairs(report: Report) -> Iterator[Row]:
    ids, pairs = Ids(report.evidence.documents), report.evidence.pairs
    for at in range(min(len(pairs), ROWS)):
        yield (
            ids[int(pairs.left[at])],
            ids[int(pairs.right[at])],
            percent(pairs.alike(at)),
            percent(float(pairs.left_in_right[at])),
            percent(float(pairs.right_in_left[at])),
            RELATIONS[int(pairs.relation[at])],
            MEASURES[int(pairs.measure[at])],
            DIRECTIONS[int(pairs.direction[at])],
        )


def _passages(report: Report) -> Iterator[Row]:
    evidence = report.evidence
    ids = Ids(evidence.documents)
    for number, passage in enumerate(evidence.passages, 1):
        for at, carrier in enumerate(passage.carriers):
            text = "" if at else evidence.text(carrier.document)[carrier.span.start : carrier.span.end]
            yield (
                str(number),
                ids[carrier.document],
                f"{carrier.span.start}–{carrier.span.end}",
                str(carrier.words),
                percent(carrier.similarity),
                "stock" if passage.stock or passage.boilerplate else carrier.kind,
                cut(text, _EXCERPT),
            )


def _findings(report: Report) -> Iterator[Row]:
    for finding in report.findings:
        where = finding.path + ("" if finding.line is None else f":{finding.line}")
        yield finding.code, finding.severity, where, finding.message


def _notices(report: Report) -> Iterator[Row]:
    for notice in report.evidence.notices:
        where = notice.path + ("" if notice.line is None else f":{notice.line}")
        yield notice.kind, where, f"{notice.count:,}", notice.message


def _carriers(report: Report) -> int:
    return len(Passages.of(report.evidence.passages).carriers)


def _members(report: Report) -> int:
    return sum(len(group.members) for group in report.evidence.groups)


_Table = tuple[str, str, "Callable[[Report], int]", "Row", "Callable[[Report], Iterator[Row]]"]
_TABLES: tuple[_Table, ...] = (
    (
        "Groups",
        "groups.csv",
        _members,
        ("group", "document", "similarity to representative", "measure", "keep"),
        _groups,
    ),
    ("Documents", "documents.csv", lambda report: len(report.evidence.documents), HEADER, _documents),
    (
        "Pairs",
        "pairs.csv",
        lambda report: len(report.evidence.pairs),
        ("left", "right", "similarity", "left in right", "right in left", "relation", "measure", "who copied"),
        _pairs,
    ),
    (
        "Passages",
        "passages.csv",
        _carriers,
        ("passage", "document", "characters", "words", "similarity", "kind", "text"),
        _passages,
    ),
    (
        "Findings",
        "findings.csv",
        lambda report: len(report.findings),
        ("code", "severity", "where", "message"),
        _findings,
    ),
    (
        "Not analysed",
        "audit.json",
        lambda report: len(report.evidence.notices),
        ("why", "where", "inputs", "message"),
        _notices,
    ),
)
