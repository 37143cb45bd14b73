"""From the evidence about a corpus to what is kept, dropped and trimmed, by one of the four rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.documents import Documents, digest_keys
from provenance.model import RELATIONS
from provenance.plan.copies import copies
from provenance.plan.edges import NO_EDGES, contained_edges, joined, near_edges, preserving_edges, without_templates
from provenance.plan.values import CONTAINED, IDENTICAL, NEAR
from provenance.plan.walk import Edges, Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.model import Evidence, Group, Pairs, Span
    from provenance.plan.contained import Shingles
    from provenance.plan.edges import AreTemplates
    from provenance.plan.values import Reason, Rule
    from provenance.plan.walk import Choose

_TEMPLATE = RELATIONS.index("template")


class Policy(NamedTuple):
    """The rule by which texts may be dropped, the similarity or share that it asks for, and whether templates may be.

    *processes* is how many work at the same time.
    """

    rule: Rule
    least: float
    templates: bool
    processes: int


@attrs.frozen(eq=False, repr=False)
class Material:
    """What decisions are made of: the *evidence*, a digest of the words of each document, and what can be asked.

    *choose* applies the policy to sets of documents, *shingles* returns those of documents, and *articles* the texts
    at some positions without their headers, and without the spans *trimmed* from them.  *are_templates* says of which
    two documents each is the same as the other but for figures.  *pairs_of* returns the pairs among some documents: it
    is None where the evidence lists all pairs.
    """

    evidence: Evidence
    digests: NDArray[np.uint64]
    choose: Choose
    shingles: Shingles
    articles: Callable[[Sequence[int]], Iterable[str]]
    trimmed: dict[int, tuple[Span, ...]]
    are_templates: AreTemplates
    pairs_of: Callable[[NDArray[np.int64]], Pairs] | None = None


class Drop(NamedTuple):
    """Why a document is dropped: the *rule*, the document *kept* in its place, and the similarity to it."""

    rule: Reason
    kept: int
    similarity: float


class Decided(NamedTuple):
    """The documents dropped and those kept in their places, with the policy's reason, by their positions.

    *left* are pairs at the threshold of which both stay, and *templates* how many of them are uses of one template;
    *capped* documents have more candidates than they were compared with.
    """

    dropped: dict[int, Drop]
    kept: dict[int, str]
    left: int
    templates: int
    capped: int


def decide(material: Material, policy: Policy) -> Decided:
    """Return what is dropped by the rule of *policy*, and what is kept in the place of what."""
    evidence = material.evidence
    keys = digest_keys(evidence.documents)
    sets = copies(evidence.words, material.digests, keys, material.articles, policy.processes)
    chosen = dict(zip(sets, _winners(sets, material), strict=True))
    winners = np.arange(len(evidence.documents))
    for members, (winner, _) in chosen.items():
        winners[list(members)] = winner
    edges, capped = _edges(material, policy, winners)
    kept, dropped = _walked(edges, material, policy)
    found = {at: Drop(policy.rule, place, similarity) for at, (place, similarity) in dropped.items()}
    for members, (winner, why) in chosen.items():
        drop = found.get(winner)
        found |= dict.fromkeys((one for one in members if one != winner), drop or Drop(IDENTICAL, winner, 1.0))
        if drop is None:
            kept[winner] = kept.get(winner) or why
    places = {drop.kept for drop in found.values()}
    known = {position: why for position, why in kept.items() if position in places}
    return Decided(found, known, *_left(evidence.pairs, found, len(evidence.documents)), capped)


def _winners(sets: Sequence[tuple[int, ...]], material: Material) -> list[tuple[int, str]]:
    """Return which of each of *sets* to keep, and why: what its group keeps, else what the policy says of the set."""
    keeps = {group.keep: group.why for group in material.evidence.groups}
    known = [next((one for one in members if one in keeps), -1) for members in sets]
    waiting = [members for members, keep in zip(sets, known, strict=True) if keep < 0]
    chosen = iter(material.choose(waiting) if waiting else ())
    return [(keep, keeps[keep]) if keep >= 0 else next(chosen) for keep in known]


def _edges(material: Material, policy: Policy, winners: NDArray[np.int64]) -> tuple[Edges, int]:
    """Return which of the *winners* may be dropped for which, and how many have more candidates than are compared."""
    pairs, words = material.evidence.pairs, material.evidence.words
    if policy.rule == NEAR:
        return near_edges(pairs, winners, templates=policy.templates), 0
    if policy.rule == IDENTICAL:
        return NO_EDGES, 0
    nodes = np.flatnonzero((words > 0) & (winners == np.arange(len(winners))))
    if policy.rule == CONTAINED:
        edges, capped = contained_edges(pairs, winners, nodes, words, material.shingles, policy.least)
        return edges if policy.templates else without_templates(edges, material.are_templates), capped
    return preserving_edges(pairs, winners, nodes, words, material.shingles, material.articles, policy.processes)


def _walked(edges: Edges, material: Material, policy: Policy) -> tuple[dict[int, str], dict[int, tuple[int, float]]]:
    """Return what the walk along *edges* keeps and drops."""
    evidence = material.evidence
    documents = Documents.of(evidence.documents)
    numbers = np.arange(len(documents)) + len(evidence.groups)
    keeps = {group.keep: group for group in evidence.groups}
    for number, group in enumerate(evidence.groups):
        numbers[list(group.members)] = number
    groups = numbers if policy.rule == NEAR else None

    def choose(sets: Sequence[tuple[int, ...]]) -> list[tuple[int, str]]:
        # Of members of one group the audit has chosen already.
        known = [_chosen_before(one, keeps, numbers) for one in sets]
        waiting = [one for one, keep in zip(sets, known, strict=True) if keep is None]
        rest = iter(material.choose(waiting) if waiting else ())
        return [next(rest) if keep is None else keep for keep in known]

    def length(position: int) -> tuple[int, str]:
        return -int(evidence.words[position]), documents.id_at(position)

    while True:
        walked = Walk(edges, choose, length).run(groups)
        if policy.rule != NEAR or material.pairs_of is None:
            return walked.kept, walked.dropped
        # Not all pairs are listed; those among what is left are looked for, until there is none.
        left = np.ones(len(documents), np.bool_)
        left[list(walked.dropped)] = False
        more = near_edges(
            material.pairs_of(np.flatnonzero(left)), np.arange(len(documents)), templates=policy.templates
        )
        if not len(more.lesser):
            return walked.kept, walked.dropped
        edges = joined(edges, more)


def _chosen_before(
    some: tuple[int, ...], keeps: dict[int, Group], numbers: NDArray[np.int64]
) -> tuple[int, str] | None:
    keep = next((one for one in some if one in keeps), None)
    if keep is None or (numbers[list(some)] != numbers[keep]).any():
        return None
    return keep, keeps[keep].why


def _left(pairs: Pairs, dropped: dict[int, Drop], count: int) -> tuple[int, int]:
    """Return how many of *pairs* stay, and how many of these are uses of one template."""
    gone = np.zeros(count, np.bool_)
    gone[list(dropped)] = True
    both = ~(gone[pairs.left] | gone[pairs.right])
    return int(both.sum()), int((both & (pairs.relation == _TEMPLATE)).sum())
