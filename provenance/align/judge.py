"""From a bundle of letters to an overlap: word boundaries, similarity, kind, quotation marks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from provenance.align.quotes import quoted
from provenance.model import Overlap, Span

if TYPE_CHECKING:
    from provenance.align.bundles import Bundle
    from provenance.align.letters import Letters
    from provenance.model import OverlapKind

    Range = tuple[int, int]

NEAR = 0.8  # similarity of words
MISREAD = 0.75  # share of letters alike, in words that differ at least twice as much
ALIKE = 0.5  # share of letters by which two words at an end are the same one
BLOCK = 1 << 15  # words: above that, similarity is added up over blocks


def overlap(bundle: Bundle, sides: tuple[Letters, Letters], texts: tuple[str, str], min_words: int) -> Overlap | None:
    """Return the overlap that *bundle* is, None where it has fewer than *min_words* words on both sides."""
    left, right = sides
    ours = _words(left, bundle.left_start, bundle.left_end)
    theirs = _words(right, bundle.right_start, bundle.right_end)
    ours, theirs = _matching_ends(sides, ours, theirs)
    words = max(ours[1] - ours[0], theirs[1] - theirs[0])
    if words < min_words or ours[0] >= ours[1] or theirs[0] >= theirs[1]:
        return None
    similarity = 1 - _distance(sides, ours, theirs) / words
    return Overlap(
        one := Span(int(left.starts[ours[0]]), int(left.ends[ours[1] - 1])),
        two := Span(int(right.starts[theirs[0]]), int(right.ends[theirs[1] - 1])),
        words,
        similarity,
        _kind(bundle, similarity),
        quoted(texts[0], one) or quoted(texts[1], two),
    )


def _words(side: Letters, start: int, end: int) -> Range:
    """Return the words of letters *start* to *end*; one at an end counts when most of it lies inside."""
    return side.word_before(start), side.word_after(end)


def _matching_ends(sides: tuple[Letters, Letters], ours: Range, theirs: Range) -> tuple[Range, Range]:
    """Return the words without one or two at an end that say nothing alike: the letters ran on by chance."""
    left, right = sides
    (a, b), (c, d) = ours, theirs
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        if a + x < b and c + y < d and _alike(left, a + x, right, c + y):
            a, c = a + x, c + y
            break
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        if a < b - x and c < d - y and _alike(left, b - x - 1, right, d - y - 1):
            b, d = b - x, d - y
            break
    return (a, b), (c, d)


def _alike(left: Letters, ours: int, right: Letters, theirs: int) -> bool:
    one = left.string(int(left.firsts[ours]), int(left.firsts[ours + 1]))
    other = right.string(int(right.firsts[theirs]), int(right.firsts[theirs + 1]))
    return one == other or Levenshtein.normalized_similarity(one, other) >= ALIKE


def _distance(sides: tuple[Letters, Letters], ours: Range, theirs: Range) -> int:
    """Return how many words must be replaced, put in or left out; at most so many where there are very many."""
    left, right = sides[0].ids[ours[0] : ours[1]], sides[1].ids[theirs[0] : theirs[1]]
    blocks = -(-max(len(left), len(right)) // BLOCK)
    total = 0
    for block in range(blocks):
        one = left[len(left) * block // blocks : len(left) * (block + 1) // blocks]
        other = right[len(right) * block // blocks : len(right) * (block + 1) // blocks]
        # Levenshtein, not Indel: at 64k words Indel's matrix takes 494 MB against 6 MB.
        total += Levenshtein.distance(one.tolist(), other.tolist())
    return total


def _kind(bundle: Bundle, similarity: float) -> OverlapKind:
    if similarity == 1:
        return "verbatim"
    places = sorted((part.left_start, part.right_start) for part in bundle.fragments)
    if any(one[1] > other[1] for one, other in pairwise(places)):
        return "reordered"
    letters = bundle.matched / max(bundle.left_end - bundle.left_start, bundle.right_end - bundle.right_start)
    if letters >= MISREAD and 1 - letters < (1 - similarity) / 2:
        return "misread"
    return "near" if similarity >= NEAR else "loose"
