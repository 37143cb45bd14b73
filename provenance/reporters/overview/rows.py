"""From a report to what people look at first: the counts, and a row per document with the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.documents import Ids
from provenance.model import SEVERITIES
from provenance.reporters.by_document import codes_by_document, groups_by_document
from provenance.reporters.display import count, percent
from provenance.reporters.overview.to_do import sentences, to_do

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Attribution, Evidence, Group, Report

HEADER = ("document", "source", "date", "title", "overlap", "findings")
# The kinds of notices about inputs that were not analysed, or not as they are.
_LEFT_OUT = ("unreadable", "broken record", "no text", "not decodable", "over limit", "passed over")


def summary(report: Report) -> Iterator[str]:
    """Yield the sentences above the table: what was read and found, what to do about it, and what was not analysed."""
    said = ", ".join(_found(report))
    yield count(len(report.evidence.documents), "document") + (f": {said}" if said else "")
    if "rules" not in report.left_out:
        yield f"findings: {severities(report)}"
    yield from sentences(to_do(report))
    kinds = [f"{number:,} {kind}" for kind, number in left_out(report.evidence).items()]
    if kinds:
        yield f"not analysed: {', '.join(kinds)}"


def left_out(evidence: Evidence) -> dict[str, int]:
    """Return how many inputs were not analysed, or not as they are, by the kind of their notices."""
    found = dict.fromkeys(_LEFT_OUT, 0)
    for notice in evidence.notices:
        # A limit without a path is about listed pairs: every input was analysed.
        if notice.path and notice.kind in found:
            found[notice.kind] += notice.count
    return {kind: number for kind, number in found.items() if number}


def columns_shown(report: Report) -> tuple[str, ...]:
    """Return the columns of HEADER for which a stage ran."""
    hidden = () if report.evidence.attributions else ("source", "date", "title")
    if not _grouped(report) and not report.evidence.repeats:
        hidden = (*hidden, "overlap")
    return tuple(name for name in HEADER if name not in hidden)


def _found(report: Report) -> Iterator[str]:
    """Yield the findings of each stage that ran."""
    evidence = report.evidence
    if _grouped(report):
        copies = sum(len(group.members) - 1 for group in evidence.groups)
        yield f"{count(len(evidence.groups), 'group')} with {count(copies, 'copy', 'copies')}"
        yield count(len(evidence.pairs), "pair")
    if evidence.repeats:
        repeated = sum(1 for repeats in evidence.repeats if repeats.share)
        yield f"{repeated:,} repeated in {'its own file' if repeated == 1 else 'their own files'}"


def _grouped(report: Report) -> bool:
    return bool(len(report.evidence.pairs)) or any(timing.stage == "group" for timing in report.timings)


def severities(report: Report) -> str:
    """Return how many findings of each severity there are, in words."""
    found: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
    for finding in report.findings:
        found[finding.severity] += finding.count
    named = zip(SEVERITIES, ("error", "warning", "note"), strict=True)
    return ", ".join(count(found[severity], noun) for severity, noun in named if found[severity]) or "none"


def worst(report: Report, rows: int) -> list[int]:
    """Return the positions of the *rows* worst documents: by errors, warnings, redundant share, then their order."""
    from heapq import nsmallest

    weights: dict[int, list[int]] = {}
    for finding in report.findings:
        if finding.document is not None and finding.severity != "info":
            weights.setdefault(finding.document, [0, 0])[finding.severity == "warning"] += 1
    repeats = report.evidence.repeats

    def order(position: int) -> tuple[int, int, float, int]:
        errors, warnings = weights.get(position, (0, 0))
        return -errors, -warnings, -repeats[position].share if repeats else 0.0, position

    return nsmallest(rows, range(len(report.evidence.documents)), key=order)


def size(group: Group) -> str:
    """Return how many documents *group* has, and how many independent sources where derivations say so."""
    said = count(len(group.members), "document")
    sources = group.independent_sources
    return said if sources is None else f"{said}, {count(sources, 'independent source')}"


def largest(report: Report, most: int) -> Iterator[str]:
    """Yield a sentence for each of the *most* largest groups, in their order, and how many more there are."""
    groups = report.evidence.groups
    if not groups or not most or "keep" in report.left_out:
        return
    chosen = sorted(range(len(groups)), key=lambda at: (-len(groups[at].members), at))[:most]
    ids = Ids(report.evidence.documents)
    for at in sorted(chosen):
        yield f"group {at + 1}: {size(groups[at])}; keep {ids[groups[at].keep]}"
    if len(groups) > most:
        yield count(len(groups) - most, "more group")


class Rows:
    """The rows of a report's documents, in the columns of HEADER, as plain text of any length."""

    def __init__(self, report: Report) -> None:
        self._evidence = report.evidence
        self._ids = Ids(report.evidence.documents)
        self._codes = codes_by_document(report)
        self._groups = groups_by_document(report)

    def row(self, position: int) -> tuple[str, ...]:
        """Return the row of the document at *position*."""
        unknown = not self._evidence.attributions or self._evidence.lacks("attribute", position)
        return (
            self._ids[position],
            *_said(None if unknown else self._evidence.attributions[position]),
            "; ".join(self._overlaps(position)) or "-",
            " ".join(self._codes.get(position, ())) or "-",
        )

    def _overlaps(self, position: int) -> Iterator[str]:
        if self._evidence.repeats and self._evidence.repeats[position].share:
            yield f"{percent(self._evidence.repeats[position].share)} repeated"
        at = self._groups.get(position)
        if at is not None:
            group = self._evidence.groups[at]
            if group.keep == position:
                yield f"group {at + 1}: keep"
            else:
                yield f"group {at + 1}: {percent(self._similarity(position, group.keep, at))}"

    def _similarity(self, member: int, keep: int, at: int) -> float:
        """Return a member's similarity to the one to keep, or where that pair is not listed to the representative."""
        pairs = self._evidence.pairs
        # Keys of the column's own type: with another one, searchsorted copies the whole column.
        place = pairs.left.dtype.type
        left, right = place(min(member, keep)), place(max(member, keep))
        first, last = (int(pairs.left.searchsorted(left, side)) for side in ("left", "right"))
        slot = first + int(pairs.right[first:last].searchsorted(right))
        if slot < last and pairs.right[slot] == right:
            return pairs.alike(slot)
        group = self._evidence.groups[at]
        return group.similarity[group.members.index(member)]


def _day(published: str) -> str:
    """Return an EDTF date for people: without its time, and the dates of a choice with "or" between them."""
    days = [day.partition("T")[0] for day in published.strip("[]").split(",")]
    return " or ".join(days)


def _said(attribution: Attribution | None) -> tuple[str, str, str]:
    """Return source, date and title; "?" marks what is in conflict, inferred or weakly evidenced."""
    if attribution is None:
        return "-", "-", "-"
    weak = attribution.source_standing in {"conflict", "inferred"} or attribution.source_confidence == "low"
    doubtful = attribution.published_standing in {"conflict", "inferred"}
    return (
        attribution.source + "?" * weak if attribution.source else "-",
        _day(attribution.published) + "?" * doubtful if attribution.published else "-",
        attribution.title or "-",
    )
