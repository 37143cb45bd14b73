"""From the dates in the lines of a page to those of its article: not of the page itself, nor of other articles."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from provenance.attribution.dates.pending import Pending
from provenance.attribution.layout import LAST_LINES, reads_on
from provenance.attribution.sources import chrome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line
    from provenance.model import Claim

_UNDER = 3  # lines under a title that can have its day
_MINUTES = 5  # characters of a time of day without seconds
_BESIDE = 2  # lines between a day and the byline that is beside it
_NAMING = frozenset(("author", "source"))


def accepted(pending: Sequence[Pending], lines: Sequence[Line], title: str) -> list[Pending]:
    """Return *pending* with late dates taken for the article's own right under its *title*, on a page printed twice."""
    own = {after.start for place, line in enumerate(lines) if line.text == title for after in _under(lines, place)}
    begins = [line.start for line in lines]
    return [
        Pending(each.moment, each.property, each.asserter, each.confidence)
        if each.late and begins[bisect_right(begins, each.moment.start) - 1] in own
        else each
        for each in pending
    ]


def _under(lines: Sequence[Line], place: int) -> Sequence[Line]:
    """Return the lines right under the title at *place*, up to the heading of a list."""
    below = lines[place + 1 : place + 1 + _UNDER]
    stop = (n for n, line in enumerate(below) if chrome.listed_below(line.text))
    return below[: next(stop, _UNDER)]


def at_foot(pending: Sequence[Pending], lines: Sequence[Line], bare: AbstractSet[int]) -> list[Pending]:
    """Return *pending* with the late days that the foot of a text gives the text itself: those of an update, and the
    one that a label of publication is beside (its start is not among *bare*), behind the last sentence.
    """
    foot = lines[-LAST_LINES].start if len(lines) > LAST_LINES else 0
    labelled = [
        each for each in pending if each.late and each.property == "published" and each.moment.start not in bare
    ]
    days = {each.moment.number for each in pending if each.says("published")}
    alone = len(labelled) == 1 and not any(each.says("published") for each in pending)
    behind = (
        lines[-2].start
        if len(lines) > 2 and any(reads_on(line.text) for line in lines[-3:-1])
        else len(lines[-1].text) + lines[-1].start
    )
    return [
        Pending(each.moment, each.property, "credit", "medium")
        if (each.late and each.property == "updated" and each.moment.start >= foot)
        or _again(each, days, bare)
        or (alone and each is labelled[0] and (each.moment.start >= behind or _closes(each.moment.start, lines)))
        else each
        for each in pending
    ]


def _again(each: Pending, days: AbstractSet[int], bare: AbstractSet[int]) -> bool:
    """Whether a page says once more, with a label, that it was published on one of *days*."""
    labelled = each.late and each.property == "published" and each.moment.start not in bare
    return labelled and 0 < each.moment.number in days


def _closes(start: int, lines: Sequence[Line]) -> bool:
    """Whether a day is right below a sentence, however short, and no heading of other texts is above it."""
    place = line_behind(start, lines) - 1
    return place > 0 and lines[place - 1].text[-1] in ".!?…”»。" and not chrome.in_list(lines, place)


def under_embargo(pending: list[Pending]) -> list[Pending]:
    """Return *pending* without the day on which a text was only sent out, to be published when its embargo ends."""
    until = max((each.moment.number for each in pending if "embargo" in each.moment.flags), default=0)
    return [
        Pending(each.moment.flagged("embargo"), "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and 0 < each.moment.number < until
        else each
        for each in pending
    ] if until else pending  # fmt: skip


def without_states(pending: list[Pending], bare: AbstractSet[int]) -> list[Pending]:
    """Return *pending* without a day of publication that is only of a state of the text, where another label says when
    it was published: Stand: 6. März 2020 above Erstellt: 5. März 2020.  A state alone is both.
    """
    changed = {each.moment.start for each in pending if each.says("updated")}
    states = [each for each in pending if each.says("published") and each.moment.start in changed]
    others = [
        each
        for each in pending
        if each.says("published") and each.moment.start not in changed and each.moment.start not in bare
    ]
    return [each for each in pending if each not in states] if states and others else pending


def weighed(
    pending: Sequence[Pending], claims: Sequence[Claim], lines: Sequence[Line], bare: AbstractSet[int]
) -> Sequence[Pending]:
    """Return *pending* with less trust in a day that only the shape of its line makes one of publication: one without
    a label (its start is among *bare*), and without a byline or a source beside it.
    """
    named = {
        line_behind(one.span.start, lines)
        for one in claims
        if one.property in _NAMING and one.span and one.confidence != "low"
    }
    return [
        Pending(each.moment, each.property, each.asserter, "medium")
        if each.says("published")
        and each.confidence == "high"
        and not (each.moment.zone or len(each.moment.clock) > _MINUTES)  # as machines print it
        and each.moment.start in bare
        and named.isdisjoint(_around(line_behind(each.moment.start, lines)))
        else each
        for each in pending
    ]


def line_behind(start: int, lines: Sequence[Line]) -> int:
    """Return the place of the line behind the one that *start* is in."""
    return bisect_right(lines, start, key=_start)


def _start(line: Line) -> int:
    return line.start


def _around(place: int) -> range:
    return range(place - _BESIDE, place + _BESIDE + 1)
