"""What documents and their containers say about source and date, against what they must be told about."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_kit import document, evidence, judged, of_text

from provenance.model import UNCREDITED, Attribution, Claim, Derivation, Span, Statement
from provenance.rules import find

STORY = "The bridge at Da Trang\n\nHUẾ, June 12, 2023 (VNA) - The bridge will be checked on Monday, the office said.\n"


def said(property_, value, asserter="dateline", method="dateline", confidence="high", span=None):
    pattern, *flags = method.split("/")
    return Claim(property_, value, span, asserter, pattern, confidence, tuple(flags))


def codes(*attributions, derivations=(), select=("SRC", "DATE", "TXT006")):
    what = evidence(
        [document(f"{at}.txt") for at in range(len(attributions))], attributions=attributions, derivations=derivations
    )
    return [(finding.code, finding.document) for finding in judged(what, select)]


def attribution(*claims, **more):
    given = {
        "source": "VNA", "source_confidence": "high", "source_standing": "agree", "chain": ("VNA",), "title": "A title",
        "published": "2024-03-04", "published_asserters": ("dateline",), "published_standing": "agree",
    }  # fmt: skip
    return Attribution(claims=claims or (said("source", "VNA"), said("published", "2024-03-04")), **(given | more))


def test_a_document_that_says_all_is_told_nothing():
    """A dateline with agency and day, and a title: nothing to say."""
    assert codes(attribution()) == []


def test_a_document_that_says_nothing_is_told_what_is_missing():
    """Absence is reported, and never turned into a guess."""
    assert codes(Attribution(claims=())) == [("DATE001", 0), ("SRC001", 0), ("TXT006", 0)]


def test_sources_in_conflict_are_named_with_who_asserts_them():
    """The message has each value once, with its asserters; the evidence has their places."""
    claims = (
        said("source", "VNA", span=Span(0, 5)), said("source", "Sputnik", "credit", "label/credit", span=Span(90, 99)),
    )  # fmt: skip
    what = evidence([document()], attributions=(attribution(*claims, source_standing="conflict"),))

    (finding,) = judged(what, ("SRC",))

    assert finding.code == "SRC003"
    assert "VNA (dateline), Sputnik (credit)" in finding.message
    assert finding.span == Span(0, 5)
    assert [place.span for place in finding.evidence] == [Span(0, 5), Span(90, 99)]


def test_dates_in_conflict_are_an_error():
    """A dateline and a container that cannot both be right."""
    claims = (said("published", "2024-03-04"), said("published", "2023-01-01", "container", "date"))

    assert codes(attribution(*claims, published_standing="conflict"), select=("DATE",)) == [("DATE002", 0)]


@pytest.mark.parametrize("method", ["numeric/implausible", "numeric/future", "date/unread"])
def test_a_date_that_cannot_be_right_is_an_error(method):
    """31 February, a day to come, a field in no known form."""
    claims = (said("published", "2024-03-04"), said("published", "9999-01-01", "container", method))

    assert codes(attribution(*claims), select=("DATE",)) == [("DATE003", 0)]


def test_a_coming_weekday_is_no_mistake():
    """A fair that opens on Friday is in the future by right."""
    claims = (said("published", "2024-03-04"), said("event_date", "2024-03-08", "body", "weekday/future"))

    assert codes(attribution(*claims), select=("DATE",)) == []


@pytest.mark.parametrize("asserter", ["crawl header", "file name"])
def test_only_the_collectors_word_is_no_publication_date(asserter):
    """A crawl header says when a page was fetched, and so does a file name."""
    claims = (said("published", "2024-03-04", asserter, "crawl-header"),)

    assert codes(attribution(*claims, published_asserters=(asserter,)), select=("DATE",)) == [("DATE005", 0)]
    assert codes(attribution(*claims, published_asserters=("masthead", asserter)), select=("DATE",)) == []


def test_a_copy_without_credit_is_told_so():
    """It derives from VNA's text, and names Sputnik only."""
    copy = attribution(said("source", "Sputnik"), source="Sputnik", chain=("Sputnik",))
    derivation = Derivation(0, 1, "abridged", decided=True, confidence="high", reasons=("cuts", UNCREDITED))

    assert codes(attribution(), copy, derivations=(derivation,), select=("SRC",)) == [("SRC005", 1)]


