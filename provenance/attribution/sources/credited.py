"""From the end of a line to whom it credits: a name in brackets, behind a dash or a slash, behind a label."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from provenance.attribution.clues import DASH, OPENING, REPORTERS, SLASH
from provenance.attribution.dates.months import word_set
from provenance.attribution.sources import chrome
from provenance.attribution.sources.desks import only_agencies, signed_agencies, without_desks
from provenance.attribution.sources.nobody import name_in
from provenance.attribution.sources.papers import named_paper
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import Asserter, ClaimFlag, Confidence

TAIL = 400  # characters at a line's end in which it credits somebody
_PARAGRAPH = 90  # characters: what is longer is a paragraph, even without a full stop, and no title
SHORT = 40  # characters: a line that is no longer may be a label and a name
_CLOSING = 60  # characters of a name behind the last sentence, and its label
_TOWN = 4  # words of a town and of an adjective, Evening, before a paper's name
# What old papers are called behind their town; other words are more often the names of people.
_OLD_PAPERS = word_set(
    "Transcript Traveller Traveler Republican Democrat Sun Globe Whig Intelligencer Picayune Commercial Enquirer Union"
    " Gazette Advocate Citizen Telegram Spectator Patriot Statesman Messenger Constitution Blade Bulletin Budget"
    " Mail Post Press Record News Standard Mirror Express World Times Herald Tribune Journal Courier Argus"
    " Advertiser Register Independent Inter-Ocean Ledger Observer Palladium Mercury Plaindealer Pilot Visitor Watchman"
)
_ENDS = frozenset('.!?"”») ')
_STOPS = frozenset(".!?…”»。")
_LABELS = r"""
    sources?|nguồn(?:\x20tin)?|theo|sumber|fuentes?|quellen?|fontes?|bron|kaynak|źródło|zdroj|джерело|источник|sursa|
    izvor|forrás|πηγή|lähde|šaltinis|avots|allikas|источник|स्रोत|সূত্র|ที่มา|منبع|מקור|წყარო|աղբյուր|дереккөз|vir|burimi|извор|източник|крыніца|
    来源|來源|出典|출처|المصدر|kilde|källa|credit|via|according\x20to|wire(?:\x20service)?|agencies|từ|par|von|por|by|
    agency|story\x20by|text|autor|author
