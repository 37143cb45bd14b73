"""From two columns of letters to fragments: equal letters in the same order, as far as the two sides go on alike."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.align import chains, extend, whole_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.kernels.plain.letters import Letters

    Places = NDArray[np.int64]
    Run = tuple[int, int, int]

UNIT = 20  # scores and nets are whole numbers: twentieths of a letter
WEAK, STRONG = 12 * UNIT, 40 * UNIT  # a chain that can add to a passage; a chain that can be one
SOLE, FAINT = 25 * UNIT, 10 * UNIT  # the same of a fragment's net, once its ends are known
TOLL = 24  # what a letter that differs takes off
JUNK, JUNK_WORDS, ALIKE = (
    12,
    3,
    0.5,
)  # this many letters between two runs, less than this share of them alike, divide a chain
SHORTEST = 4  # letters of a run that is cut
MEETING = 12  # letters between two parts of a chain that have grown together
# match, miss, drop: letters go on through misreadings, words through edits
LETTERS, LETTERS_AHEAD = (2, 3, 40), 400
WORDS, WORDS_AHEAD = (2, 2, 10), 100
TELLING = 6  # letters of a word that scores one more at an end: a damaged word before it does not stop the passage


class Fragment:
    """A stretch of both texts in letters, ``left_start:left_end`` and ``right_start:right_end``, and what it is worth.

    *runs* are its equal letters (left, right, length); *matched* counts the letters that are the same on both sides,
    *net* takes off those that are not; *exact* is the most whole words in one run.
    """

    __slots__ = ("exact", "left_end", "left_start", "matched", "net", "right_end", "right_start", "runs")

    def __init__(self, runs: list[Run]) -> None:
        self.runs = runs
        self.left_start, self.right_start, _ = runs[0]
        self.left_end = runs[-1][0] + runs[-1][2]
        self.right_end = runs[-1][1] + runs[-1][2]
        self.matched = self.exact = self.net = 0

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Its bounds on both sides."""
        return self.left_start, self.left_end, self.right_start, self.right_end

    @box.setter
    def box(self, box: tuple[int, int, int, int]) -> None:
        self.left_start, self.left_end, self.right_start, self.right_end = box

    @property
    def size(self) -> int:
        """The letters of its shorter side."""
        return min(self.left_end - self.left_start, self.right_end - self.right_start)


class Weak:
    """Chains too weak to be a passage, in columns ordered by their left places: they can fill holes in one.

    Chain *i* has the runs ``first[i]:last[i]`` of *runs*, the box ``boxes[i]`` (bounds on the left, on the right) and
    the net ``nets[i]``.
    """

    __slots__ = ("boxes", "first", "last", "longest", "nets", "runs")

    def __init__(self, scores: Places, first: Places, last: Places, runs: Places) -> None:
        ends = runs[last - 1]
        left, right = (runs[first, 0], ends[:, 0] + ends[:, 2]), (runs[first, 1], ends[:, 1] + ends[:, 2])
        boxes = np.stack(left + right, axis=1)
        order = np.lexsort((boxes[:, 2], boxes[:, 0]))
        self.boxes, self.nets = boxes[order], scores[order]
        self.first, self.last, self.runs = first[order], last[order], runs
        self.longest = int((boxes[:, 1] - boxes[:, 0]).max(initial=0))

    def fragment(self, at: int) -> Fragment:
        """Return chain *at* as a fragment that is not yet measured."""
        found = Fragment([(a, b, n) for a, b, n in self.runs[self.first[at] : self.last[at]].tolist()])
        found.net = int(self.nets[at])
        return found


