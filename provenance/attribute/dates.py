"""From text to the dates printed in it: every form begins or ends with a number, so numbers are where it looks.

Each pattern is anchored at a number and bounded, so that the work is linear in the text whatever it holds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.attribute.moments import Moment
from provenance.attribute.months import ZONES, month

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATTERNS = {
    "number": r"\d+",
    # 2024-03-05, 05.03.2024, 9/29/2021, 5/3/24, 5. 3. 2024
    "numeric": r"(\d{1,4})([-/.])\x20?(\d{1,2})\2\x20?(\d{4}|\d{2})(?!\d|[-/.]\d)",
    "short": r"(\d{1,2})([-/])(\d{1,2})(?![\d/-]|[.,]\d)",
    "compact month": r"(\d{1,2})[- ]?([^\W\d_]{3,9})[- ]?(\d{4}|\d{2})(?!\d)",
    "han": r"(?:(\d{4})\s?年\s?)?(?:(\d{1,2})\s?月)(?:\s?(\d{1,2})\s?[日号號])?|(\d{4})\s?年",
    "korean": r"(?:(\d{4})년\s?)?(\d{1,2})월(?:\s?(\d{1,2})일)?|(\d{4})년",
    # what may stand between a day and its month, and the month
    "month after": r"(?:st|nd|rd|th|er|re|º|ª|o|\.|-го|-е)?(?:\s{1,2}|(?<=\.))"
    r"(?:of\x20|de\x20|d['’]\s?|den\x20)?([^\W\d_]{3,12})(?!\w)",
    "vietnamese": r"\s{1,2}tháng\s{1,2}(\d{1,2})(?:(?:,?\s{1,2}năm\s{1,2}|/|-)(\d{4}))?(?!\d)",
    "year after": r"\.?(?:,\s{0,2}|\s{1,2})(?:(?:of|de|del|do|năm|tahun|anul)\s{1,2})?(\d{4})(?![\d%]|[.,:]\d)",
    "range": r"\s?[-–—]\s?(\d{1,2})(?![\d.:/])",
    "suffix": r"(?:st|nd|rd|th)?(?!\w)",
    "iso time": r"[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?(?![\w:])",
    "clock after": r"[\s,|(\[–—•·@-]{0,4}(?:at\s|às\s|à\s|um\s|alle\s|las\s|a\slas\s|lúc\s|kl\.?\s|saat\s|в\s|о\s|pukul\s|jam\s)?[\s(]?"
    r"(\d{1,2})(?:[:.hHʰ时時点](\d{2})(?::(\d{2}))?)(?:[.,]\d{1,6})?(?![\d:]|[.,]\d)",
    "clock before": r"(\d{1,2})[:h.](\d{2})(?::(\d{2}))?",
    "half": r"\s?([aApP])\.?\s?[mM]\b\.?",
    "zone": r"\s{0,2}[(\[]?\s?(?:([A-Za-zМСК]{1,4})(?![A-Za-z])\s?)?(?:([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d))?[)\]]?",
}
_BEFORE_NUMBER = "$€£¥₫#+_&@%*^~=<>\\"


@lru_cache(maxsize=None)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def find_dates(text: str, start: int, end: int) -> Iterator[Moment]:
    """Yield the dates printed in *text* between *start* and *end*, in order and apart."""
    done = start
    for number in _pattern("number").finditer(text, start, end):
        first, last = number.span()
        if first >= done and last - first <= 4:
            moment = date_at(text, first, last, done)
            if moment is not None and moment.end <= end:
                done = moment.end
                yield moment


def date_at(text: str, first: int, last: int, floor: int = 0) -> Moment | None:
    """Return the date that has the number at [first, last) in it; it does not begin before *floor*."""
    before = text[first - 1 : first]
    after = text[last : last + 1]
    if after in "年月년월" and after:
        return _east_asian(text, first)
    if before and (before in _BEFORE_NUMBER or (before in ".,:/-–" and text[first - 2 : first - 1].isdigit())):
        return None
    following = text[last + 1 : last + 2]
    moment = None
    if after in "-/." and after:
        if following.isdigit() or (following == " " and after == "."):
            moment = _numeric(text, first) or _short(text, first, floor)
            if moment is None and after != ".":
                return None
        elif after == "-" and following.isalpha():
            moment = _compact(text, first)
    if moment is None:
        moment = _named_after(text, first, last) or _named_before(text, first, last, floor)
    return moment and _with_clock(text, moment, floor)


def _numeric(text: str, first: int) -> Moment | None:
    found = _pattern("numeric").match(text, first)
    if not found:
        return None
    one, middle, other = int(found[1]), int(found[3]), int(found[4])
    if len(found[1]) == 4:
        return Moment(first, found.end(), "numeric", one, middle, other) if len(found[4]) == 2 and one else None
    if len(found[1]) == 3 or (len(found[4]) == 2 and (found[2] == "." and " " in found[0])):
        return None
    year = other if len(found[4]) == 4 else other + (2000 if other < 70 else 1900)
    if len(found[4]) == 4 and not 1000 <= year <= 2999:
        return None
    if one > 12 >= middle or (one > 12 and middle > 12 and one > middle):
        moment = Moment(first, found.end(), "numeric", year, middle, one)
    elif middle > 12:
        moment = Moment(first, found.end(), "numeric", year, one, middle)
    else:
        moment = Moment(first, found.end(), "numeric", year, middle, one)
        moment.swapped = one != middle
    if len(found[4]) == 2 and (found[2] == "." or moment.flags[1:]) and moment.flags[1:]:
        return None
    return moment


def _short(text: str, first: int, floor: int) -> Moment | None:
    """5/3 or 5-3 where the word before says that it is a day: Vietnamese writes day before month."""
    word = _word_before(text, first, floor)
    if word not in {"ngày", "sáng", "chiều", "tối", "trưa", "đêm", "hôm", "Ngày", "Sáng", "Chiều", "Tối", "Trưa"}:
        return None
    found = _pattern("short").match(text, first)
    if not found or int(found[3]) > 12 or not 0 < int(found[1]) < 32 or not int(found[3]):
        return None
    return Moment(first, found.end(), "day/month", 0, int(found[3]), int(found[1]))


def _compact(text: str, first: int) -> Moment | None:
    found = _pattern("compact month").match(text, first)
    number = month(found[2], before=False) if found else 0
    if not found or not number:
        return None
    year = int(found[3]) if len(found[3]) == 4 else int(found[3]) + (2000 if int(found[3]) < 70 else 1900)
    return Moment(first, found.end(), "day-month-year", year, number, int(found[1]))


def _east_asian(text: str, first: int) -> Moment | None:
    found = _pattern("han").match(text, first) or _pattern("korean").match(text, first)
    if not found:
        return None
    if found[4]:
        year = int(found[4])
        return Moment(first, found.end(), "year", year, 0, 0) if 1605 <= year <= 2199 else None
    if not 1 <= int(found[2]) <= 12 or int(found[3] or 1) == 0:
        return None
    # 3月 alone may be "three months"; with a day or a year it is a date
    if not found[3] and not found[1]:
        return None
    return Moment(first, found.end(), "year-month-day", int(found[1] or 0), int(found[2]), int(found[3] or 0))


def _named_after(text: str, first: int, last: int) -> Moment | None:
    """5 March 2024, 5th of March, 5. März, 5 de marzo de 2024, 5 tháng 3 năm 2024."""
    day = int(text[first:last])
    if not 0 < day < 32 or last - first > 2:
        return None
    found = _pattern("month after").match(text, last)
    upto = 0
    if not found and text[last : last + 1] in "-–—" and text[last : last + 1]:
        through = _pattern("range").match(text, last)
        if through and day < int(through[1]) < 32:
            upto = int(through[1])
            found = _pattern("month after").match(text, through.end())
    if not found:
        return None
    word = found[1]
    if word == "tháng":
        return _vietnamese(text, first, last)
    number = month(word, before=False)
    year = _pattern("year after").match(text, found.end())
    if not number and year and word.lower() in {"may", "march", "mart"}:
        number = month(word.capitalize(), before=False)
    if not number:
        return None
    moment = Moment(first, year.end() if year else found.end(), "day-month", int(year[1]) if year else 0, number, day)
    moment.until = upto
    return moment


def _vietnamese(text: str, first: int, last: int) -> Moment | None:
    found = _pattern("vietnamese").match(text, last)
    if not found or not 1 <= int(found[1]) <= 12:
        return None
    return Moment(first, found.end(), "day-month", int(found[2] or 0), int(found[1]), int(text[first:last]))


def _named_before(text: str, first: int, last: int, floor: int) -> Moment | None:
    """March 5, 2024; Mar. 05; March 3-5; June 1994; tháng 3/2024 is _vietnamese's."""
    words = text[max(floor, first - 20) : first]
    if not words or not words[-1].isspace():
        return None
    tokens = words.split()
    if not tokens:
        return None
    joined = tokens[-1] in {"de", "del", "of", "do", "năm", "tahun"} and len(tokens) > 1 and last - first == 4
    token = tokens[-2] if joined else tokens[-1]
    name = token.rstrip(".,").lstrip("\"'“‘«„([（—–-/")
    number = month(name, before=True) if name.isalpha() else 0
    if not number:
        return None
    begin = text.rfind(name, floor, first)
    if last - first == 4:
        year = int(text[first:last])
        if not 1605 <= year <= 2199 or text[last : last + 1] in "/%" and text[last : last + 1]:
            return None
        return Moment(begin, last, "month-year", year, number, 0)
    return _month_day(text, begin, first, last, number)


