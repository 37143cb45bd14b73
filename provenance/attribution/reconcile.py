"""From a document's claims to what they add up to: agree, conflict, missing, inferred, and the chain of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.dates.moments import day_of
from provenance.attribution.ranking import COLLECTED, DATES, OUTLETS, rank
from provenance.attribution.sources.agencies import load
from provenance.model import Attribution

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Literal

    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import Asserter, Claim, ClaimFlag, Standing

# Days that a story may take from its dateline to the page that prints it: a weekend.
DATELINE_DAYS = 3
LEAD = 200  # characters: dates of the event are taken from the first passage that has any
UNUSABLE: frozenset[ClaimFlag] = frozenset(("implausible", "ambiguous", "unread"))


def reconcile(claims: Sequence[Claim], agencies: Agencies | None = None) -> Attribution:
    """Weigh *claims* (of one document) against each other; *agencies* is the table that they were read with."""
    said: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.value:
            said.setdefault(claim.property, []).append(claim)
    source, confidence, source_standing, chain = _source(said, agencies or load())
    published, asserters, standing = _published(said.get("published"))
    return Attribution(
        claims=tuple(claims),
        source=source,
        source_confidence=confidence,
        source_standing=source_standing,
        chain=chain,
        published=published,
        published_asserters=asserters,
        published_standing=standing,
        event_dates=_event_dates(said["event_date"]) if "event_date" in said else (),
        title=_title(said["title"]) if "title" in said else "",
    )


def _source(
    claims: Mapping[str, Sequence[Claim]], agencies: Agencies
) -> tuple[str, Literal["", "high", "medium", "low"], Standing, tuple[str, ...]]:
    """The strongest source among *claims* by property; others are links of the chain, or contradict it."""
    outlets = [claim.value for claim in claims.get("distributor", ())]
    if "source" not in claims:
        return "", "", "missing", tuple(dict.fromkeys(outlets))
    said = sorted(claims["source"], key=rank)
    first = said[0]
    chain = dict.fromkeys([first.value, *(claim.value for claim in claims.get("via", ()))])
    standing: Standing = "agree"
    for claim in said[1:]:
        if claim.value in chain or claim.confidence == "low":
            continue
        if claim.asserter == first.asserter and beside(claim, first):
            continue
        unknown = "unknown-agency" in claim.flags
        if claim.asserter in OUTLETS or unknown or agencies.hands_on(claim.value, first.value):
            chain[claim.value] = None
        elif "inputs" not in claim.flags and claim.asserter != "byline":
            standing = "conflict"
    chain.update(dict.fromkeys(outlets))
    return first.value, first.confidence, standing, tuple(chain)


def beside(claim: Claim, first: Claim) -> bool:
    """Return whether a claim is made by the words that make the *first* one too: AFP and dpa are sources together."""
    if claim.span is None or first.span is None:
        return False
    return first.span.start <= claim.span.start and claim.span.end <= first.span.end


def _published(said: Sequence[Claim] | None) -> tuple[str, tuple[Asserter, ...], Standing]:
    if not said:
        return "", (), "missing"
    usable = [claim for claim in said if UNUSABLE.isdisjoint(claim.flags)] or said
    if len(usable) == 1:
        only = usable[0]
        return only.value, (only.asserter,), "inferred" if only.asserter in COLLECTED else "agree"
    strongest = min(usable, key=lambda claim: (not day_of(claim.value), DATES[claim.asserter]))
    own = [c for c in usable if c.asserter == strongest.asserter and c.value[:10] == strongest.value[:10]]
    best = max(own, key=lambda claim: len(claim.value)).value
    alike = [c.asserter for c in usable if c.value[:10] == best[:10]]
    agreeing = sorted(set(alike), key=DATES.__getitem__)
    standing: Standing = "inferred" if all(asserter in COLLECTED for asserter in agreeing) else "agree"
    return best, tuple(agreeing), "conflict" if len(alike) < len(usable) and _contradictory(usable) else standing


def _contradictory(said: Iterable[Claim]) -> bool:
    """Whether two of the dates cannot be of one publication: the outlet's own lie apart, or the collector was early."""
    days: dict[Asserter, tuple[int, int]] = {}
    for claim in said:
        day = day_of(claim.value)
        if day:
            low, high = days.get(claim.asserter, (day, day))
            days[claim.asserter] = min(low, day), max(high, day)
    collected = [days[asserter][1] for asserter in COLLECTED if asserter in days]
    datelined = days.pop("dateline", None)
    own = [day for asserter, each in days.items() if asserter not in COLLECTED for day in each]
    if own and max(own) - min(own) > 1:
        return True
    if datelined:
        low, high = datelined
        if high - low > DATELINE_DAYS or (own and (min(own) - low > DATELINE_DAYS or high - min(own) > 1)):
            return True
        own.append(high)
    return bool(own and collected) and max(own) > min(collected) + 1


def _event_dates(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the days that the lead gives the event: those of the first passage that has any."""
    events = [(claim.span.start, claim) for claim in claims if claim.span is not None]
    body = [event for event in events if event[1].asserter == "body"] or events
    if not body:
        return ()
    first = min(start for start, _ in body)
    return tuple(sorted({claim.value for start, claim in body if start - first < LEAD}))


def _title(claims: Iterable[Claim]) -> str:
    """The container's title, else the one that the text prints."""
    return min(claims, key=lambda claim: (claim.asserter != "operator", claim.span is not None)).value
