"""From one document to its claims: line by line, then the dates once the document's own date is known."""

from __future__ import annotations

import gc
import re
from bisect import bisect_right
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from provenance.attribute import captions, containers, days, heads, titles
from provenance.attribute.agencies import load
from provenance.attribute.closings import closing_dates, first_claims, foot_bylines
from provenance.attribute.composed import compose, in_place
from provenance.attribute.credits import chain_claims, credit_claims
from provenance.attribute.datelines import bare_place, dateline_at, embedded, settle_by_country
from provenance.attribute.dates import dates_by_line
from provenance.attribute.endings import truncation_claims
from provenance.attribute.layout import leads, lines_of, reads_on
from provenance.attribute.moments import day_of
from provenance.attribute.months import calendar
from provenance.attribute.rights import rights_claims
from provenance.attribute.weekdays import days_in_lead, weekday_names, weekdays_in
from provenance.config import Attributing
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribute.datelines import Dateline
    from provenance.attribute.layout import Line
    from provenance.attribute.moments import Moment
    from provenance.model import Asserter, Confidence, Document

# A dateline is looked for in so many first lines, and later where a bracket stands near a line's start.
HEAD_LINES = 12
EMBEDDED = 1500
LONG = 1 << 16
_USUAL = Attributing()
_STOPS = frozenset('.!?…"”»/。।۔')


class _Gathering:
    """What is known of one document while it is read."""

    def __init__(self, text: str, header: int, settings: Attributing) -> None:
        self.text = text
        # the numbers that can be of a date, and the words that say when
        self.numbers, self.words = calendar().scan(text, header, len(text))
        self.agencies = load(settings.agencies)
        self.lines = lines_of(text, header)
        self.claims: list[Claim] = []
        self.pending: list[tuple[Moment, str, Asserter, Confidence]] = []
        self.taken: set[int] = set()  # starts of lines that are neither a sentence of the body nor a title
        self.addresses: set[int] = set()  # starts of lines that are an address
        self.captions: set[int] = set()  # starts of lines about a picture
        self.body = len(text)  # where the lead begins
        self.datelines = 0
        self.pictured = captions.pictured(text)

    def date(self, moment: Moment, property_: str, asserter: Asserter, confidence: Confidence = "high") -> None:
        self.pending.append((moment, property_, asserter, confidence))


def claims(text: str, document: Document | None = None, settings: Attributing = _USUAL) -> tuple[Claim, ...]:
    """Return the claims of one document, by place; those outside the text come first."""
    # all that a long text makes here lives on, so that the collector would only walk through it, again and again
    pause = len(text) > LONG and gc.isenabled()
    if pause:
        gc.disable()
    try:
        return _claims(text, document, settings)
    finally:
        if pause:
            gc.enable()


def _claims(text: str, document: Document | None, settings: Attributing) -> tuple[Claim, ...]:
    statements, header, path = containers.statements_of(text, document)
    composed = compose(text, header)
    known = _Gathering(composed[0] if composed else text, header, settings)
    known.claims += containers.container_claims(statements, known.agencies, settings.as_of)
    known.claims += containers.file_name_claims(path, settings.as_of)
    for count, line in enumerate(known.lines):
        _read_line(known, line, count)
    if not known.datelines:
        _read_embedded(known)
    known.claims += credit_claims(known.lines, known.agencies, known.captions)
    known.claims += rights_claims(known.lines, known.agencies)
    known.claims += first_claims(known.lines, known.agencies)
    known.claims += foot_bylines(known.lines, known.body)
    known.claims += truncation_claims(known.lines)
    for moment in closing_dates(known.text, known.lines[1:], known.agencies):
        known.date(moment, "published", "credit")
    title = titles.title_line(known.lines, known.taken, known.body)
    if title:
        known.claims.append(Claim("title", title.text, Span(title.start, title.end), "body", "title-line", "medium"))
        known.taken.add(title.start)
        known.claims += titles.titled_outlet(title, known.agencies)
        _accept_stamps(known, title.text)
    _complete(known, settings)
    known.claims.sort(key=_order)
    pairs = zip([None, *known.claims], known.claims, strict=False)
    found = tuple(claim for before, claim in pairs if before is None or claim.value != before.value or claim != before)
    return in_place(found, composed[1], header) if composed else found


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(r"[(\[/（［【]")


def _order(claim: Claim) -> tuple[int, int, str, str, str, str]:
    start, end = (claim.span.start, claim.span.end) if claim.span else (-1, -1)
    return start, end, claim.property, claim.value, claim.asserter, claim.method


