"""From two columns of letters to fragments: runs of the same letters in the same order, as far as they carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.align import plain

if TYPE_CHECKING:
    from provenance.align.letters import Letters

WEAK = 12
STRONG = 45
DROP = 25
WINDOW = 400
IDENTITY = 0.55
TOLL = 1.2
NET = 75
SOLE = 20
HOLE = 30


class Fragment:
    """A stretch of both texts in letters, ``left_start:left_end`` and ``right_start:right_end``, and what it is worth.

    *score* is its chain's, in letters; *matched* counts the letters that are the same on both sides.
    """

    __slots__ = ("exact", "left_end", "left_start", "matched", "right_end", "right_start", "runs", "score", "strong")

    def __init__(self, score: float, runs: list[tuple[int, int, int]]) -> None:
        self.score = score
        self.runs = runs
        self.left_start, self.right_start, _ = runs[0]
        self.left_end = runs[-1][0] + runs[-1][2]
        self.right_end = runs[-1][1] + runs[-1][2]
        self.matched = 0
        self.exact = 0
        self.strong = False

    def pieces(self) -> list[tuple[int, int, int, int]]:
        return [(self.left_start, self.left_end, self.right_start, self.right_end)]

    def net(self) -> float:
        size = max(self.left_end - self.left_start, self.right_end - self.right_start)
        return self.matched - TOLL * (size - self.matched)


def fragments(left: Letters, right: Letters, min_words: int) -> tuple[list[Fragment], list[Fragment]]:
    """Return the fragments that can be a passage and the weak ones that can only add to one, each best first."""
    same = left is right
    strong, weak = [], []
    scores, paths = plain.chains(left.codes, right.codes, same=same, least=WEAK * plain.UNIT)
    for score, runs in zip(scores, paths, strict=True):
        if same:
            runs = _apart(runs)  # noqa: PLW2901
            if not runs:
                continue
        fragment = Fragment(score / plain.UNIT, runs)
        fragment.exact = _words(left, right, fragment)
        if fragment.score >= STRONG or fragment.exact >= min_words:
            fragment.strong = True
            strong.append(fragment)
        else:
            weak.append(fragment)
    if not strong:
        return [], []
    strong = [extended(fragment, left, right) for fragment in strong]
    return [f for f in strong if f.exact >= min_words or f.net() >= SOLE], weak


def identity(fragment: Fragment) -> float:
    """Return the share of the longer side's letters that the other side has too, in the same order."""
    return fragment.matched / max(
        fragment.left_end - fragment.left_start, fragment.right_end - fragment.right_start
    )


def extended(fragment: Fragment, left: Letters, right: Letters) -> Fragment:
    """Return *fragment*, its ends moved out as far as the two texts go on alike."""
    top = fragment.right_start if left is right else len(left.codes)
    a = left.codes[fragment.left_end : min(top, fragment.left_end + WINDOW)]
    b = right.codes[fragment.right_end : fragment.right_end + WINDOW]
    down, along = plain.extend(a, b, DROP)
    fragment.left_end += down
    fragment.right_end += along
    bottom = fragment.left_end if left is right else 0
    a = left.codes[max(0, fragment.left_start - WINDOW) : fragment.left_start][::-1]
    b = right.codes[max(bottom, fragment.right_start - WINDOW) : fragment.right_start][::-1]
    down, along = plain.extend(a, b, DROP)
    fragment.left_start -= down
    fragment.right_start -= along
    fragment.matched = _matched(fragment, left, right)
    return fragment


def _matched(fragment: Fragment, left: Letters, right: Letters) -> int:
    from rapidfuzz.distance import Levenshtein

    total, down, along = 0, fragment.left_start, fragment.right_start
    for a, b, size in [*fragment.runs, (fragment.left_end, fragment.right_end, 0)]:
        if a > down and b > along:
            gap = left.string(down, a), right.string(along, b)
            total += max(a - down, b - along) - Levenshtein.distance(*gap)
        total += size - max(0, down - a, along - b)
        down, along = a + size, b + size
    return total


def _words(left: Letters, right: Letters, fragment: Fragment) -> int:
    """Return the most whole words that lie in one exact run, and are words on both sides."""
    most = 0
    for a, b, size in fragment.runs:
        one, two = left.word(a - 1) + 1, right.word(b - 1) + 1
        most = max(most, min(left.word(a + size) - one, right.word(b + size) - two))
    return most


def _apart(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the first runs of a chain inside one text, as far as its left place ends before the right one starts."""
    top = runs[0][1]
    return [(a, b, min(size, top - a)) for a, b, size in runs if a < top]
