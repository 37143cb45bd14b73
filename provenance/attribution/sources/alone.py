"""From an agency's name on a line of its own, perhaps beside a place, to whose the text or a picture is."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.gazetteer import is_city, is_land
from provenance.attribution.layout import begins_body, reads_on
from provenance.attribution.sources import chrome, shown
from provenance.attribution.sources.agencies import PICTURES
from provenance.attribution.sources.desks import only_agencies
from provenance.attribution.sources.labelled import DESKS, begun
from provenance.attribution.sources.papers import people
from provenance.attribution.sources.persons import is_person
from provenance.attribution.sources.signatures import signs
from provenance.attribution.sources.timestamps import only_days
from provenance.attribution.sources.unlabelled import before_day
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies

_WRITERS = (" Writer", " Correspondent", " Reporter", " Staff", " WRITER")
_JOINTS = " |/,·–—-"
_PARTS = 12  # lines around a heading in which another one is looked for
_NAME = 40  # characters of an agency's name
_PATTERNS = {
    "place": r"\s?[|/,·–—-]\s?(?=[^\W\d_a-z])[^\W\d_][^\n|/,.:;?!\d]{1,24}$",
    "place before": r"[^\W\d_][^\n|/,.:;?!\d–—]{2,24}?(?:\s?[|/·–—]\s?|\s-\s)"
    r"(?=\S{1,24}(?:\s\S{1,12}){0,3}$)",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def name_line(name: str, agencies: Agencies) -> tuple[str, str]:
    """Return the agency whose name stands alone, or beside a place, and that place: EFE | Madrid; Copenhagen/DPA."""
    if name.startswith(DESKS) and agencies.printed(name.partition(" ")[2]):
        return agencies.printed(name.partition(" ")[2]), ""
    key = agencies.printed(name) or (agencies.begun(name) if name.endswith(_WRITERS) and len(name) < 50 else "")
    key = key or next(iter(only_agencies(name, agencies)), "")
    if key or len(name) >= 40:
        return key, ""
    place = _pattern("place").search(name)
    if place and (key := agencies.printed(name[: place.start()])):
        return key, name[place.start() :].strip(_JOINTS)
    place = _pattern("place before").match(name)
    behind = name[place.end() :] if place else ""
    key = agencies.printed(behind) or (agencies.named(behind) if behind.isupper() else "")
    return key, name[: len(name) - len(behind)].strip(_JOINTS) if key else ""


def alone(lines: Sequence[Line], place: int, key: str, beside: str, agencies: Agencies) -> Iterator[Claim]:
    """Yield what an agency's name on a line of its own says, with the words *beside* it: whose the text is, or whose a
    picture is; in a menu, nothing.
    """
    span = Span(lines[place].start, lines[place].end)
    text = lines[place].text.strip(" -—–|:.()[]")
    before = lines[place - 1].text if place else ""
    below = lines[place + 1].text if place + 1 < len(lines) else ""
    signed = signs(beside)
    pictured = "/" in text and people(beside) and not (signed or is_city(beside) or is_land(beside))
    if key in PICTURES or pictured:  # Jane Roe/dpa
        yield Claim("photo_source", key, span, "caption", "name-line", "medium")
    elif signed:
        yield Claim("source", key, span, "byline", "byline", "medium", ("agency",))
    elif chrome.button(beside) or (agencies.everyday(text) and not begun(before)):
        return
    elif beside and text.endswith(_name_of(text, beside)) and agencies.everyday(_name_of(text, beside)):
        return  # Harbour City, PA
    elif beside and chrome.in_list(lines, place):
        return  # a link to another text
    elif beside:
        sure = is_city(beside) or is_land(beside)
        yield Claim("source", key, span, "masthead", "name-line", "high" if sure else "medium")
    elif _of_something_else(lines, place, key, agencies) or (not place and _is_subject(text, lines)):
        return
    elif _captioned(lines, place):
        yield Claim("photo_source", key, span, "caption", "name-line", "low")
    elif (
        chrome.titular(before)
        or not chrome.in_menu(lines, place)
        or (is_city(below) or _behind_buttons(before, below) or (is_person(before) and before_day(lines, place)))
    ):
        sure = _heads(lines, place) and (chrome.titular(before) or not agencies.everyday(text))
        yield Claim("source", key, span, "masthead", "name-line", "high" if sure else "medium")


def _of_something_else(lines: Sequence[Line], place: int, key: str, agencies: Agencies) -> bool:
    """Whether an agency's name alone on a line heads a part of the text, is of rates, or of what the title is about."""
    before = lines[place - 1].text if place else ""
    titled = _of_title(lines[place].text.strip(" -—–|:.()[]"), before) and not _dated(lines, place)
    return titled or _heads_part(lines, place, key, agencies) or shown.rates(before)


