"""From text to the dates printed in it: every form has a number in it, so numbers are where this looks.

Each pattern is anchored at a number and bounded, so that the work is linear in the text whatever it holds.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.almanacs import NEPALI_MONTHS, islamic, nepali, nepali_before
from provenance.attribution.dates.calendars import (
    brahmic,
    east_asian,
    mongolian,
    numerals,
    solar,
    thai,
    vietnamese,
    vietnamese_month,
    year_ahead,
)
from provenance.attribution.dates.clocks import with_clock
from provenance.attribution.dates.moments import Moment
from provenance.attribution.dates.months import (
    ABBREVIATED,
    WORDS,
    calendar,
    month_after,
    month_before,
    month_beginnings,
    word_set,
    years_stand_first,
)
from provenance.attribution.dates.numeric import compact, numeric, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.attribution.layout import Line

_PATTERNS = {
    # what may be between a day and its month, and the month
    "month after": r"(?:(?:st|nd|rd|th|er|re|º|ª|\.|-го|-е)?(?:\s{1,2}|(?<=\.)))"
    r"(?:of\x20|de\x20|d['’]\s?|den\x20)?([^\W\d_]{3,12})(?!\w)",
    "levantine": r"\x20(الثاني|الأول|الاول)",
    "year after": r"\.?(?:[,،]\s{0,2}|\s{1,2}|/|(?<=\.))(?:(?:of|de|del|do|năm|tahun|anul)\s{1,2})?(\d{4})"
    r"(?:(?=\d{1,2}:\d\d)|(?![\d%]|[.,:]\d))",
    # March 5 Juche 113 (2024)
    "juche": r"[,.]?\s{1,2}(?:Juche|JUCHE)\s(\d{2,3})(?:\s?\(\d{4}\))?(?!\d)",
    "second": r"(?:\s?/\s?|\s{1,2})([^\W\d_]{3,8})(?!\w)",
    "range": r"[-–—](\d{1,2})(?![\d.:/])",
    "suffix": r"(?:st|nd|rd|th)(?!\w)",
}
_NEAR = 4  # characters behind a day in which "Juche" begins
_JUCHE = 1911  # years that those of North Korea begin with
_LINE_ENDS = frozenset(("", "\n", "\r", "\u2028", "\u2029"))
_DASHES = frozenset("-–—")
_NOT_BEFORE = frozenset("$€£¥₫#+_&@%*^~=<>\\'’")
_QUOTES = "\"'“‘«„([（—–-/"
_LEVANTINE = {"كانون": {"الثاني": 1, "الأول": 12, "الاول": 12}, "تشرين": {"الأول": 10, "الاول": 10, "الثاني": 11}}
# What a day and its month name too: 12 May Avenue, Calle 5 de Mayo.
_STREETS = (
    " Street", " Avenue", " Ave.", " Road", " Square", " Boulevard", " Bridge", " Stadium", " Caddesi", " Bulvarı",
    " Köprüsü", " Meydanı",
)  # fmt: skip
_WAYS = word_set(
    "calle avenida plaza av av. rua rue via piazza place praça улица улице проспект площадь avenue boulevard straße"
    " strasse platz ponte viale corso ulica ulicy ulicą ulicę ul. plac placu aleja alei aleją al."
)
_ARTICLES = frozenset(("du", "des", "de", "del", "della", "of"))
# What the day that follows is the name of: the Treaty of 5 March 1951.
_PACTS = word_set(
    "treaty convention declaration protocol charter constitution armistice traité convention déclaration protocole"
    " tratado convenio convención declaración vertrag abkommen trattato convenzione договор договора конвенция"
    " конвенции декларации"
)
_YEARS_BY_NAME = frozenset({"de", "del", "of", "do", "năm", "tahun"})


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def find_dates(text: str, start: int, end: int, *, loose: bool = False) -> Iterator[Moment]:
    """Yield the dates printed in *text* between *start* and *end*, in order and apart.

    *loose* (a dateline, where nothing but a date can be meant) also takes "march 9" in lower case.
    """
    numbers, _ = calendar().scan(text, start, end)
    if not text.isascii():
        numbers = with_numerals(text, start, end, numbers)
    return _dates_at(text, numbers, start, end, loose=loose)


def dates_in(text: str, line: Line) -> Iterator[Moment]:
    """Yield the dates of a *line* of *text*, in order and apart."""
    return _dates_at(text, line.numbers, line.start, line.end, loose=False)


def _dates_at(text: str, numbers: Iterable[tuple[int, int]], start: int, end: int, *, loose: bool) -> Iterator[Moment]:
    """Yield the dates between *start* and *end* that have one of *numbers* each."""
    done = start
    for first, last in numbers:
        moment = _date_at(text, first, last, done, loose=loose) if first >= done else None
        if moment is not None and moment.end <= end:
            clocked = with_clock(text, moment, done)
            if clocked.end <= end or text[end : end + 1] in _LINE_ENDS:  # a time on the next line is another's
                moment = clocked if clocked.end <= end else moment
                done = moment.end
                yield moment


def with_numerals(text: str, start: int, end: int, numbers: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *numbers* and, in their order, those that are written out in Chinese."""
    if text.find("月", start, end) < 0:
        return numbers
    return sorted(numbers + numerals(text, start, end))


