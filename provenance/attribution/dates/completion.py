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
    from collections.abc import Iterator

    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.gathering import Gathering
    from provenance.config import Attributing
    from provenance.model import Asserter

_STOPS = frozenset('.!?…"”»/。।۔')


def complete(known: Gathering, settings: Attributing) -> None:
    """Claim all dates of *known*; partial ones get their year from the day of publication."""
    anchor = resolve.anchor_of(known.claims, known.pending)
    as_of = day_of(settings.as_of or "") or resolve.collected_day(known.claims)
    swapped = [moment for moment, *_ in known.pending if moment.swapped]
    if swapped:
        _settle(known, swapped, anchor)
        anchor = resolve.anchor_of(known.claims, known.pending)
    for moment, property_, asserter, confidence in known.pending:
        resolve.complete(moment, anchor)
        name = "mentioned_date" if property_.startswith("late ") else property_
        known.claims.append(resolve.dated_claim(moment, name, asserter, confidence, as_of))
    anchor = resolve.anchor_of(known.claims, known.pending)
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
        known.claims[:] = [
            resolve.in_its_time(claim, known.agencies, anchor) if claim.property == "source" else claim
            for claim in known.claims
        ]
        _claim_weekdays(known, anchor)


def _claim_weekdays(known: Gathering, anchor: int) -> None:
    names = weekday_names(known.text, known.words)
    if not names:
        return
    known.claims += days_in_lead(known.text, known.lines, known.body, anchor, names)
    weekdays = sorted(names - RELATIVE.keys())
    for line in known.lines if weekdays else ():
        if line.start not in known.taken:
            known.claims += weekdays_in(known.text, line.start, line.end, anchor, weekdays)


def _claim_body(known: Gathering, moment: Moment, asserter: Asserter, anchor: int) -> None:
    resolve.complete(moment, anchor)
    property_ = "event_date" if moment.day and resolve.near(moment, anchor) else "mentioned_date"
    known.claims.append(resolve.dated_claim(moment, property_, asserter, "high", 0))


def _settle(known: Gathering, moments: list[Moment], anchor: int) -> None:
    """Tell day from month where the printed order allows both; the whole text may prove which it keeps to."""
    if moments:
        heads_first = (moment for moment, *_ in known.pending)
        proven = resolve.day_first(known.text, chain(heads_first, (moment for moment, _ in _body_dates(known))))
        for moment in moments:
            resolve.settle_order(moment, anchor, proven=proven)


def _body_dates(known: Gathering) -> Iterator[tuple[Moment, Asserter]]:
    """Yield the dates that no dateline, timestamp or picture's line has claimed."""
    spoken = {place for moment, *_ in known.pending for place in (moment.start, moment.end - 1)}
    for line in known.lines:
        if not line.numbers or line.start in known.addresses:
            continue
        caption = line.start in known.taken or (
            line.start > known.body and len(line.text) < 200 and line.text[-1] not in _STOPS
        )
        for moment in dates_in(known.text, line):
            if moment.start not in spoken and moment.end - 1 not in spoken:
                yield moment, "caption" if caption else "body"
