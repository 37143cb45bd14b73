"""From the repeats of a text to the copies to keep and those to drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.form.spans import minus, near, union
from provenance.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Overlap

    # The pages or the leads that say the same, and whether they are pages.
    Family = list[Span]

# Copies are the same when they share so much of their places.
_SAME = 0.8
# With more repeats than this every first copy is kept: to weigh each against all the others takes time by their square.
_WEIGHED = 200
# Chrome so near to an end of a copy is around the page and not in it; what lies outside it is at most a title.
_MARGIN = 200
_CLOSERS = "\"'”’»)]"


def choose(
    text: str, chrome: list[Span], glued: list[Span], pages: Sequence[Overlap], leads: Sequence[Overlap]
) -> tuple[Span, list[Span]]:
    """Return the clean span to keep, and the places of the copies that are not kept, without their chrome.

    The copy of a page to keep has the fewest glued sentences and the least chrome, ends with a sentence, has the most
    paragraphs, is the longest, stands first: in this order.  The copy of a title to keep is the one nearest to the page
    that is kept.
    """
    kept: list[Span] = []
    dropped: list[Span] = []
    pending = sorted(pages, key=_size) + sorted(leads, key=_size)
    if len(pending) > _WEIGHED:
        kept = union(one.left for one in pending)
        keep = max(kept, key=lambda span: (len(span), -span.start))
        return _clean(chrome, keep), minus((one.right for one in pending), [*kept, *chrome])
    of_pages = len(pages)
    while pending:
        seed = pending[0]
        family, rest = _family(seed, pending)
        best = next((span for span in family if _share(span, kept) >= _SAME), None)
        if best is None and not any(_share(span, dropped) >= _SAME for span in family):
            # Titles go with the page that is kept, if there is one.
            if kept and len(pending) <= len(leads) and of_pages:
                best = min(family, key=lambda span: (_distance(span, kept[0]), span))
            else:
                best = min(family, key=lambda span: _faults(text, chrome, glued, span))
            kept.append(best)
        dropped += [span for span in family if span != best]
        pending = rest
    return _clean(chrome, kept[0]), minus(dropped, [*kept, *chrome])


def _size(overlap: Overlap) -> tuple[int, Span, Span]:
    return -overlap.words, overlap.left, overlap.right


def _family(seed: Overlap, pending: Sequence[Overlap]) -> tuple[Family, list[Overlap]]:
    """Return the distinct copies that say what *seed* says, and the overlaps that do not speak of them."""
    family = [seed.left, seed.right]
    rest = list(pending)
    while True:
        joined = [one for one in rest if _among(one.left, family) or _among(one.right, family)]
        if not joined:
            return sorted(family), rest
        rest = [one for one in rest if one not in joined]
        for one in joined:
            family += [span for span in (one.left, one.right) if not _among(span, family)]


def _among(span: Span, family: Family) -> bool:
    return any(_shared(span, other) >= _SAME * max(len(span), len(other)) for other in family)


def _shared(left: Span, right: Span) -> int:
    return max(min(left.end, right.end) - max(left.start, right.start), 0)


def _share(span: Span, places: Sequence[Span]) -> float:
    """Return how much of *span* lies in *places*, from 0 to 1."""
    return 1 - sum(map(len, minus([span], places))) / max(len(span), 1)


def _distance(left: Span, right: Span) -> int:
    return max(left.start - right.end, right.start - left.end, 0)


def _faults(text: str, chrome: list[Span], glued: list[Span], span: Span) -> tuple[int, int, bool, int, int, int]:
    """Return what speaks against keeping the copy at *span*, worst first."""
    clean = _clean(chrome, span)
    end = text[: clean.end].rstrip()[-8:].rstrip(_CLOSERS) if clean.end <= _MARGIN else ""
    end = end or text[max(clean.end - _MARGIN, 0) : clean.end].rstrip().rstrip(_CLOSERS)
    whole = end.endswith((".", "!", "?", "。", "！", "？", "।", "؟")) and not end.endswith(("...", "…"))
    return (
        len(near(glued, span)),
        sum(map(len, near(chrome, clean))),
        not whole,
        -text.count("\n", clean.start, clean.end),
        -len(clean),
        span.start,
    )


def _clean(chrome: list[Span], span: Span) -> Span:
    """Return *span* without the chrome at its ends, and without the title that such chrome parts from the rest."""
    start, end = span.start, span.end
    for block in near(chrome, span):
        if block.start - start <= _MARGIN and block.end - span.start < len(span) // 2:
            start = max(start, block.end)
    for block in reversed(near(chrome, Span(start, end))):
        if end - block.end <= _MARGIN and span.end - block.start < len(span) // 2:
            end = min(end, block.start)
    return Span(start, max(start, end))
