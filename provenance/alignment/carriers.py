"""From overlaps to passages: a text that several places share is one passage, with all places that carry it."""

from __future__ import annotations

from bisect import bisect_left, insort
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.alignment.carried import overlap_of
from provenance.kernels import kernels
from provenance.model import Carrier, Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from provenance.model import Group, Overlap, Span
    from provenance.settings import Aligning

    Places = NDArray[np.int64]

# Places in one document are one passage when they share this much of what they cover together.
SAME = 0.8


class Columns(NamedTuple):
    """Overlaps in columns: the documents of both sides, and where each side starts and ends."""

    heads: Places
    documents: Places
    left: tuple[Places, Places]
    right: tuple[Places, Places]


class Shares:
    """Overlaps between documents: *heads* have on the left what *documents* have on the right.

    *words* are counted on both sides.
    """

    def __init__(self) -> None:
        self.heads: list[int] = []
        self.documents: list[int] = []
        self.overlaps: list[Overlap] = []
        self.words: list[tuple[int, int]] = []

    def add(self, head: int, document: int, overlap: Overlap, words: tuple[int, int]) -> None:
        """Take in that *document* has on the right of *overlap* what *head* has on its left."""
        self.heads.append(head)
        self.documents.append(document)
        self.overlaps.append(overlap)
        self.words.append(words)

    def columns(self) -> Columns:
        """Return the documents and the places in columns."""
        left, right = [one.left for one in self.overlaps], [one.right for one in self.overlaps]
        return Columns(np.array(self.heads, np.int64), np.array(self.documents, np.int64), _ends(left), _ends(right))


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
        first, shares = group.representative, Shares()
        letters = kernels.Letters(ours := text(first))
        for member in group.members:
            if member != first:
                theirs = text(member)
                both = partial(_both, ours, theirs)
                for row in kernels.align_texts(letters, kernels.Letters(theirs), settings.min_words):
                    shares.add(first, member, overlap_of(row, both), row[8:])
        found.extend(gathered(shares, shares.columns()))
    return tuple(sorted([*found, *repeated(repeats, text)], key=order))


def _both(left: str, right: str) -> tuple[str, str]:
    return left, right


def repeated(repeats: Sequence[Sequence[Overlap]], text: Callable[[int], str]) -> list[Passage]:
    """Return the passages that documents repeat in themselves, from their overlaps in the order of documents."""
    shares = Shares()
    for document, overlaps in enumerate(repeats):
        if overlaps:
            own = text(document)
            for one in overlaps:
                shares.add(document, document, one, (_words(own, one.left), _words(own, one.right)))
    return gathered(shares, shares.columns())


def gathered(shares: Shares, columns: Columns) -> list[Passage]:
    """Return the passages in which the shares of each head come together, in the order of the heads."""
    if not shares.heads:
        return []
    (starts, ends), (begins, stops) = columns.left, columns.right
    longest = np.lexsort((stops, begins, columns.documents, ends, starts, starts - ends, columns.heads))
    numbers = np.empty(len(longest), np.int64)
    numbers[longest] = _numbered(columns.heads[longest], starts[longest], ends[longest])
    firsts = longest[np.flatnonzero(np.diff(np.maximum.accumulate(numbers[longest]), prepend=-1))]
    kinds = np.array([_ALPHABET[one.kind] for one in shares.overlaps])
    rows = np.lexsort((kinds, stops, begins, columns.documents, numbers))
    bounds = np.flatnonzero(np.diff(numbers[rows], prepend=-1, append=-1)).tolist()
    carriers, said = _carriers(shares, rows.tolist())
    return [
        Passage((_head(shares, first), *carriers[begin:end]), quoted=any(said[begin:end]))
        for first, begin, end in zip(firsts.tolist(), bounds, bounds[1:], strict=False)
    ]


def _carriers(shares: Shares, rows: list[int]) -> tuple[list[Carrier], list[bool]]:
    """Return the right sides of *rows* of the shares as carriers, and whether each is quoted."""
    overlaps = [shares.overlaps[at] for at in rows]
    # A map, since most of the time that a corpus' passages take in Python goes by here.
    carriers = map(
        Carrier,
        [shares.documents[at] for at in rows],
        [one.right for one in overlaps],
        [shares.words[at][1] for at in rows],
        [one.similarity for one in overlaps],
        [one.kind for one in overlaps],
    )
    return list(carriers), [one.quoted for one in overlaps]


def _head(shares: Shares, first: int) -> Carrier:
    return Carrier(shares.heads[first], shares.overlaps[first].left, shares.words[first][0], 1.0, "verbatim")


def order(passage: Passage) -> tuple[int, int, int, int, int, int, int]:
    """Return what passages are ordered by: the places of their first two carriers, and how many there are."""
    one, two = passage.carriers[:2]
    return one.document, *_place(one.span), two.document, *_place(two.span), len(passage.carriers)


_ALPHABET = {kind: at for at, kind in enumerate(("loose", "misread", "near", "reordered", "verbatim"))}


def _ends(spans: list[Span]) -> tuple[Places, Places]:
    return np.array([one.start for one in spans], np.int64), np.array([one.end for one in spans], np.int64)


def _numbered(heads: Places, starts: Places, ends: Places) -> list[int]:
    """Return the number of each share's passage, from 0 on; shares come head by head, the longest first."""
    found: list[int] = []
    count, head = 0, -1
    for first, start, end in zip(heads.tolist(), starts.tolist(), ends.tolist(), strict=True):
        if first != head:
            head = first
            known: list[tuple[int, int, int]] = []
        # Every passage is at least as long as this span; one that is the same begins less than a quarter before it.
        at = bisect_left(known, (start - (end - start) // 4 - 1, 0, 0))
        while at < len(known) and known[at][0] < end:
            begin, _, stop = known[at]
            if min(stop, end) - max(begin, start) >= SAME * (max(stop, end) - min(begin, start)):
                found.append(known[at][1])
                break
            at += 1
        else:
            insort(known, (start, count, end))
            found.append(count)
            count += 1
    return found


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _words(text: str, span: Span) -> int:
    return len(kernels.locate(text[span.start : span.end])[0])
