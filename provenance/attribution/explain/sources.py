"""From an attribution to the steps behind its source: who decided, who agrees, links, contradictions, confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.explain.wording import STRENGTHS, listed, nowhere, remarks, those, verb
from provenance.attribution.ranking import OUTLETS, rank
from provenance.attribution.reconcile import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.explain.wording import Claims
    from provenance.model import Attribution, Step

SOURCE = "source"
_PLACES = ("dateline", "credit", "byline", "masthead", "container")


def why_source(attribution: Attribution, claims: Claims) -> Iterator[Step]:
    """Yield the steps that led to the source of *attribution*."""
    said = claims.of("source")
    if not said:
        yield from _missing(claims)
        return
    first = min(said, key=lambda number: _rank(claims, number))
    claim = claims[first]
    among = f", the strongest of {len(said)}" if len(said) > 1 else ", the only claim of a source"
    yield SOURCE, f"Claim {first} decides: {claim.value}, by the {claim.asserter}{among}{remarks(claim)}.", (first,)
    strength = "sign-off" if claim.confidence == "low" and claim.pattern == "sign-off" else claim.confidence
    yield SOURCE, f"Confidence {claim.confidence}: {STRENGTHS[strength]}.", (first,)
    same = [number for number in said if claims[number].value == claim.value and number != first]
    if same:
        yield SOURCE, f"{those(same)} {verb(same, 'say')} the same ({claims.voices(same)}).", tuple(same)
    for value, numbers in claims.by_value([n for n in said if claims[n].value != claim.value]).items():
        yield from _other(claims, first, value, numbers)
    yield from _links(attribution, claims)
    if len(said) > 1:
        yield from _without(attribution, claims, first)


def _rank(claims: Claims, number: int) -> tuple[bool, int, int, int]:
    return (*rank(claims[number]), number)


def _missing(claims: Claims) -> Iterator[Step]:
    yield SOURCE, "No claim names a source.", ()
    for sentence, numbers in nowhere(claims, _PLACES, "source"):
        yield SOURCE, sentence, numbers
    outlets = claims.of("distributor")
    if outlets:
        yield (
            SOURCE,
            f"{those(outlets)} {verb(outlets, 'name')} who handed the text on, not its source.",
            tuple(outlets),
        )


def _other(claims: Claims, first: int, value: str, numbers: list[int]) -> Iterator[Step]:
    """Yield what claims of another source do to the verdict: each is weighed against the one that decided."""
    hands = claims.of("via")
    roles: dict[str, list[int]] = {}
    # A source that one claim makes a link in the chain contradicts nothing where another names it again.
    together = claims.weighed([first, *hands, *numbers])
    for number in numbers:
        alone = claims.weighed([first, *hands, number])
        claim = claims[number]
        if claim.asserter == claims[first].asserter and beside(claim, claims[first]):
            role = "are named beside it: the text has several sources"
        elif alone.source_standing == together.source_standing == "conflict":
            role = "contradict the one that decided: neither hands on the other"
        elif value not in together.chain or claim.confidence == "low":
            role = "decide nothing: they are weaker, and contradict nothing"
        elif claim.asserter in OUTLETS:
            role = "name the page itself, a link in the chain and no contradiction"
        else:
            role = "are a link in the chain and no contradiction"
        roles.setdefault(role, []).append(number)
    for role, ones in roles.items():
        plural = role if len(ones) > 1 else _singular(role)
        notes = remarks(claims[ones[0]])
        yield SOURCE, f"{those(ones)} ({value}, by the {claims.voices(ones)}) {plural}{notes}.", tuple(ones)


def _singular(role: str) -> str:
    word, _, rest = role.partition(" ")
    return f"{'is' if word == 'are' else word + 's'} {rest}".replace("they are", "it is")


def _links(attribution: Attribution, claims: Claims) -> Iterator[Step]:
    links = claims.of("via", "distributor")
    if links:
        names = listed(list(dict.fromkeys(claims[number].value for number in links)))
        yield SOURCE, f"{those(links)} {verb(links, 'say')} who handed it on: {names}.", tuple(links)
    if len(attribution.chain) > 1:
        yield SOURCE, f"So the story came this way: {', then '.join(attribution.chain)}.", ()


def _without(attribution: Attribution, claims: Claims, first: int) -> Iterator[Step]:
    rest = claims.without(first)
    if rest.source != attribution.source:
        yield SOURCE, f"Without claim {first} the source would be {rest.source} ({rest.source_confidence}).", (first,)
    elif rest.source_confidence != attribution.source_confidence:
        yield SOURCE, f"Without claim {first} the confidence would be {rest.source_confidence}.", (first,)
