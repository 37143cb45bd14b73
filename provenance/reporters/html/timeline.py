"""From dated documents and their ties to a drawing: days left to right, a lane a source, arcs from original to copy."""

from __future__ import annotations

from collections import Counter
from math import log2
from typing import TYPE_CHECKING

from provenance.reporters.display import count
from provenance.reporters.html.markup import in_address, shown
from provenance.reporters.html.story import NO_SOURCE, day, ordinal, sources, ties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Evidence

WIDTH, LABEL, LANE, TOP, MARGIN = 1200, 150, 40, 34, 14
# So many lanes and arcs at most, and so many different places of a lane: a drawing is to be looked at.
LANES, ARCS, COLUMNS = 30, 150, 160
# With more dots than this, each is small and only the lanes lead somewhere: nobody tabs through a thousand dots.
DOTS = 200
_OTHERS = "other sources"
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 30, 365


class Drawing:
    """Where documents stand: the lanes from top to bottom, and for each dated document its lane, column and day."""

    __slots__ = ("first", "lanes", "last", "places")

    def __init__(self, lanes: list[str], lane_of: dict[int, int], days: dict[int, int]) -> None:
        self.lanes = lanes
        self.first = min(days.values())
        self.last = max(days.values())
        columns = {number: self.column(number) for number in set(days.values())}
        self.places = {position: (lane_of[position], columns[number], number) for position, number in days.items()}

    def column(self, number: int) -> int:
        """Return in which of COLUMNS columns a day stands."""
        return (number - self.first) * COLUMNS // max(self.last - self.first, 1)


def timeline(evidence: Evidence) -> str:
    """Return the drawing as SVG with what it leaves out, or a sentence where no document has a date."""
    drawing = _drawing(evidence)
    if drawing is None:
        return '<p class="none">No document has a date.</p>\n'
    height = TOP + LANE * len(drawing.lanes) + MARGIN
    dates = f"{_named(drawing.first)} to {_named(drawing.last)}"
    label = f"{count(len(drawing.places), 'document')} from {dates} in {count(len(drawing.lanes), 'lane')}"
    parts = [
        '<div class="scroll" tabindex="0" role="region" aria-label="Days and sources">\n',
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{label}">\n',
    ]
    parts += _axis(drawing, height)
    parts += _lanes(drawing)
    arcs, total = _arcs(evidence, drawing)
    parts += arcs
    parts += _dots(evidence, drawing)
    parts.append("</svg>\n</div>\n")
    undated = len(evidence.documents) - len(drawing.places)
    if undated:
        parts.append(
            f"<p>{count(undated, 'document')} without a date {'is' if undated == 1 else 'are'} not drawn.</p>\n"
        )
    if total > ARCS:
        parts.append(f"<p>The {ARCS} heaviest of {total:,} arcs are drawn.</p>\n")
    return "".join(parts)


def _drawing(evidence: Evidence) -> Drawing | None:
    source = sources(evidence)
    dated: dict[int, int] = {}
    for position, attribution in enumerate(evidence.attributions):
        number = ordinal(day(attribution.published))
        if number is not None:
            dated[position] = number
    if not dated:
        return None
    firsts: dict[str, int] = {}
    for position, number in dated.items():
        firsts[source[position]] = min(firsts.get(source[position], number), number)
    weights = Counter(source[position] for position in dated)
    kept = sorted(weights, key=lambda name: (-weights[name], name))[:LANES]
    lanes = sorted(kept, key=lambda name: (name == NO_SOURCE, firsts[name], name))
    if len(weights) > LANES:
        lanes.append(_OTHERS)
    lane = {name: at for at, name in enumerate(lanes)}
    return Drawing(lanes, {position: lane.get(source[position], len(lanes) - 1) for position in dated}, dated)


def _axis(drawing: Drawing, height: int) -> Iterator[str]:
    for number, label in _ticks(drawing):
        x = _x(drawing, number)
        yield f'<line class="tick" x1="{x}" y1="{TOP - 8}" x2="{x}" y2="{height - MARGIN}"/>\n'
        yield f'<text class="date" x="{x}" y="{TOP - 14}" text-anchor="middle">{label}</text>\n'


