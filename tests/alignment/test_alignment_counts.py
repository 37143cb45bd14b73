"""In how many texts of a sample words occur, held to a count of plain sets."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.counts import Counts
from provenance.kernels import kernels

TEXTS = st.lists(
    st.lists(st.sampled_from(["quay", "boat", "tide", "rope", "mill"]), max_size=8).map(" ".join), max_size=9
)


def counted(texts: list[str]) -> dict[int, int]:
    """Return in how many of *texts* each word occurs, one text after the other."""
    return Counter(word for text in texts for word in set(kernels.locate(text)[2].tolist()))


@given(TEXTS)
def test_counts(texts: list[str]) -> None:
    """A word counts once for each text that has it, and one that nobody has not at all."""
    expected = counted([*texts, "quay", "sail"])
    words = np.array(sorted(expected), np.uint64)

    assert Counts([*texts, "quay", "sail"]).of(words).tolist() == [expected[word] for word in words.tolist()]
    assert Counts(texts).of(kernels.locate("harbour")[2]).tolist() == [0]


@given(TEXTS)
def test_counts_of_known_words(texts: list[str]) -> None:
    """Known words are counted as they are among all, whichever others there are."""
    expected = counted(texts)
    known = np.sort(kernels.locate("quay rope")[2])

    assert Counts(texts, known=known).of(known).tolist() == [expected[word] for word in known.tolist()]


@given(TEXTS, st.integers(1, 5))
def test_common_words(texts: list[str], least: int) -> None:
    """What is said to be common is in so many texts, and with so few words all that is common is said to be."""
    expected = counted(texts)
    words = np.array(sorted(expected), np.uint64)

    assert Counts(texts).common(least)(words).tolist() == [expected[word] >= least for word in words.tolist()]
