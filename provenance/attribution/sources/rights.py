"""From the last lines of a text to notices of rights: whose they are, and whether of the text, a picture or a site."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.clues import RIGHTS, UNSIGNED
from provenance.attribution.dates.months import word_set
from provenance.attribution.layout import LAST_LINES
from provenance.attribution.sources.credited import TAIL, chain_claims
from provenance.attribution.sources.nobody import company, incorporated, name_in
from provenance.attribution.sources.papers import people
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import ClaimFlag

_HANDED = 80  # characters behind a notice in which it says who distributes the text
_LETTERS = 4  # letters of an agency's name that others have too
_HOLDERS = word_set(
    "news agency agencies wire newswire photo photos images pictures limited ltd inc llc plc gmbh ag sa srl spa bv"
    " business entertainment sports sport media group international service services forum archive factbox english"
    " press agence agentur agencia agenzia infocom themendienst all rights reserved alle tous todos"
)
_RESERVED = (
    "copyright", "reserv", "rights", "droits", "rechte", "diritti", "hak cipta", "защищены", "застережен", "금지",
    "版权", "riservat", "réservé", "vorbehalten", "zastrzeżone", "vyhrazen", "rezervat", "saklıdır", "無断", "محفوظ",
)  # fmt: skip
_UNSIGNED = (*UNSIGNED, "RIGHTS RESERVED")
# Whose text it is, where a notice says that somebody else prints it.
_REPRINTED = ("eprinted", "epublished", "with permission", "by permission", "under license", "under licence")


_PATTERNS = {
    # © 2024 AFP. All rights reserved; not a word that goes on: copyrighted
    "notice": r"""(?x)
        (?: © | \([cC]\)\s | [Cc]opyright\b | COPYRIGHT\b ) [\s©]{0,4} (?: [Cc]opyright\s )?
        ( [^\n.]{2,90}? ) (?: \. | $ )                                  # the owner, with years
        (?: \s All\x20rights\x20reserved \.? )?
        """,
    "dated": r"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)[\s©(cC)]{1,5}\d{4}",
    # © Harbour Gazette, distributed by allnews.example
    "handed on": r"(?i)[.,]?\s\(?"
    r"(?:distributed|syndicated|distribuée?|diffusée?|distribuido|distribuído|distribuito|vertrieben)\s(?:by|par|por|da|durch|von)\s([^\W\d_][^\n.,;:()]{1,40})",
    "attribution": r"\b(?:[Aa]ttribution|ATTRIBUTION)\s(?:to|TO)\s(?:the\s|THE\s)?([A-Z][^\n.;:]{2,50}\.?)",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def rights_claims(lines: Sequence[Line], agencies: Agencies) -> Iterator[Claim]:
    """Yield what notices of rights among the last lines of a text claim."""
    for line in lines[-LAST_LINES:]:
        if not line.clues & RIGHTS:
            continue
        text = line.text
        if "©" in text or "ⓒ" in text or "opyright" in text or "OPYRIGHT" in text or _sign_c(text):
            yield from _rights(line, agencies, last=line is lines[-1] and len(lines) > 1)
        elif len(text) < 200 and any(words in text for words in _UNSIGNED):
            yield Claim("rights", text, Span(line.start, line.end), "credit", "notice", "medium", ("site",))


def head_rights(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield what a notice above a text says, as data bases print it: Copyright 2003 Agence France-Presse"""
    if attributed := _pattern("attribution").search(line.text):
        name = company(attributed[1])
        span = Span(line.start + attributed.start(), line.start + attributed.end())
        key = next(iter(agencies.chain(name)), "")
        flags: tuple[ClaimFlag, ...] = ("text",) if key else ("text", "unknown-agency")
        yield Claim("source", key or name, span, "credit", "notice", "medium", flags)
    if _pattern("dated").match(line.text):
        yield from _rights(line, agencies, last=False)


