"""From paths to a report: the pipeline, and the only package that knows every stage."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.corpus import batch_of
from provenance.model import Evidence, Pairs, Report
from provenance.pipeline.documents import each_document, names_of
from provenance.pipeline.reading import check_threshold, read_corpus
from provenance.pipeline.relations import between_documents
from provenance.pipeline.stages import Stages, needed, only_findings
from provenance.settings import Config

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.cache import Cache
    from provenance.corpus import Corpus
    from provenance.model import Grouping, Sketches
    from provenance.pipeline.stages import Watch

# Fewer documents are audited sooner than a cache is opened, read and written.
LEAST = 50
# The stages whose work a cache remembers.
REMEMBERED = frozenset(("inspect", "repeats", "attribute", "passages"))


def audit(
    paths: Sequence[str | os.PathLike[str]],
    config: Config | None = None,
    *,
    watch: Watch | None = None,
    cache: Cache | None = None,
) -> Report:
    """Return the evidence and the findings of the corpus under *paths* (files, folders; "-" is standard input).

    *watch* is called with a stage's name, the units done and the units in all (0: not known) as work goes on: bytes of
    files for "read", documents or steps for others.  *cache* gives what an earlier run found in texts that have not
    changed, and is given what this one finds.  Raises UsageError for a path that does not exist, a setting that makes
    no sense, and where there is nothing to scan.
    """
    from provenance import rules

    config = config or Config()
    if config.attributing.agencies:
        # A mistake in one is told before hours of reading, and whatever is selected.
        from provenance.attribution import load

        load(config.attributing.agencies)
    if config.judging.mojibake == "ftfy":
        from provenance.form.badness import detector

        detector()
    stages = Stages(needed(config), watch, cache)
    corpus, sketches = read_corpus(paths, config, stages)
    evidence = _unjudged(corpus, sketches)
    # What reading and grouping find is found again in the time that it takes to name what a cache knows.
    if not stages.wanted & REMEMBERED and not only_findings(config):
        cache = None
    if cache is not None and len(corpus.documents) >= LEAST:
        stages.keys = names_of(corpus, cache, stages)
        known = cache.judged(evidence, stages.keys) if only_findings(config) else None
        if known is not None:
            return Report(attrs.evolve(evidence, groups=known[1]), known[0], tuple(stages.timings), rules.described)
    evidence = each_document(evidence, corpus, config, stages)
    evidence = between_documents(evidence, corpus, sketches, config, stages)
    started = time.perf_counter()
    watching, faults = stages.telling("rules"), stages.faults
    findings = rules.judge(
        evidence,
        config.judging,
        config.attributing,
        config.aligning,
        extent=config.extent,
        watch=watching,
        faults=faults,
    )
    stages.timed("rules", started, corpus)
    # What faults have left out is not remembered as what there is.
    if cache is not None and stages.keys and not faults.notices:
        cache.put_judged(_unjudged(corpus, sketches), stages.keys, (findings, evidence.groups))
        stages.tell("cache", 0, 0)
        cache.save()
    return Report(faults.told(evidence), findings, tuple(stages.timings), rules.described)


def group_texts(texts: Sequence[str], threshold: float = 0.7) -> Grouping:
    """Return the pairs and groups of *texts*, named by their positions; see ``provenance.grouping``."""
    from provenance.grouping import group
    from provenance.sketch import shingle_sets, sketch

    def shingles(positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        some = batch_of([texts[position] for position in positions.tolist()])
        return shingle_sets(some.buffer, some.offsets, some.starts)

    check_threshold(threshold)
    width = len(str(len(texts)))
    names = [f"{position:0{width}}" for position in range(len(texts))]
    return group(sketch(batch_of(texts)), shingles, names, attrs.evolve(Config().grouping, threshold=threshold))


def _unjudged(corpus: Corpus, sketches: Sketches) -> Evidence:
    """Return what is known of a corpus before any stage looked into it."""
    return Evidence(
        documents=corpus.documents,
        words=sketches.words,
        text=corpus.text,
        pairs=no_pairs(),
        notices=tuple(corpus.notices),
        several=corpus.several,
    )


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
