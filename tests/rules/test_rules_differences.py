"""What a message says of two texts that have the same words, or the same but for figures."""

from __future__ import annotations

import pytest

from provenance.rules.differences import figures, marks, symbols


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("rose by 412.6 in 3 days", "rose by 398.2 in 3 days", "412.6 / 398.2"),
        ("a loss of -5", "a loss of 5", "-5 / 5"),
        ("1 2 3 4 5", "6 7 8 9 0", "1 / 6, 2 / 7, 3 / 8 and 2 more"),
        ("F-16", "F-18", "16 / 18"),
        ("no figures", "none at all", ""),
    ],
)
def test_figures_that_differ_are_paired(left, right, said):
    """Each figure stands beside the one that replaces it; of many, three are shown."""
    assert figures(left, right) == said


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("má tôi", "mà tôi", "má / mà"),
        ("má tôi", "MÁ, TÔI", ""),
        ("má tôi", "ma toi", ""),
        ("one river", "One\nriver", ""),
    ],
)
def test_marks_that_differ_are_named(left, right, said):
    """Tones make other words; a text without any mark was written without them, and case and breaks are no marks."""
    assert marks(left, right) == said


@pytest.mark.parametrize(
    ("left", "right", "said"), [("$5 a day", "€5 a day", "$ / €"), ("5 % a day", "5% a day", ""), ("5 %", "5", "")]
)
def test_symbols_that_differ_are_named(left, right, said):
    """A dollar is no euro; a sign that is left out is a matter of spelling."""
    assert symbols(left, right) == said
