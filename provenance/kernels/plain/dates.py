"""The one look at a text for what can be of a date (compiled: dates.pxi)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REACH = 20
_DIGITS = 4
_SIGNS = "–—“”‘’«»„（），、。・"
_BLANKS = {place: " " for place in [*range(128), *map(ord, _SIGNS)] if not chr(place).isalnum()}
# 3-5-24, 3/5, 3-Mar, 3 月
_JOINED = r"(?=([-/.])\x20?\d{1,2}\2\x20?\d|[-/]\d{1,2}(?!\d)|-[^\W\d_]{3}|\s?[年月년월])"


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"\d+({_JOINED})?")


class Calendar:
    """The names of *months*, and *others*, words that say when and are no months; each is one word in lower case."""

    __slots__ = ("_months", "_others")

    def __init__(self, months: Iterable[str], others: Iterable[str]) -> None:
        self._months = {folded(word): word for word in months}
        self._others = {folded(word): word for word in others if folded(word) not in self._months}

    def scan(self, text: str, start: int, end: int) -> tuple[list[tuple[int, int]], set[str]]:
        """Return the numbers between *start* and *end* that can be of a date, and the other words there.

        Such a number has four digits at most, and a sign behind it that joins it to others or a month near it, which
        begins at most REACH characters before or behind it.  Words are what ASCII signs, quotation marks and white
        space part; case and a final sigma make no difference.
        """
        start = max(start, 0)
        passage = folded(text[start:end]).translate(_BLANKS)
        words = set(passage.split())
        places = sorted(place for name in words & self._months.keys() for place in _places(passage, name))
        numbers: list[tuple[int, int]] = []
        month = 0
        for found in _number().finditer(text[start:end]):
            first, last = found.span()
            while month < len(places) and places[month] < first - REACH:
                month += 1
            named = month < len(places) and places[month] <= last + REACH
            if last - first <= _DIGITS and (named or found[1] is not None):
                numbers.append((start + first, start + last))
        return numbers, {self._others[word] for word in words & self._others.keys()}


def folded(text: str) -> str:
    """Return *text* in lower case, letter for letter; a final sigma is no other letter."""
    return text.replace("İ", "i").lower().replace("ς", "σ")  # no other letter becomes two in lower case


def _places(passage: str, name: str) -> Iterator[int]:
    place = passage.find(name)
    while place >= 0:
        stop = place + len(name)
        if not passage[max(place - 1, 0) : place].strip() and not passage[stop : stop + 1].strip():
            yield place
        place = passage.find(name, stop)
