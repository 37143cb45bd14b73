"""From one document to its claims: every stage's findings, dates completed and weekdays resolved by the document's own date."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from provenance.attribute import credits as crediting
from provenance.attribute import heads
from provenance.attribute.agencies import load
from provenance.attribute.containers import container_claims, file_name_claims, statements_of
from provenance.attribute.datelines import bare_place, dateline_at
from provenance.attribute.dates import find_dates
from provenance.attribute.layout import lines_of, reads_on
from provenance.attribute.moments import day_of, from_ordinal, nearest_year, spelled
from provenance.attribute.weekdays import weekdays_in
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from provenance.attribute.agencies import Agencies
    from provenance.attribute.datelines import Dateline
    from provenance.attribute.layout import Line
    from provenance.attribute.moments import Moment
    from provenance.config import Attributing
    from provenance.model import Asserter, Confidence, Document

# Who is believed first about the day of publication; a dateline may lack the year, so it comes after a full date.
ANCHORS: tuple[Asserter, ...] = (
    "operator", "masthead", "dateline", "byline", "credit", "markup", "container", "crawl header", "file name",
)  # fmt: skip
EVENT_DAYS = 45


class _Gathering:
    """What is known of one document while it is read."""

    def __init__(self, text: str, document: Document | None) -> None:
        self.text = text
        self.agencies: Agencies = load()
        self.statements, self.header, self.path = statements_of(text, document)
        self.lines = lines_of(text, self.header)
        self.claims: list[Claim] = []
        self.pending: list[tuple[Moment, str, Asserter, Confidence]] = []
        self.taken: set[int] = set()  # starts of lines that are no sentence of the body and no title
        self.dates: dict[int, int] = {}  # places of dates that are spoken for: start -> end
        self.body = len(text)  # where the lead begins

    def date(self, moment: Moment, property_: str, asserter: Asserter, confidence: Confidence = "high") -> None:
        self.pending.append((moment, property_, asserter, confidence))
        self.dates[moment.start] = moment.end


def claims(text: str, document: Document | None, settings: Attributing) -> tuple[Claim, ...]:
    """Return the claims of one document, by place; those outside the text come first."""
    known = _Gathering(text, document)
    known.claims += container_claims(known.statements, known.agencies)
    known.claims += file_name_claims(known.path)
    _read_lines(known)
    _read_ends(known)
    title = heads.title_line(known.lines, known.taken, known.body)
    if title:
        known.claims.append(Claim("title", title.text, Span(title.start, title.end), "body", "title-line", "medium"))
        known.taken.add(title.start)
        _accept_stamps(known, title.text)
    _complete(known, settings)
    return tuple(sorted(known.claims, key=_order))


def _order(claim: Claim) -> tuple[int, int, str, str, str]:
    start, end = (claim.span.start, claim.span.end) if claim.span else (-1, -1)
    return start, end, claim.property, claim.value, claim.method


def _read_lines(known: _Gathering) -> None:
    """Read every line: datelines, timestamps, captions, bylines."""
    text, agencies = known.text, known.agencies
    for count, line in enumerate(known.lines):
        if "CC" in line.text or ":" in line.text or " by " in line.text or "/" in line.text:
            found = list(crediting.photo_claims(line, agencies))
            if found:
                known.claims += found
                if not reads_on(line.text) or line.text[-1] in ")]）":
                    known.taken.add(line.start)
        _read_stamps(known, line)
        if line.start in known.taken:
            continue
        if count < 12 or any(sign in line.text[:90] for sign in "([/（【"):
            dateline = dateline_at(text, line.start, line.end, agencies)
            if dateline is None and line.start < known.body and len(line.text) > 100:
                dateline = bare_place(text, line.start, line.end)
            if dateline and (dateline.end < line.end or dateline.agencies):
                _take_dateline(known, dateline, line)
        if line.start < known.body:
            _read_head(known, line)


def _read_head(known: _Gathering, line: Line) -> None:
    known.claims += heads.take_claims(line)
    if reads_on(line.text):
        known.body = line.start
        return
    found = list(heads.byline_claims(line, known.agencies))
    if found:
        known.claims += found
        known.taken.add(line.start)


def _take_dateline(known: _Gathering, dateline: Dateline, line: Line) -> None:
    """Claim what a dateline says; one that another follows at once is its distributor's prefix."""
    known.body = min(known.body, line.start)
    span = Span(dateline.start, dateline.end)
    if dateline.date:
        known.date(dateline.date, "published", "dateline")
    rest = dateline.end
    while known.text[rest : rest + 1] in " \t" and rest < line.end:
        rest += 1
    second = None
    if dateline.date and not dateline.agencies:
        second = dateline_at(known.text, rest, line.end, known.agencies) or bare_place(known.text, rest, line.end)
    if second:
        known.claims.append(Claim("distributor", dateline.place, span, "dateline", "dateline/prefix", "medium"))
        _take_dateline(known, second, line)
        return
    if dateline.place:
        weak: Confidence = "high" if dateline.agencies or dateline.date else "low"
        method = "dateline" if weak == "high" else "dateline/place-only"
        known.claims.append(Claim("place", dateline.place, span, "dateline", method, weak))
    known.claims += crediting.chain_claims(dateline.agencies, span, "dateline", "dateline")
    if dateline.unknown:
        known.claims.append(
            Claim("source", dateline.unknown, span, "dateline", "dateline/unknown-agency", "medium")
        )


