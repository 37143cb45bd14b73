"""From groups, attributions and derivations to how many independent sources each group has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Attribution, Derivation, Group

# Who speaks for a page: there a name that no agency has is the outlet's.
_PAGES = frozenset({"masthead", "byline", "container", "markup", "operator"})


def independent_sources(
    groups: Sequence[Group], attributions: Sequence[Attribution], derivations: Sequence[Derivation]
) -> tuple[Group, ...]:
    """Return *groups* with the number of sources that their members are shown to go back to, None if that is unknown.

    Counted are the originators that members name which derive from no other member: several copies of a wire story are
    one source, and a page that derives from another adds none, whomever it names.  A member that names nobody adds
    none either, nor does one that only bears an outlet's name: the members of a group are nearly the same text, which
    is not written twice, so that such a one is a version of some text of the group, and to count it as a source of its
    own would turn a missing credit into a second witness.
    """
    originals: dict[int, list[int]] = {}
    for derivation in derivations:
        if derivation.decided:
            originals.setdefault(derivation.copy, []).append(derivation.original)
    counted = []
    for group in groups:
        members = set(group.members)
        first = [member for member in group.members if members.isdisjoint(originals.get(member, ()))]
        names = {_originator(attributions[member]) for member in first} if attributions else set()
        counted.append(attrs.evolve(group, independent_sources=len(names - {""}) or None))
    return tuple(counted)


def _originator(attribution: Attribution) -> str:
    """Return whom the document names as its source, "" where that is but the outlet whose page it is."""
    claims = [c for c in attribution.claims if c.property == "source" and c.value == attribution.source]
    own = bool(claims) and all(c.asserter in _PAGES and "unknown-agency" in c.flags for c in claims)
    return "" if own else attribution.source
