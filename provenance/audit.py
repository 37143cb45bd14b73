"""From paths to a report: the pipeline, and the only module that knows every stage.

Only what is asked for is computed: the selected rules and the outputs name the stages they need, and ``FEEDS`` says
which other stages those take values from.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.config import Config
from provenance.corpus import Corpus, batch_of, joined, memory_limit, unsketched
from provenance.errors import UsageError
from provenance.model import Evidence, Pairs, Report, Timing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance import config as settings
    from provenance.align.shared import Shared
    from provenance.cache import Cache
    from provenance.model import Attribution, Batch, Derivation, Document, Group, Grouping, Repeats, Sketches, Trait
    from provenance.records import Found

    Watch = Callable[[str, int, int], None]

# Fewer documents are audited sooner than a cache is opened, read and written.
LEAST = 50
_UNKNOWN: Found = (None, None, None)
FEEDS = {
    "group": ("sketch",),
    "repeats": ("inspect",),
    # Sources tell stock phrases, and dates whose passage was first: what is found must not depend on what else is.
    "passages": ("group", "repeats", "attribute"),
    "derive": ("group", "passages"),
    "settle": ("group", "derive"),
}


@attrs.define
class _Stages:
    """Which stages this run needs, whom to tell about progress, what they cost so far, and what is known already.

    *keys* name the documents in the cache, in order; empty where there is none.
    """

    wanted: frozenset[str]
    watch: Watch | None = None
    cache: Cache | None = None
    keys: list[str] = attrs.field(factory=list)
    timings: list[Timing] = attrs.field(factory=list)

    def __contains__(self, stage: str) -> bool:
        return stage in self.wanted

    def timed(self, stage: str, started: float, corpus: Corpus) -> None:
        self.timings.append(Timing(stage, time.perf_counter() - started, len(corpus.documents), corpus.bytes))

    def tell(self, stage: str, done: int, total: int) -> None:
        if self.watch is not None:
            self.watch(stage, done, total)


def audit(
    paths: Sequence[str | os.PathLike[str]],
    config: Config | None = None,
    *,
    watch: Watch | None = None,
    cache: Cache | None = None,
) -> Report:
    """Return the evidence and the findings of the corpus under *paths* (files, folders; "-" is standard input).

    *watch* is called with a stage's name, the units done and the units in all (0: not known) as work goes on.  *cache*
    gives what an earlier run found in texts that have not changed, and is given what this one finds.  Raises
    UsageError for a path that does not exist, a setting that makes no sense, and where there is nothing to scan.
    """
    from provenance import rules

    config = config or Config()
    stages = _Stages(_needed(config), watch, cache)
    corpus, sketches = _read(paths, config, stages)
    evidence = _unjudged(corpus, sketches)
    if cache is not None and len(corpus.documents) >= LEAST:
        stages.keys = [cache.key(*pair) for pair in zip(corpus.documents, corpus.texts(), strict=True)]
        known = cache.judged(evidence, stages.keys) if _only_findings(config) else None
        if known is not None:
            return Report(attrs.evolve(evidence, groups=known[1]), known[0], tuple(stages.timings), rules.described)
    evidence = _documents(evidence, corpus, config, stages)
    evidence = _relations(evidence, corpus, sketches, config, stages)
    started = time.perf_counter()
    findings = rules.judge(evidence, config.judging, config.attributing, config.aligning)
    stages.timed("rules", started, corpus)
    if cache is not None and stages.keys:
        cache.put_judged(_unjudged(corpus, sketches), stages.keys, (findings, evidence.groups))
        cache.save()
    return Report(evidence, findings, tuple(stages.timings), rules.described)


def _only_findings(config: Config) -> bool:
    """Return whether all that is written are findings, which then may be known without the evidence for them."""
    from provenance import reporters

    return reporters.needs(config.reporting) <= {"rules"}


def group_texts(texts: Sequence[str], threshold: float = 0.7) -> Grouping:
    """Return the pairs and groups of *texts*, named by their positions; see ``provenance.group``."""
    from provenance.group import group
    from provenance.sketch import shingle_sets, sketch

    def shingles(positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        some = batch_of([texts[position] for position in positions.tolist()])
        return shingle_sets(some.buffer, some.offsets, some.starts)

    _check_threshold(threshold)
    width = len(str(len(texts)))
    names = [f"{position:0{width}}" for position in range(len(texts))]
    return group(sketch(batch_of(texts)), shingles, names, attrs.evolve(Config().grouping, threshold=threshold))


def _check_threshold(threshold: float) -> None:
    if not 0 < threshold <= 1:
        raise UsageError(f"threshold {threshold:g}: give a similarity above 0 and at most 1, such as 0.7")


def _needed(config: Config) -> frozenset[str]:
    """Return the stages that the selected rules and the outputs need, with all that feed them."""
    from provenance import reporters, rules

    wanted = set(rules.needs(config.judging)) | set(reporters.needs(config.reporting))
    waiting = list(wanted)
    while waiting:
        for stage in FEEDS.get(waiting.pop(), ()):
            if stage not in wanted:
                wanted.add(stage)
                waiting.append(stage)
    return frozenset(wanted)


def _read(paths: Sequence[str | os.PathLike[str]], config: Config, stages: _Stages) -> tuple[Corpus, Sketches]:
    """Return the corpus, its documents' ids made unique, and the sketches of its documents."""
    from provenance.readers import read, reread, unique_ids

    _check_threshold(config.grouping.threshold)
    started = time.perf_counter()
    reading = attrs.evolve(config.reading, digests="digests" in stages, output=config.reporting.output)
    again = not any(os.fspath(path) == "-" for path in paths)
    corpus = Corpus(reading, reread, memory_limit(config.grouping.memory_share) if again else None)
    parts: list[Sketches] = []
    batches = read(paths, reading)
    for batch, part in _sketched(batches, config.grouping) if "sketch" in stages else ((b, None) for b in batches):
        corpus.add(batch)
        parts.extend(() if part is None else (part,))
        stages.tell("read", corpus.bytes, 0)
    corpus.documents[:], notices = unique_ids(corpus.documents)
    corpus.notices.extend(notices)
    stages.timed("read and sketch" if "sketch" in stages else "read", started, corpus)
    return corpus, joined(parts) if "sketch" in stages else unsketched(len(corpus.documents))


