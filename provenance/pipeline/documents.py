"""From texts to what lies in each of them by itself: form, repeats, claims; by an earlier run where a cache knows."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import attrs

from provenance.documents import containers
from provenance.model import Attribution, Repeats, Timing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from provenance.cache import Cache
    from provenance.corpus import Corpus
    from provenance.model import Document, Evidence, Trait
    from provenance.pipeline.stages import Stages
    from provenance.records import Found
    from provenance.settings import Config

_UNKNOWN: Found = (None, None, None)
# What stands for a text that a fault of ours keeps a stage from looking into.
_NO_REPEATS = Repeats()
_SILENT = Attribution(())


def each_document(evidence: Evidence, corpus: Corpus, config: Config, stages: Stages) -> Evidence:
    """Return *evidence* with what lies in each document by itself: form, repeats, claims."""
    if not stages.wanted & {"inspect", "repeats", "attribute"}:
        return evidence
    traits: list[tuple[Trait, ...]] = []
    repeated: list[Repeats] = []
    attributions: list[Attribution] = []
    look = _Look(corpus, config, stages, evidence.words if "sketch" in stages else None)
    total = len(corpus.documents)
    pairs = zip(corpus.documents, corpus.texts(), strict=True)
    seen: tuple[object, ...] = ()
    found = _UNKNOWN
    for position, (document, text) in enumerate(stages.watched("documents", pairs, total)):
        # Of ten million records without words each would be looked into, and take what is found in one of them.
        before, seen = seen, _seen(document, text)
        if seen != before:
            found = look.recalled(position, document, text)
            # What is missing is told of each text.
            seen = () if look.lacks(found) else seen
        # A cache may know what this run does not want.
        if look.inspects:
            traits.append(found[0] or ())
        if look.repeats:
            repeated.append(found[1] or _NO_REPEATS)
        if look.attributes:
            attributions.append(found[2] or _SILENT)
    stages.timings.extend(
        Timing(stage, seconds, total, corpus.bytes) for stage, seconds in look.spent() if stage in stages
    )
    return attrs.evolve(evidence, repeats=tuple(repeated), attributions=tuple(attributions), traits=tuple(traits))


def names_of(corpus: Corpus, cache: Cache, stages: Stages) -> list[str]:
    """Return the names that *cache* has for the documents; equal ones in a row share theirs."""
    names: list[str] = []
    before: tuple[object, ...] = ()
    pairs = zip(corpus.texts(), containers(corpus.documents), strict=True)
    for seen in stages.watched("cache", pairs, len(corpus.documents)):
        names.append(names[-1] if seen == before else cache.key(*seen))
        before = seen
    return names


def _seen(document: Document, text: str) -> tuple[object, ...]:
    """Return all that the stages of single texts see of a document."""
    return text, document.path, document.header, document.statements


class _Look:
    """Looks into single texts for what is wanted; *words* counts those of each, where that is known."""

    def __init__(self, corpus: Corpus, config: Config, stages: Stages, words: NDArray[np.int64] | None) -> None:
        from provenance.alignment import repeats
        from provenance.attribution import attribute
        from provenance.form import inspect, repetition

        self._inspect, self._overlaps, self._repetition, self._attribute = inspect, repeats, repetition, attribute
        self._sparing = partial(stages.faults.sparing, documents=corpus.documents)
        self._config = config
        self._words = words
        self._cache, self._keys = stages.cache, stages.keys
        self.inspects, self.repeats, self.attributes = (
            stage in stages for stage in ("inspect", "repeats", "attribute")
        )
        self._inspecting = self._repeating = self._attributing = 0.0

    def spent(self) -> Iterator[tuple[str, float]]:
        """Yield the seconds that each stage took."""
        yield "inspect", self._inspecting
        yield "repeats", self._repeating
        yield "attribute", self._attributing

    def lacks(self, found: Found) -> bool:
        """Return whether a stage that is wanted found nothing out, because of a fault of ours."""
        wanted = self.inspects, self.repeats, self.attributes
        return any(one is None and wants for one, wants in zip(found, wanted, strict=True))

    def recalled(self, position: int, document: Document, text: str) -> Found:
        """Return what was found in one text, by an earlier run or now."""
        if self._cache is None or not self._keys:
            return self._found(position, document, text, _UNKNOWN)
        known = self._cache.get(self._keys[position])
        found = self._found(position, document, text, known)
        if any(new is not old for new, old in zip(found, known, strict=True)):
            self._cache.put(self._keys[position], found)
        return found

    def _found(self, position: int, document: Document, text: str, known: Found) -> Found:
        """Return the traits, repeats and attribution of one text; only what is wanted and not *known* is worked out."""
        traits, repeated, attribution = known
        started = time.perf_counter()
        if traits is None and self.inspects:
            words = None if self._words is None else int(self._words[position])
            with self._sparing("inspect", position=position):
                traits = self._inspect(text, document, self._config.judging.mojibake, words)
        inspected = time.perf_counter()
        if repeated is None and self.repeats:
            with self._sparing("repeats", position=position):
                overlaps = self._overlaps(text, self._config.aligning)
                repeated = self._repetition(text, document.header, overlaps, traits or ())
        compared = time.perf_counter()
        if attribution is None and self.attributes:
            with self._sparing("attribute", position=position):
                attribution = self._attribute(text, document, self._config.attributing)
        self._inspecting += inspected - started
        self._repeating += compared - inspected
        self._attributing += time.perf_counter() - compared
        return traits, repeated, attribution
