"""REP: pages, passages, titles and leads that stand more than once in their own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.rule import folded, place, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Finding, Overlap, Repeats, Span
    from provenance.rules.rule import Case, Find


def repeated_page(case: Case, find: Find) -> Iterator[Finding]:
    """A page or a passage stands more than once in its own file.

    Held against it: passages of at least twelve words (`--min-words`) that say the same, whatever their line breaks.
    The message names the other copy, the clean span to keep and the share of the file that is redundant: the
    characters of all copies of pages, titles and leads that are not kept, divided by the characters of the file.

    Why it hurts: the file's words count twice, and one of the copies is often worse: a flattened copy for machines,
    with glued sentences and tags in it.

    What to do: keep the span that the message names, which has the better form.
    """
    for position, repeats in enumerate(case.evidence.repeats):
        for span, overlap in _redundant(repeats, repeats.pages):
            other = overlap.left if span == overlap.right else overlap.right
            keep = repeats.keep or other
            yield find(
                position,
                f"passage of {overlap.words:,} words stands again at characters {other.start}–{other.end}; keep "
                f"{keep.start}–{keep.end}, {repeats.share:.1%} of the file is redundant",
                folded(case.evidence.text(position)[span.start : span.end]),
                span=span,
                others=place(position, other) + (place(position, keep) if keep != other else ()),
            )


def repeated_lead(case: Case, find: Find) -> Iterator[Finding]:
    """The title or the lead stands more than once in its own file.

    Held against it: a line of at least four words at the head of the text that stands again as a line, or a first
    paragraph that stands again.  Titles and leads inside a repeated page are part of that page.

    Why it hurts: the words of titles weigh double, and the extraction took a page's metadata along with its text.

    What to do: keep the one that stands with the text.
    """
    for position, repeats in enumerate(case.evidence.repeats):
        pages = [span for span, _ in _redundant(repeats, repeats.pages)]
        for span, overlap in _redundant(repeats, repeats.leads):
            if any(page.start <= span.start and span.end <= page.end for page in pages):
                continue
            other = overlap.left if span == overlap.right else overlap.right
            text = case.evidence.text(position)[span.start : span.end]
            yield find(
                position,
                f"stands again at characters {other.start}–{other.end}: {quoted(text)}",
                folded(text),
                span=span,
                others=place(position, other),
            )


def _redundant(repeats: Repeats, overlaps: Sequence[Overlap]) -> list[tuple[Span, Overlap]]:
    """Return each copy in *overlaps* that is not the one to keep, once, with an overlap that has it; in order."""
    found: dict[Span, Overlap] = {}
    for overlap in overlaps:
        for span in (overlap.left, overlap.right):
            if span not in found and _dropped(span, repeats.redundant):
                found[span] = overlap
    return sorted(found.items(), key=lambda item: item[0])


def _dropped(span: Span, redundant: Sequence[Span]) -> bool:
    """Return whether more than half of *span* lies in *redundant*, which is in order and apart."""
    from bisect import bisect_right

    shared = 0
    at = max(bisect_right(redundant, span.start, key=lambda one: one.start) - 1, 0)
    while at < len(redundant) and redundant[at].start < span.end:
        shared += max(min(redundant[at].end, span.end) - max(redundant[at].start, span.start), 0)
        at += 1
    return 2 * shared > len(span)