def fragments(left: Letters, right: Letters, min_words: int) -> tuple[list[Fragment], Weak | None]:
    """Return the fragments that can be a passage, best first, and the chains that can only add to one."""
    same = left is right
    needs = WEAK, STRONG, min_words
    scores, bounds, runs = chains(left.codes, right.codes, left.firsts, right.firsts, needs, same=same)
    if not len(scores):
        return [], None
    first, last = bounds[:-1], bounds[1:]
    proofs = proving_words(runs, left, right) >= min_words
    able = (scores >= STRONG) | np.logical_or.reduceat(proofs, first)
    strong: list[Fragment] = []
    for at in np.flatnonzero(able).tolist():
        chain = [(a, b, n) for a, b, n in runs[first[at] : last[at]].tolist()]
        for some in _apart(chain) if same else [chain]:
            found = _grown(divided(some, left, right), left, right)
            strong.extend(one for one in found if one.net >= SOLE or one.exact >= min_words)
    strong.sort(key=lambda one: (-one.net, one.box))
    rest = ~able
    return strong, Weak(scores[rest], first[rest], last[rest], runs)


def proving_words(runs: Places, left: Letters, right: Letters) -> Places:
    """Return the number of whole words in each run, fewer in scripts that do not write where one ends."""
    whole = whole_words(runs, left.firsts, right.firsts)
    return np.minimum(whole, left.proving(runs[:, 0], runs[:, 2]))


def divided(runs: list[Run], left: Letters, right: Letters) -> list[list[Run]]:
    """Return a chain in parts, cut where many letters and words between two runs have little in common."""
    parts = [runs[:1]]
    for one, other in pairwise(runs):
        gap = (one[0] + one[2], other[0], one[1] + one[2], other[1])
        sizes, words = (gap[1] - gap[0], gap[3] - gap[2]), (left.words(*gap[:2]), right.words(*gap[2:]))
        if min(sizes) >= JUNK and max(words) > JUNK_WORDS and _alike(left, right, gap) < ALIKE * max(sizes):
            parts.append([])
        parts[-1].append(other)
    return parts


def _grown(parts: list[list[Run]], left: Letters, right: Letters) -> list[Fragment]:
    """Return a chain's parts as fragments, extended towards each other, and one where they meet."""
    found: list[Fragment] = []
    for part in parts:
        fragment = Fragment(part)
        if found:
            before = found[-1]
            end = before.left_end, before.right_end
            forwards(before, left, right, _ends(before, left, right))
            over = min(before.left_end - fragment.left_start, before.right_end - fragment.right_start)
            if over >= -MEETING:
                before.runs = before.runs + part
                before.left_end, before.right_end = fragment.left_end, fragment.right_end
                continue
            if max(before.left_end - fragment.left_start, before.right_end - fragment.right_start) > 0:
                before.left_end, before.right_end = end
                forwards(before, left, right, (fragment.left_start, fragment.right_start))
            measured(before, left, right)
            backwards(fragment, left, right, (before.left_end, before.right_end))
        else:
            backwards(fragment, left, right, (0, fragment.left_end if left is right else 0))
        found.append(fragment)
    forwards(found[-1], left, right, _ends(found[-1], left, right))
    measured(found[-1], left, right)
    return found


def extended(fragment: Fragment, left: Letters, right: Letters) -> Fragment:
    """Return *fragment* measured, its ends moved out as far as the texts go on alike, by letters or by words."""
    forwards(fragment, left, right, _ends(fragment, left, right))
    backwards(fragment, left, right, (0, fragment.left_end if left is right else 0))
    return measured(fragment, left, right)


def _ends(fragment: Fragment, left: Letters, right: Letters) -> tuple[int, int]:
    return fragment.right_start if left is right else len(left.codes), len(right.codes)


def forwards(fragment: Fragment, left: Letters, right: Letters, ends: tuple[int, int], *, past: bool = False) -> None:
    """Move the end of *fragment* on, to *ends* at most; *past* a damaged word if a long one follows."""
    a, b = fragment.left_end, fragment.right_end
    ahead = left.codes[a : min(ends[0], a + LETTERS_AHEAD)]
    down, along = go_on(ahead, right.codes[b : min(ends[1], b + LETTERS_AHEAD)], *LETTERS)
    fragment.left_end, fragment.right_end = a + down, b + along
    a, b = left.word_after(fragment.left_end), right.word_after(fragment.right_end)
    last = min(int(left.firsts.searchsorted(ends[0], "right")) - 1, a + WORDS_AHEAD)
    stop = min(int(right.firsts.searchsorted(ends[1], "right")) - 1, b + WORDS_AHEAD)
    more = (_telling(left, a, last), _telling(right, b, stop)) if past else None
    down, along = go_on(left.marks[a:last], right.marks[b:stop], *WORDS, more)
    if down and along:
        fragment.left_end, fragment.right_end = int(left.firsts[a + down]), int(right.firsts[b + along])


