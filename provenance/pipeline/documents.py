"""The stages on single texts: form, repeats, claims."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import attrs

from provenance.documents import sizes
from provenance.model import Attribution, Repeats, Trait
from provenance.pipeline.run import Stopwatch
from provenance.pipeline.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Orders = Mapping[str, Mapping[str, str]]

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus import Corpus
    from provenance.model import Document, Evidence
    from provenance.pipeline.run import Run
    from provenance.settings import Config

Value = TypeVar("Value")
Traits = tuple[Trait, ...]
Result = tuple[Traits, Repeats, Attribution]  # of one text

# What the stages on single texts say about documents, by position.
Examined = dict[int, Result]

STAGES = ("inspect", "repeats", "attribute")
TOGETHER = 256  # texts whose results another process sends at once
MIN_FORKED = 1 << 20  # bytes of text that are new to the cache; fewer take less time than starting processes
# Results for a text whose stage did not run or failed.
_NO_REPEATS = Repeats()
_NO_CLAIMS = Attribution(())
_NO_ORDERS: dict[str, str] = {}


class Part(NamedTuple):
    """The results for some consecutive texts, and the seconds that each of STAGES took."""

    results: list[Result]
    seconds: tuple[float, ...]


class Known(NamedTuple):
    """What is known of documents before their texts are looked at: how many words each has, and ``orders_of`` all."""

    words: NDArray[np.int64] | None
    orders: Orders


def each_document(evidence: Evidence, corpus: Corpus, config: Config, run: Run) -> Evidence:
    """Return *evidence* with the traits, repeats and claims of each document."""
    if run.needed.isdisjoint(STAGES):
        return evidence
    known = Known(evidence.words if "sketch" in run else None, orders_of(corpus) if "attribute" in run else {})
    inspector = _Inspector(corpus, config, run, known)
    traits: list[Traits] = []
    repeated: list[Repeats] = []
    attributions: list[Attribution] = []
    for form, repeats, claims in run.watched("documents", inspector.results(), len(corpus.documents)):
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


def orders_of(corpus: Corpus) -> Orders:
    """Return the order of day and month in fields of files, by path: all records of a file tell it together."""
    if corpus.orders is not None:
        return corpus.orders
    from provenance.attribution import field_orders

    return dict(field_orders(corpus.documents.runs))


def examine(corpus: Corpus, config: Config, run: Run, known: Known, texts: Mapping[int, str]) -> Examined:
    """Return the traits, repeats and claims of the documents that have *texts*; equal ones are examined once."""
    results: Examined = {}
    inspector = _Inspector(corpus, config, run, known)
    seen_before: dict[tuple[object, ...], Result] = {}
    for position, text in texts.items():
        document = corpus.documents[position]
        seen = text, document.path, document.header, document.statements
        faults = len(run.faults.notices)
        results[position] = seen_before.get(seen) or inspector.of_text(position, document, text)
        if len(run.faults.notices) == faults:
            seen_before[seen] = results[position]
    return results


class _Inspector:
    """Runs the stages on single texts that the run needs."""

    def __init__(self, corpus: Corpus, config: Config, run: Run, known: Known) -> None:
        from provenance.alignment import repeats
        from provenance.attribution import attribute
        from provenance.form import inspect, repetition

        self._inspect, self._overlaps, self._repetition, self._attribute = inspect, repeats, repetition, attribute
        self._corpus = corpus
        self._words, self._orders = known
        self._config = config
        self._run = run
        self._spread = Spread(config, run.faults)
        self._seconds = dict.fromkeys(STAGES, 0.0)
        self._stopwatch = Stopwatch()

    def results(self) -> Iterator[Result]:
        """Yield the traits, repeats and attribution of each text, in order, each empty if the run does not need it."""
        if self._spread.wide and self._is_much():
            yield from self._on_all_cores()
        else:
            yield from self._each(range(len(self._corpus.documents)), self._corpus.texts())

    def _is_much(self) -> bool:
        """Return whether the texts for which the cache has no results are worth other processes."""
        bytes_left = self._corpus.bytes
        if self._run.names and bytes_left >= MIN_FORKED:
            new = [not self._run.knows(self._key(STAGES[-1], at)) for at in range(len(self._run.names))]
            bytes_left = int(sizes(self._corpus.documents)[new].sum())
        return bytes_left >= MIN_FORKED

    def _on_all_cores(self) -> Iterator[Result]:
        count = len(self._corpus.documents)
        parts = [range(first, min(first + TOGETHER, count)) for first in range(0, count, TOGETHER)]
        for part, (results, seconds) in zip(parts, self._spread.map(self._of_part, parts, Part), strict=True):
            for stage, more in zip(STAGES, seconds, strict=True):
                self._seconds[stage] += more
            yield from map(self._kept, part, results) if self._run.names else results

    def _of_part(self, part: range) -> Part:
        """Return the results for the texts of *part*, and the seconds, which are not counted here."""
        before = self._seconds
        self._seconds = dict.fromkeys(STAGES, 0.0)
        results = list(self._each(part, self._corpus.texts_at(part)))
        seconds, self._seconds = tuple(self._seconds.values()), before
        return Part(results, seconds)

    def _each(self, positions: Iterable[int], texts: Iterable[str]) -> Iterator[Result]:
        """Yield the results for *texts*, which are those at *positions*."""
        before: tuple[object, ...] = ()
        for position, text in zip(positions, texts, strict=True):
            document = self._corpus.documents[position]
            # Equal records in a row, such as ten million empty ones, are inspected once; but each fault is reported.
            seen = text, document.path, document.header, document.statements
            if seen != before:
                faults = len(self._run.faults.notices)
                result = self.of_text(position, document, text)
                before = seen if len(self._run.faults.notices) == faults else ()
            yield result

    def _kept(self, position: int, result: Result) -> Result:
        """Put the result of another process into the cache, and return it."""
        for stage, value in zip(STAGES, result, strict=True):
            if stage in self._run:
                self._run.keep(self._key(stage, position), value)
        return result

    def of_text(self, position: int, document: Document, text: str) -> Result:
        """Return the results for one text, each empty if the run does not need it."""
        config = self._config
        orders = self._orders.get(document.path, _NO_ORDERS)

        def form() -> Traits:
            words = None if self._words is None else int(self._words[position])
            return self._inspect(text, document, config.judging.mojibake, words)

        def repeats() -> Repeats:
            return self._repetition(text, document.header, self._overlaps(text, config.aligning), traits)

        def claims() -> Attribution:
            return self._attribute(text, document, config.attributing, orders)

        traits = self._result("inspect", position, Traits, form, ())
        return (
            traits,
            self._result("repeats", position, Repeats, repeats, _NO_REPEATS),
            self._result("attribute", position, Attribution, claims, _NO_CLAIMS),
        )

    def _key(self, stage: str, position: int) -> str:
        """Return the key of a result in the cache: claims depend on the dates of other records of the file as well."""
        if stage == "attribute" and self._orders:
            orders = self._orders.get(self._corpus.documents[position].path, _NO_ORDERS)
            return self._run.key(stage, position, *sorted(map(repr, orders.items())))
        return self._run.key(stage, position)

    def _result(self, stage: str, position: int, kind: type[Value], work: Callable[[], Value], empty: Value) -> Value:
        """Return the result of *stage* on one text; *empty* if the run does not need it or it fails."""
        if stage not in self._run:
            return empty
        started = time.perf_counter()
        result = empty
        with self._run.faults.caught(stage, self._corpus.documents, position):
            result = self._run.remembered(self._key(stage, position), kind, work)
        self._seconds[stage] += time.perf_counter() - started
        return result

    def note_times(self) -> None:
        """Record the cost of each stage.

        The stages take turns in one thread, so each gets its share of the processor time.  Asking the system for that
        takes a microsecond, too long to do it twice for each stage and text.
        """
        whole = self._stopwatch.cost()
        # On several cores the stages take more seconds than have passed.
        passed = min(1.0, whole.seconds / (sum(self._seconds.values()) or 1.0))
        for stage, seconds in self._seconds.items():
            if stage in self._run:
                self._run.note(stage, whole.share(seconds * passed), self._corpus)
