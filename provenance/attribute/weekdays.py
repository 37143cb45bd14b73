"""From "on Tuesday" to a day: weekdays named in a text, resolved against the document's own date."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.attribute.moments import from_ordinal, spelled
from provenance.attribute.months import weekday_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = frozenset({"black", "good", "ash", "super", "bloody", "cyber", "holy", "palm", "easter", "every", "each", "maundy",
                    "sheffield", "giving", "fat", "whit", "clean", "the", "a"})  # fmt: skip
_FUTURE = (" will ", " due to ", "scheduled", " is set to ", " plans to ", " expected to ", " to be held", " next ", " upcoming ")
_LEADS = {
    "on": 0, "last": -1, "next": 1, "this": 0, "am": 0, "el": 0, "le": 0, "во": 0, "в": 0, "у": 0, "hari": 0, "op": 0, "we": 0,
    "w": 0, "ve": 0, "na": 0, "il": 0,
}  # fmt: skip


@lru_cache(maxsize=None)
def _words() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+day(?!\w)")


def weekdays_in(text: str, start: int, end: int, anchor: int) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, EDTF value and method of the weekdays that name a day near *anchor* (the number of a day)."""
    if "day" not in text[start:end]:
        return
    table = weekday_table()
    for found in _words().finditer(text, start, end):
        number = table.get(found[0].lower())
        if number is None or not found[0][0].isupper():
            continue
        tokens = text[max(start, found.start() - 20) : found.start()].split()
        lead = tokens[-1] if tokens else ""
        if lead.lower() in _NAMES:
            continue
        after = text[found.end() : found.end() + 12].lstrip(", ")
        if after[:1].isdigit() or after.split(" ")[0].rstrip(".") in _MONTHLIKE:
            continue
        begin = found.start()
        if lead.lower() in _LEADS and text[begin - 1 : begin] == " ":
            begin = found.start() - 1 - len(lead)
        back = (anchor + 6) % 7 - number  # day 1 was a Monday
        day = anchor - back % 7
        method = "weekday"
        sentence = text[max(start, begin - 90) : begin + len(lead) + 1]
        sentence = sentence[max(sentence.rfind(". "), 0) :]
        if lead == "last" and day == anchor:
            day -= 7
        elif lead == "next" or (lead != "last" and any(sign in sentence for sign in _FUTURE)):
            day = anchor + ((number - (anchor + 6)) % 7 or 7)
            method = "weekday/future"
        yield begin, found.end(), spelled(*from_ordinal(day)), method


_MONTHLIKE = frozenset("January February March April May June July August September October November December Jan Feb Mar Apr"
                       " Jun Jul Aug Sept Sep Oct Nov Dec".split())  # fmt: skip
