"""From the members of groups to those that the policy "best" leaves: the original, the earliest, the best copy.

What proves which member was the first decides before what only makes it likelier, and that before the length.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from provenance.derivation.intervals import compared, dates_of
from provenance.derivation.members import chosen, examined, longest
from provenance.derivation.takes import first_takes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from provenance.derivation.intervals import Interval
    from provenance.derivation.members import Candidates, Choice, Facts, Members
    from provenance.derivation.within import Lineage, Voice

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
ONLY_LENGTH = "longest, which is all that tells them apart"
_CLAIMS, _FORM = frozenset(("attribute",)), frozenset(("inspect", "repeats"))


class _Roots(NamedTuple):
    """Members that derive from no other: the *voice* of each, and the texts that others derive from."""

    voices: Mapping[int, Voice]
    originals: Collection[int]

    def of_one_agency(self, some: Candidates) -> bool:
        agencies = {self.voices[member].agency for member in some}
        return len(agencies) == 1 and "" not in agencies


def _preferring(has: Callable[[Voice], object]) -> Callable[[Candidates, _Roots], Candidates]:
    """Return a choice of those whose voice *has* something, of all where none has it."""
    return lambda left, roots: tuple(member for member in left if has(roots.voices[member])) or left


def _copied(left: Candidates, roots: _Roots) -> Candidates:
    # Which of an agency's takes a text was made from is not known well enough to say that this one was the first.
    if roots.of_one_agency(left):
        return left
    return tuple(member for member in left if member in roots.originals) or left


def _unmarked(left: Candidates, roots: _Roots) -> Candidates:
    if not roots.of_one_agency(left):
        return left
    return tuple(first_takes({member: roots.voices[member].marks for member in left}))


# What speaks for a member that nothing proves to be the original, in this order: a copy may lack it, the first has it.
_FIRST_VOICES: tuple[tuple[Callable[[Candidates, _Roots], Candidates], str], ...] = (
    (_preferring(lambda voice: voice.agency), "an agency's own page"),
    (_preferring(lambda voice: voice.recorded), "published by the agency by its record"),
    (_copied, "others derive from it"),
    (_unmarked, "no later take by its mark"),
    (_preferring(lambda voice: not voice.credits), "credits nobody"),
    (_preferring(lambda voice: voice.dated), "the day in the agency's dateline"),
)


def original(sets: Sequence[Candidates], members: Members, _: tuple[str, ...]) -> list[Choice]:
    """Choose those that derive from no other candidate; of several, those whose voice is most likely the first."""
    from provenance.derivation.within import lineage

    facts = examined(sets, members, _CLAIMS)
    known = lineage(sets, members.pairs, facts.attributions, members.text, members.page)
    return [_original_of(candidates, known) for candidates in sets]


def _original_of(candidates: Candidates, known: Lineage) -> Choice:
    whole, derived = set(candidates), known.originals
    # In a circle each derives from another, and none is left out.
    left = tuple(member for member in candidates if whole.isdisjoint(derived.get(member, ()))) or candidates
    if len(left) == 1:
        return left, "original: the others derive from it"
    reasons = [chosen(candidates, left, "derives from no other member")[1]]
    originals = {place for member in candidates for place in derived.get(member, ())}
    roots = _Roots({member: known.voice(member) for member in left}, originals)
    for prefer, why in _FIRST_VOICES:
        left, reason = chosen(left, prefer(left, roots), why)
        reasons.append(reason)
    return left, ", then ".join(filter(None, reasons))


def earliest(sets: Sequence[Candidates], members: Members, _: tuple[str, ...]) -> list[Choice]:
    """Choose the one that the dates of all prove to be the earliest: a member that says nothing leaves it unproven."""
    facts = examined(sets, members, _CLAIMS)
    return [_earliest_of(candidates, facts) for candidates in sets]


def likelier_earliest(sets: Sequence[Candidates], members: Members, _: tuple[str, ...]) -> list[Choice]:
    """Choose the earliest by dates that prove it, else by those that are too close to prove it."""
    facts = examined(sets, members, _CLAIMS)
    found = [_earliest_of(candidates, facts) for candidates in sets]
    return [(left, why) if why else _earlier_of(left, facts) for left, why in found]


def _earliest_of(candidates: Candidates, facts: Facts) -> Choice:
    dates = [dates_of(facts.attributions[member])[:2] for member in candidates]
    # One that precedes all others beats each that it is compared with, so that one round finds it if it exists.
    first = 0
    for other in range(1, len(dates)):
        if compared(dates[other], dates[first]) > 0:
            first = other
    if all(compared(dates[first], date) > 0 for at, date in enumerate(dates) if at != first):
        return (candidates[first],), "earliest by the members' own dates"
    return candidates, ""


def _earlier_of(candidates: Candidates, facts: Facts) -> Choice:
    """Choose by dates that two zones or an outlet's queue may have turned round, which they seldom have."""
    stamps = [dates_of(facts.attributions[member])[0] for member in candidates]
    days = [stamp for stamp in stamps if stamp and stamp[0] == stamp[1] and stamp[3]]
    if len(days) < len(stamps):
        return candidates, ""
    when = _moments(days)
    left = tuple(member for member, moment in zip(candidates, when, strict=True) if moment == min(when))
    return chosen(candidates, left, "the earlier date, though too close to prove the order")