def _read_line(known: _Gathering, line: Line, count: int) -> None:
    found = list(captions.photo_claims(line, known.agencies)) if known.pictured else []
    if found:
        known.claims += found
        if not reads_on(line.text) or line.text[-1] in ")]）":
            known.taken.add(line.start)
            known.captions.add(line.start)
    if line.start in known.taken:
        return
    if "://" in line.text and len(line.text) < 600 and not reads_on(line.text):
        _read_address(known, line)
        return
    dateline = _dateline(known, line, count)
    if dateline:
        _take_dateline(known, dateline, line)
    _read_stamps(known, line, begun=dateline is not None)
    if line.start in known.taken:
        return
    if line.start < known.body:
        known.claims += heads.take_claims(line)
        if reads_on(line.text):
            known.body = line.start
            return
        found = list(heads.byline_claims(line, known.agencies)) or list(heads.outlet_claims(line))
        if found:
            known.claims += found
            known.taken.add(line.start)


def _read_address(known: _Gathering, line: Line) -> None:
    """Claim an address; the day in it is the page's own where it stands before the lead."""
    found = list(containers.address_claims(line, known.agencies))
    known.claims += found
    known.taken.add(line.start)
    known.addresses.add(line.start)
    moment = containers.address_day(found[0]) if found and line.start < known.body else None
    if moment:
        known.date(moment, "published", "masthead", "medium")


def _dateline(known: _Gathering, line: Line, count: int) -> Dateline | None:
    if (count >= HEAD_LINES or known.datelines) and not _bracket().search(line.text, 0, 90):
        return None
    dateline = dateline_at(known.text, line.start, line.end, known.agencies)
    if dateline is None and line.start < known.body and leads(line.text):
        dateline = bare_place(known.text, line.start, line.end)
    if dateline is None or _stray(known, dateline, line):
        return None
    rest = known.text[dateline.end : line.end].strip()
    if not dateline.agencies and (not rest or (rest[0].isdigit() and ":" in rest[:3] and len(rest) < 20)):
        return None  # "Hanoi, 5 March 2024 - 10:15" is a timestamp
    return dateline


def _stray(known: _Gathering, dateline: Dateline, line: Line) -> bool:
    """A dateline behind the lead counts only with an agency that the table knows, at a paragraph's start."""
    return line.start > known.body and (not dateline.agencies or len(line.text) < 60)


def _take_dateline(known: _Gathering, dateline: Dateline, line: Line) -> None:
    """Claim what a dateline says; one that another follows at once is its distributor's prefix."""
    known.body = min(known.body, line.start)
    known.datelines += 1
    span = Span(dateline.start, dateline.end)
    if dateline.date:
        if dateline.date.swapped and dateline.agencies:
            settle_by_country(dateline, known.agencies)
        known.date(dateline.date, "published", "dateline")
    rest = dateline.end
    while known.text[rest : rest + 1].isspace() and rest < line.end:
        rest += 1
    if dateline.date and not dateline.agencies:
        second = dateline_at(known.text, rest, line.end, known.agencies) or bare_place(known.text, rest, line.end)
        if second and known.text[second.end - 1] not in ")]":
            known.claims.append(Claim("distributor", dateline.place, span, "dateline", "dateline/prefix", "medium"))
            _take_dateline(known, second, line)
            return
    if dateline.place:
        firm = bool(dateline.agencies or dateline.date)
        method = "dateline" if firm else "dateline/place-only"
        known.claims.append(Claim("place", dateline.place, span, "dateline", method, "high" if firm else "low"))
    known.claims += chain_claims(dateline.agencies, span, "dateline", "dateline")
    if dateline.unknown:
        known.claims.append(Claim("source", dateline.unknown, span, "dateline", "dateline/unknown-agency", "medium"))


def _read_embedded(known: _Gathering) -> None:
    for line in known.lines[:HEAD_LINES]:
        dateline = embedded(known.text, line.start, min(line.end, line.start + EMBEDDED), known.agencies)
        if dateline:
            _take_dateline(known, dateline, line)
            return


