"""Who is a copy of whom: each copy is named once, and no pair is passed over in silence."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_kit import document, evidence, judged, pairs

from provenance.model import Carrier, Group, Passage, Span


def found(what, select=("DUP",)):
    return [(finding.code, finding.document, finding.evidence[0].document) for finding in judged(what, select)]


def corpus(*digests):
    return [document(f"{at:03}.txt", sha256=digest.encode().hex()) for at, digest in enumerate(digests)]


def test_copies_of_the_same_bytes_are_named_once_each():
    """A thousand copies give 999 findings, all on the copies and all naming the one to keep."""
    what = evidence(
        corpus("x", "x", "x"),
        pairs=pairs((0, 1, 1.0, "identical"), (0, 2, 1.0, "identical"), (1, 2, 1.0, "identical")),
        groups=(Group(0, (0, 1, 2), (1.0, 1.0, 1.0), 1),),
    )

    assert found(what) == [("DUP001", 0, 1), ("DUP001", 2, 1)]


def test_the_same_words_in_other_bytes_are_named_after_the_same_bytes():
    """One finding a document: DUP001 where the bytes are equal, DUP002 for the first of the other bytes."""
    what = evidence(
        corpus("x", "y", "y", "x"),
        pairs=pairs(*[(a, b, 1.0, "identical") for a in range(4) for b in range(a + 1, 4)]),
        groups=(Group(0, (0, 1, 2, 3), (1.0,) * 4, 0),),
    )

    assert found(what) == [("DUP002", 1, 0), ("DUP001", 2, 1), ("DUP001", 3, 0)]


def test_a_near_copy_names_the_one_to_keep_with_their_exact_similarity():
    """The number is the pair's own, not the one to the representative."""
    what = evidence(
        corpus("x", "y", "z"),
        pairs=pairs((0, 1, 0.8, "near"), (0, 2, 0.75, "near"), (1, 2, 0.71, "near")),
        groups=(Group(0, (0, 1, 2), (1.0, 0.8, 0.75), 2),),
    )

    assert found(what) == [("DUP003", 0, 2), ("DUP003", 1, 2)]
    assert "0.710000" in judged(what, ("DUP",))[1].message


def test_a_member_unlike_the_one_to_keep_names_the_representative():
    """Two members of a group may be less similar to each other than the threshold."""
    what = evidence(
        corpus("x", "y", "z"),
        pairs=pairs((0, 1, 0.8, "near"), (0, 2, 0.75, "near")),
        groups=(Group(0, (0, 1, 2), (1.0, 0.8, 0.75), 2),),
    )

    assert found(what) == [("DUP003", 0, 2), ("DUP003", 1, 0)]


def test_a_document_outside_every_group_names_its_closest_partner():
    """Its pairs are in no group, and still are not silent; how many more it has is said."""
    what = evidence(
        corpus("x", "y", "z", "w"),
        pairs=pairs((0, 1, 0.8, "near"), (1, 2, 0.75, "near"), (1, 3, 0.72, "near"), (2, 3, 0.77, "near")),
        groups=(Group(0, (0, 1), (1.0, 0.8), 0),),
    )

    assert found(what) == [("DUP003", 1, 0), ("DUP003", 2, 1), ("DUP003", 3, 2)]
    assert "1 more" in judged(what, ("DUP",))[2].message


def test_a_contained_document_is_the_finding_whatever_its_place():
    """The longer one is no copy, though it stands later."""
    what = evidence(corpus("x", "y"), pairs=pairs((0, 1, 0.3, "contained", 0.99, 0.3)))

    assert found(what) == [("DUP004", 0, 1)]


def test_a_reordered_copy_has_a_rule_of_its_own():
    """The relation of the pair decides the rule."""
    what = evidence(corpus("x", "y"), pairs=pairs((0, 1, 0.9, "reordered")), groups=(Group(0, (0, 1), (1.0, 0.9), 0),))

    assert found(what) == [("DUP005", 1, 0)]


def test_a_template_is_a_note():
    """Two uses of a template are named, with the figures that differ, and fail no check."""
    what = evidence(
        corpus("x", "y"),
        text=("It rose by 14.2 feet.", "It rose by 9 feet.").__getitem__,
        pairs=pairs((0, 1, 0.8, "template")),
        groups=(Group(0, (0, 1), (1.0, 0.8), 0),),
    )

    (finding,) = judged(what, ("DUP",))

    assert (finding.code, finding.severity, finding.document) == ("DUP003", "info", 1)
    assert finding.message == "the same as 000.txt but for figures: 14.2 / 9"


def test_the_same_words_with_other_marks_are_named():
    """Texts in a language of tones that share their folded words only are no copies word for word."""
    what = evidence(
        corpus("x", "y"),
        text=("má tôi", "mà tôi").__getitem__,
        pairs=pairs((0, 1, 1.0, "identical")),
        groups=(Group(0, (0, 1), (1.0, 1.0), 0),),
    )

    assert judged(what, ("DUP",))[0].message == "same words as 000.txt but for marks (má / mà), but not the same bytes"


