"""From a line that begins as a byline does ("By Jane Doe, Reuters") to its author, agency or outlet."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.sources.nobody import name_in
from provenance.attribution.sources.papers import POSTS, named_outlet, named_paper
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies

DESKS = ("Redazione ", "Redacción ", "Redação ", "Rédaction ", "Redaktion ", "Agencia ", "Agence ", "Agenzia ")
_PATTERNS = {
    # By Jane Doe, Reuters; Text: Jane Doe | Harbour Gazette; not where no letter follows: By 2030
    "byline": r"""(?x)
        (?: BY\sBy | (?: By | BY | by | Von | Por | POR | Par | PAR | [Dd]i | Door | Od | Przez ) [:：]?
          | Автор[:：]? | Bởi | Autor: | Author: | Reporter:
          | Tác\x20giả: | Oleh:? | Penulis: | A[vf] (?= \s \S+ \s \S )
          | (?: Written | Story | Words ) \s by | BYLINE: | Byline: | Text[eo]? \s? : | Testo: | Текст: | Szerző:
          | (?: par | por | von | door | af | av | przez | od | de ) (?= (?: \s [^\W\d_a-zà-ÿ] [\w.'’-]{1,20} ){2,4} $ )
          | A\scura\sdi | מאת:? | بقلم:? )
        \s (?=[^\W\d_])
        ( [^\n|•·]{2,80}? )                                            # who
        (?= \s? (?: [|•·] | -- | — | – | \s-\s ) | $ )                # up to a sign that parts them from the rest
    """,
    "joint": r"\s?[/|]\s?|\s(?:with|avec|mit|con|com|and|et|und|y|e|for|para|of|từ)\s",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def begun(text: str) -> re.Match[str] | None:
    """Return what a line begins with, and in its first group who is named, if it begins as a byline does."""
    return _pattern("byline").match(text)


def signed(text: str) -> bool:
    """Return whether a line begins as a byline does."""
    return len(text) < 80 and begun(text) is not None


def authors(line: Line, found: re.Match[str], agencies: Agencies) -> Iterator[Claim]:
    """Yield author and agency, or outlet, of a line that begins as a byline does."""
    span = Span(line.start, line.start + found.end())
    author, _, service = _pattern("joint").sub(",", found[1]).partition(",")
    behind = line.text[found.end() :].strip(" |•")
    if not service and (named_outlet(behind) or agencies.printed(behind)):
        service, span = behind, Span(line.start, line.end)  # By Jane Doe | Harbour Gazette
    if not service and author.endswith(")"):  # By Jane Doe (AFP)
        name, _, bracketed = author[:-1].rpartition(" (")
        author, service = (name, bracketed) if agencies.printed(bracketed) else (author, "")
    desk = author.partition(" ")[2] if author.startswith(DESKS) else author
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


def _outlet(service: str) -> str:
    """Return the outlet that a byline's *service* is, or where somebody has a post: Harbour Gazette Reporter."""
    if named_outlet(service):
        return service
    employer, _, post = service.rpartition(" ")
    return employer if post.lower() in POSTS and named_paper(employer) else ""
