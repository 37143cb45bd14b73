"""The compiled inner loops do what the plain ones do."""

from __future__ import annotations

import numpy as np
import pytest
from alignment_texts import anything, pairs, pieced
from hypothesis import example, given
from hypothesis import strategies as st

from provenance import words
from provenance.kernels import COMPILED, kernels, plain

compiled = pytest.mark.skipif(not COMPILED, reason="the kernels are not compiled here")
NEEDS = st.tuples(st.sampled_from([1, 240, 400]), st.sampled_from([1, 900]), st.sampled_from([2, 10, 1000]))
SCORES = st.sampled_from([(2, 3, 40), (2, 2, 10), (1, 1, 5)])


def equal(one, other):
    return len(one) == len(other) and all(
        a.dtype == b.dtype and np.array_equal(a, b) for a, b in zip(one, other, strict=True)
    )


def slow_letters(text):
    """Letter by letter, from the located words."""
    found, folded = words.locate(text), words.fold(words.readable(text))
    return len(found), sum(kind != words.OTHER for kind in folded.classes.tolist())


@given(anything())
def test_letters_are_those_of_the_words(text):
    """Words, places and hashes are locate's; letters are folded code points that belong to words."""
    codes, bounds, starts, ends, ids = plain.Letters(words.readable(text)).columns
    located = words.locate(text)

    assert np.array_equal(starts, located.starts)
    assert np.array_equal(ends, located.ends)
    assert np.array_equal(ids, located.ids)
    assert (np.diff(bounds) > 0).all()
    assert bounds[-1] == len(codes) <= slow_letters(text)[1]


@compiled
@given(pairs(), NEEDS)
@example(("ab " * 300, "ab " * 200), (1, 1, 1))
@example(("abcdefghijkl " * 40, "abcdefghijkl " * 3), (240, 900, 2))
def test_chains(texts, needs):
    """Compiled and plain give equal chains, of two texts and within one."""
    left, right = (plain.Letters(text).columns for text in texts)
    for one, other, same in ((left, right, False), (left, left, True)):
        arguments = one[0], other[0], one[1], other[1], needs
        slow = plain.chains(*arguments, same=same)

        assert equal(kernels.chains(*arguments, same=same), slow)
        if len(slow[2]):
            found = kernels.whole_words(slow[2], one[1], other[1])
            assert np.array_equal(found, plain.whole_words(slow[2], one[1], other[1]))


@given(pairs())
def test_runs_are_equal_letters(texts):
    """Every run says the same on both sides, and no chain goes back."""
    left, right = (plain.Letters(text).columns for text in texts)
    _, bounds, runs = plain.chains(left[0], right[0], left[1], right[1], (1, 1, 1), same=False)

    for a, b, size in runs.tolist():
        assert np.array_equal(left[0][a : a + size], right[0][b : b + size])
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        assert (np.diff(runs[first:last, :2], axis=0) > 0).all()


@compiled
@given(st.lists(st.integers(0, 3), max_size=60), st.lists(st.integers(0, 3), max_size=60), SCORES)
def test_extension(left, right, score):
    """Compiled and plain go equally far, forwards and backwards."""
    one, other = np.array(left, np.uint32), np.array(right, np.uint32)

    assert kernels.extend(one, other, *score) == plain.extend(one, other, *score)
    assert kernels.extend(one[::-1], other[::-1], *score) == plain.extend(one[::-1], other[::-1], *score)


@compiled
@given(st.lists(st.integers(0, 3), max_size=60), st.lists(st.integers(0, 3), max_size=60), st.data())
def test_extension_by_what_items_score(left, right, data):
    """Compiled and plain go equally far where some items of the left side score more."""
    one, other = np.array(left, np.uint32), np.array(right, np.uint32)
    more = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(left), max_size=len(left))), np.uint8)

    assert kernels.extend(one, other, 2, 2, 10, more) == plain.extend(one, other, 2, 2, 10, more)


@given(st.lists(st.integers(0, 2), max_size=25), st.lists(st.integers(0, 2), max_size=25))
def test_extension_is_the_best_one(left, right):
    """Without a drop, inside the band, the score of the end is the best of the textbook's matrix."""
    match, miss = 2, 3
    best = 0
    row = [-miss * j for j in range(len(right) + 1)]
    ends = {(0, 0): 0}
    for i, one in enumerate(left, 1):
        last, row[0] = row[0], -miss * i
        for j, other in enumerate(right, 1):
            last, row[j] = row[j], max(last + (match if one == other else -miss), row[j] - miss, row[j - 1] - miss)
            ends[i, j] = row[j]
            best = max(best, row[j])

    found = plain.extend(np.array(left, np.uint32), np.array(right, np.uint32), match, miss, 1 << 30)

    assert ends[found] == best


@given(st.one_of(anything(), pieced()), st.integers(0, 12))
def test_words_said_again(text, need):
    """Runs of four words that stood before are counted, by the compiled kernel too."""
    ids = words.locate(text).ids.tolist()
    runs = [tuple(ids[at : at + 4]) for at in range(len(ids) - 3)]
    again = len(runs) - len(set(runs)) >= need

    assert plain.has_repeats(text, need) == again
    assert kernels.has_repeats(text, need) == again
