"""From a date as machines write it to a moment: headers of mail, seconds since 1970, digits run together."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.moments import Moment, from_ordinal, ordinal, possible
from provenance.attribution.dates.months import ABBREVIATED, ZONES, month_after

if TYPE_CHECKING:
    from collections.abc import Callable

_CENTURY = 50  # years of two digits below it are of this century (RFC 5322, section 4.3)
_PATTERNS = {
    # Mon, 4 Mar 96 10:15:00 PST; 04-Mar-2024 10:15 +0100; not a range or a score
    "mail": r"""(?x)
        (?: [A-Za-z]{3,9} ,? \s{1,3} )?                     # the day of the week
        (\d{1,2}) (?: \s{1,3} | - ) ([A-Za-z]{3,9}) \.? (?: \s{1,3} | - ) (\d{4} | \d{2}) ,? \s{1,3}
        (\d{1,2}) : (\d{2}) (?: : (\d{2}) )? (?: \. \d{1,6} )?
        (?: \s{0,3} ( [+-]\d{4} | [A-Za-z]{1,5} (?![\w:]) ) )?
    """,
    # Mon Mar  4 10:15:00 2024, with a zone before or behind the year
    "log": r"""(?x)
        [A-Za-z]{3} \s{1,3} ([A-Za-z]{3}) \s{1,3} (\d{1,2}) \s{1,3}
        (\d{2}) : (\d{2}) (?: : (\d{2}) )? \s{1,3} (?: ([A-Za-z]{1,5} | [+-]\d{4}) \s{1,3} )? (\d{4}) (?!\d)
        (?: \s ([+-]\d{4}) )?
    """,
    # 20240304, 20240304101500, 20240304T1015Z
    "digits": r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2})?(?:\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})?)?$",
    "parts": r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$",
    "epoch": r"(\d{10})(?:\d{3}|\d{6}|\d{9})?(?:\.\d{1,9})?$",
    "year": r"(\d{4})$",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def mail_date(text: str, first: int, end: int) -> Moment | None:
    """Return the date at *first* in *text*, before *end*, as mail and logs have it, years of two digits too."""
    found = _pattern("mail").match(text, first, end)
    if found:
        return _moment(found, (found[3], found[2], found[1]), (found[4], found[5], found[6]), found[7] or "")
    found = _pattern("log").match(text, first, end)
    if found:
        return _moment(
            found, (found[7], found[1], found[2]), (found[3], found[4], found[5]), found[6] or found[8] or ""
        )
    return None


def machine_date(value: str) -> Moment | None:
    """Return the date that *value* is, in a form that only a field of a record has: digits, seconds since 1970."""
    return next((moment for read in _FORMS if (moment := read(value))), None)


def _moment(
    found: re.Match[str], date: tuple[str, str, str], clock: tuple[str, str, str | None], zone: str
) -> Moment | None:
    year, month, day = int(date[0]), month_after(date[1].lower()) % ABBREVIATED, int(date[2])
    if len(date[0]) == 2:
        year += 2000 if year < _CENTURY else 1900
    if not month or not day or not possible(year, month, day):
        return None
    time, offset = _clock(*clock), _zone(zone)
    return Moment(found.start(), found.end(), "mail", year, month, day, clock=time, zone=offset if time else "")


def _clock(hour: str | None, minute: str | None, second: str | None) -> str:
    if hour is None or minute is None or int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return ""
    return f"{int(hour):02d}:{minute}" + (f":{second}" if second else "")


def _zone(zone: str) -> str:
    """Return a zone as EDTF has it, "" for none that is known."""
    if not zone[1:2].isdigit():
        return ZONES.get(zone.lower(), "")
    hours, minutes = zone[1:3], zone[-2:]
    if int(hours) > 14 or int(minutes) > 59:
        return ""
    return f"{zone[0]}{hours}:{minutes}" if int(hours) or int(minutes) else "Z"


def _digits(value: str) -> Moment | None:
    found = _pattern("digits").match(value)
    if not found or not possible(int(found[1]), int(found[2]), int(found[3])) or not int(found[2]) * int(found[3]):
        return None
    clock = _clock(found[4], found[5], found[6])
    if found[4] and not clock:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    return Moment(0, len(value), "numeric", year, month, day, clock=clock, zone=_zone(found[7] or ""))


def _parts(value: str) -> Moment | None:
    """2024-3-4, 2024-03; a year alone."""
    found = _pattern("parts").match(value)
    if found and possible(int(found[1]), int(found[2]), int(found[3] or 0)) and int(found[2]):
        return Moment(0, len(value), "numeric", int(found[1]), int(found[2]), int(found[3] or 0))
    found = _pattern("year").match(value)
    return (
        Moment(0, len(value), "numeric", int(found[1]), 0, 0) if found and int(found[1]) in range(1500, 2200) else None
    )


def _epoch(value: str) -> Moment | None:
    """Return the moment so many seconds, milliseconds, microseconds or nanoseconds after 1970 began."""
    found = _pattern("epoch").match(value)
    if not found:
        return None
    days, second = divmod(int(found[1]), 86400)
    clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    return Moment(0, len(value), "numeric", *from_ordinal(ordinal(1970, 1, 1) + days), clock=clock, zone="Z")


_FORMS: tuple[Callable[[str], Moment | None], ...] = (_digits, _epoch, _parts)
