"""The stages on single texts: form, repeats, claims."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import attrs

from provenance.model import Attribution, Repeats, Trait
from provenance.pipeline.run import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus import Corpus
    from provenance.model import Document, Evidence
    from provenance.pipeline.run import Run
    from provenance.settings import Config

Value = TypeVar("Value")
Traits = tuple[Trait, ...]

# What the stages on single texts say about documents, by position.
Examined = dict[int, tuple[Traits, Repeats, Attribution]]

STAGES = ("inspect", "repeats", "attribute")
# Results for a text whose stage did not run or failed.
_NO_REPEATS = Repeats()
_NO_CLAIMS = Attribution(())


def each_document(evidence: Evidence, corpus: Corpus, config: Config, run: Run) -> Evidence:
    """Return *evidence* with the traits, repeats and claims of each document."""
    if run.needed.isdisjoint(STAGES):
        return evidence
    traits: list[Traits] = []
    repeated: list[Repeats] = []
    attributions: list[Attribution] = []
    inspector = _Inspector(corpus, config, run, evidence.words if "sketch" in run else None)
    pairs = zip(corpus.documents, corpus.texts(), strict=True)
    before: tuple[object, ...] = ()
    for position, (document, text) in enumerate(run.watched("documents", pairs, len(corpus.documents))):
        # Equal records in a row, such as ten million empty ones, are inspected once; but each fault is reported.
        seen = text, document.path, document.header, document.statements
        if seen != before:
            faults = len(run.faults.notices)
            form, repeats, claims = inspector(position, document, text)
            before = seen if len(run.faults.notices) == faults else ()
        traits.append(form)
        repeated.append(repeats)
        attributions.append(claims)
    inspector.note_times()
    return attrs.evolve(
        evidence,
        traits=tuple(traits) if "inspect" in run else (),
        repeats=tuple(repeated) if "repeats" in run else (),
        attributions=tuple(attributions) if "attribute" in run else (),
    )


def examine(evidence: Evidence, corpus: Corpus, config: Config, run: Run, texts: Mapping[int, str]) -> Examined:
    """Return the traits, repeats and claims of the documents that have *texts*; equal ones are examined once."""
    results: Examined = {}
    if run.needed.isdisjoint(STAGES):
        return results
    inspector = _Inspector(corpus, config, run, evidence.words)
    known: dict[tuple[object, ...], tuple[Traits, Repeats, Attribution]] = {}
    for position, text in texts.items():
        document = corpus.documents[position]
        seen = text, document.path, document.header, document.statements
        faults = len(run.faults.notices)
        results[position] = known.get(seen) or inspector(position, document, text)
        if len(run.faults.notices) == faults:
            known[seen] = results[position]
    return results


class _Inspector:
    """Runs the stages on single texts that the run needs; *words* counts the words of each text, if known."""

    def __init__(self, corpus: Corpus, config: Config, run: Run, words: NDArray[np.int64] | None) -> None:
        from provenance.alignment import repeats
        from provenance.attribution import attribute
        from provenance.form import inspect, repetition

        self._inspect, self._overlaps, self._repetition, self._attribute = inspect, repeats, repetition, attribute
        self._corpus = corpus
        self._config = config
        self._run = run
        self._words = words
        self._seconds = dict.fromkeys(STAGES, 0.0)
        self._stopwatch = Stopwatch()

    def __call__(self, position: int, document: Document, text: str) -> tuple[Traits, Repeats, Attribution]:
        """Return the traits, repeats and attribution of one text, each empty if the run does not need it."""
        config = self._config

        def form() -> Traits:
            words = None if self._words is None else int(self._words[position])
            return self._inspect(text, document, config.judging.mojibake, words)

        def repeats() -> Repeats:
            return self._repetition(text, document.header, self._overlaps(text, config.aligning), traits)

        def claims() -> Attribution:
            return self._attribute(text, document, config.attributing)

        traits = self._result("inspect", position, Traits, form, ())
        return (
            traits,
            self._result("repeats", position, Repeats, repeats, _NO_REPEATS),
            self._result("attribute", position, Attribution, claims, _NO_CLAIMS),
        )

    def _result(self, stage: str, position: int, kind: type[Value], work: Callable[[], Value], empty: Value) -> Value:
        """Return the result of *stage* on one text; *empty* if the run does not need it or it fails."""
        if stage not in self._run:
            return empty
        started = time.perf_counter()
        result = empty
        with self._run.faults.caught(stage, self._corpus.documents, position):
            result = self._run.remembered(self._run.key(stage, position), kind, work)
        self._seconds[stage] += time.perf_counter() - started
        return result

    def note_times(self) -> None:
        """Record the cost of each stage.

        The stages take turns in one thread, so each gets its share of the processor time.  Asking the system for that
        takes a microsecond, too long to do it twice for each stage and text.
        """
        whole = self._stopwatch.cost()
        for stage, seconds in self._seconds.items():
            if stage in self._run:
                self._run.note(stage, whole.share(seconds), self._corpus)
