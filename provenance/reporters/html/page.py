"""From a report to its page in parts: the template with style, script and tables, and texts as far as they fit.

Up to 10 MB a page is plain.  Above, its tables and texts are packed (gzip, base64) and unpacked by the browser when
they are looked at; where that would pass 25 MB, only the passages of texts stand in it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.documents import sizes
from provenance.reporters.display import count
from provenance.reporters.html import plan, summary, texts
from provenance.reporters.html.fallback import tables
from provenance.reporters.html.index import PRINTED, index
from provenance.reporters.html.markup import inert, json, pack
from provenance.reporters.html.timeline import timeline
from provenance.reporters.overview.to_do import likeness, to_do

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provenance.model import Evidence, Report
    from provenance.settings import Config

    Chunks = list[str]

# Bytes.  A page has 25 MB at most; scripts, drawings and the tables without JavaScript take up to one of them.
PLAIN, MOST = 10_000_000, 24_000_000
# In this order, so that a script can use what earlier ones define.
SCRIPTS = (
    "base.js", "store.js", "query.js", "tray.js", "table.js", "tables.js", "differences.js", "panes.js", "pair.js",
    "document.js", "review.js", "print.js", "timeline.js", "main.js",
)  # fmt: skip
_SMALL = 1000  # rows of each table; below that no table needs a limit
_SOURCES = 2  # named in the corpus, so that one can copy another
_FORECAST = 8  # chunks, after which their packed size predicts the total well enough


class Shelf:
    """The chunks of a page, each as the page or a file beside it holds it, and which document's text is in which."""

    def __init__(self, evidence: Evidence, form: str) -> None:
        self.form = form
        self.whole = True
        self.left = ""
        self.chunks: list[str] = []
        self.size = 0
        self.of = [-1] * len(evidence.documents)

    def put(self, positions: Iterable[int], content: str) -> None:
        """Add a chunk with the texts at *positions*."""
        for position in positions:
            self.of[position] = len(self.chunks)
        self.chunks.append(content)
        self.size += len(content)


def page(report: Report, config: Config) -> Iterator[str]:
    """Yield the page of *report* in parts."""
    some, left = _limited(report)
    evidence = some.evidence
    content = json(index(some, likeness(report)), len(evidence.documents))
    total = len(content) + int(sizes(evidence.documents).sum())
    shelf = _plain(evidence) if total <= PLAIN else None
    if shelf is not None and len(content) + shelf.size <= PLAIN:
        content, chunks = inert(content), json(shelf.of, len(shelf.of))
    else:
        content = pack(content)
        shelf = _packed(evidence, MOST - len(content))
        chunks = pack(json(shelf.of, len(shelf.of)))
    blocks = [_block("index", shelf.form, content), _block("chunks", shelf.form, chunks)]
    blocks += [_block(f"texts-{number}", shelf.form, chunk) for number, chunk in enumerate(shelf.chunks)]
    shelf.left = left
    yield from filled(report, config, shelf, blocks)


def filled(report: Report, config: Config, shelf: Shelf, blocks: Iterable[str], scripts: str = "") -> Iterator[str]:
    """Yield the template filled for *report*; *scripts* is the policy's source of scripts beside the page's own."""
    evidence = report.evidence
    todo = to_do(report)
    parts: dict[str, Callable[[], Iterable[str]]] = {
        "scripts": lambda: (scripts,),
        "style": lambda: (asset("page.css"),),
        "script": script,
        "form": lambda: (shelf.form,),
        "threshold": lambda: (f"{config.grouping.threshold:g}",),
        "headline": lambda: (plan.headline(report, todo),),
        "verdict": lambda: (plan.also(report, todo),),
        "facts": lambda: (f"<li>{fact}</li>\n" for fact in summary.facts(report, config)),
        "plan": lambda: plan.plan(report, todo),
        "strip": lambda: plan.strip(report),
        "kept": lambda: (_kept(shelf),),
        "fallback": lambda: tables(report),
        "timeline": lambda: (timeline(evidence),),
        "matrix": lambda: (_matrix(evidence),),
        "settings": lambda: (summary.rows(summary.settings(config)),),
        "digest": lambda: (summary.digest(evidence) or "not computed",),
        "made": lambda: (_made(),),
        "printed": lambda: (f"{PRINTED:,}",),
        "data": lambda: blocks,
    }
    # Split instead of replaced one by one, so that no part's content is taken for the name of another part.
    for at, piece in enumerate(asset("page.html").split("@@")):
        yield from parts[piece]() if at % 2 else (piece,)


