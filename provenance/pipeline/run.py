"""One run of the pipeline: which stages it needs, who watches it, what it costs, what it remembers and what fails.

The selected rules and the outputs name the stages they need, and ``FEEDS`` says which other stages feed those.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from provenance.cache import digest
from provenance.documents import Names, containers, digests, lines, openers, paths
from provenance.faults import Faults
from provenance.model import Timing
from provenance.settings.derived import touching
from provenance.settings.setting import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provenance.cache import Cache
    from provenance.corpus import Corpus
    from provenance.model import Evidence
    from provenance.settings import Config

    # Called with a stage, the units done, and the units in all (0: not known).
    Watch = Callable[[str, int, int], None]

Item = TypeVar("Item")
Found = TypeVar("Found")

FEEDS = {
    "group": ("sketch",),
    "repeats": ("inspect",),
    # Sources tell stock phrases, and dates whose passage was first: what is found must not depend on what else is.
    "passages": ("group", "repeats", "attribute"),
    "derive": ("group", "passages"),
    "settle": ("group", "derive"),
}
# The stages whose results a cache holds; reading and grouping take no longer than looking them up.
CACHED = frozenset(("inspect", "repeats", "attribute", "passages"))
MIN_CACHED_DOCUMENTS = 50  # fewer are audited sooner than a cache is opened, read and written


class Cost(NamedTuple):
    """What some work took: seconds of wall clock, and processor seconds of all threads together."""

    seconds: float
    cpu_seconds: float

    def share(self, seconds: float) -> Cost:
        """Return the cost of a part that took *seconds* of wall clock, its processor time in proportion."""
        return Cost(seconds, self.cpu_seconds * seconds / self.seconds if self.seconds else 0.0)


class Stopwatch:
    """Measures what is done from when it is made."""

    __slots__ = ("_cpu_started", "_started")

    def __init__(self) -> None:
        self._started, self._cpu_started = time.perf_counter(), time.process_time()

    def cost(self) -> Cost:
        """Return the cost so far."""
        return Cost(time.perf_counter() - self._started, time.process_time() - self._cpu_started)


class Run:
    """What a run needs to know beside the corpus and the settings; ``stage in run`` says whether it needs a stage.

    *names* hold the documents' names in the cache, by position; empty in a run without one.
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
        self._cache = cache if stages & CACHED or only_findings else None

    def __contains__(self, stage: str) -> bool:
        return stage in self.needed

    def name_documents(self, corpus: Corpus) -> None:
        """Name the documents of *corpus* for the cache, where a cache is worth it; equal ones in a row share a name."""
        if self._cache is None or len(corpus.documents) < MIN_CACHED_DOCUMENTS:
            return
        before: tuple[object, ...] = ()
        pairs = zip(corpus.texts(), containers(corpus.documents), strict=True)
        for seen in self.watched("cache", pairs, len(corpus.documents)):
            self.names.append(self.names[-1] if seen == before else self._cache.name(*seen))
            before = seen

    def key(self, stage: str, position: int, *more: str) -> str:
        """Return what names the result of *stage* for the document at *position*, and for *more* that it rests on."""
        if not self.names:
            return ""
        return f"{stage} {digest(more) if more else ''}{self.names[position]}"

    def key_of_corpus(self, evidence: Evidence, config: Config) -> str:
        """Return what names the findings of a run: all that they rest on."""
        if not self.names:
            return ""
        some = evidence.documents
        columns = zip(Names(some), paths(some), lines(some), digests(some), openers(some), strict=True)
        rows = (f"{name!r} {path!r} {line} {sha256} {file!r}" for name, path, line, sha256, file in columns)
        # How reports are written is no matter of findings.
        settings = (list(touching(config, *EVIDENCE)), config.extent.root, config.extent.whole)
        more = repr(evidence.notices), repr(settings)
        return f"judged {digest(chain(self.names, rows, more))}"

    def remembered(self, key: str, kind: type[Found], work: Callable[[], Found]) -> Found:
        """Return the value of *kind* that an earlier run found under *key*, else what *work* returns.

        What a fault cut short is not kept for later runs.
        """
        if self._cache is None or not self.names:
            return work()
        known = self._cache.get(key, kind)
        if known is not None:
            return known
        faults = len(self.faults.notices)
        value = work()
        if len(self.faults.notices) == faults:
            self._cache.put(key, value)
        return value

    def save(self) -> None:
        """Write what was remembered, for the next run."""
        if self._cache is not None and self.names and not self.faults.notices:
            self.tell("cache", 0, 0)
            self._cache.save()

    @contextmanager
    def timed(self, stage: str, corpus: Corpus) -> Iterator[None]:
        """Note what the block costs, as the time of *stage*."""
        stopwatch = Stopwatch()
        self.tell(stage, 0, 0)
        yield
        self.note(stage, stopwatch.cost(), corpus)

    def note(self, stage: str, cost: Cost, corpus: Corpus) -> None:
        """Note the *cost* of *stage* for *corpus*."""
        self.timings.append(Timing(stage, cost.seconds, len(corpus.documents), corpus.bytes, cost.cpu_seconds))

    def tell(self, stage: str, done: int, total: int) -> None:
        """Tell whoever watches how far *stage* is: units done of how many in all (0: not known)."""
        if self._watch is not None:
            self._watch(stage, done, total)

    def telling(self, stage: str) -> Callable[[int, int], None] | None:
        """Return what to call with the units of *stage* done and in all; None where nobody watches."""
        return None if self._watch is None else partial(self._watch, stage)

    def watched(self, stage: str, items: Iterable[Item], total: int) -> Iterable[Item]:
        """Return *items*, which are *total*; whoever watches is told as they go by."""
        return items if self._watch is None else self._passing(stage, items, total)

    def _passing(self, stage: str, items: Iterable[Item], total: int) -> Iterator[Item]:
        for done, item in enumerate(items):
            self.tell(stage, done, total)
            yield item


def needed(config: Config) -> frozenset[str]:
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


def only_findings(config: Config) -> bool:
    """Return whether all that is written are findings, which then may be known without the evidence for them."""
    from provenance import reporters

    return reporters.needs(config.reporting) <= {"rules"}