def _of_title(name: str, title: str) -> bool:
    """Whether a name alone on a line is a word of the *title* above it, which it is of: Belga beer, above Belga."""
    return name.casefold() in title.casefold().split()


def _is_subject(name: str, lines: Sequence[Line]) -> bool:
    """Whether a text that begins with a *name* is about what is called so: no day is near, and it goes on with it."""
    below = lines[1:4]
    if any(line.numbers and only_days(line) for line in below):
        return False
    return any(name.casefold() in line.text.casefold().strip(".,;:!?").split() for line in below[:2])


def _heads_part(lines: Sequence[Line], place: int, key: str, agencies: Agencies) -> bool:
    """Whether an agency's name heads a part of a text about agencies: a paragraph is above it, and another agency's
    name heads a part near it.
    """
    if not place or not reads_on(lines[place - 1].text):
        return False
    around = (*lines[max(0, place - _PARTS) : place - 1], *lines[place + 2 : place + _PARTS])
    others = (agencies.printed(line.text) for line in around if len(line.text) < _NAME)
    return any(other and other != key for other in others)


def _behind_buttons(before: str, below: str) -> bool:
    """Whether a name is between the buttons of a page and the body."""
    return chrome.button(before) and reads_on(below)


def _heads(lines: Sequence[Line], place: int) -> bool:
    """Whether the line at *place* is between a title and the body, rather than between two short paragraphs."""
    before = lines[place - 1].text if place else ""
    return (
        place > 0
        and not (place > 1 and before.endswith((".", "!", "?", "。")))
        and begins_body(lines[place + 1 : place + 8])
    )


def _name_of(text: str, beside: str) -> str:
    """Return a line without the place *beside* the agency's name."""
    return text.removeprefix(beside).removesuffix(beside).strip(_JOINTS)


def _captioned(lines: Sequence[Line], place: int) -> bool:
    """Whether a second line of words, which is no title, is above the line at *place*: what a picture shows.

    A line with the day can be between the title and it.
    """
    if _dated(lines, place):
        return False
    above = place - 3 if place > 2 and lines[place - 2].numbers else place - 2
    if above < 0:
        return False
    title, caption = lines[above].text, lines[place - 1].text
    dated = above < place - 2
    if lines[place - 1].numbers and dated:
        return False
    headed = chrome.titular(title) or (dated and title.count(" ") > 1)  # what is above the day is a title, if short
    return headed and title != caption and chrome.titular(caption) and not begun(caption)


def _dated(lines: Sequence[Line], place: int) -> bool:
    """Whether an agency's name is beside the day of the text, perhaps with its town between, and is no part of the
    paragraph that is a caption.
    """
    if place and only_days(lines[place - 1]):
        return True
    if place + 1 < len(lines) and is_city(lines[place + 1].text) and before_day(lines, place + 1):
        return True
    if not place or not before_day(lines, place):
        return False
    above, line, below = lines[place - 1 : place + 2]
    return above.text[-1] in ".!?" or line.start - above.end >= below.start - line.end
