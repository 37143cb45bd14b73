"""From the end of a text (and its captions) to who is credited: credit lines, sign-offs, photo credits, licences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.attribute.layout import reads_on
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribute.agencies import Agencies
    from provenance.attribute.layout import Line
    from provenance.model import Asserter, Confidence

_SOURCES = (
    "source|sources|nguồn|theo|sumber|fuente|fuentes|quelle|fonte|fontes|bron|kaynak|źródło|zdroj|джерело|источник|sursa|"
    "izvor|来源|來源|出典|출처|المصدر|kilde|källa|credit"
)
_STRENGTHS: dict[str, Confidence] = {"high": "high", "medium": "medium", "low": "low"}
_PATTERNS = {
    "end mark": r"(?:[\s#*]|-0-|-30-|\(?\b(?:END|ENDS|MORE|THE END)\b\)?|[（(][完了终][）)])+$",
    "dash credit": r"(?:--?|[—–―])\s{0,2}([^\W\d_][^\n()\[\]—–―:;!?]{1,40}?)\.?$",
    "bracket credit": r"[(\[（【]\s?([^()\[\]（）【】\n]{2,60}?)\.?\s?[)\]）】]\.?$",
    "slash credit": r"\.?/\s?([^\s/\d][^\n/()]{1,30}?)\s?/?\.?$",
    "label credit": rf"[(\[（【*]{{0,2}}\s?(?:{_SOURCES})(?:\s?[:：]\s?|\s(?=\S))([^\n:：]{{2,60}}?)\s?[)\]）】*]{{0,2}}\.?$",
    "reporting": r"\(?(?:Additional r|R)eporting by ([^\n();]{2,200})(?:[;.][^\n()]{0,300})?\)?$",
    "inputs": r"\(?\b(?:with|con|avec|mit|com)\s(?:additional\s)?(?:inputs?|reporting|reports|información|informações|informations)?"
    r"\s?(?:from|by|of|de|da|do|von|d['’])?\s?([^\W\d_][^\n().,;]{1,40}?)(?:\s?inputs?)?\)?\.?$",
    "photo": r"[(\[（]?\s?\b(?:photos?|photo by|photo credit|image|picture|pic|courtesy|foto|fotografía|fotos|ảnh|ảnh minh họa|bild|fot"
    r"|imagem|crédits? photo|фото|写真|照片|图片|사진|صورة)(?:\s?[:：]\s?|\s(?=by\s)|\s?/\s?)(?:by\s)?([^\n()\[\]（）]{2,60}?)\s?(?:[)\]）]|$)",
    "licence": r"\bCC(?:0(?:\s1\.0)?|[ -]BY(?:-(?:SA|NC|ND)){0,2}(?:\s\d\.\d)?)(?!\w)",
    "rights": r"(?:©|\(c\)\s|copyright\b)[\s©]{0,4}([^\n.]{2,90})\.?",
}


@lru_cache(maxsize=None)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.IGNORECASE)


def chain_claims(
    chain: tuple[str, ...], span: Span, asserter: Asserter, method: str, confidence: Confidence = "high"
) -> Iterator[Claim]:
    """Yield a chain's claims: the first agency is the source, the others handed it on."""
    for position, key in enumerate(chain):
        yield Claim("via" if position else "source", key, span, asserter, method, confidence)


def credit_claims(lines: list[Line], agencies: Agencies) -> Iterator[Claim]:
    """Yield what the last lines of a text say about who wrote it, the last line first."""
    for count, line in enumerate(reversed(lines[-6:])):
        text = line.text
        yield from _marks(line, agencies, last=count == 0)
        if len(text) > 400:
            begin = line.end - 400
            text = text[-400:]
        else:
            begin = line.start
        ending = _pattern("end mark").search(text[-40:])
        if ending:
            text = text[: len(text) - len(ending[0])].rstrip()
        found = list(_credit(text, begin, agencies, alone=len(line.text) < 120)) if text else []
        yield from found
        if count and reads_on(line.text) and not found:
            break


