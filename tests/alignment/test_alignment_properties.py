"""What holds for every pair of texts: places, sides, copies."""

from __future__ import annotations

import pytest
from alignment_texts import THEIRS, anything, pairs, passage, pieced
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment import align, edits, repeats
from provenance.kernels import plain
from provenance.settings import Aligning
from provenance.words import locate, readable

SHORT = Aligning(min_words=4)


def meet(one, other):
    return one.start < other.end and other.start < one.end


@given(st.one_of(pairs(), st.tuples(anything(), anything())))
def test_spans_lie_within_the_texts_on_words(texts):
    """Both sides begin with a word and end with one."""
    for overlap in align(*texts, SHORT):
        for text, span in zip(texts, (overlap.left, overlap.right), strict=True):
            found = locate(text)
            assert span.start in found.starts
            assert span.end in found.ends
            assert 0 <= span.start < span.end <= len(text)


@given(pairs())
def test_swapping_the_sides_swaps_the_overlaps(texts):
    """It does not matter which text comes first."""
    forth = [(o.left, o.right, o.words, o.similarity, o.kind, o.quoted) for o in align(*texts, SHORT)]
    back = [(o.right, o.left, o.words, o.similarity, o.kind, o.quoted) for o in align(*texts[::-1], SHORT)]

    assert sorted(forth) == sorted(back)


@given(st.one_of(pieced(), anything()))
def test_a_text_against_itself_is_one_overlap(text):
    """From the first word to the last when it is long enough, else nothing.

    Ten clusters of letters of a script without spaces are fewer words; whether these are enough, other tests ask.
    """
    found, letters, least = locate(text), plain.Letters(readable(text)), Aligning().min_words

    overlaps = align(text, text)

    if len(found) < least:
        assert overlaps == []
    elif overlaps or letters.spoken(0, len(letters)) >= least:
        (only,) = overlaps
        assert (only.left.start, only.left.end) == (found.starts[0], found.ends[-1])
        assert only.left == only.right
        assert (only.kind, only.similarity, only.words) == ("verbatim", 1, len(found))


@given(pairs(), st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_unrelated_text_moves_spans(texts, before, after, second):
    """By exactly its length when it stands before, not at all when it stands after."""
    added = passage(before, 5, THEIRS) + "\n" if before else ""
    grown = list(texts)
    grown[second] = added + grown[second] + "\n" + passage(after, 6, THEIRS)
    shift = [0, len(added)] if second else [len(added), 0]

    expected = [
        (o.left.start + shift[0], o.left.end + shift[0], o.right.start + shift[1], o.right.end + shift[1])
        for o in align(*texts)
        if texts[0] != texts[1]
    ]

    if expected:
        found = align(*grown)
        assert [(o.left.start, o.left.end, o.right.start, o.right.end) for o in found] == expected


@given(pairs())
def test_no_two_overlaps_share_characters_on_both_sides(texts):
    """Two overlaps may lie on each other on one side only."""
    overlaps = align(*texts, SHORT)

    for at, one in enumerate(overlaps):
        for other in overlaps[at + 1 :]:
            assert not (meet(one.left, other.left) and meet(one.right, other.right))


@given(st.one_of(pieced(), anything()))
def test_repeats_are_in_order_and_apart(text):
    """The two places of a repeat share no character, and the left one is the earlier."""
    for overlap in repeats(text, SHORT):
        assert overlap.left.end <= overlap.right.start


@given(pairs())
def test_similarity_is_of_words(texts):
    """1 - Levenshtein distance of words ÷ the longer side's words, by the textbook's matrix, or words of both."""
    for overlap in align(*texts, SHORT):
        left = locate(texts[0][overlap.left.start : overlap.left.end]).ids.tolist()
        right = locate(texts[1][overlap.right.start : overlap.right.end]).ids.tolist()
        row = list(range(len(right) + 1))
        for i, one in enumerate(left, 1):
            last, row[0] = row[0], i
            for j, other in enumerate(right, 1):
                last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (one != other))
        same = overlap.words - row[-1]
        if overlap.kind == "reordered":
            same = sum(min(left.count(one), right.count(one)) for one in set(left))
        assert overlap.words == max(len(left), len(right))
        assert overlap.similarity == pytest.approx(same / overlap.words, abs=1e-12)
        assert (overlap.kind == "verbatim") == (left == right)


@given(pairs())
def test_edits_lead_from_left_to_right(texts):
    """The left passage's words with the edits done are the right passage's words."""
    for overlap in align(*texts, SHORT):
        made, reached = [], overlap.left.start
        for edit in edits(*texts, overlap):
            made += locate(texts[0][reached : edit.left.start]).ids.tolist()
            made += locate(texts[1][edit.right.start : edit.right.end]).ids.tolist()
            reached = edit.left.end
        made += locate(texts[0][reached : overlap.left.end]).ids.tolist()

        assert made == locate(texts[1][overlap.right.start : overlap.right.end]).ids.tolist()
