"""From the dateline of a press release to its day: PORT ELLIS, Minn. / NEWSWIRE / March 5, 2024 / Ferries Inc. …"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import dates_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.layout import Line

_REACH = 120  # characters of a line in which its dateline has its day


def _before() -> re.Pattern[str]:
    """PORT ELLIS, Minn. / NEWSWIRE /; PORT ELLIS, MN, USA,; what is before the day of a release."""
    return re.compile(r"[^\W\d_a-z][^\n/]{2,60}?\s?(?:/\s?[^\n/]{3,30}?\s?/\s?|,\s)$")


def _behind() -> re.Pattern[str]:
    """/ Ferries Inc.; /NEWSWIRE/ --: what is behind it."""
    return re.compile(r"\s?/\s?(?:[^\n/]{3,40}/\s{0,2}(?:--?|[–—])|(?=[^\W\d_a-z]))")


def wired(text: str, line: Line) -> Iterator[Pending]:
    """Yield the day of a press release that a line begins with, between the slashes of its wire."""
    if line.numbers[0][0] - line.start > _REACH or text.find("/", line.start, line.start + _REACH) < 0:
        return
    moment = next(dates_in(text, line), None)
    if moment is None or not (moment.year and moment.day) or moment.start - line.start > _REACH:
        return
    before = _before().match(text, line.start, moment.start)
    behind = _behind().match(text, moment.end, line.end) if before else None
    if before and behind and ("/" in before[0] or "/" in behind[0].strip(" /")):
        yield Pending(moment, "published", "dateline")
