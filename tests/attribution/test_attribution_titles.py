"""Which line of a page is the article's title, and how sure that is."""

import tomllib
from pathlib import Path

import pytest

from provenance.attribution import attribute
from provenance.attribution.explain import why

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "attribution" / "titles.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["title"], ids=lambda case: case["fact"])
def test_titles(case):
    """The title is the line above the story that days, bylines or a repetition confirm, and nothing of the page."""
    found = attribute(case["text"].strip())

    claim = next((one for one in found.claims if one.property == "title"), None)
    assert (found.title, claim.confidence if claim else "") == (case["title"], case["confidence"])


@pytest.mark.parametrize("confidence", ["medium", "low"])
def test_a_weak_title_is_not_called_the_title(confidence):
    """A sentence calls a line the title only where something confirms it."""
    text = next(case["text"].strip() for case in CASES["title"] if case["confidence"] == confidence)

    sentences = [sentence for about, sentence, _ in why(attribute(text)) if about == "title"]

    assert any("is the title" in sentence for sentence in sentences) == (confidence == "medium")
