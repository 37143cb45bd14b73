"""From an attribution to how it came about: which claims decided, agreed, contradicted, and which were left aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.explain.dates import why_published
from provenance.attribution.explain.sources import why_source
from provenance.attribution.explain.wording import Claims, those, verb
from provenance.attribution.sources.agencies import load
from provenance.settings import Attributing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Attribution, Step

_USUAL = Attributing()
# Properties that decide neither source nor date of publication, with the reason.
ASIDE = {
    "photo_source": "a picture's credit speaks for the picture, not for the text",
    "photo_date": "a picture's date is when it was taken, not when the text was published",
    "photo_rights": "a picture's licence speaks for the picture, not for the text",
    "event_date": "a day that may be that of what happened is not when the text was published",
    "mentioned_date": "a date that nothing ties to the publication does not say when the text was published",
    "updated": "a date of change says when the text was changed, not when it first appeared",
    "crawled": "the day on which a page was fetched comes after publication, by years at times",
    "rights": "a rights notice says who may copy the page, not who wrote the text",
    "author": "a byline says who wrote the text, not for whom",
    "place": "a place says where the text was written, not by whom",
    "take": "a mark of a take orders the versions of one story",
    "truncated": "a note to read on elsewhere suggests that this is an excerpt",
    "url": "an address names the site that handed the text on, and no source by itself",
}


def why(attribution: Attribution, settings: Attributing = _USUAL) -> tuple[Step, ...]:
    """Return the steps that led to *attribution*: about what, a sentence, and the numbers of the claims it is about.

    Claims are numbered from 1 in their order.  What a sentence says of a claim was tried: the claims were weighed with
    it and without it.
    """
    claims = Claims(attribution.claims, load(settings.agencies))
    return (
        *why_source(attribution, claims),
        *why_published(attribution, claims),
        *_title(attribution, claims),
        *_events(attribution, claims),
        *_aside(claims),
    )


def _title(attribution: Attribution, claims: Claims) -> Iterator[Step]:
    said = claims.of("title")
    if not said:
        yield "title", "No claim gives a title: no line above the story is known to be one.", ()
        return
    best = next(claim for claim in said if claims[claim].value == attribution.title)
    others = [claim for claim in said if claim != best]
    outside = claims[best].span is None
    if claims[best].confidence == "low":
        yield (
            "title",
            f"Claim {best} is the line above the story that reads most like a title; nothing confirms it.",
            (best,),
        )
    else:
        by = f"by the {claims[best].asserter}" if outside else "as the text prints it"
        yield "title", f"Claim {best} is the title, {by}.", (best,)
    if others:
        rank = "the operator's word counts before the container's, and that before what the text prints"
        yield "title", f"{those(others)} also {verb(others, 'give')} one: {rank}.", tuple(others)


def _events(attribution: Attribution, claims: Claims) -> Iterator[Step]:
    dated = [claim for claim in claims.of("event_date") if claims[claim].value in attribution.event_dates]
    if dated:
        days = " and ".join(attribution.event_dates[:3]) + (" and more" if len(attribution.event_dates) > 3 else "")
        yield (
            "events",
            f"{those(dated)} may date what happened: {days}.",
            tuple(dated),
        )


def _aside(claims: Claims) -> Iterator[Step]:
    reasons: dict[str, list[int]] = {}
    for number in claims.numbers:
        property_ = claims[number].property
        if property_ in ASIDE:
            reasons.setdefault(ASIDE[property_], []).append(number)
    for reason, numbers in reasons.items():
        yield "left aside", f"{those(numbers)}: {reason}.", tuple(numbers)