def _sketched(batches: Iterator[Batch], grouping: settings.Grouping) -> Iterator[tuple[Batch, Sketches]]:
    """Yield each batch with its sketches, in order; of several, those that follow are worked on meanwhile."""
    from provenance.sketch import sketch

    first, second = next(batches, None), next(batches, None)
    if first is not None:
        yield first, sketch(first)
    # Threads are for large corpora: to import them costs more than to sketch a small one.
    if second is not None:
        yield from _ahead(second, batches, sketch, grouping.jobs)


def _ahead(
    batch: Batch, batches: Iterator[Batch], work: Callable[[Batch], Sketches], jobs: int
) -> Iterator[tuple[Batch, Sketches]]:
    """Yield the rest of the batches while threads sketch those that follow; at most two a thread are under way."""
    from collections import deque
    from concurrent.futures import ThreadPoolExecutor

    threads = jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else jobs or os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        waiting = deque([(batch, pool.submit(work, batch))])
        for later in batches:
            waiting.append((later, pool.submit(work, later)))
            if len(waiting) > 2 * threads:
                done, part = waiting.popleft()
                yield done, part.result()
        for done, part in waiting:
            yield done, part.result()


def _unjudged(corpus: Corpus, sketches: Sketches) -> Evidence:
    """Return what is known of a corpus before any stage looked into it."""
    return Evidence(
        documents=tuple(corpus.documents),
        words=sketches.words,
        text=corpus.text,
        pairs=no_pairs(),
        notices=tuple(corpus.notices),
    )


def _documents(evidence: Evidence, corpus: Corpus, config: Config, stages: _Stages) -> Evidence:
    """Return *evidence* with what lies in each document by itself: form, repeats, claims."""
    traits: list[tuple[Trait, ...]] = []
    repeated: list[Repeats] = []
    attributions: list[Attribution] = []
    if stages.wanted & {"inspect", "repeats", "attribute"}:
        spent = dict.fromkeys(("inspect", "repeats", "attribute"), 0.0)
        total = len(corpus.documents)
        for position, (document, text) in enumerate(zip(corpus.documents, corpus.texts(), strict=True)):
            found = _recalled(position, document, text, config, stages, spent)
            # A cache may know what this run does not want.
            if found[0] is not None and "inspect" in stages:
                traits.append(found[0])
            if found[1] is not None and "repeats" in stages:
                repeated.append(found[1])
            if found[2] is not None and "attribute" in stages:
                attributions.append(found[2])
            if position % 256 == 0:
                stages.tell("documents", position, total)
        stages.timings.extend(
            Timing(stage, seconds, total, corpus.bytes) for stage, seconds in spent.items() if stage in stages
        )
    return attrs.evolve(evidence, repeats=tuple(repeated), attributions=tuple(attributions), traits=tuple(traits))


def _recalled(
    position: int, document: Document, text: str, config: Config, stages: _Stages, spent: dict[str, float]
) -> Found:
    """Return what was found in one text, by an earlier run or now."""
    if stages.cache is None or not stages.keys:
        return _alone(document, text, config, stages, spent)
    known = stages.cache.get(stages.keys[position])
    found = _alone(document, text, config, stages, spent, known)
    if any(new is not old for new, old in zip(found, known, strict=True)):
        stages.cache.put(stages.keys[position], found)
    return found


