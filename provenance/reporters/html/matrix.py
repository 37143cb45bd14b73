"""From ties between documents to a table of sources: how often each column's source copied each row's."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provenance.reporters.display import count
from provenance.reporters.html.markup import in_address, shown
from provenance.reporters.html.story import NO_SOURCE, in_query, sources, ties

if TYPE_CHECKING:
    from provenance.model import Evidence

_SOURCES = 40  # shown at most: those with the most ties
_LINES = 20  # of undecided pairs of sources, at most
_SHADES = 5


def matrix(evidence: Evidence) -> str:
    """Return the table as HTML, or a sentence if it is empty, and a list of the undecided pairs."""
    decided: Counter[tuple[str, str]] = Counter()
    undecided: Counter[tuple[str, str]] = Counter()
    source = sources(evidence)
    for original, copy, certain in ties(evidence):
        a, b = source[original], source[copy]
        if certain:
            decided[a, b] += 1
        else:
            undecided[min(a, b), max(a, b)] += 1
    table = _table(decided) if decided else '<p class="none">It is not decided for any pair who copied whom.</p>\n'
    return table + _undecided(undecided)


def _table(decided: Counter[tuple[str, str]]) -> str:
    weight: Counter[str] = Counter()
    for (a, b), number in decided.items():
        weight[a] += number
        weight[b] += number
    names = sorted(weight, key=lambda name: (-weight[name], name))[:_SOURCES]
    most = max(decided.values())
    parts = [
        '<div class="scroll" tabindex="0" role="region" aria-label="Who copied whom, by source">\n',
        '<table class="matrix">\n',
    ]
    parts.append('<thead><tr><th scope="col">copied from ↓ &nbsp; by →</th>')
    parts += [f'<th scope="col">{shown(name, 40)}</th>' for name in names]
    parts.append("</tr></thead>\n<tbody>\n")
    for row in names:
        parts.append(f'<tr><th scope="row">{shown(row, 40)}</th>')
        parts += [_cell(row, column, decided[row, column], most) for column in names]
        parts.append("</tr>\n")
    parts.append("</tbody>\n</table>\n</div>\n")
    if len(weight) > len(names):
        parts.append(f"<p>{count(len(weight) - len(names), 'more source')} with fewer pairs; pairs.csv has all.</p>\n")
    return "".join(parts)


def _cell(row: str, column: str, number: int, most: int) -> str:
    if not number:
        return "<td></td>"
    shade = -(-number * _SHADES // most)
    return f'<td class="s{shade}"><a href="{_address("from", row, "by", column)}">{number:,}</a></td>'


def _undecided(undecided: Counter[tuple[str, str]]) -> str:
    if not undecided:
        return ""
    lines = sorted(undecided.items(), key=lambda item: (-item[1], item[0]))
    items = [
        f'<li><a href="{_address("between", a, "between", b)}">{count(number, "pair")}</a> '
        + (f"within {_said(a)}" if a == b else f"of {_said(a)} and {_said(b)}")
        + "</li>\n"
        for (a, b), number in lines[:_LINES]
    ]
    more = f"<li>{count(len(lines) - _LINES, 'more pair of sources', 'more pairs of sources')}</li>\n"
    heading = "<h3>Similar pairs where it is not decided who copied whom</h3>"
    return f"{heading}\n<ul>\n{''.join(items)}{more * (len(lines) > _LINES)}</ul>\n"


def _said(name: str) -> str:
    return "texts without a source" if name == NO_SOURCE else shown(name, 40)


def _address(first: str, a: str, second: str, b: str) -> str:
    """Return the address of the pairs of two sources; the names are quoted as the page's queries have it."""
    query = " ".join(f'{key}:"{in_query(name)}"' for key, name in ((first, a), (second, b)))
    return f"#/pairs?q={in_address(query)}"