def _date_at(text: str, first: int, last: int, floor: int, *, loose: bool) -> Moment | None:
    """Return the date that has the number at [first, last) in it and does not begin before *floor*."""
    after = text[last : last + 1]
    before = text[first - 1 : first] if first > floor else ""
    if before in {"*", "_"} and not text[first - 2 : first - 1].isalnum():
        before = ""  # *5 March 2024*
    if after.isspace():
        if before and (before in _NOT_BEFORE or (before == ":" and text[first - 2 : first - 1].isdigit())):
            return None  # 16:15 August 19, 2022
        moment = east_asian(text, first) if text[last + 1 : last + 2] in "年月" and text[last + 1 : last + 2] else None
        moment = moment or _named(text, first, last, floor, loose=loose)
    elif after in "年月년월" and after:
        moment = east_asian(text, first)
    elif before and (before in _NOT_BEFORE or (before in ".,:/-–" and text[first - 2 : first - 1].isdigit())):
        return None
    elif after in "-/." and after:
        moment = _joined(text, first, last, floor, loose=loose)
    else:
        moment = _named(text, first, last, floor, loose=loose)
    return moment


def _joined(text: str, first: int, last: int, floor: int, *, loose: bool) -> Moment | None:
    """A number that "-", "/" or "." follows."""
    following = text[last + 1 : last + 2]
    if following.isdigit() or (following == " " and text[last] == "."):
        moment = numeric(text, first, floor) or short(text, first, floor, loose=loose)
        if moment or text[last] == "/":
            moment = moment or vietnamese_month(text, first, floor)
            year = text[last + 1 : last + 6]  # March 5/2024
            return moment if moment or not year[:4].isdigit() else _named_before(text, first, last, floor, loose=loose)
    elif text[last] in "-/" and following.isalpha():
        moment = compact(text, first)
        if moment:
            return moment
    return _named(text, first, last, floor, loose=loose)


def _named(text: str, first: int, last: int, floor: int, *, loose: bool) -> Moment | None:
    """A number beside the name of a month."""
    if last - first <= 2:
        day = int(text[first:last])
        if not 0 < day < 32:
            return None
        letter = text[last + 1 : last + 2]
        if letter >= "\u0600" and letter <= "\u17ff":
            if letter < "\u0700":
                moment = solar(text, first, last, day) or islamic(text, first, last, day)
            else:
                moment = brahmic(text, first, last, day) or nepali(text, first, last, day)
            moment = moment or (thai(text, first, last, day) if letter >= "\u0e00" and letter < "\u0e80" else None)
            if moment:
                return moment
        # most numbers are no dates, and most of those have no month's first letters behind them
        if text[last : last + 1] != " " or text[last + 1 : last + 4].lower() in month_beginnings():
            moment = _named_after(text, first, last, day, loose=loose)
            if moment:
                return moment
    elif last - first == 3:
        return None
    return _named_before(text, first, last, floor, loose=loose)


def _named_after(text: str, first: int, last: int, day: int, *, loose: bool) -> Moment | None:
    """5 March 2024, 5th of March, 5. März, 5 de marzo de 2024, 5 tháng 3 năm 2024."""
    found = _pattern("month after").match(text, last)
    upto = 0
    if not found and text[last : last + 1] in "-–—" and text[last : last + 1]:
        found, upto = _through(text, last, day)
    if not found:
        return None
    word, end = found[1], found.end()
    number = 10 if word == "listopada" and text[last] == "." else month_after(word)  # Croatian, not Polish
    if not number:
        if word == "tháng":
            return vietnamese(text, first, last, day)
        second = _pattern("levantine").match(text, end) if word in _LEVANTINE else None
        if not second:
            return None
        number, end = _LEVANTINE[word][second[1]], second.end()
    end = _twice(text, end, number)
    year = _pattern("year after").match(text, end)
    if not year:
        everyday = word.islower() and word.isascii() and (number > ABBREVIATED or word in WORDS)
        if everyday and not loose:
            return None
        end += number > ABBREVIATED and text[end : end + 1] == "."
    printed = int(year[1]) if year else 0
    if not loose and _name_of(text, first, end, printed):
        return None
    if not year and years_stand_first(word):
        printed, first = year_ahead(text, first)
    end = year.end() if year else end
    return Moment(first, end, "day-month", printed, number % ABBREVIATED, day, upto)


