"""From the lines before the lead to whom they name: people, agencies, outlets."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import word_set
from provenance.attribution.sources import chrome
from provenance.attribution.sources.alone import alone, name_line
from provenance.attribution.sources.desks import signed_agencies
from provenance.attribution.sources.labelled import DESKS, authors, begun
from provenance.attribution.sources.papers import PAPERS, named_outlet, named_paper, people
from provenance.attribution.sources.persons import is_person
from provenance.attribution.sources.signatures import signature
from provenance.attribution.sources.unlabelled import (
    LONGEST,
    PARTING,
    beside_day,
    may_be_posted,
    several,
    unlabelled,
)
from provenance.attribution.sources.wired import may_be_wired, wired
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies

_POSTS = ("Writer", "Correspondent", "Reporter", "Staff")
_IDEOGRAPHS = 5  # of a name in Chinese
_WITH = ("with", "avec", "mit", "con", "com")
AROUND = " -—–|:.()[]"  # what can be around an agency's name that is alone on a line
FORMS = 60  # characters of a line that is in one of the short forms
_BY_THE = "By the "
_BEGINNINGS = (_BY_THE, *DESKS)
_ANDS = (" and ", " und ", " et ", " y ", " e ")
# What papers call themselves that are words of other names too: they name one below "By Jo Lind" only.
_UNDER_BYLINES = word_set(
    "Beacon Clarion Call Eagle Banner Bee Enterprise Leader Pioneer Republic Voice Sun Globe Union Democrat Republican"
    " Patriot Statesman Messenger Mercury Item Intelligencer Reflector Review Recorder Reminder Trumpet Vindicator"
    " Gleaner Citizen Advocate Transcript Telegram Register-Guard Plaindealer Light Signal Compass Wire Today Online"
    " Digital Network Radio TV Television Broadcasting Public Media Magazine Spectator Witness Lantern Torch Crier"
    " Bugle Journal-Sentinel Post-Gazette News-Press Times-Union Herald-Leader Star-Tribune Free-Press Blade Sound"
    " Tageblatt Rundschau Merkur Morgenpost Allgemeine Presse Blatt Stimme Bote Spiegel Dépêche Voix Courrier Progrès"
    " Républicain Provençal Correo Heraldo Periódico Voz Mundo País Correio Público Diário Messaggero Stampa Resto"
    " Courant Dagblad Tidning Avis Posten Dziennik Kurier Głos Noviny Deník"
)
_PATTERNS = {
    "shared": r"(?:Texte?\s(?:by|par)\s?:?\s)?"
    r"[^\W\d_][^\n.:;?!]{1,40}?\s(?:with|avec|mit|con|com)\s([^\n.:;?!]{2,40})$",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def byline_claims(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom the line at *place* names, such as "By Jane Doe, Reuters" or "Reuters"."""
    line = lines[place]
    if len(line.text) > LONGEST:
        return
    found = list(_named_in(lines, place, agencies)) if may_name(line.text, agencies) else []
    yield from found
    if found and any(claim.property in {"source", "photo_source"} for claim in found):
        return
    signed = signature(line.text, agencies)
    titled = not place and len(lines) > 1 and chrome.titular(lines[1].text)
    if signed and (signed.sure or titled or (place and not chrome.in_list(lines, place))):
        span = Span(line.start, line.end)
        yield Claim("source", signed.key, span, "byline", "byline", "medium", ("agency",))
        if signed.name and not found:
            yield Claim("author", signed.name, span, "byline", "byline", "medium")


def outlet_claims(lines: Sequence[Line], place: int) -> Iterator[Claim]:
    """Yield the outlet whose name stands alone on a line, where it is one that papers have ("Harbour Gazette")."""
    line = lines[place]
    if len(line.text) > 40:
        return
    signed = place > 0 and bool(begun(lines[place - 1].text))
    under = signed and is_person(line.text) and line.text.rpartition(" ")[2] in _UNDER_BYLINES
    if not under and (not named_outlet(line.text) or PAPERS.isdisjoint(line.text.split())):
        return
    if not (named_paper(line.text) and not chrome.in_menu(lines, place)) and (not signed or chrome.generic(line.text)):
        return
    yield Claim("source", line.text, Span(line.start, line.end), "masthead", "name-line", "medium", ("unknown-agency",))


