"""The compiled scan for dates returns the same numbers and words as its Python twin, for any input."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.kernels import COMPILED, kernels, plain

MONTHS = ("may", "march", "märz", "août", "мая", "tháng", "ağustos", "ιανουάριος")
OTHERS = ("monday", "hoy", "вчера", "jum")
PIECES = (
    *MONTHS, *OTHERS, "MAY", "Mayor", "ΙΑΝΟΥΆΡΙΟΣ", "İ", "ß", "1", "12", "2024", "20245", "٣", "²", "-", "/", ".", ",",
    " ", "\n", "\u3000", "\x1f", "年", "月", " 月", "_", "-Mar", "d’", "«", "・", "🙂", "\ud800", "a\u0301", "5-3-24",
    "5. 3. 2024",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)


@pytest.mark.skipif(not COMPILED, reason="the compiled kernels are not built, or not wanted")
@given(TEXTS, st.integers(0, 40), st.integers(0, 90))
@example("", 0, 0)
@example("5 May", 9, 3)
def test_both_find_the_same(text: str, start: int, end: int) -> None:
    """Numbers and words are equal, in any script, wherever the passage is cut."""
    found = kernels.Calendar(MONTHS, OTHERS).scan(text, start, end)
    assert found == plain.Calendar(MONTHS, OTHERS).scan(text, start, end)


@given(TEXTS)
def test_a_number_is_kept_where_a_sign_or_a_month_makes_it_a_date(text: str) -> None:
    """Find the numbers by brute force: each one of at most four digits is examined by itself."""
    numbers, said = kernels.Calendar(MONTHS, OTHERS).scan(text, 0, len(text))
    parted = re.sub(r"[\x00-/:-@\[-`{-\x7f–—“”‘’«»„（），、。・]", " ", text)
    named = [(word.start(), _plain(word[0])) for word in re.finditer(r"\S+", parted)]
    months = [place for place, word in named if word in map(_plain, MONTHS)]
    assert said == {other for other in OTHERS if _plain(other) in {word for _, word in named}}
    joined = re.compile(r"([-/.]) ?\d{1,2}\1 ?\d|[-/]\d{1,2}(?!\d)|-[^\W\d_]{3}|\s?[年月년월]")
    wanted = [
        found.span()
        for found in re.finditer(r"\d+", text)
        if len(found[0]) <= 4
        and (
            joined.match(text, found.end())
            or any(place - found.start() >= -20 and place - found.end() <= 20 for place in months)
        )
    ]
    assert numbers == wanted


def _plain(word: str) -> str:
    return "".join("i" if c == "İ" else c.lower() for c in word).replace("ς", "σ")


@pytest.mark.parametrize(
    "text", ["5 May", "May 5", "of 1 500 on 5 May", "5-Mar", "3/5", "2024年", "12. 3. 2024", "tháng 3"]
)
def test_numbers_of_dates_are_found(text: str) -> None:
    """The numbers of a date are found, whatever its form."""
    assert kernels.Calendar(MONTHS, OTHERS).scan(text, 0, len(text))[0]


@pytest.mark.parametrize(
    "text", ["5 mayors", "12345 May", "5.5 pct", "room 12", "may be", "3-D", "5 " + "x" * 20 + " May"]
)
def test_other_numbers_are_left_alone(text: str) -> None:
    """Numbers without a joining sign or a month nearby are not returned."""
    assert not kernels.Calendar(MONTHS, OTHERS).scan(text, 0, len(text))[0]
