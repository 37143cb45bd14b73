"""From scanned texts to their letters, to pairs that share letter grams, and to what is aligned (compiled: scans.h).

A letter is 15 bits of its folded code point, and a bit for the first one of a word.  Spaces do not count, so that it
does not matter where words are broken or glued.  Two texts are aligned in three steps: runs of letters that both have
are *anchors*; the best chain of them is taken; between its anchors and beyond its ends, the alignment with the fewest
changes is found.  Its *columns* hold two letters that agree or differ, or a letter of one text only.  Of two texts that
have nothing in common about a third of the columns agree, so columns are *aligned* or *replaced*: the likeliest run of
these two states is found (Viterbi, 1967).
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.folding import CLASS_SHIFT, LETTER, MARK, OTHER, SINGLE
from provenance.kernels.plain.text import decode
from provenance.kernels.plain.words import POINT, WORD_BASE, fold_points, mix, points_of
from provenance.kernels.rows import weights_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]
    Letters = NDArray[np.uint16]
    Anchor = tuple[int, int, int]  # a place in each text, and how many letters agree

FIRST_OF_WORD, CODE = 0x8000, 0x7FFF
SEED, MANY = 6, 8192  # letters of an anchor, in texts of fewer than MANY; one more for each four times as many
OFTEN = 16  # places of a seed that are looked at: the first ones
STRIDE = 256  # an anchor ends where its place is a multiple of this, for its cost
LOOKBACK = 64  # anchors before one that may precede it in a chain
GAP = 512  # letters between two anchors that are still aligned
LONG = 5  # letters of a word that is not easily another one by misreading
PASSAGE = 60  # replaced columns: more are no word or figure that was filled in
WEIGHT, SWITCH = 1000, 4000  # of one nat, and of going from aligned to replaced or back
BY_CHANCE = 0.3  # share of columns that agree in an alignment of two texts that have nothing in common
SAME, CHANGED, LOST, ADDED = range(4)
REPLACED, ALIGNED, FAR = range(3)
ZERO, NINE = ord("0"), ord("9")


class Measured(NamedTuple):
    """What is measured of two texts.

    *left* and *right* count their letters between the first and the last place that both have, *left_aligned* and
    *right_aligned* those that are aligned.  Of the aligned *columns*, *agreeing* have the same letter twice.  Of the
    *words* of the left text that are aligned, *differing* are not the same in the right one; *misread* of these are
    the same in half of their letters.  *replaced* are columns in which the texts differ, but for long passages that
    one of them lacks.  *figures* counts the digits of the left text's figures and *kept* those that agree; *longs* its
    long words and *lost* those that agree in less than half of their letters.
    """

    left: int = 0
    right: int = 0
    left_aligned: int = 0
    right_aligned: int = 0
    agreeing: int = 0
    columns: int = 0
    words: int = 0
    differing: int = 0
    misread: int = 0
    replaced: int = 0
    figures: int = 0
    kept: int = 0
    longs: int = 0
    lost: int = 0


def scanned_letters(buffer: bytes, offsets: Places, starts: Places) -> tuple[Letters, Places]:
    """Return the letters of each text, text after text, and the bounds."""
    found = [np.zeros(0, np.uint16)]
    for start, end in zip(np.asarray(starts).tolist(), np.asarray(offsets)[1:].tolist(), strict=True):
        folded, _ = fold_points(points_of(decode(bytes(buffer[start:end]))))
        classes, points = folded >> np.uint32(CLASS_SHIFT), folded & POINT
        kept = classes < MARK
        classes, points = classes[kept], points[kept]
        before = np.concatenate((np.full(1, OTHER, np.uint32), classes[:-1]))[: len(classes)]
        firsts = (classes == SINGLE) | (before != LETTER)
        codes = ((points >> np.uint32(15)) ^ points) & np.uint32(CODE) | np.where(firsts, FIRST_OF_WORD, 0)
        found.append(codes[classes != OTHER].astype(np.uint16))
    sizes = np.array([len(one) for one in found], np.int64)
    return np.concatenate(found), np.cumsum(sizes)


def letter_grams(codes: Letters, bounds: Places, levels: Places, run: int) -> tuple[Hashes, Places]:
    """Return the distinct hashes of each text's runs of *run* letters, ascending, text after text, and the bounds.

    Those are kept whose first *levels* bits, which each text has its own number of, are zero.
    """
    found = [np.zeros(0, np.uint64)]
    for start, end, level in zip(bounds[:-1].tolist(), bounds[1:].tolist(), np.asarray(levels).tolist(), strict=True):
        letters = (codes[start:end] & CODE).astype(np.uint64)
        rolled = np.zeros(max(0, len(letters) - run + 1), np.uint64)
        for at in range(run if len(rolled) else 0):
            rolled = rolled * WORD_BASE + letters[at : at + len(rolled)]
        hashes = np.unique(mix(rolled))
        found.append(hashes[hashes >> np.uint64(64 - level) == 0] if level else hashes)
    return np.concatenate(found), np.cumsum(np.array([len(one) for one in found], np.int64))


def letter_candidates(
    hashes: Hashes, bounds: Places, levels: Places, limits: tuple[int, int, int]
) -> tuple[Places, Places, Places]:
    """Return pairs (left < right) of texts that share enough hashes, and the weight of what they share.

    The *limits* are a crowd, a least weight and a number.  Each text meets those before it that are among the first
    *crowd* ones with one of its hashes, and of those that share the least weight at least, so many: those that share
    most.  The least weight is in 256ths, for each hash that the smaller text has at the higher of both *levels*.
    """
    crowd, least, most = limits
    sets = [hashes[start:end] for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)]
    postings: dict[int, list[int]] = {}
    for text, some in enumerate(sets):
        for value in some.tolist():
            postings.setdefault(value, []).append(text)
    sizes = np.array([len(texts) for texts in postings.values()], np.int64)
    weights = dict(zip(postings, weights_of(sizes, len(sets)).tolist(), strict=True))
    rows: list[tuple[int, int, int]] = []
    for text, some in enumerate(sets):
        shared: dict[int, int] = {}
        for value in some.tolist():
            for other in postings[value][:crowd]:
                if other < text:
                    shared[other] = shared.get(other, 0) + weights[value]
        enough = [
            (-weight, other) for other, weight in shared.items() if _enough(sets, levels, (text, other), weight, least)
        ]
        rows += sorted((other, text, -weight) for weight, other in sorted(enough)[:most])
    left, right, found = np.array(rows, np.int64).reshape(-1, 3).T
    return left, right, found


def _enough(sets: list[Hashes], levels: Places, pair: tuple[int, int], weight: int, least: int) -> bool:
    high = max(int(levels[one]) for one in pair)
    return weight * 256 >= least * min(len(sets[one]) >> (high - int(levels[one])) for one in pair)


def measured_letters(codes: Letters, bounds: Places, left: Places, right: Places) -> NDArray[np.int32]:
    """Return what is measured of each pair of texts, in rows as ``Measured`` has them."""
    texts = [codes[start:end].tolist() for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)]
    pairs = zip(np.asarray(left).tolist(), np.asarray(right).tolist(), strict=True)
    rows = [_Alignment(texts[one], texts[other]).measured() for one, other in pairs]
    return np.array(rows, np.int32).reshape(-1, len(Measured._fields))


class _Alignment:
    """Two texts, and the columns of their alignment as far as it is known."""

    def __init__(self, left: list[int], right: list[int]) -> None:
        self.left, self.right = [one & CODE for one in left], [one & CODE for one in right]
        self.firsts, self.others = [one >= FIRST_OF_WORD for one in left], [one >= FIRST_OF_WORD for one in right]
        self.seed = SEED
        while MANY * 4 ** (self.seed - SEED) <= max(len(left), len(right)):
            self.seed += 1
        self.columns: list[int] = []

    def measured(self) -> Measured:
        """Return what is measured of the texts; nothing if they have too little in common."""
        begins = self._align()
        if begins is None:
            return Measured()
        share = 0.75
        for _ in range(3):
            marks, agreeing = _marked(self.columns, share)
            count = sum(marks)
            share = min(max(agreeing / count if count else 0.75, 0.6), 0.98)
        _mark_passages(marks)
        ours, theirs = ([column != missing for column in self.columns] for missing in (ADDED, LOST))
        words = _Words(self, marks)
        words.count(*begins)
        return Measured(
            sum(ours),
            sum(theirs),
            sum(one and mark == ALIGNED for one, mark in zip(ours, marks, strict=True)),
            sum(one and mark == ALIGNED for one, mark in zip(theirs, marks, strict=True)),
            agreeing,
            count,
            words.words,
            words.differing,
            words.misread,
            marks.count(REPLACED),
            words.figures,
            words.kept,
            words.longs,
            words.lost,
        )

    def _anchors(self) -> Iterator[Anchor]:
        """Yield the anchors, ordered by their places."""
        left, right, seed = self.left, self.right, self.seed
        places: dict[tuple[int, ...], list[int]] = {}
        for at in range(len(right) - seed + 1):
            some = places.setdefault(tuple(right[at : at + seed]), [])
            if len(some) < OFTEN:
                some.append(at)
        for i in range(len(left) - seed + 1):
            for j in places.get(tuple(left[i : i + seed]), ()):
                if i % STRIDE and j and left[i - 1] == right[j - 1]:
                    continue
                length = seed
                while i + length < len(left) and j + length < len(right) and (i + length) % STRIDE:
                    if left[i + length] != right[j + length]:
                        break
                    length += 1
                yield i, j, length

    def _chain(self) -> list[Anchor]:
        """Return the anchors of the best chain; none if it has too few letters."""
        anchors = list(self._anchors())
        scores, before = [8 * length for _, _, length in anchors], [-1] * len(anchors)
        for k, (i, j, length) in enumerate(anchors):
            for p in range(k - 1, max(0, k - LOOKBACK) - 1, -1):
                a, b, other = anchors[p]
                lost, added = i - a - other, j - b - other
                cut = max(-lost, -added, 0)
                if cut and (cut >= length or i <= a or j <= b):
                    continue
                cost = 2 * abs(added - lost) + (0 if cut else min(lost, added) // 8)
                score = scores[p] + 8 * (length - cut) - (cost if cut else min(cost, 96))
                if score > scores[k]:
                    scores[k], before[k] = score, p
        last = max(range(len(anchors)), key=lambda k: (scores[k], -k), default=-1)
        if last < 0 or scores[last] < 8 * 3 * SEED or scores[last] < min(len(self.left), len(self.right)) * 7 // 10:
            return []
        found = []
        while last >= 0:
            found.append(anchors[last])
            last = before[last]
        return found[::-1]

    def _align(self) -> tuple[int, int] | None:
        """Find the columns, and return where they begin in both texts; None if these have too little in common."""
        chain = self._chain()
        if not chain:
            return None
        i, j, _ = chain[0]
        self._head(i, j)
        lefts = sum(column != ADDED for column in self.columns)
        rights = sum(column != LOST for column in self.columns)
        begins = max(i - lefts, 0), max(j - rights, 0)
        for a, b, length in chain:
            cut = max(i - a, j - b, 0)
            lefts, rights = a + cut - i, b + cut - j
            if lefts <= GAP and rights <= GAP:
                self.columns += fewest_changes(self.left[i : i + lefts], self.right[j : j + rights])
            else:
                self.columns += [LOST] * lefts + [ADDED] * rights
            self.columns += [SAME] * (length - cut)
            i, j = a + length, b + length
        self._tail(i, j)
        return begins

    def _head(self, i: int, j: int) -> None:
        """Add the columns before the places (i, j), from the first place that both texts have."""
        both = min(i, j)
        lefts, rights = (min(one, both + both // 4 + 8, GAP) for one in (i, j))
        self.columns += [CHANGED] * max(0, both - GAP)
        self.columns += fewest_changes(self.left[i - lefts : i], self.right[j - rights : j], begun=True)

    def _tail(self, i: int, j: int) -> None:
        """Add the columns from the places (i, j) on, up to the last place that both texts have."""
        lefts, rights = len(self.left) - i, len(self.right) - j
        both = min(lefts, rights)
        lefts, rights = (min(one, both + both // 4 + 8, GAP) for one in (lefts, rights))
        # Read from their ends, they begin where both do.
        one, other = self.left[i : i + lefts][::-1], self.right[j : j + rights][::-1]
        self.columns += fewest_changes(one, other, begun=True)[::-1]
        self.columns += [CHANGED] * max(0, both - GAP)


def fewest_changes(left: list[int], right: list[int], *, begun: bool = False) -> list[int]:
    """Return the columns of the alignment of two texts with the fewest changes.

    *begun*: what comes first in one text may be left out, which is no change.
    """
    row = [0 if begun else at for at in range(len(right) + 1)]
    steps = [[ADDED] * len(row)]
    for i, letter in enumerate(left, 1):
        corner, row[0] = row[0], 0 if begun else i
        taken = [LOST]
        for j, other in enumerate(right, 1):
            best, step = corner + (letter != other), SAME if letter == other else CHANGED
            corner = row[j]
            if row[j] + 1 < best:
                best, step = row[j] + 1, LOST
            if row[j - 1] + 1 < best:
                best, step = row[j - 1] + 1, ADDED
            row[j] = best
            taken.append(step)
        steps.append(taken)
    found, i, j = [], len(left), len(right)
    while (i and j) if begun else (i or j):
        step = steps[i][j]
        found.append(step)
        i -= step != ADDED
        j -= step != LOST
    return found[::-1]


def _marked(columns: list[int], share: float) -> tuple[list[int], int]:
    """Return whether each of *columns* is aligned, if *share* of those that are agree, and how many of them agree."""
    same, other = round(WEIGHT * log(share / BY_CHANCE)), round(WEIGHT * log((1 - share) / (1 - BY_CHANCE)))
    aligned = replaced = 0
    came: list[tuple[bool, bool]] = []
    for column in columns:
        entered, left = replaced - SWITCH > aligned, aligned - SWITCH > replaced
        came.append((entered, left))
        before = aligned
        aligned = (replaced - SWITCH if entered else aligned) + (same if column == SAME else other)
        replaced = before - SWITCH if left else replaced
    state, marks = aligned >= replaced, []
    for entered, left in reversed(came):
        marks.append(ALIGNED if state else REPLACED)
        state = not entered if state else left
    marks.reverse()
    return marks, sum(mark == ALIGNED and column == SAME for mark, column in zip(marks, columns, strict=True))


def _mark_passages(marks: list[int]) -> None:
    """Mark runs of many replaced columns: one text has a passage there that the other lacks."""
    at = 0
    while at < len(marks):
        end = at
        while end < len(marks) and marks[end] == REPLACED:
            end += 1
        if end - at > PASSAGE:
            marks[at:end] = [FAR] * (end - at)
        at = end + 1


class _Words:
    """Counts words of the left text; see ``Measured``."""

    def __init__(self, alignment: _Alignment, marks: list[int]) -> None:
        self._of, self._marks = alignment, marks
        self.words = self.differing = self.misread = self.figures = self.kept = self.longs = self.lost = 0

    def count(self, left: int, right: int) -> None:
        """Count the words of the columns, which begin at these places of the texts."""
        of, at = self._of, 0
        while at < len(of.columns):
            begin, first = at, left
            begun = left < len(of.left) and of.firsts[left] and of.columns[at] != ADDED
            whole = True
            while at < len(of.columns):
                column = of.columns[at]
                if column != ADDED and left > first and of.firsts[left]:
                    break
                whole &= column == SAME and of.firsts[left] == of.others[right]
                left += column != ADDED
                right += column != LOST
                at += 1
            # A word that goes on in the right text was glued there.
            whole &= at == len(of.columns) or right >= len(of.right) or of.others[right]
            if begun and left > first:
                self._add(begin, at, sum(ZERO <= code <= NINE for code in of.left[first:left]), whole=whole)

    def _add(self, begin: int, end: int, digits: int, *, whole: bool) -> None:
        """Count the word in the columns from *begin* to *end*."""
        columns, marks = self._of.columns, self._marks[begin:end]
        letters = sum(column != ADDED for column in columns[begin:end])
        same = columns[begin:end].count(SAME)
        if FAR not in marks:
            if letters > 1 and 2 * digits >= letters:
                self.figures += letters
                self.kept += same
            if letters >= LONG and 2 * digits < letters:
                self.longs += 1
                self.lost += 2 * same < letters
        if 2 * marks.count(ALIGNED) < len(marks):
            return
        self.words += 1
        if whole:
            return
        self.differing += 1
        if digits == letters:
            return
        alone = begin == 0 or columns[begin - 1] == SAME
        alone = alone and (end == len(columns) or columns[end] == SAME)
        self.misread += 2 * same >= letters if letters > 2 else same > 0 or alone
