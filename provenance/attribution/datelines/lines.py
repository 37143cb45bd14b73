"""From a line to the dateline that it begins with, where what is around it does not speak against it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.clues import DASH, DIGIT, LABEL, OPENING, SLASH
from provenance.attribution.datelines.embedded import embedded
from provenance.attribution.datelines.scan import bare_place, dateline_at
from provenance.attribution.dates.labels import is_label, role_of
from provenance.attribution.dates.scan import find_dates
from provenance.attribution.gazetteer import is_city, is_land
from provenance.attribution.layout import begins_body, leads, reads_on
from provenance.attribution.sources import chrome, tables

if TYPE_CHECKING:
    from provenance.attribution.datelines.parts import Dateline
    from provenance.attribution.layout import Context, Line
    from provenance.attribution.sources.agencies import Agencies

HEAD_LINES = 12  # a dateline is looked for in these; later only where a bracket is near a line's start
EMBEDDED = 1500  # characters of a head line in which a dateline inside it is looked for
_CLAUSE = 25  # characters that a text begins with behind its dateline
_CAPTION = 3  # spaces in a caption with its credit; places have fewer words
_TITLES = 3  # lines above a dateline that the title is among
_SECOND = 70  # characters behind a dateline that are no more than another place and day
_PLACE_WORDS = 5
_STOPS = frozenset(".!?…”»。।۔")
_DEATHS = frozenset(("d.", "m.", "gest.", "fall.", "ob.", "zm.", "ум."))
# A dateline has one of these, or "=", or "{" as scans have it for a bracket, or letters that ASCII has not.
_DATELINES = OPENING | SLASH | DASH | LABEL | DIGIT


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(r"[(\[/（［【]")


class Datelines:
    """The datelines of a document, each asked for by its line."""

    __slots__ = ("agencies", "context")

    def __init__(self, context: Context, agencies: Agencies) -> None:
        self.context = context
        self.agencies = agencies

    def at(self, line: Line, count: int, lead: int, *, seen: bool) -> Dateline | None:
        """Return the dateline that a line begins with; *lead* is where the lead begins, *seen*: one was before."""
        text = self.context.text
        if not line.clues & _DATELINES and line.text.isascii() and "=" not in line.text and "{" not in line.text:
            return None
        if (count >= HEAD_LINES or seen) and not (
            line.clues & (OPENING | SLASH) and _bracket().search(line.text, 0, 90)
        ):
            return None
        dateline = dateline_at(text, line.start, line.end, self.agencies)
        if dateline is None and line.start < lead and leads(line.text):
            dateline = bare_place(text, line.start, line.end)
        if dateline is None or _stray(dateline, line, lead):
            return None
        if not dateline.agencies and dateline.date and _of_something(text, dateline.start, dateline.date.start):
            return None
        rest = text[dateline.end : line.end].strip(" \t.,;")
        if not dateline.agencies and dateline.date and _spans(dateline, text, line):
            return None
        if not rest and not dateline.date and not self._before_lead(dateline, line, count):
            return None
        if self._weak(dateline, rest, count) or self._listed(line, rest, count) or self._subject(dateline, count):
            return None
        if not dateline.agencies and (not rest or (rest[0].isdigit() and ":" in rest[:3] and len(rest) < 20)):
            return None  # "Hanoi, 5 March 2024 - 10:15" is a timestamp
        return dateline

    def _weak(self, dateline: Dateline, rest: str, count: int) -> bool:
        """Return whether initials in a bracket are no agency's, since no clause begins behind them: Oslo (TT) - 6 runs;
        Roe, J. (PA) in a list of members.
        """
        if dateline.date or len(rest) >= _CLAUSE or not dateline.agencies:
            return False
        common = bool(rest) and any(map(self.agencies.everyday, dateline.agencies))
        return common or tables.tabled(self.context.lines, count)

    def _subject(self, dateline: Dateline, count: int) -> bool:
        """Return whether a name before a dash is what the text is about, which its title names: Pay with UPI / UPI -"""
        text = self.context.text
        if dateline.place or dateline.date or not text[dateline.start].isalnum():
            return False
        name = text[dateline.start : dateline.end].strip(" -—–:.")
        above = [line.text for line in self.context.lines[max(0, count - _TITLES) : count] if not reads_on(line.text)]
        return any(name in title.split()[1:] and not title.startswith("By ") for title in above)

    def _listed(self, line: Line, rest: str, count: int) -> bool:
        """Return whether a line is an item of a list of other texts, whose heading is above it: the title of a story
        behind its dateline (*rest*), or before its agency and day, rather than a sentence.
        """
        if reads_on(line.text) or line.text[-1] in _STOPS:
            return False
        lines = self.context.lines
        bare = not rest and line.text[-1] not in ")]"
        return not (bare and begins_body(lines[count + 1 : count + 2])) and chrome.in_list(lines, count)

    def _before_lead(self, dateline: Dateline, line: Line, count: int) -> bool:
        """Return whether a dateline without a day, on a line of its own, is one: the lead follows it.

        A label of a menu, a caption or the end of a list of names has an initialism in brackets too: La carte (MAP)
        """
        if _caption(line.text):
            return False
        if not dateline.place:
            return True
        sure = dateline.place.isupper() or is_city(dateline.place) or is_land(dateline.place)
        known = sure or not any(map(self.agencies.everyday, dateline.agencies))
        return known and begins_body(self.context.lines[count + 1 : count + 2])

    def embedded(self) -> tuple[Dateline, Line] | None:
        """Return the first dateline inside one of the first lines, where a title is glued to it, and that line."""
        for count, line in enumerate(self.context.lines[:HEAD_LINES]):
            end = min(line.end, line.start + EMBEDDED)
            dateline = embedded(self.context.text, line.start, end, self.agencies)
            rest = self.context.text[dateline.end : line.end].strip(" \t.,;-–—") if dateline else ""
            if dateline and not (self._weak(dateline, rest, count) or self._listed(line, rest, count)):
                return dateline, line
        return None


def _stray(dateline: Dateline, line: Line, lead: int) -> bool:
    """Return whether a dateline is of another story: behind the lead, one counts only with a known agency, and at
    the start of a paragraph.
    """
    return line.start > lead and (not dateline.agencies or len(line.text) < 60)


def _spans(dateline: Dateline, text: str, line: Line) -> bool:
    """Whether another place and day are behind the dash, and nothing else: where somebody was born and died, or what
    a journey was between: (Oslo, 12 May 1931 - Bergen, 4 June 2003)
    """
    if not dateline.date or not dateline.date.year:
        return False
    other = next(iter(find_dates(text, dateline.end, min(line.end, dateline.end + _SECOND))), None)
    if other is None or not other.year:
        return False
    bracketed = text[other.end : other.end + 1] == ")" and "(" in text[line.start : dateline.date.start]
    if not bracketed and text[other.end : line.end].strip(" .)]）†"):
        return False
    place = text[dateline.end : other.start].strip(" \t;:†(-–—")
    if not place or place in _DEATHS:
        return True
    return place[-1] == "," and place.count(" ") < _PLACE_WORDS and place.rpartition(" ")[2][0].isupper()


def _caption(said: str) -> bool:
    """Whether words and a bracket behind them, in a script without capitals, are what a picture shows and whose it is
    rather than a place and an agency.
    """
    return said[0].isalpha() and not said[0].isupper() and said.count(" ") >= _CAPTION


def _of_something(text: str, start: int, day: int) -> bool:
    """Whether the words before a day say what it is of: Judgment of 5 March 2024 -, Ida Vole (12 May 1931 -."""
    before = text[start:day]
    words = before.rstrip()
    if words[-1:] == ":" and all(map(is_label, words[:-1].lower().split())):
        return True  # Oluşturulma Tarihi: 22 Nisan 2021 -
    # most places are printed in capitals, and labels are not
    return before[-1:] in {"(", "（", "*"} or (not before.isupper() and role_of(before) is not None)
