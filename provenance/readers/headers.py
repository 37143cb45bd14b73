r"""From the start of a text to what its container wrote there, in a table of dialects.

A header is no part of the article's words.  Known are the crawler's `` date YYYY-MM-DD `` fused with the first line,
and in Markdown the front matter of static sites: ``key: value`` lines between ``---``, ``key = value`` between ``+++``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import Span, Statement
from provenance.readers.front_matter import HEAD, known_yaml, toml, yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    Dialect = Callable[[str], tuple[int, tuple[Statement, ...]] | None]

# A text with a header begins with one of these: a check that is cheap enough for every record.
OPENINGS = (" date ", "date ", "---", "+++")
_ENCODED_OPENINGS = tuple(opening.encode() for opening in OPENINGS)

_CRAWL = r" ?date (\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?: |\r?\n|\Z)"


def find_header(text: str, suffix: str) -> tuple[int, tuple[Statement, ...]]:
    """Return how many code points of *text* are a header, and what it states; 0 and nothing without one.

    *suffix* names the format of the file (``.md``), "" for a record.
    """
    if not text.startswith(OPENINGS):
        return 0, ()
    for dialect in DIALECTS.get(suffix, _ANYWHERE):
        found = dialect(text)
        if found is not None:
            return found
    return 0, ()


def find_encoded_header(buffer: bytes, begin: int, end: int, suffix: str) -> tuple[int, tuple[Statement, ...], int]:
    """Do the same for the UTF-8 at ``buffer[begin:end]``; the third value is the size of the header in bytes."""
    if not buffer.startswith(_ENCODED_OPENINGS, begin, end):
        return 0, (), 0
    beginning = buffer[begin : min(end, begin + 4 * HEAD)].decode("utf-8", "ignore")[:HEAD]
    header, statements = find_header(beginning, suffix)
    return header, statements, len(beginning[:header].encode())


def _crawl_date(text: str) -> tuple[int, tuple[Statement, ...]] | None:
    match = re.match(_CRAWL, text)
    if match is None:
        return None
    return match.end(), (Statement("date", match[1], "crawl header", Span(match.start(1), match.end(1))),)


_ANYWHERE: tuple[Dialect, ...] = (_crawl_date,)
_MARKDOWN: tuple[Dialect, ...] = (_crawl_date, yaml, toml)
_TEXT: tuple[Dialect, ...] = (_crawl_date, known_yaml)
DIALECTS = {".md": _MARKDOWN, ".markdown": _MARKDOWN, ".txt": _TEXT, ".text": _TEXT}
