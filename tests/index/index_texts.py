"""Texts for the tests of an index, and the slow oracle: all pairs, by plain words."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from reference_words import locate

from provenance.errors import UnusableIndexError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = [f"{left}{right}" for left, right in product(("ba", "do", "mi", "ku", "re"), ("lan", "ter", "sso", "ven"))]
# Sentences that texts of a corpus share, from too short for a passage to long.
SENTENCES = tuple(
    " ".join(f"{WORDS[(at * 7 + step) % 20]}{at}{step // 20}" for step in range(length))
    for at, length in enumerate((4, 7, 9, 10, 12, 15, 22, 40))
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Generate a text of shared sentences and words of its own."""
    pieces = draw(
        st.lists(st.sampled_from(SENTENCES) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=5)
    )
    return ". ".join(pieces)


def words_of(text: str) -> list[str]:
    """The folded words of *text*."""
    return [word for _, _, word in locate(text)]


def shingles_of(text: str) -> set[tuple[str, ...]]:
    """The runs of five words of *text*; a shorter text is one run."""
    words = words_of(text)
    if len(words) < 5:
        return {tuple(words)} if words else set()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def jaccard(one: str, other: str) -> float:
    """The exact similarity of two texts."""
    left, right = shingles_of(one), shingles_of(other)
    return len(left & right) / len(left | right) if left | right else 0.0


def longest_run(one: str, other: str) -> int:
    """The words of the longest run that both texts have."""
    left, right = words_of(one), words_of(other)
    best, before = 0, [0] * (len(right) + 1)
    for word in left:
        here = [0] * (len(right) + 1)
        for at, their in enumerate(right, 1):
            if word == their:
                here[at] = before[at - 1] + 1
                best = max(best, here[at])
        before = here
    return best


@contextmanager
def refusing(name: str) -> Iterator[list[str]]:
    """Let a damaged index be refused, if the error names *name*; the refusals."""
    refusals: list[str] = []
    try:
        yield refusals
    except (UnusableIndexError, UsageError) as error:
        refusals.append(str(error))
        if name not in str(error):
            raise
