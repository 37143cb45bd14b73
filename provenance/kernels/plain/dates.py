"""A scan of a text for parts of dates, in one pass (compiled: dates.pxi)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REACH = 20  # characters between a number and the name of its month
_MAX_DIGITS = 4  # of a number in a date
_SIGNS = "–—“”‘’«»„（），、。・"
_BLANKS = {place: " " for place in [*range(128), *map(ord, _SIGNS)] if not chr(place).isalnum()}
# 3-5-24, 3/5, 3-Mar, 3 月
_JOINED = r"(?=([-/.])\x20?\d{1,2}\2\x20?\d|[-/]\d{1,2}(?!\d)|-[^\W\d_]{3}|\s?[年月년월])"


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"\d+({_JOINED})?")


class Calendar:
    """The names of *months*, and *others*, further words that express time; each is one word in lower case."""

    __slots__ = ("_months", "_others")

    def __init__(self, months: Iterable[str], others: Iterable[str]) -> None:
        self._months = {folded(word): word for word in months}
        self._others = {folded(word): word for word in others if folded(word) not in self._months}

    def scan(self, text: str, start: int, end: int) -> tuple[list[tuple[int, int]], set[str]]:
        """Return the numbers between *start* and *end* that may belong to a date, and the other words there.

        Such a number has at most four digits, and either a sign after it that joins it to more of a date, or the name
        of a month that begins at most REACH characters before or after it.  Words are separated by ASCII signs,
        quotation marks and white space; case and a final sigma make no difference.
        """
        start = max(start, 0)
        passage = folded(text[start:end]).translate(_BLANKS)
        words = set(passage.split())
        places = sorted(place for name in words & self._months.keys() for place in _places(passage, name))
        numbers: list[tuple[int, int]] = []
        month = 0
        for match in _number().finditer(text[start:end]):
            first, last = match.span()
            while month < len(places) and places[month] < first - REACH:
                month += 1
            named = month < len(places) and places[month] <= last + REACH
            if last - first <= _MAX_DIGITS and (named or match[1] is not None):
                numbers.append((start + first, start + last))
        return numbers, {self._others[word] for word in words & self._others.keys()}


def folded(text: str) -> str:
    """Return *text* in lower case, letter for letter, a final sigma as an ordinary one."""
    return text.replace("İ", "i").lower().replace("ς", "σ")  # İ is the only letter that lower() turns into two


def _places(passage: str, name: str) -> Iterator[int]:
    place = passage.find(name)
    while place >= 0:
        stop = place + len(name)
        if not passage[max(place - 1, 0) : place].strip() and not passage[stop : stop + 1].strip():
            yield place
        place = passage.find(name, stop)
