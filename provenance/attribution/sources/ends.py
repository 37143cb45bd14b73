"""From the lines where a story ends and its page goes on, with links, tags and a footer, to where credits can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.clues import DASH, OPENING, RIGHTS, SLASH
from provenance.attribution.layout import reads_on
from provenance.attribution.sources import chrome

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from provenance.attribution.layout import Line

_FOOT = 60  # last lines in which the end of a story is looked for
_LIST = 15  # lines below the heading of a list that belong to it
_BELOW = 2  # lines below a story that can credit somebody: an agency's name, the initials of editors
_LONGEST = 60  # characters of such a line
_BRACKETS = frozenset("([（［")
_NOTICES = ("©", "opyright", "OPYRIGHT", "(c) ", "(C) ")


def credit_places(lines: Sequence[Line], captions: Container[int]) -> list[int]:
    """Return the places in *lines* where the credit of a story can be that its page goes on behind: its last paragraph,
    if that has a sign of credits, and the short lines below it.

    *captions* start lines that are about pictures.  Nothing is returned where nothing follows, or no story was found.
    """
    last = _last_paragraph(lines)
    if last <= 0 or last == len(lines) - 1:
        return []
    places = []
    if lines[last].clues & (OPENING | DASH | SLASH) and lines[last].start not in captions:
        places.append(last)
    for place in range(last + 1, min(last + 1 + _BELOW, len(lines))):
        text = lines[place].text
        if len(text) > _LONGEST or chrome.heading(text) or chrome.button(text) or lines[place].start in captions:
            break
        if text[0] in _BRACKETS or not _of_menu(lines, place):
            places.append(place)
    return places


def _last_paragraph(lines: Sequence[Line]) -> int:
    """Return the place of the story's last paragraph: the last sentence that is neither in a list of other stories nor
    a notice of rights; -1 where there is none.
    """
    place = len(lines) - 1
    end = max(0, len(lines) - _FOOT)
    while place >= end:
        line = lines[place]
        if not reads_on(line.text) or _notice(line):
            place -= 1
            continue
        above = _heading_above(lines, place)
        if above < 0:
            return place
        place = above - 1
    return -1


def _heading_above(lines: Sequence[Line], place: int) -> int:
    """Return the place of the heading of the list that the line at *place* can be in, -1 where there is none."""
    for above in range(place - 1, max(place - _LIST, 0), -1):
        text = lines[above].text
        if chrome.listed_below(text) and not (chrome.button(text) and chrome.in_menu(lines, above)):
            return above
    return -1


def _notice(line: Line) -> bool:
    """Whether a sentence is a notice of rights, as footers have it."""
    return bool(line.clues & RIGHTS) and any(sign in line.text[:80] for sign in _NOTICES)


def _of_menu(lines: Sequence[Line], place: int) -> bool:
    """Whether the line at *place* is the first label of a menu or of tags that no heading or button is above."""
    if place + 1 == len(lines):
        return False
    below = lines[place + 1].text
    return chrome.labelled(below) and not (chrome.heading(below) or chrome.button(below))
