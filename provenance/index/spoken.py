"""From the words of a text to how much of a spoken word each is: in Thai and its like, a letter is a part of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.letters import WORD, parts_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.words import Words

    Sums = NDArray[np.int64]


def sums_of(text: str, words: Words) -> Sums:
    """Return the parts of a spoken word (``WORD`` are one) in the words before each word of *text*, and in all."""
    parts = np.full(len(words), WORD, np.int64)
    if not text.isascii() and len(words):
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")[words.starts]
        letters = parts_of(codes, 0)
        unspaced = letters > 0
        parts[unspaced] = letters[unspaced] * (words.ends - words.starts)[unspaced]
    return np.append(0, np.cumsum(parts))


def spoken(sums: Sums, begin: int, length: int) -> int:
    """Return how many spoken words *length* words from *begin* on are, rounded down."""
    return int(sums[begin + length] - sums[begin]) // WORD


def long_runs(here: Sums, there: Sums, length: int, sums: Sums) -> NDArray[np.bool_]:
    """Return which of some runs of *length* equal words are parts of a longer one of as many spoken words.

    They begin at the words *here*, ascending, and *there* in the other text; those that follow each other in both are
    one run.
    """
    if not len(here):
        return np.zeros(0, np.bool_)
    begins = np.flatnonzero(np.append(True, (np.diff(here) != 1) | (np.diff(there) != 1)))
    counts = np.diff(begins, append=len(here))
    ends = here[begins] + length + counts - 1
    long = (sums[ends] - sums[here[begins]]) // WORD >= length
    return np.repeat(long, counts)