def _month_day(text: str, begin: int, first: int, last: int, number: int) -> Moment | None:
    day = int(text[first:last])
    suffix = _pattern("suffix").match(text, last)
    if last - first > 2 or not 0 < day < 32 or not suffix or text[last : last + 1] in "/%:" and text[last : last + 1]:
        return None
    if text[last : last + 1] in ".," and text[last + 1 : last + 2].isdigit() and not text[last + 1 : last + 5].isdigit():
        return None
    end = suffix.end()
    upto = 0
    through = _pattern("range").match(text, end)
    if through and day < int(through[1]) < 32:
        upto, end = int(through[1]), through.end()
    year = _pattern("year after").match(text, end)
    printed = int(year[1]) if year else 0
    if year and not 1000 <= printed <= 2999:
        year, printed = None, 0
    moment = Moment(begin, year.end() if year else end, "month-day", printed, number, day)
    moment.until = upto
    return moment


def _word_before(text: str, first: int, floor: int) -> str:
    words = text[max(floor, first - 12) : first].split()
    return words[-1].lstrip("(\"'“") if words else ""


def _with_clock(text: str, moment: Moment, floor: int) -> Moment:
    """Give a whole day the time that stands right beside it, with its zone."""
    if not (moment.day and moment.year) or moment.until:
        return moment
    found = _pattern("iso time").match(text, moment.end) if text[moment.end : moment.end + 1] in "T " else None
    if found and _set_clock(moment, found[1], found[2], found[3], ""):
        moment.end = found.end()
        if found[4]:
            moment.zone = _offset(found[4])
            return moment
        return _with_zone(text, moment)
    found = _pattern("clock after").match(text, moment.end)
    if found:
        half = _pattern("half").match(text, found.end())
        if _set_clock(moment, found[1], found[2], found[3], half[1].lower() if half else ""):
            moment.end = half.end() if half else found.end()
            return _with_zone(text, moment)
    return _clock_before(text, moment, floor)


