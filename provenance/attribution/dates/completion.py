"""From the dates that were read to claims: those of heads and datelines, then, against them, those of the body."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from provenance.attribution.dates import resolve
from provenance.attribution.dates.moments import day_of
from provenance.attribution.dates.months import RELATIVE
from provenance.attribution.dates.scan import dates_in
from provenance.attribution.dates.weekdays import days_in_lead, weekday_names, weekdays_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.dates.pending import Pending
    from provenance.attribution.layout import Context, Outline
    from provenance.model import Asserter, Claim

_STOPS = frozenset('.!?…"”»/。।۔')


def date_claims(
    context: Context, outline: Outline, claims: Sequence[Claim], pending: Sequence[Pending], as_of: str | None
) -> tuple[list[Claim], int]:
    """Return the claims of all dates, and the number of the day of publication, 0 where nothing gives it.

    Partial dates get their year from that day.  *as_of* is the latest day that is not in the future; without it, the
    one that the container gives.
    """
    stated = resolve.stated_days(claims)
    anchor = resolve.anchor_of(stated, pending)
    latest = day_of(as_of or "") or resolve.collected_day(claims)
    body = list(_body_dates(context, outline, pending))
    if [each for each in pending if each.moment.swapped]:
        proven = _proven(context, pending, body)
        pending = [
            each.of(_settled(context.text, each.moment, pending, anchor, proven=proven))
            if each.moment.swapped
            else each
            for each in pending
        ]
        anchor = resolve.anchor_of(stated, pending)
    pending = [_completed(each, anchor, latest) for each in pending]
    found = []
    for each in pending:
        name = "mentioned_date" if each.late else each.property
        found.append(resolve.dated_claim(each.moment, name, each.asserter, each.confidence))
    anchor = resolve.anchor_of(stated, pending)
    found += _body_claims(context, pending, body, anchor)
    return found, anchor


def _settled(
    text: str, moment: Moment, pending: Sequence[Pending], anchor: int, *, proven: bool | None
) -> Moment:  # fmt: skip
    """Return the date of a head with day and month in the order that other evidence shows, if there is any."""
    moment = resolve.beside(moment, pending) if not anchor else moment
    moment = resolve.settle_order(moment, anchor, proven=proven) if moment.swapped else moment
    moment = resolve.settle_beside(text, moment) if moment.swapped else moment
    return resolve.settle_dotted(text, moment) if moment.swapped else moment


def _completed(each: Pending, anchor: int, latest: int) -> Pending:
    moment = resolve.complete(each.moment, anchor)
    if not each.late and each.property in {"published", "updated"}:
        moment = resolve.checked(moment, latest)
    return each if moment is each.moment else each.of(moment)


def _body_dates(context: Context, outline: Outline, pending: Iterable[Pending]) -> Iterator[tuple[Moment, Asserter]]:
    """Yield the dates that no dateline, timestamp or picture's line has, and whether the body or a caption has them."""
    taken = {place for each in pending for place in (each.moment.start, each.moment.end - 1)}
    for line in context.lines:
        if not line.numbers or line.start in outline.addresses:
            continue
        caption = line.start in outline.furniture or (
            line.start > outline.lead and len(line.text) < 200 and line.text[-1] not in _STOPS
        )
        for moment in dates_in(context.text, line):
            if moment.start not in taken and moment.end - 1 not in taken:
                yield moment, "caption" if caption else "body"


def _body_claims(
    context: Context, pending: Sequence[Pending], body: Sequence[tuple[Moment, Asserter]], anchor: int
) -> Iterator[Claim]:
    """Yield the claims of the dates of the body: of the event where they are near publication."""
    proven = _proven(context, pending, body) if [each for each in body if each[0].swapped] else None
    for printed, asserter in body:
        moment = resolve.settle_order(printed, anchor, proven=proven) if printed.swapped else printed
        moment = resolve.complete(moment, anchor)
        name = "event_date" if moment.day and resolve.near(moment, anchor) else "mentioned_date"
        yield resolve.dated_claim(moment, name, asserter, "high")


def _proven(context: Context, pending: Sequence[Pending], body: Sequence[tuple[Moment, Asserter]]) -> bool | None:
    """Return the order of day and month that the text keeps to; None where nothing in it proves one."""
    return resolve.day_first(context.text, chain((each.moment for each in pending), (moment for moment, _ in body)))


def weekday_claims(context: Context, outline: Outline, anchor: int) -> Iterator[Claim]:
    """Yield the event dates that weekdays, and words such as "yesterday", name around the day numbered *anchor*."""
    names = weekday_names(context.text, context.words)
    if not names:
        return
    yield from days_in_lead(context.text, context.lines, outline.lead, anchor, names)
    weekdays = sorted(names - RELATIVE.keys())
    for line in context.lines if weekdays else ():
        if line.start not in outline.furniture:
            yield from weekdays_in(context.text, line.start, line.end, anchor, weekdays)
