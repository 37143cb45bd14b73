"""From dates as printed to whole days: the year from another claim, the order of day and month from what proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.dates.moments import (
    ANCHORS,
    FIRST_NEWSPAPER,
    day_of,
    from_ordinal,
    nearest_year,
    ordinal,
    possible,
)
from provenance.attribution.ranking import DATES
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.dates.pending import Pending
    from provenance.model import Asserter, Confidence

COLLECTORS = frozenset(("crawl header", "container", "markup"))
EVENT_DAYS = 45  # a date of the body that is further from publication is background, not the event reported
_WORDS = {
    "de": "der die und das nicht", "fr": "le la les des et est", "es": "el los las que del por",
    "it": "il che di della per",
    "pt": "os um não para uma", "id": "dan yang di untuk", "tr": "ve bir bu için", "vi": "của và là các trong",
    "pl": "i w na się nie", "nl": "de het een van en", "cs": "a se na že je",
}  # fmt: skip
_BESIDE = 24  # characters behind a date in which a zone or an "Uhr" is beside it
_AMERICAN = frozenset(("ET", "EST", "EDT", "CT", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT"))
_HALVES = frozenset(("AM", "PM", "am", "pm", "a.m.", "p.m.", "A.M.", "P.M."))
_DAY_FIRST_ZONES = frozenset(
    ("WIB", "WITA", "WIT", "Uhr", "BRT", "CET", "CEST", "CET/CEST", "MEZ", "MESZ", "hs", "hrs", "hs.", "hrs.")
)
_HEAD = 4000  # characters of a text that show its language
_ENGLISH = frozenset(("the", "of", "and", "to", "in", "said", "for", "that"))


def stated_days(claims: Iterable[Claim]) -> list[tuple[int, int]]:
    """Return the days of publication that *claims* give, each after the rank of who says so."""
    return [
        (DATES[claim.asserter], day_of(claim.value))
        for claim in claims
        if claim.property == "published" and claim.asserter in DATES and "implausible" not in claim.flags
    ]


def anchor_of(stated: Sequence[tuple[int, int]], pending: Sequence[Pending]) -> int:
    """Return the number of the day of publication as the strongest whole date gives it, 0 where there is none.

    *stated* are the days that claims give.  The day is one of ANCHORS: no newspaper was published on another one.
    """
    days = [(DATES[each.asserter], each.moment.number) for each in pending if each.says("published")]
    days = [each for each in (*stated, *days) if each[1] in ANCHORS]
    if not days:
        updated = [each.moment.number for each in pending if each.says("updated")]
        days = [(0, day) for day in updated if day in ANCHORS] or _behind(pending)
    return min(days)[1] if days else 0


def _behind(pending: Sequence[Pending]) -> list[tuple[int, int]]:
    """Return the whole day that a line behind the text gives, where it is the one whose year a dateline leaves out."""
    partial = [each.moment for each in pending if each.says("published") and _is_day(each.moment)]
    late = [each.moment.number for each in pending if each.late and each.moment.number in ANCHORS]
    near = (day for day in late for each in partial if abs(_nearest(each, day) - day) <= 2)
    return [(0, day) for day in near][:1]


def _is_day(moment: Moment) -> bool:
    """Whether it has a month and a day, and there is such a day (13/13/2023 has both)."""
    return bool(moment.month and moment.day) and "implausible" not in moment.flags


def _nearest(moment: Moment, day: int) -> int:
    return ordinal(nearest_year(moment.month, moment.day, day), moment.month, moment.day)


def collected_day(claims: Iterable[Claim]) -> int:
    """Return the latest day that the container gives, also as that of the crawl; 0 where it gives none."""
    latest = 0
    for claim in claims:
        if claim.property in {"published", "crawled"} and claim.asserter in COLLECTORS:
            latest = max(latest, day_of(claim.value))
    return latest


def complete(moment: Moment, anchor: int) -> Moment:
    """Return a partial date with the year (or month) that brings it nearest to the day numbered *anchor* (0: none)."""
    if moment.year or moment.swapped or not anchor:
        return moment
    if moment.month:
        year = nearest_year(moment.month, moment.day, anchor)
        return moment.read_as(year, moment.month, moment.day, "inferred-year")
    if moment.day:
        days = [from_ordinal(anchor + shift) for shift in range(-20, 21)]
        same = [each for each in days if each[2] == moment.day]
        if same:
            year, month, _ = min(same, key=lambda each: abs(ordinal(*each) - anchor))
            return moment.read_as(year, month, moment.day, "inferred-month")
    return moment


def settle_order(moment: Moment, anchor: int, *, proven: bool | None) -> Moment:
    """Tell day from month in 03/04/2024: by the day numbered *anchor*, else by the order that the text has *proven*.

    One reading within a day of the anchor, and the other not, settles it.  What nothing settles is returned as it is.
    """
    readings = [(moment.month, moment.day), (moment.day, moment.month)]
    year = moment.year or from_ordinal(max(anchor, 1))[0]
    near = [each for each in readings if anchor and abs(ordinal(year, *each) - anchor) <= 1]
    if len(near) != 1 and proven is None:
        return moment
    month, day = near[0] if len(near) == 1 else readings[0] if proven else readings[1]
    return moment.read_as(moment.year, month, day, "settled" if len(near) == 1 else "order-by-text")


def beside(moment: Moment, pending: Sequence[Pending]) -> Moment:
    """Tell day from month in 03/04/2024 by a date without a year beside it: HANOI, March 4 (VNA) -."""
    days = [(one.month, one.day) for one in (each.moment for each in pending) if _is_day(one) and not one.year]
    readings = [each for each in ((moment.month, moment.day), (moment.day, moment.month)) if each in days]
    return moment.read_as(moment.year, *readings[0], "settled") if len(readings) == 1 else moment


def settle_beside(text: str, moment: Moment) -> Moment:
    """Tell day from month in 03/04/2024 by a zone or an "Uhr" behind its time."""
    behind = set(text[moment.start : moment.end + _BESIDE].replace(",", " ").split())
    if not behind.isdisjoint(_AMERICAN) and not behind.isdisjoint(_HALVES):
        return moment.read_as(moment.year, moment.day, moment.month, "settled")
    if not behind.isdisjoint(_DAY_FIRST_ZONES):
        return moment.read_as(moment.year, moment.month, moment.day, "settled")
    return moment


def settle_dotted(text: str, moment: Moment) -> Moment:
    """Return 04.03.2024 with its day first, as it is written everywhere but in a few English texts."""
    if "." not in text[moment.start : moment.end] or len(_ENGLISH & set(text[:_HEAD].lower().split())) > 1:
        return moment
    return moment.read_as(moment.year, moment.month, moment.day, "order-by-text")


def day_first(text: str, moments: Iterable[Moment]) -> bool | None:
    """Return whether this text writes the day before the month, None where nothing in it proves an order.

    Another date of the text proves it, or the language, where nobody who writes it puts the month first.
    """
    for moment in moments:
        if moment.pattern == "numeric" and not moment.flags and not moment.swapped and moment.day > 12:
            digits = [number.lstrip("0") for number in _numbers(text[moment.start : moment.end])]
            if str(moment.day) in digits and str(moment.month) in digits and len(digits[0]) < 4:
                return digits.index(str(moment.day)) < digits.index(str(moment.month))
    return True if _day_first_language(text) else None


def _numbers(printed: str) -> list[str]:
    return "".join(c if c.isdigit() else " " for c in printed).split()


def _day_first_language(text: str) -> bool:
    head = text[:_HEAD]
    letters = [c for c in head[:600] if c.isalpha()]
    if sum(c > "\u0370" and not "\u1e00" <= c <= "\u1eff" for c in letters) * 2 > len(letters) > 0:
        return not any("\u3040" <= c <= "\ud7ff" for c in letters)
    if sum("\u1e00" <= c <= "\u1eff" for c in letters) * 20 > len(letters):
        return True  # Vietnamese: not a few names in an English text
    if sum("\u00c0" <= c <= "\u024f" for c in letters) * 40 > len(letters):
        return True  # letters that English has not, and more of them than a few names bring in
    words = set(head.lower().split())
    english = len(_ENGLISH & words)
    return any(len(words.intersection(each.split())) >= max(2, english + 1) for each in _WORDS.values())


def near(moment: Moment, anchor: int) -> bool:
    """Return whether a date of the body is near enough to publication to be the event's."""
    if not moment.year or not anchor or not moment.month:
        return True
    if not possible(moment.year, moment.month, moment.day):
        return False
    return abs(ordinal(moment.year, moment.month, moment.day) - anchor) <= EVENT_DAYS


def checked(moment: Moment, as_of: int) -> Moment:
    """Return a date of publication, flagged where it is after the day numbered *as_of* or before all newspapers."""
    if "implausible" in moment.flags:
        return moment
    if as_of and moment.number > as_of + 1:
        return moment.flagged("future")
    if moment.year and moment.year < FIRST_NEWSPAPER:
        return moment.flagged("implausible")
    return moment


def dated_claim(moment: Moment, property_: str, asserter: Asserter, confidence: Confidence) -> Claim:
    """Return the claim that a date makes; the flags of the claim say what is wrong with it."""
    if moment.swapped or "implausible" in moment.flags:
        confidence = "low"
    span = Span(moment.start, moment.end)
    return Claim(property_, moment.value, span, asserter, moment.pattern, confidence, moment.flags_shown)
