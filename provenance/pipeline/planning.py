"""From paths to a plan of what to drop: the stages that it needs, and what its decisions are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.documents import Documents, Ids
from provenance.model import Evidence, Group, Notice, Pairs, Sketches
from provenance.pipeline import no_pairs
from provenance.pipeline.documents import each_document
from provenance.pipeline.keeping import kept
from provenance.pipeline.reading import check_threshold, read_corpus
from provenance.pipeline.relations import between_documents
from provenance.pipeline.run import Run
from provenance.plan.build import lines_of, sizes_of
from provenance.plan.decide import Material, Policy, decide
from provenance.plan.sources import sources_of
from provenance.plan.trimming import trimmed_spans, without_spans
from provenance.plan.values import FORMAT, NEAR, PRESERVES, Head, Opinion, Plan, Settings, Undecided
from provenance.threads import beside, cores

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.baseline.decisions import Decision
    from provenance.cache import Cache
    from provenance.corpus import Corpus
    from provenance.model import Span
    from provenance.pipeline.run import Watch
    from provenance.plan.decide import Decided
    from provenance.plan.values import Rule
    from provenance.settings import Config

_TEXTS_AT_ONCE = 4096
_STAGES = frozenset(("digests", "sketch", "group", "keep"))


@attrs.frozen
class Wanted:
    """What a plan is to do: its *rule*, the *minimum* share of a contained text, and whether to *trim* repeats.

    *templates*: "near" and "contained" drop texts that differ in figures only, too.  *folder* is where the plan will
    lie: the paths of its roots are relative to it.  *decisions* are those of people about pairs, the last one about a
    pair counts.
    """

    rule: Rule = "preserves"
    minimum: float = 0.95
    templates: bool = True
    trim: bool = False
    folder: str = ""
    decisions: tuple[Decision, ...] = ()


def plan(
    paths: Sequence[str | os.PathLike[str]],
    config: Config,
    wanted: Wanted,
    *,
    watch: Watch | None = None,
    cache: Cache | None = None,
) -> tuple[Plan, tuple[Notice, ...]]:
    """Return the plan for the corpus under *paths*, and the notices about its inputs.  Raises as ``audit`` does."""
    from provenance.readers.dispatch import checked
    from provenance.readers.walk import find
    from provenance.version import __version__

    check_threshold(config.grouping.threshold)
    run = Run(_STAGES | ({"inspect", "repeats"} if wanted.trim else frozenset()), watch, cache)
    corpus, sketches = read_corpus(paths, config, run)
    if wanted.trim:
        run.name_documents(corpus)
    evidence = Evidence(
        documents=corpus.documents, words=sketches.words, text=corpus.text, pairs=no_pairs(),
        notices=tuple(corpus.notices), texts_at=corpus.texts_at,
    )  # fmt: skip
    documents = Documents.of(corpus.documents)
    reading = attrs.evolve(config.reading, output=config.reporting.output, extent=config.extent)
    # Digests of files take as long as a fifth of grouping, and need no interpreter.
    waited = beside(lambda: sources_of(find(paths, checked(reading)), documents, wanted.folder))
    evidence = between_documents(each_document(evidence, corpus, config, run), corpus, sketches, config, run)
    sources = waited()
    material = _Materials(evidence, corpus, sketches, config, run).material(wanted)
    least = config.grouping.threshold if wanted.rule == NEAR else wanted.minimum
    run.report_progress("plan", 0, 0)
    decided = decide(material, Policy(wanted.rule, least, wanted.templates, config.grouping.jobs or cores()))
    passed: list[str] = []
    if wanted.decisions:
        decided = _revised(decided, wanted.decisions, material, passed)
    before, after = sizes_of(material, decided)
    undecided = Undecided(decided.left, decided.templates, decided.capped)
    head = Head(FORMAT, __version__, _settings(config, wanted), sources.roots, sources.files, before, after, undecided)
    run.save()
    lines = lines_of(material, decided, sources, config.grouping.jobs or cores())
    notices = run.faults.added_to(evidence).notices
    return Plan(head, lines), (*notices, *(Notice("stale entry", "", None, sentence) for sentence in passed))


def _revised(decided: Decided, decisions: Sequence[Decision], material: Material, passed: list[str]) -> Decided:
    """Return what is dropped after *decisions*; a sentence for each that was not applied is added to *passed*."""
    from provenance.baseline.decisions import placed
    from provenance.plan.decisions import revised

    known = placed(decisions, material.evidence, passed)

    def tell(pair: tuple[int, ...], why: str) -> None:
        passed.append(f"{known[pair].place}: not applied: {why}")

    return revised(decided, known, material, tell)


class _Materials:
    """Makes what decisions are made of from the results of the stages."""

    def __init__(self, evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> None:
        self._evidence, self._corpus, self._sketches = evidence, corpus, sketches
        self._config, self._run = config, run
        self._documents = Documents.of(evidence.documents)
        self._representatives = {group.representative for group in evidence.groups}

    def material(self, wanted: Wanted) -> Material:
        """Return the material for a plan."""
        preserving = wanted.rule == PRESERVES
        trimmed = trimmed_spans(self._evidence, preserving=preserving) if wanted.trim else {}
        # Grouping says in a notice without a path that it left out pairs.
        unlisted = any(notice.kind == "over limit" and not notice.path for notice in self._evidence.notices)

        def articles(positions: Sequence[int]) -> Iterator[str]:
            for first in range(0, len(positions), _TEXTS_AT_ONCE):
                yield from self._articles(positions[first : first + _TEXTS_AT_ONCE], trimmed)

        return Material(
            self._evidence,
            self._sketches.digests,
            self._chosen,
            self._shingles,
            articles,
            trimmed,
            self._are_templates,
            self._pairs_of if unlisted else None,
        )

    def _articles(self, positions: Sequence[int], trimmed: Mapping[int, tuple[Span, ...]]) -> list[str]:
        """Return the articles at *positions*, without their headers and what is trimmed from them."""
        found: list[str] = []
        order = np.argsort(np.asarray(positions, np.int64), kind="stable")
        for buffer, offsets, starts in self._corpus.buffers(np.asarray(positions, np.int64)[order]):
            bounds = zip(starts.tolist(), offsets[1:].tolist(), strict=True)
            found += [buffer[begin:end].decode("utf-8", "surrogatepass") for begin, end in bounds]
        texts = [found[at] for at in np.argsort(order, kind="stable").tolist()]
        for at, position in enumerate(positions) if trimmed else ():
            if position in trimmed:
                header = self._documents[position].header
                texts[at] = without_spans(self._corpus.text(position), trimmed[position])[header:]
        return texts

    def _chosen(self, sets: Sequence[tuple[int, ...]]) -> list[tuple[int, str]]:
        """Return which of each of *sets* the policy keeps, and why."""
        groups = tuple(Group(self._first_of(one), one, (1.0,) * len(one), keep=one[0]) for one in sets)
        found = kept(attrs.evolve(self._evidence, groups=groups), self._corpus, self._config, self._run).groups
        return [(group.keep, group.why) for group in found]

    def _first_of(self, members: tuple[int, ...]) -> int:
        """Return which of *members* to keep where the policy does not decide."""
        words = self._evidence.words
        return min(
            members,
            key=lambda one: (one not in self._representatives, -int(words[one]), self._documents.id_at(one)),
        )

    def _shingles(self, positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        from provenance.sketch import shingle_sets_of

        return shingle_sets_of(self._corpus.buffers(positions))

    def _are_templates(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return of which two documents each is the same as the other but for figures."""
        from provenance.grouping.templates import NEAR as ALIKE
        from provenance.grouping.templates import TEMPLATE, with_templates

        nothing, unset = np.zeros(len(left)), np.zeros(len(left), np.int8)
        columns = left.astype(np.int32), right.astype(np.int32), nothing, nothing, nothing
        pairs = Pairs(*columns, relation=unset + np.int8(ALIKE), direction=unset, confidence=unset)
        found: NDArray[np.bool_] = (
            with_templates(pairs, self._sketches.words, self._corpus.columns).relation == TEMPLATE
        )
        return found

    def _pairs_of(self, positions: NDArray[np.int64]) -> Pairs:
        """Return the pairs among the documents at *positions*, also where the corpus has too many to list all."""
        from provenance.grouping import collapse, group
        from provenance.grouping.templates import with_templates

        sketches = self._sketches
        classes = collapse(sketches)
        owners = np.zeros(len(sketches.words), np.int64)
        owners[classes.members] = np.repeat(np.arange(len(classes)), classes.sizes)
        first = classes.first[owners]
        words = np.zeros_like(sketches.words)
        words[first[positions]] = sketches.words[first[positions]]
        some = Sketches(words, sketches.digests, sketches.signatures, sketches.rows)
        limits = attrs.evolve(self._config.grouping, listed_partners=len(positions))
        found = group(some, self._shingles, Ids(self._documents), limits, self._corpus.columns).pairs
        return _between(with_templates(found, words, self._corpus.columns), first, positions)


