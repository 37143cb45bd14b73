"""From the lines before the lead to a site's own words: names, bylines and takes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import word_set
from provenance.attribution.gazetteer import is_city, is_land
from provenance.attribution.layout import begins_body, reads_on
from provenance.attribution.sources import chrome
from provenance.attribution.sources.agencies import PICTURES
from provenance.attribution.sources.desks import only_agencies, signed_agencies
from provenance.attribution.sources.nobody import hosted, name_in
from provenance.attribution.sources.papers import PAPERS, POSTS, named_outlet, named_paper, people
from provenance.attribution.sources.persons import is_person, is_section
from provenance.attribution.sources.signatures import signature, signs
from provenance.attribution.sources.timestamps import only_days
from provenance.attribution.sources.wired import wired
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import ClaimFlag

_WRITERS = (" Writer", " Correspondent", " Reporter", " Staff", " WRITER")
_POSTS = ("Writer", "Correspondent", "Reporter", "Staff")
_TAKES = frozenset("([LlUWRCAE속")  # what the mark of a take begins with, if with no digit
_WITH = ("with", "avec", "mit", "con", "com")
_ANDS = (" and ", " und ", " et ", " y ", " e ")
_JOINTS = " |/,·–—-"
_PERSON = 48  # characters of a line with a person's name, and perhaps a town
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
_LONGEST = 120  # characters of a line that names somebody
# What a line begins with that says who posted a page (see "poster").
_POSTING = word_set(
    "Post post Publ publ Writ writ Subm subm Crea crea Adde adde Uplo uplo Shar shar Erst Verf Gesc Verö Écri Rédi"
    " Escr Envi Pubb Scri Gepl Opub Napi Doda Skre Skri Опуб Напи"
)
_DESKS = ("Redazione ", "Redacción ", "Redação ", "Rédaction ", "Redaktion ", "Agencia ", "Agence ", "Agenzia ")
_PATTERNS = {
    # By Jane Doe, Reuters; Text: Jane Doe | Harbour Gazette; not where no letter follows: By 2030
    "byline": r"""(?x)
        (?: BY\sBy | (?: By | BY | by | Von | Por | POR | Par | PAR | [Dd]i | Door | Od | Przez ) [:：]?
          | Автор[:：]? | Bởi | Autor: | Author: | Reporter:
          | Tác\x20giả: | Oleh:? | Penulis: | A[vf] (?= \s \S+ \s \S )
          | (?: Written | Story | Words ) \s by | BYLINE: | Byline: | Text[eo]? \s? : | Testo: | Текст: | Szerző:
          | A\scura\sdi | מאת:? | بقلم:? )
        \s (?=[^\W\d_])
        ( [^\n|•·]{2,80}? )                                            # who
        (?= \s? (?: [|•·] | -- | — | – | \s-\s ) | $ )                # up to a sign that parts them from the rest
    """,
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
    # (LEAD), 2nd LD-Writethru, UPDATE 1-, [속보]; not words of a headline: LEAD paint found, UPDATE your phone
    "take": r"""(?x)
        (?:
            \(? \d (?: st | nd | rd | th | ST | ND | RD | TH ) \s (?: LD | LEAD | Lead | Ld | ld )
            (?: -[Ww]ritethru | -WRITETHRU )? \)? (?=[\s:)-])
          | \(? (?: LD | LEAD | Lead | ld ) (?: \s? \(? \d \)? )? \)? (?: (?<=\)) | (?=[:-]) )
          | (?: UPDATE | WRAPUP | RPT | REFILE | CORRECTED | CORRECTION | URGENT | ADVISORY | REPEAT | WRITETHRU
              | AMPLIACIÓN | EILMELDUNG ) (?: \s? \d{1,2} )? (?= \s? [-:(] )
          | (?: Correction | Corrected | Clarification | Urgent | Update (?: \s\d )? ) (?= :\s )
          | \( (?: 종합\d?보? | \d보 | Ampliación | [Aa]ctualiza [^()\n]{0,40}
              | (?: \d\.\s )? Zusammenfassung | 更新 ) \)
          | \[속보\] | 속보 (?=[\s:])
        )
    """,
    "shared": r"(?:Texte?\s(?:by|par)\s?:?\s)?"
    r"[^\W\d_][^\n.:;?!]{1,40}?\s(?:with|avec|mit|con|com)\s([^\n.:;?!]{2,40})$",
    # where an agency or a person reports from: Reuters à Oslo
    "town": r"\s(?:in|à|en|em|a|au|aux|aus|din|w|we|v|ve|te|i|из|в|у|от)\s[^\W\d_a-zа-я][^\W\d_]{1,24}"
    r"(?:[ -][^\W\d_]{2,20}){0,3}$",
    "paper": r"\s(?:with|mit|avec|con|com|met|med|z|s)\s[^\W\d_a-z][\w’'-]{2,24}"
    r"(?:\s[^\W\d_][\w’'-]{1,20}){0,2}$",
    "parted": r"([^\n|·•–—/,\d]{4,40}?)\s?[|·•–—]\s?([^\W\d_][^\n|·•–—/,]{2,40})$",
    "place": r"\s?[|/,·–—-]\s?(?=[^\W\d_a-z])[^\W\d_][^\n|/,.:;?!\d]{1,24}$",
    "place before": r"[^\W\d_][^\n|/,.:;?!\d–—]{2,24}?(?:\s?[|/·–—]\s?|\s-\s)"
    r"(?=\S{1,24}(?:\s\S{1,12}){0,3}$)",
    "joint": r"\s?[/|]\s?|\s(?:with|avec|mit|con|com|and|et|und|y|e|for|para|of|từ)\s",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def byline_claims(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom the line at *place* names, such as "By Jane Doe, Reuters" or "Reuters"."""
    line = lines[place]
    if len(line.text) > _LONGEST:
        return
    found = list(_named_in(lines, place, agencies))
    yield from found
    if any(claim.property in {"source", "photo_source"} for claim in found):
        return
    signed = signature(line.text, agencies)
    titled = not place and len(lines) > 1 and chrome.titular(lines[1].text)
    if signed and (signed.sure or titled or (place and not chrome.in_list(lines, place))):
        span = Span(line.start, line.end)
        yield Claim("source", signed.key, span, "byline", "byline", "medium", ("agency",))
        if signed.name and not found:
            yield Claim("author", signed.name, span, "byline", "byline", "medium")


