"""From the places where a document meets others to what it carries of them (compiled: carried.h)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.overlaps import align_texts
from provenance.kernels.plain.verbatim import verbatim
from provenance.kernels.rows import rows_of
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.kernels.plain.letters import Letters
    from provenance.kernels.rows import Row, Rows

    Places = NDArray[np.int64]
    Numbers = NDArray[np.int32]
    # The other document, and the words that begin the same runs there and here.
    Stretch = tuple[int, Places, Places]

RUNS = (8, 10)  # words that a meeting has in common: the first, or the second if it proves a passage
MARGIN = 60  # words on both sides of a meeting that are aligned
WHOLE = 4000  # words between the first and the last meeting that are aligned as one
APART = 200  # words between meetings that are aligned by themselves where there are more


class Carrying:
    """What one document carries of the others that it meets, worked out a pair of texts at a time.

    *columns* are the meetings, in the order of the places here: the other document, the word there and the word here
    that begin the same run, and whether that is ten words and not eight.
    """

    def __init__(
        self,
        own: Letters,
        columns: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]],
        min_words: int,
    ) -> None:
        others, there, here = (np.asarray(column, np.int64) for column in columns[:3])
        self._own, self._min_words = own, min_words
        self._found: list[tuple[int, Row]] = []
        self._open: tuple[Places, Places] | None = None
        self._left: list[tuple[int, Stretch]] = []
        for proof, run in enumerate(RUNS):
            rows = np.flatnonzero(np.asarray(columns[3]) == proof)
            found = sorted(_stretches(others[rows], there[rows], here[rows]), key=lambda one: (-len(one[1]), one[0]))
            self._left.extend((run, stretch) for stretch in found)
        self._left.reverse()

    def step(self, other: Letters | None = None) -> int:
        """Align *other*, for which the last step asked; return the next document that is needed, -1: none."""
        if other is not None:
            if self._open is None:
                raise ValueError("no step asked for a text")
            _, (document, _, _) = self._left.pop()
            for row in _aligned(other, self._own, self._open, self._min_words):
                self._take(document, row)
        while self._left:
            run, (document, there, here) = self._left[-1]
            # Beyond what another document is known to have, one more equal word at an end is chance.
            within = self._covers(here + 1) & self._covers(here + run - 2)
            if not within.all():
                self._open = there[~within], here[~within]
                return document
            self._left.pop()
        self._open = None
        return -1

    def rows(self) -> Rows:
        """Return what was found: the other document, and the overlap."""
        return rows_of(self._found)

    def _covers(self, words: Places) -> NDArray[np.bool_]:
        """Return which of *words* lie in what is found by now."""
        covered, places = np.zeros(len(words), np.bool_), self._own.starts[words]
        for _, row in self._found:
            covered |= (places >= row[2]) & (places < row[3])
        return covered

    def _take(self, document: int, row: Row) -> None:
        """Add *row*, unless it shares letters on both sides with a row of the same document."""
        for other, known in self._found:
            if other == document and _meet(known[:2], row[:2]) and _meet(known[2:4], row[2:4]):
                return
        self._found.append((document, row))


def carry_each(
    own: Letters, others: Sequence[Letters], columns: tuple[Numbers, Numbers, Numbers], min_words: int
) -> Rows:
    """Return what a text carries of each of *others*, whatever it carries of the rest.

    *columns* are the meetings as `Carrying` has them, but without proofs and in the order of the other texts: the
    position of the other text, the word there and the word here.
    """
    numbers, there, here = (np.asarray(column, np.int32) for column in columns)
    found = [rows_of([])]
    for number in distinct(numbers).tolist():
        rows = slice(*np.searchsorted(numbers, (number, number + 1)).tolist())
        no_proof = np.zeros(rows.stop - rows.start, np.uint8)
        work = Carrying(own, (numbers[rows], there[rows], here[rows], no_proof), min_words)
        needed = work.step()
        while needed >= 0:
            needed = work.step(others[number])
        found.append(work.rows())
    return np.concatenate(found)


def _aligned(left: Letters, right: Letters, places: tuple[Places, Places], min_words: int) -> list[Row]:
    """Return the overlaps of two texts about the words that begin the same runs."""
    there, here = places
    if (there - here == there[0] - here[0]).all():
        exact = verbatim(left, right, (int(there[0]), int(here[0])), min_words)
        if exact is not None and exact[1] > here[-1]:
            return [exact[0]]
    parts = [
        side.part(int(words.min()) - MARGIN, int(words.max()) + RUNS[-1] + MARGIN)
        for side, words in zip((left, right), places, strict=True)
    ]
    rows = align_texts(parts[0], parts[1], min_words)
    # A word that begins where a part begins, and one that a code point has two of, are counted in the whole text.
    return [(*row[:8], left.words_in(*row[:2]), right.words_in(*row[2:4])) for row in rows]


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _stretches(others: Places, there: Places, here: Places) -> Iterator[Stretch]:
    """Yield what lies together: the other document, the words there, the words here."""
    order = np.lexsort((here, others))
    others, there, here = others[order], there[order], here[order]
    for first, last in _between(others[1:] != others[:-1], len(others)):
        left, right = there[first:last], here[first:last]
        if max(left.max() - left.min(), right[-1] - right[0]) <= WHOLE:
            yield int(others[first]), left, right
        else:
            far = (right[1:] - right[:-1] > APART) | (np.abs(left[1:] - left[:-1]) > APART)
            for begin, end in _between(far, len(left)):
                yield int(others[first]), left[begin:end], right[begin:end]


def _between(breaks: NDArray[np.bool_], count: int) -> Iterator[tuple[int, int]]:
    """Return the stretches of *count* rows that the *breaks* between them leave."""
    edges = [0, *(np.flatnonzero(breaks) + 1).tolist(), count] if count else [0]
    return pairwise(edges)