@pytest.mark.parametrize(
    "change",
    [{"decided": False}, {"kind": "quotation"}, {"kind": "shared source"}, {"kind": "stock phrase"}],
)
def test_an_undecided_derivation_or_a_quotation_owes_no_credit(change):
    """Only what the evidence decides, and only what takes text over."""
    copy = attribution(said("source", "Sputnik"), source="Sputnik", chain=("Sputnik",))
    owed = Derivation(0, 1, "near", decided=True, confidence="high", reasons=(UNCREDITED,))

    assert codes(attribution(), copy, derivations=(attrs.evolve(owed, **change),), select=("SRC",)) == []


def test_a_copy_that_credits_its_source_owes_nothing():
    """VNS hands VNA's story on, and says so; or a sentence of the text does, which only the derivation heard."""
    copy = attribution(said("source", "VNA"), said("via", "VNS"), chain=("VNA", "VNS"))
    derivation = Derivation(0, 1, "near", decided=True, confidence="high", reasons=())

    assert codes(attribution(), copy, derivations=(derivation,), select=("SRC",)) == []
    assert codes(attribution(), attribution(source="BBC"), derivations=(derivation,), select=("SRC",)) == []


def test_a_copy_dated_before_its_original_is_told_so():
    """One of the dates is wrong, or the derivation is."""
    earlier = attribution(published="2024-03-01T10:00Z")
    derivation = Derivation(0, 1, "near", decided=True, confidence="high", reasons=())

    assert codes(attribution(), earlier, derivations=(derivation,), select=("DATE007",)) == [("DATE007", 1)]
    assert codes(earlier, attribution(), derivations=(derivation,), select=("DATE007",)) == []
    assert codes(attribution(), attribution(published="2024-03"), derivations=(derivation,), select=("DATE007",)) == []


def test_a_field_of_the_container_that_says_otherwise_is_a_conflict():
    """From the text and the container to the finding, with nothing made by hand between."""
    what = of_text(STORY, statements=(Statement("date", "2021-01-01", "container"),))

    assert "DATE002" in {finding.code for finding in judged(what)}
    assert "DATE002" not in {finding.code for finding in judged(of_text(STORY))}


def test_hostile_values_stay_on_one_line_and_short():
    """A container may say anything; a message is one line of a few hundred characters."""
    claims = tuple(said("source", f"\x1b[31m{at}" + "x" * 5000) for at in range(50))
    what = evidence([document()], attributions=(attribution(*claims, source_standing="conflict"),))

    (finding,) = judged(what, ("SRC",))

    assert finding.message.isprintable()
    assert len(finding.message) < 1000


def times(*places):
    """An attribution whose claims of publication have a time without a zone, at *places* in the text."""
    said = [(Span(at, at + 5) if at >= 0 else None, f"2024-03-05T10:{abs(at):02}") for at in places]
    claims = [Claim("published", value, span, "masthead", "stamp", "medium", ("no-zone",)) for span, value in said]
    return Attribution(tuple(claims))


@given(st.lists(st.lists(st.integers(-2, 3), max_size=3).map(lambda some: times(*some)), min_size=1, max_size=8))
def test_of_a_crowd_of_claims_the_first_and_the_last_are_those_of_all(some):
    """Wherever in its document each stands, and whatever order they were claimed in."""
    many = [*some, *[times(1)] * 600, times(9, 2), *[times(4)] * 600, *some[::-1]]
    found = evidence([document(f"r{at}", path="a.jsonl", line=at) for at in range(len(many))], attributions=tuple(many))

    crowd = judged(found, ["DATE006"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(find, "LIMIT", 10_000)
        every = judged(found, ["DATE006"])

    assert crowd == every
    assert crowd[0].count == sum(len(one.claims) for one in many)


def test_of_a_crowd_of_claims_two_findings_are_made(calls):
    """No more of them are shown; a few are made each."""
    many = [times(1)] * 2000
    found = evidence([document(f"r{at}", path="a.jsonl", line=at) for at in range(2000)], attributions=tuple(many))
    few = attrs.evolve(found, documents=found.documents[:900], attributions=found.attributions[:900])

    assert calls(find.Find.__call__, lambda: judged(found, ["DATE006"]))[0] == 2
    assert calls(find.Find.__call__, lambda: judged(few, ["DATE006"]))[0] == 900
