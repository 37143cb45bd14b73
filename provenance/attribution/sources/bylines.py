"""From the lines before the lead to a site's own words: names, bylines and takes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import word_set
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies

_WRITERS = (" Writer", " Correspondent", " Reporter", " Staff", " WRITER")
_POSTS = ("Writer", "Correspondent", "Reporter", "Staff")
# Agencies of pictures only.
_PICTURES = frozenset({"Getty Images", "EPA"})
# What papers call themselves.
_PAPERS = word_set(
    "Times Post Herald Tribune Gazette Chronicle Journal Courier Ledger Observer Guardian Mail Star Sentinel Examiner"
    " Monitor Record Telegraph Daily Weekly Independent Standard Mirror Express Advertiser Bulletin Dispatch Inquirer"
    " Reporter Press News Register Argus Echo Zeitung Tagblatt Nachrichten Kurier Anzeiger Diario Gaceta Prensa"
    " Corriere Gazzetta Giornale Jornal Folha Gazeta"
)
_DESKS = ("Redazione ", "Redacción ", "Redação ", "Rédaction ", "Redaktion ", "Agencia ", "Agence ", "Agenzia ")
_PATTERNS = {
    # By Jane Doe, Reuters; Text: Jane Doe | Harbour Gazette; not where no letter follows: By 2030
    "byline": r"""(?x)
        (?: BY\sBy | By | BY | by | Von | Por | POR | Par | PAR | [Dd]i | Автор[:：]? | Bởi | Door | Autor: | Author:
          | Reporter: | Tác\x20giả: | Oleh:? | Penulis: | A[vf] (?= \s \S+ \s \S )
          | (?: Written | Story | Words ) \s by | BYLINE: | Byline: | Text[eo]? \s? : | Testo: | Текст: | Szerző:
          | A\scura\sdi | מאת:? | بقلم:? )
        \s (?=[^\W\d_])
        ( [^\n|•·]{2,80}? )                                            # who
        (?= \s? (?: [|•·] | -- | — | – | \s-\s ) | $ )                # up to a sign that parts them from the rest
    """,
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
    "place": r"\s?[|/,·–—-]\s?(?=[^\W\d_a-z])[^\W\d_][^\n|/,.:;?!\d]{1,24}$",
    "place before": r"[^\W\d_][^\n|/,.:;?!\d–—]{2,24}?(?:\s?[|/·–—]\s?|\s-\s)"
    r"(?=\S{1,24}(?:\s\S{1,12}){0,3}$)",
    "joint": r"\s?[/|]\s?|\s(?:with|avec|mit|con|com|and|et|und|y|e|for|para|of|từ)\s",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def byline_claims(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield who a line such as "By Jane Doe, Reuters" or "Reuters" names."""
    text = line.text
    if len(text) > 120:
        return
    key = _name_line(text.strip(" -—–|:.()[]").removeprefix("By the "), agencies)
    if key:
        span = Span(line.start, line.end)
        if key in _PICTURES:
            yield Claim("photo_source", key, span, "caption", "name-line", "medium")
        else:
            yield Claim("source", key, span, "masthead", "name-line", "high")
        return
    found = _pattern("byline").match(text)
    if found:
        yield from _authors(line, found, agencies)
    elif len(text) < 60 and (key := _signed(text, agencies)):
        yield Claim("source", key, Span(line.start, line.end), "byline", "byline", "medium", ("agency",))
        if people(name := text.rpartition(", ")[0]):
            yield Claim("author", name, Span(line.start, line.end), "byline", "byline", "medium")
    elif len(text) < 60 and (name := _staff(text)):
        yield Claim("author", name, Span(line.start, line.end), "byline", "byline", "medium", ("post",))


def _authors(line: Line, found: re.Match[str], agencies: Agencies) -> Iterator[Claim]:
    """Yield author and agency, or outlet, of a line that begins as a byline does."""
    span = Span(line.start, line.start + found.end())
    author, _, service = _pattern("joint").sub(",", found[1]).partition(",")
    behind = line.text[found.end() :].strip(" |•")
    if not service and named_outlet(behind):
        service, span = behind, Span(line.start, line.end)  # By Jane Doe | Harbour Gazette
    desk = author.partition(" ")[2] if author.startswith(_DESKS) else author
    if agencies.named(desk):
        author, service = "", desk
    chain = agencies.chain(service)[:1] if service else ()
    outlet = service.strip() if not chain and named_outlet(service.strip()) else ""
    if author and not author[0].islower() and not any(c.isdigit() for c in author):
        yield Claim("author", (author if chain or outlet else found[1]).strip(), span, "byline", "byline", "medium")
    if outlet:
        yield Claim("source", outlet, span, "byline", "byline", "medium", ("unknown-agency",))
    for key in chain:
        yield Claim("source", key, span, "byline", "byline", "medium", ("agency",))


def _name_line(name: str, agencies: Agencies) -> str:
    """Return the agency whose name stands alone, or beside a place: EFE | Madrid; AFP, Manila; Copenhagen/DPA."""
    if name.startswith(_DESKS) and agencies.printed(name.partition(" ")[2]):
        return agencies.printed(name.partition(" ")[2])
    key = agencies.printed(name) or (agencies.begun(name) if name.endswith(_WRITERS) and len(name) < 50 else "")
    if key or len(name) >= 40:
        return key
    place = _pattern("place").search(name)
    if place and (key := agencies.printed(name[: place.start()])):
        return key
    place = _pattern("place before").match(name)
    behind = name[place.end() :] if place else ""
    return agencies.printed(behind) or (agencies.named(behind) if behind.isupper() else "")


def _signed(text: str, agencies: Agencies) -> str:
    """Return the agency that people sign for: Jane Roe, Reuters; Le Courrier avec AFP."""
    names, comma, service = text.rpartition(", ")
    if comma and (people(names) or (names.isalpha() and names[0].isupper())) and agencies.printed(service):
        return agencies.printed(service)
    shared = _pattern("shared").match(text)
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


def people(words: str) -> bool:
    """Return whether *words* can be the names of people: Jane Roe and John Doe."""
    names = words.replace(",", "").split()
    return 2 <= len(names) <= 7 and all(name[0].isupper() or name in {"and", "und", "et", "y", "e"} for name in names)


def outlet_claims(line: Line) -> Iterator[Claim]:
    """Yield the outlet whose name stands alone on a line, where it is one that papers have ("Harbour Gazette")."""
    if len(line.text) <= 40 and named_outlet(line.text) and not _PAPERS.isdisjoint(line.text.split()):
        yield Claim(
            "source", line.text, Span(line.start, line.end), "masthead", "name-line", "medium", ("unknown-agency",)
        )


def named_outlet(name: str) -> bool:
    """Return whether *name* is one that papers have: Harbour Gazette, The Example."""
    words = name.split()
    return (
        2 <= len(words) <= 5
        and all(word[0].isupper() or word in {"of", "the", "de", "and", "&"} for word in words)
        and (words[0] == "The" or not _PAPERS.isdisjoint(words))
        and not any(c in ",.:;?!" for c in name)
    )


def take_claims(line: Line) -> Iterator[Claim]:
    """Yield the mark of a take ("(LEAD)", "2nd LD", "UPDATE 1-", "CORRECTED-") at a line's start."""
    found = _pattern("take").match(line.text)
    if found:
        span = Span(line.start, line.start + found.end())
        yield Claim("take", found[0].strip("() "), span, "body", "take-mark", "high")
