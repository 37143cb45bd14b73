"""Texts for the tests of alignment: sentences of invented words, from two alphabets that share no letter."""

from __future__ import annotations

import random

from hypothesis import strategies as st

OURS, THEIRS = "abcdefghij", "klmnopqrst"


def words(count: int, seed: int, letters: str = OURS) -> list[str]:
    """Return *count* invented words; other seeds give other words."""
    rng = random.Random(seed)
    return ["".join(rng.choice(letters) for _ in range(rng.randint(3, 9))) for _ in range(count)]


def passage(count: int = 30, seed: int = 1, letters: str = OURS) -> str:
    """Return *count* invented words as a text."""
    return " ".join(words(count, seed, letters))


VOCABULARY = words(40, 99)


@st.composite
def pieced(draw: st.DrawFn) -> str:
    """Texts put together from a few sentences, some of them several times, some with a word changed."""
    pool = draw(st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=25), min_size=1, max_size=3))
    pieces = []
    for _ in range(draw(st.integers(0, 5))):
        piece = list(draw(st.sampled_from(pool)))
        if draw(st.booleans()):
            piece[draw(st.integers(0, len(piece) - 1))] = draw(st.sampled_from(VOCABULARY))
        pieces.append(draw(st.sampled_from([" ", "\n", "-"])).join(piece))
    return draw(st.sampled_from([". ", "\n\n", " ", ""])).join(pieces)


def pairs() -> st.SearchStrategy[tuple[str, str]]:
    """Two texts that may share sentences."""
    return st.tuples(pieced(), pieced()).flatmap(
        lambda both: st.sampled_from(
            [both, (both[0], both[0] + " " + both[1]), (both[0] + "\n" + both[1], both[1] + " " + both[0])]
        )
    )


def anything() -> st.SearchStrategy[str]:
    """Any Unicode, and the letters that behave oddly: marks, letters without spaces, ligatures, right to left."""
    odd = st.sampled_from([*"aß½ﬁİ ก็ម្นま国א", "\u0301", "\u0e34", "\u20dd", "\u05b0", "\u200d", "\ud800", "\n"])
    return st.one_of(st.text(max_size=60), st.lists(odd, max_size=80).map("".join))
