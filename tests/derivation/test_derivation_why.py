"""What a document shows of itself, and why nothing decides."""

from __future__ import annotations

import pytest

from provenance.attribution import attribute
from provenance.derivation.why import facts, undecidable
from provenance.model import Document, Statement

AGENCY = "Hanoi, March 5, 2024 (VNA) - The ferry runs again after its rope was changed."
PLAIN = "The ferry runs again after its rope was changed."


def document(text, date="", asserter="container"):
    stated = (Statement("date", date, asserter),) if date else ()
    return text, attribute(
        text,
        Document("a", "a.txt", b"", None, 0, statements=stated),
    )


def reasons(one, two):
    return undecidable(("a", one[1], one[0]), ("b", two[1], two[0]))


def test_an_agencys_own_text():
    """Who speaks in it, and when its dateline is dated."""
    text, attribution = document(AGENCY)

    assert dict(facts(attribution, text)) == {"an agency's own text": "VNA", "dated by its dateline": "2024-03-05"}


def test_a_copy_with_a_crawl_header():
    """Whom it credits, and when it was crawled."""
    text, attribution = document(f"{PLAIN}\n\nSource: VNA", "2024-03-06", "crawl header")

    assert dict(facts(attribution, text)) == {"credits": "VNA", "crawled": "2024-03-06"}


def test_nothing_is_shown_by_a_bare_text():
    """No fact is made up."""
    text, attribution = document(PLAIN)

    assert facts(attribution, text) == ()


@pytest.mark.parametrize(("one", "two", "says"), [
    (document(PLAIN), document(PLAIN), "neither has a date of its own"),
    (document(PLAIN, "2024-03-05", "crawl header"), document(PLAIN), "does not say when it appeared"),
    (document(PLAIN, "2024-03-05"), document(PLAIN), "only a has a date of its own"),
    (document(PLAIN), document(PLAIN, "2024-03-05"), "only b has a date of its own"),
    (document(PLAIN, "2024-03-05"), document(PLAIN, "2024-03-05"), "2024-03-05 and 2024-03-05, put neither first"),
])  # fmt: skip
def test_why_nothing_decides(one, two, says):
    """The dates, and that neither credits the other."""
    credit, dates = reasons(one, two)

    assert credit == "neither credits the other"
    assert says in dates
