"""From the last lines of a text to who is credited for it: credit lines, sign-offs, and the marks of agencies."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import attrs

from provenance.attribution.clues import DASH
from provenance.attribution.layout import LAST_LINES, reads_on
from provenance.attribution.sources import chrome
from provenance.attribution.sources.agencies import PICTURES
from provenance.attribution.sources.credited import CLOSINGS, SHORT, TAIL, credited, inside, line_credits, signed_below
from provenance.attribution.sources.ends import credit_places
from provenance.attribution.sources.labelled import begun
from provenance.attribution.sources.signatures import signature
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Container, Generator, Iterable, Iterator, Sequence

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import Confidence

_LAST_OF_ENDS = frozenset("#*=-DSE)]）")  # what an end mark ends with
_BEFORE_MARKS = ' .)"”'
_AROUND = " -—–|:.()[]*/"
_LABELLED = 3  # lines above a name that is a teaser's: the story, the label of a list, a title
_TITLES = 3  # lines that the title of a text is among
_INITIALS = 4  # letters of a name that is a word of other things too
_SHORTEST = 2  # words of a title
_AGE = 20  # characters of the age or the day of a story
_STOPS = frozenset(".!?…”»。")
_OPENED = frozenset("-—–(（[【/")
_BRACKETS = frozenset("([（［")
_STRENGTHS: dict[str, Confidence] = {"high": "high", "medium": "medium", "low": "low"}


@cache
def _end_mark() -> re.Pattern[str]:
    """What editors put under a text: ###, -30-, (END), 完"""
    return re.compile(
        r"(?:[\s#*=]|-0-|-30-|[(\[]?\b(?:END|ENDS|MORE|THE END|ENDNEWS)\b[)\]]?|"
        r"[（(](?:完|完毕|了|终|끝)[）)])+$"
    )


@cache
def _initials() -> re.Pattern[str]:
    """LR/ZH"""
    return re.compile(r"[A-Z]{2,3}(?:/[A-Z]{2,3}){1,3}")


def credit_claims(lines: Sequence[Line], agencies: Agencies, captions: Container[int] = ()) -> Iterator[Claim]:
    """Yield what the last lines of a text say about who wrote it, the last line first; *captions* start lines that do
    not speak for the text.
    """
    read = yield from _last_credits(lines, agencies, captions)
    below = set(credit_places(lines, captions))
    for place, line in enumerate(lines[: -read or None]):
        if line.start in captions or not (line.clues & DASH or len(line.text) < SHORT or place in below):
            continue
        above = lines[place - 1].text if place else ""
        found = list(inside(line, agencies)) or list(signed_below(line, above, agencies))
        found = found or (list(_below_story(lines, place, agencies)) if place in below else [])
        if found and not chrome.in_list(lines, place):
            yield from _each(found, line, agencies)


def _last_credits(lines: Sequence[Line], agencies: Agencies, captions: Container[int]) -> Generator[Claim, None, int]:
    """Yield what the last lines say, up to a long one; return how many were looked at."""
    for count, line in enumerate(reversed(lines[-LAST_LINES:])):
        long = reads_on(line.text)
        noted = long and _note(line)
        if count and long and not noted:
            return count
        if (line.start in captions and not long) or (noted and count):
            continue
        yield from _marks(line, agencies, last=count == 0)
        begin = max(line.start, line.end - TAIL)
        text = line.text[-TAIL:]
        ending = _end_mark().search(text, max(0, len(text) - 40)) if text[-1] in _LAST_OF_ENDS else None
        if ending:
            text = text[: ending.start()].rstrip()
        if text and (count + 1 < len(lines) or long):
            found = list(line_credits(text, begin, line, agencies, alone=len(line.text) < 120 and not long))
            if not found and not long:
                found = list(_signed(lines, len(lines) - 1 - count, agencies))
            if found and not _of_others(lines, len(lines) - 1 - count, found, agencies):
                yield from _each(_between(found, line.text, lines[-count:] if count else ()), line, agencies)
        if long and not noted:
            return count + 1
    return LAST_LINES if len(lines) > LAST_LINES else max(len(lines) - 1, 1)


def _between(found: Sequence[Claim], printed: str, below: Sequence[Line]) -> Iterator[Claim]:
    """Yield what was *found* in a line; a bare name that sentences are *below*, however short, can be a heading."""
    read_on = any(chrome.titular(line.text) and not line.numbers for line in below)
    for claim in found:
        weak = read_on and "name" in claim.flags and printed[0] not in _OPENED
        yield attrs.evolve(claim, confidence="medium") if weak and claim.confidence == "high" else claim


