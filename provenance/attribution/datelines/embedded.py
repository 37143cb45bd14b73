"""Datelines in the middle of a line, where a title or a caption is glued to their front."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.datelines.parts import Dateline, read_parts, spelled_out
from provenance.attribution.dates.scan import find_dates

if TYPE_CHECKING:
    from provenance.attribution.sources.agencies import Agencies

_BREAKS = frozenset('.!?):"”»')


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(r"\(([^()\n]{2,40})\)\s{0,2}(?:--?|[–—])(?=\s)")


def embedded(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """Return a dateline inside a line, where a title or a caption is glued to its front."""
    for found in _bracket().finditer(text, start, end):
        chain = agencies.chain(found[1])
        if not chain or text[found.end() : end].lstrip(" \"'“‘«")[:1].islower():
            continue
        begin = _place_start(text, start, found.start())
        if begin < 0:
            continue
        parts = read_parts(text, begin, found.start(), agencies, named=True)
        if parts and parts.place and not spelled_out(parts, found[1], agencies):
            return Dateline(begin, found.end(), parts.place, chain, parts.date)
    return None


def _place_start(text: str, start: int, end: int) -> int:
    """Return where the place before a bracket begins: the capitals, or the capitalised word, that are glued to it."""
    floor = max(start, end - 80)
    stop = end
    for moment in find_dates(text, floor, end, loose=True):
        if not text[moment.end : end].strip(" .,"):
            stop = moment.start
    words = text[floor:stop].rstrip(" ,.")
    run = len(words)
    starts: list[int] = []
    while len(starts) < 4 and run > 0:
        edge = max(words.rfind(sign, 0, run) for sign in " )\t")
        word = words[edge + 1 : run]
        if not word[:1].isupper() or (starts and word[-1] in ".!?:,;"):
            break
        starts.append(edge + 1)
        run = edge
        if words[edge : edge + 1] == ")":
            break
    if not starts:
        return -1
    glued = run <= 0 or words[: run + 1].rstrip()[-1:] in _BREAKS
    capitals = [begin for begin in starts if words[begin:].replace(" ", "").isupper()]
    return floor + (starts[-1] if glued else (capitals or starts[:1])[-1])
