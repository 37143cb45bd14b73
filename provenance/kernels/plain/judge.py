"""From a bundle of letters to an overlap: word boundaries, similarity, kind, quotation marks."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Levenshtein

from provenance.kernels.plain.quotes import quoted

if TYPE_CHECKING:
    from provenance.kernels.plain.bundles import Bundle
    from provenance.kernels.plain.letters import Letters
    from provenance.kernels.rows import Row

    Range = tuple[int, int]

VERBATIM, NEAR_KIND, LOOSE, REORDERED, MISREAD_KIND = range(5)

NEAR = 0.8  # similarity of words
MISREAD = 0.75  # share of letters alike, in words that differ at least twice as much
SAME, ALIKE = 0.7, 0.5  # share of letters by which two words at an end are the same one, misread, and may be it
CLEAN, FEW = 24, 5  # words the same on both sides in one run, at the least: none beside them is misread
OUTER, BESIDE = 2, 4  # words to choose the outermost one from, and where so many beside it are the same
BLOCK = 1 << 15  # words: above that, similarity is added up over blocks


def overlap(bundle: Bundle, sides: tuple[Letters, Letters], min_words: int) -> Row | None:
    """Return the overlap that *bundle* is, None if it has fewer than *min_words* words on both sides."""
    left, right = sides
    ours = _words(left, bundle.left_start, bundle.left_end)
    theirs = _words(right, bundle.right_start, bundle.right_end)
    ours, theirs = _matching_ends(bundle, sides, ours, theirs)
    if left is right:
        # A word in which one place ends and the other begins belongs to one of them.
        ours = ours[0], min(ours[1], theirs[0])
    words = max(ours[1] - ours[0], theirs[1] - theirs[0])
    spoken = max(left.spoken(*ours), right.spoken(*theirs))
    if spoken < min_words or ours[0] >= ours[1] or theirs[0] >= theirs[1]:
        return None
    similarity = 1 - _distance(sides, ours, theirs) / words
    one = int(left.starts[ours[0]]), int(left.ends[ours[1] - 1])
    two = int(right.starts[theirs[0]]), int(right.ends[theirs[1] - 1])
    return (
        *one, *two, words, similarity, _kind(bundle, similarity),
        quoted(left.text, *one) or quoted(right.text, *two), left.words_in(*one), right.words_in(*two),
    )  # fmt: skip


def _words(side: Letters, start: int, end: int) -> Range:
    """Return the words of letters *start* to *end*; one at an end counts when most of it lies inside."""
    return side.word_before(start), side.word_after(end)


def _matching_ends(bundle: Bundle, sides: tuple[Letters, Letters], ours: Range, theirs: Range) -> tuple[Range, Range]:
    """Return the words without an outermost one that is not the same, unless the next one is not the same either.

    The letters of such a word matched by chance.

    Only where both sides begin, or end, with the same fragment: else their first words are not each other's.
    """
    (a, b), (c, d) = ours, theirs
    starts = [one.left_start == bundle.left_start and one.right_start == bundle.right_start for one in bundle.fragments]
    ends = [one.left_end == bundle.left_end and one.right_end == bundle.right_end for one in bundle.fragments]
    if any(starts) and a < b and c < d:
        x, y = _surplus(sides, (range(a, b), range(c, d)))
        a, c = a + x, c + y
    if any(ends) and a < b and c < d:
        x, y = _surplus(sides, (range(b - 1, a - 1, -1), range(d - 1, c - 1, -1)))
        b, d = b - x, d - y
    return (a, b), (c, d)


def _surplus(sides: tuple[Letters, Letters], ends: tuple[range, range]) -> tuple[int, int]:
    """Return how many words to leave out on each side until the outermost ones are the same or may be.

    *ends* lead inwards from the outermost words.  Beside a long run of words that are the same, one that is only like
    its counterpart is not misread, but another word, or another form of it.
    """
    choices = []
    for x, y in product(*(range(min(BESIDE, len(end))) for end in ends)):
        one, other = sides[0].written(ends[0][x]), sides[1].written(ends[1][y])
        alike = 1.0 if one == other else Levenshtein.normalized_similarity(one, other)
        certain = (alike == 1 and x + y == 0) or _clean(sides, (ends[0][x:], ends[1][y:]))
        if certain or (alike >= ALIKE and max(x, y) < OUTER):
            # The words themselves decide last, so that it does not matter which side is the left one.
            choices.append((not certain, alike < SAME, x + y, -alike, sorted((one, other)), x, y))
    return min(choices)[5:] if choices else (0, 0)


def _clean(sides: tuple[Letters, Letters], ends: tuple[range, range]) -> bool:
    """Return whether the outermost words are the same on both sides, in a long run or all but the last one."""
    count = min(CLEAN, min(map(len, ends)) - 1)
    if count < FEW:
        return False
    one, other = (side.ids[np.array(end[:count])] for side, end in zip(sides, ends, strict=True))
    return bool((one == other).all())


def _distance(sides: tuple[Letters, Letters], ours: Range, theirs: Range) -> int:
    """Return how many words must be replaced, added or removed; for very long passages, an upper bound."""
    left, right = sides[0].ids[ours[0] : ours[1]], sides[1].ids[theirs[0] : theirs[1]]
    blocks = -(-max(len(left), len(right)) // BLOCK)
    total = 0
    for block in range(blocks):
        one = left[len(left) * block // blocks : len(left) * (block + 1) // blocks]
        other = right[len(right) * block // blocks : len(right) * (block + 1) // blocks]
        # Levenshtein, not Indel: at 64k words Indel's matrix takes 494 MB against 6 MB.
        total += Levenshtein.distance(one.tolist(), other.tolist())
    return total


def _kind(bundle: Bundle, similarity: float) -> int:
    if similarity == 1:
        return VERBATIM
    places = sorted((part.left_start, part.right_start) for part in bundle.fragments)
    if any(one[1] > other[1] for one, other in pairwise(places)):
        return REORDERED
    letters = bundle.matched / max(bundle.left_end - bundle.left_start, bundle.right_end - bundle.right_start)
    if letters >= MISREAD and 1 - letters < (1 - similarity) / 2:
        return MISREAD_KIND
    return NEAR_KIND if similarity >= NEAR else LOOSE