"""
_PATTERNS = {
    "dash": r"(?:--?|[—–―])\s{0,2}\[?([^\W\d_][^\n()\[\]—–―:;!?]{1,40}?)\.?$",
    "bracket": r"[(\[（【]\s?([^()\[\]（）【】\n]{2,60}?)\.?\s?[)\]）】]\.?$",
    "slash": r"\.?/\s?([^\s/\d][^\n/()]{1,30}?)\s?/?\.?$",
    # Source: VGP; (According to VNA); not a label that a second one follows: Source: photo: VGP
    "label": rf"""(?x)
        [(\[（【*]{{0,2}} \s? (?:{_LABELS}) (?: \s? [:：] \s? | \s (?=\S) )
        ( [^\n:：]{{2,60}}? ) \s? [)\]）】*]{{0,2}} \.? $
    """,
    # source: ; not a word that only begins as a label does: sourced
    "only label": rf"(?x) (?:{_LABELS}) (?: \s? [:：] \s? | \s )",
    "reporting": r"\(?(?:Additional r|R)eporting by ([^\n();]{2,200})(?:[;.][^\n()]{0,300})?\)?$",
    # (With inputs from PTI), avec AFP; not where a sentence goes on behind the name: with AFP; more follows
    "inputs": r"""(?x)
        [(—–-]{0,2} \s? \b (?: with | con | avec | mit | com | bằng ) \s
        (?: (?: additional\s | agency\s | wire\s )?
            (?: inputs? | reporting | reports | información | informações | informations | material ) \s )?
        (?: (?: from | by | of | de | da | do | von | der | des ) \s | d['’] )?
        ( [^\W\d_] [^\n().;]{1,40}? )                                  # the agencies
        (?: \s inputs? )? \)? \.? $
    """,
    "initials": r"(?<![^\s.-])(PTI|UNI|ANI|IANS|APP)(?:(?:\s[A-Z]{2,4}){1,4}|\s[a-z]{2,4}(?:/[a-z]{2,4})+)$",
    # AGERPRES/(AS - autor: …
    "desk": r"(?<!\w)([A-Z][A-Za-z]{2,9})\s?/\s?\([A-Z]{1,2}\b",
    # … the train stopped. EFE; … stopped. Fonte: Lusa
    "behind": r"[^\W\d_]{2}[.!?»”]\s"
    r"(?:(?:Fonte|Fuente|Source|Quelle|Bron|Kilde|Källa|Źródło|Zdroj|Sursa|Izvor|Источник)\s?:\s)?([^\W\d_a-z][^\n.,;:!?()\[\]]{1,24})\.?$",
    # the initials of editors before a bracket
    "desks": r"[a-zäöüłśżæøå]{2,4}(?:\s?[/,|-]\s?[a-zäöüłśżæøå]{2,4}){0,3}",
    "zero": r"-0-\s([A-Z]{2,10})\b",
    "feed": r"(?:from\s(?:an?\s|the\s)?|feed:?\s(?:from\s|of\s)?|by\s)([A-Z][A-Za-z]{2,12})(?=\sfeed|[.)]|$)",
}
_FORMS: tuple[tuple[Literal["bracket", "dash", "slash"], int], ...] = (
    ("bracket", OPENING), ("dash", DASH), ("slash", SLASH),
)  # fmt: skip
_ENDING = OPENING | DASH | SLASH
_OPENINGS = {"bracket": "([（【", "dash": "-—–―", "slash": "/"}
CLOSINGS = frozenset(")]）】")
_BRACKETS = frozenset("([（【")
_WITH = frozenset(("with", "avec", "mit", "con", "com"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.IGNORECASE if name in {"label", "only label", "inputs"} else 0)


def chain_claims(
    chain: tuple[str, ...],
    span: Span,
    asserter: Asserter,
    pattern: str,
    confidence: Confidence = "high",
    flags: tuple[ClaimFlag, ...] = (),
) -> Iterator[Claim]:
    """Yield a chain's claims: the first agency is the source, the others handed it on."""
    for position, key in enumerate(chain):
        yield Claim("via" if position else "source", key, span, asserter, pattern, confidence, flags)


def credited(chain: tuple[str, ...], span: Span, *flags: ClaimFlag, confidence: Confidence = "high") -> Iterator[Claim]:
    """Yield the claims of a credit to a chain of agencies."""
    return chain_claims(chain, span, "credit", "credit", confidence, flags)


def inside(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """A credit where a story ends and the page goes on: "— VNA/VNS" behind a sentence, a line "Source: VGP"."""
    tail = line.text[-60:]
    if "—" in tail or "–" in tail or "--" in tail:
        found = _at_end("dash", tail)
        chain = _named(found[1], agencies) if found and tail[: found.start()].rstrip()[-1:] in _ENDS else ()
        if found and chain:
            span = _span(line.end - len(tail), found)
            yield from credited(chain, span, "dash", "inside", confidence="medium")
    elif len(line.text) < SHORT and (":" in line.text or "：" in line.text):
        found = _pattern("label").match(line.text)
        chain = agencies.chain(found[1]) if found and _source_label(line.text) else ()
        if found and chain:
            yield from credited(chain, _span(line.start, found), "label", "inside", confidence="medium")


def signed_below(line: Line, above: str, agencies: Agencies) -> Iterator[Claim]:
    """A line that says who wrote, right below a sentence, however short that is: Door: ANP"""
    if ":" not in line.text or len(line.text) >= SHORT or above[-1:] not in _STOPS:
        return
    if chain := signed_agencies(line.text, agencies)[:1]:
        yield from credited(chain, Span(line.start, line.end), "label", "inside", confidence="medium")


def line_credits(text: str, begin: int, line: Line, agencies: Agencies, *, alone: bool) -> Iterator[Claim]:
    """Yield what *text*, the end of *line*, credits; it stands at *begin*, and *alone* where it is no sentence."""
    found = list(_inputs(text, begin, agencies, alone=alone)) if text[-1] == ")" else []
    if alone and not found:
        found = list(_whole(text, begin, agencies))
    if not found and line.clues & _ENDING:
        found = list(_ended(text, begin, line, agencies))
    yield from found
    if not found and (alone or line.clues & (DASH | REPORTERS) or text[-1] == ")" or text[-1].isalpha()):
        yield from _weaker(text, begin, agencies, alone=alone)


def _whole(text: str, begin: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield what a line that is no sentence credits as a whole: a name, a paper with an agency, a label with a name."""
    if chain := _named(text.strip(" -—–()[]*./"), agencies) or only_agencies(text, agencies):
        yield from credited(chain, Span(begin, begin + len(text)), "name")
        return
    chain = agencies.chain(text.rpartition(" ")[2].strip(" .)")) if len(text) < 60 and _shared(text) else ()
    if chain:
        yield from credited(chain, Span(begin, begin + len(text)), "inputs", confidence="medium")
        return
    found = _pattern("label").match(text)
    claims = list(_labelled(text, begin, found, agencies)) if found else []
    yield from claims
    if not claims and (chain := signed_agencies(text, agencies)[:1]):
        yield from credited(chain, Span(begin, begin + len(text)), "name", confidence="medium")


def _ended(text: str, begin: int, line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom a line credits at its end: in a bracket, behind a dash, behind a slash."""
    for name, clue in _FORMS:
        found = _at_end(name, text) if line.clues & clue else None
        if not found:
            continue
        labelled = _pattern("only label").match(found[1])
        chain = _named(found[1][labelled.end() :] if labelled else found[1], agencies, bare=name != "bracket")
        if chain and not (name == "bracket" and _explains(text, found, agencies)) and not _linked(text, found):
            yield from credited(chain, _span(begin, found), name)
            return
        if name == "dash" and _exchanged(text, found):
            flags: tuple[ClaimFlag, ...] = ("dash", "unknown-agency")
            yield Claim("source", found[1].strip(), _span(begin, found), "credit", "credit", "medium", flags)
            return


def _labelled(text: str, begin: int, found: re.Match[str], agencies: Agencies) -> Iterator[Claim]:
    """Yield whom a line such as "Source: AFP and dpa" names: agencies, or a name that the table does not have."""
    if chain := agencies.chain(found[1]):
        yield from credited(chain, _span(begin, found), "label")
        return
    name = name_in(without_desks(found[1]))
    if name and (":" in found[0] or "：" in found[0]) and len(name.split()) <= 5 and _source_label(text):
        flags: tuple[ClaimFlag, ...] = ("label", "unknown-agency")
        yield Claim("source", name, _span(begin, found), "credit", "credit", "medium", flags)


def _exchanged(text: str, found: re.Match[str]) -> bool:
    """Whether a paragraph ends with the paper that it is taken from, as old papers print it: … so.—Harbour Courier."""
    before = text[: found.start()].rstrip()
    return before.endswith((".", "!", "?")) and (named_paper(found[1].strip()) or _old_paper(found[1]))


def _old_paper(name: str) -> bool:
    """Whether *name* is a town, and what papers of the nineteenth century were called: N. Y. Sun."""
    *town, paper = name.split()
    return (
        paper in _OLD_PAPERS
        and 0 < len(town) < _TOWN
        and not chrome.generic(name)
        and all(word[0].isupper() and word.strip(".").isalpha() for word in town)
    )


def _linked(text: str, found: re.Match[str]) -> bool:
    """Whether a name is behind the title of another story: Barley prices rise - Reuters; no sentence is."""
    before = text[: found.start()].rstrip(" -—–")
    if found[0][0] in _BRACKETS and _pattern("desks").fullmatch(before):
        return False  # mf/os (Kyodo, Xinhua)
    if not before or before[-1] in _ENDS or before[-1] >= "\u0e00" or len(before) > _PARAGRAPH:
        return False
    if "." in (found[0][0], found[0][-1]):
        return False
    words = before.split()
    return len(words) > 3 or not all(word[0].isupper() for word in words)


def _behind(text: str, begin: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield the agency whose name is behind the last sentence: … the train stopped. EFE"""
    found = _pattern("behind").search(text, max(0, len(text) - _CLOSING))
    key = agencies.printed(found[1]) if found else ""
    if found and key and not agencies.everyday(found[1]):
        labelled = ":" in found[0]
        if labelled or found[1].isupper() or found[1] in agencies.entries:
            span = Span(begin + found.start(1), begin + found.end(1))
            yield from credited((key,), span, "label" if labelled else "name", confidence="medium")


def _weaker(text: str, begin: int, agencies: Agencies, *, alone: bool) -> Iterator[Claim]:
    """Reporters named as Reuters does it, "with inputs from", initials behind an agency's name."""
    if text[-1:].isalpha() and (ended := list(_behind(text, begin, agencies))):
        yield from ended
        return
    found = _pattern("initials").search(text, max(0, len(text) - 30)) if text[-1:].isalpha() else None
    if found:
        yield from credited((found[1],), _span(begin, found), "initials")
        return
    opened = text.rfind("/(") if "/(" in text else text.rfind("/ (")
    desk = _pattern("desk").search(text, max(0, opened - 11)) if opened > 0 and text[-1] == ")" else None
    if desk and agencies.printed(desk[1]):
        span = Span(begin + desk.start(), begin + len(text))
        yield from credited((agencies.printed(desk[1]),), span, "desk")
        return
    zero = _pattern("zero").search(text, max(0, len(text) - 60)) if "-0-" in text else None
    if zero and agencies.printed(zero[1]):
        span = Span(begin + zero.start(), begin + len(text))
        yield from credited((agencies.printed(zero[1]),), span, "zero")
        return
    fed = _pattern("feed").search(text, max(0, text.rfind("feed") - 24)) if "feed" in text[-60:] else None
    if fed and agencies.printed(fed[1]):
        yield from credited((agencies.printed(fed[1]),), _span(begin, fed), "feed", confidence="medium")
        return
    at = text.rfind("eporting by ")
    if at >= 0:
        found = _pattern("reporting").search(text, max(0, at - 14))
        if found:
            yield Claim("author", found[1].strip(), _span(begin, found), "credit", "credit", "medium", ("reporting",))
            if ";" in found[0] and "diting by " in found[0]:
                yield from credited(("Reuters",), _span(begin, found), "reporting", confidence="low")
            return
    yield from _inputs(text, begin, agencies, alone=alone)


def _inputs(text: str, begin: int, agencies: Agencies, *, alone: bool) -> Iterator[Claim]:
    """Yield the agencies whose material went into a text: (With inputs from PTI and ANI), mit Material von dpa"""
    if not (alone or text.endswith(")")):
        return
    opened = text.rfind("(", max(0, len(text) - 90))
    found = _pattern("inputs").match(text, max(opened, 0)) if alone or opened >= 0 else None
    chain = agencies.chain(found[1]) if found else ()
    if found and chain:
        yield from credited(chain, _span(begin, found), "inputs", confidence="medium")


def _explains(text: str, found: re.Match[str], agencies: Agencies) -> bool:
    """Whether a bracket belongs to its sentence: it abbreviates the words before it, or cites a book (APA, 2019).

    One that is also an everyday word does, unless the sentence ended before it.
    """
    if found[1].count(",") == 1 and found[1][-6:-4] == ", " and found[1][-4:].isdigit():
        return True
    before = text[: found.start()].rstrip()
    if before and before[-1] not in _ENDS and agencies.everyday(found[1]):
        return True
    if not found[0].endswith(".") or before[-1:] in _ENDS or not found[1].isupper():
        return False
    initials = "".join(word[0] for word in before[-120:].split() if word[0].isupper())
    return initials.endswith(found[1]) or f" {found[1]} " in before


def _shared(text: str) -> bool:
    """Whether a last line is a name "with" another: Le Courrier avec AFP; no sentence."""
    words = text.strip("()[] ").split()
    named = len(words) > (3 if "with" in words else 2) and words[-2] in _WITH and text[-1] != "."
    return named and all(
        word[0].isupper() or word.isdigit() or word in {"du", "de", "la", "le", "of", "the", "el"}
        for word in words[:-2]
    )


def _source_label(text: str) -> bool:
    return not text.lstrip("([*（【 ").lower().startswith(("by", "text", "via", "par", "por", "von", "autor", "author"))


def _span(begin: int, found: re.Match[str]) -> Span:
    return Span(begin + found.start(), begin + found.end())


def _at_end(name: Literal["bracket", "dash", "slash"], text: str) -> re.Match[str] | None:
    """Return the match of an ending pattern that starts last; three places are tried."""
    window = max(0, len(text) - 70)
    place = len(text)
    if name == "bracket" and text[-1] not in CLOSINGS and text[-2:-1] not in CLOSINGS:
        return None
    for _ in range(3):
        place = max([text.rfind(opening, window, place) for opening in _OPENINGS[name]])
        if place < 0:
            return None
        before = text[place - 1 : place] if place else ""
        if name == "dash" and before and before in "-—–―":
            continue
        if name == "slash":
            if before and before not in _ENDS:
                continue
            if before == ".":
                place -= 1
        elif name == "dash" and before.isalnum():
            continue
        found = _pattern(name).match(text, place)
        if found:
            return found
    return None


def _named(printed: str, agencies: Agencies, *, bare: bool = True) -> tuple[str, ...]:
    """Return a chain; without brackets around it each name must be spelled as the table does, or in capitals."""
    if not bare:
        return agencies.chain(printed)
    if agencies.printed(printed):
        return agencies.chain(printed)
    first, *others = printed.replace("-", "/").split("/")
    name, comma, place = printed.partition(", ")
    if comma and place[:1].isupper() and place.count(" ") < 3 and agencies.printed(name):
        return agencies.chain(name)  # dpa, Nairobi
    # "Xinhua/Agencies", "WAM/English", "BERNAMA-NNN": the others need not be known, but must be no sentence
    if not others or len(printed) > 40 or not agencies.printed(first.strip()):
        return ()
    return agencies.chain(printed)
