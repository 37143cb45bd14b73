"""From the head and the foot of a press release to who issued it, and to the wire that distributed it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import attrs

from provenance.attribution.clues import LABEL
from provenance.attribution.sources.nobody import company, name_in
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Context, Line
    from provenance.attribution.sources.agencies import Agencies

_BEGIN = 600  # characters in which a wire's own first line is
_END = 4000  # characters in which the note of a wire is
_HEAD = 8  # lines in which a wire's own first line is looked for
_FOOT = 30  # lines in which an issuer is: contacts and disclaimers follow it
_LONGEST = 160  # characters of a line that names the issuer
# What the wire writes under or over a release whose first line is lost; in which it names itself or not.
_NOTES = (
    "ist der Emittent / Herausgeber verantwortlich", "ist der Emittent/Herausgeber verantwortlich",
    "issuer is solely responsible for the content", "émetteur est seul responsable du contenu",
    "EQS Distribution Services include", "Distributionsservices der EQS", "EQS Group AG ist für den Inhalt",
)  # fmt: skip
_NAMELESS = tuple(note for note in _NOTES if "EQS" not in note)
_AUSTRIAN = "OTS-ORIGINALTEXT"  # the wire of Austria has the short form of that of Germany
_PATTERNS = {
    # SOURCE Lamps Inc.; Source: Lamps Inc.; not a word that goes on: sourced
    "issuer": r"""(?x)
        (?: (?: SOURCE | Source | Issuer | ISSUER | Quelle | Emittent | Herausgeber | Aussender | Émetteur
          | Fuente | FUENTE | Fonte
              | Bron | Kilde | Källa | Źródło | 消息来源 | 消息來源 | 资料来源 | 資料來源
                | 출처 ) \s? [:：/]? \s? (?<=[\s:：/])
          | (?: Original-Content\svon | Contenu\soriginal\sde | Contenuto\soriginale\sdi
            | Original\scontent\sof ) \s? : \s? )
        ( [^\n]{2,80}? )
        (?: ,\s (?: übermittelt\sdurch | transmis\spar | trasmesso\sda | transmitted\sby ) \s ( [^\n]{2,40} ) )? $
    """,
    # EQS-News: Lamps AG / Schlagwort(e): Expansion
    # … übermittelt durch EQS News - ein Service der EQS Group.
    "transmitted": r"(?:übermittelt\sdurch|transmitted\sby|[Tt]ransmis\spar)\s((?:EQS|DGAP)(?:[- ][A-Z][a-z]+)?)\b",
    # Emittent / Herausgeber: Lamps AG / Schlagwort(e): Expansion; Unternehmen: Lamps AG
    "company": r"(?:Emittent\s/\sHerausgeber|Issuer|Unternehmen|Company):\s{1,4}([^\n/]{2,60}?)(?:\s/\s|$)",
    # Lamps AG: sales rise; Lamps AG / sales; the company's name where it is a whole line
    "headed": r"([^\W\d_][^\n:/]{1,50}?\s"
    r"(?:AG|SE|GmbH|KGaA|plc|PLC|Inc\.?|N\.V\.|S\.A\.|S\.p\.A\.|Ltd\.?|Corp\.?|Oyj|ASA|AB))"
    r"(?:\s\([^()\n]{1,40}\))?(?::\s|\s/\s|$)",
    "wire": r"((?:EQS|DGAP)-[A-Z][A-Za-z-]{2,12}):\s([^\n/]{2,60}?)\s(?:/\s|deutsch$|english$)",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def released(claims: list[Claim], context: Context, agencies: Agencies) -> list[Claim]:
    """Return *claims*, with those of the issuer and the wire if the text is a release."""
    if any(each.value == "news aktuell" for each in claims) and _AUSTRIAN in context.text[-_END:]:
        claims = [attrs.evolve(each, value="APA-OTS") if each.value == "news aktuell" else each for each in claims]
    begin = context.text[:_BEGIN]
    found = list(_headed(context.lines, agencies)) if "EQS-" in begin or "DGAP-" in begin else []
    if not found and _noted(context.text):
        found = list(_transmitted(context.lines, agencies))
    if found or not agencies.wires.isdisjoint([claim.value for claim in claims]):
        found += _footed(context.lines, agencies)
    if not found:
        return claims
    issued = {claim.span for claim in found if claim.pattern == "issuer"}
    # What names the issuer is no credit to somebody else.
    kept = [
        claim
        for claim in claims
        if not (
            claim.pattern == "credit" and claim.property == "source" and any(_within(claim, span) for span in issued)
        )
    ]
    return kept + found


def _within(claim: Claim, span: Span | None) -> bool:
    return claim.span is not None and span is not None and span.start <= claim.span.start < span.end


def _headed(lines: Sequence[Line], agencies: Agencies) -> Iterator[Claim]:
    """EQS-News: Lamps AG / Schlagwort(e): Expansion"""
    for line in lines[:_HEAD]:
        found = _pattern("wire").match(line.text) if line.clues & LABEL else None
        key = agencies.begun(found[1]) if found else ""
        if found and key:
            span = Span(line.start, line.start + found.end(2))
            yield Claim("source", key, span, "masthead", "name-line", "high")
            yield Claim("source", found[2].strip(), span, "credit", "issuer", "high", ("unknown-agency",))
            return


def _noted(text: str) -> bool:
    """Whether the beginning or the end of a text has a note of the wire, or its name."""
    ends = text if len(text) < _BEGIN + _END else text[:_BEGIN] + text[-_END:]
    if "EQS" in ends:
        return "EQS " in ends or any(note in ends for note in _NOTES)
    return any(map(ends.__contains__, _NAMELESS))


def _transmitted(lines: Sequence[Line], agencies: Agencies) -> Iterator[Claim]:
    """Yield the wire that a note under a release names, and the company whose release it is."""
    edges = (*lines[:_HEAD], *lines[max(_HEAD, len(lines) - _FOOT) :])
    noted = next((line for line in edges if _pattern("transmitted").search(line.text) or _has_note(line.text)), None)
    found = _pattern("transmitted").search(noted.text) if noted else None
    key = agencies.begun(found[1]) if found else next(iter(agencies.chain("EQS News")), "")
    if not noted or not key:
        return
    span = Span(noted.start + found.start(1), noted.start + found.end(1)) if found else Span(noted.start, noted.end)
    yield Claim("source", key, span, "credit", "credit", "medium")
    for form, some in (("company", edges), ("headed", lines[:_HEAD])):
        for line in some:
            issued = _pattern(form).match(line.text) if len(line.text) <= _LONGEST else None
            name = company(name_in(issued[1])) if issued else ""
            if issued and name:
                span = Span(line.start, line.start + issued.end(1))
                yield Claim("source", name, span, "credit", "issuer", "high", ("unknown-agency",))
                return


def _has_note(text: str) -> bool:
    return any(note in text for note in _NOTES)


def _footed(lines: Sequence[Line], agencies: Agencies) -> Iterator[Claim]:
    """SOURCE Lamps Inc.; Original-Content von: Lamps AG, übermittelt durch news aktuell"""
    for line in reversed(lines[-_FOOT:]):
        found = _pattern("issuer").match(line.text) if len(line.text) <= _LONGEST else None
        name = company(name_in(found[1])) if found else ""
        if not found or not name or any(key in agencies.wires for key in agencies.chain(name)):
            continue
        span = Span(line.start, line.start + found.end())
        yield Claim("source", name, span, "credit", "issuer", "high", ("unknown-agency",))
        key = agencies.begun(found[2]) if found[2] else ""
        if key:
            yield Claim("via", key, span, "credit", "credit", "high")
        return
