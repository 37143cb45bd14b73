"""From a report to the explanation of one of its documents, and from a single text to such a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.corpus import Corpus, batch_of
from provenance.documents import Ids
from provenance.model import CONFIDENCES, DIRECTIONS, MEASURES, RELATIONS, Attribution, Evidence, Report
from provenance.pipeline import no_pairs
from provenance.pipeline.documents import STAGES, each_document
from provenance.pipeline.run import Run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import Derivation, Document, Notice, Pairs
    from provenance.reporters.document import Explanation, Related
    from provenance.settings import Config

MAX_RELATED = 1000  # related documents explained, the most similar first


def audit_text(document: Document, text: str, notices: Sequence[Notice], config: Config) -> Report:
    """Return the report of a single *text*: its form, repeats and claims, and the findings of rules on them."""
    from provenance import rules
    from provenance.readers import reread
    from provenance.sketch import sketch

    batch = batch_of([text])
    header = len(text[: document.header].encode("utf-8", "surrogatepass"))
    batch = attrs.evolve(batch, documents=(document,), starts=np.array([header], np.int64), notices=tuple(notices))
    corpus = Corpus(config.reading, reread, None)
    corpus.add(batch)
    evidence = Evidence(
        documents=(document,),
        words=sketch(batch).words,
        text=corpus.text,
        pairs=no_pairs(),
        notices=tuple(notices),
    )
    run = Run(frozenset(STAGES))
    evidence = each_document(evidence, corpus, config, run)
    findings = rules.judge(
        evidence, config.judging, config.attributing, config.aligning, extent=config.extent, faults=run.faults
    )
    return Report(run.faults.added_to(evidence), findings, (), rules.described)


def explain(report: Report, position: int, config: Config, *, alone: bool) -> Explanation:
    """Return the explanation of the document at *position*; *alone*: no other document was read."""
    from provenance.attribution.explain import why
    from provenance.derivation.why import facts
    from provenance.reporters.document import Explanation

    evidence = report.evidence
    document, text = evidence.documents[position], evidence.text(position)
    attribution = evidence.attributions[position] if evidence.attributions else Attribution(())
    own = [finding for finding in report.findings if finding.document == position]
    rows = [] if alone else _pairs_of(evidence.pairs, position)
    derivations = _derivations_by_other(evidence.derivations, position)
    groups = [numbered for numbered in enumerate(evidence.groups, 1) if position in numbered[1].members]
    steps = why(attribution, config.attributing)
    return Explanation(
        document=document,
        text=text,
        words=int(evidence.words[position]),
        attribution=attribution,
        steps=steps,
        findings=tuple((finding, report.rule(finding.code)[0]) for finding in own),
        alone=alone,
        notices=tuple(notice for notice in evidence.notices if _about(notice, document)),
        group=groups[0] if groups else None,
        ids=tuple(Ids(evidence.documents)) if groups else (),
        shown=facts(attribution, text),
        related=tuple(_related(report, position, row, derivations) for row in rows[:MAX_RELATED]),
        more=max(0, len(rows) - MAX_RELATED),
    )


def _about(notice: Notice, document: Document) -> bool:
    return notice.path == document.path and notice.line in (None, document.line)


def _pairs_of(pairs: Pairs, position: int) -> list[int]:
    """Return the rows of the pairs of one document, the most similar first."""
    rows = np.flatnonzero((pairs.left == position) | (pairs.right == position))
    containment = np.maximum(pairs.left_in_right[rows], pairs.right_in_left[rows])
    ordered: list[int] = rows[np.lexsort((rows, -containment, -pairs.similarity[rows]))].tolist()
    return ordered


def _related(report: Report, position: int, row: int, derivations: Mapping[int, Derivation]) -> Related:
    from provenance.derivation.why import facts
    from provenance.reporters.document import Related

    evidence, pairs = report.evidence, report.evidence.pairs
    left, right = int(pairs.left[row]), int(pairs.right[row])
    here = left == position
    other = right if here else left
    direction = DIRECTIONS[int(pairs.direction[row])]
    role = direction if direction in ("", "undecided") else "copy" if (direction == "left") == here else "original"
    derivation = derivations.get(other)
    attribution = evidence.attributions[other] if evidence.attributions else Attribution(())
    shares = float(pairs.left_in_right[row]), float(pairs.right_in_left[row])
    reasons = derivation.reasons if derivation else ()
    if role == "undecided" and not reasons:
        reasons = _undecidable(evidence, position, other)
    return Related(
        id=Ids(evidence.documents)[other],
        relation=RELATIONS[int(pairs.relation[row])],
        jaccard=float(pairs.jaccard[row]),
        measure=MEASURES[int(pairs.measure[row])],
        own=shares[not here],
        others=shares[here],
        role=role,
        kind=derivation.kind if derivation else "",
        confidence=CONFIDENCES[int(pairs.confidence[row])] or None,
        reasons=reasons,
        shown=facts(attribution, evidence.text(other)),
    )


def _derivations_by_other(derivations: Sequence[Derivation], position: int) -> dict[int, Derivation]:
    """Return the derivations of one document, keyed by the other document."""
    return {
        one.copy if one.original == position else one.original: one
        for one in derivations
        if position in (one.original, one.copy)
    }


def _undecidable(evidence: Evidence, one: int, two: int) -> tuple[str, ...]:
    from provenance.derivation.why import undecidable

    if not evidence.attributions:
        return ()
    first, second = ((Ids(evidence.documents)[at], evidence.attributions[at], evidence.text(at)) for at in (one, two))
    return undecidable(first, second)
