"""From lines that are alike to whether a line is one of a table's rows, or a day one of a chronicle's."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.attribution.dates.pending import Pending
from provenance.attribution.layout import reads_on
from provenance.attribution.sources.timestamps import only_days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line

_WEEK = 7
_MONTH = 100  # parts months from days in one number
_TIMED = 2  # colons of one time with its seconds
_FEWEST = 2  # entries of a chronicle
_ENTRY = 20  # characters of what a chronicle says of a day, at least


@cache
def _short_form() -> re.Pattern[str]:
    return re.compile(r"[^()\n]{2,60}\([A-Z]{2,5}\)\.?$")


def tabled(lines: Sequence[Line], place: int) -> bool:
    """Return whether a line and one beside it end with initials in brackets, as the rows of a roll of members do."""
    if not _short_form().match(lines[place].text):
        return False
    beside = (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
    return any(_short_form().match(line.text) for line in beside)


def without_entries(pending: Sequence[Pending], lines: Sequence[Line], bare: AbstractSet[int]) -> Sequence[Pending]:
    """Return *pending* with a day that a chronicle has an entry of as one that is only mentioned.

    A chronicle has several days without a label (their starts are among *bare*), each alone on its line, with another
    paragraph below each.
    """
    starts = [line.start for line in lines]
    places = {each.moment.start: bisect_right(starts, each.moment.start) - 1 for each in pending}
    entries = {
        each.moment.start: each.moment.number
        for each in pending
        if each.moment.start in bare and _is_entry(lines, places[each.moment.start])
    }
    entries |= _scheduled(pending, lines, places, bare)
    if len(set(entries.values())) < _FEWEST or len({places[start] for start in entries}) < _FEWEST:
        entries = {}
    entries |= _in_rows(pending, lines, places, bare)
    if not entries:
        return pending
    return [
        Pending(each.moment, "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and each.moment.start in entries
        else each
        for each in pending
    ]


def _scheduled(
    pending: Sequence[Pending], lines: Sequence[Line], places: Mapping[int, int], bare: AbstractSet[int]
) -> dict[int, int]:
    """Return the days of a plan, each alone on its line, with what is on that day below it: starts, and their numbers.

    The days of a plan follow each other within a week, and no sentence is between them.
    """
    days = sorted(
        (places[each.moment.start], each.moment.start, each.moment.number)
        for each in pending
        if each.moment.start in bare and each.moment.number > 0 and only_days(lines[places[each.moment.start]])
    )
    found: dict[int, int] = {}
    for (one, first, day), (two, second, next_day) in pairwise(days):
        if 0 < next_day - day <= _WEEK and two - one > 1 and not any(reads_on(line.text) for line in lines[one:two]):
            found |= {first: day, second: next_day}
    return found


def _in_rows(
    pending: Sequence[Pending], lines: Sequence[Line], places: Mapping[int, int], bare: AbstractSet[int]
) -> dict[int, int]:  # fmt: skip
    """Return the days in the rows of a table, one below the other: their starts, and their months and days.

    There are three rows, or two that hold more than their day.
    """
    days = sorted(
        (places[each.moment.start], each.moment.start, each.moment.month * _MONTH + each.moment.day)
        for each in pending
        if each.moment.start in bare and each.property == "published" and each.moment.day
    )
    found: dict[int, int] = {}
    for place, (at, start, day) in enumerate(days):
        rows = [each for each in days[max(0, place - 2) : place + 3] if each[2] != day and 0 < abs(each[0] - at) <= 2]
        beside = [each for each in rows if abs(each[0] - at) == 1]
        if beside and (len(rows) > 1 or (_is_row(lines[at]) and _is_row(lines[beside[0][0]]))):
            found[start] = day
    return found


def _is_row(line: Line) -> bool:
    """Whether a line holds more than a day and its time: words, or several times."""
    return line.text.count(":") > _TIMED or not only_days(line)


def _is_entry(lines: Sequence[Line], place: int) -> bool:
    """Whether nothing but a day is on a line, and a paragraph is below it."""
    below = lines[place + 1].text if place + 1 < len(lines) else ""
    return only_days(lines[place]) and len(below) > _ENTRY and below[-1] in ".!?。"
