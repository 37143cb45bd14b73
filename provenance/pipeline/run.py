"""The state of one run of the pipeline: its stages, progress, timings, cache and faults.

The outputs, and the selected rules if an output shows findings, name the stages that they need; ``FEEDS`` lists the
stages that feed those.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from provenance.cache import digest
from provenance.documents import Ids, containers, digests, lines, openers, paths
from provenance.faults import Faults
from provenance.kernels import kernels
from provenance.model import Timing
from provenance.settings.derived import touching
from provenance.settings.setting import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from provenance.cache import Cache
    from provenance.corpus import Corpus
    from provenance.model import Evidence
    from provenance.settings import Config

    # Called with a stage, the units done, and the total (0: unknown).
    Watch = Callable[[str, int, int], None]

Item = TypeVar("Item")
Value = TypeVar("Value")

# A stage, what it puts into the evidence, and the area of the settings that it reads:
#   inspect    traits                  form
#   repeats    repeats                 alignment
#   attribute  attributions            attribution
#   group      pairs, groups           group
#   keep       groups                  group
#   passages   passages, ledgers       alignment
#   derive     derivations, and groups derivation
FEEDS = {
    "group": ("sketch",),
    "repeats": ("inspect",),
    # Of the stages on single texts, the policy says which it needs, for members of groups only: see keeping.
    "keep": ("group",),
    # Passages need sources to recognise stock phrases, and dates for their order: no result may depend on the outputs.
    "passages": ("group", "repeats", "attribute"),
    "derive": ("group", "passages"),
}
# The stages that make a cache worth opening: reading and grouping are as fast as a look-up.  "derive" is cached as
# well, and always runs after "passages".
CACHED = frozenset(("inspect", "repeats", "attribute", "passages"))
GIVEN_BACK = 1 << 24  # bytes of text from which freed memory is given back after each stage
MIN_CACHED_DOCUMENTS = 50  # auditing fewer takes less time than reading and writing a cache


class Cost(NamedTuple):
    """The cost of some work: seconds of wall-clock time, and processor seconds of all threads together."""

    seconds: float
    cpu_seconds: float

    def share(self, seconds: float) -> Cost:
        """Return the cost of a part that took *seconds* of wall clock, its processor time in proportion."""
        return Cost(seconds, self.cpu_seconds * (seconds / self.seconds) if self.seconds else 0.0)


class Stopwatch:
    """Measures the cost of all work from its creation on."""

    __slots__ = ("_cpu_started", "_started")

    def __init__(self) -> None:
        self._started, self._cpu_started = time.perf_counter(), cpu_seconds()

    def cost(self) -> Cost:
        """Return the cost so far."""
        return Cost(time.perf_counter() - self._started, cpu_seconds() - self._cpu_started)


def cpu_seconds() -> float:
    """Return the processor seconds of this process and of those that it has started and that have ended."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


