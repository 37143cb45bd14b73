"""From a document's claims to what they add up to: agree, conflict, missing, inferred, and the chain of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribute.agencies import load
from provenance.attribute.moments import day_of
from provenance.model import Attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Asserter, Claim, Standing

LEVELS = {"high": 0, "medium": 1, "low": 2}
_SOURCES: dict[Asserter, int] = {
    "operator": 0, "dateline": 1, "credit": 2, "masthead": 3, "byline": 4, "markup": 5, "container": 6, "body": 7,
}  # fmt: skip
_DATES: dict[Asserter, int] = {
    "operator": 0, "masthead": 1, "dateline": 2, "byline": 3, "credit": 4, "markup": 5, "container": 6, "crawl header": 7,
    "file name": 8,
}  # fmt: skip
# A collector's dates: they say when a text was fetched, so a later one is no contradiction.
COLLECTED = ("crawl header", "file name")
# Days that a story may take from its dateline to the page that prints it.
DATELINE_DAYS = 2


def reconcile(claims: Sequence[Claim]) -> Attribution:
    """Weigh *claims* (of one document) against each other."""
    source, confidence, source_standing, chain = _source(claims)
    published, asserters, standing = _published(claims)
    return Attribution(
        claims=tuple(claims),
        source=source,
        source_confidence=confidence,
        source_standing=source_standing,
        chain=chain,
        published=published,
        published_asserter="+".join(asserters),
        published_standing=standing,
        event_dates=_event_dates(claims, published),
        title=_title(claims),
    )


def _source(claims: Sequence[Claim]):  # type: ignore[no-untyped-def]
    agencies = load()
    said = [claim for claim in claims if claim.property == "source" and claim.value]
    if not said:
        return "", "", "missing", ()
    said.sort(key=lambda claim: (LEVELS[claim.confidence], _SOURCES.get(claim.asserter, 9)))
    first = said[0]
    standing: Standing = "agree"
    chain = [first.value]
    chain += [c.value for c in claims if c.property == "via" and c.value not in chain]
    for claim in said[1:]:
        if claim.value in chain or claim.confidence == "low":
            continue
        if agencies.hands_on(claim.value, first.value) or claim.asserter in {"masthead", "container", "markup"}:
            chain.append(claim.value)
        elif claim.asserter != "byline" and claim.method.split("/")[0] != "inputs":
            standing = "conflict"
    chain += [c.value for c in claims if c.property == "distributor" and c.value not in chain]
    return first.value, first.confidence, standing, tuple(dict.fromkeys(chain))


def _published(claims: Sequence[Claim]) -> tuple[str, tuple[str, ...], Standing]:
    said = [claim for claim in claims if claim.property == "published" and claim.value]
    if not said:
        return "", (), "missing"
    usable = [c for c in said if not {"implausible", "ambiguous", "unread"} & set(c.method.split("/"))] or said
    strongest = min(usable, key=lambda claim: (not day_of(claim.value), _DATES[claim.asserter]))
    own = [c for c in usable if c.asserter == strongest.asserter and c.value[:10] == strongest.value[:10]]
    best = max(own, key=lambda claim: len(claim.value)).value
    agreeing = sorted({c.asserter for c in usable if c.value[:10] == best[:10]}, key=_DATES.__getitem__)
    standing: Standing = "agree"
    if all(asserter in COLLECTED for asserter in agreeing):
        standing = "inferred"
    if any(_contradicts(c, other) for c in usable for other in usable):
        standing = "conflict"
    return best, tuple(agreeing), standing


def _contradicts(claim: Claim, other: Claim) -> bool:
    """Whether *claim* cannot be true of the same publication as *other*, whose asserter is believed more."""
    day, base = day_of(claim.value), day_of(other.value)
    if not day or not base or _DATES[claim.asserter] < _DATES[other.asserter]:
        return False
    if claim.asserter in COLLECTED:
        return other.asserter not in COLLECTED and base > day + 1
    apart = DATELINE_DAYS if "dateline" in {claim.asserter, other.asserter} else 1
    return abs(day - base) > apart


def _event_dates(claims: Sequence[Claim], published: str) -> tuple[str, ...]:
    """Return the days that the lead gives the event: those of the first passage that has any."""
    events = [c for c in claims if c.property == "event_date" and c.span and c.asserter == "body"]
    events = events or [c for c in claims if c.property == "event_date" and c.span]
    if not events:
        return ()
    first = min(claim.span.start for claim in events if claim.span)
    return tuple(sorted({c.value for c in events if c.span and c.span.start - first < 200}))


def _title(claims: Sequence[Claim]) -> str:
    titles = sorted((c for c in claims if c.property == "title"), key=lambda c: (c.asserter == "body", c.span is not None))
    return titles[0].value if titles else ""
