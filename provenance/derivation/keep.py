"""From the groups of a corpus and a policy to the member of each group to keep, and what decided it.

A policy is a list of parts, and each part chooses among the members that the parts before it left.  What a part knows
of a group is about its members and nothing else, so that what is kept depends on no other text, stage or output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.derivation.best import cleanest, earliest, likelier_earliest, original
from provenance.derivation.members import chosen, examined, longest
from provenance.settings.policy import BEST, EARLIEST, FIRST, LONGEST, PATH, SOURCE, named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.derivation.members import Candidates, Choice, Members
    from provenance.model import Group

# What decides where no policy does.
REPRESENTATIVE, FIRST_ID = "representative", "the first id"
_CLAIMS, _FORM = frozenset(("attribute",)), frozenset(("inspect", "repeats"))


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
        _one_of(candidates, group, members.ids, why) for group, candidates, why in zip(groups, left, said, strict=True)
    ]


def _one_of(candidates: Candidates, group: Group, ids: Sequence[str], why: Sequence[str]) -> tuple[int, str]:
    """Return one of the *candidates*, and *why*, which says so if the others are as good."""
    if len(candidates) == 1:
        return candidates[0], ", then ".join(why)
    if group.representative in candidates:
        return group.representative, ", then ".join((*why, REPRESENTATIVE))
    return min(candidates, key=lambda member: ids[member]), ", then ".join((*why, FIRST_ID))


def _longest(sets: Sequence[Candidates], members: Members, _: tuple[str, ...]) -> list[Choice]:
    return [chosen(candidates, longest(candidates, members), LONGEST) for candidates in sets]


def _first(sets: Sequence[Candidates], _: Members, __: tuple[str, ...]) -> list[Choice]:
    return [(candidates[:1], "first of the input") for candidates in sets]


def _of_source(sets: Sequence[Candidates], members: Members, values: tuple[str, ...]) -> list[Choice]:
    """Choose the members of the first of the sources *values* that any of them has."""
    facts = examined(sets, members, _CLAIMS)
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
            return chosen(candidates, left, f"{name} {value}")
    return candidates, ""


_STEPS: dict[str, tuple[_Step, ...]] = {
    BEST: (_Step(original, _CLAIMS), _Step(likelier_earliest, _CLAIMS), _Step(cleanest, _CLAIMS | _FORM)),
    EARLIEST: (_Step(earliest, _CLAIMS),),
    LONGEST: (_Step(_longest),),
    FIRST: (_Step(_first),),
    SOURCE: (_Step(_of_source, _CLAIMS),),
    PATH: (_Step(_of_path),),
}
