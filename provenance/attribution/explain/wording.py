"""From claims to how sentences name them, and from a claim's pattern and flags to what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import Attribution, Claim

# What is to be said about a claim, by its flags, and by its pattern where that alone tells something.
MEANINGS = {
    "unknown-agency": "the table of agencies does not have it",
    "before-its-time": "the name was not yet in use on that day",
    "after-its-time": "the name was no longer in use on that day",
    "inferred-year": "the year is not printed, and was taken from another claim",
    "inferred-month": "the month is not printed, and was taken from another claim",
    "settled": "day and month were told apart by another claim",
    "order-by-text": "day and month were told apart by the text's language or its other dates",
    "order-by-agency": "day and month were told apart by the agency's country",
    "order-by-field": "the other dates of the same field, or a setting, show which number is the day",
    "ambiguous": "day and month can be read in two ways",
    "implausible": "no calendar or newspaper has that day",
    "future": "it lies after the day that counts as today",
    "unread": "no known form of a date fits",
    "no-zone": "the time has no zone",
    "embargo": "not to be published before",
    "event": "the day of an event",
    "deadline": "the last day for something",
    "effective": "when something is or was in force",
    "court": "the day of a judgment or a law",
    "life": "the day of a birth or a death",
    "member": "when somebody joined",
    "accessed": "when somebody fetched the text",
    "clock": "the day on which the page was shown",
    "received": "when a manuscript was sent in or accepted",
    "islamic": "converted from the Islamic calendar of Saudi Arabia",
    "nepali": "converted from the Nepali calendar",
    "site": "known from the address of the page",
    "prefix": "it stands before the agency's own dateline",
    "place-only": "the dateline has neither agency nor date",
    "sign-off": "a mark at the text's end",
    "inputs": "it is credited with a part",
    "initials": "known from initials at the end",
}
STRENGTHS = {
    "high": "the passage says it in so many words",
    "medium": "it follows from the passage and one assumption",
    "low": "the mark is one that others use too, or the claim is ambiguous or impossible",
    "sign-off": "others use the same mark",
}
# Where a source or a date can be, and what else than that a claim there gives.
_PLACES = {
    "dateline": "dateline", "byline": "byline", "credit": "credit", "masthead": "masthead",
    "container": "field of a record", "file name": "date in its file name",
}  # fmt: skip
_GIVEN = {
    "author": "who wrote it", "place": "a place", "published": "a date", "updated": "a date of change",
    "title": "a title", "url": "an address", "source": "a source", "via": "who handed it on",
    "distributor": "who handed it on", "crawled": "when it was fetched", "mentioned_date": "a date of something else",
    "event_date": "a day on which something happened", "rights": "rights",
    "message": "the id of a message", "answers": "which message it answers", "thread": "a message before it",
}  # fmt: skip
_NAMED = 6  # claims that a sentence numbers; the others are counted


class Claims:
    """The claims of a document by their numbers, from 1."""

    __slots__ = ("_agencies", "_claims", "numbers")

    def __init__(self, claims: Sequence[Claim], agencies: Agencies | None = None) -> None:
        self._claims = claims
        self._agencies = agencies
        self.numbers = range(1, len(claims) + 1)

    def __getitem__(self, number: int) -> Claim:
        return self._claims[number - 1]

    def of(self, *properties: str) -> list[int]:
        """Return the numbers of the claims that have one of *properties* and a value."""
        return [number for number in self.numbers if self[number].property in properties and self[number].value]

    def weighed(self, numbers: Sequence[int]) -> Attribution:
        """Return what the claims with these *numbers* add up to by themselves."""
        return reconcile([self[number] for number in numbers], self._agencies)

    def without(self, number: int) -> Attribution:
        """Return what the other claims add up to."""
        return self.weighed([other for other in self.numbers if other != number])

    def by_value(self, numbers: Sequence[int], form: Callable[[str], str] = str) -> dict[str, list[int]]:
        """Return *numbers* by what their claims say, in the *form* that counts, in order of first appearance."""
        found: dict[str, list[int]] = {}
        for number in numbers:
            found.setdefault(form(self[number].value), []).append(number)
        return found

    def voices(self, numbers: Sequence[int]) -> str:
        """Return who asserts these claims, each once: "dateline and credit"."""
        return listed(list(dict.fromkeys(self[number].asserter for number in numbers)))


def nowhere(claims: Claims, places: Sequence[str], wanted: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return sentences that say where no claim gives what is *wanted*: which of *places* the document does not have,
    and what the others give instead; each with the numbers of its claims.
    """
    found: dict[str, list[int]] = {place: [] for place in places}
    for number in claims.numbers:
        claim = claims[number]
        # Who wrote is a byline's word, wherever it is.
        place: str = "byline" if claim.property == "author" and "byline" in found else claim.asserter
        if place in found and claim.value:
            found[place].append(number)
    said: list[tuple[str, tuple[int, ...]]] = []
    absent = [_PLACES[place] for place, numbers in found.items() if not numbers]
    if absent:
        said.append((f"No {listed(absent, 'or')} was recognised.", ()))
    for place, numbers in found.items():
        if numbers:
            given = list(dict.fromkeys(_GIVEN.get(claims[n].property, claims[n].property) for n in numbers))
            where = those(numbers).lower()
            said.append((f"The {_PLACES[place]} ({where}) gives {listed(given)}, and no {wanted}.", tuple(numbers)))
    return said


def those(numbers: Sequence[int]) -> str:
    """Return "Claim 3", "Claims 3, 4 and 7", "Claims 1, 2, 3 and 90 more"."""
    if len(numbers) == 1:
        return f"Claim {numbers[0]}"
    if len(numbers) > _NAMED:
        return f"Claims {', '.join(map(str, numbers[:_NAMED]))} and {len(numbers) - _NAMED:,} more"
    return f"Claims {listed(list(map(str, numbers)))}"


def verb(numbers: Sequence[int], plural: str) -> str:
    """Return *plural*, a verb, in the form that follows ``those(numbers)``."""
    return plural if len(numbers) > 1 else f"{plural}s"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b", "a, b and c", with *last* before the last one."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def remarks(claim: Claim) -> str:
    """Return what pattern and flags of *claim* say about it, after a comma's worth of space, "" for nothing."""
    said = [MEANINGS[word] for word in (claim.pattern, *claim.flags) if word in MEANINGS]
    return f" ({'; '.join(said)})" if said else ""
