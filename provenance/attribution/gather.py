"""From one document to its claims: line by line, then the dates once the document's own date is known."""

from __future__ import annotations

import gc
import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.clues import ADDRESS, CUT, FIRST, LABEL, OPENING, RIGHTS, SLASH
from provenance.attribution.composed import compose, in_place
from provenance.attribution.datelines.embedded import embedded
from provenance.attribution.datelines.scan import bare_place, dateline_at, dateline_behind, settle_by_country
from provenance.attribution.datelines.telegrams import signed_claims
from provenance.attribution.dates.completion import complete
from provenance.attribution.gathering import Gathering
from provenance.attribution.layout import leads, reads_on
from provenance.attribution.sources import bylines, captions, containers, timestamps, titles
from provenance.attribution.sources.closings import closing_dates, first_claims, foot_bylines, last_day
from provenance.attribution.sources.credits import chain_claims, credit_claims
from provenance.attribution.sources.rights import rights_claims
from provenance.attribution.sources.truncation import truncation_claims
from provenance.config import Attributing
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from provenance.attribution.datelines.scan import Dateline
    from provenance.attribution.layout import Line
    from provenance.model import Document

# A dateline is looked for in so many first lines, and later where a bracket stands near a line's start.
HEAD_LINES = 12
EMBEDDED = 1500
LONG = 1 << 16
_USUAL = Attributing()


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
    known = Gathering(composed[0] if composed else text, header, settings)
    known.claims += containers.container_claims(statements, known.agencies, settings.as_of)
    known.claims += containers.file_name_claims(path, settings.as_of)
    for count, line in enumerate(known.lines):
        _read_line(known, line, count)
    if not known.datelines:
        _read_embedded(known)
    known.claims += credit_claims(known.lines, known.agencies, known.captions)
    _read_foot(known)
    title = titles.title_line(known.lines, known.taken, known.body)
    if title:
        known.claims.append(Claim("title", title.text, Span(title.start, title.end), "body", "title-line", "medium"))
        known.taken.add(title.start)
        known.claims += titles.titled_outlet(title, known.agencies)
        _accept_stamps(known, title.text)
    complete(known, settings)
    known.claims.sort(key=_order)
    pairs = zip([None, *known.claims], known.claims, strict=False)
    found = tuple(claim for before, claim in pairs if before is None or claim.value != before.value or claim != before)
    return in_place(found, composed[1], header) if composed else found


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(r"[(\[/（［【]")


def _order(claim: Claim) -> tuple[int, int, str, str, str, str]:
    start, end = (-1, -1) if claim.span is None else (claim.span.start, claim.span.end)
    return start, end, claim.property, claim.value, claim.asserter, claim.method


def _read_line(known: Gathering, line: Line, count: int) -> None:
    if line.clues & captions.CLUES and _read_picture(known, line):
        return
    if line.clues & ADDRESS and _addressed(line.text):
        _read_address(known, line)
        return
    dateline = _dateline(known, line, count)
    if dateline:
        _take_dateline(known, dateline, line)
    if line.numbers or line.start < known.body:
        _read_stamps(known, line, begun=dateline is not None)
    if line.start in known.taken:
        return
    if line.start < known.body:
        known.claims += bylines.take_claims(line)
        if reads_on(line.text):
            known.body = line.start
            return
        found = list(bylines.byline_claims(line, known.agencies)) or list(bylines.outlet_claims(line))
        if found:
            known.claims += found
            known.taken.add(line.start)


def _read_picture(known: Gathering, line: Line) -> bool:
    """Claim what a line says about a picture; return whether it is about nothing else."""
    found = list(captions.photo_claims(line, known.agencies))
    known.claims += found
    if not found or (reads_on(line.text) and line.text[-1] not in ")]）"):
        return False
    known.taken.add(line.start)
    known.captions.add(line.start)
    return True


def _addressed(text: str) -> bool:
    return "://" in text and len(text) < 600 and not reads_on(text)


def _read_address(known: Gathering, line: Line) -> None:
    """Claim an address; the day in it is the page's own where it stands before the lead."""
    found = list(containers.address_claims(line, known.agencies))
    known.claims += found
    known.taken.add(line.start)
    known.addresses.add(line.start)
    moment = containers.address_day(found[0]) if found and line.start < known.body else None
    if moment:
        known.date(moment, "published", "masthead", "medium")


def _dateline(known: Gathering, line: Line, count: int) -> Dateline | None:
    late = count >= HEAD_LINES or known.datelines
    if late and not (line.clues & (OPENING | SLASH) and _bracket().search(line.text, 0, 90)):
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


def _stray(known: Gathering, dateline: Dateline, line: Line) -> bool:
    """A dateline behind the lead counts only with an agency that the table knows, at a paragraph's start."""
    return line.start > known.body and (not dateline.agencies or len(line.text) < 60)


def _take_dateline(known: Gathering, dateline: Dateline, line: Line) -> None:
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
        second = dateline_behind(known.text, rest, line.end, known.agencies)
        if second and known.text[second.end - 1] not in ")]":
            known.claims.append(
                Claim("distributor", dateline.place, span, "dateline", "dateline", "medium", ("prefix",))
            )
            _take_dateline(known, second, line)
            return
    if dateline.place:
        known.claims.append(_placed(dateline, span))
    if dateline.agencies:
        chain = known.agencies.placed(dateline.agencies, dateline.place)
        known.claims += chain_claims(chain, span, "dateline", "dateline")
    if not known.text.isascii():
        known.claims += signed_claims(known.text, dateline.start, dateline.end)
    if dateline.unknown:
        known.claims.append(
            Claim("source", dateline.unknown, span, "dateline", "dateline", "medium", ("unknown-agency",))
        )


def _placed(dateline: Dateline, span: Span) -> Claim:
    if dateline.agencies or dateline.date:
        return Claim("place", dateline.place, span, "dateline", "dateline", "high")
    return Claim("place", dateline.place, span, "dateline", "dateline", "low", ("place-only",))


def _read_embedded(known: Gathering) -> None:
    for line in known.lines[:HEAD_LINES]:
        dateline = embedded(known.text, line.start, min(line.end, line.start + EMBEDDED), known.agencies)
        if dateline:
            _take_dateline(known, dateline, line)
            return


def _read_foot(known: Gathering) -> None:
    """Read the last lines for what else than a credit stands there."""
    if known.foot & RIGHTS:
        known.claims += rights_claims(known.lines, known.agencies)
    if known.foot & FIRST:
        known.claims += first_claims(known.lines, known.agencies)
    if known.foot & LABEL:
        known.claims += foot_bylines(known.lines, known.body)
    if known.foot & CUT:
        known.claims += truncation_claims(known.lines)
    for moment in closing_dates(known.text, known.lines[1:], known.agencies):
        known.date(moment, "published", "credit")
    if "published" not in [each[1] for each in known.pending]:
        for moment in last_day(known.text, known.lines):
            known.date(moment, "published", "credit", "medium")


def _read_stamps(known: Gathering, line: Line, *, begun: bool) -> None:
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
    glued = timestamps.glued_stamp(known.text, line, known.agencies)
    if glued:
        moment, key, start, end = glued
        known.date(moment, "published", "masthead")
        known.claims.append(Claim("source", key, Span(start, end), "masthead", "glued-stamp", "high"))
        return
    stamp = None if begun else timestamps.stamp_of(line, known.text, known.agencies)
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
        for name, span, confidence, flags in stamp.names:
            known.claims.append(Claim("source", name, span, "masthead", "stamp-line", confidence, flags))


def _accept_stamps(known: Gathering, title: str) -> None:
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
