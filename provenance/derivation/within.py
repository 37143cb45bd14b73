"""From groups to which of their members derive from which: by the texts of each group's own members alone."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.derivation import derive
from provenance.derivation.profiles import SourceProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.derivation.members import ByPosition
    from provenance.derivation.profiles import PageFacts
    from provenance.derivation.takes import Marks
    from provenance.model import Attribution, Pairs


# Claims that may name an agency.
_NAMING = frozenset({"source", "via", "distributor"})


class Voice(NamedTuple):
    """Who speaks in a member of a group: an *agency* on its own page ("": another), as its record says too
    (*recorded*), with the day in its dateline (*dated*) and the *marks* of its takes; or one who *credits* somebody
    else.
    """

    agency: str = ""
    recorded: bool = False
    dated: bool = False
    credits: bool = False
    marks: Marks = MappingProxyType({})


class Lineage(NamedTuple):
    """What is shown of the members of groups: the *originals* of each that is a copy, and whose *voice* each is."""

    originals: Mapping[int, set[int]]
    voice: Callable[[int], Voice]


_NOBODY = Voice()


def lineage(
    sets: Sequence[Sequence[int]],
    pairs: Pairs,
    attributions: ByPosition[Attribution],
    text: Callable[[int], str],
    page: Callable[[int], PageFacts],
) -> Lineage:
    """Return what the members of each of *sets* show of each other, whatever the other sets are.

    *pairs* are those between members; others are ignored.  *page* returns what the lines of a member name.  All sets
    are worked on in columns together, since most have two or three members.
    """
    places = np.sort(np.array([member for some in sets for member in some], np.int64))
    parts = np.zeros(len(places), np.int64)
    for number, some in enumerate(sets):
        parts[np.searchsorted(places, some)] = number
    said = [attributions[place] for place in places.tolist()]
    between = _between(pairs, places, parts)
    derivations = derive(
        between, said, lambda at: text(int(places[at])), lambda at, _: page(int(places[at])), parts.tolist()
    ).derivations
    originals: dict[int, set[int]] = {}
    for one in derivations:
        if one.decided:
            originals.setdefault(int(places[one.copy]), set()).add(int(places[one.original]))

    return Lineage(originals, lambda member: voice_of(attributions[member], page(member)))


def voice_of(claims: Attribution, facts: PageFacts) -> Voice:
    """Return who speaks in a document with these *claims* and *facts*."""
    # Most texts name no agency at all, and a profile takes longer than all else that is asked about a member.
    if not facts.unnamed and all(claim.property not in _NAMING for claim in claims.claims):
        return _NOBODY
    profile = SourceProfile(claims, facts)
    recorded = bool(profile.own) and profile.own in profile.publishers
    credited = not profile.own and bool(profile.credits)
    return Voice(profile.own, recorded, bool(profile.own) and bool(profile.line), credited, profile.marks)


def _between(pairs: Pairs, places: NDArray[np.int64], parts: NDArray[np.int64]) -> Pairs:
    """Return the pairs of two of *places* that are of the same one of *parts*, by their positions in *places*."""
    last = max(0, len(places) - 1)
    left, right = (np.minimum(np.searchsorted(places, side), last) for side in (pairs.left, pairs.right))
    here = np.flatnonzero((places[left] == pairs.left) & (places[right] == pairs.right) & (parts[left] == parts[right]))
    columns = {field.name: getattr(pairs, field.name)[here] for field in attrs.fields(type(pairs))}
    return attrs.evolve(
        pairs, **{**columns, "left": left[here].astype(np.int32), "right": right[here].astype(np.int32)}
    )
