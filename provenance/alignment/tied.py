"""From pairs of documents with a passage to those that have it from one another: by names, and what they share besides.

What two documents share besides a passage says much, but not if it is a form as well: two reports on the same market
share every sentence but its figures.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from provenance.alignment.slots import figures, slots
from provenance.kernels.rows import rows_of
from provenance.model.passages import CARRIER
from provenance.sets import packed, unique_inverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.links import Links
    from provenance.kernels.rows import Rows

    Places = NDArray[np.int64]
    Said = NDArray[np.float64]
    Texts = Callable[[Sequence[int]], Iterable[str]]
    Found = tuple[NDArray[np.int32], Rows]

# Names and other passages must say this much, times the share of common runs and of words that differ.  Found by eye on
# 300 passages of news stories.
COMMON, DIFFERENT = 4, 12
MORE, MOST = 8, 96  # words of other passages that say as much as a name, and words that are counted at most
WHOLE, AGAIN, LONGEST = 10, 8, 60  # words of the passage: to begin with, to say as much, at most
SLOT = 15  # words that say nothing for each figure or name that differs among them
LEAST = 0.1  # share of common runs of a formula; a passage with fewer may be the form of a report
FEWEST, SPACING = 2, 30  # figures and names that differ in such a form; words to each, at most
FIGURES = 8  # figures that are the same and count, beside the first one, if no figure or name differs
# Words.  Two stories of one subject have rare names in common, which say this much at most of a shorter phrase if
# others have this share of its runs.  And the more texts there are, the more phrases any two of them have by chance:
# for each word less than these, and each tenfold of so many texts, more is needed.
SHORT, PHRASE, OFTEN = 16, 1.0, 0.1
CHANCE, FEW_TEXTS = 0.15, 100


class Ties:
    """Which of the pairs that are *found* have their passage from one another, in a corpus of *count* texts.

    *tied* are those of which it is known; evidence is added from the cheapest on.  Its unit is that of a name e times
    as rare as the most common one that counts.
    """

    def __init__(self, found: Links, overlaps: Found | None, count: int) -> None:
        self._found, self._beside = found, _Beside(found, overlaps)
        self._words, nothing = found.words, np.zeros(len(found.owners), np.int64)
        self._short = np.maximum(0, SHORT - self._words)
        self._chance = CHANCE * max(0.0, math.log10(max(1, count) / FEW_TEXTS))
        everything = np.arange(len(nothing))
        self._names = np.zeros(len(nothing))
        # To compare words takes time: this much is said at least and at most, whichever words differ.
        whole = _whole(self._words, nothing)
        self._least = self._beside.said(everything, self._beside.equal, nothing)
        self._least += np.where(found.similarity == 1, whole, 0)
        self._most = self._beside.said(everything, self._beside.shared, nothing) + whole
        self._most += FIGURES * (self._words >= SHORT)
        self._share = np.ones(len(nothing))
        self.tied = self._least >= self._needed()

    def ask(self, share: Said) -> None:
        """Ask for what is needed with this *share* of common runs in the passage of each pair."""
        self._share = share
        self.tied |= self._least >= self._needed()

    def name(self, some: Places, said: Said) -> None:
        """Add what names and figures *said* of *some* pairs.

        Two stories of one subject have rare names in common, and may have a short phrase of it from anywhere.
        """
        phrases = (self._short[some] > 0) & (self._share[some] >= OFTEN)
        self._names[some] = np.where(phrases, np.minimum(said, PHRASE), said)
        self.tied |= self._least + self._names >= self._needed()

    def may_be(self, some: Places) -> NDArray[np.bool_]:
        """Return which of *some* pairs may be tied by what a comparison of their words will say.

        A passage with few common runs is a copy whatever else is said, unless it is short, or the form of a report.
        """
        rare = (self._share < LEAST) & (self._chance * self._short <= 0)
        may_be: NDArray[np.bool_] = (rare | (self._most + self._names >= self._needed()))[some]
        return may_be

    def compare(self, some: Places, texts: Texts) -> None:
        """Tie those of *some* pairs of which the words say so."""
        words, needed = self._words[some], self._needed()[some]
        differing = self._beside.differing(some, texts)
        shared = self._beside.without_slots(some, texts)
        said = self._names[some] + self._beside.said(some, shared, differing) + _whole(words, differing)
        whole = np.flatnonzero((words >= SHORT) & (differing == 0) & (said < needed))
        heads = self._found.passages.carriers[self._found.rows[0][some[whole]]]
        said[whole] += np.clip(figures(heads, texts) - 1, 0, FIGURES)
        form = (differing >= FEWEST) & (differing * SPACING >= words) | (self._chance * self._short[some] > 0)
        self.tied[some] |= (said >= needed) | ((self._share[some] < LEAST) & ~form)

    def _needed(self) -> Said:
        needed: Said = COMMON * self._share + DIFFERENT * (1 - self._found.similarity) + self._chance * self._short
        return needed


def _whole(words: Places, differing: Places) -> Said:
    """Return how much passages of so many *words* say where no figure or name differs, or so many do."""
    said: Said = np.clip(words - WHOLE - SLOT * differing, 0, LONGEST - WHOLE) / AGAIN
    return said


class _Beside:
    """What the pairs of *found* share besides their passages, by the *overlaps* of the corpus.

    *shared* counts the words of each overlap that may say something, and *equal* those that do whatever the words are.
    """

    def __init__(self, found: Links, overlaps: Found | None) -> None:
        carriers = found.passages.carriers
        known, self._which = unique_inverse(_keys(*(carriers["document"][side] for side in found.rows)))
        self._later, self._rows = overlaps or (np.zeros(0, np.int32), rows_of(()))
        keys = _keys(self._rows["document"], self._later)
        at = np.minimum(np.searchsorted(known, keys), max(0, len(known) - 1))
        some = np.flatnonzero(known[at] == keys) if len(known) else at[:0]
        self._found, self._count, self._pairs = found, len(known), at[some]
        self._later, self._rows = self._later[some], self._rows[some]
        self.shared: Said = self._rows["words"] * self._rows["similarity"]
        self.equal = np.where(self._rows["similarity"] == 1, self.shared, 0)

    def said(self, some: Places, shared: Said, differing: Places) -> Said:
        """Return how much overlaps with so many words *shared* say of *some* pairs.

        *differing* counts the slots that differ in the passages of these pairs, which are no evidence for themselves.
        """
        if not len(self._pairs):
            return np.zeros(len(some))
        own = np.maximum(0, self._found.words[some] * self._found.similarity[some] - SLOT * differing)
        words = np.bincount(self._pairs, shared, self._count)[self._which[some]] - own
        said: Said = np.clip(words, 0, MOST) / MORE
        return said

    def differing(self, some: Places, texts: Texts) -> Places:
        """Return in how many slots the two places of the passage differ, of *some* pairs."""
        found = np.zeros(len(some), np.int64)
        near = np.flatnonzero(self._found.similarity[some] < 1)
        one, other = (self._found.passages.carriers[side[some[near]]] for side in self._found.rows)
        found[near] = slots(one, other, texts)
        return found

    def without_slots(self, some: Places, texts: Texts) -> Said:
        """Return the words that overlaps of *some* pairs share, less those about figures and names that differ."""
        wanted = np.zeros(self._count, np.bool_)
        wanted[self._which[some]] = True
        near = np.flatnonzero(wanted[self._pairs] & (self._rows["similarity"] < 1))
        rows, later = self._rows[near], self._later[near]
        one, other = (_carriers(rows, *side) for side in (("left", rows["document"]), ("right", later)))
        shared = self.shared.copy()
        shared[near] = np.maximum(0, shared[near] - SLOT * slots(one, other, texts))
        return shared


def _carriers(rows: Rows, side: str, documents: NDArray[np.int32]) -> NDArray[np.void]:
    """Return one side of overlaps, in *documents*, as the carriers of passages."""
    carriers = np.zeros(len(rows), CARRIER)
    carriers["document"] = documents
    carriers["start"], carriers["end"] = rows[f"{side}_start"], rows[f"{side}_end"]
    return carriers


def _keys(one: NDArray[np.int32], other: NDArray[np.int32]) -> Places:
    return packed(np.minimum(one, other), np.maximum(one, other))
