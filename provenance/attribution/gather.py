"""From one document to its claims: line by line, then the dates once the document's own date is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.attribution.composed import compose, in_place
from provenance.attribution.dates.columns import NO_ORDERS, ORDERS, in_order
from provenance.attribution.dates.completion import date_claims, weekday_claims
from provenance.attribution.dates.moments import from_ordinal, spelled
from provenance.attribution.dates.months import calendar
from provenance.attribution.dates.scan import with_numerals
from provenance.attribution.layout import (
    LAST_LINES,
    Context,
    lines_of,
)
from provenance.attribution.reader import Reader
from provenance.attribution.sources import (
    containers,
    stated,
)
from provenance.attribution.sources.agencies import load
from provenance.attribution.unmarked import unmark, with_marks
from provenance.settings import Attributing

if TYPE_CHECKING:
    from provenance.attribution.dates.columns import Orders
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import Claim, Document

_USUAL = Attributing()


def claims(
    text: str, document: Document | None = None, settings: Attributing = _USUAL, orders: Orders = NO_ORDERS
) -> tuple[Claim, ...]:
    """Return the claims of one document, by place; those outside the text come first.

    *orders* say which of day and month comes first in the fields of its file (see `dates.columns`).
    """
    if settings.date_order != "auto":
        orders = ORDERS[settings.date_order]
    statements, header, path = containers.statements_of(text, document)
    composed = compose(text, header)
    plain = composed[0] if composed else text
    context = _context(plain, header)
    unmarked = unmark(plain, context.lines)
    agencies = load(settings.agencies)
    reader = Reader(_context(unmarked[0], header) if unmarked else context, agencies)
    reader.claims += stated.container_claims(statements, agencies, settings.as_of, orders)
    reader.claims += containers.file_name_claims(path, settings.as_of)
    reader.read()
    if settings.date_order != "auto":
        reader.pending = [each.of(in_order(each.moment, orders["date"])) for each in reader.pending]
    found = _dated(reader, settings)
    found.sort(key=_order)
    pairs = zip([None, *found], found, strict=False)
    distinct = [each for before, each in pairs if before is None or each.value != before.value or each != before]
    if unmarked:
        distinct = list(with_marks(distinct, unmarked[1]))
    return in_place(distinct, composed[1], header) if composed else tuple(distinct)


def _context(text: str, header: int) -> Context:
    """Return the context of *text*, whose own words begin at *header*: its lines, numbers and clues."""
    numbers, words = calendar().scan(text, header, len(text))
    if not text.isascii():
        numbers = with_numerals(text, header, len(text), numbers)
    lines = lines_of(text, header, numbers)
    foot = 0
    for line in lines[-LAST_LINES:]:
        foot |= line.clues
    return Context(text, lines, words, foot)


def _dated(reader: Reader, settings: Attributing) -> list[Claim]:
    """Return the claims of all that was read, and of all dates, measured against the document's own day."""
    outline = reader.outline()
    dates, day = date_claims(reader.context, outline, reader.claims, reader.pending, settings.as_of)
    found = reader.claims + dates
    if not day:
        return found
    found = [_in_its_time(each, reader.agencies, day) if each.property == "source" else each for each in found]
    found += weekday_claims(reader.context, outline, day)
    return found


def _in_its_time(claim: Claim, agencies: Agencies, day: int) -> Claim:
    """Return *claim*, weakened where it names an agency by a name that was not in use on the day numbered *day*."""
    if claim.value not in agencies.dated:
        return claim
    flag = agencies.anachronism(claim.value, spelled(*from_ordinal(day)))
    return attrs.evolve(claim, confidence="low", flags=(*claim.flags, flag)) if flag else claim


def _order(claim: Claim) -> tuple[int, int, str, str, str, str]:
    start, end = (-1, -1) if claim.span is None else (claim.span.start, claim.span.end)
    return start, end, claim.property, claim.value, claim.asserter, claim.method if claim.flags else claim.pattern
