"""From overlaps to passages: what several documents share, or one repeats, told once with everyone who carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Carrier, Passage, Span
from provenance.words import kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from provenance.config import Aligning
    from provenance.model import Group, Overlap

# Places in one document are one passage when they share this much of what they cover together.
SAME = 0.8


def passages(
    groups: Sequence[Group],
    repeats: Sequence[Sequence[Overlap]],
    text: Callable[[int], str],
    settings: Aligning,
) -> tuple[Passage, ...]:
    """Return the passages that members of *groups* share with their representatives, and those in *repeats*.

    *repeats* holds the overlaps of every document with itself, in the order of documents.  The first carrier is the
    representative's (in a repeat, the earliest place); passages are ordered by their first carrier.
    """
    from provenance.align import align

    found: list[Passage] = []
    for group in groups:
        first = group.representative
        ours = text(first)
        shared = [
            (member, overlap)
            for member in group.members
            if member != first
            for overlap in align(ours, text(member), settings)
        ]
        found.extend(gathered(first, shared, text))
    for document, overlaps in enumerate(repeats):
        found.extend(gathered(document, [(document, overlap) for overlap in overlaps], text))
    return tuple(sorted(found, key=order))


def gathered(first: int, shared: Iterable[tuple[int, Overlap]], text: Callable[[int], str]) -> list[Passage]:
    """Return the passages of document *first* in which the overlaps *shared* with other documents come together."""
    longest = sorted(shared, key=lambda one: (-len(one[1].left), one[1].left, one[0], one[1].right))
    heads: list[tuple[Span, list[tuple[int, Overlap]]]] = []
    for document, overlap in longest:
        for span, carried in heads:
            if _same(span, overlap.left):
                carried.append((document, overlap))
                break
        else:
            heads.append((overlap.left, [(document, overlap)]))
    return [_passage(first, span, carried, text) for span, carried in heads]


def order(passage: Passage) -> tuple[int, int, int, int, int, int, int]:
    """Return what passages are ordered by: the places of their first two carriers, and how many there are."""
    one, two = passage.carriers[:2]
    return one.document, *_place(one.span), two.document, *_place(two.span), len(passage.carriers)


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _same(one: Span, other: Span) -> bool:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common >= SAME * (max(one.end, other.end) - min(one.start, other.start))


def _passage(first: int, span: Span, carried: list[tuple[int, Overlap]], text: Callable[[int], str]) -> Passage:
    head = Carrier(first, span, _words(text(first), span), 1.0, "verbatim")
    others = [
        Carrier(document, overlap.right, _words(text(document), overlap.right), overlap.similarity, overlap.kind)
        for document, overlap in carried
    ]
    others.sort(key=lambda one: (one.document, one.span, one.kind))
    return Passage((head, *others), quoted=any(overlap.quoted for _, overlap in carried))


def _words(text: str, span: Span) -> int:
    return len(kernels.locate(text[span.start : span.end])[0])