def may_name(text: str, agencies: Agencies) -> bool:
    """Return whether a line can name somebody in one of the forms that bylines have had for long.

    A mail has many lines that no form but one with a word or a sign of its own is long enough for.
    """
    return (
        len(text) <= FORMS
        or text[0] in AROUND
        or text[-1] in AROUND
        or text.startswith(_BEGINNINGS)
        or may_be_posted(text)
        or any(map(text.__contains__, PARTING))
        or may_be_wired(text)
        or begun(text) is not None
        or several(text)
        or bool(agencies.printed(text))
    )


def _named_in(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom the line at *place* names in one of the forms that bylines have had for long."""
    line = lines[place]
    text = line.text
    if chain := signed_agencies(text, agencies):
        yield Claim("source", chain[0], Span(line.start, line.end), "byline", "byline", "medium", ("agency",))
        return
    if named := list(beside_day(lines, place, agencies)):
        yield from named
        return
    key, beside = name_line(text.strip(AROUND).removeprefix(_BY_THE), agencies)
    if key and beside and (byline := begun(text)) and begun(beside):
        yield from authors(line, byline, agencies)
        return
    if key:
        yield from alone(lines, place, key, beside, agencies)
        return
    if key := wired(text, agencies):
        yield Claim("source", key, Span(line.start, line.end), "byline", "byline", "medium", ("agency",))
        return
    found = begun(text)
    if found:
        yield from authors(line, found, agencies)
    elif len(text) < 60 and (key := _signed(text, agencies) or (_shared(text, agencies) if place else "")):
        span = Span(line.start, line.end)
        yield Claim("source", key, span, "byline", "byline", "medium", ("agency",))
        if people(name := text.rpartition(", ")[0]):
            yield Claim("author", name, span, "byline", "byline", "medium")
    elif len(text) < 60 and (name := _staff(text)):
        yield Claim("author", name, Span(line.start, line.end), "byline", "byline", "medium", ("post",))
    else:
        yield from unlabelled(lines, place)


def _signed(text: str, agencies: Agencies) -> str:
    """Return the agency that people sign for: Jane Roe, Reuters."""
    names, comma, service = text.rpartition(", ")
    named = people(names) or (names.isalpha() and names[0].isupper())
    if comma and named and not agencies.everyday(service) and agencies.printed(service):
        return agencies.printed(service)
    return ""


def _shared(text: str, agencies: Agencies) -> str:
    """Return the agency that a paper names beside itself: Le Courrier avec AFP; a title can read so too."""
    for joint in _ANDS:
        paper, _, service = text.partition(joint)
        if service and named_paper(paper) and agencies.printed(service):
            return agencies.printed(service)
    # most lines have none of the words without which the pattern is slow to fail
    if not any(map(text.__contains__, _WITH)):
        return ""
    shared = _pattern("shared").match(text.replace(" (", " ").rstrip(")"))
    before = text.partition(" with ")[0]
    if " with " in text and " " not in before and not agencies.printed(before):
        return ""  # Pay with UPI
    return next(iter(agencies.chain(shared[1])), "") if shared else ""


def _staff(text: str) -> str:
    """Return who signs with a post: Jane Roe, Staff Writer; 홍길동 기자."""
    if text.startswith("記者") and "／" in text and 1 < text.index("／") - 2 < _IDEOGRAPHS:
        return text[2 : text.index("／")]  # 記者林某某／雲台報導
    if text.endswith((" 기자", " 특파원")) and len(text) < 16:
        return text.rpartition(" ")[0]
    name, _, post = text.rpartition(", ")
    return name if post.endswith(_POSTS) and people(name) else ""
