"""DATE: when a document says that it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.rule import escaped, listed, of_attributions, of_claims, place, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Attribution, Claim, Finding
    from provenance.rules.rule import Case, Crowd, Find

_DATES = frozenset({"published", "updated", "event_date", "mentioned_date", "photo_date"})
_COLLECTORS = frozenset({"crawl header", "file name"})
_DAY = len("2024-03-04")


def no_date(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """Nothing says when the document was published.

    Held against it: no date in its container, its dateline, its masthead or its file name.  A date in the running text
    is when something happened, and does not count.

    Why it hurts: without a date no copy can be told from its original, and no test set can be split by time.

    What to do: record the date when the article is fetched, in the container or in the file name.
    """
    yield from of_attributions(
        case, find, lambda one: one.published_standing == "missing", "nothing says when this text was published"
    )


def date_conflict(case: Case, find: Find) -> Iterator[Finding]:
    """The document gives different dates for its publication.

    Held against it: two claims that cannot both be true.  A crawler's date after the outlet's is no conflict, since a
    page is fetched after it is published; neither is a dateline a day or two before the page.

    Why it hurts: whichever is taken decides which copy is the original.

    What to do: look at the passages (claims.csv has their places); one of them is probably about something else.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        if attribution.published_standing == "conflict":
            says = _published(attribution)
            yield find(
                position,
                f"dates conflict: {listed(says)}",
                *sorted({claim.value for claim in says}),
                span=span_of(says),
                others=tuple(place(position, claim.span)[0] for claim in says if claim.span),
            )


def implausible_date(case: Case, find: Find) -> Iterator[Finding]:
    """A date cannot be right: no such day, before there were newspapers, in the future, or not to be read at all.

    Held against it: days that no calendar has (31 February), dates before 1605, dates of publication after the day of
    the audit (`--as-of`; the container's own date unless set; the clock is never read), date fields in no known form.

    Why it hurts: sorted by date it comes first or last, and decides which copy is the original.

    What to do: correct the date at its source; it is often a typing error or a missing value such as 1970-01-01.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        for claim in attribution.claims:
            if claim.property in _DATES and (why := _implausible(claim, case.attributing.as_of)):
                yield find(position, f"{why}: {listed([claim])}", claim.value, claim.asserter, span=claim.span)


def _implausible(claim: Claim, as_of: str | None) -> str:
    if "unread" in claim.flags:
        return "date that no known form fits"
    if "implausible" in claim.flags:
        return "implausible date"
    # A coming weekday is no mistake.
    if "future" not in claim.flags or claim.pattern == "weekday":
        return ""
    return f"date after {escaped(as_of)}" if as_of else "date in the future"


def ambiguous_date(case: Case, find: Find) -> Iterator[Finding]:
    """The date of publication can be read in two ways: 04/03/2024 is in March or in April.

    Held against it: numbers for day and month that are both 12 or less, in an order that nothing else in the document
    settles.

    Why it hurts: half of such dates are read wrongly, by months.

    What to do: settle the order by what the outlet writes elsewhere; ISO dates (2024-03-04) are never ambiguous.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        for claim in _published(attribution):
            if "ambiguous" in claim.flags:
                yield find(position, f"ambiguous date {listed([claim])}", claim.value, span=claim.span)


def only_crawler_date(case: Case, find: Find) -> Iterator[Finding]:
    """Only whoever collected the document gives it a date.

    Held against it: a date in the crawl header or the file name, and none by the outlet or the agency.

    Why it hurts: it says when a page was fetched, which may be years after it was published.

    What to do: take it as an upper limit, or look for the same article with its own date.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        asserters = attribution.published_asserters
        if asserters and _COLLECTORS.issuperset(asserters):
            says = [claim for claim in _published(attribution) if claim.asserter in _COLLECTORS]
            yield find(
                position,
                f"{escaped(attribution.published)} is only the {' and the '.join(asserters)}'s word",
                attribution.published,
                span=span_of(says),
            )


def no_time_zone(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """A time of publication is given without its zone.

    Held against it: a claim of publication that has a time of day and no zone or offset.

    Why it hurts: it may be off by most of a day, which is longer than an agency's story takes round the world.

    What to do: nothing, or add the outlet's zone where it is known; compare such dates by day only.
    """
    said = [
        (position, claim)
        for position, attribution in enumerate(case.evidence.attributions)
        for claim in attribution.claims
        if claim.property == "published" and "no-zone" in claim.flags
    ]
    yield from of_claims(find, said, lambda claim: f"time without a zone: {listed([claim])}")


def copy_before_original(case: Case, find: Find) -> Iterator[Finding]:
    """The text derives from another one, and is dated before it.

    Held against it: a derivation that the evidence decides (by credit, cuts or additions), against the dates that both
    documents give.

    Why it hurts: one of the two dates is wrong, or the derivation is.

    What to do: look at the dates of both; a page that was updated in place often keeps its first date.
    """
    evidence = case.evidence
    for derivation in evidence.derivations:
        if not derivation.decided or not evidence.attributions:
            continue
        first = _day(evidence.attributions[derivation.original])
        second = _day(evidence.attributions[derivation.copy])
        if first and second and second < first:
            yield find(
                derivation.copy,
                f"dated {second}, and derives from {find.named(derivation.original)}, dated {first}",
                find.constant_name(derivation.original),
                others=place(derivation.original),
            )


def _published(attribution: Attribution) -> list[Claim]:
    return [claim for claim in attribution.claims if claim.property == "published"]


def _day(attribution: Attribution) -> str:
    """Return the day of publication, "" where it is not known to the day."""
    from datetime import date

    day = attribution.published[:_DAY]
    try:
        return date.fromisoformat(day).isoformat() if len(day) == _DAY else ""
    except ValueError:
        return ""  # partial, a choice of days, or 31 February
