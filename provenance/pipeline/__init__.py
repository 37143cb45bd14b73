"""From paths to a report: the pipeline, the only package that knows every stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.corpus import batch_of
from provenance.model import Evidence, Finding, Group, Pairs, Report
from provenance.pipeline.documents import each_document
from provenance.pipeline.reading import check_threshold, read_corpus
from provenance.pipeline.relations import between_documents
from provenance.pipeline.run import Run, Stopwatch, needed, only_findings
from provenance.reporters.formats import EVERYTHING
from provenance.settings import Config

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from typing import BinaryIO

    from numpy.typing import NDArray

    from provenance.cache import Cache
    from provenance.corpus import Corpus
    from provenance.index.memory import Memory
    from provenance.model import Grouping, Input, Sketches
    from provenance.pipeline.run import Watch
    from provenance.pipeline.unchanged import Unchanged


class Judged(NamedTuple):
    """What the rules concluded, as the cache keeps it; *groups* are used only if the evidence was not computed."""

    findings: tuple[Finding, ...]
    groups: tuple[Group, ...]


def audit(
    paths: Sequence[str | os.PathLike[str]],
    config: Config | None = None,
    *,
    watch: Watch | None = None,
    cache: Cache | None = None,
    memory: Memory | None = None,
    stdin: BinaryIO | None = None,
) -> Report:
    """Return the evidence and the findings of the corpus under *paths* (files, folders; "-" is standard input).

    *watch* is called with the name of a stage, the units done and the total (0: unknown): bytes of files for "read",
    documents or steps for other stages.  *cache* provides the results of earlier runs for unchanged texts, and stores
    those of this run.  *memory* adds the documents of an index that the texts have to do with.  *stdin* is read where a
    path is "-".  Raises UsageError for a path that does not exist, an invalid setting, or if there is nothing to scan.
    """
    config = config or Config()
    _check_settings(config)
    stopwatch = Stopwatch()
    run = Run(needed(config), watch, cache, only_findings=only_findings(config))
    last = None if memory is not None or stdin is not None else _last(paths, config, run, cache)
    answer = None if last is None else last.answer()
    if answer is not None:
        run.note("read", stopwatch.cost(), answer.corpus)
        # Its inputs were put in order when it was found.
        evidence = _initial_evidence(answer.corpus, answer.sketches, answer.corpus.inputs)
        return _reported(attrs.evolve(evidence, groups=answer.groups), answer.findings, paths, run)
    corpus, sketches = read_corpus(paths, config, run, memory, stdin, found=None if last is None else last.found)
    run.name_documents(corpus)
    evidence = _compared(_initial_evidence(corpus, sketches, sorted(corpus.inputs, key=_path_of)), paths, config, run)
    evidence, findings = _judged(evidence, corpus, sketches, config, run)
    run.save()
    evidence = run.faults.added_to(evidence)
    if last is not None:
        last.keep(evidence, corpus.bytes, findings)
    return _reported(evidence, findings, paths, run)


def _last(paths: Sequence[str | os.PathLike[str]], config: Config, run: Run, cache: Cache | None) -> Unchanged | None:
    """Return what may have the answer of the last check of *paths*; None where more than findings is wanted."""
    if cache is None or not run.only_findings:
        return None
    from provenance.pipeline.unchanged import unchanged

    return unchanged(paths, config, run, cache)


def _judged(
    evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run
) -> tuple[Evidence, tuple[Finding, ...]]:
    """Return the evidence of all stages that are wanted, and the findings.

    If only findings are wanted, the stages run inside judge(), so that cached findings spare them.
    """
    key = run.key_of_corpus(evidence, config)
    if not run.only_findings:
        evidence = _examined(evidence, corpus, sketches, config, run)

    def judge() -> Judged:
        complete = _examined(evidence, corpus, sketches, config, run) if run.only_findings else evidence
        with run.timed("rules", corpus):
            return Judged(_findings(complete, config, run), complete.groups)

    if "rules" not in run:
        return evidence, ()
    findings, groups = run.remembered(key, Judged, judge)
    return attrs.evolve(evidence, groups=groups) if run.only_findings else evidence, findings


def _reported(
    evidence: Evidence, findings: tuple[Finding, ...], paths: Sequence[str | os.PathLike[str]], run: Run
) -> Report:
    from provenance import rules
    from provenance.readers import names_of, roots_at

    return Report(
        evidence,
        findings,
        tuple(run.timings),
        rules.described,
        EVERYTHING - run.needed,
        names_of(paths),
        roots_at(paths),
    )


def _findings(evidence: Evidence, config: Config, run: Run) -> tuple[Finding, ...]:
    """Return what the rules find in *evidence*."""
    from provenance import rules

    return rules.judge(
        evidence,
        config.judging,
        config.attributing,
        config.aligning,
        extent=config.extent,
        watch=run.watch_of("rules"),
        faults=run.faults,
    )


def _compared(evidence: Evidence, paths: Sequence[str | os.PathLike[str]], config: Config, run: Run) -> Evidence:
    """Return *evidence* with notices of what differs from the manifest in the settings."""
    if not config.judging.manifest or "digests" not in run:
        return evidence
    from provenance.fixity import fixity

    notices = fixity(config.judging.manifest, paths, evidence.inputs)
    return attrs.evolve(evidence, notices=(*evidence.notices, *notices))


def _check_settings(config: Config) -> None:
    """Raise ConfigError for settings that only a stage can check, before hours of reading."""
    check_threshold(config.grouping.threshold)
    if config.judging.manifest:
        from provenance.fixity import read_manifest

        read_manifest(config.judging.manifest)
    if config.attributing.agencies:
        from provenance.attribution import load

        load(config.attributing.agencies)
    if config.judging.mojibake == "ftfy":
        from provenance.form.badness import detector

        detector()


def _examined(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    """Return *evidence* with the results of all stages: on single documents, then between documents."""
    evidence = each_document(evidence, corpus, config, run)
    return between_documents(evidence, corpus, sketches, config, run)


def group_texts(texts: Sequence[str], threshold: float = 0.7) -> Grouping:
    """Return the pairs and groups of *texts*, identified by their positions; see ``provenance.grouping``."""
    from provenance.grouping import group
    from provenance.sketch import shingle_sets, sketch

    def shingles(positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        batch = batch_of([texts[position] for position in positions.tolist()])
        return shingle_sets(batch.buffer, batch.offsets, batch.starts)

    check_threshold(threshold)
    width = len(str(len(texts)))
    ids = [f"{position:0{width}}" for position in range(len(texts))]
    return group(sketch(batch_of(texts)), shingles, ids, attrs.evolve(Config().grouping, threshold=threshold))


def _initial_evidence(corpus: Corpus, sketches: Sketches, inputs: Sequence[Input]) -> Evidence:
    """Return the evidence about a corpus before any stage has run; *inputs* are in the order of their paths."""
    return Evidence(
        documents=corpus.documents,
        words=sketches.words,
        text=corpus.text,
        pairs=no_pairs(),
        notices=tuple(corpus.notices),
        inputs=inputs,
        texts_at=corpus.texts_at,
    )


def _path_of(one: Input) -> tuple[bytes, int]:
    """Return the place of an input among all: paths in the order of their bytes."""
    return one.path.encode("utf-8", "surrogateescape"), one.size or 0


def no_pairs() -> Pairs:
    """Return an empty set of pairs."""
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
