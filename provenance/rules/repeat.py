"""REP: pages, passages, titles and leads that stand more than once in their own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.find import place
from provenance.rules.wording import folded, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Finding, Overlap, Repeats, Span
    from provenance.rules.case import Case
    from provenance.rules.find import Find


def repeated_page(case: Case, find: Find) -> Iterator[Finding]:
    """A page or a passage stands more than once in its own file.

    Held against it: passages of at least ten words (`--min-words`) that say the same, whatever their line breaks.
    The message names the other copy, the clean span to keep and the share of the file that is redundant: the
    characters of all copies of pages, titles and leads that are not kept, divided by the characters of the file.

    Why it hurts: the file's words count twice, and one of the copies is often worse: a flattened copy for machines,
    with glued sentences and tags in it.

    What to do: keep the span that the message names, which has the better form.
    """
    for position, repeats in enumerate(case.evidence.repeats):
        for copy, (other, words) in _redundant(repeats, repeats.pages).items():
            keep = repeats.keep or other
            yield find(
                position,
                f"passage of {words:,} words stands again at characters {other.start}–{other.end}; keep "
                f"{keep.start}–{keep.end}, {repeats.share:.1%} of the file is redundant",
                folded(case.evidence.text(position)[copy.start : copy.end]),
                span=copy,
                others=place(position, other) + (place(position, keep) if keep != other else ()),
                score=repeats.share,
            )


def repeated_lead(case: Case, find: Find) -> Iterator[Finding]:
    """The title or the lead stands more than once in its own file.

    Held against it: a line of at least four words at the head of the text that stands again as a line, or a first
    paragraph that stands again.  Titles and leads inside a repeated page are part of that page.

    Why it hurts: the words of titles weigh double, and the extraction took a page's metadata along with its text.

    What to do: keep the one that stands with the text.
    """
    for position, repeats in enumerate(case.evidence.repeats):
        pages = list(_redundant(repeats, repeats.pages))
        for copy, (other, _) in _redundant(repeats, repeats.leads).items():
            if any(page.start <= copy.start and copy.end <= page.end for page in pages):
                continue
            text = case.evidence.text(position)[copy.start : copy.end]
            yield find(
                position,
                f"stands again at characters {other.start}–{other.end}: {quoted(text)}",
                folded(text),
                span=copy,
                others=place(position, other),
            )


def _redundant(repeats: Repeats, overlaps: Sequence[Overlap]) -> dict[Span, tuple[Span, int]]:
    """Return each copy in *overlaps* that is not kept, in order, with the copy that is and how many words they have."""
    if not overlaps:
        return {}
    partners: dict[Span, list[Overlap]] = {}
    for overlap in overlaps:
        partners.setdefault(overlap.left, []).append(overlap)
        partners.setdefault(overlap.right, []).append(overlap)
    result: dict[Span, tuple[Span, int]] = {}
    seen: set[Span] = set()
    for first in sorted(partners):
        family, waiting = [], [] if first in seen else [first]
        while waiting:
            copy = waiting.pop()
            if copy not in seen:
                seen.add(copy)
                family.append(copy)
                waiting += [side for overlap in partners[copy] for side in (overlap.left, overlap.right)]
        dropped = [copy for copy in family if _dropped(copy, repeats.redundant)]
        kept = min(set(family).difference(dropped), default=None)
        for copy in dropped:
            own = partners[copy][0]
            result[copy] = kept or (own.left if copy == own.right else own.right), own.words
    return dict(sorted(result.items()))


def _dropped(span: Span, redundant: Sequence[Span]) -> bool:
    """Return whether more than half of *span* lies in *redundant*, which is in order and apart."""
    from bisect import bisect_right

    shared = 0
    at = max(bisect_right(redundant, span.start, key=lambda one: one.start) - 1, 0)
    while at < len(redundant) and redundant[at].start < span.end:
        shared += max(min(redundant[at].end, span.end) - max(redundant[at].start, span.start), 0)
        at += 1
    return 2 * shared > len(span)