def _clock_before(text: str, moment: Moment, floor: int) -> Moment:
    """12:14 GMT 28.09.2021; 9:00:26 AM | 9/29/2021."""
    begin = max(floor, moment.start - 28)
    if ":" not in text[begin : moment.start] and "h" not in text[begin : moment.start]:
        return moment
    for found in _pattern("clock before").finditer(text, begin, moment.start):
        half = _pattern("half").match(text, found.end(), moment.start)
        rest = half.end() if half else found.end()
        zone = _pattern("zone").match(text, rest, moment.start)
        named = zone and ((zone[1] or "").lower() in ZONES or zone[3])
        between = text[zone.end() if zone and named else rest : moment.start]
        if between.strip(" \t,|-–—•·/()[]") not in {"", "on", "of", "ngày", "le", "del", "el", "am", "del día"}:
            continue
        if text[found.start() - 1 : found.start()].isdigit() or not _set_clock(
            moment, found[1], found[2], found[3], half[1].lower() if half else ""
        ):
            continue
        if zone and named:
            _set_zone(moment, zone)
        moment.start = found.start()
        break
    return moment


def _set_clock(moment: Moment, hour: str, minute: str, second: str | None, half: str) -> bool:
    hours = int(hour)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half == "p" else 0)
    if hours > 23 or int(minute) > 59 or int(second or 0) > 59:
        return False
    moment.clock = f"{hours:02d}:{int(minute):02d}" + (f":{int(second):02d}" if second else "")
    return True


def _with_zone(text: str, moment: Moment) -> Moment:
    zone = _pattern("zone").match(text, moment.end)
    if zone and ((zone[1] or "").lower() in ZONES or (zone[3] and not zone[1])):
        _set_zone(moment, zone)
        if moment.zone:
            moment.end = zone.end()
    return moment


def _set_zone(moment: Moment, zone: re.Match[str]) -> None:
    if zone[3]:
        hours = int(zone[3])
        if hours <= 14:
            moment.zone = f"{zone[2]}{hours:02d}:{zone[4] or '00'}"
    else:
        moment.zone = ZONES[zone[1].lower()]
    if moment.zone == "+00:00":
        moment.zone = "Z"


def _offset(printed: str) -> str:
    if printed in {"Z", "UTC", "GMT"}:
        return "Z"
    return "Z" if printed.strip("+-0:") == "" else f"{printed[:3]}:{printed[-2:]}"
