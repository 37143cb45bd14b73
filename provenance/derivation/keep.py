"""From the groups of a corpus and a policy to the member of each group to keep, and what decided it.

A policy is a list of parts, and each part chooses among the members that the parts before it left.  What a part knows
of a group is about its members and nothing else, so that what is kept depends on no other text, stage or output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import attrs

from provenance.derivation.intervals import compared, dates_of
from provenance.settings.policy import BEST, EARLIEST, FIRST, LONGEST, PATH, SOURCE, named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.derivation.profiles import PageFacts
    from provenance.derivation.within import Voice
    from provenance.model import Attribution, Group, Pairs, Repeats, Trait

    # The members of a group that are still to choose from, in the order of the corpus.
    Candidates = tuple[int, ...]
    # Those that a part leaves, and why; "" where it leaves all.
    Choice = tuple[Candidates, str]

T_co = TypeVar("T_co", covariant=True)

REPRESENTATIVE = "representative"
DAMAGED = "damaged characters"
# Traits that make a text worse to keep than its copies, and what they are called.
BLEMISHES = {
    "chrome": "chrome",
    "truncated": "truncation",
    "mojibake": DAMAGED,
    "replacement": DAMAGED,
    "invisible": DAMAGED,
}
_BLEMISHES = f"repeats, chrome, truncation and {DAMAGED}"
_CLAIMS, _FORM = frozenset(("attribute",)), frozenset(("inspect", "repeats"))


# What speaks for a member that nothing proves to be the original, in this order: a copy may lack it, the first has it.
_FIRST_VOICES: tuple[tuple[Callable[[Voice], bool], str], ...] = (
    (lambda voice: voice.own, "an agency's own page"),
    (lambda voice: voice.recorded, "published by the agency by its record"),
    (lambda voice: not voice.credits, "credits nobody"),
    (lambda voice: voice.dated, "the day in the agency's dateline"),
)


class ByPosition(Protocol[T_co]):
    """Values of documents by their positions in the corpus."""

    def __getitem__(self, position: int, /) -> T_co: ...


class Facts(NamedTuple):
    """What the stages on single texts say about documents, by position; only of those that were asked for."""

    attributions: ByPosition[Attribution]
    repeats: ByPosition[Repeats]
    traits: ByPosition[Sequence[Trait]]


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Members:
    """What a policy may look at: columns and look-ups by the position of a document, and the listed *pairs*.

    *examine* returns what the given stages say about the given documents, and *page* what the lines of one name.
    *guessed*: the document's encoding had to be guessed.  *path* is as people see it.
    """

    ids: Sequence[str]
    words: NDArray[np.int64]
    pairs: Pairs
    path: Callable[[int], str]
    text: Callable[[int], str]
    page: Callable[[int], PageFacts]
    guessed: Callable[[int], bool]
    examine: Callable[[frozenset[str], Sequence[int]], Facts]


class _Step(NamedTuple):
    """How one step chooses from the candidates of several groups, and the stages whose results for them it reads.

    It is given the values of its part of the policy, such as the names of sources.
    """

    choose: Callable[[Sequence[Candidates], Members, tuple[str, ...]], list[Choice]]
    needs: frozenset[str] = frozenset()


def needs(policy: Sequence[str]) -> frozenset[str]:
    """Return the stages on single texts whose results for members of groups the *policy* reads."""
    return frozenset().union(*(step.needs for part in policy for step in _STEPS[named(part)[0]]))


def settle(groups: Sequence[Group], policy: Sequence[str], members: Members) -> list[tuple[int, str]]:
    """Return the member of each group that *policy* keeps, and what decided: the steps that left only some members.

    Where several members are left, the representative is kept if it is one of them, else that with the first id.
    """
    left: list[Candidates] = [group.members for group in groups]
    said: list[list[str]] = [[] for _ in groups]
    for name, values in map(named, policy):
        for step in _STEPS[name]:
            waiting = [at for at, candidates in enumerate(left) if len(candidates) > 1]
            choices = step.choose([left[at] for at in waiting], members, values) if waiting else []
            for at, (candidates, why) in zip(waiting, choices, strict=True):
                left[at] = candidates
                said[at] += [why] if why else []
    return [
        (_one_of(candidates, group, members.ids), ", then ".join(why) or REPRESENTATIVE)
        for group, candidates, why in zip(groups, left, said, strict=True)
    ]


def _one_of(candidates: Candidates, group: Group, ids: Sequence[str]) -> int:
    if group.representative in candidates:
        return group.representative
    return min(candidates, key=lambda member: ids[member])


def _original(sets: Sequence[Candidates], members: Members, _: tuple[str, ...]) -> list[Choice]:
    """Choose those that derive from no other candidate; of several, those whose voice is most likely the first."""
    from provenance.derivation.within import lineage

    facts = _examined(sets, members, _CLAIMS)
    known = lineage(sets, members.pairs, facts.attributions, members.text, members.page)
    return [_original_of(candidates, known.originals, known.voice) for candidates in sets]


def _original_of(
    candidates: Candidates, originals: Mapping[int, Collection[int]], voice: Callable[[int], Voice]
) -> Choice:
    whole = set(candidates)
    # In a circle each derives from another, and none is left out.
    roots = tuple(member for member in candidates if whole.isdisjoint(originals.get(member, ()))) or candidates
    if len(roots) == 1:
        return roots, "original: the others derive from it"
    reasons = [_chosen(candidates, roots, "derives from no other member")[1]]
    voices = {member: voice(member) for member in roots}
    left = roots
    for first, why in _FIRST_VOICES:
        some = tuple(member for member in left if first(voices[member])) or left
        left, reason = _chosen(left, some, why)
        reasons.append(reason)
    return left, ", then ".join(filter(None, reasons))


def _earliest(sets: Sequence[Candidates], members: Members, _: tuple[str, ...]) -> list[Choice]:
    facts = _examined(sets, members, _CLAIMS)
    return [_earliest_of(candidates, facts) for candidates in sets]


def _earliest_of(candidates: Candidates, facts: Facts) -> Choice:
    """Choose the one that the dates of all prove to be the earliest: a member that says nothing leaves it unproven."""
    dates = [dates_of(facts.attributions[member])[:2] for member in candidates]
    # One that precedes all others beats each that it is compared with, so that one round finds it if it exists.
    first = 0
    for other in range(1, len(dates)):
        if compared(dates[other], dates[first]) > 0:
            first = other
    if all(compared(dates[first], date) > 0 for at, date in enumerate(dates) if at != first):
        return (candidates[first],), "earliest by the members' own dates"
    return candidates, ""


def _longest(sets: Sequence[Candidates], members: Members, _: tuple[str, ...]) -> list[Choice]:
    return [_chosen(candidates, _longest_of(candidates, members), "longest") for candidates in sets]


def _longest_of(candidates: Candidates, members: Members) -> Candidates:
    most = max(int(members.words[member]) for member in candidates)
    return tuple(member for member in candidates if members.words[member] == most)


def _cleanest(sets: Sequence[Candidates], members: Members, _: tuple[str, ...]) -> list[Choice]:
    """Choose the longest of those without blemish; where all have one, those with the fewest kinds of them.

    The shorter ones are looked at only where a blemish is found in each of the longest.
    """
    longest = [_longest_of(candidates, members) for candidates in sets]
    counts = _blemishes(longest, members)
    soiled = [at for at, some in enumerate(longest) if all(counts[member] for member in some)]
    shorter = [tuple(member for member in sets[at] if member not in counts) for at in soiled]
    counts.update(_blemishes(shorter, members))
    return [
        _cleanest_of(sets[at] if all(counts[member] for member in some) else some, sets[at], counts, members)
        for at, some in enumerate(longest)
    ]


def _cleanest_of(looked: Candidates, candidates: Candidates, counts: Mapping[int, int], members: Members) -> Choice:
    fewest = min(counts[member] for member in looked)
    clean = tuple(member for member in looked if counts[member] == fewest)
    if fewest:
        return _chosen(candidates, clean, f"fewest kinds of {_BLEMISHES}")
    return _chosen(candidates, _longest_of(clean, members), f"longest without {_BLEMISHES}")


def _blemishes(sets: Sequence[Candidates], members: Members) -> dict[int, int]:
    """Return how many kinds of blemishes each member has."""
    facts = _examined(sets, members, _FORM)
    counts = {}
    for member in (member for candidates in sets for member in candidates):
        found = {BLEMISHES[trait.kind] for trait in facts.traits[member] if trait.kind in BLEMISHES}
        found |= {DAMAGED} if members.guessed(member) else set()
        counts[member] = len(found) + (facts.repeats[member].share > 0)
    return counts


def _examined(sets: Sequence[Candidates], members: Members, stages: frozenset[str]) -> Facts:
    return members.examine(stages, [member for candidates in sets for member in candidates])


def _first(sets: Sequence[Candidates], _: Members, __: tuple[str, ...]) -> list[Choice]:
    return [(candidates[:1], "first of the input") for candidates in sets]


def _of_source(sets: Sequence[Candidates], members: Members, values: tuple[str, ...]) -> list[Choice]:
    """Choose the members of the first of the sources *values* that any of them has."""
    facts = _examined(sets, members, _CLAIMS)
    wanted = {value: value.casefold() for value in values}
    sources = {member: facts.attributions[member].source.casefold() for some in sets for member in some}
    return [
        _preferred(candidates, SOURCE, values, lambda value, member: sources[member] == wanted[value])
        for candidates in sets
    ]


def _of_path(sets: Sequence[Candidates], members: Members, values: tuple[str, ...]) -> list[Choice]:
    """Choose the members whose path matches the first of the patterns *values* that matches any of them."""
    from functools import cache

    from provenance.paths import Patterns

    patterns = {value: cache(Patterns([value]).covers) for value in values}
    return [
        _preferred(candidates, PATH, values, lambda value, member: patterns[value](members.path(member)))
        for candidates in sets
    ]


def _preferred(candidates: Candidates, name: str, values: Sequence[str], has: Callable[[str, int], bool]) -> Choice:
    for value in values:
        left = tuple(member for member in candidates if has(value, member))
        if left:
            return _chosen(candidates, left, f"{name} {value}")
    return candidates, ""


def _chosen(candidates: Candidates, left: Candidates, why: str) -> Choice:
    return left, why if len(left) < len(candidates) else ""


_STEPS: dict[str, tuple[_Step, ...]] = {
    BEST: (_Step(_original, _CLAIMS), _Step(_earliest, _CLAIMS), _Step(_cleanest, _FORM)),
    EARLIEST: (_Step(_earliest, _CLAIMS),),
    LONGEST: (_Step(_longest),),
    FIRST: (_Step(_first),),
    SOURCE: (_Step(_of_source, _CLAIMS),),
    PATH: (_Step(_of_path),),
}
