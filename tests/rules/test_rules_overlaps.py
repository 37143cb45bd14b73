"""Passages that documents share: which findings a crowd of them shows, and how many it makes."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_kit import document, evidence, judged, pairs

from provenance.model import Carrier, Passage, Span
from provenance.rules import find
from provenance.rules.copies import Copies

SIZE = 8  # documents
ENDS = st.tuples(st.integers(0, SIZE - 1), st.integers(0, 3))


def passage(*places):
    """A passage at *places*: documents, each with the character where it begins there."""
    return Passage(tuple(Carrier(at, Span(start, start + 30), 12, 1.0, "verbatim") for at, start in places))


def shared(passages, lines=range(SIZE)):
    """The evidence of one file with *passages*, its documents on *lines*; the first two documents are copies."""
    return evidence(
        [document(f"r{at}", path="a.jsonl", line=line) for at, line in enumerate(lines)],
        text=lambda position: f"The text of {position} has some words that others have too. " * 2,
        pairs=pairs((0, 1, 0.8, "near")),
        passages=tuple(passages),
    )


@settings(max_examples=25)  # each makes more than 2,400 findings
@given(st.lists(st.lists(ENDS, min_size=2, max_size=4), max_size=6), st.sampled_from([range(SIZE), [None] * SIZE]))
def test_of_a_crowd_of_passages_the_first_and_the_last_are_those_of_all(some, lines):
    """Whatever the order of the passages, and where documents are one file as a whole."""
    crowd = [[(at % 2, 5), (3, 40 * at + 4)] for at in range(1200)]
    around = [*some, *crowd, *some[::-1]]
    what = shared((passage(*places) for places in around), lines)

    crowd = judged(what, ["OVL001"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(find, "LIMIT", 100_000)
        every = judged(what, ["OVL001"])

    assert crowd == every
    assert crowd[0].count >= 1200


def test_of_a_crowd_of_passages_two_findings_are_made(calls):
    """No more of them are shown; a few are made each."""
    what = shared([passage((0, 0), (3, 40 * at)) for at in range(2000)])
    few = attrs.evolve(what, passages=what.passages[:900])

    assert calls(find.Find.__call__, lambda: judged(what, ["OVL001"]))[0] == 2
    assert calls(find.Find.__call__, lambda: judged(few, ["OVL001"]))[0] == 900


def test_a_place_is_one_finding():
    """Of places that lie in each other the longest is reported, and of equal ones that with the earliest document."""
    long = Passage(tuple(Carrier(at, Span(start, start + 60), 20, 1.0, "verbatim") for at, start in ((0, 0), (3, 1))))
    some = ((1, 0), (3, 5)), ((1, 3), (3, 80)), ((1, 9), (4, 5)), ((2, 0), (4, 5))
    what = shared([long, *(passage(*places) for places in some)])

    found = [(one.document, one.span.start, one.evidence[0].document) for one in judged(what, ["OVL001"])]

    assert found == [(3, 1, 0), (3, 80, 1), (4, 5, 1)]


def test_a_quotation_is_no_second_finding():
    """A place that is shared as a passage and as a quotation is reported once, and one that is only quoted as that."""
    said = attrs.evolve(passage((0, 0), (3, 0)), quoted=True)
    what = shared([passage((1, 0), (3, 0)), said, attrs.evolve(passage((0, 50), (3, 50)), quoted=True)])

    found = [(one.code, one.span.start) for one in judged(what, ["OVL"])]

    assert found == [("OVL001", 0), ("OVL002", 50)]


def test_boilerplate_is_told_once():
    """It is one finding at its first place, which names how many documents have it and points to them."""
    what = shared([attrs.evolve(passage((0, 0), (2, 5), (3, 5), (4, 5)), boilerplate=True)])

    (only,) = judged(what, ["OVL"])

    assert (only.code, only.severity, only.document) == ("OVL004", "info", 0)
    assert "in 4 documents" in only.message
    assert [place.document for place in only.evidence] == [2, 3, 4]


def test_only_listed_pairs_tie_documents_outside_of_groups():
    """A pair that nobody listed is no tie, nor is anything where no pair is listed."""
    what = shared(())
    one, other = np.array([0, 0]), np.array([1, 2])

    assert Copies(what).tied(one, other).tolist() == [True, False]
    assert Copies(attrs.evolve(what, pairs=pairs())).tied(one, other).tolist() == [False, False]
