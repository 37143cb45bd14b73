"""The columns that text takes on a terminal, and text cut to a number of columns.

Columns are counted in clusters (Unicode Standard Annex 29), which a terminal draws as one: a letter with its marks, an
emoji of several joined by ZWJ, a flag.  wcwidth is imported for the first text that is not ASCII.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable


_ZWJ = "\u200d"


def width(text: str) -> int:
    """Return how many columns of a terminal *text* takes; a control character takes one."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    # Of a text with a ZWJ it skips what follows, letters too; for one with a control character it returns -1.
    columns = -1 if _ZWJ in text else wcswidth(text)
    return columns if columns >= 0 else sum(map(abs, map(wcswidth, clusters(text))))


def clusters(text: str) -> Iterable[str]:
    """Return the parts of *text* between which a line may be cut."""
    if text.isascii():
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
