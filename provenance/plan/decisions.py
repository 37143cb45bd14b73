"""From what is dropped by a rule, and what people decided about pairs, to what is dropped: people's word goes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.plan.decide import Decided, Drop
from provenance.plan.values import DECIDED, IDENTICAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provenance.baseline.decisions import Decision
    from provenance.plan.decide import Material

    Pair = tuple[int, ...]
    Tell = Callable[[Pair, str], None]

_COPY = "copy"
_CHOSEN = "chosen by hand"
_APART = ("independent", "boilerplate")


def revised(decided: Decided, decisions: Mapping[Pair, Decision], material: Material, tell: Tell) -> Decided:
    """Return what is dropped after *decisions*, by the positions of two documents.

    Two that are independent are never dropped for each other.  Of two that are copies, the one that somebody chose is
    kept, else the one that the policy prefers, unless the other is kept in the place of more.  *tell* is called with a
    pair to which a decision could not be applied, and why.
    """
    dropped, kept = dict(decided.dropped), dict(decided.kept)
    for pair, decision in decisions.items():
        if decision.kind in _APART:
            for one, other in (pair, pair[::-1]):
                if one in dropped and dropped[one].kept == other:
                    del dropped[one]
    for pair, decision in decisions.items():
        if decision.kind == _COPY and decision.keep is not None:
            chosen = pair[decision.keep], pair[1 - decision.keep]
            wrong = _keep(chosen, dropped, material)
            if wrong:
                tell(pair, wrong)
            elif chosen[1] in dropped and dropped[chosen[1]].kept == chosen[0]:
                kept[chosen[0]] = _CHOSEN
        elif decision.kind == _COPY and not any(one in dropped for one in pair):
            _drop_one(pair, dropped, kept, material, tell)
    places = {drop.kept for drop in dropped.values()}
    known = {place: why for place, why in kept.items() if place in places}
    return decided._replace(dropped=dropped, kept=known)


def _keep(pair: Pair, dropped: dict[int, Drop], material: Material) -> str:
    """Drop the second of *pair* for the first, which somebody chose; return why that cannot be, "" if it can.

    What was dropped for the second one follows to the first where all are identical.
    """
    keep, other = pair
    documents = material.evidence.documents
    if keep in dropped and dropped[keep].kept != other:
        return f"{documents[keep].id} is itself dropped for {documents[dropped[keep].kept].id}"
    if other in dropped:
        return ""
    followers = [one for one, drop in dropped.items() if drop.kept == other and one != keep]
    if followers and any(one not in dropped or dropped[one].rule != IDENTICAL for one in (keep, *followers)):
        return f"{documents[other].id} is kept in the place of others"
    dropped.pop(keep, None)
    for one in followers:
        dropped[one] = dropped[one]._replace(kept=keep)
    dropped[other] = Drop(DECIDED, keep, _similarity(pair, material))
    return ""


def _similarity(pair: Pair, material: Material) -> float:
    """Return how similar two documents are, 0 where they are not a pair."""
    left, right = sorted(pair)
    pairs = material.evidence.pairs
    at = [slot for slot in (pairs.left == left).nonzero()[0].tolist() if int(pairs.right[slot]) == right]
    return float(pairs.jaccard[at[0]]) if at else 0.0


def _drop_one(
    pair: Pair,
    dropped: dict[int, Drop],
    kept: dict[int, str],
    material: Material,
    tell: Tell,
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
    dropped[other] = Drop(DECIDED, keep, _similarity(pair, material))
    kept[keep] = kept.get(keep) or why
