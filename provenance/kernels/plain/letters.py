"""From a text to its letters: what alignment compares, with the way back to words and to places in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.align import letters
from provenance.kernels.plain.text import bounds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Columns = tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]


# A letter in parts of a word.  Five letters are at most three words, also where a word may be a letter.  The other
# scripts do not write where a word ends: by a dictionary, running text has about four letters and marks a word in Thai
# and five in Lao, Burmese and Khmer; Tibetan has three in a syllable, and words of one or two.
WORD, _ANY_PARTS = 20, 12
_UNSPACED = ((0x0E00, 0x0E7F, 5), (0x0E80, 0x109F, 4), (0x1780, 0x17FF, 4))


class Letters:
    """The folded letters of a text's words in columns.

    *codes* holds the code points; the letters of word *w* are ``codes[firsts[w]:firsts[w + 1]]`` and its place in the
    text is ``starts[w]:ends[w]``; equal words have equal *ids* (64 bits) and *marks* (32 bits).
    """

    __slots__ = ("codes", "ends", "firsts", "ids", "marks", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.codes, self.firsts, self.starts, self.ends, self.ids = letters(text)
        self.marks = self.ids.astype(np.uint32)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def size(self) -> int:
        """The bytes that the letters and the text take up."""
        return 4 * len(self.codes) + 36 * len(self.ids) + len(self.text)

    @property
    def columns(self) -> Columns:
        """The letters, the words' bounds in them, where they start and end in the text, and their hashes."""
        return self.codes, self.firsts, self.starts, self.ends, self.ids

    def part(self, first: int, last: int) -> Letters:
        """Return words *first* to *last*, as far as there are such; their places are still those in the text."""
        first, last = max(first, 0), min(last, len(self.ids))
        if last - first == len(self.ids):
            return self
        found = object.__new__(Letters)
        found.text = self.text
        bounds = self.firsts[first : last + 1]
        found.codes = self.codes[bounds[0] : bounds[-1]]
        found.firsts = bounds - bounds[0]
        found.starts, found.ends = self.starts[first:last], self.ends[first:last]
        found.ids, found.marks = self.ids[first:last], self.marks[first:last]
        return found

    def string(self, start: int, end: int) -> str:
        """Return letters *start* to *end* as a string."""
        letters: bytes = self.codes[start:end].tobytes()
        return letters.decode("utf-32-le", "surrogatepass")

    def written(self, word: int) -> str:
        """Return the letters of *word*."""
        return self.string(int(self.firsts[word]), int(self.firsts[word + 1]))

    def proving(self, starts: Places, sizes: Places) -> Places:
        """Return at most how many words *sizes* letters from *starts* on are."""
        before = bounds_of(parts_of(self.codes, _ANY_PARTS))
        found: Places = (before[starts + sizes] - before[starts]) // WORD
        return found

    def spoken(self, first: int, last: int) -> int:
        """Return how many words words *first* to *last* are as they are spoken."""
        begins = self.firsts[first:last]
        parts = parts_of(self.codes[begins], 0) * (self.firsts[first + 1 : last + 1] - begins)
        return int(np.where(parts, parts, WORD).sum()) // WORD

    def words(self, start: int, end: int) -> int:
        """Return how many words begin in letters *start* to *end*."""
        return int(self.firsts.searchsorted(end, "left")) - int(self.firsts.searchsorted(start, "left"))

    def words_in(self, start: int, end: int) -> int:
        """Return how many words begin in *start* to *end* of the text."""
        return int(self.starts.searchsorted(end, "left")) - int(self.starts.searchsorted(start, "left"))

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


def parts_of(codes: NDArray[np.uint32], others: int) -> Places:
    """Return how many parts of a word each of *codes* is; *others* for scripts that write where a word ends."""
    found = np.full(len(codes), others, np.int64)
    for first, last, parts in _UNSPACED:
        found[(codes >= first) & (codes <= last)] = parts
    return found
