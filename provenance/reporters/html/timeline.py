"""From dated documents and their ties to a drawing: days left to right, a lane a source, arcs from original to copy."""

from __future__ import annotations

from collections import Counter
from math import log2, sqrt
from typing import TYPE_CHECKING

from provenance.documents import Ids
from provenance.reporters.display import count
from provenance.reporters.html.markup import in_address, shown
from provenance.reporters.html.story import NO_SOURCE, day, in_query, ordinal, sources, ties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Evidence

    # The lane and column of an original, those of its copy, whether that is decided; and of how many pairs that holds.
    _Ends = tuple[int, int, int, int, bool]
    _Arc = tuple[_Ends, int]

WIDTH, LABEL, TOP, MARGIN = 1200, 150, 34, 14  # units of the drawing
# Height of a lane, at least and at most.  Few lanes share HEIGHT, so that arcs within a lane have room to rise.
LANE, HIGHEST, HEIGHT = 40, 96, 560
LANES, ARCS, COLUMNS = 30, 150, 160  # shown at most; a column is a place in a lane
DOTS = 200  # with more dots, each is small and no link: nobody tabs through a thousand links
_OTHERS = "other sources"
_DAYS_OF_MONTH, _TICKS = 30, 12


class Drawing:
    """Where documents stand: the lanes from top to bottom, and for each dated document its lane, column and day."""

    __slots__ = ("first", "lane", "lanes", "last", "places")

    def __init__(self, lanes: list[str], lane_of: dict[int, int], days: dict[int, int]) -> None:
        self.lanes = lanes
        self.lane = min(max(HEIGHT // len(lanes), LANE), HIGHEST)
        self.first = min(days.values())
        self.last = max(days.values())
        columns = {number: self.column(number) for number in set(days.values())}
        self.places = {position: (lane_of[position], columns[number], number) for position, number in days.items()}

    def column(self, number: int) -> int:
        """Return the column of a day, of COLUMNS."""
        return (number - self.first) * COLUMNS // max(self.last - self.first, 1)

    def height(self) -> int:
        """Return the height of the drawing."""
        return TOP + self.lane * len(self.lanes) + MARGIN

    def y(self, lane: int) -> int:
        """Return the height at which a lane runs: low in its room, since arcs rise above it."""
        return TOP + self.lane * lane + self.lane * 2 // 3


def timeline(evidence: Evidence) -> str:
    """Return the drawing as SVG and sentences on what it leaves out, or a sentence if no document has a date."""
    drawing = _drawing(evidence)
    if drawing is None:
        return '<p class="none">No document has a date.</p>\n'
    height = drawing.height()
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
            f"<p>{count(undated, 'document')} without a date {'is' if undated == 1 else 'are'} not shown.</p>\n"
        )
    if total > ARCS:
        parts.append(
            f"<p>{ARCS} of {total:,} arcs are shown: decided ones first, then those with the most copies.</p>\n"
        )
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
        anchor = "middle" if x < WIDTH - LABEL // 4 else "end"
        yield f'<text class="date" x="{x}" y="{TOP - 14}" text-anchor="{anchor}">{label}</text>\n'


def _ticks(drawing: Drawing) -> Iterator[tuple[int, str]]:
    """Yield days with their labels: at most a dozen, at the beginnings of years, quarters or months, or single days."""
    from datetime import date

    begin, end = date.fromordinal(drawing.first), date.fromordinal(drawing.last)
    months = range(begin.year * 12 + begin.month, end.year * 12 + end.month)
    if drawing.last - drawing.first <= 2 * _DAYS_OF_MONTH:
        for number in range(drawing.first, drawing.last + 1, -(-(drawing.last - drawing.first + 1) // 8)):
            yield number, date.fromordinal(number).isoformat()
    elif step := next((step for step in (1, 2, 3, 6) if len(months) <= _TICKS * step), 0):
        for at in months:
            if at % step == 0:
                yield date(at // 12, at % 12 + 1, 1).toordinal(), f"{at // 12}-{at % 12 + 1:02}"
    else:
        step = -(-(end.year - begin.year + 1) // _TICKS)
        yield from ((date(year, 1, 1).toordinal(), str(year)) for year in range(begin.year + 1, end.year + 1, step))


def _lanes(drawing: Drawing) -> Iterator[str]:
    for at, name in enumerate(drawing.lanes):
        y = drawing.y(at)
        yield f'<line class="lane" x1="{LABEL}" y1="{y}" x2="{WIDTH - MARGIN}" y2="{y}"/>\n'
        label = f'<text class="source" x="{LABEL - 12}" y="{y + 4}" text-anchor="end">{shown(name, 20)}</text>'
        where = _address(name, _named(drawing.first), _named(drawing.last))
        yield f'<a href="{where}">{label}</a>\n' if name != _OTHERS else f"{label}\n"


def _dots(evidence: Evidence, drawing: Drawing) -> Iterator[str]:
    stacks: dict[tuple[int, int], list[int]] = {}
    for position, (lane, column, _) in drawing.places.items():
        stacks.setdefault((lane, column), []).append(position)
    ids = Ids(evidence.documents)
    for lane, column in sorted(stacks):
        members = stacks[lane, column]
        days = [drawing.places[position][2] for position in members]
        first, last = _named(min(days)), _named(max(days))
        when = first if first == last else f"{first} to {last}"
        what = ids[members[0]] if len(members) == 1 else f"{len(members):,} documents"
        radius = 2.8 if len(stacks) > DOTS else 3.5 + min(log2(len(members)), 4) * 0.9
        label = shown(f"{drawing.lanes[lane]}, {when}: {what}", 200)
        x, y = _at(column), drawing.y(lane)
        circle = f'<circle class="dot" cx="{x}" cy="{y}" r="{radius:.1f}"><title>{label}</title></circle>'
        where = _address(drawing.lanes[lane], first, last)
        yield f"{circle}\n" if len(stacks) > DOTS else f'<a href="{where}" aria-label="{label}">{circle}</a>\n'


def _arcs(evidence: Evidence, drawing: Drawing) -> tuple[list[str], int]:
    """Return the arcs that are shown, and the number of all arcs."""
    arcs: Counter[_Ends] = Counter()
    for original, copy, certain in ties(evidence):
        if original in drawing.places and copy in drawing.places:
            (lane, column, day_of), (other, later, copied) = drawing.places[original], drawing.places[copy]
            if not certain and copied < day_of:
                lane, column, other, later = other, later, lane, column
            arcs[lane, column, other, later, certain] += 1
    drawn = _drawn(sorted(arcs.items(), key=lambda arc: (not arc[0][4], -arc[1], arc[0])))
    return [_arc(drawing, ends, number) for ends, number in drawn], len(arcs)


def _drawn(ordered: list[_Arc]) -> list[_Arc]:
    """Return the first ARCS of *ordered*; of those that rank equal to the last, an even selection over the drawing."""
    if len(ordered) <= ARCS:
        return ordered

    def rank(arc: _Arc) -> tuple[bool, int]:
        return arc[0][4], arc[1]

    least = rank(ordered[ARCS])
    above = [arc for arc in ordered[:ARCS] if rank(arc) != least]
    equal = [arc for arc in ordered if rank(arc) == least]
    room = ARCS - len(above)
    return above + [equal[at * len(equal) // room] for at in range(room)]


def _arc(drawing: Drawing, ends: _Ends, number: int) -> str:
    lane, column, other, later, certain = ends
    x, y, x2, y2 = _at(column), drawing.y(lane), _at(later), drawing.y(other)
    # Within a lane an arc rises over it, from a dot to itself as a loop; between lanes it leaves and arrives level.
    middle = (x + x2) // 2
    if (lane, column) == (other, later):
        bend = f"C{x - 15} {y - 24} {x + 15} {y - 24} {x} {y}"
    elif lane == other:
        rise = max(round(drawing.lane * sqrt(abs(x2 - x) / (WIDTH - LABEL))), 14)
        bend = f"Q{middle} {y - rise} {x2} {y2}"
    else:
        bend = f"C{middle} {y} {middle} {y2} {x2} {y2}"
    kind = "arc" if certain else "arc undecided"
    return f'<path class="{kind}" d="M{x} {y}{bend}" stroke-width="{min(1 + log2(number) / 2, 4):.1f}"/>\n'


def _at(column: int) -> int:
    return round(LABEL + MARGIN + column * (WIDTH - LABEL - 3 * MARGIN) / COLUMNS)


def _x(drawing: Drawing, number: int) -> int:
    return _at(drawing.column(number))


def _named(number: int) -> str:
    from datetime import date

    return date.fromordinal(number).isoformat()


def _address(lane: str, first: str, last: str) -> str:
    source = "" if lane == _OTHERS else f'src:"{in_query(lane)}" '
    return f"#/documents?q={in_address(f'{source}date:{first}..{last}')}"
