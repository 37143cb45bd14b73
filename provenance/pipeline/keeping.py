"""From the groups of a corpus to the member of each that the policy keeps, on all processors.

Groups are worked on in portions, apart from each other.  Of a group's members only what the policy reads is found out,
and only what no stage of this run has found out for all documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.cache import digest
from provenance.documents import Documents, Ids
from provenance.pipeline.documents import Known, orders_of
from provenance.pipeline.members import Around, Examiner
from provenance.pipeline.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.corpus import Corpus
    from provenance.derivation.profiles import PageFacts
    from provenance.model import Evidence, Group, Pairs
    from provenance.pipeline.run import Run
    from provenance.settings import Config

    # What the lines of some documents name, by position.
    Looked = list[tuple[int, PageFacts]]

TOGETHER = 256  # members whose groups are one portion: fewer cost more calls, more leave processors idle at the end
MIN_FORKED = 2000  # members from which several processes are worth starting


class Kept(NamedTuple):
    """The *place* of the member to keep among the members of its group, and why it is kept."""

    place: int
    why: str


def kept(
    evidence: Evidence, corpus: Corpus, config: Config, run: Run, pages: dict[int, PageFacts] | None = None
) -> Evidence:
    """Return *evidence* with the member of each group that the policy of *config* keeps, and why.

    What the lines of members were found to name on the way is put into *pages*, if there are any.
    """
    with run.timed("keep", corpus):
        keeping = _Keeping(evidence, corpus, config, run, pages)
        choices = keeping.recalled()
        waiting = [at for at, choice in enumerate(choices) if choice is None]
        portions = keeping.portions(waiting)
        for done, (portion, found) in enumerate(keeping.each(portions)):
            run.report_progress("keep", done, len(portions))
            for at, choice in zip(portion, found, strict=True):
                choices[at] = choice
        groups = [
            group if choice is None else attrs.evolve(group, keep=group.members[choice.place], why=choice.why)
            for group, choice in zip(evidence.groups, choices, strict=True)
        ]
    return attrs.evolve(evidence, groups=tuple(groups))


class _Keeping:
    """What is known while the members to keep are chosen."""

    def __init__(
        self, evidence: Evidence, corpus: Corpus, config: Config, run: Run, pages: dict[int, PageFacts] | None
    ) -> None:
        from provenance.derivation.keep import needs

        self._pages = pages
        self._evidence, self._corpus, self._config, self._run = evidence, corpus, config, run
        self._policy = config.grouping.keep
        self._needs = needs(self._policy)
        self._pairs, self._bounds = _by_group(evidence)
        self._keys: list[str] = []
        self._known = Known(evidence.words, orders_of(corpus) if "attribute" in self._needs else {})
        self._guessed = {(one.path, one.line) for one in evidence.notices if one.kind == "decoded by guess"}

    def recalled(self) -> list[Kept | None]:
        """Return the choice that the cache has for each group, None where it has none."""
        groups = self._evidence.groups
        if self._needs:
            self._run.name_some(self._corpus, sorted(member for group in groups for member in group.members))
        if not self._needs or not self._run.names:
            return [None] * len(groups)
        self._keys = list(map(self._key, range(len(groups))))
        return [self._run.recalled(key, Kept) for key in self._keys]

    def _key(self, at: int) -> str:
        """Return the cache key for the choice from a group: a digest of all that it depends on."""
        group, pairs = self._evidence.groups[at], self._evidence.pairs
        rows = self._pairs[self._bounds[at] : self._bounds[at + 1]]
        ids = Ids(self._evidence.documents)
        texts = (self._run.names[member] for member in group.members)
        guessed = str([place for place, member in enumerate(group.members) if self._is_guessed(member)])
        between = np.searchsorted(group.members, (pairs.left[rows], pairs.right[rows])).tobytes().hex()
        first = str(group.members.index(group.representative))
        names = (ids[member] for member in group.members)
        return f"keep {digest((repr(self._policy), first, guessed, self._order(group), between, *texts, *names))}"

    def _order(self, group: Group) -> str:
        """Return the orders of day and month by which the dates of a group's members are read."""
        if not self._known.orders:
            return ""
        found = (self._known.orders.get(self._evidence.documents[member].path, {}) for member in group.members)
        return repr([sorted(order.items()) for order in found])

    def portions(self, waiting: Sequence[int]) -> list[list[int]]:
        """Return the groups *waiting* in portions of about equal work."""
        found: list[list[int]] = []
        size = TOGETHER
        for at in waiting:
            if size >= TOGETHER:
                found.append([])
                size = 0
            found[-1].append(at)
            size += len(self._evidence.groups[at].members)
        return found

    def each(self, portions: Sequence[Sequence[int]]) -> Iterator[tuple[Sequence[int], list[Kept]]]:
        """Yield each portion with the choices for its groups, made on all processors where that is worth it."""
        members = sum(len(self._evidence.groups[at].members) for portion in portions for at in portion)
        if self._needs and members >= MIN_FORKED:
            from provenance.derivation.profiles import PageFacts

            spread = Spread(self._config, self._run.faults)
            settled = spread.map(self._settled, portions, tuple[list[Kept], list[tuple[int, PageFacts]]])
        else:
            settled = map(self._settled, portions)
        faults = len(self._run.faults.notices)
        for portion, (found, pages) in zip(portions, settled, strict=True):
            if self._pages is not None:
                self._pages.update(pages)
            if self._keys and len(self._run.faults.notices) == faults:
                for at, choice in zip(portion, found, strict=True):
                    self._run.keep(self._keys[at], choice)
            faults = len(self._run.faults.notices)
            yield portion, found

    def _settled(self, portion: Sequence[int]) -> tuple[list[Kept], Looked]:
        """Return the choices for the groups of a *portion*, and what was seen of their members."""
        from provenance.derivation.keep import settle
        from provenance.derivation.members import Members

        evidence = self._evidence
        groups = [evidence.groups[at] for at in portion]
        positions = sorted(member for group in groups for member in group.members) if self._needs else ()
        examiner = Examiner(Around(evidence, self._corpus, self._config, self._run, self._known), positions)
        documents = Documents.of(evidence.documents)
        members = Members(
            ids=Ids(documents),
            words=evidence.words,
            pairs=self._pairs_of(portion),
            path=lambda position: documents.place(position)[0],
            text=examiner.text,
            page=examiner.page,
            guessed=self._is_guessed,
            examine=examiner.facts,
        )
        choices = settle(groups, self._policy, members)
        found = [Kept(group.members.index(keep), why) for group, (keep, why) in zip(groups, choices, strict=True)]
        return found, [] if self._pages is None else examiner.pages()

    def _is_guessed(self, position: int) -> bool:
        document = self._evidence.documents[position] if self._guessed else None
        return document is not None and (document.path, document.line) in self._guessed

    def _pairs_of(self, portion: Sequence[int]) -> Pairs:
        """Return the pairs between members of the groups of a *portion*."""
        rows = np.concatenate([self._pairs[self._bounds[at] : self._bounds[at + 1]] for at in portion])
        return _rows(self._evidence.pairs, np.sort(rows))


def _by_group(evidence: Evidence) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows of the pairs of two members of one group, group by group, and where each group's begin."""
    pairs, groups = evidence.pairs, evidence.groups
    numbers = np.full(len(evidence.documents), -1, np.int64)
    for number, group in enumerate(groups):
        numbers[list(group.members)] = number
    own = numbers[pairs.left]
    within = np.flatnonzero((own >= 0) & (own == numbers[pairs.right]))
    order = np.argsort(own[within], kind="stable")
    return within[order], np.searchsorted(own[within][order], np.arange(len(groups) + 1))


def _rows(pairs: Pairs, rows: NDArray[np.intp]) -> Pairs:
    return attrs.evolve(pairs, **{field.name: getattr(pairs, field.name)[rows] for field in attrs.fields(type(pairs))})
