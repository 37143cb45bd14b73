"""The stages between documents: pairs, groups, passages, derivations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.documents import Ids, ids_at
from provenance.model.passages import Overlaps
from provenance.pipeline.keeping import kept
from provenance.pipeline.misreading import noisy_notices
from provenance.pipeline.pages import PagesAhead
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.alignment.shared import Shared
    from provenance.corpus import Corpus
    from provenance.derivation.profiles import PageFacts
    from provenance.model import Evidence, Sketches
    from provenance.pipeline.run import Run
    from provenance.settings import Config

MIN_FORKED = 10_000  # pairs from which several processes are worth starting


def between_documents(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    """Return *evidence* with pairs, groups, passages and derivations.

    A fault in passages or derivations leaves these empty; pairs and groups stand without them.
    """
    if "group" in run:
        evidence = _grouped(evidence, corpus, sketches, config, run)
    pages: dict[int, PageFacts] = {}
    if "keep" in run and evidence.groups:
        with run.faults.caught("keep"):
            evidence = kept(evidence, corpus, config, run, pages if "derive" in run else None)
    with PagesAhead(corpus, config, run, pages) as ahead:
        if "passages" in run:
            with run.faults.caught("passages"):
                evidence = _passages(evidence, corpus, config, run, ahead)
        if "derive" in run:
            with run.faults.caught("derive"):
                evidence = _derived(evidence, corpus, config, run, ahead.found())
    return evidence


def _grouped(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    from provenance.grouping import group
    from provenance.grouping.templates import with_templates
    from provenance.sketch import shingle_sets_of

    def shingles(positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        return shingle_sets_of(corpus.buffers(positions))

    with run.timed("group", corpus):
        grouping = group(sketches, shingles, Ids(evidence.documents), config.grouping, corpus.columns)
        pairs = with_templates(grouping.pairs, sketches.words, corpus.columns)
    notices = evidence.notices + grouping.notices
    if "inspect" in run and not config.grouping.noisy:
        notices += noisy_notices(corpus)
    return attrs.evolve(evidence, pairs=pairs, groups=grouping.groups, notices=notices)


def _passages(evidence: Evidence, corpus: Corpus, config: Config, run: Run, ahead: PagesAhead) -> Evidence:
    """Return *evidence* with passages, ledgers, and the pairs of documents that share a passage below the threshold."""
    with run.timed("passages", corpus):
        shared, lengths = _shared(evidence, corpus, config, run, ahead)
    evidence = attrs.evolve(evidence, passages=shared.passages, ledgers=shared.ledgers)
    if "group" not in run or not shared.overlaps:
        return evidence
    from provenance.grouping.ties import tie
    from provenance.pipeline.forms import with_forms, without_boilerplate
    from provenance.sketch import shingle_sets_of

    with run.timed("tie", corpus):
        substantial, forms = without_boilerplate(shared, lengths, evidence.text)
        pairs, notices = tie(
            evidence.pairs,
            (shared.earlier[substantial], shared.later[substantial]),
            Overlaps(shared.overlaps.rows[substantial]),
            evidence.words,
            lambda positions: shingle_sets_of(corpus.buffers(positions)),
            evidence.text,
        )
        pairs = with_forms(pairs, evidence.pairs, (shared.earlier[forms], shared.later[forms]), len(evidence.words))
    return attrs.evolve(evidence, pairs=pairs, notices=evidence.notices + notices)


def _shared(
    evidence: Evidence, corpus: Corpus, config: Config, run: Run, ahead: PagesAhead
) -> tuple[Shared, Sequence[int]]:
    """Return what documents share, and their lengths."""
    from provenance.alignment.blocks import blocks
    from provenance.alignment.meetings import meetings
    from provenance.alignment.shared import collected, shared
    from provenance.pipeline.carrying import Carrying
    from provenance.pipeline.origins import origins

    met = meetings(run.watched("passages", corpus.texts(), len(corpus.documents)), _earliest_first(evidence))
    run.give_back(corpus)
    whose = origins(evidence)
    common = blocks(met, whose, evidence.texts, config.aligning.min_words)
    later, rows = collected(Carrying(corpus, config, run).of(met))
    lengths = met.lengths
    del met  # it takes as much memory as what follows
    run.give_back(corpus)
    # From here until derivations are asked for, most work is on one processor.
    ahead.begin(distinct(np.concatenate((later, rows["document"]))))
    found = shared(
        (later, rows),
        lengths,
        evidence.text,
        config.aligning,
        origins=whose,
        texts=evidence.texts,
        common=common,
        repeats=[(*repeats.pages, *repeats.leads) for repeats in evidence.repeats],
    )
    return found, lengths


def _earliest_first(evidence: Evidence) -> NDArray[np.int64]:
    """Return the positions of the documents by date of publication, then by id; those without a date come last.

    Documents without words follow in corpus order: they share nothing, and sorting ten million takes a gigabyte.
    """
    attributions, worded = evidence.attributions, np.flatnonzero(evidence.words)
    ids, places = ids_at(evidence.documents, worded), worded.tolist()
    dates = [attributions[at].published or "~" for at in places] if attributions else [""] * len(places)
    # By one key after the other: to compare pairs of strings takes three times as long.
    order = sorted(range(len(places)), key=ids.__getitem__)
    order.sort(key=dates.__getitem__)
    return np.concatenate((worded[order], np.flatnonzero(evidence.words == 0)))


def _derived(evidence: Evidence, corpus: Corpus, config: Config, run: Run, found: dict[int, PageFacts]) -> Evidence:
    from provenance.derivation import derive, independent_sources
    from provenance.derivation.spread import alone
    from provenance.pipeline.pages import Pages
    from provenance.pipeline.spread import Spread

    with run.timed("derive", corpus):
        pages = Pages(evidence, corpus, config, run, found)
        spread = Spread(config, run.faults).map if len(evidence.pairs) >= MIN_FORKED else alone
        derived = derive(evidence.pairs, evidence.attributions, evidence.text, pages, spread=spread)
        groups = independent_sources(evidence.groups, evidence.attributions, derived.derivations)
    return attrs.evolve(
        evidence,
        pairs=derived.pairs,
        groups=groups,
        derivations=derived.derivations,
        taken=derived.taken,
        pair_sources=derived.pair_sources,
    )
