"""The stages between documents: pairs, groups, passages, derivations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.documents import Ids, ids_at
from provenance.model.passages import Overlaps
from provenance.pipeline.keeping import kept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.alignment.shared import Shared
    from provenance.corpus import Corpus
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
    if "keep" in run and evidence.groups:
        with run.faults.caught("keep"):
            evidence = kept(evidence, corpus, config, run)
    if "passages" in run:
        with run.faults.caught("passages"):
            evidence = _passages(evidence, corpus, sketches, config, run)
    if "derive" in run:
        with run.faults.caught("derive"):
            evidence = _derived(evidence, corpus, config, run)
    return evidence


def _grouped(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    from provenance.grouping import group
    from provenance.grouping.templates import with_templates
    from provenance.sketch import shingle_sets_of

    def shingles(positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        return shingle_sets_of(corpus.buffers(positions))

    with run.timed("group", corpus):
        grouping = group(sketches, shingles, Ids(evidence.documents), config.grouping)
        pairs = with_templates(grouping.pairs, sketches.words, corpus.columns)
    notices = evidence.notices + grouping.notices
    return attrs.evolve(evidence, pairs=pairs, groups=grouping.groups, notices=notices)


def _passages(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    """Return *evidence* with passages, ledgers, and the pairs of documents that share a passage below the threshold."""
    with run.timed("passages", corpus):
        shared = _shared(evidence, corpus, config, run)
    evidence = attrs.evolve(evidence, passages=shared.passages, ledgers=shared.ledgers)
    if "group" not in run or not shared.overlaps:
        return evidence
    from provenance.grouping.ties import tie
    from provenance.sketch import shingle_sets_of

    with run.timed("tie", corpus):
        substantial = without_boilerplate(shared)
        pairs, notices = tie(
            evidence.pairs,
            (shared.earlier[substantial], shared.later[substantial]),
            Overlaps(shared.overlaps.rows[substantial]),
            sketches.words,
            lambda positions: shingle_sets_of(corpus.buffers(positions)),
            evidence.text,
        )
    return attrs.evolve(evidence, pairs=pairs, notices=evidence.notices + notices)


def _shared(evidence: Evidence, corpus: Corpus, config: Config, run: Run) -> Shared:
    """Return what documents share.  Where they meet, which takes as much memory, is forgotten here."""
    from provenance.alignment.meetings import meetings
    from provenance.alignment.shared import shared
    from provenance.pipeline.carrying import Carrying

    met = meetings(run.watched("passages", corpus.texts(), len(corpus.documents)), _earliest_first(evidence))
    sources = [attribution.source for attribution in evidence.attributions]
    return shared(
        Carrying(corpus, config, run).of(met),
        met.lengths,
        evidence.text,
        config.aligning,
        sources=sources or None,
        repeats=[(*repeats.pages, *repeats.leads) for repeats in evidence.repeats],
    )


def without_boilerplate(shared: Shared) -> NDArray[np.int64]:
    """Return the indices of overlaps that are neither stock phrases nor boilerplate, which relate no documents."""
    passages, rows = shared.passages, shared.overlaps.rows
    if not passages.form.any():
        return np.arange(len(rows))
    carriers = passages.carriers[np.repeat(passages.form, passages.sizes)]
    known = tuple(carriers[name] for name in ("document", "start", "end"))
    places = shared.later, rows["right_start"], rows["right_end"]
    # Equal places lie side by side, and have one number.
    columns = [np.concatenate(both) for both in zip(known, places, strict=True)]
    order = np.lexsort(columns)
    changes = np.any([np.diff(column[order], prepend=-1) != 0 for column in columns], axis=0)
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.cumsum(changes) - 1
    form = np.zeros(len(order), np.bool_)
    form[numbers[: len(carriers)]] = True
    return np.flatnonzero(~form[numbers[len(carriers) :]])


def _earliest_first(evidence: Evidence) -> NDArray[np.int64]:
    """Return the positions of the documents by date of publication, then by id; those without a date come last.

    Documents without words follow in corpus order: they share nothing, and sorting ten million takes a gigabyte.
    """
    attributions, worded = evidence.attributions, np.flatnonzero(evidence.words)
    ids, places = ids_at(evidence.documents, worded), worded.tolist()
    dates = [attributions[at].published or "~" for at in places] if attributions else [""] * len(places)
    ranks = np.array([at for _, _, at in sorted(zip(dates, ids, places, strict=True))], np.int64)
    return np.concatenate((ranks, np.flatnonzero(evidence.words == 0)))


def _derived(evidence: Evidence, corpus: Corpus, config: Config, run: Run) -> Evidence:
    from provenance.derivation import derive, independent_sources
    from provenance.derivation.spread import alone
    from provenance.pipeline.pages import Pages
    from provenance.pipeline.spread import Spread

    with run.timed("derive", corpus):
        pages = Pages(evidence, corpus, config, run)
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
