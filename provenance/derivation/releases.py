"""From a text to the company whose press release it is, or prints: who signs it, or whom its last notes are about."""

from __future__ import annotations

import re
from functools import cache

from provenance.derivation.phrases import seen

# What only stands in a release itself, as its wire or its issuer sends it.
_WIRES = (
    "/PRNewswire", "/PR Newswire", "(BUSINESS WIRE)", "(GLOBE NEWSWIRE)", "(GLOBENEWSWIRE)", "/EINPresswire",
    "ACCESSWIRE /", "FOR IMMEDIATE RELEASE", "NEWS PROVIDED BY",
)  # fmt: skip
NOTES = 6000  # characters at the end in which a release speaks of its issuer
HEAD = 1500  # characters at the beginning in which a wire puts its name
_WORD = r"[^\W\d_a-z][\w.&'’-]{0,30}"
_NAME = rf"{_WORD}(?:[ ](?:plc|gmbh|inc|ltd|llc|of|and|&|for|de|und|{_WORD})\b\.?){{0,7}}"
# How a company speaks of itself where it brings its news, and in the notes under them: two of these make the notes.
_ANNOUNCED = (
    " today announced ", " today announces ", " announced today ", " announces that ", " is pleased to announce ",
    " today reported ", " today unveiled ", " today launched ", " gab heute bekannt", " gibt heute bekannt",
    " teilte heute mit", " annonce aujourd'hui ", " annonce aujourd’hui ", " a annoncé aujourd'hui ", " anunció hoy ",
    " ha anunciado hoy ", " anuncia hoje ", " anunciou hoje ", " ha annunciato oggi ", " annuncia oggi ",
    " kondigt vandaag ", " meddelar idag ", " сегодня объявила ", " объявляет о ",
)  # fmt: skip
# A company as the one who says it all: what a release leaves in prints that do not name it.
_SAID = (
    " said the company", " the company said", " the company announced", " according to the company", " the firm said",
    " said the firm", " the company says", " says the company", "teilte das unternehmen", "das unternehmen teilte",
    " so das unternehmen", "nach angaben des unternehmens", " a indiqué l'entreprise", " a indiqué l’entreprise",
    " a annoncé l'entreprise", " a annoncé l’entreprise", " selon l'entreprise", " selon l’entreprise",
    " informó la empresa", " dijo la empresa", " según la empresa", " señaló la compañía", " dijo la compañía",
    " informou a empresa", " disse a empresa", " segundo a empresa", " ha detto la società", " ha comunicato l'azienda",
    " secondo l'azienda", " aldus het bedrijf", " zegt het bedrijf", " meddelar företaget", " enligt företaget",
    " oplyser selskabet", " opplyser selskapet", " poinformowała firma", " poinformowała spółka", " podała firma",
    " uvedla společnost", " сообщила компания", " заявили в компании", " сообщили в компании",
    " повідомила компанія", " повідомили в компанії", " şirketten yapılan açıklamada",
)  # fmt: skip
_NEWS = _ANNOUNCED + _SAID
_DESCRIBED = (
    " employs ", " employees ", "founded in ", "headquartered in ", " is listed ", " listed on ", " leading provider",
    " is a leading ", " countries", " designs, ", " manufactures ", " subsidiaries", "beschäftigt ", "gegründet",
    "hauptsitz in ", " mit sitz in ", " börsennotiert", " führender ", " emploie ", "fondée en ", " cotée ",
    " siège social", "fundada en ", " emplea ", " con sede en ", " cotiza ", "fundada em ", " emprega ",
    " com sede em ",
    "fondata nel ", " impiega ", " con sede a ", " quotata ", "opgericht in ", " hoofdkantoor ", "grundades ",
)  # fmt: skip
_LEAD, _NOTES = 700, 900  # characters in which a company announces, and in which the notes about it are
_MOST = 3  # phrases of notes in one paragraph that a report has hardly ever
# A last line that only says what the text is.
_LABELS = frozenset((
    "press release", "news release", "media release", "pressemitteilung", "communiqué de presse", "nota de prensa",
    "comunicato stampa", "comunicado de imprensa", "пресс-релиз",
))  # fmt: skip
_PATTERNS = {
    # About Norhall Lifts: Norhall Lifts builds lifts; not "About us", nor a headline: About Norhall is a film
    "about": rf"About ({_NAME})[ ]?[:–—-]?\s{{1,4}}(?=([^\n]{{1,60}}))",
    "source": rf"(?m:SOURCE:? ({_NAME})[ \t]*$)",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def issuers(text: str) -> tuple[str, ...]:
    """Return the names of the company that the last notes of *text* are about, or that signs it; often there is none.

    "About Norhall Lifts" counts where what follows begins with the name: other such lines are about an author, a page.
    """
    foot = text[-NOTES:]
    found: list[str] = []
    for line in _lines_with(foot, "About "):
        about = _pattern("about").match(foot, line)
        if about and about[2].startswith(about[1].split()[0]):
            found.append(about[1].rstrip(".'’-"))
    for line in _lines_with(foot, "SOURCE"):
        signed = _pattern("source").match(foot, line, min(len(foot), line + 120))
        if signed:
            found.append(signed[1].rstrip(".'’-"))
    return tuple(dict.fromkeys(found))


def sent(text: str) -> bool:
    """Say whether *text* is a release as its wire or its issuer sends it, and not what another made of it."""
    head = text[:HEAD]
    return bool(seen(_WIRES, head)) and any(mark in head for mark in _WIRES)


def announces(text: str) -> bool:
    """Say whether *text* reads as a company's own news, though it does not say whose, as prints of a release do."""
    lead = text[:_LEAD]
    if seen(_NEWS, lead):
        if any(phrase in lead for phrase in _ANNOUNCED):
            return True
        lead = lead.lower()
        if any(phrase in lead for phrase in _SAID):
            return True
    notes = text[-_NOTES:]
    if seen(_DESCRIBED, notes).bit_count() < _MOST:
        return False
    return any(_describes(paragraph) for paragraph in notes.split("\n"))


def _describes(paragraph: str) -> bool:
    """Whether a paragraph says of a company what it does, since when, where and with how many people."""
    lowered = paragraph.lower()
    return sum(phrase in lowered for phrase in _DESCRIBED) >= _MOST


def labelled(text: str) -> bool:
    """Say whether a last line calls *text* a press release, without saying whose."""
    return any(line.strip(" ().[]–—-\t").casefold() in _LABELS for line in text[-400:].rstrip().split("\n")[-2:])


def _lines_with(text: str, beginning: str) -> list[int]:
    """Return where lines of *text* begin with *beginning*."""
    found, at = [], text.find(beginning)
    while at >= 0:
        if not text[:at].rstrip(" \t") or text[at - 1 : at] == "\n":
            found.append(at)
        at = text.find(beginning, at + 1)
    return found
