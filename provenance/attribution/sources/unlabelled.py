"""From a line near the day without the word "By" to the person, agency or outlet that it names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.labels import is_label
from provenance.attribution.dates.months import weekday, word_set
from provenance.attribution.layout import reads_on
from provenance.attribution.sources import chrome
from provenance.attribution.sources.labelled import signed
from provenance.attribution.sources.nobody import hosted, name_in
from provenance.attribution.sources.papers import POSTS, named_outlet, people
from provenance.attribution.sources.persons import is_person, is_section
from provenance.attribution.sources.timestamps import only_days
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import ClaimFlag

LONGEST = 120  # characters of a line that names somebody
_PERSON = 48  # characters of a line with a person's name, and perhaps a town
# What a line begins with that says who posted a page (see "poster").
_POSTING = word_set(
    "Post post Publ publ Writ writ Subm subm Crea crea Adde adde Uplo uplo Shar shar Erst Verf Gesc Verö Écri Rédi"
    " Escr Envi Pubb Scri Gepl Opub Napi Doda Skre Skri Опуб Напи"
)
_NEAR = 2  # lines below a name in which its day is
_NOW = word_set("publiziert veröffentlicht publié publicado pubblicato gepubliceerd publicerad publisert opublikowano")
_BEFORE_DAYS = (" -", " –", " —", " ·", " •", " |")  # no comma: Nha Trang, March 12 is a place and a day
PARTING = tuple("|·•–—")
_PATTERNS = {
    # Posted on March 4, 2024 by jroe; not a word that goes on: Posted by the sea
    "poster": r"""(?x)
        (?: [Pp]osted | [Pp]ublished | [Ww]ritten | [Ss]ubmitted | [Cc]reated | [Aa]dded | [Uu]ploaded | [Ss]hared
          | Erstellt | Verfasst | Geschrieben | Veröffentlicht | Publié | Posté | Écrit | Rédigé | Publicado | Escrito
          | Enviado
          | Postado | Pubblicato | Scritto | Geplaatst | Geschreven | Opublikowan[ey] | Napisan[ey] | Dodan[ey]
          | Skrevet | Publisert | Postet | Publicerad | Skriven | Опубликовано | Написано )
        (?: \s (?: by | von | par | por | da | door | przez | av | af ) \s? :? \s (?!the\s|le\s|la\s|el\s|der\s|die\s)
            ( [^\W\d_] [^\n|•·,:;()\d]{1,40}? )
            (?= \s (?: on | at | am | um | le | el | il | em | op | dnia | den ) \s | \s? [|•·,;(–—-] | $ )
          | [:\s] [^\n|•·;()]{4,40}? \d [^\n|•·;()]{0,16}?
            \s (?: by | von | par | por | da | door | przez | av | af ) \s
            ( [^\W\d_] [^\n|•·,:;()\d]{1,40}? ) (?= \s? [|•·,;(–—] | $ ) )
      """,
    "and": r",\s(?:and\s|und\s|et\s|y\s)?|;\s|\s(?:and|und|et|y|e|&|i|og|och)\s",
    # where an agency or a person reports from: Reuters à Oslo
    "town": r"\s(?:in|à|en|em|a|au|aux|aus|din|w|we|v|ve|te|i|из|в|у|от)\s[^\W\d_a-zа-я][^\W\d_]{1,24}"
    r"(?:[ -][^\W\d_]{2,20}){0,3}$",
    "paper": r"\s(?:with|mit|avec|con|com|met|med|z|s)\s[^\W\d_a-z][\w’'-]{2,24}"
    r"(?:\s[^\W\d_][\w’'-]{1,20}){0,2}$",
    "parted": r"([^\n|·•–—/,\d]{4,40}?)\s?[|·•–—]\s?([^\W\d_][^\n|·•–—/,]{2,40})$",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def unlabelled(lines: Sequence[Line], place: int) -> Iterator[Claim]:
    """Yield the authors that a line names without the word by in front: of a paper, or above what they are."""
    line = lines[place]
    text = line.text
    if posted := list(poster_claims(line)):
        yield from posted
    elif place and several(text) and chrome.titular(lines[place - 1].text):
        yield Claim("author", text, Span(line.start, line.end), "byline", "byline", "low", ("name",))
    elif len(text) < 30 and people(text) and place + 1 < len(lines) and _post(lines[place + 1].text):
        yield Claim("author", text, Span(line.start, line.end), "byline", "byline", "medium", ("post",))
    elif name := _person(lines, place):
        yield Claim("author", name, Span(line.start, line.end), "byline", "byline", "low", ("name",))


def poster_claims(line: Line) -> Iterator[Claim]:
    """Yield who posted a page, as blogs write it: Posted on March 4, 2024 by jroe; Posted by: Jane Roe on March 4"""
    found = _pattern("poster").match(line.text) if may_be_posted(line.text) else None
    name = name_in((found[1] or found[2]).strip(" .,")) if found else ""
    if found and name and not any(map(str.isdigit, name)):
        span = Span(line.start + found.start(), line.start + found.end())
        yield Claim("author", name, span, "byline", "poster", "medium")


def may_be_posted(text: str) -> bool:
    """Return whether a line begins with a word that says who posted a page, for all that its first letters tell."""
    return text[:4] in _POSTING


def beside_day(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom a line names with a town, a paper or an outlet: Reuters à Oslo; Jo Lind · Harbour News"""
    if key := _in_town(lines, place, agencies):
        span = Span(lines[place].start, lines[place].end)
        yield Claim("source", key, span, "byline", "byline", "medium", ("agency",))
        return
    yield from _employed(lines, place, agencies)


def before_day(lines: Sequence[Line], place: int) -> bool:
    """Whether the line below the one at *place* is nothing but a day."""
    return place + 1 < len(lines) and only_days(lines[place + 1])


def stamped_claims(line: Line, day: int) -> Iterator[Claim]:
    """Yield the person whose name a line begins with, before a day at *day*: Jo Lind - Feb. 6, 2018"""
    before = line.text[: day - line.start]
    at, sign = min(((before.find(sign), sign) for sign in _BEFORE_DAYS if sign in before), default=(0, ""))
    name, rest = before[:at], before[at + len(sign) :].lower().replace(",", " ").split()
    if not all(weekday(word) >= 0 or is_label(word) for word in rest):
        return
    words = name.split()
    if any(len(word) > 1 and word.isupper() for word in words):
        return  # Artikel von APA Red, 16.12.2022
    if any(weekday(word) >= 0 or is_label(word.lower()) for word in words):
        return  # Sunday Morning - Feb. 6; Thứ Hai | 13/03/2023
    if sign and len(name) < _PERSON and is_person(name) and not is_section(name):
        yield Claim("author", name, Span(line.start, line.start + len(name)), "byline", "stamp-line", "low", ("name",))


def _near_day(lines: Sequence[Line], place: int) -> bool:
    """Whether a day, or how long a text takes to read, is below a name: a town or a post may be between."""
    for below in lines[place + 1 : place + 1 + _NEAR]:
        words = below.text.lower().split()
        if (
            (below.numbers and (only_days(below) or is_label(words[0].strip(":"))))
            or "min" in words
            or words[0] in _NOW
        ):
            return True
        if len(words) > 2 or reads_on(below.text):
            return False
    return False


def _person(lines: Sequence[Line], place: int) -> str:
    """Return the person whose name is alone between a title or a standfirst and the day: Jo Lind; Jo Lind in Oslo"""
    text = lines[place].text
    if not place or len(text) > _PERSON or not text[0].isupper() or not _near_day(lines, place):
        return ""
    above = lines[place - 1].text
    if not (chrome.titular(above) or reads_on(above) or (place == 1 and not is_section(above))):
        return ""
    town = _pattern("town").search(text)
    name = text[: town.start()] if town else text
    return name if is_person(name) and not is_section(name) else ""


def _in_town(lines: Sequence[Line], place: int, agencies: Agencies) -> str:
    """Return the agency of a line beside the day that says where it reports from: Reuters à Oslo"""
    text = lines[place].text
    if not place or len(text) > _PERSON:
        return ""
    town = _pattern("town").search(text)
    key = agencies.printed(text[: town.start()]) if town else ""
    name, _, office = text.partition(" ")
    if not town and name.isupper() and office.istitle() and office.isalpha() and not agencies.everyday(name):
        key = agencies.printed(name)  # ACN Murrowby, above the day
    if key:
        return key if before_day(lines, place) or only_days(lines[place - 1]) else ""
    beside = _pattern("paper").search(text)  # dpa mit Hafenbote
    key = agencies.printed(text[: beside.start()]) if beside else ""
    above = lines[place - 1].text
    return key if key and (chrome.titular(above) or only_days(lines[place - 1])) and not agencies.everyday(key) else ""


def _employed(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield person and outlet of a line above the day that a sign parts: Jo Lind · Harbour News"""
    line = lines[place]
    # Most lines have none of the signs without which the pattern is slow to fail.
    can = place and len(line.text) < LONGEST and any(map(line.text.__contains__, PARTING))
    parted = _pattern("parted").match(line.text) if can else None
    if (
        not parted
        or signed(line.text)
        or not before_day(lines, place)
        or not is_person(parted[1])
        or is_section(parted[1])
    ):
        return
    outlet = agencies.printed(parted[2]) or (parted[2] if named_outlet(parted[2]) or hosted(parted[2]) else "")
    if outlet and not chrome.generic(outlet):
        span = Span(line.start, line.end)
        flags: tuple[ClaimFlag, ...] = ("agency",) if agencies.printed(parted[2]) else ("unknown-agency",)
        yield Claim("author", parted[1], span, "byline", "byline", "medium", ("name",))
        yield Claim("source", outlet, span, "byline", "byline", "medium", flags)


def several(text: str) -> bool:
    """Return whether a line is the names of several people: Jane Roe, John Doe and Ann Example."""
    if not text[0].isupper():
        return False
    names = _pattern("and").split(text)
    return len(names) > 1 and all(
        2 <= len(name.split()) <= 4 and all(word[0].isupper() and word[-1] not in ":?!" for word in name.split())
        and not any(map(str.isdigit, name))
        for name in names
    )  # fmt: skip


def _post(text: str) -> bool:
    """Whether a line is what somebody is at a paper: Courts reporter."""
    return len(text) < 40 and text.rpartition(" ")[2].lower() in POSTS and text.count(" ") < 4
