"""From EDTF dates and claims to intervals of days that can be put in order, or not.

An interval is (first day, last day, minute, year known, zoned): days are proleptic ordinals; *minute* counts minutes,
of UTC where the time is *zoned*, and is None where no time was given.  An interval without a year is in the leap year
2000 until another completes it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Attribution

Interval = tuple[int, int, int | None, bool, bool]

# Who may speak for the day of publication.  The crawler, a file's name and the body's own story may not.
STAMPS = frozenset({"masthead", "byline", "markup", "container", "operator"})
LINES = frozenset({"dateline"})
# Flags of a claim by which its date is none.
_IMPOSSIBLE = frozenset({"implausible", "unread"})

# What machines write that have no date.
_EPOCHS = ("1970-01-01", "1969-12-31", "1900-01-01")
SAME_HOUR = 60  # minutes: a smaller difference says more about an outlet's queue than about who was first
ANY_ZONE = 26 * 60  # minutes by which two clocks may differ at one time where their zones are not known
NEXT_DAY = 1  # days by which two calendars may differ at one time
HALF_YEAR = 183  # days: of two days of the year further apart, either may be the earlier

_EDTF = r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?"


@lru_cache(maxsize=4096)
def interval(edtf: str) -> Interval | None:
    """Return the interval that *edtf* names: for a set of days ("[2024-03-04,2024-04-03]"), the one that covers all.

    None for a form that cannot be ordered (a doubt, a season) and for a day that no calendar has.
    """
    if edtf[:1] == "[" and edtf[-1:] == "]":
        days = [interval(day) for day in edtf[1:-1].split(",")]
        return window(day for day in days if day) if all(days) else None
    found = re.fullmatch(_EDTF, edtf)
    if not found:
        return None
    year, month, day = found[1], found[2], found[3]
    if year == "XXXX" and not month:
        return None
    number = 2000 if year == "XXXX" else int(year)
    try:
        first = date(number, int(month or 1), int(day or 1)).toordinal()
        last = first if day else _end(number, int(month or 12))
    except ValueError:
        return None
    minute = None
    if found[4] and year != "XXXX":
        minute = first * 1440 + int(found[4]) * 60 + int(found[5]) - _offset(found[6] or "Z")
    return first, last, minute, year != "XXXX", bool(found[6])


def _end(year: int, month: int) -> int:
    return (date(year, month + 1, 1) if month < 12 else date(year, 12, 31)).toordinal() - (month < 12)


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes


def days_between(earlier: Interval, later: Interval) -> float:
    """Return by how many days *later* surely follows *earlier*: negative when it precedes it, 0 when that is unsure."""
    if earlier[2] is not None and later[2] is not None:
        minutes = later[2] - earlier[2]
        if earlier[4] and later[4]:
            return 0 if abs(minutes) < SAME_HOUR else minutes / 1440
        return 0 if abs(minutes) < ANY_ZONE else minutes / 1440
    days = _days_between(earlier, later)
    return 0 if abs(days) <= NEXT_DAY else days


def _days_between(earlier: Interval, later: Interval) -> float:
    if earlier[3] != later[3]:
        return _completed(earlier, later) if later[3] else -_completed(later, earlier)
    if not earlier[3]:
        return _nearest(earlier, [(later[0] + shift, later[1] + shift) for shift in (-366, 0, 366)])
    return _apart(earlier[:2], later[:2])


def _apart(earlier: tuple[int, int], later: tuple[int, int]) -> int:
    return max(0, later[0] - earlier[1]) or -max(0, earlier[0] - later[1])


def _completed(partial: Interval, full: Interval) -> int:
    """Return how far *full* follows *partial*, in the year of *partial* that brings it nearest."""
    year = date.fromordinal(full[0]).year
    start = date.fromordinal(partial[0])
    length = partial[1] - partial[0]
    near = []
    for number in (year - 1, year, year + 1):
        try:
            first = start.replace(year=number).toordinal()
        except ValueError:  # 29 February, or before year 1
            continue
        near.append((first, first + length))
    gaps = [_apart(place, full[:2]) for place in near]
    nearest = min(gaps, key=lambda gap: (abs(gap), gap), default=0)
    return nearest if abs(nearest) < HALF_YEAR else 0


def _nearest(earlier: Interval, places: list[tuple[int, int]]) -> int:
    nearest = min((_apart(earlier[:2], place) for place in places), key=lambda gap: (abs(gap), gap))
    # Without any year a season apart may as well be a season before.
    return nearest if abs(nearest) < HALF_YEAR // 2 else 0


def window(intervals: Iterable[Interval]) -> Interval | None:
    """Return the interval that covers all *intervals* (claims that disagree prove less), None when there is none."""
    few = list(intervals)
    if len(few) < 2:
        return few[0] if few else None
    known = sorted(set(few), key=lambda found: (not found[3], found[0], found[1], found[2] is None, found[2] or 0))
    best = [found for found in known if found[3] == known[0][3]]
    first, last = min(found[0] for found in best), max(found[1] for found in best)
    zoned = any(found[4] for found in best)
    minutes = {found[2] for found in best if found[2] is not None and found[4] == zoned}
    return first, last, minutes.pop() if len(minutes) == 1 and last - first <= 1 else None, best[0][3], zoned


def dates_of(attribution: Attribution) -> tuple[Interval | None, Interval | None, Interval | None]:
    """Return when the outlet itself says that it published, what the dateline says, and when a crawler saw the text.

    Only where they can be true: no text is published before its dateline, nor after it was seen.  A day between them
    may be the zones'; where they are further apart one is wrong, and nothing says which, so that none is returned.
    """
    seen = _seen_interval(attribution)
    # A day after the crawl contradicts it; a day after whatever else counts as today is none.
    stamp, line = _own_intervals(attribution, _IMPOSSIBLE if seen else _IMPOSSIBLE | {"future"})
    if stamp and line and days_between(stamp, line) > 1:
        stamp = line = None
    late = stamp or line
    return (None, None, None) if late and seen and days_between(seen, late) > 1 else (stamp, line, seen)


def compared(one: tuple[Interval | None, Interval | None], two: tuple[Interval | None, Interval | None]) -> float:
    """Return by how many days the text with the dates *two* surely follows that with the dates *one*; 0 is unsure.

    Dates are (the outlet's, the dateline's).  A dateline travels with the text, so that a day that both datelines name
    dates neither copy, and a text that shows only such a day has no date of its own.
    """
    if one[0] and two[0]:
        return days_between(one[0], two[0])
    first, second = one[0] or one[1], two[0] or two[1]
    if not first or not second or (one[1] and two[1] and days_between(one[1], two[1]) == 0):
        return 0
    return days_between(first, second)


def _own_intervals(attribution: Attribution, impossible: frozenset[str]) -> tuple[Interval | None, Interval | None]:
    """Return when the outlet says that it published, and what the dateline says.

    Without claims the verdict's date counts where one of those who agree on it may speak.
    """
    stamps: list[Interval] = []
    lines: list[Interval] = []
    for claim in attribution.claims:
        if claim.property != "published" or claim.value.startswith(_EPOCHS):
            continue
        if not impossible.intersection(claim.flags):
            found = interval(claim.value)
            if found:
                (stamps if claim.asserter in STAMPS else lines if claim.asserter in LINES else []).append(found)
    if not attribution.claims and attribution.published and (found := interval(attribution.published)):
        asserters = set(attribution.published_asserters)
        (stamps if asserters & STAMPS else lines if asserters & LINES else []).append(found)
    return window(stamps), window(lines)


def _seen_interval(attribution: Attribution) -> Interval | None:
    """Return when a crawler saw the document: no later than that, it was there."""
    seen = [
        claim.value
        for claim in attribution.claims
        if claim.property == "published" and claim.asserter == "crawl header"
    ]
    return window(found for found in map(interval, seen) if found)