def _moments(days: Sequence[Interval]) -> list[int]:
    """Return minutes where all *days* have them by one sort of clock, else the days."""
    minutes = [day[2] for day in days if day[2] is not None]
    return minutes if len(minutes) == len(days) and len({day[4] for day in days}) == 1 else [day[0] for day in days]


def cleanest(sets: Sequence[Candidates], members: Members, _: tuple[str, ...]) -> list[Choice]:
    """Choose the likeliest first of those without blemish; where all have one, those with the fewest kinds of them.

    The others are looked at only where a blemish is found in each of the likeliest.
    """
    attributed = examined(sets, members, _CLAIMS)
    likeliest = [_likeliest_of(candidates, members, attributed) for candidates in sets]
    counts = _blemishes([left for left, _ in likeliest], members)
    soiled = [all(counts[member] for member in left) for left, _ in likeliest]
    rest = [
        tuple(member for member in candidates if member not in counts)
        for candidates, every in zip(sets, soiled, strict=True)
        if every
    ]
    counts.update(_blemishes(rest, members))
    return [
        _cleanest_of(candidates, counts, members, attributed) if every else _clean_of(candidates, likely, counts)
        for candidates, likely, every in zip(sets, likeliest, soiled, strict=True)
    ]


def _clean_of(candidates: Candidates, likeliest: Choice, counts: Mapping[int, int]) -> Choice:
    left, why = likeliest
    clean = tuple(member for member in left if not counts[member])
    return chosen(candidates, clean, why if len(left) < len(candidates) else f"without {_BLEMISHES}")


def _cleanest_of(candidates: Candidates, counts: Mapping[int, int], members: Members, facts: Facts) -> Choice:
    fewest = min(counts[member] for member in candidates)
    clean = tuple(member for member in candidates if counts[member] == fewest)
    if fewest:
        return chosen(candidates, clean, f"fewest kinds of {_BLEMISHES}")
    left, why = _likeliest_of(clean, members, facts)
    return chosen(candidates, left, ", then ".join(filter(None, (f"without {_BLEMISHES}", why))))


def _likeliest_of(candidates: Candidates, members: Members, facts: Facts) -> Choice:
    """Choose those whose wording is likeliest the first's, and of these the longest."""
    from provenance.derivation.wording import MOST, likelier

    pages = [members.page(member) for member in candidates]
    # Texts with the same letters are the same; a page that could not be looked at is not known to be like another.
    if len({page.letters or -at for at, page in enumerate(pages, 1)}) == 1:
        return candidates, ""
    likely, reasons = candidates, list[str]()
    if len(candidates) <= MOST:
        texts = [members.text(member) for member in candidates]
        cut_only = any(page.announces or page.issuers for page in pages)
        takes = partial(_of_one_agency, candidates, members, facts)
        places, reasons = likelier(texts, cut_only=cut_only, takes=takes)
        likely = tuple(candidates[at] for at in places)
    left = longest(likely, members)
    reasons += [] if len(left) == len(likely) else ["longest" if reasons else ONLY_LENGTH]
    return left, ", then ".join(reasons)


def _of_one_agency(candidates: Candidates, members: Members, facts: Facts, some: Sequence[int]) -> bool:
    """Whether *some* of the candidates, by their places among these, are all one agency's own pages."""
    from provenance.derivation.within import voice_of

    few = [candidates[at] for at in some]
    agencies = {voice_of(facts.attributions[member], members.page(member)).agency for member in few}
    return len(agencies) == 1 and "" not in agencies


def _blemishes(sets: Sequence[Candidates], members: Members) -> dict[int, int]:
    """Return how many kinds of blemishes each member has."""
    facts = examined(sets, members, _FORM)
    counts = {}
    for member in (member for candidates in sets for member in candidates):
        found = {BLEMISHES[trait.kind] for trait in facts.traits[member] if trait.kind in BLEMISHES}
        found |= {DAMAGED} if members.guessed(member) else set()
        counts[member] = len(found) + (facts.repeats[member].share > 0)
    return counts