def _read_stamps(known: _Gathering, line: Line, *, begun: bool) -> None:
    """Read a picture's line, a timestamp glued to a line's end, a line of timestamps that no dateline has *begun*."""
    image = captions.image_line(known.text, line)
    if image:
        moment, end = image
        known.date(moment, "photo_date", "caption")
        name = known.text[line.start : end].rpartition(" - ")[2]
        key = known.agencies.named(name)
        if key:
            span = Span(end - len(name), end)
            known.claims.append(Claim("photo_source", key, span, "caption", "image-line", "medium"))
        known.taken.add(line.start)
        return
    glued = heads.glued_stamp(known.text, line, known.agencies)
    if glued:
        moment, key, start, end = glued
        known.date(moment, "published", "masthead")
        known.claims.append(Claim("source", key, Span(start, end), "masthead", "glued-stamp", "high"))
        return
    stamp = None if begun else heads.stamp_of(line, known.text, known.agencies)
    if stamp:
        late = line.start >= known.body
        if late and not stamp.plain:
            return
        known.taken.add(line.start)
        for moment, property_ in stamp.moments:
            name = f"late {property_}" if late else property_
            known.date(moment, name, "masthead", "high" if stamp.plain else "medium")
        for name, span in stamp.people:
            known.claims.append(Claim("author", name, span, "byline", "stamp-line", "medium"))
        for name, span, method, confidence in stamp.names:
            known.claims.append(Claim("source", name, span, "masthead", method, confidence))


def _accept_stamps(known: _Gathering, title: str) -> None:
    """A timestamp after the lead is the article's own only right under the article's title (a page printed twice)."""
    own = {
        after.start
        for place, line in enumerate(known.lines)
        if line.text == title
        for after in known.lines[place + 1 : place + 4]
    }
    begins = [line.start for line in known.lines]
    for place, (moment, property_, asserter, confidence) in enumerate(known.pending):
        if property_.startswith("late ") and begins[bisect_right(begins, moment.start) - 1] in own:
            known.pending[place] = (moment, property_.removeprefix("late "), asserter, confidence)


def _complete(known: _Gathering, settings: Attributing) -> None:
    """Claim all dates: those of heads and datelines first, then, against them, those of the body."""
    anchor = days.anchor_of(known.claims, known.pending)
    as_of = day_of(settings.as_of or "") or days.collected_day(known.claims)
    swapped = [moment for moment, *_ in known.pending if moment.swapped]
    if swapped:
        _settle(known, swapped, anchor)
        anchor = days.anchor_of(known.claims, known.pending)
    for moment, property_, asserter, confidence in known.pending:
        days.complete(moment, anchor)
        name = "mentioned_date" if property_.startswith("late ") else property_
        known.claims.append(days.dated_claim(moment, name, asserter, confidence, as_of))
    anchor = days.anchor_of(known.claims, known.pending)
    unsettled: list[tuple[Moment, Asserter]] = []
    for moment, asserter in _body_dates(known):
        if moment.swapped:
            unsettled.append((moment, asserter))
        else:
            _claim_body(known, moment, asserter, anchor)
    _settle(known, [moment for moment, _ in unsettled], anchor)
    for moment, asserter in unsettled:
        _claim_body(known, moment, asserter, anchor)
    if anchor:
        known.claims[:] = [days.in_its_time(claim, known.agencies, anchor) for claim in known.claims]
        _claim_weekdays(known, anchor)


def _claim_weekdays(known: _Gathering, anchor: int) -> None:
    names = weekday_names(known.text, known.words)
    if not names:
        return
    told = list(days_in_lead(known.text, known.lines, known.body, anchor, names))
    for line in known.lines:
        if line.start not in known.taken:
            told += weekdays_in(known.text, line.start, line.end, anchor, names)
    for start, end, value, method in told:
        known.claims.append(Claim("event_date", value, Span(start, end), "body", method, "medium"))


def _claim_body(known: _Gathering, moment: Moment, asserter: Asserter, anchor: int) -> None:
    days.complete(moment, anchor)
    property_ = "event_date" if moment.day and days.near(moment, anchor) else "mentioned_date"
    known.claims.append(days.dated_claim(moment, property_, asserter, "high", 0))


def _settle(known: _Gathering, moments: list[Moment], anchor: int) -> None:
    """Tell day from month where the printed order allows both; the whole text may prove which it keeps to."""
    if moments:
        heads_first = (moment for moment, *_ in known.pending)
        proven = days.day_first(known.text, chain(heads_first, (moment for moment, _ in _body_dates(known))))
        for moment in moments:
            days.settle_order(moment, anchor, proven=proven)


def _body_dates(known: _Gathering) -> Iterator[tuple[Moment, Asserter]]:
    """Yield the dates that no dateline, timestamp or picture's line has claimed."""
    spoken = {place for moment, *_ in known.pending for place in (moment.start, moment.end - 1)}
    for line, moment in dates_by_line(known.text, known.lines, known.numbers):
        if line.start in known.addresses or moment.start in spoken or moment.end - 1 in spoken:
            continue
        caption = line.start in known.taken or (
            line.start > known.body and len(line.text) < 200 and line.text[-1] not in _STOPS
        )
        yield moment, "caption" if caption else "body"
