"""From the differences of two audits to a table, JSON, and a page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from provenance.diff.compare import KINDS, SECTIONS
from provenance.reporters.display import aligned, encodable, one_line, screen_width, shorten
from provenance.reporters.display.words import visible
from provenance.reporters.encode import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from provenance.diff.compare import Change, Difference

_ROWS = 50  # of a section, on the screen
_STYLE = """\
body { font: 16px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; width: 100%; margin: 0 0 2rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ccc;
  overflow-wrap: anywhere; }
td.number, th.number { text-align: right; }
.went { background: #fbeaea; } .came { background: #e8f5e9; } .changed { background: #fff6dd; }
@media (prefers-color-scheme: dark) { body { background: #161616; color: #eee; } th, td { border-color: #444; }
  .went { background: #472222; } .came { background: #1d3a21; } .changed { background: #42381a; } }
"""


def as_table(found: Difference, stream: TextIO) -> Iterator[str]:
    """Yield lines for the screen of *stream*: how much differs, and the first differences of each section."""
    header = ("", *KINDS)
    rows = [(section, *(f"{found.number(section, kind):,}" for kind in KINDS)) for section in SECTIONS]
    shown = [row for row in rows if row[0] not in found.lacking]
    yield from aligned([header, *shown], ("left", *("right" for _ in KINDS)))
    for sentence in notes(found):
        yield ""
        yield sentence
    room = screen_width(stream)
    for section in SECTIONS:
        changes = [one for one in found.changes if one.section == section]
        if changes:
            yield ""
            yield f"{section}:"
        for one in changes[:_ROWS]:
            yield shorten(encodable(one_line(f"  {one.kind:<7}  {_line(one)}"), stream), room)
        if len(changes) > _ROWS:
            yield f"  and {len(changes) - _ROWS:,} more; -f json lists all"


def as_json(found: Difference, stream: TextIO) -> Iterator[str]:
    """Yield a JSON object with all differences, one a line."""
    counts = {section: {kind: found.number(section, kind) for kind in KINDS} for section in SECTIONS}
    for section in found.lacking:
        del counts[section]
    yield f'{{"tool":"provenance","diff":1,"counts":{encode(counts)},'
    yield f'"not_compared":{encode(found.lacking)},'
    settings = [{"setting": one.about, "before": one.before, "after": one.after} for one in found.settings]
    yield f'"settings":{encode(settings)},'
    yield '"changes":['
    last = len(found.changes) - 1
    for number, one in enumerate(found.changes):
        yield encode(one._asdict()) + "," * (number < last)
    yield "]}"


def as_page(found: Difference, stream: TextIO) -> Iterator[str]:
    """Yield a page without scripts that opens in any browser."""
    yield '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<meta name="generator" content="provenance">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>Two audits compared</title>\n<style>\n{_STYLE}</style>\n<h1>Two audits compared</h1>"
    yield '<table>\n<tr><th scope="col">section</th>'
    yield "".join(f'<th scope="col" class="number">{kind}</th>' for kind in KINDS) + "</tr>"
    for section in SECTIONS:
        if section not in found.lacking:
            cells = "".join(f'<td class="number">{found.number(section, kind):,}</td>' for kind in KINDS)
            yield f'<tr><th scope="row">{section}</th>{cells}</tr>'
    yield "</table>"
    yield from (f"<p>{_escaped(sentence)}</p>" for sentence in notes(found))
    for section in SECTIONS:
        changes = [one for one in found.changes if one.section == section]
        if changes:
            yield f'<h2>{section.capitalize()}</h2>\n<table>\n<tr><th scope="col">what</th><th scope="col">about</th>'
            yield '<th scope="col">before</th><th scope="col">after</th></tr>'
            yield from map(_row, changes)
            yield "</table>"
    yield "</html>"


FORMATS: dict[str, Callable[[Difference, TextIO], Iterator[str]]] = {
    "table": as_table,
    "json": as_json,
    "html": as_page,
}


def notes(found: Difference) -> Iterator[str]:
    """Yield what to know when reading the differences: other settings, and sections that one audit lacks."""
    if not found.changes:
        yield "The two audits say the same."
    for one in found.settings:
        yield f"Made with another {one.about}: {one.before or 'nothing'}, then {one.after or 'nothing'}."
    for section in found.lacking:
        yield f"The {section} were not compared: one of the audits did not compute them."


def _line(one: Change) -> str:
    if one.kind == "moved":
        return f"{one.before} → {one.after}"
    said = {"went": one.before, "came": one.after}.get(
        one.kind, f"{one.before or 'nothing'} → {one.after or 'nothing'}"
    )
    return f"{one.about}: {said}"


def _row(one: Change) -> str:
    cells = "".join(f"<td>{_escaped(text)}</td>" for text in (one.about, one.before, one.after))
    return f'<tr class="{one.kind}"><td>{one.kind}</td>{cells}</tr>'


def _escaped(text: str) -> str:
    return escape(visible(text))
