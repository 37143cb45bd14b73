"""Two texts compared, as a notebook shows them: their shared passages side by side, with what differs marked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from provenance.alignment import align, edits
from provenance.reporters.display import count, percent
from provenance.reporters.display.words import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Overlap, Span

_MARKS = ("#f8d0d0", "#cdebcf")
_CELL = "vertical-align:top;text-align:left;white-space:pre-wrap;width:50%"


class Comparison:
    """Two texts and the passages that they share, in the order of their places in *left*."""

    __slots__ = ("left", "overlaps", "right")

    def __init__(self, left: str, right: str) -> None:
        self.left = left
        self.right = right
        self.overlaps = align(left, right)

    def __repr__(self) -> str:
        words = sum(overlap.words for overlap in self.overlaps)
        return f"<comparison: {count(len(self.overlaps), 'shared passage')}, {count(words, 'word')}>"

    def _repr_html_(self) -> str:
        rows = "".join(self._row(overlap) for overlap in self.overlaps)
        return f"<p>{escape(repr(self)[1:-1])}</p><table style='width:100%'>{rows}</table>"

    def _row(self, overlap: Overlap) -> str:
        changes = edits(self.left, self.right, overlap)
        left = "".join(_marked(self.left, overlap.left, [one.left for one in changes], _MARKS[0]))
        right = "".join(_marked(self.right, overlap.right, [one.right for one in changes], _MARKS[1]))
        head = f"{overlap.kind}, {percent(overlap.similarity)} alike"
        places = (f"{head}: {span.start}–{span.end}" for span in (overlap.left, overlap.right))
        titles = "".join(f"<th style='{_CELL}'>{escape(place)}</th>" for place in places)
        return f"<tr>{titles}</tr><tr><td style='{_CELL}'>{left}</td><td style='{_CELL}'>{right}</td></tr>"


def _marked(text: str, span: Span, changes: Sequence[Span], color: str) -> Iterator[str]:
    """Yield the parts of a passage as HTML, with what differs marked."""
    at = span.start
    for change in changes:
        yield escape(visible(text[at : change.start]))
        if len(change):
            yield f"<mark style='background:{color}'>{escape(visible(text[change.start : change.end]))}</mark>"
        at = change.end
    yield escape(visible(text[at : span.end]))
