"""From the last lines of a text to the day on which it was sent: (APA, 5.3.2024), AP-NY-03-05-87 1432EST"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.clues import LABEL
from provenance.attribution.dates.moments import Moment
from provenance.attribution.dates.months import weekday, word_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import dates_in, find_dates
from provenance.attribution.layout import LAST_LINES, reads_on
from provenance.attribution.sources import chrome
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies

_LINES = 3  # the last ones, in which the day of the whole text is looked for
_CLOSES = frozenset(")）]")
_PATTERNS = {
    # AP-NY-03-05-87 1432EST: months come first, as they do where those wires came from
    # © dpa-infocom, dpa:240305-99-123456/3; （編輯：張某某）1130305 in years of the republic
    "coded": r"(?:(?P<dpa>dpa:)|[)）](?=1\d{6}$))(\d{2,3})(\d{2})(\d{2})(?(dpa)-\d{2}-\d{4,7}(?:/\d{1,3})?)$",
    # 081130 Sep 20
    "desk": r"(\d{2})(\d{2})(\d{2})\s(?i:(jan|feb|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez))\s(\d{2})$",
    # OTS0042 2020-12-14/09:31
    "ots": r"OTS\d{4}\s+(\d{4})-(\d{2})-(\d{2})/(\d{2}:\d{2})$",
    "stamp": r"(?:AP|APTV|UPI|UP)(?:-[A-Z]{2,4})?[-\s](\d{2})-(\d{2})-(\d{2})\s(\d{2}):?(\d{2})\s?([A-Z]{3})?$",
}
# Before whom an author is named under a story.
_SIGNING = word_set("pewarta penulis reporter autor auteur autore автор author writer yazar muhabir reportero redactor")
_LABEL = 30  # characters of what a link is labelled with
_DESK = 13  # characters of the last line of a German take
_MONTHS = ("jan", "feb", "mrz", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_ZONES = {"EST": "-05:00", "EDT": "-04:00", "GMT": "Z"}
_SENT = word_set("송고 配信 発信 발송 등록 입력")
_BEFORE = ("first published ", "originally published ", "zuerst veröffentlicht ", "publié initialement ")
_JOINTS = word_set("on at am le the in")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def closing_claims(text: str, lines: Sequence[Line], agencies: Agencies) -> list[Pending]:
    """Return the days that the last of *lines* give the whole text."""
    return [Pending(moment, "published", "credit") for moment in _closing_dates(text, lines[1:], agencies)]


def last_day_claims(text: str, lines: Sequence[Line]) -> list[Pending]:
    """Return the day that the last line consists of, right behind the body; links have days under them too."""
    return [Pending(moment, "published", "credit", "medium") for moment in _last_day(text, lines)]


def _closing_dates(text: str, lines: Sequence[Line], agencies: Agencies) -> Iterator[Moment]:
    """Yield the dates that close a text; one without a year says nothing of the whole."""
    if len(lines) > 1 and len(lines[-1].text) == _DESK:
        yield from _of_desk(lines[-1], lines[-2].text, agencies)
    for place in range(max(0, len(lines) - _LINES), len(lines)):
        line = lines[place]
        if not line.numbers and not line.text[-1].isdigit():
            continue
        tail = line.text[-60:]
        if not line.numbers:
            coded = _pattern("coded").search(tail)
            yield from _coded(coded, line.end - len(tail)) if coded else ()
        elif tail[-1] in _CLOSES and any(c.isdigit() for c in tail):
            if not _linked(lines, place):
                yield from _bracketed(text, line, agencies)
        elif (
            (len(line.text) < 40 or line.text[0] == "<") and line.text[-1].isalnum() and any(c.isdigit() for c in tail)
        ):
            yield from _stamped(text, line)
        elif "ublished" in line.text or "eröffentlicht" in line.text or "initialement" in line.text:
            yield from _first(text, line)


def _linked(lines: Sequence[Line], place: int) -> bool:
    """Whether the line at *place* is a link to another text: in a list of them, or labelled as one.

    Previous: Market flooded (4 May 2021)
    """
    text = lines[place].text
    if text[0] in "(（[" or reads_on(text):
        return False
    return chrome.in_list(lines, place) or chrome.heading(text.partition(":")[0][:_LABEL])


def foot_bylines(lines: Sequence[Line], body: int) -> Iterator[Claim]:
    """Yield the authors that lines under a story name: Pewarta: Budi Contoh."""
    for line in lines[-LAST_LINES:]:
        if not line.clues & LABEL or len(line.text) > 70 or line.start <= body:
            continue
        label, colon, name = line.text.partition(":")
        if not colon or label.strip().lower() not in _SIGNING:
            continue
        if all(word[0].isupper() for word in name.split()) and 0 < len(name.split()) < 6:
            yield Claim("author", name.strip(), Span(line.start, line.end), "byline", "byline", "medium", ("foot",))


def _bracketed(text: str, line: Line, agencies: Agencies) -> Iterator[Moment]:
    opened = max(text.rfind(sign, max(line.start, line.end - 60), line.end) for sign in "(（[")
    for moment in find_dates(text, opened + 1, line.end - 1) if opened >= line.start else ():
        said = f"{text[opened + 1 : moment.start]} {text[moment.end : line.end - 1]}".strip(" ,;-–—/|")
        chain = agencies.chain(said)
        if moment.year and moment.day and (chain or not said):
            settled = chain and agencies.entries[chain[0]].get("country") != ["US"]
            if settled and moment.swapped:
                yield moment.read_as(moment.year, moment.month, moment.day, "closing")
            else:
                yield moment.flagged("closing")


def without_parts(pending: Sequence[Pending], stamps: Sequence[Pending]) -> list[Pending]:
    """Return *pending* without days that are a part of one of *stamps*: Sep 20 in 081130 Sep 20"""
    spans = [(each.moment.start, each.moment.end) for each in stamps]
    return [
        each
        for each in pending
        if not any(start < each.moment.start and each.moment.end <= end for start, end in spans)
    ]


def _stamped(text: str, line: Line) -> Iterator[Moment]:
    found = _pattern("stamp").match(line.text)
    if found:
        year = int(found[3]) + (2000 if int(found[3]) < 70 else 1900)
        timed = int(found[4]) < 24 and int(found[5]) < 60
        clock = f"{int(found[4]):02d}:{int(found[5]):02d}" if timed else ""
        zone = _ZONES.get(found[6] or "", "") if timed else ""
        start, month, day = line.start + found.start(1), int(found[1]), int(found[2])
        moment = Moment(start, line.end, "wire-stamp", year, month, day, clock=clock, zone=zone)
        if "implausible" not in moment.flags:
            yield moment
    elif ots := _pattern("ots").match(line.text):
        moment = Moment(line.start, line.end, "wire-stamp", int(ots[1]), int(ots[2]), int(ots[3]), clock=ots[4])
        if "implausible" not in moment.flags:
            yield moment
    elif line.text.rpartition(" ")[2] in _SENT:
        yield from (moment for moment in find_dates(text, line.start, line.end) if moment.year and moment.day)


def _of_desk(line: Line, above: str, agencies: Agencies) -> Iterator[Moment]:
    """The last line of a German take, under the agency's name and the editors' initials: 081130 Sep 20"""
    found = _pattern("desk").match(line.text)
    if not found or not agencies.printed(above.partition(" ")[0]):
        return
    day, hour, minute = int(found[1]), int(found[2]), int(found[3])
    clock = f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""
    month = 1 + _MONTHS.index(found[4].lower())
    moment = Moment(line.start, line.end, "wire-stamp", 2000 + int(found[5]), month, day, clock=clock)
    if "implausible" not in moment.flags:
        yield moment


def _coded(found: re.Match[str], begin: int) -> Iterator[Moment]:
    year = int(found[2]) + (2000 if found["dpa"] else 1911)
    start, end = begin + found.start(2), begin + found.end(4)
    moment = Moment(start, end, "wire-stamp", year, int(found[3]), int(found[4]))
    if "implausible" not in moment.flags:
        yield moment


def _last_day(text: str, lines: Sequence[Line]) -> Iterator[Moment]:
    if len(lines) > 1 and lines[-1].numbers and len(lines[-1].text) < 40 and reads_on(lines[-2].text):
        for moment in dates_in(text, lines[-1]):
            around = f"{text[lines[-1].start : moment.start]} {text[moment.end : lines[-1].end]}"
            if moment.year and moment.day and all(weekday(word) >= 0 for word in around.replace(",", " ").split()):
                yield moment


def _first(text: str, line: Line) -> Iterator[Moment]:
    for moment in find_dates(text, line.start, line.end):
        before = text[max(line.start, moment.start - 40) : moment.start].lower()
        said = next((before.rpartition(words) for words in _BEFORE if words in before), None)
        if said and moment.year and moment.day and all(word in _JOINTS for word in said[2].split()):
            yield moment
