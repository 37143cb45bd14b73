"""From the repeats of a text to the copies to keep and those to drop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.form.spans import minus, near, union
from provenance.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Overlap

    # The places of all copies of one page or one lead.
    Family = list[Span]

_SAME = 0.8  # share of their places that two copies have in common if they are the same copy
_MAX_COMPARED = 200  # repeats; with more, every first copy is kept, since comparing all takes quadratic time
_MARGIN = 200  # characters: chrome this near to an end of a copy surrounds the page, with at most a title outside
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*(?:\n|$)")
_CLOSERS = "\"'”’»)]"


def choose(
    text: str, chrome: list[Span], glued: list[Span], pages: Sequence[Overlap], leads: Sequence[Overlap]
) -> tuple[Span, list[Span]]:
    """Return the clean span to keep, and the places of the other copies, without their chrome.

    The copy of a page to keep is chosen by, in this order: the fewest glued sentences, the least chrome, a complete
    last sentence, the most paragraphs, the greatest length, the first place.  Of a title, the copy nearest to the kept
    page is kept.
    """
    kept: list[Span] = []
    dropped: list[Span] = []
    pending = sorted(pages, key=_size) + sorted(leads, key=_size)
    if len(pending) > _MAX_COMPARED:
        kept = union(one.left for one in pending)
        keep = max(kept, key=lambda span: (len(span), -span.start))
        return _clean(text, chrome, keep), minus((one.right for one in pending), [*kept, *chrome])
    page_count = len(pages)
    while pending:
        seed = pending[0]
        family, rest = _family(seed, pending)
        best = next((span for span in family if _share(span, kept) >= _SAME), None)
        if best is None and not any(_share(span, dropped) >= _SAME for span in family):
            # Titles belong to the page that is kept, if there is one.
            if kept and len(pending) <= len(leads) and page_count:
                best = min(family, key=lambda span: (_distance(span, kept[0]), span))
            else:
                best = min(family, key=lambda span: _defects(text, chrome, glued, span))
            kept.append(best)
        dropped += [span for span in family if span != best]
        pending = rest
    return _clean(text, chrome, kept[0]), minus(dropped, [*kept, *chrome])


def _size(overlap: Overlap) -> tuple[int, Span, Span]:
    return -overlap.words, overlap.left, overlap.right


def _family(seed: Overlap, pending: Sequence[Overlap]) -> tuple[Family, list[Overlap]]:
    """Return the distinct copies of the same content as *seed*, and the overlaps of other content."""
    family = [seed.left, seed.right]
    rest = list(pending)
    while True:
        related = [overlap for overlap in rest if _among(overlap.left, family) or _among(overlap.right, family)]
        if not related:
            return sorted(family), rest
        rest = [overlap for overlap in rest if overlap not in related]
        for overlap in related:
            family += [span for span in (overlap.left, overlap.right) if not _among(span, family)]


def _among(span: Span, family: Family) -> bool:
    return any(_shared(span, other) >= _SAME * max(len(span), len(other)) for other in family)


def _shared(left: Span, right: Span) -> int:
    return max(min(left.end, right.end) - max(left.start, right.start), 0)


def _share(span: Span, places: Sequence[Span]) -> float:
    """Return the share of *span* that lies in *places*, from 0 to 1."""
    return 1 - sum(map(len, minus([span], places))) / max(len(span), 1)


def _distance(left: Span, right: Span) -> int:
    return max(left.start - right.end, right.start - left.end, 0)


def _defects(text: str, chrome: list[Span], glued: list[Span], span: Span) -> tuple[int, int, bool, int, int, int]:
    """Return the sort key of the copy at *span*: its defects, the most important first; the least key is kept."""
    clean = _clean(text, chrome, span)
    end = text[: clean.end].rstrip()[-8:].rstrip(_CLOSERS) if clean.end <= _MARGIN else ""
    end = end or text[max(clean.end - _MARGIN, 0) : clean.end].rstrip().rstrip(_CLOSERS)
    complete = end.endswith((".", "!", "?", "。", "！", "？", "।", "؟")) and not end.endswith(("...", "…"))
    return (
        len(near(glued, span)),
        sum(map(len, near(chrome, clean))),
        not complete,
        -text.count("\n", clean.start, clean.end),
        -len(clean),
        span.start,
    )


def _clean(text: str, chrome: list[Span], span: Span) -> Span:
    """Return *span* without the chrome at its ends, and without a title that such chrome separates from the rest."""
    start, end = span.start, span.end
    for block in near(chrome, span):
        if block.end - span.start < len(span) // 2 and _is_outside(text, start, block.start):
            start = max(start, block.end)
    for block in reversed(near(chrome, Span(start, end))):
        if span.end - block.start < len(span) // 2 and _is_outside(text, block.end, end):
            end = min(end, block.start)
    return Span(start, max(start, end))


def _is_outside(text: str, start: int, end: int) -> bool:
    """Return whether *text* from *start* to *end* is at most a title: short, and no sentence of the page."""
    return end - start <= _MARGIN and not _SENTENCE_END.search(text, start, max(start, end + 3))
