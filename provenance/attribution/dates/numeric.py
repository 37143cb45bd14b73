"""From numbers that signs join to dates: 2024-03-05, 9/29/2021, 5/3, 26-FEB-1987."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.almanacs import from_islamic
from provenance.attribution.dates.calendars import (
    REPUBLIC,
    SOLAR_YEARS,
    gregorian,
    of_the_republic,
    word_before,
    year_ahead,
)
from provenance.attribution.dates.clocks import with_clock
from provenance.attribution.dates.moments import Moment, ordinal
from provenance.attribution.dates.months import ABBREVIATED, month_after, weekday, years_stand_first

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATTERNS = {
    # 2024-03-05, 2024/3/5, 05.03.2024, 9/29/2021, 5/3/24, 5. 3. 2024, 2024. 3. 5.
    "numeric": r"(\d{1,4})([-/.])\x20?(\d{1,2})\2\x20?(\d{4}|\d{1,2})(?!\d|[-/.]\d(?!\d:\d))",
    "short": r"(\d{1,2})[-/](\d{1,2})(?![\d/-]|[.,]\d)",
    "compact": r"(\d{1,2})([-/])([^\W\d_]{3,9})(?:\2(\d{4}|\d{2})(?!\d)|(?![\w-]))",
    # 05March2024, 05MAR24, March5, 2024; not a day that a digit precedes
    "glued": r"""(?x)
        (?<!\d) (\d{1,2}) (?: st | nd | rd | th )? ([^\W\d_]{3,9}) [.,]? \x20? ( \d{4} | \d{2} (?!\d) )
        | ( Jan | Feb | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec ) ([a-z]{0,6}) \.? \x20?
          (\d{1,2}) ,? \x20? (\d{4})
    """,
}
# Words after which day comes before month, since nobody who writes them does otherwise.
_DAY_FIRST = frozenset({"ngày", "den", "vom", "el", "del", "le", "du", "pada", "tanggal", "dnia", "от", "em", "dne"})
_OF_CLOCKS = frozenset(":.h")  # what parts hours from minutes
_SHORT = 4  # letters of an abbreviated weekday
# Abbreviated weekdays before numbers, where they are no other words.
_SHORT_DAYS = {
    name: number
    for number, names in enumerate((
        "mon lun seg", "tue tues mar ter", "wed mer mié mie qua", "thu thur jeu jue gio qui", "fri ven vie sex",
        "sat sam sáb sab", "sun dim dom",
    ))
    for name in names.split()
}  # fmt: skip
_VIETNAMESE_TIMES = frozenset({"ngày", "sáng", "chiều", "tối", "trưa", "đêm", "hôm"})
# What has numbers with full stops in it that are no days.
_NUMBERED = frozenset(
    {"version", "версия", "v", "release", "section", "chapter", "article", "clause", "rule", "no", "kernel",
     "linux", "python", "java", "php", "android", "ios", "macos", "windows", "firmware", "build", "chrome", "firefox"}
)  # fmt: skip


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def numeric(text: str, first: int, floor: int) -> Moment | None:
    """Return the date that three numbers give, the first of them at *first*: 2024-03-05, 05.03.2024, 9/29/2021, 5/3/24.

    Day and month are in the order that the numbers prove; else swapped is set, unless a word says that day is first.
    """
    found = _pattern("numeric").match(text, first)
    if not found or (found[2] != "." and " " in found[0]):
        return None
    if len(found[1]) > 2:
        return _year_first(text, found)
    one, middle, other = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 1 or _is_hour(text, found):
        return None
    year = other if len(found[4]) == 4 else other + (2000 if other < 70 else 1900)
    if not 1000 <= year <= 2999 or not one or not middle:
        return None
    if ours := _islamic(text, found.end(), (year, middle, one)):
        return Moment(first, found.end(), "islamic", *ours)
    moment = _year_last(found, year, word_before(text, first, floor))
    if moment and "implausible" in moment.flags and (len(found[4]) == 2 or one > 31 or middle > 31):
        return None
    if len(found[4]) == 2 and found[2] == "-":  # 12-10-24 is as often a score or a number as a date
        return None
    return moment


def _is_hour(text: str, found: re.Match[str]) -> bool:
    """Whether the last of three numbers is the hour of a clock behind day and month: 22.1. 18:27"""
    hour = len(found[4]) < 3 and text[found.end() - 3 : found.end() - 2] == " "
    behind = text[found.end() : found.end() + 3]
    return hour and behind[:1] in _OF_CLOCKS and behind[1:].isdigit() and len(behind) == 3


def _year_first(text: str, found: re.Match[str]) -> Moment | None:
    """2024-03-05, and years of other calendars: 1402/12/15, 1445/08/23 هـ, 113/03/04."""
    first, end = found.span()
    one, middle, other = int(found[1]), int(found[3]), int(found[4])
    if len(found[1]) == 3:
        taiwanese = len(found[4]) == 2 and of_the_republic(text, first, one)
        return Moment(first, end, "numeric", one + REPUBLIC, middle, other) if taiwanese else None
    if not (one and middle and (len(found[4]) == 2 or (len(found[4]) == 1 and _undoubted(found)))):
        return None
    if one in SOLAR_YEARS and middle <= 12 and other <= 31 and _persian(text, first, end):
        one, middle, other = gregorian(one, middle, other)
    elif ours := _islamic(text, end, (one, middle, other)):
        return Moment(first, end, "islamic", *ours)
    return Moment(first, end, "numeric", one, middle, other)


def _year_last(found: re.Match[str], year: int, word: str) -> Moment | None:
    """Return the date whose day and month come first, behind *word*; None where the numbers are no date."""
    one, middle = int(found[1]), int(found[3])
    if middle > 12 >= one:
        return Moment(*found.span(), "numeric", year, one, middle)
    open_order = one <= 12 and one != middle and word not in _DAY_FIRST
    settled = _settled(year, middle, one, word) if open_order else None
    swapped = open_order and not settled
    if swapped and found[2] == "." and word.rstrip(".:") in _NUMBERED:
        return None
    month, day = settled or (middle, one)
    return Moment(*found.span(), "numeric", year, month, day, swapped=swapped)


def _settled(year: int, one: int, other: int, word: str) -> tuple[int, int] | None:
    """Return month and day where the weekday that is printed before them falls on one order only, else None."""
    printed = word.rstrip(",.")
    number = weekday(printed) if len(printed) > _SHORT else _SHORT_DAYS.get(printed.lower(), -1)
    if number < 0:
        return None
    readings = ((one, other), (other, one))
    fitting = [each for each in readings if (ordinal(year, *each) - 1) % 7 == number]
    return fitting[0] if len(fitting) == 1 else None


def _undoubted(found: re.Match[str]) -> bool:
    """Whether numbers that end with one digit are a date: 2024/3/5, 2024. 3. 5. and not the program 2024.3.5"""
    return 1605 <= int(found[1]) <= 2199 and (found[2] == "/" or (found[2] == "." and " " in found[0]))


def _persian(text: str, start: int, end: int) -> bool:
    """Whether letters of the Arabic script stand around a number, or its digits are Persian ones."""
    around = text[max(0, start - 30) : end + 30]
    return not around.isascii() and any("\u0620" <= c <= "\u06ff" for c in around)


def _islamic(text: str, end: int, day: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """Return a day of the Islamic calendar in ours, where a sign says that it is one: 23/08/1445 هـ."""
    if not 1390 <= day[0] <= 1500 or not text[end : end + 3].lstrip().startswith(("هـ", "ه")):
        return None
    return from_islamic(*day)


def short(text: str, first: int, floor: int, *, loose: bool) -> Moment | None:
    """Return the day 5/3 in a dateline, 5/3 or 5-3 behind a word that makes it one (Vietnamese puts the day first)."""
    sure = word_before(text, first, floor) in _VIETNAMESE_TIMES
    if not sure and text[first - 1 : first] == "(":  # pada Jumat (1/3)
        words = text[max(floor, first - 16) : first - 1].split()
        sure = bool(words) and weekday(words[-1]) >= 0
    found = _pattern("short").match(text, first) if sure or loose else None
    if not found or (not sure and "-" in found[0]):
        return None
    day, number = int(found[1]), int(found[2])
    if day <= 12 < number and not sure:
        day, number = number, day
    if not 0 < number <= 12 or not 0 < day < 32:
        return None
    swapped = not sure and day <= 12 and day != number
    return Moment(first, found.end(), "day-month", 0, number, day, swapped=swapped)


def compact(text: str, first: int) -> Moment | None:
    """Return the date 26-FEB-1987, or 2024-yil 5-mart, whose day is at *first*."""
    found = _pattern("compact").match(text, first)
    number = month_after(found[3]) % ABBREVIATED if found else 0
    if not found or not number:
        return None
    if not found[4]:  # 2024-yil 5-mart
        year, begin = year_ahead(text, first) if years_stand_first(found[3]) else (0, first)
        return Moment(begin, found.end(), "day-month", year, number, int(found[1])) if year else None
    year = int(found[4]) if len(found[4]) == 4 else int(found[4]) + (2000 if int(found[4]) < 70 else 1900)
    return Moment(first, found.end(), "day-month-year", year, number, int(found[1]))


def glued(text: str, start: int, end: int) -> Iterator[Moment]:
    """Yield the dates between *start* and *end* whose parts, or whose label, stand without a space: 05March2024,
    05MAR24, PublishedMarch 5, 2024.
    """
    said = text[start:end]
    if "20" not in said and "19" not in said and not said.isupper():
        return
    for found in _pattern("glued").finditer(text, start, end):
        name = found[2] or found[4] + found[5]
        number = month_after(name) % ABBREVIATED
        day, year = int(found[1] or found[6]), int(found[3] or found[7])
        if not number or (year < 100 and not name.isupper()) or text[found.end() : found.end() + 1].isalpha():
            continue
        moment = Moment(found.start(), found.end(), "day-month-year", year + 2000 * (year < 100), number, day)
        if "implausible" not in moment.flags and 1605 <= moment.year <= 2199:
            yield with_clock(text, moment, start)
