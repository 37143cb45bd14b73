"""From documents to what lies between them: pairs, groups, passages, derivations."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.documents import Names, names
from provenance.pipeline.sparing import sparing_pairs, sparing_texts
from provenance.pipeline.watching import aligned, compared, printed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.alignment.shared import Shared
    from provenance.corpus import Corpus
    from provenance.model import Derivation, Evidence, Group, Pairs, Sketches
    from provenance.pipeline.stages import Stages
    from provenance.settings import Config


def between_documents(
    evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, stages: Stages
) -> Evidence:
    """Return *evidence* with what lies between documents: pairs, groups, passages, derivations.

    Passages and derivations that cannot be found because of a fault of ours are missing: groups stand without them.
    """
    if "group" in stages:
        evidence = _grouped(evidence, corpus, sketches, config, stages)
    if "passages" in stages:
        with stages.faults.sparing("passages"):
            evidence = _passages(evidence, corpus, sketches, config, stages)
    if "derive" in stages:
        with stages.faults.sparing("derive"):
            evidence = _derived(evidence, corpus, stages)
    return evidence


def _grouped(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, stages: Stages) -> Evidence:
    from provenance.grouping import group
    from provenance.sketch import shingled

    started = time.perf_counter()
    stages.tell("group", 0, 0)
    grouping = group(
        sketches,
        compared(lambda positions: shingled(corpus.parts(positions)), stages),
        Names(evidence.documents),
        config.grouping,
    )
    stages.timed("group", started, corpus)
    return attrs.evolve(
        evidence, pairs=grouping.pairs, groups=grouping.groups, notices=evidence.notices + grouping.notices
    )


def _passages(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, stages: Stages) -> Evidence:
    """Return *evidence* with passages, ledgers, and the pairs of documents that share a passage below the threshold."""
    from provenance.alignment import find_overlaps

    started = time.perf_counter()
    sources = [attribution.source for attribution in evidence.attributions]
    total, ranks = len(corpus.documents), _earliest_first(evidence)
    recall = stages.cache.carried(stages.keys) if stages.cache is not None and stages.keys else None
    shared = find_overlaps(
        stages.watched("passages", corpus.texts(), total),
        evidence.text,
        config.aligning,
        ranks=ranks,
        sources=sources or None,
        repeats=[(*repeats.pages, *repeats.leads) for repeats in evidence.repeats],
        recall=sparing_pairs(aligned(recall, ranks, stages), corpus, stages.faults),
    )
    stages.timed("passages", started, corpus)
    evidence = attrs.evolve(evidence, passages=shared.passages, ledgers=shared.ledgers)
    if "group" not in stages or not shared.overlaps:
        return evidence
    from provenance.grouping.ties import tie
    from provenance.sketch import shingled

    started = time.perf_counter()
    stages.tell("tie", 0, 0)
    told = _said_by_more_than_form(shared)
    pairs = tie(
        evidence.pairs,
        (shared.earlier[told], shared.later[told]),
        [shared.overlaps[at] for at in told],
        sketches.words,
        lambda positions: shingled(corpus.parts(positions)),
    )
    stages.timed("tie", started, corpus)
    return attrs.evolve(evidence, pairs=pairs)


def _said_by_more_than_form(shared: Shared) -> list[int]:
    """Return which overlaps are of passages that are neither stock phrases nor boilerplate: form alone ties nobody."""
    form = {
        (carrier.document, carrier.span)
        for passage in shared.passages
        if passage.stock or passage.boilerplate
        for carrier in passage.carriers
    }
    later = shared.later.tolist()
    return [at for at, overlap in enumerate(shared.overlaps) if (later[at], overlap.right) not in form]


def _earliest_first(evidence: Evidence) -> NDArray[np.int64]:
    """Return the positions of the documents by date of publication, then by id; those without a date come last.

    Behind them, as they stand, come those without words, which share nothing: to sort ten million takes a gigabyte.
    """
    attributions, worded = evidence.attributions, np.flatnonzero(evidence.words)
    ids, places = names(evidence.documents, worded), worded.tolist()
    dates = [attributions[at].published or "~" for at in places] if attributions else [""] * len(places)
    ranks = np.array([at for _, _, at in sorted(zip(dates, ids, places, strict=True))], np.int64)
    return np.concatenate((ranks, np.flatnonzero(evidence.words == 0)))


def _derived(evidence: Evidence, corpus: Corpus, stages: Stages) -> Evidence:
    from provenance.derivation import derive, independent_sources, settle

    started = time.perf_counter()
    pairs: Pairs
    derivations: tuple[Derivation, ...]
    recall = stages.cache.printed(stages.keys) if stages.cache is not None and stages.keys else None
    recall = sparing_texts(printed(recall, evidence.pairs, stages), corpus, stages.faults)
    pairs, derivations = derive(evidence.pairs, evidence.attributions, evidence.text, evidence.groups, recall)
    groups: tuple[Group, ...] = settle(
        evidence.groups,
        evidence.attributions,
        evidence.repeats,
        evidence.traits,
        evidence.words,
        Names(evidence.documents),
        derivations,
    )
    groups = independent_sources(groups, evidence.attributions, derivations)
    stages.timed("derive", started, corpus)
    return attrs.evolve(evidence, pairs=pairs, groups=groups, derivations=derivations)
