"""The stages between documents: pairs, groups, passages, derivations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.documents import Ids, ids_at
from provenance.model import Overlap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.carried import About, Parts, Told
    from provenance.alignment.shared import Shared
    from provenance.corpus import Corpus
    from provenance.derivation.standing import Printed
    from provenance.model import Evidence, Sketches
    from provenance.pipeline.run import Run
    from provenance.settings import Config

# The passages that a document carries: for each other document, by its index among those it meets, the overlaps and
# the words of both sides.
Carried = list[tuple[int, list[tuple[Overlap, tuple[int, int]]]]]


def between_documents(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    """Return *evidence* with pairs, groups, passages and derivations.

    A fault in passages or derivations leaves these empty; pairs and groups stand without them.
    """
    if "group" in run:
        evidence = _grouped(evidence, corpus, sketches, config, run)
    if "passages" in run:
        with run.faults.caught("passages"):
            evidence = _passages(evidence, corpus, sketches, config, run)
    if "derive" in run:
        with run.faults.caught("derive"):
            evidence = _derived(evidence, corpus, run)
    return evidence


def _grouped(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    from provenance.grouping import group
    from provenance.sketch import shingle_sets_of

    def shingles(positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        return shingle_sets_of(corpus.buffers(positions))

    with run.timed("group", corpus):
        grouping = group(sketches, shingles, Ids(evidence.documents), config.grouping)
    notices = evidence.notices + grouping.notices
    return attrs.evolve(evidence, pairs=grouping.pairs, groups=grouping.groups, notices=notices)


def _passages(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    """Return *evidence* with passages, ledgers, and the pairs of documents that share a passage below the threshold."""
    from provenance.alignment import find_overlaps

    sources = [attribution.source for attribution in evidence.attributions]
    with run.timed("passages", corpus):
        ranks = _earliest_first(evidence)
        shared = find_overlaps(
            run.watched("passages", corpus.texts(), len(corpus.documents)),
            evidence.text,
            config.aligning,
            ranks=ranks,
            sources=sources or None,
            repeats=[(*repeats.pages, *repeats.leads) for repeats in evidence.repeats],
            recall=_recall(corpus, ranks, run),
        )
    evidence = attrs.evolve(evidence, passages=shared.passages, ledgers=shared.ledgers)
    if "group" not in run or not shared.overlaps:
        return evidence
    from provenance.grouping.ties import tie
    from provenance.sketch import shingle_sets_of

    with run.timed("tie", corpus):
        substantial = _without_form(shared)
        pairs = tie(
            evidence.pairs,
            (shared.earlier[substantial], shared.later[substantial]),
            [shared.overlaps[at] for at in substantial],
            sketches.words,
            lambda positions: shingle_sets_of(corpus.buffers(positions)),
        )
    return attrs.evolve(evidence, pairs=pairs)


def _recall(
    corpus: Corpus, ranks: NDArray[np.int64], run: Run
) -> Callable[[int, Sequence[int], bytes, Callable[[About], Parts]], Parts]:
    """Return the function that alignment calls for the passages which a document carries of *others*, cached."""
    places = np.empty(len(ranks), np.int64)
    places[ranks] = np.arange(len(ranks))

    def carried(document: int, others: Sequence[int], met: bytes, work: Callable[[About], Parts]) -> Parts:
        def about(_: int, __: bytes, find: Callable[[], list[Told]]) -> list[Told]:
            with run.faults.caught("passages", corpus.documents, document):
                return find()
            return []

        def carry() -> Carried:
            index = {other: slot for slot, other in enumerate(others)}
            return [(index[head], overlaps) for head, overlaps in work(about)]

        run.report_progress("alignment", int(places[document]), len(places))
        more = (met.hex(), *(run.names[other] for other in others)) if run.names else ()
        for slot, overlaps in run.remembered(run.key("passages", document, *more), Carried, carry):
            yield others[slot], overlaps

    return carried


def _without_form(shared: Shared) -> list[int]:
    """Return the indices of overlaps that are neither stock phrases nor boilerplate: form relates no documents."""
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

    Documents without words follow in corpus order: they share nothing, and sorting ten million takes a gigabyte.
    """
    attributions, worded = evidence.attributions, np.flatnonzero(evidence.words)
    ids, places = ids_at(evidence.documents, worded), worded.tolist()
    dates = [attributions[at].published or "~" for at in places] if attributions else [""] * len(places)
    ranks = np.array([at for _, _, at in sorted(zip(dates, ids, places, strict=True))], np.int64)
    return np.concatenate((ranks, np.flatnonzero(evidence.words == 0)))


def _derived(evidence: Evidence, corpus: Corpus, run: Run) -> Evidence:
    from provenance.derivation import derive, independent_sources, settle

    def named(document: int, work: Callable[[], Printed]) -> Printed:
        # Imported only when there is a pair: a small corpus usually has none.
        from provenance.derivation.standing import Printed

        run.report_progress("derive", 0, 0)
        with run.faults.caught("derive", corpus.documents, document):
            return run.remembered(run.key("derive", document), Printed, work)
        return Printed((), (), "", unnamed=False, headed=False, words=0, letters=0)

    with run.timed("derive", corpus):
        pairs, derivations = derive(evidence.pairs, evidence.attributions, evidence.text, evidence.groups, named)
        groups = settle(
            evidence.groups,
            evidence.attributions,
            evidence.repeats,
            evidence.traits,
            evidence.words,
            Ids(evidence.documents),
            derivations,
        )
        groups = independent_sources(groups, evidence.attributions, derivations)
    return attrs.evolve(evidence, pairs=pairs, groups=groups, derivations=derivations)
