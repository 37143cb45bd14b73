"""From a line of names to the agencies that it consists of, beside a paper's own desk: APA/red, Agencies/PTI."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import phrase_set, word_set
from provenance.attribution.gazetteer import is_city, is_land

if TYPE_CHECKING:
    from provenance.attribution.sources.agencies import Agencies

_LONGEST = 60  # characters of such a line
_ARTICLES = frozenset(("the", "a"))  # titles begin with them more often than names
_MOST = 2  # agencies of one text
# What papers call their own desk, and agencies whose names they leave out.
_DESKS = phrase_set(
    "red|red.|redaktion|die redaktion|online|onlineredaktion|online-redaktion|ag|agencies|agency|news agencies|wires"
    "|wire|wire services|staff|staff reporter|our staff|desk|web desk|news desk|online desk|newsroom|bureau|agenturen"
    "|agentur|nachrichtenagenturen|agences|agence|la rédaction|rédaction|rédaction web|avec agences|agencias|agencia"
    "|redacción|la redacción|agências|agência|redação|da redação|agenzie|redazione|redazione online|redactie"
    "|onze redactie|persbureaus|byråer|byråene|bureauer|redaktionen|redaksjonen|toimitus|agentury|agencje|redakcja"
    "|redakce|agentúry|redakcia|agencije|agencija|redakcija|agenții|redacția|ügynökségek|agjencitë|ajanslar"
    "|агентства|агенции|агенције|редакция|редакција|وكالات|एजेंसी|एजेंसियां|एजेंसियाँ"
)
# Words that a line with who wrote a text begins with.
_SIGNING = word_set(
    "by von par por da di av af aus från fra autor autorka autori autore auteur author avtor avtorica text tekst texte"
    " texto piše pise napisao źródło zdroj izvor oleh penulis kirjoittanut szerző автор автори аутор текст door de oleh"
    " извор източник источник джерело крыніца"
)
# What a line with who wrote a text can begin with before that word.
_PIECES = word_set(
    "article story report artikel beitrag bericht meldung artículo noticia nota articolo notizia artigo notícia"
    " artykuł wpis článek článok articol cikk članak статья материал стаття"
)
# From an ASCII character to itself, or to a blank if it is no part of a word.
_BLANKS = "".join(each if each.isalnum() else " " for each in map(chr, range(128)))
_PATTERNS = {
    "word": r"[^\W_]+",
    "joint": r"\s?[/|,+&·•–—]\s?|\s-\s|\s(?:and|und|with|mit|et|avec|y|con|e|com|i|og|och|ja)\s",
    "place": r"(?:\s(?:in|à|en|em|a|aus|din|i|v|w|u))?\s(?=\S+(?:\s\S+)?$)",
    # Agence France-Presse (AFP)
    "short form": r"([^()\n]{4,50})\s\(([^()\n]{2,12})\)$",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def only_agencies(text: str, agencies: Agencies, *, signed: bool = False) -> tuple[str, ...]:
    """Return the agencies of a line that consists of their names, of desks and of places; else nothing.

    AFP; APA/red; Agence France-Presse (AFP); Associated Press in Oslo.  A single short form that is a word of menus
    counts only beside a desk, or where the line is *signed*: a word such as "by" is before it.  Names of more
    agencies than two are a list of tags.
    """
    first = _pattern("word").search(text) if len(text) <= _LONGEST else None
    if not first or first[0].lower() not in _first_words(agencies):
        return ()
    parts = [part for part in _pattern("joint").split(text.strip(" /-–—|:.()[]©")) if part]
    found: list[str] = []
    for part in parts:
        if part.lower() in _DESKS or (len(parts) > _MOST and is_city(part)):
            continue
        key = _one(part, agencies)
        if not key or (len(parts) == 1 and not signed and agencies.everyday(part)):
            return ()
        if key not in found:
            found.append(key)
    return tuple(found) if len(found) <= _MOST else ()


@lru_cache(8)
def _first_words(agencies: Agencies) -> frozenset[str]:
    """Return what names of agencies and desks begin with, in lower case: most lines begin with another word."""
    names = [
        name
        for key, entry in agencies.entries.items()
        for name in (key, *entry.get("name", ()), *entry.get("names", ()))
    ]
    words = (_pattern("word").search(name) for name in (*names, *_DESKS))
    return frozenset(word[0].lower() for word in words if word) - _ARTICLES


def has_name(text: str, agencies: Agencies) -> bool:
    """Return whether a line has a word that the name of an agency, or a desk, begins with: few lines have one."""
    # Of ASCII these are the same words, in a third of the time.
    words = (
        text.lower().translate(_BLANKS).split() if text.isascii() else map(str.lower, _pattern("word").findall(text))
    )
    return not _first_words(agencies).isdisjoint(words)


def without_desks(name: str) -> str:
    """Return *name* without the agencies that it has behind it, but does not name: The Quay + agencies."""
    first, *others = _pattern("joint").split(name)
    return first.strip() if others and all(part.strip().lower() in _DESKS for part in others) else name


def signed_agencies(text: str, agencies: Agencies) -> tuple[str, ...]:
    """Return the agencies behind the word that a byline begins with: Av NTB; Autor: TASR; Aus APA/dpa."""
    first, _, rest = text.partition(" ")
    if first.lower() in _PIECES:
        first, _, rest = rest.partition(" ")  # Artikel von dpa
    if not rest or len(text) > _LONGEST or first.rstrip(":").lower() not in _SIGNING:
        return ()
    return only_agencies(rest, agencies, signed=True)


def _one(part: str, agencies: Agencies) -> str:
    """Return the agency whose name *part* is, with its short form or the place of its office behind it."""
    key = agencies.printed(part.removesuffix(" Staff"))
    if key or " " not in part:
        return key
    if part[-1] == ")" and (both := _pattern("short form").match(part)):
        key = agencies.named(both[1])
        return key if key == agencies.named(both[2]) else ""
    for found in _pattern("place").finditer(part):
        place = part[found.end() :]
        key = agencies.printed(part[: found.start()])
        place = place.title() if place.isupper() else place
        if key and (is_city(place) or is_land(place)) and not agencies.everyday(part[: found.start()]):
            return key
    return ""
