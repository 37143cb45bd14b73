"""From the groups of a corpus to the member of each that is to be kept, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.derivation.intervals import compared, dates_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.model import Attribution, Derivation, Group, Repeats, Trait

# Traits that make a text worse to keep than its copies.
BLEMISHES = frozenset({"chrome", "truncated"})


def settle(
    groups: Sequence[Group],
    attributions: Sequence[Attribution],
    repeats: Sequence[Repeats],
    traits: Sequence[Sequence[Trait]],
    words: NDArray[np.int64],
    ids: Sequence[str],
    derivations: Sequence[Derivation] = (),
) -> tuple[Group, ...]:
    """Return *groups* with the member to keep and what decided: "original", "earliest", "longest" or "representative".

    The earliest is kept where that is proven: each other member either derives from one of the group or says itself
    that it is later.  A member that says nothing leaves it unproven.  Else the longest of those without blemish is
    kept, ties going to the representative, then to the first id.  A sequence may be empty: its stage did not run, and
    then *why* does not speak of it.
    """
    originals: dict[int, set[int]] = {}
    for derivation in derivations:
        if derivation.decided:
            originals.setdefault(derivation.copy, set()).add(derivation.original)
    settled = []
    for group in groups:
        chosen = _earliest(group, attributions, originals) or _longest(group, repeats, traits, words, ids)
        settled.append(attrs.evolve(group, keep=chosen[0], why=chosen[1]))
    return tuple(settled)


def _earliest(
    group: Group, attributions: Sequence[Attribution], originals: Mapping[int, Collection[int]]
) -> tuple[int, str] | None:
    """Return the member that the claims of all members prove to be the earliest, and how."""
    members = set(group.members)
    roots = [member for member in group.members if members.isdisjoint(originals.get(member, ()))]
    if len(roots) == 1:
        return (roots[0], "original: the others derive from it") if len(members) > 1 else None
    if not attributions or not roots:
        return None
    dates = [dates_of(attributions[root])[:2] for root in roots]
    # One that precedes all others beats each that it is compared with, so that one round finds it if it exists.
    first = 0
    for other in range(1, len(roots)):
        if compared(dates[other], dates[first]) > 0:
            first = other
    if all(compared(dates[first], date) > 0 for at, date in enumerate(dates) if at != first):
        return roots[first], "earliest by the members' own dates"
    return None


def _longest(
    group: Group,
    repeats: Sequence[Repeats],
    traits: Sequence[Sequence[Trait]],
    words: NDArray[np.int64],
    ids: Sequence[str],
) -> tuple[int, str]:
    """Return the longest member that has none of the blemishes looked for, else the representative."""
    looked = ["repeats"] * bool(repeats) + ["chrome", "truncation"] * bool(traits)
    clean = [member for member in group.members if not _blemished(member, repeats, traits)]
    if not looked or not len(words) or not clean:
        return group.representative, "representative"
    most = max(int(words[member]) for member in clean)
    longest = [member for member in clean if words[member] == most]
    if len(longest) == len(group.members):
        return group.representative, "representative"
    keep = group.representative if group.representative in longest else min(longest, key=lambda member: ids[member])
    return keep, f"longest without {_listed(looked)}"


def _blemished(member: int, repeats: Sequence[Repeats], traits: Sequence[Sequence[Trait]]) -> bool:
    repeated = bool(repeats) and repeats[member].share > 0
    return repeated or (bool(traits) and any(trait.kind in BLEMISHES for trait in traits[member]))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
