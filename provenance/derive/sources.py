"""From groups, attributions and derivations to how many independent sources each group has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Attribution, Derivation, Group


def independent_sources(
    groups: Sequence[Group], attributions: Sequence[Attribution], derivations: Sequence[Derivation]
) -> tuple[Group, ...]:
    """Return *groups* with the number of sources that their members are shown to go back to, at least 1.

    Members that name one originator, and members of which one derives from the other, have one source; several copies
    of a wire story are one.  A member that names nobody adds none: the members of a group are nearly the same text,
    which is not written twice, so that one without a name is a version of some text of the group, and to count it as
    a source of its own would turn a missing credit into a second witness.  Nor does it join two sources.
    """
    return tuple(
        attrs.evolve(group, independent_sources=found)
        for group, found in zip(groups, _counted(groups, attributions, derivations), strict=True)
    )


def _counted(
    groups: Sequence[Group], attributions: Sequence[Attribution], derivations: Sequence[Derivation]
) -> list[int]:
    edges: dict[int, list[int]] = {}
    for derivation in derivations:
        if derivation.decided:
            edges.setdefault(derivation.copy, []).append(derivation.original)
    counts = []
    for group in groups:
        parent: dict[int | str, int | str] = {}
        members = set(group.members)
        for member in group.members:
            name = attributions[member].source if attributions else ""
            if name:
                _join(parent, member, name)
            for original in edges.get(member, ()):
                if original in members:
                    _join(parent, member, original)
        tops = {_top(parent, member) for member in group.members if attributions and attributions[member].source}
        counts.append(max(1, len(tops)))
    return counts


def _top(parent: dict[int | str, int | str], node: int | str) -> int | str:
    """Return what stands for all that *node* was joined with."""
    while parent.setdefault(node, node) != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def _join(parent: dict[int | str, int | str], one: int | str, two: int | str) -> None:
    parent[_top(parent, one)] = _top(parent, two)
