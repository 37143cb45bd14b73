"""From lines that are alike to whether a line is one of a table's rows, or a day one of a chronicle's."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.pending import Pending
from provenance.attribution.sources.timestamps import only_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line

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
    if len(set(entries.values())) < _FEWEST or len({places[start] for start in entries}) < _FEWEST:
        return pending
    return [
        Pending(each.moment, "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and each.moment.start in entries
        else each
        for each in pending
    ]


def _is_entry(lines: Sequence[Line], place: int) -> bool:
    """Whether nothing but a day is on a line, and a paragraph is below it."""
    below = lines[place + 1].text if place + 1 < len(lines) else ""
    return only_days(lines[place]) and len(below) > _ENTRY and below[-1] in ".!?。"