class Run:
    """The state of a run beside the corpus and the settings; ``stage in run`` says whether the run needs a stage.

    *names* holds the documents' names in the cache, by position; empty without a cache.
    """

    def __init__(
        self,
        stages: frozenset[str],
        watch: Watch | None = None,
        cache: Cache | None = None,
        *,
        only_findings: bool = False,
    ) -> None:
        self.needed = stages
        self.only_findings = only_findings
        self.faults = Faults()
        self.timings: list[Timing] = []
        self.names: list[str] = []
        self._watch = watch
        self._cache = cache
        self._whole = False

    def __contains__(self, stage: str) -> bool:
        return stage in self.needed

    def name_documents(self, corpus: Corpus) -> None:
        """Name the documents of *corpus* for the cache if it is worth using; equal documents in a row share a name."""
        wanted = self.needed & CACHED or self.only_findings
        if self._cache is None or not wanted or len(corpus.documents) < MIN_CACHED_DOCUMENTS:
            return
        before: tuple[object, ...] = ()
        pairs = zip(corpus.texts(), containers(corpus.documents), strict=True)
        for seen in self.watched("cache", pairs, len(corpus.documents)):
            self.names.append(self.names[-1] if seen == before else self._cache.name(*seen))
            before = seen
        self._whole = True

    def name_some(self, corpus: Corpus, positions: Sequence[int]) -> None:
        """Name the documents at *positions* if the cache is worth using for them and they have no names yet."""
        if self._cache is None or self.names or len(positions) < MIN_CACHED_DOCUMENTS:
            return
        self.names = [""] * len(corpus.documents)
        for position, text in zip(positions, corpus.texts_at(positions), strict=True):
            document = corpus.documents[position]
            self.names[position] = self._cache.name(text, (document.path, document.header, document.statements))

    def key(self, stage: str, position: int, *more: str) -> str:
        """Return the cache key for the result of *stage* on the document at *position* and on *more* inputs."""
        if not self.names:
            return ""
        return f"{stage} {digest(more) if more else ''}{self.names[position]}"

    def key_of_corpus(self, evidence: Evidence, config: Config) -> str:
        """Return the cache key for the findings of a run: a digest of all that they depend on."""
        if not self._whole:
            return ""
        docs = evidence.documents
        columns = zip(Ids(docs), paths(docs), lines(docs), digests(docs), openers(docs), strict=True)
        rows = (f"{id_!r} {path!r} {line} {sha256} {file!r}" for id_, path, line, sha256, file in columns)
        # The settings of reports do not affect findings.
        settings = (list(touching(config, *EVIDENCE)), config.extent.root, config.extent.whole)
        more = repr(evidence.notices), repr(settings)
        return f"judged {digest(chain(self.names, rows, more))}"

    def remembered(self, key: str, kind: type[Value], work: Callable[[], Value]) -> Value:
        """Return the value of *kind* cached under *key*, or else the result of *work*, which is then cached.

        A result that a fault cut short is not cached.  Nothing is cached under an empty key.
        """
        cached = self.recalled(key, kind)
        if cached is not None:
            return cached
        faults = len(self.faults.notices)
        value = work()
        if self._cache is not None and key and len(self.faults.notices) == faults:
            self._cache.put(key, value)
        return value

    def recalled(self, key: str, kind: type[Value]) -> Value | None:
        """Return the value of *kind* cached under *key*, None if there is none."""
        return self._cache.get(key, kind) if self._cache is not None and key else None

    def knows(self, key: str) -> bool:
        """Return whether the cache has a value under *key*."""
        return self._cache is not None and self._cache.has(key)

    def keep(self, key: str, value: object) -> None:
        """Cache *value* under *key*, unless the cache has one there."""
        if self._cache is not None and key:
            self._cache.keep(key, value)

    def save(self) -> None:
        """Write the cache for the next run."""
        if self._cache is not None and self.names and not self.faults.notices:
            self.report_progress("cache", 0, 0)
            self._cache.save()

    @contextmanager
    def timed(self, stage: str, corpus: Corpus) -> Iterator[None]:
        """Record the cost of the block as that of *stage*."""
        stopwatch = Stopwatch()
        self.report_progress(stage, 0, 0)
        yield
        self.note(stage, stopwatch.cost(), corpus)

    def note(self, stage: str, cost: Cost, corpus: Corpus) -> None:
        """Record the *cost* of *stage* for *corpus*."""
        self.timings.append(Timing(stage, cost.seconds, len(corpus.documents), corpus.bytes, cost.cpu_seconds))
        self.give_back(corpus)

    def give_back(self, corpus: Corpus) -> None:
        """Give freed memory back to the system, of a large *corpus*.

        What follows uses other sizes: without this, what one part of the work leaves adds to the peak of the others.
        """
        if corpus.bytes >= GIVEN_BACK:
            kernels.give_back()

    def report_progress(self, stage: str, done: int, total: int) -> None:
        """Report the progress of *stage*: units done, and the total (0: unknown)."""
        if self._watch is not None:
            self._watch(stage, done, total)

    def watch_of(self, stage: str) -> Callable[[int, int], None] | None:
        """Return the function to call with the units of *stage* done and in total; None without *watch*."""
        return None if self._watch is None else partial(self._watch, stage)

    def watched(self, stage: str, items: Iterable[Item], total: int) -> Iterable[Item]:
        """Return *items*, *total* in number; progress is reported while they are iterated."""
        return items if self._watch is None else self._reporting(stage, items, total)

    def _reporting(self, stage: str, items: Iterable[Item], total: int) -> Iterator[Item]:
        for done, item in enumerate(items):
            self.report_progress(stage, done, total)
            yield item


def needed(config: Config) -> frozenset[str]:
    """Return the stages that the outputs need, and the selected rules if findings are shown, and all that feed them."""
    from provenance import reporters, rules

    wanted = set(reporters.needs(config.reporting))
    if "rules" in wanted:
        wanted |= rules.needs(config.judging)
    waiting = list(wanted)
    while waiting:
        for stage in FEEDS.get(waiting.pop(), ()):
            if stage not in wanted:
                wanted.add(stage)
                waiting.append(stage)
    return frozenset(wanted)


def only_findings(config: Config) -> bool:
    """Return whether findings are the only output, so that cached ones suffice without their evidence."""
    from provenance import reporters

    return reporters.needs(config.reporting) <= {"rules"}