def _between(pairs: Pairs, first: NDArray[np.int64], positions: NDArray[np.int64]) -> Pairs:
    """Return *pairs* of first documents of their words as pairs of those *positions* that have the same words."""
    known: dict[int, list[int]] = {}
    for position in positions.tolist():
        known.setdefault(int(first[position]), []).append(position)
    ends = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    rows = [(at, one, two) for at, (a, b) in enumerate(ends) for one in known[a] for two in known[b]]
    at, left, right = np.array(rows, np.int64).reshape(-1, 3).T
    columns = {field.name: getattr(pairs, field.name)[at] for field in attrs.fields(type(pairs))}
    return attrs.evolve(pairs, **columns | {"left": left.astype(np.int32), "right": right.astype(np.int32)})


def _settings(config: Config, wanted: Wanted) -> Settings:
    reading = config.reading
    return Settings(
        wanted.rule,
        config.grouping.threshold,
        wanted.minimum,
        list(config.grouping.keep),
        wanted.templates,
        wanted.trim,
        list(reading.include),
        list(reading.exclude),
        reading.gitignore,
        reading.follow_links,
        reading.encoding,
        dict(sorted(reading.fields.items())),
        [Opinion(one.ids, one.digests, one.kind, one.keep) for one in wanted.decisions],
        config.grouping.noisy,
    )
