"""DATE: when a document says that it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.checks import first_span, of_attributions, of_claims, of_conflict
from provenance.rules.find import place
from provenance.rules.rule import Rule, Samples
from provenance.rules.wording import escaped, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Attribution, Claim, Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find

_DATES = frozenset({"published", "updated", "event_date", "mentioned_date", "photo_date"})
_COLLECTORS = frozenset({"crawl header", "file name"})
# What says up to which day a text can be of: when it was collected, and when its container was published.
_COLLECTED = frozenset({"published", "crawled"})
_CONTAINERS = frozenset({"crawl header", "container", "markup"})
FIRST_NEWSPAPER = 1605
_DAY = len("2024-03-04")

_FERRY = "The ferry to the island runs again after its rope was changed, the ferryman said."
_STORY = (
    "The old bridge over the canal was opened again on Monday after nine months of repairs, and the mayor thanked the "
    "forty workers who had laid every one of its stones by hand. Traders on the east bank said that they had lost half "
    "of their customers while it was closed, and two of them have moved to the market hall for good."
)
_AGENCY = f"The bridge over the canal is open again\n\nHANOI, 12 May 2023 (VNA) - {_STORY}\n"
_GAZETTE = f"Harbour Gazette\n\nThe bridge over the canal is open again\n\n{{}} May 2023\n\n{_STORY}\n\nSource: VNA\n"


def no_date(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """Nothing says when the document was published.

    What it does: reports documents without a date in their container, dateline, masthead or file name.  Dates in the
    running text are ignored: they say when something happened.

    Why it matters: without dates, nothing shows which of two texts came first, and a test set cannot be split by time.

    What to do: record the date when the article is fetched, in the container or in the file name.
    """
    yield from of_attributions(
        case, find, lambda one: one.published_standing == "missing", "nothing says when this text was published"
    )


NO_DATE = Rule(
    "DATE001",
    "no-date",
    "warning",
    no_date,
    needs=("attribute",),
    samples=Samples(
        found={"ferry.txt": f"Hanoi (VNA) - {_FERRY} It had stood still since January 9, 2024.\n"},
        silent={"ferry.txt": f"Hanoi, March 5, 2024 (VNA) - {_FERRY}\n"},
    ),
)


def date_conflict(case: Case, find: Find) -> Iterator[Finding]:
    """The document gives different dates for its publication.

    What it does: reports documents with two dates of publication that cannot both be true.  A crawler's date after the
    outlet's is no conflict, because a page is fetched after it is published; neither is a dateline one or two days
    before the date of the page.

    Why it matters: whichever date is taken decides which copy is the original.

    What to do: look at the passages (claims.csv has their places); one of them is probably about something else.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        if attribution.published_standing == "conflict":
            yield of_conflict(find, position, _published(attribution), "dates")


DATE_CONFLICT = Rule(
    "DATE002",
    "date-conflict",
    "error",
    date_conflict,
    needs=("attribute",),
    samples=Samples(
        found={"a.jsonl": f'{{"date": "2021-01-01", "text": "Hanoi, March 5, 2024 (VNA) - {_FERRY}"}}\n'},
        silent={"a.jsonl": f'{{"date": "2024-03-06", "text": "Hanoi, March 5, 2024 (VNA) - {_FERRY}"}}\n'},
    ),
)


def implausible_date(case: Case, find: Find) -> Iterator[Finding]:
    """A date cannot be right: it does not exist, is before the first newspapers or in the future, or is unreadable.

    What it does: reports days that do not exist (31 February), dates before 1605, publication dates after the day of
    the audit, and date fields in no known format.  The day of the audit is `--as-of` or, unless that is set, the
    container's own date; the clock is never read.

    Why it matters: sorted by date, the document comes first or last, and that decides which copy is the original.

    What to do: correct the date at its source; it is often a typing error or a placeholder such as 1970-01-01.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        for claim in attribution.claims:
            if claim.property in _DATES and (why := _implausible(claim, attribution, case.attributing.as_of)):
                yield find(position, f"{why}: {listed([claim])}", claim.value, claim.asserter, span=claim.span)


def _implausible(claim: Claim, attribution: Attribution, as_of: str | None) -> str:
    """Return what is wrong with a date, and what it was compared with; "" if nothing is."""
    if "unread" in claim.flags:
        return "date in no known format"
    if "implausible" in claim.flags:
        year = claim.value[:4]
        early = year.isdigit() and int(year) < FIRST_NEWSPAPER
        return f"date before the first newspapers ({FIRST_NEWSPAPER})" if early else "day that no calendar has"
    # "On Sunday" may well be a day to come.
    if "future" not in claim.flags or claim.pattern == "weekday":
        return ""
    if as_of:
        return f"date after {escaped(as_of)}, which --as-of gives as today"
    collected = [one for one in attribution.claims if one.property in _COLLECTED and one.asserter in _CONTAINERS]
    latest = max(collected, key=lambda one: (one.value, one.asserter), default=None)
    return "date in the future" if latest is None else f"date after {escaped(latest.value, 80)} ({latest.asserter})"


IMPLAUSIBLE_DATE = Rule(
    "DATE003",
    "implausible-date",
    "error",
    implausible_date,
    needs=("attribute",),
    samples=Samples(
        found={"ferry.txt": f"Hanoi, February 30, 2024 (VNA) - {_FERRY}\n"},
        silent={"ferry.txt": f"Hanoi, February 29, 2024 (VNA) - {_FERRY}\n"},
    ),
)


def ambiguous_date(case: Case, find: Find) -> Iterator[Finding]:
    """The date of publication can be read in two ways: 04/03/2024 is in March or in April.

    What it does: reports dates whose day and month are both 12 or less, where nothing else in the document shows which
    comes first.

    Why it matters: half of such dates are misread, by months.

    What to do: find out which order the outlet uses elsewhere.  ISO dates (2024-03-04) are never ambiguous.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        for claim in _published(attribution):
            if "ambiguous" in claim.flags:
                yield find(position, f"ambiguous date {listed([claim])}", claim.value, span=claim.span)


