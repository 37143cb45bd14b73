"""From text of any origin to text that stands inert in a page: escaped, on one line, nothing in it turns it round."""

from __future__ import annotations

from provenance.reporters.display import one_line

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
# A cell of a page shows no more; the CSV files hold the whole.
LONGEST = 300


def escape(text: str) -> str:
    """Return *text*, which may stand between tags and in quoted attributes, as it is."""
    return text.translate(_ESCAPES)


def shown(text: str, longest: int = LONGEST) -> str:
    """Return *text* on one line, cut after *longest*, with what cannot be printed (bidi overrides too) as escapes."""
    return escape(cut(one_line(text[: longest + 1]), longest))


def cut(text: str, longest: int = LONGEST) -> str:
    """Return *text* with its end replaced by an ellipsis where it is longer than *longest*."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def address(*parts: str | int) -> str:
    """Return the address within the page that *parts* name: ``#/pair/a.txt/b.txt``."""
    from urllib.parse import quote

    return "#" + "".join(f"/{quote(str(part), safe='', errors='replace')}" for part in parts)
