"""Who speaks in a text: its source, author and title, in layouts of many kinds and languages."""

import tomllib
from pathlib import Path

import pytest

from provenance.attribution import attribute

CASES = Path(__file__).parents[1] / "cases" / "attribution"
BODY = "The quiet harbour of an invented town has been closed for months, and nobody there expected any news of it. "


def cases():
    return [
        case
        for name in ("voices.toml", "agencies_on_pages.toml")
        for case in tomllib.loads((CASES / name).read_text("utf-8"))["case"]
    ]


def text_of(layout):
    return layout.replace("|", "\n").replace("<>", BODY + BODY.replace("quiet", "busy"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case[0])
def test_voices(case):
    """A text's source, author and title are those of the case, and nobody else is named."""
    _, layout, source, *more = case
    author, title = (*more, None, None)[:2]
    found = attribute(text_of(layout))

    assert found.source == source
    if author is not None:
        assert [claim.value for claim in found.claims if claim.property == "author"] == ([author] if author else [])
    if title is not None:
        assert found.title == title


@pytest.mark.parametrize("case", cases(), ids=lambda case: case[0])
def test_spans_are_places_of_the_text_as_it_is(case):
    """Each claim's span lies in the text, marks included, and holds something."""
    text = text_of(case[1])

    for claim in attribute(text).claims:
        assert claim.span is None or 0 <= claim.span.start < claim.span.end <= len(text)
