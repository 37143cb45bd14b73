r"""From the start of a text to what its container wrote there, in a table of dialects.

A header is no part of the article's words.  Known are the crawler's `` date YYYY-MM-DD `` fused with the first line,
and in Markdown the front matter of static sites: ``key: value`` lines between ``---``, ``key = value`` between ``+++``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import Span, Statement

if TYPE_CHECKING:
    from collections.abc import Callable

    Dialect = Callable[[str], tuple[int, tuple[Statement, ...]] | None]

# A text with a header begins with one of these: a check that is cheap enough for every record.
OPENINGS = (" date ", "date ", "---", "+++")
_ENCODED_OPENINGS = tuple(opening.encode() for opening in OPENINGS)

HEAD = 1 << 16  # characters; front matter that is longer counts as text

_CRAWL = r" ?date (\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?: |\r?\n|\Z)"
_KEYS = {"title": "title", "date": "date", "source": "source", "url": "url"}
_UNREADABLE_VALUES = ("[", "{", "|", ">", "&", "*", "!")


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


def _yaml(text: str) -> tuple[int, tuple[Statement, ...]] | None:
    return _front_matter(text, "---", ("---", "..."), ":")


def _toml(text: str) -> tuple[int, tuple[Statement, ...]] | None:
    return _front_matter(text, "+++", ("+++",), "=")


def _front_matter(
    text: str, opening: str, closings: tuple[str, ...], separator: str
) -> tuple[int, tuple[Statement, ...]] | None:
    place, keys = 0, 0
    statements: list[Statement] = []
    for number, line in enumerate(text[:HEAD].split("\n")):
        stripped = line.rstrip()
        end = place + len(line) + 1
        if number == 0 and stripped != opening:
            return None
        if number and stripped in closings:
            return (min(end, len(text)), tuple(statements)) if keys else None
        key, found, value = line.partition(separator)
        if number and found and key[:1].isalpha():
            keys += 1
            statement = _stated(key.strip().lower(), value, place + len(key) + 1)
            if statement is not None:
                statements.append(statement)
        place = end
    return None


def _stated(key: str, value: str, place: int) -> Statement | None:
    """Return what one line of front matter states, when *key* is one of ours and *value* is plain."""
    name = _KEYS.get(key)
    bare = value.strip()
    start = place + len(value) - len(value.lstrip())
    if name is None or bare.startswith(_UNREADABLE_VALUES):
        return None
    if bare[:1] in ("'", '"'):
        end = bare.find(bare[0], 1)
        bare, start = bare[1:end] if end > 0 else "", start + 1
    else:
        bare = bare.partition(" #")[0].rstrip()
    return Statement(name, bare, "container", Span(start, start + len(bare))) if bare else None


_ANYWHERE: tuple[Dialect, ...] = (_crawl_date,)
DIALECTS: dict[str, tuple[Dialect, ...]] = {".md": (_crawl_date, _yaml, _toml)}