def _signed(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield the agency that a line under a story is signed with, beside people, a paper or a desk."""
    line = lines[place]
    signed = None if reads_on(line.text) else signature(line.text, agencies)
    if not signed or agencies.everyday(line.text.rpartition(" ")[2].strip("() ")):
        return
    if signed.sure or (place and reads_on(lines[place - 1].text)):
        yield from credited((signed.key,), Span(line.start, line.end), "name", confidence="medium")


def _below_story(lines: Sequence[Line], place: int, agencies: Agencies) -> Iterator[Claim]:
    """Yield whom a line credits that a story ends with, before the links and the footer of its page."""
    line = lines[place]
    if (agencies.everyday(line.text.strip(_AROUND)) and not _initialled(lines, place)) or (
        not reads_on(line.text) and _teases(lines, place)
    ):
        return
    begin = max(line.start, line.end - TAIL)
    found = list(line_credits(line.text[-TAIL:], begin, line, agencies, alone=not reads_on(line.text)))
    for claim in found or _signed(lines, place, agencies):
        yield attrs.evolve(claim, confidence="medium") if claim.confidence == "high" else claim


def _initialled(lines: Sequence[Line], place: int) -> bool:
    """Whether a name in brackets is between a sentence and the initials of those who wrote it: (MAP) / LR/ZH"""
    if not 0 < place < len(lines) - 1 or lines[place].text[0] not in _BRACKETS:
        return False
    return lines[place - 1].text[-1] in _STOPS and bool(_initials().fullmatch(lines[place + 1].text))


def _note(line: Line) -> bool:
    """Whether a long line is an editor's note in brackets, above which the story's own credit may be."""
    return line.text[0] in "([（" and line.text[-1] in CLOSINGS


def _of_others(lines: Sequence[Line], place: int, found: Sequence[Claim], agencies: Agencies) -> bool:
    """Whether what was *found* in a line speaks of another text: in a list of links, or a bare name in a menu."""
    if chrome.in_list(lines, place):
        return True
    if _of_subject(lines[place].text, lines[: min(place, _TITLES)]):
        return True
    if "name" not in found[0].flags:
        return False
    text, before = lines[place].text, lines[place - 1].text if place else ""
    if text[0] in _OPENED or (":" in text and before[-1:] in _STOPS):
        return False
    plain = text.strip(_AROUND)
    below = lines[place + 1].text if place + 1 < len(lines) else ""
    return (
        agencies.everyday(plain)
        or bool(agencies.printed(below))
        or _teases(lines, place)
        or _teased(lines, place)
        or (place > 1 and chrome.titular(before) and bool(agencies.printed(lines[place - 2].text)))
        or (not _ends_story(before) and chrome.in_menu(lines, place))
    )


def _ends_story(text: str) -> bool:
    """Whether a line can be the last sentence of a story, however short."""
    return reads_on(text) or (text.count(" ") >= _SHORTEST and text[-1] in _STOPS)


def _of_subject(printed: str, head: Sequence[Line]) -> bool:
    """Whether a short name is a word of a title, in the *head* of a text, and no byline's: Pay with UPI"""
    name = printed.strip(_AROUND)
    if len(name) > _INITIALS:
        return False
    for line in head:
        words = line.text.split()
        at = next((n for n, word in enumerate(words) if word.casefold() == name.casefold()), -1)
        if at < 0 or len(words) < _SHORTEST or reads_on(line.text) or begun(line.text) or line.numbers:
            continue
        if not at and printed[0] in _BRACKETS and words[0] == name and words[1][0].isupper():
            continue  # a part of another name: AP Moller
        if not at or words[at - 1][-1].isalnum() or words[at] != name:
            return True
    return False


def _teases(lines: Sequence[Line], place: int) -> bool:
    """Whether the title of another story is below a name, and its age or day below that: Reuters / … / 5h ago"""
    if place + 2 >= len(lines) or not chrome.titular(lines[place + 1].text):
        return False
    age = lines[place + 2].text
    return len(age) < _AGE and any(map(str.isdigit, age))


def _teased(lines: Sequence[Line], place: int) -> bool:
    """Whether the title of another story is above a name, and the label of a list above that: Near you / … / Reuters"""
    if place < _LABELLED:
        return False
    label, title = lines[place - 2].text, lines[place - 1].text
    titled = chrome.titular(title) and title[-1].isalnum() and not any(map(str.isdigit, title))
    return titled and chrome.labelled(label) and " " in label


def _each(claims: Iterable[Claim], line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield *claims* of a line: agencies side by side are sources all, and one of pictures is none."""
    for claim in claims:
        printed = line.text[claim.span.start - line.start : claim.span.end - line.start] if claim.span else ""
        if claim.value in PICTURES:
            yield attrs.evolve(claim, property="photo_source", asserter="caption")
        elif claim.property == "via" and agencies.several(printed):
            # Its own place keeps it behind the agency that is named first.
            yield attrs.evolve(claim, property="source", span=_place_of(claim.value, printed, claim.span, agencies))
        else:
            yield claim


def _place_of(key: str, printed: str, span: Span | None, agencies: Agencies) -> Span | None:
    """Return the span of the agency *key* in the *printed* words of *span*."""
    if span is None:
        return None
    at = 0
    for word in printed.split():
        at = printed.index(word, at)
        if at and agencies.begun(printed[at:].strip(" .)]")) == key:
            return Span(span.start + at, span.end)
        at += len(word)
    return span


def _marks(line: Line, agencies: Agencies, *, last: bool) -> Iterator[Claim]:
    """Marks that an agency's stories end with; a low one only at the very end."""
    if not line.text.endswith(agencies.mark_texts):
        return
    for mark, key, strength in agencies.marks:
        if line.text.endswith(mark) and (last or strength != "low"):
            start = line.end - len(mark)
            if mark[0].isalpha() and line.text[-len(mark) - 1 : -len(mark)].strip(_BEFORE_MARKS):
                continue
            yield Claim("source", key, Span(start, line.end), "credit", "sign-off", _STRENGTHS[strength])
            return
