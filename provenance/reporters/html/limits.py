"""From a report of any size to one whose tables a browser can hold, and a sentence that says what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.documents import Documents
from provenance.model.passages import Passages
from provenance.reporters.display import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Evidence, Finding, Group, Pairs, Passage, Report

# Rows of each table, at most.  A page with all of these opens in some seconds.
DOCUMENTS, PAIRS, PASSAGES, FINDINGS = 100_000, 250_000, 50_000, 100_000


def limited(report: Report) -> tuple[Report, str]:
    """Return *report* with its first rows, as many as a page takes, and what that leaves out ("" for nothing).

    Documents stay in their order and keep their positions; pairs, groups and passages stay with the documents that they
    are about.
    """
    evidence = report.evidence
    if not _large(report):
        return report, ""
    some = _evidence(evidence)
    findings = tuple(_findings(report.findings, len(some.documents)))
    counts = (
        (len(some.documents), len(evidence.documents), "document"),
        (len(some.pairs), len(evidence.pairs), "pair"),
        (len(some.passages), len(evidence.passages), "passage"),
        (len(findings), len(report.findings), "finding"),
    )
    left = [f"{shown:,} of {count(total, noun)}" for shown, total, noun in counts if shown < total]
    return attrs.evolve(report, evidence=some, findings=findings), ", ".join(left)


def _large(report: Report) -> bool:
    evidence = report.evidence
    return (
        len(evidence.documents) > DOCUMENTS
        or len(evidence.pairs) > PAIRS
        or len(evidence.passages) > PASSAGES
        or len(report.findings) > FINDINGS
    )


def _evidence(evidence: Evidence) -> Evidence:
    documents = min(len(evidence.documents), DOCUMENTS)
    return attrs.evolve(
        evidence,
        documents=Documents.of(evidence.documents).head(documents),
        words=evidence.words[:documents],
        pairs=_pairs(evidence.pairs, documents),
        groups=tuple(_groups(evidence.groups, documents)),
        passages=_passages(evidence.passages, documents)[:PASSAGES],
        repeats=evidence.repeats[:documents],
        attributions=evidence.attributions[:documents],
        traits=evidence.traits[:documents],
        ledgers=evidence.ledgers[:documents],
        derivations=tuple(
            derivation
            for derivation in evidence.derivations
            if derivation.original < documents and derivation.copy < documents
        ),
        gaps={stage: {one for one in positions if one < documents} for stage, positions in evidence.gaps.items()},
    )


def _pairs(pairs: Pairs, documents: int) -> Pairs:
    """Return the pairs of the first *documents*: where these are too many, the most similar ones, in their order."""
    slots = np.flatnonzero((pairs.left < documents) & (pairs.right < documents))
    if len(slots) > PAIRS:
        strongest = np.argsort(-pairs.similarity[slots], kind="stable")[:PAIRS]
        slots = slots[np.sort(strongest)]
    return type(pairs)(*(getattr(pairs, field.name)[slots] for field in attrs.fields(type(pairs))))


def _groups(groups: tuple[Group, ...], documents: int) -> Iterator[Group]:
    """Yield the groups of the first *documents*; one that reaches beyond them has those only."""
    for group in groups:
        kept = [at for at, member in enumerate(group.members) if member < documents]
        if len(kept) == len(group.members):
            yield group
        elif kept:
            members = tuple(group.members[at] for at in kept)
            yield attrs.evolve(
                group,
                members=members,
                similarity=tuple(group.similarity[at] for at in kept),
                measures=tuple(group.measures[at] for at in kept) if group.measures else (),
                keep=group.keep if group.keep < documents else members[0],
                representative=group.representative if group.representative < documents else members[0],
            )


def _passages(passages: Sequence[Passage], documents: int) -> Passages:
    """Return the passages of the first *documents*, with the carriers that are among these."""
    found = Passages.of(passages)
    inside = found.carriers["document"] < documents
    if inside.all():
        return found
    sizes = np.add.reduceat(inside.astype(np.int64), found.bounds[:-1])
    some = np.flatnonzero(sizes)
    bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes[some])))
    flags = (found.quoted[some], found.stock[some], found.boilerplate[some])
    return Passages(found.carriers[inside], bounds, *flags)


def _findings(findings: tuple[Finding, ...], documents: int) -> Iterator[Finding]:
    room = FINDINGS
    for finding in findings:
        if (finding.document is None or finding.document < documents) and room:
            room -= 1
            places = tuple(place for place in finding.evidence if place.document < documents)
            yield finding if len(places) == len(finding.evidence) else attrs.evolve(finding, evidence=places)
