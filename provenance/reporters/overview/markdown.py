"""From a report to report.md: the table, the groups, what is repeated where, the findings, and the settings."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Ids
from provenance.model.passages import Passages
from provenance.reporters.display import count, escaped, percent, piped, shorten
from provenance.reporters.overview.rows import HEADER, Rows, size, summary, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from provenance.model import Group, Passage, Repeats, Report, Span
    from provenance.reporters.places import Places
    from provenance.settings import Config

# The most rows of each kind, so that a page of a large corpus still opens; each table says how many it leaves out.
_DOCUMENTS, _GROUPS, _MEMBERS, _REPEATS, _PASSAGES, _CARRIERS, _FINDINGS = 1000, 200, 50, 500, 200, 20, 1000
_WIDEST = 300  # columns; a cell is cut here, and the CSV files have all of it


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write the page to *stream*."""
    for part in (_summary, _documents, _groups, _repeats, _passages, _findings):
        stream.writelines(f"{line}\n" for line in part(report))
    stream.writelines(f"{line}\n" for line in _settings(config))


def _summary(report: Report) -> Iterator[str]:
    yield "# Provenance report"
    yield ""
    for sentence in summary(report):
        yield f"- {escaped(sentence)}"


def _documents(report: Report) -> Iterator[str]:
    rows = Rows(report)
    yield from _section("Documents", len(report.evidence.documents), _DOCUMENTS, "documents.csv")
    yield from _table(HEADER, [rows.row(position) for position in worst(report, _DOCUMENTS)])
    yield ""
    yield "The worst come first. A question mark means weakly evidenced, inferred or in conflict."


def _groups(report: Report) -> Iterator[str]:
    if report.evidence.groups:
        yield from _section("Groups", len(report.evidence.groups), _GROUPS, "groups.csv")
        for number, group in enumerate(report.evidence.groups[:_GROUPS], 1):
            yield from _group(report, number, group)


def _group(report: Report, number: int, group: Group) -> Iterator[str]:
    ids = Ids(report.evidence.documents)
    yield f"{number}. keep **{escaped(ids[group.keep])}** ({escaped(group.why)}); {size(group)}"
    rows = zip(group.members, group.similarity, group.measured(), strict=True)
    for member, similarity, measure in islice(rows, _MEMBERS):
        if member != group.keep:
            alike = percent(similarity) + (" of the letters" if measure == "aligned" else "") + " like "
            alike += escaped(ids[group.representative])
            yield f"   - {escaped(ids[member])}" + (f", {alike}" if member != group.representative else "")
    if len(group.members) > _MEMBERS:
        yield f"   - {len(group.members) - _MEMBERS:,} more in groups.csv"


def _repeats(report: Report) -> Iterator[str]:
    ids = Ids(report.evidence.documents)
    rows = [
        (ids[position], *row) for position, repeats in enumerate(report.evidence.repeats) for row in _repeated(repeats)
    ]
    if rows:
        yield from _section("Repeated inside one file", len(rows), _REPEATS, "passages.csv")
        yield from _table(("document", "what", "first", "again", "keep", "redundant"), rows[:_REPEATS])


def _repeated(repeats: Repeats) -> Iterator[tuple[str, ...]]:
    keep = "-" if repeats.keep is None else _span(repeats.keep)
    for what, overlaps in (("page or passage", repeats.pages), ("title or lead", repeats.leads)):
        for overlap in overlaps:
            yield what, _span(overlap.left), _span(overlap.right), keep, percent(repeats.share)


def _passages(report: Report) -> Iterator[str]:
    passages = Passages.of(report.evidence.passages)
    shared = np.flatnonzero(passages.shared)
    if len(shared):
        yield from _section("Passages shared by documents", len(shared), _PASSAGES, "passages.csv")
        ids = Ids(report.evidence.documents)
        rows = [
            (str(number), *row)
            for number, passage in enumerate(passages.take(shared[:_PASSAGES]), 1)
            for row in _shared(ids, passage)
        ]
        yield from _table(("passage", "document", "place", "words", "alike", "kind"), rows)


def _shared(ids: Ids, passage: Passage) -> Iterator[tuple[str, ...]]:
    for carrier in passage.carriers[:_CARRIERS]:
        yield (
            ids[carrier.document],
            _span(carrier.span),
            str(carrier.words),
            percent(carrier.similarity),
            "stock" if passage.stock or passage.boilerplate else carrier.kind,
        )
    if len(passage.carriers) > _CARRIERS:
        yield f"{len(passage.carriers) - _CARRIERS:,} more in passages.csv", "", "", "", ""


def _findings(report: Report) -> Iterator[str]:
    if report.findings:
        yield from _section("Findings", len(report.findings), _FINDINGS, "findings.csv")
        rows = [
            (
                finding.code,
                finding.severity,
                finding.path + ("" if finding.line is None else f":{finding.line}"),
                "-" if finding.span is None else _span(finding.span),
                finding.message,
            )
            for finding in report.findings[:_FINDINGS]
        ]
        yield from _table(("code", "severity", "where", "place", "message"), rows)


def _settings(config: Config) -> Iterator[str]:
    yield ""
    yield "## Settings"
    yield ""
    yield f"- threshold: {config.grouping.threshold:g}"
    yield f"- keep: {escaped(', '.join(config.grouping.keep))}"
    yield f"- fewest words of a passage: {config.aligning.min_words}"
    for name, codes in (("select", config.judging.select), ("ignore", config.judging.ignore)):
        yield f"- {name}: {escaped(', '.join(codes)) or '-'}"
    yield f"- as of: {config.attributing.as_of or '-'}"
    yield f"- encoding: {escaped(config.reading.encoding or 'detected')}"
    yield ""
    yield "Places are half-open ranges of code points in the document's own text."


def _section(title: str, total: int, limit: int, file: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    if total > limit:
        yield f"{limit:,} of {count(total, 'row')}; all are in {file}."
        yield ""


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    # Every cell is padded to the widest of its column.
    cells = [[escaped(shorten(cell, _WIDEST)) for cell in row] for row in rows]
    yield piped(header, cells) if cells else "None."


def _span(span: Span) -> str:
    return f"{span.start}-{span.end}"
