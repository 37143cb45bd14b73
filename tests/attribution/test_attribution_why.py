"""How a verdict came about, in steps: they speak of the claims that there are, and what they say of them is so."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.attribution import attribute, reconcile
from provenance.attribution.explain import ASIDE, why
from provenance.model import Claim, Document, Statement

ASSERTERS = (
    "operator", "dateline", "credit", "masthead", "byline", "markup", "container", "crawl header", "file name", "body",
)  # fmt: skip
DATED = ASSERTERS[:9]
LEVELS = st.sampled_from(("high", "medium", "low"))


def claim(property_, value, asserter="credit", method="credit", confidence="high"):
    pattern, *flags = method.split("/")
    return Claim(property_, value, None, asserter, pattern, confidence, tuple(flags))


SOURCES = st.builds(
    claim,
    st.sampled_from(("source", "via", "distributor", "photo_source")),
    st.sampled_from(("VNA", "VNS", "AFP", "Somebody")),
    st.sampled_from(ASSERTERS[:8]),
    st.sampled_from(("credit", "credit/inputs", "credit/unknown-agency")),
    LEVELS,
)
DATES = st.builds(
    claim,
    st.sampled_from(("published", "updated", "event_date")),
    st.sampled_from(("2024-03-04", "2024-03-05", "2024-03-09", "2024-03", "[2024-03-04,2024-04-03]", "")),
    st.sampled_from(DATED),
    st.sampled_from(("numeric", "numeric/ambiguous", "numeric/implausible", "field/unread", "month-day/inferred-year")),
    LEVELS,
)
CLAIMS = st.lists(st.one_of(SOURCES, DATES), max_size=9)


def said(claims, topic):
    return [(sentence, numbers) for about, sentence, numbers in why(reconcile(claims)) if about == topic]


@given(CLAIMS)
def test_steps_are_about_claims_that_there_are(claims):
    """Each number is a claim's, each sentence ends, and what decides nothing is left aside with a reason."""
    steps = why(reconcile(claims))

    for _, sentence, numbers in steps:
        assert set(numbers) <= set(range(1, len(claims) + 1))
        assert sentence.endswith(".")
    aside = {number for about, _, numbers in steps if about == "left aside" for number in numbers}
    assert aside == {number for number, one in enumerate(claims, 1) if one.property in ASIDE}


@given(CLAIMS)
def test_the_claims_that_decide_say_what_the_verdict_says(claims):
    """The first step names a claim of the verdict's source, and one of the day that it gives; or that there is none."""
    found = reconcile(claims)

    for topic, value, length in (("source", found.source, None), ("published", found.published, 10)):
        (sentence, numbers), *_ = said(claims, topic)
        if value:
            assert sentence.startswith(f"Claim {numbers[0]} decides")
            assert claims[numbers[0] - 1].value[:length] == value[:length]
        else:
            assert sentence.startswith("No claim")


@given(CLAIMS)
def test_a_conflict_is_told_and_nothing_else_is_one(claims):
    """Where the verdict is in conflict a step says what contradicts; where it is not none does."""
    found = reconcile(claims)

    for topic, standing in (("source", found.source_standing), ("published", found.published_standing)):
        told = [
            s for s, _ in said(claims, topic) if re.search("(?<!not )contradicts? (it|the one|each)|cannot be of", s)
        ]
        assert bool(told) == (standing == "conflict")


@pytest.mark.parametrize(("text", "says"), [
    ("Hanoi (VNA) - The port reopened on Monday after a week of work on the quay.", "the only claim of a source"),
    ("The port reopened on Monday.\n\nSource: Somebody's Gazette", "the table of agencies does not have it"),
    ("The port reopened on Monday, after a week of work on the quay and the cranes. ./.", "Confidence low"),
    ("The port reopened on Monday.\n\nPhoto: VNA", "No claim names a source"),
])  # fmt: skip
def test_reasons_for_a_source(text, says):
    """What a reader asks of a source: who says so, and why the confidence."""
    sentences = [sentence for about, sentence, _ in why(attribute(text)) if about == "source"]

    assert any(says in sentence for sentence in sentences), sentences


@pytest.mark.parametrize(("text", "says", "absent"), [
    ("Ferry sails again after the storm\nBy Jane Roe\nThe port reopened on Monday after a week of work on the quay.",
     "The byline (claim 2) gives who wrote it", "No dateline, credit, byline"),
    ("From: Jane Roe <roe@quay.example>\nTo: all@quay.example\nDate: Tue, 5 Mar 2024 15:14:00 +0000\n\nIt is open.",
     "gives who wrote it", "byline or"),
    ("Ferry sails again after the storm\nThe port reopened on Monday after a week of work on the quay and the cranes.",
     "No dateline, credit, byline", "The byline"),
])  # fmt: skip
def test_no_byline_is_said_only_where_there_is_none(text, says, absent):
    """Where no source is named, a byline that names a person is not passed over."""
    sentences = " ".join(sentence for about, sentence, _ in why(attribute(text)) if about == "source")

    assert says in sentences
    assert absent not in sentences


def test_a_collectors_date_is_told_as_one():
    """A crawl header's date is when the text was fetched."""
    document = Document("a", "a.txt", b"", None, 0, statements=(Statement("date", "2024-03-05", "crawl header"),))
    sentences = [sentence for about, sentence, _ in why(attribute("The port reopened.", document))]

    assert any("when it was fetched" in sentence for sentence in sentences)


def test_a_date_that_can_be_read_in_two_ways_decides_only_alone():
    """Beside the same day in one reading it agrees, and no other such date contradicts that."""
    unsure, page, sure = (
        claim("published", "2024-03-04", "dateline", "numeric/ambiguous"),
        claim("published", "2024-03-09", "operator", "numeric/ambiguous"),
        claim("published", "2024-03-04", "dateline", "numeric"),
    )

    sentences = [sentence for sentence, _ in said([unsure, page, sure], "published")]

    assert sentences[0].startswith("Claim 3 decides")
    assert any("Claim 2" in sentence and "is set aside" in sentence for sentence in sentences)
    assert said([unsure], "published")[0][0].startswith("Claim 1 decides")


def test_an_earlier_dateline_is_no_contradiction_and_a_later_one_is():
    """A page may follow its dateline by a weekend, and never precedes it."""
    page = claim("published", "2024-03-05", "masthead", "numeric")

    before = said([page, claim("published", "2024-03-04", "dateline", "numeric")], "published")
    after = said([page, claim("published", "2024-03-09", "dateline", "numeric")], "published")

    assert any("does not contradict it: a dateline may be" in sentence for sentence, _ in before)
    assert any("contradicts it: a page follows its dateline" in sentence for sentence, _ in after)


def test_without_the_one_that_decides_the_verdict_is_another():
    """A counterfactual is told where it differs, and only there."""
    strong, weak = claim("source", "VNA", "dateline"), claim("source", "AFP", "credit", confidence="low")

    assert "Without claim 1 the source would be AFP (low)." in [
        sentence for sentence, _ in said([strong, weak], "source")
    ]
    assert not any("Without" in sentence for sentence, _ in said([strong, strong], "source"))