def _twice(text: str, end: int, number: int) -> int:
    """Return where a month ends whose other name stands beside it: 5 آذار/مارس 2024, 5 مارس آذار."""
    second = _pattern("second").match(text, end) if max(text[end + 1 : end + 4], default="") >= "\u0600" else None
    return second.end() if second and month_after(second[1]) == number else end


def _through(text: str, last: int, day: int) -> tuple[re.Match[str] | None, int]:
    """Return the month behind the second day of a range (3-5 March), and that day."""
    through = _pattern("range").match(text, last)
    if not through or not day < int(through[1]) < 32:
        return None, 0
    return _pattern("month after").match(text, through.end()), int(through[1])


def _name_of(text: str, start: int, end: int, year: int) -> bool:
    """Whether a day is the name of a street or, with its year, of a treaty."""
    if text.startswith(_STREETS, end):
        return True
    words = text[max(0, start - 28) : start].lower().split()[-2:]
    if len(words) > 1 and words[-1] in _ARTICLES:
        words.pop()
        if year and words[-1].lstrip("(\"'“l’") in _PACTS:
            return True
    return bool(words) and words[-1] in _WAYS and (year == 0 or words[-1] != "place")


def _named_before(text: str, first: int, last: int, floor: int, *, loose: bool) -> Moment | None:
    """March 5, 2024; Mar. 05; March 3-5; June 1994; junio de 1994."""
    if first <= floor or not text[first - 1].isspace():
        return None
    year = last - first == 4
    tokens = text[max(floor, first - 20) : first].rsplit(None, 2)
    if not tokens:
        return None
    if year and len(tokens) > 1 and tokens[-1] in _YEARS_BY_NAME:
        tokens.pop()
    if tokens[-1] >= "\u0400" and not year:
        moment = _elsewhere(text, tokens, first, last, floor)
        if moment or not tokens:
            return moment
    name = tokens[-1].rstrip(".,").lstrip(_QUOTES)
    number = (month_after(name) if year else month_before(name)) if name else 0
    if year and len(tokens) > 1 and tokens[-2][:2].isdigit() and len(tokens[-2]) < 3:
        return None  # its day says that it names a treaty
    if not number or (name.islower() and not loose and name.isascii() and (number > ABBREVIATED or name in WORDS)):
        return None
    begin = text.rfind(name, floor, first)
    if year:
        printed = int(text[first:last])
        if not 1605 <= printed <= 2199 or text[last : last + 1] in {"/", "%", "-"}:
            return None
        return Moment(begin, last, "month-year", printed, number % ABBREVIATED, 0)
    return _month_day(text, begin, first, last, number % ABBREVIATED)


def _elsewhere(text: str, tokens: list[str], first: int, last: int, floor: int) -> Moment | None:
    """2024 оны 3 дугаар сарын 5, २०८० चैत ६: a day behind words that other languages have between it and its month."""
    if tokens[-1] == "сарын":
        number, begin = mongolian(text, first)
        if number:
            return _month_day(text, begin, first, last, number)
        tokens.pop()
    elif (name := tokens[-1].rstrip(",")) in NEPALI_MONTHS:
        return nepali_before(text, name, first, last, floor)
    return None


def _month_day(text: str, begin: int, first: int, last: int, number: int) -> Moment | None:
    after = text[last : last + 1]
    end, upto = last, 0
    if after.isalnum() or after == "_":
        suffix = _pattern("suffix").match(text, last)
        if not suffix:
            return None
        end = suffix.end()
    elif (
        after == "%"
        or (after == "/" and not text[last + 1 : last + 5].isdigit())
        or (after == ":" and text[last + 1 : last + 2].isdigit())
        or (after in ".," and after and text[last + 1 : last + 2].isdigit() and not text[last + 1 : last + 5].isdigit())
    ):
        return None
    through = _pattern("range").match(text, end) if text[end : end + 1] in _DASHES else None
    if through and int(text[first:last]) < int(through[1]) < 32:
        upto, end = int(through[1]), through.end()
    year = _pattern("year after").match(text, end)
    if year and not 1000 <= int(year[1]) <= 2999:
        year = None
    printed = int(year[1]) if year else 0
    if not year and not text[begin].isupper():
        printed, begin = year_ahead(text, begin)
        end += bool(printed) and after == "."
    # most days have no "J" right behind them
    juche = None if year or text.find("J", end, end + _NEAR) < 0 else _pattern("juche").match(text, end)
    if juche:
        printed, end = _JUCHE + int(juche[1]), juche.end()
    ending = max(year.end() if year else end, end)
    return Moment(begin, ending, "month-day", printed, number, int(text[first:last]), upto)
