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
    "after": r"(?:\.(?=\s))?[\s,|(\[–—•·@/-]{0,4}"
    r"(?:(?:at|às|à|um|alle|ore|alle\x20ore|las|a\x20las|lúc|kl\.?|saat|в|о|pukul|jam|klo|godz\.|ob|om|ve|u|у|ساعت)\s)?"
    r"\s?\(?(\d{1,2})(?:\s?[:.hHʰ时時点]\s?(\d{2})(?::(\d{2}))?)(?:\.\d{1,6})?(?![\d:]|[.,]\d)",
    # 2024年3月5日（火）10時32分, 2024년 3월 5일 오전 10:32
    "eastern": r"\.?\s?(?:[（(][月火水木金土日一二三四五六월화수목금토일](?:曜日?|요일)?[）)]\s?)?"
    r"(오전|오후|上午|下午|午前|午後|晚上|凌晨)?\s?(\d{1,2})(?:[:：]|[时時시点點]\s?)(\d{2})(?::(\d{2}))?[分분]?(?!\d)",
    "weekday": r"[\s,]{1,2}[(]?([^\W\d_]{3,14})[)]?(?=[\s,])",
    "before": r"(\d{1,2})[:h.](\d{2})(?::(\d{2}))?",
    "digit": r"\d",
    "half": r"\s?([aApP])\.?\s?[mM]\b\.?",
    "zone": r"\s{0,2}[(\[]?\s?(?:([A-Za-zМСК]{1,4})(?![^\W\d_])\s?)?"
    r"(?:([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d))?[)\]]?",
}
_JOINTS = frozenset(("", "on", "of", "ngày", "le", "del", "el", "am", "del día", "tanggal"))

_DAYS = frozenset(("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"))
_AMERICAN = frozenset(("et", "ct", "mt", "pt"))
_HALVES = {"오전": "a", "上午": "a", "午前": "a", "凌晨": "a", "오후": "p", "下午": "p", "午後": "p", "晚上": "p"}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def with_clock(text: str, moment: Moment, floor: int) -> Moment:
    """Give *moment*, a whole day, the time that stands right beside it, not before *floor*; change nothing else."""
    if moment.until or not (moment.day and moment.year):
        return moment
    if _pattern("digit").search(text, moment.end, moment.end + 24) and (_iso(text, moment) or _after(text, moment)):
        return moment
    if _pattern("digit").search(text, max(floor, moment.start - 26), moment.start):
        _before(text, moment, floor)
    return moment


def _iso(text: str, moment: Moment) -> bool:
    found = _pattern("iso").match(text, moment.end)
    if not found or not _set(moment, found[1], found[2], found[3], ""):
        return False
    moment.end = found.end()
    if found[4]:
        moment.zone = "Z"
    elif found[5]:
        moment.zone = "Z" if not found[5].strip("+-0:") else f"{found[5][:3]}:{found[5][-2:]}"
    else:
        _half_and_zone(text, moment, found)
    return True


def _after(text: str, moment: Moment) -> bool:
    found = _pattern("after").match(text, moment.end)
    if not found and (named := _pattern("weekday").match(text, moment.end)) and weekday(named[1]) >= 0:
        found = _pattern("after").match(text, named.end())  # 05 Mart 2024 Salı 10:15
    if not found:
        return not text[moment.end : moment.end + 6].isascii() and _eastern(text, moment)
    if not _set(moment, found[1], found[2], found[3], ""):
        return False
    moment.end = found.end()
    _half_and_zone(text, moment, found)
    return True


def _eastern(text: str, moment: Moment) -> bool:
    found = _pattern("eastern").match(text, moment.end)
    if not found or not _set(moment, found[2], found[3], found[4], _HALVES.get(found[1] or "", "")):
        return False
    moment.end = found.end()
    return True


def _half_and_zone(text: str, moment: Moment, found: re.Match[str]) -> None:
    if moment.end == len(text):
        return
    half = _pattern("half").match(text, moment.end)
    if half and _set(moment, found[1], found[2], found[3], half[1].lower()):
        moment.end = half.end()
    zone = _pattern("zone").match(text, moment.end)
    if zone and zone.end() > zone.start() and _set_zone(moment, zone):
        moment.end = zone.start() + len(zone[0].rstrip())


def _before(text: str, moment: Moment, floor: int) -> None:
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
        if _set(moment, found[1], found[2], found[3], half[1].lower() if half else ""):
            if zone and zoned:
                _set_zone(moment, zone)
            moment.start = found.start()
            return


def _set(moment: Moment, hour: str, minute: str, second: str | None, half: str) -> bool:
    hours = int(hour)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half == "p" else 0)
    if hours > 23 or int(minute) > 59 or int(second or 0) > 59:
        return False
    moment.clock = f"{hours:02d}:{int(minute):02d}" + (f":{int(second):02d}" if second else "")
    return True


def _set_zone(moment: Moment, zone: re.Match[str]) -> bool:
    name = (zone[1] or "").lower()
    if zone[3] and name in {"", "gmt", "utc"} and int(zone[3]) <= 14:
        moment.zone = f"{zone[2]}{int(zone[3]):02d}:{zone[4] or '00'}"
        moment.zone = "Z" if moment.zone[1:] == "00:00" else moment.zone
    elif name in ZONES and not zone[3]:
        moment.zone = ZONES[name]
        if name in _AMERICAN:
            moment.zone = f"-0{int(ZONES[name][2]) - _summer(moment)}:00" if zone[1].isupper() else ""
    return bool(moment.zone)


def _summer(moment: Moment) -> bool:
    """Whether the United States keep summer time on that day, as they have since 2007: March's second to November's
    first Sunday.
    """
    if moment.month not in {3, 11}:
        return 3 < moment.month < 11
    first = 7 - (ordinal(moment.year, moment.month, 1) - 1) % 7  # day 1 was a Monday: the month's first Sunday
    return moment.day >= first + 7 if moment.month == 3 else moment.day < first
