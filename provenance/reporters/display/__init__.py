"""From text of any origin to what a terminal or Markdown can show: on one line, measured, cut, folded, in columns."""

from __future__ import annotations

from provenance.reporters.display.aligned import aligned, piped
from provenance.reporters.display.folding import folded
from provenance.reporters.display.markdown import escaped
from provenance.reporters.display.screen import colored, encodable, encodes, screen_width
from provenance.reporters.display.width import clusters, shorten, shorten_inside, width
from provenance.reporters.display.words import count, one_line, percent, quantity

__all__ = [
    "aligned", "clusters", "colored", "count", "encodable", "encodes", "escaped", "folded", "one_line", "percent",
    "piped", "quantity", "screen_width", "shorten", "shorten_inside", "width",
]  # fmt: skip
