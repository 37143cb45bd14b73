"""From overlaps to passages: what several documents share, or one repeats, told once with everyone who carries it."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, NamedTuple

from provenance.alignment.letters import Letters
from provenance.alignment.texts import aligned
from provenance.kernels import kernels
from provenance.model import Carrier, Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from provenance.model import Group, Overlap, Span
    from provenance.settings import Aligning

# Places in one document are one passage when they share this much of what they cover together.
SAME = 0.8


class Share(NamedTuple):
    """That *document* has on the right of *overlap* what another one has on its left; *words* of both sides."""

    document: int
    overlap: Overlap
    words: tuple[int, int]


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
    found: list[Passage] = []
    for group in groups:
        first = group.representative
        ours = text(first)
        letters, shares = Letters(ours), []
        for member in group.members:
            if member != first:
                theirs = text(member)
                sides = letters, Letters(theirs)
                for overlap in aligned(sides, (ours, theirs), settings):
                    words = sides[0].words_in(overlap.left), sides[1].words_in(overlap.right)
                    shares.append(Share(member, overlap, words))
        found.extend(gathered(first, shares))
    return tuple(sorted([*found, *repeated(repeats, text)], key=order))


def repeated(repeats: Sequence[Sequence[Overlap]], text: Callable[[int], str]) -> list[Passage]:
    """Return the passages that documents repeat in themselves, from their overlaps in the order of documents."""
    found = []
    for document, overlaps in enumerate(repeats):
        if overlaps:
            own = text(document)
            shares = [Share(document, one, (_words(own, one.left), _words(own, one.right))) for one in overlaps]
            found.extend(gathered(document, shares))
    return found


def gathered(first: int, shares: Iterable[Share]) -> list[Passage]:
    """Return the passages of document *first* in which its *shares* with other documents come together."""
    longest = sorted(shares, key=_longest)
    heads: list[list[Share]] = []
    starts: list[tuple[int, int]] = []
    for share in longest:
        span = share.overlap.left
        # Every head is at least as long as this span; one that is the same begins less than a quarter of it before it.
        at = bisect_left(starts, (span.start - len(span) // 4 - 1, 0))
        while at < len(starts) and starts[at][0] < span.end:
            if _same(heads[starts[at][1]][0].overlap.left, span):
                heads[starts[at][1]].append(share)
                break
            at += 1
        else:
            insort(starts, (span.start, len(heads)))
            heads.append([share])
    return [_passage(first, carried) for carried in heads]


def order(passage: Passage) -> tuple[int, int, int, int, int, int, int]:
    """Return what passages are ordered by: the places of their first two carriers, and how many there are."""
    one, two = passage.carriers[:2]
    return one.document, *_place(one.span), two.document, *_place(two.span), len(passage.carriers)


def _longest(share: Share) -> tuple[int, Span, int, Span]:
    return -len(share.overlap.left), share.overlap.left, share.document, share.overlap.right


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _same(one: Span, other: Span) -> bool:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common >= SAME * (max(one.end, other.end) - min(one.start, other.start))


def _passage(first: int, carried: list[Share]) -> Passage:
    head = Carrier(first, carried[0].overlap.left, carried[0].words[0], 1.0, "verbatim")
    others = [
        Carrier(one.document, one.overlap.right, one.words[1], one.overlap.similarity, one.overlap.kind)
        for one in carried
    ]
    others.sort(key=lambda one: (one.document, one.span, one.kind))
    return Passage((head, *others), quoted=any(one.overlap.quoted for one in carried))


def _words(text: str, span: Span) -> int:
    return len(kernels.locate(text[span.start : span.end])[0])
