"""From numbers and words of other scripts and calendars to dates: 2024年3月5日, 5 मार्च 2024, ۱۵ اسفند ۱۴۰۲"""

from __future__ import annotations

import re
from functools import cache

from provenance.attribution.dates.moments import Moment, from_ordinal, ordinal
from provenance.attribution.dates.months import SOLAR, month_after

# Vowel signs are no letters to a pattern, so that words of these scripts are runs of their blocks.
_PATTERNS = {
    # 2024年3月5日, 2024年(令和6年)3月5日
    "han": r"(?:(\d{1,4})\s?年(?:[（(][^\W\d]{2}\d{1,2}年[)）])?\s?)?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?[日號号])?",
    "numerals": r"(?:([〇○零一二三四五六七八九十百]{1,6})年)?([一二三四五六七八九十]{1,2})月"
    r"(?:([一二三四五六七八九十]{1,3})[日號号])?",
    "numeral": r"[〇○零一二三四五六七八九十百]{1,6}(?=[年月])",
    "korean": r"(?:(\d{4})년\s?)?(\d{1,2})월(?:\s?(\d{1,2})일)?",
    "juche": r"\((\d{4})\)년\s$",
    "day": r"(\d{1,2}|[一二三四五六七八九十]{1,3})\s?日",
    # 5 मार्च 2024, 5 มีนาคม พ.ศ. 2567; not a month in other letters: 5 March 2024
    "brahmic": r"""(?x)
        \s{1,2} ( [\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]{2,14} )           # the month
        (?: ,? \s{1,2} (?: (?: พ\.ศ\. | ค\.ศ\. | ปี | ປີ | ឆ្នាំ ) \s? )? (\d{4}) )?    # the year, with its era
        (?!\d)
    """,
    "thai": r"\s{0,2}(ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค)\.(?:\s?(\d{4}|\d{2})(?![\d.:]))?",
    # 2024. március, 2024 m. kovo, 2024. gada 5., 2024 жылғы 5, 2024-yil 5-, 2024 оны
    "year ahead": r"(\d{4})(?:\.\s|-yil\s|\.?\s(?:m\.|gada|жылғы|ж\.|жылдын|оны|он|ခုနှစ်၊?)\s|ခုနှစ်၊?\s|\s)$",
    "mongolian": r"(\d{1,2})(-р|\s?д[уү]г[аэ]{2}р)?\sсарын\s$",
    "vietnamese": r"\s{1,2}tháng\s{1,2}(\d{1,2})(?:(?:,?\s{1,2}năm\s{1,2}|/|-)(\d{4}))?(?!\d)",
    "vietnamese month": r"(\d{1,2})(?:/|-|,?\s{1,2}năm\s{1,2})(\d{4})(?!\d)",
    "solar": r"\s{1,2}([\u0600-\u06ff]{2,8})\s(?:ماه\s)?(?:سال\s)?(\d{4})(?!\d)",
}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
REPUBLIC = 1911  # the year before those of the Republic of China
_AROUND = 120  # characters around a year that show whose it is
# Signs that Taiwan writes, and neither Japan nor the mainland.
_TAIWANESE = frozenset("發佈灣國會經濟區縣號關說與對這個們臺將於從為應當實際學體")
_DIGITS = "〇一二三四五六七八九"
# What makes the months behind it those of the moon.
_LUNAR = frozenset(("农历", "農曆", "夏历", "夏曆", "阴历", "陰曆", "旧历", "舊曆", "旧暦", "陰暦"))
_BUDDHIST = 543  # years that the Buddhist era is ahead
# The years of Iran's calendar that have had newspapers, up to 2031.
SOLAR_YEARS = range(1215, 1411)
_THAI = ("ม.ค", "ก.พ", "มี.ค", "เม.ย", "พ.ค", "มิ.ย", "ก.ค", "ส.ค", "ก.ย", "ต.ค", "พ.ย", "ธ.ค")
_NOUROZ = ordinal(2021, 3, 21)  # 1 Farvardin 1400


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def east_asian(text: str, first: int) -> Moment | None:
    """Return the date that begins with the number at *first*: 2024年3月5日, 令和6年3月5日, 3월 5일."""
    found = (
        _pattern("han").match(text, first)
        or _pattern("korean").match(text, first)
        or _pattern("numerals").match(text, first)
    )
    if not found or (not found[3] and not found[1]):
        return None  # 3月 alone may be "three months"; with a day or a year it is a date
    year, month, day = (_counted(part or "") for part in found.groups())
    if not 1 <= month <= 12 or (found[3] and not day) or text[max(0, first - 2) : first] in _LUNAR:
        return None
    start = first
    if found[1] and year < 1000:
        era = _ERAS.get(text[max(0, first - 2) : first])
        if era is None:
            if not of_the_republic(text, first, year):
                return None
            return Moment(start, found.end(), "year-month-day", year + REPUBLIC, month, day)
        year, start = year + era, first - 2
        start -= 2 * (text[max(0, start - 2) : start] in {"中華", "中华"})
    elif not found[1] and text[max(0, first - 2) : first] == "元年":
        era = _ERAS.get(text[max(0, first - 4) : first - 2])
        year, start = (era + 1, first - 4) if era else (0, first)
    elif not found[1] and (named := _pattern("juche").search(text, max(0, first - 9), first)):
        year = int(named[1])
    return Moment(start, found.end(), "year-month-day", year, month, day)


