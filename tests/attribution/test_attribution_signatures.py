"""Lines that people, papers, desks and mail addresses sign with an agency, and lines that look like them."""

import tomllib
from pathlib import Path

import pytest

from provenance.attribution import attribute

CASES = Path(__file__).parents[1] / "cases" / "attribution" / "signatures.toml"
TABLE = tomllib.loads(CASES.read_text(encoding="utf-8"))
TITLE = "Harbour board backs a second pier for ferries"
BODY = (
    "The harbour board of an invented town voted for a second pier after a debate that lasted into the night.\n"
    "Opponents said that the pier would cost the town more than it could earn in ten years of full boats."
)


@pytest.mark.parametrize("case", TABLE["below"], ids=lambda case: case[0])
def test_a_line_below_a_headline_is_signed(case: list[str]) -> None:
    """The agency that is beside those who wrote."""
    line, agency = case

    assert attribute(f"{TITLE}\n{line}\n{BODY}").source == agency


@pytest.mark.parametrize("case", TABLE["foot"], ids=lambda case: case[0])
def test_a_line_under_a_story_is_signed(case: list[str]) -> None:
    """The same behind the last paragraph."""
    line, agency = case

    assert attribute(f"{TITLE}\n{BODY}\n{line}").source == agency


@pytest.mark.parametrize("line", TABLE["nobody_below"])
def test_a_line_below_a_headline_is_not_signed(line: str) -> None:
    """Sections, places, pictures, and short forms that are other words too."""
    assert attribute(f"{TITLE}\n{line}\n{BODY}").source == ""


@pytest.mark.parametrize("line", TABLE["nobody_foot"])
def test_a_line_under_a_story_is_not_signed(line: str) -> None:
    """Places, contacts, and links to other stories."""
    assert attribute(f"{TITLE}\n{BODY}\n{line}").source == ""


@pytest.mark.parametrize("title", TABLE["titles"])
def test_a_title_is_not_signed(title: str) -> None:
    """A headline that names an agency beside somebody."""
    assert attribute(f"{title}\n{BODY}").source == ""


@pytest.mark.parametrize("case", TABLE["sure"], ids=lambda case: case[1])
def test_a_name_between_short_paragraphs_is_less_sure(case: list[str]) -> None:
    """A name alone is sure between a headline and the body only."""
    text, confidence = case

    assert attribute(text.replace("<body>", BODY)).source_confidence == confidence


def test_who_signs_beside_an_agency_is_an_author() -> None:
    """The name, without the word for what was done."""
    claims = attribute(f"{TITLE}\noprac. Ewa Nowa, PAP\n{BODY}").claims

    assert [each.value for each in claims if each.property == "author"] == ["Ewa Nowa"]
