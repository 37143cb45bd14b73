"""The compiled scan for lines and clues returns the same as its Python twin, for any input."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.kernels import COMPILED, kernels, plain

CLUES = (
    ("photo", 1), ("hot", 2), ("(c) ", 4), ("(с) ", 4), ("©", 8), ("/", 16), ("写真", 32), ("ảnh", 1 << 40), ("σσ", 64),
    ("aaab", 128),
)  # fmt: skip
PIECES = (
    *(word for word, _ in CLUES), "PHOTO", "Hot", "ẢNH", "ΣΣ", "Ες", "İ", "ß", "写", "a", "aa", "\n", "\n\n", " ", "\t",
    "\xa0", "\u3000", "\x1f", "\x7f", "\x85", "\r", "\u2028", "\u2029", "\0", "🙂", "\ud800", "a\u0301", "x",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)


@pytest.mark.skipif(not COMPILED, reason="the compiled kernels are not built, or not wanted")
@given(TEXTS, st.integers(0, 90))
@example("", 0)
@example("photo", 9)
@example("写", 0)
def test_both_find_the_same(text: str, start: int) -> None:
    """Lines and kinds are equal, in any script, wherever the scan begins."""
    assert kernels.Clues(CLUES).lines(text, start) == plain.Clues(CLUES).lines(text, start)


@given(TEXTS)
def test_lines_have_no_white_space_around_them(text: str) -> None:
    """Find the non-blank lines by brute force, each without surrounding white space."""
    found = kernels.Clues(CLUES).lines(text, 0)
    lines = [line.strip() for line in re.split("[\n\r\u2028\u2029]", text)]
    assert [text[start:end] for start, end, _ in found] == [line for line in lines if line]


@given(TEXTS)
def test_a_line_has_the_kinds_of_the_clues_in_it(text: str) -> None:
    """Find the kinds by brute force: each clue is searched for in each line."""
    for start, end, kinds in kernels.Clues(CLUES).lines(text, 0):
        low = "".join("i" if c == "İ" else c.lower() for c in text[start:end]).replace("ς", "σ")
        said = {kind for word, kind in CLUES if word.strip() == word and word in low}
        assert said <= {1 << place for place in range(kinds.bit_length()) if kinds >> place & 1}
        assert not kinds or any(word in f"{low} " and kind & kinds for word, kind in CLUES)


def test_no_clues_are_lines_all_the_same() -> None:
    """An empty table gives lines of no kind."""
    assert kernels.Clues(()).lines("one\n\n two ", 0) == [(0, 3, 0), (6, 9, 0)]
