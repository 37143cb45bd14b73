"""From settings to the stages that a run needs: only what is asked for is computed.

The selected rules and the outputs name the stages they need, and ``FEEDS`` says which others those take values from.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import attrs

from provenance.faults import Faults
from provenance.model import Timing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provenance.cache import Cache
    from provenance.corpus import Corpus
    from provenance.settings import Config

    Watch = Callable[[str, int, int], None]

Item = TypeVar("Item")

FEEDS = {
    "group": ("sketch",),
    "repeats": ("inspect",),
    # Sources tell stock phrases, and dates whose passage was first: what is found must not depend on what else is.
    "passages": ("group", "repeats", "attribute"),
    "derive": ("group", "passages"),
    "settle": ("group", "derive"),
}


@attrs.define(eq=False, repr=False, match_args=False, weakref_slot=False)
class Stages:
    """Which stages this run needs, whom to tell about progress, what they cost so far, and what is known already.

    *keys* name the documents in the cache, in order; empty where there is none.  *faults* are those of this run.
    """

    wanted: frozenset[str]
    watch: Watch | None = None
    cache: Cache | None = None
    keys: list[str] = attrs.field(factory=list)
    timings: list[Timing] = attrs.field(factory=list)
    faults: Faults = attrs.field(factory=Faults)

    def __contains__(self, stage: str) -> bool:
        return stage in self.wanted

    def timed(self, stage: str, started: float, corpus: Corpus) -> None:
        """Note what *stage* cost since *started* (seconds of a performance counter)."""
        self.timings.append(Timing(stage, time.perf_counter() - started, len(corpus.documents), corpus.bytes))

    def tell(self, stage: str, done: int, total: int) -> None:
        """Tell whoever watches how far *stage* is: units done of how many in all (0: not known)."""
        if self.watch is not None:
            self.watch(stage, done, total)

    def telling(self, stage: str) -> Callable[[int, int], None] | None:
        """Return what to call with the units of *stage* done and in all; None where nobody watches."""
        return None if self.watch is None else partial(self.watch, stage)

    def watched(self, stage: str, items: Iterable[Item], total: int) -> Iterable[Item]:
        """Return *items*, which are *total*; whoever watches is told as they go by."""
        return items if self.watch is None else self._passing(stage, items, total)

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