def _read_stamps(known: _Gathering, line: Line) -> None:
    image = heads.image_line(known.text, line)
    if image:
        moment, end = image
        known.date(moment, "photo_date", "caption")
        name = known.text[line.start : end].rpartition(" - ")[2]
        key = known.agencies.named(name)
        if key:
            known.claims.append(Claim("photo_source", key, Span(end - len(name), end), "caption", "image-line", "medium"))
        known.taken.add(line.start)
        return
    glued = heads.glued_stamp(known.text, line, known.agencies)
    if glued:
        moment, key, start, end = glued
        known.date(moment, "published", "masthead")
        known.claims.append(Claim("source", key, Span(start, end), "masthead", "glued-stamp", "high"))
        return
    stamp = heads.stamp_of(line, known.text, known.agencies)
    if stamp:
        known.taken.add(line.start)
        for moment, property_ in stamp.moments:
            known.date(moment, property_ if line.start < known.body else f"late {property_}", "masthead")
        for key, start, end in stamp.names:
            known.claims.append(Claim("source", key, Span(start, end), "masthead", "stamp-line", "high"))


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


def _read_ends(known: _Gathering) -> None:
    known.claims += crediting.credit_claims(known.lines, known.agencies)
    for line in known.lines[-8:]:
        if "©" in line.text or "opyright" in line.text or "(c) " in line.text:
            known.claims += crediting.rights_claims(line)


def _complete(known: _Gathering, settings: Attributing) -> None:
    """Give partial dates their year, weekdays their day, and the dates of the body their property."""
    anchor = _anchor(known)
    as_of = day_of(settings.as_of or "") or _container_day(known)
    for moment, property_, asserter, confidence in known.pending:
        name = "mentioned_date" if property_.startswith("late ") else property_
        _claim_date(known, moment, name, asserter, confidence, anchor, as_of)
    anchor = _anchor(known)
    for line in known.lines:
        _read_body_dates(known, line, anchor)


def _read_body_dates(known: _Gathering, line: Line, anchor: int) -> None:
    if line.start in known.taken and not known.dates and not reads_on(line.text):
        return
    caption = line.start > known.body and len(line.text) < 200 and line.text[-1] not in ".!?…\"”»/。"
    asserter: Asserter = "caption" if caption or line.start in known.taken else "body"
    for moment in find_dates(known.text, line.start, line.end):
        if moment.start in known.dates or any(s < moment.end and e > moment.start for s, e in known.dates.items()):
            continue
        property_ = "event_date" if moment.day and _near(moment, anchor) else "mentioned_date"
        _claim_date(known, moment, property_, asserter, "high", anchor, 0)
    if anchor:
        for start, end, value, method in weekdays_in(known.text, line.start, line.end, anchor):
            known.claims.append(Claim("event_date", value, Span(start, end), asserter, method, "medium"))


def _near(moment: Moment, anchor: int) -> bool:
    if not moment.year or not anchor:
        return True
    day = day_of(spelled(moment.year, moment.month, moment.day))
    return bool(day) and abs(day - anchor) <= EVENT_DAYS


def _claim_date(
    known: _Gathering, moment: Moment, property_: str, asserter: Asserter, confidence: Confidence, anchor: int, as_of: int
) -> None:
    inferred = ()
    if not moment.year and moment.month and anchor:
        moment.year = nearest_year(moment.month, moment.day, anchor)
        inferred = ("inferred-year",)
    moment.flags += inferred
    if moment.swapped and anchor:
        _settle_order(moment, anchor)
    if property_ in {"published", "updated"}:
        day = day_of(moment.value)
        if as_of and day > as_of + 1:
            moment.flags += ("future",)
        elif moment.year and moment.year < 1605 and "implausible" not in moment.flags:
            moment.flags += ("implausible",)
    weak: Confidence = "low" if moment.swapped or "implausible" in moment.flags else confidence
    known.claims.append(Claim(property_, moment.value, Span(moment.start, moment.end), asserter, moment.method, weak))


def _settle_order(moment: Moment, anchor: int) -> None:
    """03/04/2024 is settled only by another claim that one of its readings is within a day of, and the other is not."""
    readings = [(moment.month, moment.day), (moment.day, moment.month)]
    near = [r for r in readings if abs(day_of(spelled(moment.year, *r)) - anchor) <= 1]
    if len(near) == 1:
        moment.month, moment.day = near[0]
        moment.swapped = False
        moment.flags += ("settled",)


def _container_day(known: _Gathering) -> int:
    days = [day_of(claim.value) for claim in known.claims if claim.property == "published"
            and claim.asserter in {"crawl header", "container", "markup"}]  # fmt: skip
    return max(days, default=0)


def _anchor(known: _Gathering) -> int:
    """Return the day of publication as the strongest whole date gives it, 0 where there is none."""
    best: list[tuple[int, int]] = []
    for claim in known.claims:
        if claim.property == "published" and "implausible" not in claim.method and day_of(claim.value):
            best.append((ANCHORS.index(claim.asserter), day_of(claim.value)))
    for moment, property_, asserter, _ in known.pending:
        if property_ == "published" and not moment.swapped and "implausible" not in moment.flags:
            day = day_of(moment.value)
            if day:
                best.append((ANCHORS.index(asserter), day))
    return min(best)[1] if best else 0


def day_value(number: int) -> str:
    """Return the EDTF form of a day's number."""
    return spelled(*from_ordinal(number))
