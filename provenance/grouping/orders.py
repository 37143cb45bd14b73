"""From pairs whose passages lie across to those whose texts are reordered, by their words."""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

import attrs
import numpy as np
from rapidfuzz.distance import LCSseq

from provenance.model import RELATIONS
from provenance.words import locate

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from provenance.model import Pairs

REORDERED = RELATIONS.index("reordered")
MIN_HELD = 0.5  # share of the shingles of one document that the other one has
MIN_KEPT = 0.9  # share of the common words in the same order from which on the texts are in the same order
MAX_WORDS = 1 << 14  # of a text; the time is the square of them ÷ 64
KEPT = 64  # texts whose words are kept; the least recently used are dropped first


class Orders:
    """The order of words in the texts of a corpus, which *text* gives by their positions."""

    def __init__(self, text: Callable[[int], str]) -> None:
        self._text = text
        self._words: OrderedDict[int, tuple[list[int], dict[int, int]]] = OrderedDict()

    def judged(self, pairs: Pairs, asked: NDArray[np.bool_]) -> Pairs:
        """Return *pairs* with the relation "reordered" for those *asked* about whose texts are in another order.

        One of them holds at least half of the other, and the words that they share are not in the same order.  Passages
        that resemble each other, such as the items of a form, are found across in texts of one order as well.
        """
        relation = pairs.relation.copy()
        held = np.maximum(pairs.left_in_right, pairs.right_in_left) >= MIN_HELD
        for pair in np.flatnonzero(asked & held).tolist():
            if self.kept(int(pairs.left[pair]), int(pairs.right[pair])) < MIN_KEPT:
                relation[pair] = REORDERED
        return attrs.evolve(pairs, relation=relation)

    def across(
        self, ends: tuple[NDArray[np.int64], NDArray[np.int64]], moved: NDArray[np.bool_], asked: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Return *moved*, unset for the pairs *asked* about that have their words in the same order all the same."""
        found = moved.copy()
        for pair in np.flatnonzero(moved & asked).tolist():
            found[pair] = self.kept(int(ends[0][pair]), int(ends[1][pair])) < MIN_KEPT
        return found

    def kept(self, left: int, right: int) -> float:
        """Return of the words that two texts share, each as often as both have it, the share in the same order, 0 to 1.

        It is their longest common subsequence.  Of texts of more than 16,384 words nothing is known: 0.
        """
        (one, counts), (two, others) = self._of(left), self._of(right)
        if max(len(one), len(two)) > MAX_WORDS:
            return 0.0
        # Counter's own "&" does this in Python.
        both = list(counts.keys() & others.keys())
        common = sum(map(min, map(counts.__getitem__, both), map(others.__getitem__, both)))
        return LCSseq.similarity(one, two) / max(common, 1)

    def _of(self, document: int) -> tuple[list[int], dict[int, int]]:
        """Return the words of a text, and how often it has each."""
        known = self._words.pop(document, None)
        if known is None:
            words = locate(self._text(document)).ids.tolist()
            known = words, Counter(words)
        self._words[document] = known
        if len(self._words) > KEPT:
            self._words.popitem(last=False)
        return known
