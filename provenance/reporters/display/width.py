"""The columns that text takes on a terminal, and text cut to a number of columns.

Columns are counted in clusters (Unicode Standard Annex 29), which a terminal draws as one: a letter with its marks, an
emoji of several joined by ZWJ, a flag.  wcwidth is imported for the first text that has more than letters of the Latin
alphabet, with or without accents, and the usual signs: to import it takes as long as to audit an article.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from provenance.reporters.display.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_ZWJ = "\u200d"
# Characters of one column that are a cluster each: of Latin scripts, then dashes, quotation marks and dots.
NARROW = frozenset(map(chr, chain(
    range(0x20, 0x7F), range(0xA0, 0xAD), range(0xAE, 0x300), range(0x1E00, 0x1F00), range(0x2010, 0x2028),
    range(0x2030, 0x205F), (0x20AC, 0xFFFD),
)))  # fmt: skip


def width(text: str) -> int:
    """Return how many columns of a terminal *text* takes; a control character takes one."""
    if text.isascii() or NARROW.issuperset(text):
        return len(text)
    from wcwidth import wcswidth

    # Of a text with a ZWJ it skips what follows, letters too; for one with a control character it returns -1.
    columns = -1 if _ZWJ in text else wcswidth(text)
    return columns if columns >= 0 else sum(map(abs, map(wcswidth, clusters(text))))


def clusters(text: str) -> Iterable[str]:
    """Return the parts of *text* between which a line may be cut."""
    if text.isascii() or NARROW.issuperset(text):
        return text
    from wcwidth import iter_graphemes

    return iter_graphemes(text)


def shorten(text: str, columns: int, mark: str = "…") -> str:
    """Return *text* as one line of at most *columns* columns; *mark* replaces the end of a longer one."""
    text = one_line(text)
    if width(text) <= columns:
        return text
    room, used, kept = columns - len(mark), 0, 0
    for cluster in clusters(text):
        used += width(cluster)
        if used > room:
            break
        kept += len(cluster)
    return text[:kept].rstrip() + mark if room > 0 else mark[:columns]


def shorten_inside(text: str, columns: int, mark: str = "…") -> str:
    """Return *text* as one line of at most *columns* columns; *mark* replaces the middle of a longer one.

    The end gets more room than the beginning: the names of files in one folder differ there.
    """
    text = one_line(text)
    if width(text) <= columns:
        return text
    room = columns - len(mark)
    if room < 2:
        return shorten(text, columns, mark)
    parts = list(clusters(text))
    head = _fitting(parts, room * 2 // 5)
    tail = _fitting(parts[::-1], room - sum(map(width, head)))
    return "".join(head) + mark + "".join(reversed(tail))


def _fitting(parts: Sequence[str], room: int) -> Sequence[str]:
    """Return the first of *parts* that take at most *room* columns together."""
    used = 0
    for at, part in enumerate(parts):
        used += width(part)
        if used > room:
            return parts[:at]
    return parts
