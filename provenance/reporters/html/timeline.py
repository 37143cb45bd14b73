"""From dated documents to a drawing for browsers without JavaScript and for paper: a lane a source, a bar a week.

With JavaScript the page draws its own (timeline.js), which can be zoomed and shows who copied whom.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.reporters.display import count
from provenance.reporters.html.markup import shown
from provenance.reporters.html.story import day, ordinal, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Evidence

WIDTH, LABEL, TOP, LANE = 1200, 150, 26, 44  # units of the drawing
LANES = 12  # sources with a lane of their own, at most
OTHERS = "other sources"
# Days of a period, how long a time it is for, and its name: the first one that makes few enough bars.
PERIODS = ((1, 90, "day"), (7, 7 * 160, "week"), (30, 30 * 160, "month"), (365, 10**9, "year"))


def timeline(evidence: Evidence) -> str:
    """Return the drawing as SVG and a sentence on what it leaves out, or a sentence if no document has a date."""
    source = sources(evidence)
    days = {at: ordinal(day(one.published)) for at, one in enumerate(evidence.attributions)}
    dated = {position: number for position, number in days.items() if number is not None}
    if not dated:
        return '<p class="none">No document has a date.</p>\n'
    first, last = min(dated.values()), max(dated.values())
    period = next(name for _, longest, name in PERIODS if last - first <= longest)
    lanes = _lanes(Counter(source[position] for position in dated))
    bars = Counter(
        (lanes.get(source[position], len(lanes) - 1), begin(number, period)) for position, number in dated.items()
    )
    height = TOP + LANE * len(lanes)
    label = f"{count(len(dated), 'document')} from {_named(first)} to {_named(last)}, by {period}"
    parts = [
        f'<p>Texts by {period}, from {_named(first)} to {_named(last)}.</p>\n<div class="scroll">\n',
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img" aria-label="{label}">\n',
        *_drawn(lanes, bars, first, last),
        "</svg>\n</div>\n",
    ]
    undated = len(evidence.documents) - len(dated)
    if undated:
        parts.append(
            f"<p>{count(undated, 'document')} without a date {'is' if undated == 1 else 'are'} not shown.</p>\n"
        )
    return "".join(parts)


def begin(number: int, period: str) -> int:
    """Return the day with which the *period* of a day begins: a Monday, the first of a month or of a year."""
    of = date.fromordinal(number)
    if period == "day":
        return number
    if period == "week":
        return number - min(of.weekday(), number - 1)
    return of.replace(day=1, month=of.month if period == "month" else 1).toordinal()


def _lanes(weights: Counter[str]) -> dict[str, int]:
    names = sorted(weights, key=lambda name: (-weights[name], name))
    kept = [*names[:LANES], OTHERS] if len(names) > LANES else names
    return {name: at for at, name in enumerate(kept)}


def _drawn(lanes: dict[str, int], bars: Counter[tuple[int, int]], first: int, last: int) -> Iterator[str]:
    start = min(number for _, number in bars)
    scale = (WIDTH - LABEL - 20) / max(last - start + 1, 1)
    # As wide as the time between two bars, where there are two.
    begins = sorted({number for _, number in bars})
    wide = min((b - a for a, b in pairwise(begins)), default=1) * scale
    yield f'<text class="date" x="{LABEL}" y="14">{_named(first)}</text>\n'
    yield f'<text class="date" x="{WIDTH - 20}" y="14" text-anchor="end">{_named(last)}</text>\n'
    for name, lane in lanes.items():
        y = TOP + LANE * (lane + 1) - 8
        most = max(number for (at, _), number in bars.items() if at == lane)
        yield f'<line class="lane" x1="{LABEL}" y1="{y}" x2="{WIDTH - 20}" y2="{y}"/>\n'
        yield f'<text class="source" x="{LABEL - 12}" y="{y}" text-anchor="end">{shown(name, 20)}</text>\n'
        for (at, begins_at), number in sorted(bars.items()):
            if at == lane:
                high = max(number / most * (LANE - 14), 1.5)
                x = LABEL + (begins_at - start) * scale
                label = f"{_named(begins_at)}: {number:,}"
                yield (
                    f'<rect class="dot" x="{x:.1f}" y="{y - high:.1f}" width="{max(wide - 1, 1.5):.1f}" '
                    f'height="{high:.1f}"><title>{label}</title></rect>\n'
                )


def _named(number: int) -> str:
    return (date.min + timedelta(number - 1)).isoformat()