AMBIGUOUS_DATE = Rule(
    "DATE004",
    "ambiguous-date",
    "warning",
    ambiguous_date,
    needs=("attribute",),
    samples=Samples(
        found={"a.jsonl": f'{{"date": "03/04/2024", "text": "{_FERRY}"}}\n'},
        silent={"a.jsonl": f'{{"date": "03/24/2024", "text": "{_FERRY}"}}\n'},
    ),
)


def only_crawler_date(case: Case, find: Find) -> Iterator[Finding]:
    """The only date comes from the crawler or from the name of the file.

    What it does: reports documents with a date in the crawl header or in the file name, but none by the outlet or the
    agency.

    Why it matters: the date says when the page was fetched, which may be years after it was published.

    What to do: treat the date as an upper limit, or look for the same article with a date of its own.
    """
    for position, attribution in enumerate(case.evidence.attributions):
        asserters = attribution.published_asserters
        if asserters and _COLLECTORS.issuperset(asserters):
            claims = [claim for claim in _published(attribution) if claim.asserter in _COLLECTORS]
            yield find(
                position,
                f"the date {escaped(attribution.published)} is given by the {' and the '.join(asserters)} only",
                attribution.published,
                span=first_span(claims),
            )


ONLY_CRAWLER_DATE = Rule(
    "DATE005",
    "only-crawler-date",
    "info",
    only_crawler_date,
    needs=("attribute",),
    samples=Samples(
        found={"ferry.txt": f" date 2024-03-05 Hanoi (VNA) - {_FERRY}\n"},
        silent={"ferry.txt": f" date 2024-03-05 Hanoi, March 5, 2024 (VNA) - {_FERRY}\n"},
    ),
)


def no_time_zone(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """A time of publication is given without a time zone.

    What it does: reports dates of publication that have a time of day but neither a zone nor an offset.

    Why it matters: the time may be off by most of a day, which is longer than an agency's story takes to go round the
    world.

    What to do: nothing, or add the outlet's zone where it is known.  Compare such dates by day only.
    """
    claims = [
        (position, claim)
        for position, attribution in enumerate(case.evidence.attributions)
        for claim in attribution.claims
        if claim.property == "published" and "no-zone" in claim.flags
    ]
    yield from of_claims(find, claims, lambda claim: f"time without a time zone: {listed([claim])}")


NO_TIME_ZONE = Rule(
    "DATE006",
    "no-time-zone",
    "info",
    no_time_zone,
    needs=("attribute",),
    samples=Samples(
        found={"a.jsonl": f'{{"date": "2024-03-05 10:15", "text": "{_FERRY}"}}\n'},
        silent={"a.jsonl": f'{{"date": "2024-03-05 10:15+07:00", "text": "{_FERRY}"}}\n'},
    ),
)


def copy_before_original(case: Case, find: Find) -> Iterator[Finding]:
    """The text derives from another text but is dated before it.

    What it does: compares the dates of two documents where the evidence (a credit, cuts, additions) decides which of
    them was made from the other.

    Why it matters: either one of the dates or the derivation is wrong.

    What to do: check the dates of both.  A page that was updated in place often keeps its first date.
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
                f"dated {second}, but derived from {find.name(derivation.original)}, which is dated {first}",
                find.stable_name(derivation.original),
                others=place(derivation.original),
            )


COPY_BEFORE_ORIGINAL = Rule(
    "DATE007",
    "copy-before-original",
    "warning",
    copy_before_original,
    needs=("attribute", "derive"),
    samples=Samples(
        found={"agency.txt": _AGENCY, "gazette.txt": _GAZETTE.format(10)},
        silent={"agency.txt": _AGENCY, "gazette.txt": _GAZETTE.format(14)},
    ),
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


RULES = (
    NO_DATE,
    DATE_CONFLICT,
    IMPLAUSIBLE_DATE,
    AMBIGUOUS_DATE,
    ONLY_CRAWLER_DATE,
    NO_TIME_ZONE,
    COPY_BEFORE_ORIGINAL,
)