def asset(name: str) -> str:
    """Return the text of a file beside this module."""
    with open(os.path.join(os.path.dirname(__file__), name), "rb", buffering=0) as stream:
        return stream.readall().decode()


def script() -> Iterator[str]:
    """Yield the page's script in parts."""
    for name in SCRIPTS:
        yield asset(name)


def _matrix(evidence: Evidence) -> str:
    if not (evidence.derivations or len(evidence.pairs)):
        return '<p class="none">No two documents are similar.</p>\n'
    if len({attribution.source for attribution in evidence.attributions} - {""}) < _SOURCES:
        return '<p class="none">Fewer than two sources are named.</p>\n'
    from provenance.reporters.html.matrix import matrix

    return matrix(evidence)


def _limited(report: Report) -> tuple[Report, str]:
    """Return *report* with as many rows as a page can hold, and a sentence part on what that leaves out."""
    evidence = report.evidence
    tables = (evidence.documents, evidence.pairs, evidence.passages, report.findings)
    if all(len(rows) <= _SMALL for rows in tables):
        return report, ""
    from provenance.reporters.html.limits import limited

    return limited(report)


def _plain(evidence: Evidence) -> Shelf:
    """Return whole texts as they are."""
    shelf = Shelf(evidence, "plain")
    for run in texts.runs(evidence):
        shelf.put(run, inert(json([texts.record(evidence, position) for position in run], len(evidence.documents))))
    return shelf


def _packed(evidence: Evidence, room: int) -> Shelf:
    """Return whole texts packed, or only passages where the texts would take more than *room*."""
    shelf = Shelf(evidence, "packed")
    total = int(sizes(evidence.documents).sum())
    read = 0
    for run in texts.runs(evidence):
        content = json([texts.record(evidence, position) for position in run], len(evidence.documents))
        read += len(content)
        shelf.put(run, pack(content))
        if shelf.size > room or (len(shelf.chunks) >= _FORECAST and shelf.size / read * total > room):
            return _passages(evidence, room)
    return shelf


def _passages(evidence: Evidence, room: int) -> Shelf:
    """Return the passages packed, of as many documents as fit."""
    shelf = Shelf(evidence, "packed")
    shelf.whole = False
    spans = texts.passage_spans(evidence)
    for run in texts.runs(evidence):
        positions = [position for position in run if position in spans]
        packed = pack(
            json([texts.excerpts(evidence, position, spans[position]) for position in positions], len(shelf.of))
        )
        if shelf.size + len(packed) > room:
            break
        if positions:
            shelf.put(positions, packed)
    return shelf


def _kept(shelf: Shelf) -> str:
    """Return paragraphs about what the page leaves out, "" if it leaves out nothing."""
    said = []
    if shelf.left:
        said.append(
            f"The tables are limited to what a browser can handle: {shelf.left}. Groups and passages are numbered "
            "within these tables. The CSV files have all rows."
        )
    if not shelf.whole:
        without = sum(1 for place in shelf.of if place < 0)
        held = f"It has only the shared passages of {count(len(shelf.of) - without, 'document')}"
        said.append(
            f"The texts are too large for one page. {held}, and no text of {count(without, 'document')}. "
            "<code>-o html-dir=FOLDER</code> writes a page with all texts."
        )
    return "".join(f'<p class="kept">{sentence}</p>\n' for sentence in said)


def _made() -> str:
    made = summary.made()
    return f"<dt>made</dt><dd>{made}</dd>" if made else ""


def _block(name: str, form: str, content: str) -> str:
    kind = "application/json" if form == "plain" else "application/octet-stream"
    return f'<script type="{kind}" id="{name}">{content}</script>\n'
