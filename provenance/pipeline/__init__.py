"""From paths to a report: the pipeline, and the only package that knows every stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.corpus import batch_of
from provenance.model import Evidence, Finding, Group, Pairs, Report
from provenance.pipeline.documents import each_document
from provenance.pipeline.reading import check_threshold, read_corpus
from provenance.pipeline.relations import between_documents
from provenance.pipeline.run import Run, needed, only_findings
from provenance.settings import Config

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.cache import Cache
    from provenance.corpus import Corpus
    from provenance.model import Grouping, Sketches
    from provenance.pipeline.run import Watch


class Judged(NamedTuple):
    """What a run that is asked for findings only needs to know of an earlier one."""

    findings: tuple[Finding, ...]
    groups: tuple[Group, ...]


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
    _check_settings(config)
    run = Run(needed(config), watch, cache, only_findings=only_findings(config))
    corpus, sketches = read_corpus(paths, config, run)
    run.name_documents(corpus)
    evidence = _read(corpus, sketches)
    key = run.key_of_corpus(evidence, config)
    if not run.only_findings:
        evidence = _examined(evidence, corpus, sketches, config, run)

    def judged() -> Judged:
        whole = _examined(evidence, corpus, sketches, config, run) if run.only_findings else evidence
        with run.timed("rules", corpus):
            settings = config.judging, config.attributing, config.aligning
            findings = rules.judge(whole, *settings, watch=run.telling("rules"), faults=run.faults)
        return Judged(findings, whole.groups)

    findings, groups = run.remembered(key, Judged, judged)
    run.save()
    if run.only_findings:
        evidence = attrs.evolve(evidence, groups=groups)
    return Report(run.faults.added_to(evidence), findings, tuple(run.timings), rules.described)


def _check_settings(config: Config) -> None:
    """Raise ConfigError for what only a stage can tell of a setting, before hours of reading."""
    check_threshold(config.grouping.threshold)
    if config.attributing.agencies:
        from provenance.attribution import load

        load(config.attributing.agencies)
    if config.judging.mojibake == "ftfy":
        from provenance.form.badness import detector

        detector()


def _examined(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    """Return *evidence* with all that the stages find: in each document by itself, then between documents."""
    evidence = each_document(evidence, corpus, config, run)
    return between_documents(evidence, corpus, sketches, config, run)


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


def _read(corpus: Corpus, sketches: Sketches) -> Evidence:
    """Return what is known of a corpus before any stage looked into it."""
    return Evidence(
        documents=corpus.documents,
        words=sketches.words,
        text=corpus.text,
        pairs=no_pairs(),
        notices=tuple(corpus.notices),
        texts_at=corpus.texts_at,
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
