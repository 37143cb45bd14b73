"""From two columns of letters to fragments: runs of the same letters in the same order, as far as they carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.words import kernels

if TYPE_CHECKING:
    from provenance.align.letters import Letters

    Run = tuple[int, int, int]

UNIT = 20
WEAK = 12
STRONG = 45
LETTERS = (2, 3, 40)
WORDS = (2, 2, 10)
WINDOW = 400
TOLL = 1.2
NET = 75
SOLE = 25
FAINT = 10
JUNK = 12
ALIKE = 0.5


class Fragment:
    """A stretch of both texts in letters, ``left_start:left_end`` and ``right_start:right_end``, and what it is worth.

    *matched* counts the letters that are the same on both sides; *net* takes off those that are not; *exact* is the
    most words that follow each other unchanged.
    """

    __slots__ = ("exact", "left_end", "left_start", "matched", "net", "right_end", "right_start", "runs")

    def __init__(self, runs: list[Run]) -> None:
        self.runs = runs
        self.left_start, self.right_start, _ = runs[0]
        self.left_end = runs[-1][0] + runs[-1][2]
        self.right_end = runs[-1][1] + runs[-1][2]
        self.matched = 0
        self.exact = 0
        self.net = 0.0

    def measure(self, left: Letters, right: Letters) -> None:
        self.matched = _matched(self, left, right)
        size = max(self.left_end - self.left_start, self.right_end - self.right_start)
        self.net = self.matched - TOLL * (size - self.matched)
        self.exact = _words(left, right, self)


def fragments(left: Letters, right: Letters, min_words: int) -> tuple[list[Fragment], list[Fragment]]:
    """Return the fragments that can be a passage and the weak ones that can only add to one, each best first."""
    same = left is right
    strong, weak = [], []
    needs = WEAK * UNIT, STRONG * UNIT, min_words
    scores, bounds, rows = kernels.chains(left.codes, right.codes, left.firsts, right.firsts, needs, same=same)
    if not len(scores):
        return [], []
    everything: list[Run] = list(map(tuple, rows.tolist()))
    edges = bounds.tolist()
    for score, first, last in zip(scores.tolist(), edges, edges[1:], strict=False):
        runs = everything[first:last]
        if same:
            runs = _apart(runs)
            if not runs:
                continue
        whole = Fragment(runs)
        if score < STRONG * UNIT and _words(left, right, whole) < min_words:
            whole.net = score / UNIT
            weak.append(whole)
            continue
        reached = 0
        for part in split(runs, left, right):
            if part[-1][0] + part[-1][2] <= reached:
                continue
            fragment = extended(Fragment(part), left, right)
            reached = fragment.left_end
            if fragment.net >= SOLE or fragment.exact >= min_words:
                strong.append(fragment)
            elif fragment.net >= FAINT:
                weak.append(fragment)
    strong.sort(key=lambda one: (-one.net, one.left_start, one.right_start))
    weak.sort(key=lambda one: (-one.net, one.left_start, one.right_start))
    return strong, weak


def split(runs: list[Run], left: Letters, right: Letters) -> list[list[Run]]:
    """Return a chain in parts, cut where the letters between two runs have nothing in common."""
    from rapidfuzz.distance import Levenshtein

    parts = [[runs[0]]]
    for one, other in zip(runs, runs[1:], strict=False):
        down, along = one[0] + one[2], one[1] + one[2]
        size = max(other[0] - down, other[1] - along)
        if min(other[0] - down, other[1] - along) >= JUNK:
            gap = left.string(down, other[0]), right.string(along, other[1])
            if Levenshtein.distance(*gap) > (1 - ALIKE) * size:
                parts.append([])
        parts[-1].append(other)
    return parts


def extended(fragment: Fragment, left: Letters, right: Letters) -> Fragment:
    """Return *fragment*, its ends moved out as far as the two texts go on alike, letter by letter or word by word."""
    same = left is right
    top = fragment.right_start if same else len(left.codes)
    a, b = fragment.left_end, fragment.right_end
    down, along = kernels.extend(left.codes[a : min(top, a + WINDOW)], right.codes[b : b + WINDOW], *LETTERS)
    fragment.left_end += down
    fragment.right_end += along
    a, b = _next(left, fragment.left_end), _next(right, fragment.right_end)
    stop = left.word(top - 1) + 1 if same else len(left.marks)
    down, along = kernels.extend(left.marks[a : min(stop, a + 100)], right.marks[b : b + 100], *WORDS)
    if down and along:
        fragment.left_end, fragment.right_end = int(left.firsts[a + down]), int(right.firsts[b + along])
    bottom = fragment.left_end if same else 0
    a, b = fragment.left_start, fragment.right_start
    down, along = kernels.extend(
        left.codes[max(0, a - WINDOW) : a][::-1], right.codes[max(bottom, b - WINDOW) : b][::-1], *LETTERS
    )
    fragment.left_start -= down
    fragment.right_start -= along
    a, b = _previous(left, fragment.left_start), _previous(right, fragment.right_start)
    stop = left.word(bottom - 1) + 1 if same else 0
    down, along = kernels.extend(left.marks[max(0, a - 100) : a][::-1], right.marks[max(stop, b - 100) : b][::-1], *WORDS)
    if down and along:
        fragment.left_start, fragment.right_start = int(left.firsts[a - down]), int(right.firsts[b - along])
    fragment.measure(left, right)
    return fragment


def _next(side: Letters, end: int) -> int:
    """Return the first word that begins at letter *end* or, where most of its letters lie behind, after it."""
    word = side.word(end - 1)
    return word + 1 if (end - int(side.firsts[word])) * 2 >= int(side.firsts[word + 1] - side.firsts[word]) else word


def _previous(side: Letters, start: int) -> int:
    """Return the word before which letter *start* stands, that word's own first letters counted out."""
    word = side.word(start)
    return word if (int(side.firsts[word + 1]) - start) * 2 >= int(side.firsts[word + 1] - side.firsts[word]) else word + 1


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


def _apart(runs: list[Run]) -> list[Run]:
    """Return the first runs of a chain inside one text, as far as its left place ends before the right one starts."""
    top = runs[0][1]
    return [(a, b, min(size, top - a)) for a, b, size in runs if a < top]