def _credit(text: str, begin: int, agencies: Agencies, *, alone: bool) -> Iterator[Claim]:
    window = max(0, len(text) - 140)
    for name in ("label credit", "bracket credit", "dash credit", "slash credit"):
        if name == "label credit":
            found = _pattern(name).match(text) if alone else _pattern(name).search(text, text.rfind("(", window) + 1 or window)
        else:
            found = _search_end(name, text, window)
        if not found:
            continue
        printed = found[1].strip()
        chain = _credited(printed, agencies, exact=name == "dash credit")
        start = found.start()
        span = Span(begin + start, begin + found.end())
        if chain:
            yield from chain_claims(chain, span, "credit", name.replace(" ", "/"))
            return
        if name == "label credit" and alone and ":" in found[0] and len(printed.split()) <= 5:
            yield Claim("source", printed, span, "credit", "label/unknown-agency", "medium")
            return
    if alone or text.endswith(")"):
        found = _search_end("reporting", text, max(0, len(text) - 400))
        if found:
            yield Claim("author", found[1].strip(), Span(begin + found.start(), begin + found.end()), "credit",
                        "reporting", "medium")  # fmt: skip
            return
    found = _search_end("inputs", text, window)
    chain = agencies.chain(found[1]) if found else ()
    if found and chain and (alone or found[0].startswith("(")):
        span = Span(begin + found.start(), begin + found.end())
        yield from chain_claims(chain, span, "credit", "inputs", "medium")


_OPENINGS = {"bracket credit": "([（【", "dash credit": "-—–―", "slash credit": "/", "inputs": "", "reporting": ""}


def _search_end(name: str, text: str, window: int) -> re.Match[str] | None:
    """Return the match of an ending pattern that starts last, trying few places only."""
    openings = _OPENINGS[name]
    if not openings:
        return _pattern(name).search(text, window)
    place = len(text)
    for _ in range(3):
        place = max(text.rfind(opening, window, place) for opening in openings)
        if place < 0:
            return None
        if name == "dash credit" and text[place - 1 : place] in openings and place:
            continue
        if name == "slash credit" and text[place - 1 : place] == ".":
            place -= 1
        found = _pattern(name).match(text, place)
        if found:
            return found
    return None


def _credited(printed: str, agencies: Agencies, *, exact: bool) -> tuple[str, ...]:
    if exact and not agencies.printed(printed) and "/" not in printed and "-" not in printed:
        return ()
    return agencies.chain(printed)


def _marks(line: Line, agencies: Agencies, *, last: bool) -> Iterator[Claim]:
    """Marks that an agency's stories end with; a low one only at the very end."""
    tail = line.text[-40:]
    for mark, key, strength in agencies.marks:
        if mark in tail and (last or strength != "low") and line.text.rstrip(" .)/").endswith(mark.rstrip(" .)/")):
            if mark.isalpha() and line.text != mark and not line.text.endswith(f" {mark}"):
                continue
            start = line.start + line.text.rindex(mark)
            if line.text.rindex(mark) + len(mark) == len(line.text):
                yield Claim("source", key, Span(start, start + len(mark)), "credit", "sign-off", _STRENGTHS[strength])
                return


def photo_claims(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom a caption credits for its picture, and under which licence; never about the text itself."""
    text = line.text
    for found in _pattern("licence").finditer(text):
        span = Span(line.start + found.start(), line.start + found.end())
        yield Claim("photo_rights", found[0], span, "caption", "licence", "high")
    if not any(sign in text for sign in ":/：") and " by " not in text:
        return
    for found in _pattern("photo").finditer(text):
        printed = found[1].strip(" .")
        chain = agencies.chain(printed)
        span = Span(line.start + found.start(), line.start + found.end())
        yield Claim("photo_source", chain[0] if chain else printed, span, "caption", "photo-credit", "medium")


def rights_claims(line: Line) -> Iterator[Claim]:
    """Yield a rights notice; the method's second word is its scope: text, site."""
    found = _pattern("rights").search(line.text[:400])
    if found:
        scope = "site" if "all rights reserved" in line.text.lower() else "text"
        span = Span(line.start + found.start(), line.start + found.end())
        yield Claim("rights", found[0].strip(), span, "credit", f"notice/{scope}", "medium")
