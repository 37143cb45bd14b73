"""From a bundle of letters to an overlap: word boundaries, kind, similarity, quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Overlap, Span

if TYPE_CHECKING:
    from provenance.align.bundles import Bundle
    from provenance.align.letters import Letters
    from provenance.config import Aligning
    from provenance.model import OverlapKind

NEAR = 0.8
MISREAD = 0.75


def overlap(
    bundle: Bundle, left: Letters, right: Letters, left_text: str, right_text: str, settings: Aligning
) -> Overlap | None:
    """Return the overlap that *bundle* is, None where it has too few words."""
    from rapidfuzz.distance import Levenshtein

    a = _words(left, bundle.left_start, bundle.left_end)
    b = _words(right, bundle.right_start, bundle.right_end)
    a, b = _alike(left, right, a, b)
    words = max(a[1] - a[0], b[1] - b[0])
    if words < settings.min_words or a[0] >= a[1] or b[0] >= b[1]:
        return None
    distance = Levenshtein.distance(left.ids[a[0] : a[1]].tolist(), right.ids[b[0] : b[1]].tolist())
    similarity = 1 - distance / words
    letters = bundle.matched / max(bundle.left_end - bundle.left_start, bundle.right_end - bundle.right_start)
    kind: OverlapKind
    if distance == 0:
        kind = "verbatim"
    elif _reordered(bundle):
        kind = "reordered"
    elif letters >= MISREAD and 1 - letters < 0.5 * (1 - similarity):
        kind = "misread"
    else:
        kind = "near" if similarity >= NEAR else "loose"
    one = Span(int(left.starts[a[0]]), int(left.ends[a[1] - 1]))
    two = Span(int(right.starts[b[0]]), int(right.ends[b[1] - 1]))
    return Overlap(one, two, words, similarity, kind)


def _words(side: Letters, start: int, end: int) -> tuple[int, int]:
    """Return the words of letters *start* to *end*; one at an end counts when at least half of it lies inside."""
    first, last = side.word(start), side.word(end - 1)
    if first < last:
        size = int(side.firsts[first + 1] - side.firsts[first])
        if (int(side.firsts[first + 1]) - start) * 2 < size:
            first += 1
        size = int(side.firsts[last + 1] - side.firsts[last])
        if (end - int(side.firsts[last])) * 2 < size:
            last -= 1
    return first, last + 1


def _alike(left: Letters, right: Letters, a: tuple[int, int], b: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    from rapidfuzz.distance import Levenshtein

    def same(x: int, y: int) -> bool:
        one = left.string(int(left.firsts[x]), int(left.firsts[x + 1]))
        two = right.string(int(right.firsts[y]), int(right.firsts[y + 1]))
        return Levenshtein.normalized_distance(one, two) <= 0.5

    if a[0] < a[1] and b[0] < b[1] and not same(a[0], b[0]):
        if a[0] + 1 < a[1] and same(a[0] + 1, b[0]):
            a = a[0] + 1, a[1]
        elif b[0] + 1 < b[1] and same(a[0], b[0] + 1):
            b = b[0] + 1, b[1]
        elif a[0] + 1 < a[1] and b[0] + 1 < b[1] and same(a[0] + 1, b[0] + 1):
            a, b = (a[0] + 1, a[1]), (b[0] + 1, b[1])
    if a[0] < a[1] and b[0] < b[1] and not same(a[1] - 1, b[1] - 1):
        if a[0] + 1 < a[1] and same(a[1] - 2, b[1] - 1):
            a = a[0], a[1] - 1
        elif b[0] + 1 < b[1] and same(a[1] - 1, b[1] - 2):
            b = b[0], b[1] - 1
        elif a[0] + 1 < a[1] and b[0] + 1 < b[1] and same(a[1] - 2, b[1] - 2):
            a, b = (a[0], a[1] - 1), (b[0], b[1] - 1)
    return a, b


def _reordered(bundle: Bundle) -> bool:
    places = sorted((part.left_start, part.right_start) for part in bundle.fragments)
    return any(one[1] > other[1] for one, other in zip(places, places[1:], strict=False))
