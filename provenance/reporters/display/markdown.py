"""Text of any origin escaped for Markdown, which then shows it literally."""

from __future__ import annotations

from provenance.reporters.display.words import one_line

_ESCAPES = {sign: f"\\{sign}" for sign in "\\`*[]|~@"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TABLE = str.maketrans(_ESCAPES)


def escaped(text: str) -> str:
    """Return *text* as one line without markup, HTML or links, which does not end a table's cell either."""
    text = one_line(text).translate(_TABLE).replace("://", "\\://").replace("www.", "www\\.")
    first, *rest = text.split("_")
    for part in rest:
        # Inside a word an underscore is no markup.
        first += ("_" if first[-1:].isalnum() and part[:1].isalnum() else "\\_") + part
    return first
