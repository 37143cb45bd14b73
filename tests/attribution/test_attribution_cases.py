"""Lines with what must, and what must not, be found in them: datelines, ends, dates."""

import tomllib
import unicodedata
from pathlib import Path

import pytest

from provenance.attribution import attribute

CASES = Path(__file__).parents[1] / "cases" / "attribution"
FILLER = "\n\nA second paragraph follows, with nothing in it that says who wrote it or when it was."
LEAD = "The quiet harbour of an invented town has been closed for months, and nobody there expected any news of it.\n\n"


def table(name):
    with open(CASES / f"{name}.toml", "rb") as file:
        return tomllib.load(file)


def passages(text, **wanted):
    """The claims with these attributes, as (value, passage)."""
    return [
        (c.value, text[c.span.start : c.span.end] if c.span else None)
        for c in attribute(text).claims
        if all(getattr(c, key) == value for key, value in wanted.items())
    ]


STAMPS = table("stamps")


@pytest.mark.parametrize("case", table("datelines")["must_find"], ids=lambda case: case[1])
def test_datelines(case):
    """Place, agencies and date, each with the passage."""
    line, dateline, place, agencies, date = case
    text = line + FILLER
    source, *via = agencies.split(">") if agencies else [None]

    if source:
        assert (source, dateline) in passages(text, property="source", asserter="dateline")
    else:
        assert not passages(text, property="source")
    for key in via:
        assert (key, dateline) in passages(text, property="via", asserter="dateline")
    if place:
        assert passages(text, property="place") == [(place, dateline)]
    dates = [value for value, _ in passages(text, property="published", asserter="dateline")]
    assert dates == ([date] if date else [])


@pytest.mark.parametrize("end", ["\r", "\u2028", "\u2029"], ids=["carriage return", "separator", "paragraph"])
def test_lines_end_in_other_ways_too(end):
    """As old Macs and some editors write them: the claims are those of the same text with line feeds."""
    text = "Ferry sails again after storm\n5 March 2024\n\nHANOI, March 5 (VNA) - The ferry sails.\n\n(c) 2024 VNA\n"

    assert attribute(text.replace("\n", end)).claims == attribute(text).claims
    assert {c.property for c in attribute(text).claims} >= {"title", "place", "source", "published", "rights"}


@pytest.mark.parametrize("line", table("datelines")["must_not_find"])
def test_no_dateline(line):
    """Nothing here is a dateline."""
    text = line + FILLER

    assert not passages(text, asserter="dateline")


@pytest.mark.parametrize("case", table("ends")["must_find"], ids=lambda case: case[0])
def test_ends(case):
    """Who is credited at the end, with the passage and how surely."""
    line, passage, agencies, asserter, confidence = case
    text = LEAD + line
    source, *via = agencies.split(">")

    assert (source, passage) in passages(text, property="source", asserter=asserter, confidence=confidence)
    for key in via:
        assert (key, passage) in passages(text, property="via", asserter=asserter)


@pytest.mark.parametrize("line", table("ends")["must_not_find"])
def test_no_credit(line):
    """Nothing here says who wrote the text."""
    assert not passages(LEAD + line, property="source")


@pytest.mark.parametrize("case", table("dates")["must_find"], ids=lambda case: case[0])
def test_dates(case):
    """The date, its passage and its flags."""
    text, passage, value, flag = case
    found = [c for c in attribute(text).claims if c.property in {"event_date", "mentioned_date", "published"}]

    assert [(c.value, text[c.span.start : c.span.end]) for c in found] == [(value, passage)]
    flags = set(found[0].flags) & {"ambiguous", "implausible", "no-zone", "future"}
    assert flags == ({flag} if flag else set())


@pytest.mark.parametrize("text", table("dates")["must_not_find"])
def test_no_date(text):
    """Nothing here is a date."""
    assert not [c for c in attribute(text).claims if c.property in {"event_date", "mentioned_date", "published"}]


@pytest.mark.parametrize("page", table("pages")["page"], ids=lambda page: page["fact"])
def test_pages(page):
    """What a whole page adds up to."""
    text = page["text"]
    found = attribute(text)

    for key in ("title", "source", "source_confidence", "source_standing", "published", "published_asserter",
                "published_standing"):  # fmt: skip
        assert getattr(found, key) == page.get(key, getattr(found, key))
    for key in ("event_dates", "chain"):
        assert list(getattr(found, key)) == page.get(key, list(getattr(found, key)))
    claimed = {(c.property, c.value, c.asserter) for c in found.claims}
    assert {tuple(claim) for claim in page.get("claims", [])} <= claimed
    flags = {flag for c in found.claims if c.property == "published" for flag in c.flags}
    assert flags & {"implausible", "future"} == set(page.get("flags", []))


@pytest.mark.parametrize("page", table("pages")["page"], ids=lambda page: page["fact"])
def test_decomposed_letters_change_nothing(page):
    """A page whose accents stand loose (NFD) says the same, at its own places."""
    text = unicodedata.normalize("NFD", page["text"])
    composed, found = attribute(page["text"]), attribute(text)

    assert found.source == composed.source
    assert found.published == composed.published
    passages = [text[c.span.start : c.span.end] for c in found.claims if c.span]
    assert [unicodedata.normalize("NFC", passage) for passage in passages] == [
        unicodedata.normalize("NFC", page["text"][c.span.start : c.span.end]) for c in composed.claims if c.span
    ]


@pytest.mark.parametrize("line", ["Text: the bridge", "Av Paulista", "Words by the sea", "Af hjertet", "Por G1 SP"])
def test_no_author(line):
    """What begins as a byline does and names nobody."""
    assert not passages(f"{line}\n{LEAD}", property="author")


def stamped(case):
    """A page with these lines below its headline."""
    language, lines, *_ = case
    bodies = STAMPS["bodies"]
    return f"Ferry sails again after the storm\n\n{lines}\n\n{bodies.get(language, bodies['en'])}\n"


@pytest.mark.parametrize("case", STAMPS["must_find"], ids=lambda case: case[1])
def test_stamps(case):
    """The days on which a text was published and changed."""
    published, updated = case[2:]
    found = attribute(stamped(case))

    assert found.published == published
    assert [c.value for c in found.claims if c.property == "updated"] == ([updated] if updated else [])


@pytest.mark.parametrize("case", STAMPS["must_not_find"], ids=lambda case: case[1])
def test_no_stamp(case):
    """Nothing here says when the text was published."""
    assert attribute(stamped(case)).published == ""


def trust(page):
    """How sure the day of publication of a page is, as its masthead says it."""
    body = STAMPS["bodies"]["en"]
    found = attribute(f"Ferry sails again after the storm\n\n{page}\n\n{body}\n").claims
    return [c.confidence for c in found if c.property == "published" and c.asserter == "masthead"]


@pytest.mark.parametrize("page", STAMPS["sure"])
def test_days_that_something_supports_are_sure(page):
    """A label, a byline or a source beside a day, or a zone, makes it sure that it is of publication."""
    assert trust(page) == ["high"]


@pytest.mark.parametrize("page", STAMPS["likely"])
def test_days_by_their_shape_alone_are_likely(page):
    """A day by the shape of its line alone, or without a part, is not sure to be of publication."""
    assert trust(page) == ["medium"]


@pytest.mark.parametrize("line", table("pages")["no_author"])
def test_nobody_alone_above_the_day(line):
    """A section or a town alone above the day is nobody's name."""
    text = f"Ferry sails again after the storm\n{line}\n8 June 2024\n\n{STAMPS['bodies']['en']}\n"

    assert not passages(text, property="author")