def of_the_republic(text: str, first: int, year: int) -> bool:
    """Return whether a year at *first* is one of the Republic of China, from 2011 on: the text around is Taiwan's."""
    return 100 <= year <= 150 and not _TAIWANESE.isdisjoint(text[max(0, first - _AROUND) : first + _AROUND])


def numerals(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where numbers of years and months are written out in Chinese: 二〇二四年三月."""
    return [found.span() for found in _pattern("numeral").finditer(text, start, end)]


def _counted(number: str) -> int:
    """Return what digits, 二〇二四 or 二十四 say, 0 for nothing."""
    if not number or number.isdecimal():
        return int(number or 0)
    if "十" not in number and "百" not in number:
        return int("".join(str(_DIGITS.index(sign) % 10) for sign in number.replace("○", "〇").replace("零", "〇")))
    total = unit = 0
    for sign in number:
        if sign in "十百":
            total, unit = total + (unit or 1) * (10 if sign == "十" else 100), 0
        else:
            unit = max(_DIGITS.find(sign), 0)
    return total + unit


def day_alone(text: str, start: int, end: int) -> Moment | None:
    """Return the day of an East Asian dateline that leaves the month out (５日)."""
    found = _pattern("day").search(text, start, end)
    day = _counted(found[1]) if found else 0
    return Moment(found.start(), found.end(), "day", 0, 0, day) if found and 0 < day < 32 else None


def brahmic(text: str, first: int, last: int, day: int) -> Moment | None:
    """Return the date whose day is the number at [first, last), in a script of India or in Thai."""
    found = _pattern("brahmic").match(text, last)
    number = month_after(found[1]) if found else 0
    if not found or not number:
        return None
    year = int(found[2] or 0)
    return Moment(first, found.end(), "day-month", year - _BUDDHIST if year > 2400 else year, number, day)


def thai(text: str, first: int, last: int, day: int) -> Moment | None:
    """Return the date whose day is the number at [first, last) and whose month is abbreviated: 5 มี.ค. 67."""
    found = _pattern("thai").match(text, last)
    if not found:
        return None
    year = int(found[2] or 0)
    year = year - _BUDDHIST if year > 2400 else year + 1957 if 0 < year < 100 else year  # 67 is 2567
    return Moment(first, found.end(), "day-month", year, _THAI.index(found[1]) + 1, day)


def year_ahead(text: str, first: int) -> tuple[int, int]:
    """Return the year that stands before a date at *first*, and where it begins; (0, first) where there is none."""
    begin = max(0, first - 16)
    found = _pattern("year ahead").search(text, begin, first) if any(c.isdigit() for c in text[begin:first]) else None
    if not found or text[found.start() - 1 : found.start()].isdigit() or not 1605 <= int(found[1]) <= 2199:
        return 0, first
    return int(found[1]), found.start()


def mongolian(text: str, first: int) -> tuple[int, int]:
    """Return the month by its number before a day at *first*, and where it begins (3 дугаар сарын 5), or (0, first)."""
    found = _pattern("mongolian").search(text, max(0, first - 20), first)
    number = int(found[1]) if found else 0
    if not found or not 0 < number <= 12 or not (found[2] or year_ahead(text, found.start())[0]):
        return 0, first  # 3 сарын 5 may be five of three months
    return number, found.start()


def solar(text: str, first: int, last: int, day: int) -> Moment | None:
    """Return the date of Iran's calendar whose day is the number at [first, last); its year must be printed."""
    found = _pattern("solar").match(text, last)
    if not found or found[1] not in SOLAR or int(found[2]) not in SOLAR_YEARS:
        return None
    return Moment(first, found.end(), "day-month", *gregorian(int(found[2]), SOLAR.index(found[1]) + 1, day))


def gregorian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """Return a day of Iran's calendar in ours: years of 33 have 8 leap days, as they do from 1799 to 2256."""
    months = (month - 1) * 31 if month < 8 else (month - 1) * 30 + 6
    return from_ordinal(_NOUROZ + (year - 1400) * 365 + _leaps(year) - _leaps(1400) + months + day - 1)


def _leaps(year: int) -> int:
    cycles, within = divmod(year + 1595, 33)
    return cycles * 8 + (within + 3) // 4


def vietnamese(text: str, first: int, last: int, day: int) -> Moment | None:
    """Return the date 5 tháng 3 năm 2024 whose day is the number at [first, last)."""
    found = _pattern("vietnamese").match(text, last)
    if not found or not 1 <= int(found[1]) <= 12:
        return None
    return Moment(first, found.end(), "day-month", int(found[2] or 0), int(found[1]), day)


def vietnamese_month(text: str, first: int, floor: int) -> Moment | None:
    """Return the month tháng 6/1994 whose number begins at *first*."""
    found = _pattern("vietnamese month").match(text, first)
    if not found or not 1 <= int(found[1]) <= 12 or word_before(text, first, floor) != "tháng":
        return None
    begin = first - 5 - len(text[max(floor, first - 12) : first].lower().rpartition("tháng")[2])
    return Moment(begin, found.end(), "month-year", int(found[2]), int(found[1]), 0)


def word_before(text: str, first: int, floor: int) -> str:
    """Return the word before *first*, in lower case and without the bracket that it may open."""
    words = text[max(floor, first - 12) : first].lower().replace("(", " ").split()
    return words[-1].lstrip("\"'“") if words else ""