def backwards(
    fragment: Fragment, left: Letters, right: Letters, starts: tuple[int, int], *, past: bool = False
) -> None:
    """Move the start of *fragment* back, to *starts* at most; *past* a damaged word if a long one precedes it."""
    a, b = fragment.left_start, fragment.right_start
    behind = left.codes[max(starts[0], a - LETTERS_AHEAD) : a][::-1]
    down, along = go_on(behind, right.codes[max(starts[1], b - LETTERS_AHEAD) : b][::-1], *LETTERS)
    fragment.left_start, fragment.right_start = a - down, b - along
    a, b = left.word_before(fragment.left_start), right.word_before(fragment.right_start)
    first = max(int(left.firsts.searchsorted(starts[0], "left")), a - WORDS_AHEAD)
    begin = max(int(right.firsts.searchsorted(starts[1], "left")), b - WORDS_AHEAD)
    more = (_telling(left, first, a)[::-1], _telling(right, begin, b)[::-1]) if past else None
    down, along = go_on(left.marks[first:a][::-1], right.marks[begin:b][::-1], *WORDS, more)
    if down and along:
        fragment.left_start, fragment.right_start = int(left.firsts[a - down]), int(right.firsts[b - along])


def _telling(side: Letters, first: int, last: int) -> NDArray[np.uint8]:
    """Return one for each long word from *first* to *last*, else zero."""
    sizes = np.diff(side.firsts[first : max(first, last) + 1])
    return (sizes >= TELLING).astype(np.uint8)


def go_on(
    one: NDArray[np.uint32],
    other: NDArray[np.uint32],
    match: int,
    miss: int,
    drop: int,
    more: tuple[NDArray[np.uint8], NDArray[np.uint8]] | None = None,
) -> tuple[int, int]:
    """Return how many items of each side go on with a match, the same whichever side comes first.

    *more* is what each item of a side scores besides.
    """
    besides = more or (None, None)
    if one.tobytes() <= other.tobytes():
        return extend(one, other, match, miss, drop, besides[0])
    along, down = extend(other, one, match, miss, drop, besides[1])
    return down, along


def measured(fragment: Fragment, left: Letters, right: Letters) -> Fragment:
    """Return *fragment* with its letters and words counted."""
    total, down, along = 0, fragment.left_start, fragment.right_start
    for a, b, size in [*fragment.runs, (fragment.left_end, fragment.right_end, 0)]:
        if a > down and b > along:
            total += _alike(left, right, (down, a, along, b))
        total += size - max(0, down - a, along - b)
        down, along = a + size, b + size
    longer = max(fragment.left_end - fragment.left_start, fragment.right_end - fragment.right_start)
    fragment.matched = total
    fragment.net = UNIT * total - TOLL * (longer - total)
    fragment.exact = int(proving_words(np.array(fragment.runs), left, right).max())
    return fragment


def _alike(left: Letters, right: Letters, gap: tuple[int, int, int, int]) -> int:
    """Return how many letters of the gap's longer side its other side has too, in order."""
    from rapidfuzz.distance import Levenshtein

    a, b, c, d = gap
    return max(b - a, d - c) - Levenshtein.distance(left.string(a, b), right.string(c, d))


def _apart(runs: list[Run]) -> list[list[Run]]:
    """Return a chain inside one text as chains whose left place ends before the right one starts.

    What a run has beyond that place is its own copy's copy, which follows from others.
    """
    found: list[list[Run]] = []
    top = 0
    for a, b, size in runs:
        if not found or top - a < SHORTEST:
            found.append([])
            top = b
        if min(size, top - a) >= SHORTEST:
            found[-1].append((a, b, min(size, top - a)))
    return [chain for chain in found if chain]