def test_a_misread_copy_says_what_its_similarity_is_of():
    """Two scans of one text are a DUP003 by the letters that are aligned, whatever their words have in common."""
    both = attrs.evolve(pairs((0, 1, 0.1, "misread", 0.93, 0.97)), measure=np.ones(1, np.int8))
    what = evidence(corpus("x", "y"), pairs=both, groups=(Group(0, (0, 1), (1.0, 0.98), 0),))

    (finding,) = judged(what, ("DUP",))

    assert (finding.code, finding.severity, finding.document) == ("DUP003", "warning", 1)
    assert finding.message == "the same as 000.txt but for misread letters, 97.0% of the letters aligned"
    assert finding.score == 0.97


@pytest.mark.parametrize("relation", ["excerpt", "near below"])
def test_a_pair_below_the_threshold_is_no_copy(relation):
    """Pairs that only passages tie are not reported as near-duplicates, not even where they are near."""
    what = evidence(corpus("x", "y"), pairs=pairs((0, 1, 0.2, relation)))

    assert found(what) == []


def test_empty_texts_of_the_same_bytes_are_no_copies():
    """A text without words is TXT001 and never DUP."""
    what = evidence(corpus("x", "x"), words=np.zeros(2, np.int64))

    assert found(what) == []


def test_a_passage_between_copies_is_not_told_again():
    """Copies share passages by their nature; only documents that are no copies of each other get OVL findings."""
    carriers = tuple(Carrier(at, Span(0, 50), 12, 1.0, "verbatim") for at in range(3))
    later = tuple(Carrier(at, Span(60, 110), 12, 1.0, "verbatim") for at in range(3))
    what = evidence(
        corpus("x", "y", "z"),
        text=lambda position: "words " * 20,
        pairs=pairs((0, 1, 0.8, "near")),
        groups=(Group(0, (0, 1), (1.0, 0.8), 0),),
        passages=(Passage(carriers), Passage(later, quoted=True)),
    )

    assert found(what, ("OVL",)) == [("OVL001", 2, 0), ("OVL002", 2, 0)]


def test_a_repeat_inside_one_file_is_no_overlap_between_documents():
    """It is a page twice in its own file, which has rules of its own."""
    twice = (Carrier(0, Span(0, 50), 12, 1.0, "verbatim"), Carrier(0, Span(60, 110), 12, 1.0, "verbatim"))

    assert found(evidence(corpus("x"), passages=(Passage(twice),)), ("OVL",)) == []


@st.composite
def grouped(draw):
    """A small corpus with pairs, and groups built greedily as DESIGN says (any grouping of listed pairs will do)."""
    size = draw(st.integers(2, 8))
    versions = draw(st.lists(st.integers(0, size), min_size=size, max_size=size))
    # Documents of the same words have the same relations to all others.
    relation = st.none() | st.tuples(
        st.sampled_from([0.7, 0.8, 0.9]), st.sampled_from(["near", "reordered", "contained", "template"])
    )
    ties = {(a, b): draw(relation) for a in range(size + 1) for b in range(a + 1, size + 1)}
    rows = []
    for left in range(size):
        for right in range(left + 1, size):
            a, b = sorted((versions[left], versions[right]))
            if a == b:
                rows.append((left, right, 1.0, "identical"))
            elif ties[a, b]:
                rows.append((left, right, *ties[a, b]))
    similar = {(a, b): similarity for a, b, similarity, _ in rows}
    free, groups = set(range(size)), []
    for first in range(size):
        if first not in free:
            continue
        members = [m for m in sorted(free) if m == first or (min(m, first), max(m, first)) in similar]
        if len(members) > 1:
            free -= set(members)
            shares = tuple(similar.get((min(m, first), max(m, first)), 1.0) for m in members)
            groups.append(Group(first, tuple(members), shares, draw(st.sampled_from(members))))
    digests = [f"{v}{draw(st.sampled_from('ab'))}" for v in versions]
    return evidence(corpus(*digests), pairs=pairs(*rows), groups=tuple(groups))


@given(grouped())
def test_every_pair_has_an_end_that_is_named_and_no_document_is_named_twice(what):
    """Nothing is silent and nothing is told twice: delete what is named, and no pair is left."""
    findings = judged(what, ("DUP",))

    named = [finding.document for finding in findings]
    assert len(named) == len(set(named))
    for left, right in zip(what.pairs.left.tolist(), what.pairs.right.tolist(), strict=True):
        assert left in named or right in named


@given(grouped())
def test_the_one_to_keep_is_not_named_by_its_own_group(what):
    """What one keeps is no copy of what one deletes."""
    group_of = {member: group for group in what.groups for member in group.members}

    for finding in judged(what, ("DUP",)):
        group = group_of.get(finding.document)
        if group is not None and finding.document == group.keep:
            assert finding.evidence[0].document not in group.members
