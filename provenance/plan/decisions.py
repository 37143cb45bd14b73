"""From what is dropped by a rule, and what people decided about pairs, to what is dropped: people's word goes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.plan.decide import Decided, Drop
from provenance.plan.values import DECIDED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provenance.plan.decide import Material

    Pair = tuple[int, ...]

_COPY = "copy"
_APART = ("independent", "boilerplate")


def revised(
    decided: Decided, decisions: Mapping[Pair, str], material: Material, tell: Callable[[Pair, str], None]
) -> Decided:
    """Return what is dropped after *decisions*, kinds by the positions of two documents.

    Two that are independent are never dropped for each other.  Of two that are copies, the one that the policy prefers
    is kept, unless the other is kept in the place of more.  *tell* is called with a pair to which a decision could not
    be applied, and why.
    """
    dropped, kept = dict(decided.dropped), dict(decided.kept)
    for pair, kind in decisions.items():
        if kind in _APART:
            for one, other in (pair, pair[::-1]):
                if one in dropped and dropped[one].kept == other:
                    del dropped[one]
    for pair, kind in decisions.items():
        if kind == _COPY and not any(one in dropped for one in pair):
            _drop_one(pair, dropped, kept, material, tell)
    places = {drop.kept for drop in dropped.values()}
    known = {place: why for place, why in kept.items() if place in places}
    return decided._replace(dropped=dropped, kept=known)


def _drop_one(
    pair: Pair,
    dropped: dict[int, Drop],
    kept: dict[int, str],
    material: Material,
    tell: Callable[[Pair, str], None],
) -> None:
    """Drop one of two documents that somebody called copies."""
    ((keep, why),) = material.choose([pair])
    (other,) = (one for one in pair if one != keep)
    places = {drop.kept for drop in dropped.values()}
    if other in places:
        keep, other, why = other, keep, "kept in the place of others already"
    if other in places:
        tell(pair, "both are kept in the place of others")
        return
    pairs = material.evidence.pairs
    at = [slot for slot in (pairs.left == pair[0]).nonzero()[0].tolist() if int(pairs.right[slot]) == pair[1]]
    dropped[other] = Drop(DECIDED, keep, float(pairs.jaccard[at[0]]) if at else 0.0)
    kept[keep] = kept.get(keep) or why
