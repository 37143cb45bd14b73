"""From a note under a text to where it stood first, and whose feed it came from: "Republished from Harbour Gazette"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.clues import FIRST, NOTED, NOTING, REPORTERS
from provenance.attribution.dates.months import month_after, weekday, word_set
from provenance.attribution.sources import chrome
from provenance.attribution.sources.nobody import name_in
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies

_LONGEST = 420  # characters of a line with a note
_MOST = 5  # words of a name that no agency has
_NAME = 60  # characters in which a name ends
# What ends a name in a note, beside a full stop before a space.
_PATTERNS = {
    # Each form ends where the name begins.  "in the spring" is none: names begin with a capital, or have no case.
    "first": r"""(?x)
        \b (?: (?: [Oo]riginally | [Ff]irst | [Pp]reviously | [Ii]nitially ) \s
               (?: published | appeared | ran | posted | printed | aired ) \s (?: here \s )? (?: by | in | on
                 | at | with )
             | appeared \s (?: first | originally ) \s (?: in | on | at )
             | (?: re-?published | reprinted | reposted | reproduced | adapted | excerpted | syndicated | shared ) \s
               (?: here \s )? (?: (?: with \s the | with | by ) \s (?: kind \s )? permission \s (?: of | from ) | from
                 | courtesy \s of | under \s licen[cs]e \s from )
             | (?: with | by ) \s (?: the \s )? (?: kind \s )? permission \s (?: of | from )
             | (?: produced | provided | supplied ) \s by )
        \s (?: the \s )? (?= [^\W\d_a-z] )
      """,
    # Dieser Artikel erschien zuerst in X; L'article X est apparu en premier sur Y; La entrada X se publicó primero en Y
    "first abroad": r"""(?x)
        (?: (?: erschien | erschienen | veröffentlicht ) \s (?: zuerst | ursprünglich
          | erstmals ) \s (?: in | im | bei | beim | auf | von )
          | (?: zuerst | ursprünglich | erstmals ) \s (?: erschienen \s | veröffentlicht \s )? (?: in | im
            | bei | beim | auf | von ) (?: \s der | \s dem )?
          | (?: übernommen | nachgedruckt ) \s (?: von | aus )
            | mit \s freundlicher \s genehmigung \s (?: von | der | des )
          | (?: initialement | d['’]abord | à \s l['’]origine ) \s (?: publiée? | parue? ) \s (?: par
            | dans | sur )
          | (?: publiée? | parue? ) \s (?: initialement | d['’]abord | à \s l['’]origine
            | pour \s la \s première \s fois ) \s (?: par | dans | sur )
          | apparue? \s en \s premier \s sur | republiée? \s (?: à \s partir \s de | depuis | de )
          | avec \s l['’]aimable \s autorisation \s d[eu]
          | (?: publicad[oa] | reproducid[oa] ) \s (?: originalmente | inicialmente | primero
            | por \s primera \s vez ) \s (?: en | por )
          | (?: originalmente | inicialmente ) \s publicad[oa] \s (?: en | por | no | na | em | pelo | pela )
          | (?: se \s publicó | apareció ) \s (?: primero | originalmente | por \s primera \s vez ) \s en
            | republicad[oa] \s d[eoa]
          | publicad[oa] \s (?: originalmente | primeiro | inicialmente ) \s (?: em | no | na | por | pelo
            | pela )
          | apareceu \s primeiro \s (?: em | no | na )
          | pubblicat[oa] \s (?: originariamente | originalmente | inizialmente
            | per \s la \s prima \s volta | per \s prim[oa] ) \s (?: su | sul | da | dal | in | nel )
          | ^ l['’]articolo \s [^\n]{1,200}? \s proviene \s da | appars[oa] \s (?: originariamente
            | per \s la \s prima \s volta ) \s (?: su | sul )
          | verscheen \s (?: eerst | eerder | oorspronkelijk ) \s (?: op | in | bij )
          | oorspronkelijk \s (?: gepubliceerd | verschenen ) \s (?: op | in | door | bij )
            | overgenomen \s (?: van | uit )
          | pochodzi \s z \s serwisu | (?: pierwotnie | po \s raz \s pierwszy ) \s (?: opublikowan\w{1,3}
            | ukazał[ao]? \s się ) \s (?: w | na | przez )
          | впервые \s (?: опубликован[аоы]? | появил(?:ся|ась|ось) ) \s (?: в | на )
            | появил(?:ся|ась|ись) \s сначала \s на
          | (?: первоначально | изначально ) \s опубликован[аоы]? \s (?: в | на )
            | перепечатан[аоы]? \s (?: из | с )
          | вперше \s опублікован[аоі]? \s (?: в | у | на )
          | dök \s först \s upp \s på | (?: först | ursprungligen ) \s publicera(?:d|t|de) \s (?: i | på
            | av | hos )
          | (?: først | oprindeligt | opprinnelig ) \s (?: udgivet | bragt | publisert ) \s (?: i | på | af
            | av | hos )
          | đăng \s lần \s đầu \s (?: trên | tại ) | đăng \s lại \s từ
          | pertama \s kali \s (?: tampil | tayang | terbit | diterbitkan | dipublikasikan ) \s (?: di
            | pada | oleh )
          | (?: نشر | نُشر | نشرت ) \s [^\n.]{0,30}? (?: أولا | أولاً | لأول \s مرة
            | في \s الأصل ) \s (?: في | على )
        ) \s (?-i: the \s | el \s | la \s | le \s | l['’] | der \s | die \s | dem \s | il \s | de \s
          | صحيفة \s | موقع \s )? ["“«„]? (?= [^\W\d_] )
      """,
    # 本文转载自某报; この記事は某新聞に掲載されたものです is read by the second
    # This report by The Canadian Press was first published; not without the end of it
    "report": r"\b(?:[Rr]eport|[Ss]tory|[Aa]rticle)\sby\s(?:[Tt]he\s)?([^\W\d_a-z][^\n.,:;()\d]{2,40}?)"
    r"(?=\swas\s(?:first|originally)\spublished)",
    "reposted": r"(?:转载自|轉載自|转自|轉自|首发于|首發於|原载|原載|最初发表于)"
    r"[于於]?[：:]?\s?[《「“]?([^\s《》「」“”，。,.）)]{2,20})",
    "carried": r"(?:この記事は|本記事は)[「『]?([^\s「」『』、。]{2,20})[」』]?"
    r"(?:に掲載された|からの転載|より転載|が配信した)|"
    r"이\s(?:기사|글)[는은]\s[<‘“]?([^\s<>‘’“”]{2,20})[>’”]?에\s(?:처음|먼저|최초로)\s",
    # Jon Roe is a staff writer for the Harbour Gazette
    "staff": r"""(?x)
        \b (?: (?: is | was ) \s an? \s (?: staff | senior | freelance | special )? \s? (?: writer | reporter
              | correspondent | columnist | editor | journalist ) \s (?: for | with | at | of )
          | (?: writes | reports ) \s for ) \s (?: the \s )? (?= [^\W\d_a-z] )
    """,
    # Read the original article on Harbour Gazette
    "original": r"""(?x)
        (?i: (?: read | view | see ) \s the \s original (?: \s (?: article | story | report ) )?
              \s (?: on | at | in )
          | lire \s l['’]article \s original \s (?: sur | dans ) | le[ae]r? \s el \s artículo \s original \s en
          | leia \s o \s (?: artigo | texto ) \s original \s (?: em | no | na )
          | leggi \s l['’]articolo \s originale \s su
          | (?: zum | (?: lesen \s sie \s )? den ) \s originalartikel \s (?: auf | bei | in | im )
          | lees \s het \s originele \s artikel \s (?: op | in ) )
        \s (?: the \s | la \s (?= [A-Z] ) )? (?= [^\W\d_a-z] )
    """,
    "distributed": r"\b(?:distributed|syndicated|transmitted)\sby\s(?:the\s)?(?=[^\W\d_a-z])",
    "stop": r"[.!]\x20|。",  # where `_opened` parts sentences
    "name": r"([^\n:;()\[\]«»“”\"]{2,60}?)(?=[.,]?\s(?:on|under|as|and|via|with|in|at|here|for|am|vom|unter|le|el|il|em"
    r"|sous|bajo|sob|veröffentlicht|erschienen)\s|[;:)\]«»”\"]|,|$|\.\s)",
    # from a Press Trust of India feed; feed of ANI; syndicated feed - PTI
    "from feed": r"\bfrom\s(?:an?\s|the\s)?([^\W\d_][^\n.,;:()]{1,40}?)\s(?:news\s|wire\s|agency\s){0,2}feed",
    "feed of": r"feed\s?(?:\s(?:of|from|by|via)\s|[-–—:])\s?(?:the\s)?([^\W\d_][^\n.;:()]{1,40})",
}
_CLUES = FIRST | REPORTERS
_FOOT = 8  # last lines, which are read without a clue
# What a line has, in lower case, that a slow pattern matches in: one of these is in each of its forms.
_HINTS = {
    "first abroad": (
        "zuerst", "ursprünglich", "erstmals", "bernommen", "nachgedruckt", "genehmigung", "publié", "paru",
        "autorisation", "publicad", "reproducid", "publicó", "apareci", "apareceu", "pubblicat", "proviene", "appars",
        "verscheen", "oorspronkelijk", "overgenomen", "pochodzi", "opublikowan", "ukaza", "впервые", "сначала",
        "ачально", "перепечатан", "вперше", "dök", "publicera", "udgivet", "bragt", "publisert", "đăng", "pertama",
        "نشر", "نُشر",
    ),
    "original": ("original", "originele"),
    "staff": ("writer", "reporter", "correspondent", "columnist", "editor", "journalist", "writes for", "reports for"),
}  # fmt: skip
_FORMS = ("report", "first", "first abroad", "original", "staff", "reposted", "carried")
_ASIDE = frozenset("([*_—–")
_DRESSING = " ([*_—–-\"'“«.。!"
# What a sentence about the text itself begins with, in lower case.
_OPENERS = (
    "this ", "the post ", "the article ", "the story ", "the report ", "a version of this", "an earlier version",
    "a shorter version", "originally ", "first ", "previously ", "republished", "re-published", "reprinted",
    "reposted",
    "read the original", "view the original", "see the original", "lire l", "lea el", "leer el", "leia o ", "leggi l",
    "zum original", "den original", "lesen sie den original", "lees het",
    "reproduced", "syndicated", "excerpted", "adapted", "with permission", "by permission", "with the ", "story ",
    "article ", "report ", "it was ", "it first ", "it originally ", "published ", "editor's note", "editor’s note",
    "note:", "content ", "provided by", "produced by", "distributed by", "appeared ",
    "dieser ", "diese ", "der artikel", "der beitrag", "der text", "zuerst ", "ursprünglich ", "erstmals ",
    "übernommen",
    "mit freundlicher", "nachgedruckt", "erschienen ", "cet ", "cette ", "ce texte", "l'article", "l’article",
    "publié",
    "initialement", "republié", "avec l", "paru", "este ", "esta ", "la entrada", "el artículo", "artículo",
    "publicad",
    "originalmente", "nota ", "texto ", "o post", "o artigo", "o texto", "artigo", "republicad", "reproducid",
    "questo ",
    "l'articolo", "l’articolo", "pubblicat", "articolo", "dit ", "deze ", "het bericht", "het artikel", "overgenomen",
    "oorspronkelijk", "artykuł", "wpis", "tekst", "pierwotnie", "материал", "статья", "запись", "сообщение", "текст",
    "впервые", "перепечат", "первоначально", "стаття", "матеріал", "вперше", "inlägget", "artikeln", "texten",
    "den här",
    "först ", "indlægget", "artiklen", "denne ", "først ", "innlegget", "artikkelen", "bài viết", "bài này",
    "bài báo",
    "artikel ", "tulisan", "هذا", "نشر", "نُشر", "本文", "转载", "轉載", "转自", "轉自", "首发", "首發", "原载",
    "原載", "この記事",
    "本記事", "이 기사", "이 글",
)  # fmt: skip
_FIRST_WORDS = frozenset(opener.partition(" ")[0] for opener in _OPENERS)
# What follows the words of a note and is no outlet.
_NOT_NAMES = word_set("This That Our It Their His Her Your My These Those Creative Staff Admin")
_EDGES = " \t\"'“”«»„*_,."


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.IGNORECASE if name == "first abroad" else 0)


def note_claims(lines: Sequence[Line], agencies: Agencies) -> Iterator[Claim]:
    """Yield where notes in *lines* say that the text was first, and whose feed it is from."""
    foot = len(lines) - _FOOT
    for place, line in enumerate(lines):
        if line.clues & _CLUES:
            if place >= foot or _opens(line.text):
                yield from _noted(lines, place, agencies)
        elif line.clues & NOTED and place >= foot and _opens(line.text) and any(map(line.text.__contains__, NOTING)):
            yield from _noted(lines, place, agencies)


def _noted(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    line = lines[place]
    if len(line.text) > _LONGEST or chrome.in_list(lines, place):
        return
    if "feed" in line.text:
        yield from _fed(line, agencies)
    yield from _stood(line, agencies, foot=place >= len(lines) - _FOOT)


def _opens(text: str) -> bool:
    """Whether a line begins as a note does, or is an aside."""
    if text[0] in _ASIDE:
        return True
    first = text[:24].lower()
    return first.partition(" ")[0] in _FIRST_WORDS and first.startswith(_OPENERS)


def _stood(line: Line, agencies: Agencies, *, foot: bool) -> Iterator[Claim]:
    """Yield the first outlet that a note names, and who distributed the text."""
    speaks = _speaks(line.text)
    for form in _FORMS:
        aside = form == "staff" and (foot or line.text[0] in _ASIDE)
        for found in _pattern(form).finditer(line.text) if (speaks or aside) and _hinted(form, line.text) else ():
            if not (aside or _opened(line.text, found.start())):
                continue
            claim = _origin(line, found, agencies)
            if claim:
                yield claim
                yield from _distributed(line, agencies)
                return
    if speaks:
        yield from _distributed(line, agencies)


def _hinted(form: str, text: str) -> bool:
    """Whether a line has a word without which the pattern of a *form* does not match, if it is a slow one."""
    hints = _HINTS.get(form)
    return hints is None or any(map(text.lower().__contains__, hints))


def _speaks(text: str) -> bool:
    """Whether any sentence of a line speaks of the text itself, so that `_opened` is worth asking of a place."""
    return _says(text, -1) or any(_says(text, stop.start()) for stop in _pattern("stop").finditer(text))


def _opened(text: str, at: int) -> bool:
    """Whether the sentence that has the place *at* speaks of the text itself: This story was first published …"""
    begin = max(text.rfind(". ", 0, at), text.rfind("。", 0, at), text.rfind("! ", 0, at))
    return _says(text, begin)


def _says(text: str, stop: int) -> bool:
    """Whether the sentence behind the *stop* of another begins as one of the text itself."""
    return text[stop + 1 : stop + 60].lstrip(_DRESSING).lower().startswith(_OPENERS)


def _origin(line: Line, found: re.Match[str], agencies: Agencies) -> Claim | None:
    """Return the claim of the outlet whose name is in the first group, or behind what was *found*."""
    if found.lastindex:
        printed, end = next(filter(None, found.groups())), found.end()
    else:
        ended = _pattern("name").match(line.text, found.end(), found.end() + _NAME)
        printed = ended[1].rstrip(_EDGES) if ended else ""
        end = found.end() + len(printed)
        printed = printed.lstrip(_EDGES)
    span = Span(line.start + found.start(), line.start + end)
    key = agencies.begun(line.text[found.end() : found.end() + _NAME].strip(_EDGES)) if not found.lastindex else ""
    key = key or next(iter(agencies.chain(printed)), "")
    if key:
        return Claim("source", key, span, "credit", "credit", "medium", ("first",))
    name = name_in(printed)
    if not name or not _outlet(name, named=bool(found.lastindex)):
        return None
    return Claim("source", name, span, "credit", "credit", "medium", ("first", "unknown-agency"))


def _outlet(name: str, *, named: bool) -> bool:
    """Whether a name in a note can be an outlet's: few words, no day, and not of a person."""
    words = name.split()
    first = words[0]
    if len(words) > _MOST or weekday(first) >= 0 or month_after(first) or first in _NOT_NAMES:
        return False
    return named or first[0].isupper() or not first[0].islower()


def _distributed(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield who distributed the text: it handed on what somebody else wrote."""
    found = _pattern("distributed").search(line.text)
    if found and _opened(line.text, found.start()):
        claim = _origin(line, found, agencies)
        if claim:
            flags = tuple(flag for flag in claim.flags if flag != "first")
            yield Claim("distributor", claim.value, claim.span, "credit", "credit", "medium", flags)


def _fed(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield the agency whose feed a text is from: from a Press Trust of India feed; feed of ANI."""
    for form in ("from feed", "feed of"):
        for found in _pattern(form).finditer(line.text):
            printed = found[1].strip(_EDGES)
            key = agencies.begun(printed) or agencies.printed(printed.rpartition(" ")[2])
            if key and not chrome.button(printed):
                span = Span(line.start + found.start(), line.start + found.end())
                yield Claim("source", key, span, "credit", "credit", "medium", ("feed",))
                return
