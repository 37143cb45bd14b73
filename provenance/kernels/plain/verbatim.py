"""From a word that begins the same run in two texts to a verbatim overlap, if the texts differ on both sides of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.fragments import LETTERS, LETTERS_AHEAD, WORDS, WORDS_AHEAD, go_on
from provenance.kernels.plain.judge import VERBATIM
from provenance.kernels.plain.quotes import quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.kernels.plain.letters import Letters
    from provenance.kernels.rows import Row


def verbatim(left: Letters, right: Letters, places: tuple[int, int], min_words: int) -> tuple[Row, int] | None:
    """Return the overlap of equal words about *places*, and the word of the right side after it.

    None if it is too short to be certain, or if the texts seem to be alike beyond it: then only a full alignment can
    tell.
    """
    ahead = _equal(left.ids[places[0] :], right.ids[places[1] :])
    behind = _equal(left.ids[: places[0]][::-1], right.ids[: places[1]][::-1])
    a, b = places[0] - behind, places[1] - behind
    words = ahead + behind
    letters = int(left.firsts[a + words] - left.firsts[a])
    enough = words >= min_words and left.proving(left.firsts[a : a + 1], np.array([letters]))[0] >= min_words
    if not enough or _goes_on(left, right, (a, b), words):
        return None
    one = int(left.starts[a]), int(left.ends[a + words - 1])
    two = int(right.starts[b]), int(right.ends[b + words - 1])
    in_quotes = quoted(left.text, *one) or quoted(right.text, *two)
    return (*one, *two, words, 1.0, VERBATIM, in_quotes, left.words_in(*one), right.words_in(*two)), b + words


def _equal(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> int:
    """Return how many words are the same from the start on."""
    size = min(len(one), len(other))
    done = 0
    while done < size:
        # In growing pieces: most runs are a sentence, a few are a whole text.
        end = min(size, 2 * done + 64)
        differing = one[done:end] != other[done:end]
        if differing.any():
            return done + int(differing.argmax())
        done = end
    return size


def _goes_on(left: Letters, right: Letters, starts: tuple[int, int], words: int) -> bool:
    """Return whether letters or words beyond the run are alike."""
    a, b = starts
    c, d = a + words, b + words
    if any(go_on(left.marks[c : c + WORDS_AHEAD], right.marks[d : d + WORDS_AHEAD], *WORDS)):
        return True
    behind = left.marks[max(0, a - WORDS_AHEAD) : a][::-1], right.marks[max(0, b - WORDS_AHEAD) : b][::-1]
    if any(go_on(*behind, *WORDS)):
        return True
    e, f = int(left.firsts[c]), int(right.firsts[d])
    down, along = go_on(left.codes[e : e + LETTERS_AHEAD], right.codes[f : f + LETTERS_AHEAD], *LETTERS)
    if left.word_after(e + down) != c or right.word_after(f + along) != d:
        return True
    e, f = int(left.firsts[a]), int(right.firsts[b])
    behind = left.codes[max(0, e - LETTERS_AHEAD) : e][::-1], right.codes[max(0, f - LETTERS_AHEAD) : f][::-1]
    down, along = go_on(*behind, *LETTERS)
    return left.word_before(e - down) != a or right.word_before(f - along) != b
