"""From a date to the time of day printed right beside it, with its zone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.moments import ordinal
from provenance.attribution.dates.months import ZONES, weekday

if TYPE_CHECKING:
    from provenance.attribution.dates.moments import Moment

_PATTERNS = {
    "iso": r"[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?(?:(Z)(?!\w)|([+-]\d{2}:?\d{2})(?!\d))?(?!:?\d)",
    # 5 March 2024, 10:15; 5.3.2024 um 10.15; not a score or a figure: 10:15:20:30, 10.15,5
    "after": r"""(?x)
        (?: \s (?: г\.? | года | р\. | року | год\. | r\. | roku | d\. ) )?   # the word for the year
        (?: [.:] (?=\s) )? [\s,|(\[–—•·@/-]{0,4}
        (?:
            (?: at | às | à | um | alle | ore | alle\x20ore | las | a\x20las | lúc | [Kk]l\.? | [Ss]aat:? | в | о
              | pukul | jam | klo | godz\. | ob | om | ve | u | у | o | ساعت
              | kell | kello | plkst\. | val\. | ora | orele | [Kk]lockan | [Kk]lokken | a\x20les ) \s
        )?
        \s? \(? (\d{1,2})                                           # hours
        (?: \s? [:.hHʰ时時点] \s? (\d{2}) (?: : (\d{2}) (?: \. \d{1,6} )? )? )        # minutes and seconds
        (?! [\d:] | [.,] \d )
    """,
    # 2024年3月5日（火）10時32分, 2024년 3월 5일 오전 10:32; not minutes that more digits follow
    "eastern": r"""(?x)
        \.? \s? (?: [（(] [月火水木金土日一二三四五六월화수목금토일] (?: 曜日? | 요일 )? [）)] \s? )?   # the weekday
        ( 오전 | 오후 | 上午 | 下午 | 午前 | 午後 | 晚上 | 凌晨 )? \s?                             # the half of the day
        (\d{1,2}) (?: [:：] | [时時시点點] \s? ) (\d{2}) (?: : (\d{2}) )? [分분]? (?!\d)
    """,
    # 5 March 2024 at 9 a.m.; not 5 March 2024, 9 ambulances
    "hour": r"[\s,]{1,3}(?:(?:at|AT)\s)?(\d{1,2})()()(?=\s?[aApP]\.?[mM](?!\w))",
    "weekday": r"[\s,]{1,2}[(]?([^\W\d_]{3,14})[)]?(?=[\s,])",
    "before": r"(\d{1,2})(?:[:h.](\d{2})(?::(\d{2}))?|()()(?=\s?[aApP]\.?[mM](?!\w)))",
    "digit": r"\d",
    "half": r"\s?(?:([aApP])\.?\s?[mM](?!\w)\.?|(صباحا|ص|π\.?μ|ÖÖ|SA)(?!\w)\.?|(?:مساء|م|μ\.?μ|ÖS|CH)(?!\w)\.?)",
    "zone": r"\s{0,2}[(\[]?\s?(?:([A-Za-zМСК]{1,4})(?![^\W\d_])\s?)?"
    # the end of a meeting is none: 7 pm - 9 pm
    r"(?:([+-])(?(1)\s?)(\d{1,2})(?::?(\d{2}))?(?!\d|\s?[aApP]\.?[mM](?!\w)))?[)\]]?",
}
_JOINTS = frozenset(("", "on", "of", "ngày", "le", "del", "el", "am", "del día", "tanggal"))

_DAYS = frozenset(("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"))
_AMERICAN = frozenset(("et", "ct", "mt", "pt"))
_HALVES = {"오전": "a", "上午": "a", "午前": "a", "凌晨": "a", "오후": "p", "下午": "p", "午後": "p", "晚上": "p"}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def with_clock(text: str, moment: Moment, floor: int) -> Moment:
    """Return *moment* with the time of day right beside it, not before *floor*; only a whole day has one."""
    if moment.until or not (moment.day and moment.year):
        return moment
    clocked = None
    if _pattern("digit").search(text, moment.end, moment.end + 24):
        clocked = _iso(text, moment) or _after(text, moment)
    if not clocked and _pattern("digit").search(text, max(floor, moment.start - 26), moment.start):
        clocked = _before(text, moment, floor)
    return clocked or moment


def _iso(text: str, moment: Moment) -> Moment | None:
    found = _pattern("iso").match(text, moment.end)
    clock = _clock(found[1], found[2], found[3]) if found else ""
    if not found or not clock:
        return None
    if not (found[4] or found[5]):
        return _with_half_and_zone(text, moment, found, clock)
    zone = "Z" if found[4] else _offset(found[5][0], found[5][1:3], found[5][-2:])
    return moment.timed(moment.start, found.end(), clock, zone)


def _after(text: str, moment: Moment) -> Moment | None:
    found = _pattern("after").match(text, moment.end)
    if not found and (named := _pattern("weekday").match(text, moment.end)) and weekday(named[1]) >= 0:
        found = _pattern("after").match(text, named.end())  # 05 Mart 2024 Salı 10:15
    found = found or _pattern("hour").match(text, moment.end)
    if not found:
        return None if text[moment.end : moment.end + 6].isascii() else _eastern(text, moment)
    clock = _clock(found[1], found[2], found[3])
    return _with_half_and_zone(text, moment, found, clock) if clock else None


def _eastern(text: str, moment: Moment) -> Moment | None:
    found = _pattern("eastern").match(text, moment.end)
    clock = _clock(found[2], found[3], found[4], _HALVES.get(found[1] or "", "")) if found else ""
    return moment.timed(moment.start, found.end(), clock) if found and clock else None


def _with_half_and_zone(text: str, moment: Moment, found: re.Match[str], clock: str) -> Moment:
    """Return *moment* with *clock*, which *found* reads, and with the half of the day and the zone behind it."""
    end, zone = found.end(), ""
    if end < len(text):
        half = _pattern("half").match(text, end)
        if half and (halved := _clock(found[1], found[2], found[3], _half(half))):
            clock, end = halved, half.end()
        named = _pattern("zone").match(text, end)
        if named and named.end() > named.start() and (zone := _zone(named, moment, halved=half is not None)):
            end = named.start() + len(named[0].rstrip())
    return moment.timed(moment.start, end, clock, zone)


def _before(text: str, moment: Moment, floor: int) -> Moment | None:
    """12:14 GMT 28.09.2021; 9:00:26 AM | 9/29/2021."""
    for found in _pattern("before").finditer(text, max(floor, moment.start - 26), moment.start):
        if text[found.start() - 1 : found.start()].isdigit():
            continue
        half = _pattern("half").match(text, found.end(), moment.start)
        rest = half.end() if half else found.end()
        zone = _pattern("zone").match(text, rest, moment.start)
        zoned = zone is not None and ((zone[1] or "").lower() in ZONES or bool(zone[3]))
        between = text[zone.end() if zone and zoned else rest : moment.start]
        words = between.strip(" \t,|-–—•·/()[]\xa0")
        if words not in _JOINTS and not words.lower().endswith("day") and words.lower() not in _DAYS:
            continue
        clock = _clock(found[1], found[2] or "", found[3], _half(half) if half else "")
        if clock:
            named = _zone(zone, moment, halved=half is not None) if zone and zoned else ""
            return moment.timed(found.start(), moment.end, clock, named)
    return None


def _half(half: re.Match[str]) -> str:
    """Return "a" for the half of the day before noon, "p" for the other."""
    return half[1].lower() if half[1] else "a" if half[2] else "p"


def _clock(hour: str, minute: str, second: str | None, half: str = "") -> str:
    """Return a time of day as EDTF has it, "" where there is no such time."""
    hours = int(hour)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half == "p" else 0)
    minute = minute or "00"
    if hours > 23 or int(minute) > 59 or int(second or 0) > 59:
        return ""
    return f"{hours:02d}:{int(minute):02d}" + (f":{int(second):02d}" if second else "")


def _zone(zone: re.Match[str], moment: Moment, *, halved: bool) -> str:
    """Return a zone as EDTF has it, "" for none that is known.

    *halved*: the clock has the half of the day, as in the United States, whose CST is not China's.
    """
    name = (zone[1] or "").lower()
    if zone[3] and name in {"", "gmt", "utc"}:
        return _offset(zone[2], zone[3], zone[4] or "0")
    if zone[3] or name not in ZONES:
        return ""
    if name == "cst" and (_summer(moment) or not (halved or moment.pattern == "month-day")):
        return ""
    if name in _AMERICAN:
        return f"-0{int(ZONES[name][2]) - _summer(moment)}:00" if zone[1].isupper() else ""
    return ZONES[name]


def _offset(sign: str, hours: str, minutes: str) -> str:
    """Return a zone by what it is ahead of UTC (+) or behind it (-); "" where no clock on Earth is so far off."""
    ahead = int(hours), int(minutes)
    if ahead > (14, 0) or ahead[1] > 59:
        return ""
    return f"{sign}{ahead[0]:02d}:{ahead[1]:02d}" if any(ahead) else "Z"


def _summer(moment: Moment) -> bool:
    """Whether the United States keep summer time on that day, as they have since 2007: March's second to November's
    first Sunday.
    """
    if moment.month not in {3, 11}:
        return 3 < moment.month < 11
    first = 7 - (ordinal(moment.year, moment.month, 1) - 1) % 7  # day 1 was a Monday: the month's first Sunday
    return moment.day >= first + 7 if moment.month == 3 else moment.day < first
