"""From an attribution to the steps behind its date of publication: who decided, who agrees, who contradicts it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from provenance.attribution.explain.wording import nowhere, remarks, those, verb
from provenance.attribution.ranking import COLLECTED, DATES
from provenance.attribution.reconcile import DATELINE_DAYS, UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.explain.wording import Claims
    from provenance.model import Attribution, Claim, Step

DATE = "published"
_PLACES = ("container", "dateline", "masthead", "file name")
TRIED = 20  # other days that get a step each; a text with more prints one timestamp after another
_DAY = 10  # characters of an EDTF value that are its day


def why_published(attribution: Attribution, claims: Claims) -> Iterator[Step]:
    """Yield the steps that led to the date of *attribution*."""
    read = claims.of("published")
    unread = [n for n in claims.numbers if claims[n].property == "published" and not claims[n].value]
    if not read:
        yield DATE, "No claim dates the publication.", ()
        for sentence, numbers in nowhere(claims, _PLACES, "day of publication"):
            yield DATE, sentence, numbers
    else:
        yield from _decided(attribution, claims, read)
    if unread:
        yield DATE, f"{those(unread)} {verb(unread, 'give')} a date that no known form fits.", tuple(unread)


def _decided(attribution: Attribution, claims: Claims, read: list[int]) -> Iterator[Step]:
    agreeing = [n for n in read if claims[n].value[:_DAY] == attribution.published[:_DAY]]
    # The verdict rests on dates that can be read in one way, where there are any.
    usable = [n for n in agreeing if not _aside(claims[n])] or agreeing
    first = min(usable, key=lambda n: (claims[n].value != attribution.published, DATES[claims[n].asserter], n))
    claim = claims[first]
    only = ", the only date of publication" if len(read) == 1 else ""
    yield DATE, f"Claim {first} decides: {claim.value}, by the {claim.asserter}{only}{remarks(claim)}.", (first,)
    same = [number for number in agreeing if number != first]
    if same:
        yield DATE, f"{those(same)} {verb(same, 'give')} the same day ({claims.voices(same)}).", tuple(same)
    if attribution.published_standing == "inferred":
        yield DATE, "Only who collected the text dates it: that is when it was fetched, and it may be older.", ()
    found = False
    others = _alike(claims, read, set(agreeing))
    for numbers in others[:TRIED]:
        role = _role(claims, first, numbers[0])
        if role.startswith("contradicts") and attribution.published_standing != "conflict":
            role = "does not contradict it: another day by the same word agrees with it"
        found = found or role.startswith("contradicts")
        says = f"{claims[numbers[0]].value}, by the {claims[numbers[0]].asserter}"
        yield DATE, f"{those(numbers)} ({says}) {role if len(numbers) == 1 else _plural(role)}.", tuple(numbers)
    if rest := [number for numbers in others[TRIED:] for number in numbers]:
        yield DATE, f"{those(rest)} {verb(rest, 'give')} yet other days.", tuple(rest)
    if attribution.published_standing == "conflict" and not found:
        yield from _among_others(claims, read[:TRIED])
    if len(read) > 1:
        yield from _without(attribution, claims, first)


def _alike(claims: Claims, read: list[int], agreeing: set[int]) -> list[list[int]]:
    """Return the claims of other days, those together that say the same by the same word."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for number in read:
        if number not in agreeing:
            claim = claims[number]
            found.setdefault((claim.value, claim.asserter, claim.method), []).append(number)
    return list(found.values())


def _plural(role: str) -> str:
    for one, many in (("is ", "are "), ("contradicts ", "contradict "), ("does ", "do ")):
        role = many + role.removeprefix(one) if role.startswith(one) else role
    return role


def _role(claims: Claims, first: int, number: int) -> str:
    """Return what another date does beside the one that decided: both are weighed alone."""
    claim, decider = claims[number], claims[first]
    notes = remarks(claim)
    if _aside(claim) and claims.weighed([first, number]).published == decider.value:
        return f"is set aside{notes}"
    if claims.weighed([first, number]).published_standing == "conflict":
        if claim.asserter in COLLECTED:
            return "contradicts it: what is collected must have been published"
        if "dateline" in (claim.asserter, decider.asserter):
            return f"contradicts it: a page follows its dateline by at most {DATELINE_DAYS} days{notes}"
        return f"contradicts it: both cannot be the day of one publication{notes}"
    if claim.asserter in COLLECTED:
        return "does not contradict it: a text is collected after it is published"
    if claim.asserter == "dateline":
        return f"does not contradict it: a dateline may be up to {DATELINE_DAYS} days before the page"
    return f"does not contradict it: they lie no more than a day apart, or one is not a whole day{notes}"


def _aside(claim: Claim) -> bool:
    """Return whether a date decides only where no other does."""
    return not UNUSABLE.isdisjoint(claim.flags)


def _among_others(claims: Claims, read: list[int]) -> Iterator[Step]:
    for one, two in combinations(read, 2):
        if claims.weighed([one, two]).published_standing == "conflict":
            days = f"{claims[one].value} and {claims[two].value}"
            yield DATE, f"Claims {one} and {two} contradict each other: {days}.", (one, two)
            return
    yield DATE, "Together the dates cannot be of one publication, though any two of them could.", tuple(read)


def _without(attribution: Attribution, claims: Claims, first: int) -> Iterator[Step]:
    rest = claims.without(first)
    if rest.published[:_DAY] != attribution.published[:_DAY]:
        yield DATE, f"Without claim {first} it would be {rest.published}.", (first,)
    elif rest.published_standing != attribution.published_standing:
        yield DATE, f"Without claim {first} the day is the same, and its standing: {rest.published_standing}.", (first,)
