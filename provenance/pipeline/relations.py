"""From documents to what lies between them: pairs, groups, passages, derivations."""

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

# For each document that a document has passages of, by its place among those it meets: the overlaps, and their words.
Carried = list[tuple[int, list[tuple[Overlap, tuple[int, int]]]]]


def between_documents(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    """Return *evidence* with what lies between documents: pairs, groups, passages, derivations.

    Passages and derivations that cannot be found because of a fault of ours are missing: groups stand without them.
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
            recall=_carrying(corpus, ranks, run),
        )
    evidence = attrs.evolve(evidence, passages=shared.passages, ledgers=shared.ledgers)
    if "group" not in run or not shared.overlaps:
        return evidence
    from provenance.grouping.ties import tie
    from provenance.sketch import shingle_sets_of

    with run.timed("tie", corpus):
        telling = _said_by_more_than_form(shared)
        pairs = tie(
            evidence.pairs,
            (shared.earlier[telling], shared.later[telling]),
            [shared.overlaps[at] for at in telling],
            sketches.words,
            lambda positions: shingle_sets_of(corpus.buffers(positions)),
        )
    return attrs.evolve(evidence, pairs=pairs)


def _carrying(
    corpus: Corpus, ranks: NDArray[np.int64], run: Run
) -> Callable[[int, Sequence[int], bytes, Callable[[About], Parts]], Parts]:
    """Return what alignment asks for the passages that a document carries of *others*, where it *met* them."""
    places = np.empty(len(ranks), np.int64)
    places[ranks] = np.arange(len(ranks))

    def carried(document: int, others: Sequence[int], met: bytes, work: Callable[[About], Parts]) -> Parts:
        def about(_: int, __: bytes, find: Callable[[], list[Told]]) -> list[Told]:
            with run.faults.caught("passages", corpus.documents, document):
                return find()
            return []

        def found() -> Carried:
            slots = {other: slot for slot, other in enumerate(others)}
            return [(slots[head], overlaps) for head, overlaps in work(about)]

        run.tell("alignment", int(places[document]), len(places))
        more = (met.hex(), *(run.names[other] for other in others)) if run.names else ()
        for slot, overlaps in run.remembered(run.key("passages", document, *more), Carried, found):
            yield others[slot], overlaps

    return carried


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
    ids, places = ids_at(evidence.documents, worded), worded.tolist()
    dates = [attributions[at].published or "~" for at in places] if attributions else [""] * len(places)
    ranks = np.array([at for _, _, at in sorted(zip(dates, ids, places, strict=True))], np.int64)
    return np.concatenate((ranks, np.flatnonzero(evidence.words == 0)))


def _derived(evidence: Evidence, corpus: Corpus, run: Run) -> Evidence:
    from provenance.derivation import derive, independent_sources, settle

    def named(document: int, work: Callable[[], Printed]) -> Printed:
        # Imported where there is a pair: a small corpus has none as a rule.
        from provenance.derivation.standing import Printed

        run.tell("derive", 0, 0)
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
