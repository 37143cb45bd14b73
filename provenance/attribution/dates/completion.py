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
    body = list(_body_dates(known))
    if any(moment.swapped for moment, *_ in known.pending):
        settled = _settled(known, [moment for moment, *_ in known.pending], body, anchor)
        known.pending[:] = [(moment, *each[1:]) for moment, each in zip(settled, known.pending, strict=True)]
        anchor = resolve.anchor_of(known.claims, known.pending)
    for at, (moment, property_, asserter, confidence) in enumerate(known.pending):
        done = resolve.complete(moment, anchor)
        done = resolve.checked(done, as_of) if property_ in {"published", "updated"} else done
        known.pending[at] = (done, property_, asserter, confidence)
        name = "mentioned_date" if property_.startswith("late ") else property_
        known.claims.append(resolve.dated_claim(done, name, asserter, confidence))
    anchor = resolve.anchor_of(known.claims, known.pending)
    told = [moment for moment, _ in body]
    if any(moment.swapped for moment in told):
        told = _settled(known, told, body, anchor)
    for moment, (_, asserter) in zip(told, body, strict=True):
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
    done = resolve.complete(moment, anchor)
    property_ = "event_date" if done.day and resolve.near(done, anchor) else "mentioned_date"
    known.claims.append(resolve.dated_claim(done, property_, asserter, "high"))


def _settled(known: Gathering, moments: list[Moment], body: list[tuple[Moment, Asserter]], anchor: int) -> list[Moment]:
    """Tell day from month where the printed order allows both; the whole text may prove which it keeps to."""
    heads_first = chain((moment for moment, *_ in known.pending), (moment for moment, _ in body))
    proven = resolve.day_first(known.text, heads_first)
    return [resolve.settle_order(moment, anchor, proven=proven) if moment.swapped else moment for moment in moments]


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