def _alone(
    document: Document, text: str, config: Config, stages: _Stages, spent: dict[str, float], known: Found = _UNKNOWN
) -> Found:
    """Return the traits, repeats and attribution of one text; only what is wanted and not *known* is worked out."""
    from provenance.align import repeats
    from provenance.attribute import attribute
    from provenance.inspect import inspect, repetition

    traits, repeated, attribution = known
    marks = [time.perf_counter()]
    if traits is None and "inspect" in stages:
        traits = inspect(text, document)
    marks.append(time.perf_counter())
    if repeated is None and "repeats" in stages:
        repeated = repetition(text, document.header, repeats(text, config.aligning), traits or ())
    marks.append(time.perf_counter())
    if attribution is None and "attribute" in stages:
        attribution = attribute(text, document, config.attributing)
    marks.append(time.perf_counter())
    for at, stage in enumerate(spent):
        spent[stage] += marks[at + 1] - marks[at]
    return traits, repeated, attribution


def _relations(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, stages: _Stages) -> Evidence:
    """Return *evidence* with what lies between documents: pairs, groups, passages, derivations."""
    if "group" in stages:
        evidence = _grouped(evidence, corpus, sketches, config, stages)
    if "passages" in stages:
        evidence = _passages(evidence, corpus, sketches, config, stages)
    if "derive" in stages:
        evidence = _derived(evidence, corpus, stages)
    return evidence


def _grouped(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, stages: _Stages) -> Evidence:
    from provenance.group import group
    from provenance.sketch import shingle_sets

    started = time.perf_counter()
    grouping = group(
        sketches,
        lambda positions: shingle_sets(*corpus.columns(positions)),
        [document.id for document in evidence.documents],
        config.grouping,
    )
    stages.timed("group", started, corpus)
    return attrs.evolve(
        evidence, pairs=grouping.pairs, groups=grouping.groups, notices=evidence.notices + grouping.notices
    )


def _passages(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, stages: _Stages) -> Evidence:
    """Return *evidence* with passages, ledgers, and the pairs of documents that share a passage below the threshold."""
    from provenance.align import find_overlaps

    started = time.perf_counter()
    sources = [attribution.source for attribution in evidence.attributions]
    shared = find_overlaps(
        corpus.texts(),
        evidence.text,
        config.aligning,
        ranks=_earliest_first(evidence),
        sources=sources or None,
        repeats=[(*repeats.pages, *repeats.leads) for repeats in evidence.repeats],
        recall=stages.cache.recall(stages.keys) if stages.cache is not None and stages.keys else None,
    )
    stages.timed("passages", started, corpus)
    evidence = attrs.evolve(evidence, passages=shared.passages, ledgers=shared.ledgers)
    if "group" not in stages or not shared.overlaps:
        return evidence
    from provenance.group.ties import tie
    from provenance.sketch import shingle_sets

    started = time.perf_counter()
    told = _said_by_more_than_form(shared)
    pairs = tie(
        evidence.pairs,
        (shared.earlier[told], shared.later[told]),
        [shared.overlaps[at] for at in told],
        sketches.words,
        lambda positions: shingle_sets(*corpus.columns(positions)),
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


def _earliest_first(evidence: Evidence) -> list[int]:
    """Return the positions of the documents by date of publication, then by id; those without a date come last."""
    documents, attributions = evidence.documents, evidence.attributions
    dates = [attribution.published or "~" for attribution in attributions] or [""] * len(documents)
    return sorted(range(len(documents)), key=lambda at: (dates[at], documents[at].id))


def _derived(evidence: Evidence, corpus: Corpus, stages: _Stages) -> Evidence:
    from provenance.derive import derive, independent_sources, settle

    started = time.perf_counter()
    pairs: Pairs
    derivations: tuple[Derivation, ...]
    pairs, derivations = derive(evidence.pairs, evidence.attributions, evidence.text, evidence.groups)
    groups: tuple[Group, ...] = settle(
        evidence.groups,
        evidence.attributions,
        evidence.repeats,
        evidence.traits,
        evidence.words,
        [document.id for document in evidence.documents],
        derivations,
    )
    groups = independent_sources(groups, evidence.attributions, derivations)
    stages.timed("derive", started, corpus)
    return attrs.evolve(evidence, pairs=pairs, groups=groups, derivations=derivations)


def no_pairs() -> Pairs:
    """Return the pairs of a corpus that has none."""
    return Pairs(
        left=np.zeros(0, np.int32),
        right=np.zeros(0, np.int32),
        jaccard=np.zeros(0, np.float64),
        left_in_right=np.zeros(0, np.float64),
        right_in_left=np.zeros(0, np.float64),
        relation=np.zeros(0, np.int8),
        direction=np.zeros(0, np.int8),
        confidence=np.zeros(0, np.int8),
    )