def _ticks(drawing: Drawing) -> Iterator[tuple[int, str]]:
    """Yield days with their labels: at most a dozen, at the beginnings of years or months, or single days."""
    from datetime import date

    span = drawing.last - drawing.first
    if span > 2 * _DAYS_OF_YEAR:
        first, last = date.fromordinal(drawing.first).year, date.fromordinal(drawing.last).year
        step = -(-(last - first + 1) // 12)
        yield from ((date(year, 1, 1).toordinal(), str(year)) for year in range(first + 1, last + 1, step))
    elif span > 2 * _DAYS_OF_MONTH:
        begin, end = date.fromordinal(drawing.first), date.fromordinal(drawing.last)
        months = range(begin.year * 12 + begin.month, end.year * 12 + end.month)
        for at in months[:: -(-len(months) // 12) or 1]:
            yield date(at // 12, at % 12 + 1, 1).toordinal(), f"{at // 12}-{at % 12 + 1:02}"
    else:
        for number in range(drawing.first, drawing.last + 1, -(-(span + 1) // 8)):
            yield number, date.fromordinal(number).isoformat()


def _lanes(drawing: Drawing) -> Iterator[str]:
    for at, name in enumerate(drawing.lanes):
        y = _y(at)
        yield f'<line class="lane" x1="{LABEL}" y1="{y}" x2="{WIDTH - MARGIN}" y2="{y}"/>\n'
        label = f'<text class="source" x="{LABEL - 12}" y="{y + 4}" text-anchor="end">{shown(name, 20)}</text>'
        where = _address(name, _named(drawing.first), _named(drawing.last))
        yield f'<a href="{where}">{label}</a>\n' if name != _OTHERS else f"{label}\n"


def _dots(evidence: Evidence, drawing: Drawing) -> Iterator[str]:
    stacks: dict[tuple[int, int], list[int]] = {}
    for position, (lane, column, _) in drawing.places.items():
        stacks.setdefault((lane, column), []).append(position)
    for lane, column in sorted(stacks):
        members = stacks[lane, column]
        days = [drawing.places[position][2] for position in members]
        first, last = _named(min(days)), _named(max(days))
        when = first if first == last else f"{first} to {last}"
        what = evidence.documents[members[0]].id if len(members) == 1 else f"{len(members):,} documents"
        radius = 2.8 if len(stacks) > DOTS else 3.5 + min(log2(len(members)), 4) * 0.9
        label = shown(f"{drawing.lanes[lane]}, {when}: {what}", 200)
        x, y = _at(column), _y(lane)
        circle = f'<circle class="dot" cx="{x}" cy="{y}" r="{radius:.1f}"><title>{label}</title></circle>'
        where = _address(drawing.lanes[lane], first, last)
        yield f"{circle}\n" if len(stacks) > DOTS else f'<a href="{where}" aria-label="{label}">{circle}</a>\n'


def _arcs(evidence: Evidence, drawing: Drawing) -> tuple[list[str], int]:
    """Return the heaviest arcs, and how many there are in all."""
    arcs: Counter[tuple[int, int, int, int, bool]] = Counter()
    for original, copy, certain in ties(evidence):
        if original in drawing.places and copy in drawing.places:
            (lane, column, day_of), (other, later, copied) = drawing.places[original], drawing.places[copy]
            if not certain and copied < day_of:
                lane, column, other, later = other, later, lane, column
            arcs[lane, column, other, later, certain] += 1
    heaviest = sorted(arcs.items(), key=lambda arc: (-arc[1], arc[0]))[:ARCS]
    return [_arc(*ends, number) for ends, number in heaviest], len(arcs)


def _arc(lane: int, column: int, other: int, later: int, certain: bool, number: int) -> str:  # noqa: FBT001
    x, y, x2, y2 = _at(column), _y(lane), _at(later), _y(other)
    # Within a lane an arc rises over it, from a dot to itself as a loop; between lanes it leaves and arrives level.
    middle = (x + x2) // 2
    if (lane, column) == (other, later):
        bend = f"C{x - 15} {y - 24} {x + 15} {y - 24} {x} {y}"
    elif lane == other:
        bend = f"Q{middle} {y - 18} {x2} {y2}"
    else:
        bend = f"C{middle} {y} {middle} {y2} {x2} {y2}"
    kind = "arc" if certain else "arc undecided"
    return f'<path class="{kind}" d="M{x} {y}{bend}" stroke-width="{min(1 + log2(number) / 2, 4):.1f}"/>\n'


def _at(column: int) -> int:
    return round(LABEL + MARGIN + column * (WIDTH - LABEL - 3 * MARGIN) / COLUMNS)


def _x(drawing: Drawing, number: int) -> int:
    return _at(drawing.column(number))


def _y(lane: int) -> int:
    return TOP + LANE * lane + LANE // 2


def _named(number: int) -> str:
    from datetime import date

    return date.fromordinal(number).isoformat()


def _address(lane: str, first: str, last: str) -> str:
    name = "none" if lane == NO_SOURCE else lane.replace('"', " ")
    source = "" if lane == _OTHERS else f'src:"{name}" '
    return f"#/documents?q={in_address(f'{source}date:{first}..{last}')}"