def _named_in(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom the line at *place* names in one of the forms that bylines have had for long."""
    line = lines[place]
    text = line.text
    if chain := signed_agencies(text, agencies):
        yield Claim("source", chain[0], Span(line.start, line.end), "byline", "byline", "medium", ("agency",))
        return
    if named := list(_beside_day(lines, place, agencies)):
        yield from named
        return
    key, beside = _name_line(text.strip(" -—–|:.()[]").removeprefix("By the "), agencies)
    if key and beside and (byline := _pattern("byline").match(text)) and _pattern("byline").match(beside):
        yield from _authors(line, byline, agencies)
        return
    if key:
        yield from _alone(lines, place, key, beside, agencies)
        return
    if key := wired(text, agencies):
        yield Claim("source", key, Span(line.start, line.end), "byline", "byline", "medium", ("agency",))
        return
    found = _pattern("byline").match(text)
    if found:
        yield from _authors(line, found, agencies)
    elif len(text) < 60 and (key := _signed(text, agencies) or (_shared(text, agencies) if place else "")):
        span = Span(line.start, line.end)
        yield Claim("source", key, span, "byline", "byline", "medium", ("agency",))
        if people(name := text.rpartition(", ")[0]):
            yield Claim("author", name, span, "byline", "byline", "medium")
    elif len(text) < 60 and (name := _staff(text)):
        yield Claim("author", name, Span(line.start, line.end), "byline", "byline", "medium", ("post",))
    else:
        yield from _unlabelled(lines, place)


def _unlabelled(lines: Sequence[Line], place: int) -> Iterator[Claim]:
    """Yield the authors that a line names without the word by in front: of a paper, or above what they are."""
    line = lines[place]
    text = line.text
    if posted := list(poster_claims(line)):
        yield from posted
    elif place and _several(text) and chrome.titular(lines[place - 1].text):
        yield Claim("author", text, Span(line.start, line.end), "byline", "byline", "low", ("name",))
    elif len(text) < 30 and people(text) and place + 1 < len(lines) and _post(lines[place + 1].text):
        yield Claim("author", text, Span(line.start, line.end), "byline", "byline", "medium", ("post",))
    elif name := _person(lines, place):
        yield Claim("author", name, Span(line.start, line.end), "byline", "byline", "low", ("name",))


def _person(lines: Sequence[Line], place: int) -> str:
    """Return the person whose name is alone between a title or a standfirst and the day: Jo Lind; Jo Lind in Oslo"""
    text = lines[place].text
    if not place or len(text) > _PERSON or not text[0].isupper() or not _before_day(lines, place):
        return ""
    above = lines[place - 1].text
    if not (chrome.titular(above) or reads_on(above) or (place == 1 and not is_section(above))):
        return ""
    town = _pattern("town").search(text)
    name = text[: town.start()] if town else text
    return name if is_person(name) and not is_section(name) else ""


def _before_day(lines: Sequence[Line], place: int) -> bool:
    return place + 1 < len(lines) and only_days(lines[place + 1])


def _beside_day(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom a line names with a town, a paper or an outlet: Reuters à Oslo; Jo Lind · Harbour News"""
    if key := _in_town(lines, place, agencies):
        span = Span(lines[place].start, lines[place].end)
        yield Claim("source", key, span, "byline", "byline", "medium", ("agency",))
        return
    yield from _employed(lines, place, agencies)


def _in_town(lines: Sequence[Line], place: int, agencies: Agencies) -> str:
    """Return the agency of a line beside the day that says where it reports from: Reuters à Oslo"""
    text = lines[place].text
    if not place or len(text) > _PERSON:
        return ""
    town = _pattern("town").search(text)
    key = agencies.printed(text[: town.start()]) if town else ""
    if key:
        return key if _before_day(lines, place) or only_days(lines[place - 1]) else ""
    beside = _pattern("paper").search(text)  # dpa mit Hafenbote
    key = agencies.printed(text[: beside.start()]) if beside else ""
    above = lines[place - 1].text
    return key if key and (chrome.titular(above) or only_days(lines[place - 1])) and not agencies.everyday(key) else ""


def _employed(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield person and outlet of a line above the day that a sign parts: Jo Lind · Harbour News"""
    line = lines[place]
    parted = _pattern("parted").match(line.text) if place and len(line.text) < _LONGEST else None
    if (
        not parted
        or signed(line.text)
        or not _before_day(lines, place)
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


def poster_claims(line: Line) -> Iterator[Claim]:
    """Yield who posted a page, as blogs write it: Posted on March 4, 2024 by jroe; Posted by: Jane Roe on March 4"""
    found = _pattern("poster").match(line.text) if line.text[:4] in _POSTING else None
    name = name_in((found[1] or found[2]).strip(" .,")) if found else ""
    if found and name and not any(map(str.isdigit, name)):
        span = Span(line.start + found.start(), line.start + found.end())
        yield Claim("author", name, span, "byline", "poster", "medium")


def _several(text: str) -> bool:
    """Whether a line is the names of several people: Jane Roe, John Doe and Ann Example."""
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


def _alone(lines: Sequence[Line], place: int, key: str, beside: str, agencies: Agencies) -> Iterator[Claim]:
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
    elif chrome.button(beside) or (agencies.everyday(text) and not _pattern("byline").match(before)):
        return
    elif beside and text.endswith(_name_of(text, beside)) and agencies.everyday(_name_of(text, beside)):
        return  # Harbour City, PA
    elif beside:
        sure = is_city(beside) or is_land(beside)
        yield Claim("source", key, span, "masthead", "name-line", "high" if sure else "medium")
    elif _captioned(lines, place):
        yield Claim("photo_source", key, span, "caption", "name-line", "low")
    elif chrome.titular(before) or not chrome.in_menu(lines, place) or is_city(below) or _behind_buttons(before, below):
        sure = _heads(lines, place) and (chrome.titular(before) or not agencies.everyday(text))
        yield Claim("source", key, span, "masthead", "name-line", "high" if sure else "medium")


def _behind_buttons(before: str, below: str) -> bool:
    """Whether a name is between the buttons of a page and the body."""
    return chrome.button(before) and reads_on(below)


def _heads(lines: Sequence[Line], place: int) -> bool:
    """Whether the line at *place* is between a title and the body, rather than between two short paragraphs."""
    before = lines[place - 1].text if place else ""
    return not (place > 1 and before.endswith((".", "!", "?", "。"))) and begins_body(lines[place + 1 : place + 8])


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
    return headed and title != caption and chrome.titular(caption) and not _pattern("byline").match(caption)


def _dated(lines: Sequence[Line], place: int) -> bool:
    """Whether an agency's name is beside the day of the text, perhaps with its town between, and is no part of the
    paragraph that is a caption.
    """
    if place and only_days(lines[place - 1]):
        return True
    if place + 1 < len(lines) and is_city(lines[place + 1].text) and _before_day(lines, place + 1):
        return True
    if not place or not _before_day(lines, place):
        return False
    above, line, below = lines[place - 1 : place + 2]
    return above.text[-1] in ".!?" or line.start - above.end >= below.start - line.end


def _authors(line: Line, found: re.Match[str], agencies: Agencies) -> Iterator[Claim]:
    """Yield author and agency, or outlet, of a line that begins as a byline does."""
    span = Span(line.start, line.start + found.end())
    author, _, service = _pattern("joint").sub(",", found[1]).partition(",")
    behind = line.text[found.end() :].strip(" |•")
    if not service and (named_outlet(behind) or agencies.printed(behind)):
        service, span = behind, Span(line.start, line.end)  # By Jane Doe | Harbour Gazette
    if not service and author.endswith(")"):  # By Jane Doe (AFP)
        name, _, bracketed = author[:-1].rpartition(" (")
        author, service = (name, bracketed) if agencies.printed(bracketed) else (author, "")
    desk = author.partition(" ")[2] if author.startswith(_DESKS) else author
    if agencies.named(desk):
        author, service = "", desk
    chain = agencies.chain(service)[:1] if service else ()
    outlet = "" if chain else _outlet(service.strip())
    if name_in(author) and not author[0].islower() and not any(c.isdigit() for c in author):
        apart = chain or outlet or service.rpartition(" ")[2].lower() in POSTS
        yield Claim("author", (author if apart else found[1]).strip(), span, "byline", "byline", "medium")
    if outlet:
        yield Claim("source", outlet, span, "byline", "byline", "medium", ("unknown-agency",))
    for key in chain:
        yield Claim("source", key, span, "byline", "byline", "medium", ("agency",))


def _name_line(name: str, agencies: Agencies) -> tuple[str, str]:
    """Return the agency whose name stands alone, or beside a place, and that place: EFE | Madrid; Copenhagen/DPA."""
    if name.startswith(_DESKS) and agencies.printed(name.partition(" ")[2]):
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
    return next(iter(agencies.chain(shared[1])), "") if shared else ""


def _staff(text: str) -> str:
    """Return who signs with a post: Jane Roe, Staff Writer; 홍길동 기자."""
    if text.endswith((" 기자", " 특파원")) and len(text) < 16:
        return text.rpartition(" ")[0]
    name, _, post = text.rpartition(", ")
    return name if post.endswith(_POSTS) and people(name) else ""


def signed(text: str) -> bool:
    """Return whether a line begins as a byline does."""
    return len(text) < 80 and _pattern("byline").match(text) is not None


def outlet_claims(lines: Sequence[Line], place: int) -> Iterator[Claim]:
    """Yield the outlet whose name stands alone on a line, where it is one that papers have ("Harbour Gazette")."""
    line = lines[place]
    if len(line.text) > 40:
        return
    signed = place > 0 and bool(_pattern("byline").match(lines[place - 1].text))
    under = signed and is_person(line.text) and line.text.rpartition(" ")[2] in _UNDER_BYLINES
    if not under and (not named_outlet(line.text) or PAPERS.isdisjoint(line.text.split())):
        return
    if not (named_paper(line.text) and not chrome.in_menu(lines, place)) and (not signed or chrome.generic(line.text)):
        return
    yield Claim("source", line.text, Span(line.start, line.end), "masthead", "name-line", "medium", ("unknown-agency",))


def _outlet(service: str) -> str:
    """Return the outlet that a byline's *service* is, or where somebody has a post: Harbour Gazette Reporter."""
    if named_outlet(service):
        return service
    employer, _, post = service.rpartition(" ")
    return employer if post.lower() in POSTS and named_paper(employer) else ""


def take_claims(line: Line) -> Iterator[Claim]:
    """Yield the mark of a take ("(LEAD)", "2nd LD", "UPDATE 1-", "CORRECTED-") at a line's start."""
    found = _pattern("take").match(line.text) if line.text[0] in _TAKES or line.text[0].isdecimal() else None
    if found:
        span = Span(line.start, line.start + found.end())
        yield Claim("take", found[0].strip("() "), span, "body", "take-mark", "high")
