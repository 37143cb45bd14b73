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

    def word(self, letter: int) -> int:
        """Return the word that holds *letter*, -1 before the first."""
        return int(self.firsts.searchsorted(letter, "right")) - 1

    def string(self, start: int, end: int) -> str:
        """Return letters *start* to *end* as a string."""
        return self.codes[start:end].tobytes().decode("utf-32-le", "surrogatepass")
