"""From a text to its letters: what alignment compares, with the way back to words and to places in the text."""

from __future__ import annotations

import numpy as np

from provenance.words import kernels


class Letters:
    """The folded letters of a text's words in columns.

    *codes* holds the code points; the letters of word *w* are ``codes[firsts[w]:firsts[w + 1]]`` and it stands in the
    text at ``starts[w]:ends[w]``; equal words have equal *ids* (64 bits) and *marks* (32 bits).
    """

    __slots__ = ("codes", "ends", "firsts", "ids", "marks", "starts")

    def __init__(self, text: str) -> None:
        self.codes, self.firsts, self.starts, self.ends, self.ids = kernels.letters(text)
        self.marks = self.ids.astype(np.uint32)

    def string(self, start: int, end: int) -> str:
        """Return letters *start* to *end* as a string."""
        letters: bytes = self.codes[start:end].tobytes()
        return letters.decode("utf-32-le", "surrogatepass")

    def words(self, start: int, end: int) -> int:
        """Return how many words begin in letters *start* to *end*."""
        return int(self.firsts.searchsorted(end, "left")) - int(self.firsts.searchsorted(start, "left"))

    def word_after(self, end: int) -> int:
        """Return the word after letter *end*: a word that *end* divides counts as behind when most of it is."""
        word = int(self.firsts.searchsorted(end - 1, "right")) - 1
        start, stop = int(self.firsts[word]), int(self.firsts[word + 1])
        return word + 1 if (end - start) * 2 >= stop - start else word

    def word_before(self, start: int) -> int:
        """Return the first word from letter *start* on: one that *start* divides counts when most of it lies ahead."""
        word = int(self.firsts.searchsorted(start, "right")) - 1
        first, stop = int(self.firsts[word]), int(self.firsts[word + 1])
        return word if (stop - start) * 2 >= stop - first else word + 1
