"""From texts to what lies in each of them by itself: form, repeats, claims; by an earlier run where a cache knows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs

from provenance.model import Timing

if TYPE_CHECKING:
    from provenance.audit.stages import Stages
    from provenance.cache import Cache
    from provenance.config import Config
    from provenance.corpus import Corpus
    from provenance.model import Attribution, Document, Evidence, Repeats, Trait
    from provenance.records import Found

_UNKNOWN: Found = (None, None, None)


def each_document(evidence: Evidence, corpus: Corpus, config: Config, stages: Stages) -> Evidence:
    """Return *evidence* with what lies in each document by itself: form, repeats, claims."""
    traits: list[tuple[Trait, ...]] = []
    repeated: list[Repeats] = []
    attributions: list[Attribution] = []
    if stages.wanted & {"inspect", "repeats", "attribute"}:
        spent = dict.fromkeys(("inspect", "repeats", "attribute"), 0.0)
        total = len(corpus.documents)
        pairs = zip(corpus.documents, corpus.texts(), strict=True)
        seen: tuple[object, ...] = ()
        found = _UNKNOWN
        for position, (document, text) in enumerate(stages.watched("documents", pairs, total)):
            # Of ten million records without words each would be looked into, and take what is found in one of them.
            before, seen = seen, _seen(document, text)
            if seen != before:
                found = _recalled(position, document, text, config, stages, spent)
            # A cache may know what this run does not want.
            if found[0] is not None and "inspect" in stages:
                traits.append(found[0])
            if found[1] is not None and "repeats" in stages:
                repeated.append(found[1])
            if found[2] is not None and "attribute" in stages:
                attributions.append(found[2])
        stages.timings.extend(
            Timing(stage, seconds, total, corpus.bytes) for stage, seconds in spent.items() if stage in stages
        )
    return attrs.evolve(evidence, repeats=tuple(repeated), attributions=tuple(attributions), traits=tuple(traits))


def names_of(corpus: Corpus, cache: Cache, stages: Stages) -> list[str]:
    """Return the names that *cache* has for the documents; equal ones in a row share theirs."""
    names: list[str] = []
    before: tuple[object, ...] = ()
    pairs = zip(corpus.documents, corpus.texts(), strict=True)
    for document, text in stages.watched("cache", pairs, len(corpus.documents)):
        seen = _seen(document, text)
        names.append(names[-1] if seen == before else cache.key(document, text))
        before = seen
    return names


def _seen(document: Document, text: str) -> tuple[object, ...]:
    """Return all that the stages of single texts see of a document."""
    return text, document.path, document.header, document.statements


def _recalled(
    position: int, document: Document, text: str, config: Config, stages: Stages, spent: dict[str, float]
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
    document: Document, text: str, config: Config, stages: Stages, spent: dict[str, float], known: Found = _UNKNOWN
) -> Found:
    """Return the traits, repeats and attribution of one text; only what is wanted and not *known* is worked out."""
    from provenance.align import repeats
    from provenance.attribute import attribute
    from provenance.inspect import inspect, repetition

    traits, repeated, attribution = known
    marks = [time.perf_counter()]
    if traits is None and "inspect" in stages:
        traits = inspect(text, document, config.judging.mojibake)
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
