"""Texts of many kinds: whose they are and when they were published, and that nobody claims what they do not say."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from provenance.attribution import attribute

with open(Path(__file__).parents[1] / "cases" / "attribution" / "kinds.toml", "rb") as file:
    CASES = tomllib.load(file)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}: {case[1].partition(chr(10))[0][:40]}")
def test_kinds(case):
    """A text has the source and the day that it states, and none where it states none."""
    _, text, source, published = case

    found = attribute(text)

    assert (found.source, found.published) == (source, published)


def test_kinds_are_of_both_sorts():
    """The cases hold what must be found as well as what must not be."""
    count = Counter(bool(published) for _, _, _, published in CASES)

    assert min(count.values()) > 20