def _handed_on(line: Line, found: re.Match[str], handed: re.Match[str], agencies: Agencies) -> Iterator[Claim]:
    """Yield whose text it is and who distributed it: © Harbour Gazette, distributed by allnews.example"""
    printed = line.text[found.start(1) : handed.start()].strip(" .,").strip("0123456789-–— ,")
    owner = name_in(printed)
    span = Span(line.start + found.start(), line.start + handed.start())
    behind = Span(line.start + handed.start(1), line.start + handed.end(1))
    yield Claim("rights", line.text[found.start() : handed.end()], span, "credit", "notice/text", "medium")
    key = next(iter(agencies.chain(owner)), "")
    flags: tuple[ClaimFlag, ...] = ("text",) if key else ("text", "unknown-agency")
    if owner:
        yield Claim("source", key or owner, span, "credit", "notice", "medium", flags)
    yield Claim("distributor", handed[1].strip(), behind, "credit", "notice", "medium", ("text",))


def _sign_c(text: str) -> bool:
    """Whether a line has (c) in it, with the letter of a Latin or a Cyrillic keyboard."""
    return ") " in text and any(sign in text for sign in ("(c) ", "(C) ", "(с) ", "(С) "))


def _of_namesake(owner: str, agencies: Agencies) -> bool:
    """Whether a holder of rights only begins with an agency's letters: AP Glue Works; not AP News, AFP Ltd."""
    letters, _, rest = owner.partition(" ")
    words = rest.replace(",", " ").split()
    if not words or len(letters) > _LETTERS or agencies.named(owner) or not agencies.named(letters):
        return False
    return all(word.isalpha() and word[0].isupper() and word.lower() not in _HOLDERS for word in words)


def _rights(line: Line, agencies: Agencies, *, last: bool) -> Iterator[Claim]:
    """A rights notice and whose it is; the method's second word is its scope: the text, a photo, the whole site.

    An agency's bare sign ("© AFP") is a photo's, unless it is the *last* thing that the text says.
    """
    found = _pattern("notice").search(line.text[:TAIL].replace("ⓒ", "©").replace("(с)", "(c)").replace("(С)", "(C)"))
    if not found:
        return
    span = Span(line.start + found.start(), line.start + found.end())
    owner = found[1].strip(" .,").strip("0123456789-–— ,").removesuffix(" All rights reserved")
    owner = owner[3:] if owner[:3].lower() == "by " else owner
    person, _, agency = owner.partition("/")
    if agency and people(person) and (pictured := agencies.chain(agency)):  # Copyright Jane Roe/AP
        yield Claim("photo_source", pictured[0], span, "caption", "notice", "medium", ("photo",))
        return
    if handed := _pattern("handed on").search(line.text, found.start(1), found.end() + _HANDED):
        yield from _handed_on(line, found, handed, agencies)
        return
    chain = () if _of_namesake(owner, agencies) else agencies.chain(owner)
    owner = "" if any(sign in owner.lower() for sign in _RESERVED) else owner
    granted = any(words in line.text for words in _REPRINTED)
    sited = bool(owner) and not chain and (incorporated(owner) or (last and not people(owner)))
    notice = (
        granted or sited or any(c.isdigit() for c in found[0]) or any(sign in line.text.lower() for sign in _RESERVED)
    )
    if not notice and last and chain and found.start() == 0 and found.end() == len(line.text):
        yield Claim("rights", found[0], span, "credit", "notice", "medium", ("text",))
        yield from chain_claims(chain, span, "credit", "notice", "medium", flags=("text",))
        return
    if not notice:
        yield Claim("photo_rights", found[0], span, "caption", "notice", "medium", ("photo",))
        if chain:
            yield Claim("photo_source", chain[0], span, "caption", "notice", "medium", ("photo",))
        return
    scope = "text" if chain else "site"
    yield Claim("rights", found[0], span, "credit", f"notice/{scope}", "medium")
    yield from chain_claims(chain, span, "credit", "notice", "medium", flags=("text",))
    if owner and not chain and granted:
        yield Claim("source", owner, span, "credit", "notice", "medium", ("text", "unknown-agency"))
    elif owner and not chain:
        yield Claim("distributor", owner, span, "credit", "notice", "medium", ("site",))
