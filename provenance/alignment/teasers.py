"""From overlaps to those with teasers: a line that breaks off and links to another page quotes how that page begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.kernels.rows import Rows

    # From positions, ascending, to the texts of these documents.
    Texts = Callable[[Sequence[int]], Iterable[str]]

LINE, TITLE, PLACE = 400, 120, 4000  # characters of a teaser, of the title above it, and of several, at most
SHARE = 0.8  # share of a place that is in teasers
WHOLE = 0.5  # share of a text that a place of teasers has, at most: an abridged text may break off as well
MANY, SOME = 1 << 10, 16  # texts; of more, one in so many is looked at first
# A line ends in an ellipsis, and in a short link; three dots alone end thoughts as well.
_BROKEN = re.compile(r"(?:\u2026[^\u2026\n]{0,24}|[\[(]\.\.\.[\])][^.\n]{0,24}|\.\.\. ?[^.\n]{4,24})$")
_ELLIPSES = ("\u2026", "...")


def with_teasers(overlaps: tuple[NDArray[np.int32], Rows], texts: Texts) -> Rows:
    """Return the rows of *overlaps* with those marked as quoted of which one side is in teasers.

    *texts* gives the texts of documents.
    """
    later, rows = overlaps
    sides = (("left", rows["document"]), ("right", later))
    marked = rows["quoted"] != 0
    documents = distinct(np.concatenate([owners[~marked] for _, owners in sides]).astype(np.int64))
    # To read texts again takes time, and where one text in some has no teaser, few have.
    if len(documents) > MANY and not any(map(_breaks_off, texts(documents[::SOME].tolist()))):
        return rows
    found = zip(documents.tolist(), texts(documents.tolist()), strict=True)
    # Few texts have an ellipsis.
    known = {document: text for document, text in found if any(ellipsis in text for ellipsis in _ELLIPSES)}
    if not known:
        return rows
    for side, owners in sides:
        for at in np.flatnonzero(~marked & np.isin(owners, list(known))).tolist():
            start, end = rows[f"{side}_start"][at], rows[f"{side}_end"][at]
            marked[at] |= is_teaser(known[int(owners[at])], int(start), int(end))
    rows = rows.copy()
    rows["quoted"] = marked
    return rows


def _breaks_off(text: str) -> bool:
    """Return whether a line of *text* breaks off."""
    lines = text.split("\n") if any(ellipsis in text for ellipsis in _ELLIPSES) else ()
    return any(_BROKEN.search(line.rstrip(), max(0, len(line.rstrip()) - TITLE)) for line in lines)


def is_teaser(text: str, start: int, end: int) -> bool:
    """Return whether *start* to *end* of *text*, for the most part, are lines that break off, and titles above them."""
    if end - start > min(PLACE, WHOLE * len(text)):
        return False
    begin = max(0, text.rfind("\n", max(0, start - LINE), start) + 1)
    stop = text.find("\n", end, end + LINE)
    within = above = 0
    for line in re.finditer(r"[^\n]+", text[begin : stop if stop >= 0 else end + LINE]):
        first, last = begin + line.start(), begin + line.end()
        size = max(0, min(last, end) - max(first, start))
        if len(line[0]) <= LINE and _BROKEN.search(line[0].rstrip(), max(0, len(line[0].rstrip()) - TITLE)):
            within, above = within + above + size, 0
        else:
            above = size if len(line[0]) <= TITLE else 0
    return within >= SHARE * (end - start)
