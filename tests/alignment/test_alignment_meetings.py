"""Where documents meet: the compiled kernels do what the plain ones do, whatever is looked at together."""

from __future__ import annotations

import numpy as np
import pytest
from alignment_texts import passage, pieced
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.alignment import meetings as module
from provenance.alignment.meetings import meetings
from provenance.kernels import COMPILED, kernels, plain

compiled = pytest.mark.skipif(not COMPILED, reason="the kernels are not compiled here")
MARKED = st.sampled_from(
    ["e", "\u0301", "\u0e01", "\u0e34", "日本", "\n", "\r\n", " ", "ß", "\u200b", "\ud800", "1", "_", "\u0903"]
)
TEXTS = st.lists(st.lists(MARKED, max_size=30).map("".join) | st.text(max_size=12) | pieced(), max_size=12)


def equal(one, other):
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@compiled
@given(TEXTS, st.sampled_from([(1, 2), (3, 8), (8, 10)]))
@example(["", "\u0301a", "", "a", "\u0301"], (1, 2))
def test_traces(texts, runs):
    """Compiled and plain keep the same runs of words, whatever a text begins or ends with, in any script."""
    for one, other in zip(kernels.traces(texts, runs), plain.traces(texts, runs), strict=True):
        assert equal(one, other)


@given(TEXTS)
def test_equal_runs_leave_equal_traces(texts):
    """Of any three runs of words that follow each other at least one is kept, by its own hash."""
    ((hashes, places, counts),) = kernels.traces(texts, (4,))

    ends = np.cumsum(counts)
    for text, first, last in zip(texts, ends - counts, ends, strict=True):
        kept, runs = places[first:last].tolist(), len(kernels.locate(text)[0]) - 3
        assert np.diff([-1, *kept, runs]).max() <= 3 if runs > 0 else not kept
    assert len(hashes) == len(places)


@compiled
@given(st.lists(st.lists(st.integers(0, 9), max_size=20), max_size=12), st.randoms())
def test_meeting(documents, rng):
    """Compiled and plain give each hash its first place, in the document of the lowest rank."""
    counts = np.array([len(one) for one in documents], np.int32)
    hashes = [np.array([value * 0x9E3779B97F4A7C15 % 2**64 for value in one], np.uint64) for one in documents]
    places = np.concatenate([np.zeros(0, np.int32), *(np.arange(len(one), dtype=np.int32) for one in documents)])
    order = np.arange(len(documents), dtype=np.int32)
    rng.shuffle(order)
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order))
    some, others = (one.meet(hashes, counts, places, ranks) for one in (kernels, plain))

    assert equal(some, others)

    columns = [(counts, places, *some), (counts, places + 1, *some)]
    (found, fast), (expected, slow) = (one.in_order(order, columns) for one in (kernels, plain))
    assert np.array_equal(found, expected)
    assert all(np.array_equal(one, other) for one, other in zip(fast, slow, strict=True))


@compiled
def test_many_hashes_meet_in_parts():
    """A million hashes are sorted in parts, and meet as they do at once."""
    rng = np.random.default_rng(1)
    hashes = rng.integers(0, 1 << 64, 200_000, np.uint64, endpoint=False)
    hashes = hashes[rng.integers(0, len(hashes), 400_000)]
    counts = np.full(1000, 400, np.int32)
    places = np.tile(np.arange(400, dtype=np.int32), 1000)
    ranks = rng.permutation(1000).astype(np.int32)

    assert equal(kernels.meet([hashes], counts, places, ranks), plain.meet([hashes], counts, places, ranks))


@pytest.mark.parametrize("most", [1, 300, 1 << 20])
def test_documents_meet_whatever_is_located_with_them(monkeypatch, most):
    """However many texts are looked at at a time, of which some have no words."""
    texts = ["", passage(30), "", passage(12, 5), f"{passage(15, 9)} {passage(30)}", "", passage(12, 5)]
    monkeypatch.setattr(module, "TOGETHER", most)

    met = list(meetings(texts))

    assert [(one.document, one.others) for one in met] == [(4, [1]), (6, [3])]
    assert np.array_equal(met[0].columns[1], met[0].columns[2] - 15)


def test_what_names_a_meeting():
    """The name says where a document meets others, and not where these stand in the corpus."""
    one, other = passage(30), passage(30, 2)
    (here,) = meetings([one, f"{one} {other}"])
    (there,) = meetings(["", passage(9, 3), one, f"{one} {other}"])
    (elsewhere,) = meetings([one, f"{other} {one}"])

    assert here.name == there.name != elsewhere.name


@compiled
def test_columns_that_do_not_fit_are_refused():
    """Places outside a text and columns of different lengths are errors, not crashes."""
    own = kernels.Letters(passage(12))
    column = np.zeros(1, np.int32)

    for outside in (12, 5, -1, -7):
        with pytest.raises(ValueError, match="within the text"):
            kernels.Carrying(own, (column, column, column + outside, column), 10)
    with pytest.raises(ValueError, match="same length"):
        kernels.Carrying(own, (column, column[:0], column, column), 10)
    with pytest.raises(ValueError, match="ascend"):
        kernels.Carrying(own, (*[np.zeros(2, np.int32)] * 2, np.array([4, 0], np.int32), np.zeros(2, np.int32)), 10)


def table(*counts):
    """Two lengths of runs, the first with as many meetings of each document, all with document 0, as *counts* say."""
    column, nothing = np.zeros(2, np.int32), np.zeros(0, np.int32)
    return [(np.array(counts, np.int32), column, column, column), (np.zeros(len(counts), np.int32), *[nothing] * 3)]


@compiled
@pytest.mark.parametrize(
    ("order", "columns"),
    [
        ([0, 0], table(2, 0)),
        ([0, 2], table(2, 0)),
        ([0, -1], table(2, 0)),
        ([0, 1], table(2, 1)),
        ([0, 1], table(1, 0)),
        ([0, 1], table(3, -1)),
        ([0, 1], table(2)),
        ([0, 1], table(2, 0)[:1]),
    ],
)
def test_an_order_that_does_not_fit_is_refused(order, columns):
    """A document named twice or not at all, and counts that do not add up, are errors: nothing is written outside."""
    with pytest.raises((IndexError, ValueError)):
        kernels.in_order(np.array(order, np.int32), columns)


def test_an_order_that_fits_is_not_refused():
    """The documents in any order are in order."""
    assert kernels.in_order(np.array([1, 0], np.int32), table(2, 0))[0].tolist() == [0, 2]


@compiled
@pytest.mark.parametrize(
    ("counts", "ranks"), [([2, 0], [0, -1]), ([2, 0], [0, 0]), ([3, -1], [0, 1]), ([1, 0], [0, 1])]
)
def test_ranks_that_do_not_fit_are_refused(counts, ranks):
    """Ranks that are not those of all documents, and counts that do not add up, are errors and no endless search."""
    columns = [np.array(column, np.int32) for column in (counts, [0, 1], ranks)]

    with pytest.raises((IndexError, ValueError)):
        kernels.meet([np.array([1, 2], np.uint64)], *columns)


@pytest.mark.parametrize("order", [[2, 2, 0], [0, 1], [0, 1, 3], [0, 1, -1]])
def test_an_order_of_other_documents_is_refused(order):
    """An order that names a document twice, or not at all, raises an error."""
    with pytest.raises(ValueError, match="each document once"):
        meetings([passage(30)] * 3, np.array(order))


@compiled
def test_one_text_has_one_length():
    """The runs within one text are not looked for in two."""
    one, other = (kernels.Letters(text).columns for text in (passage(30), passage(20)))
    with pytest.raises(ValueError, match="one text"):
        kernels.chains(one[0], other[0], one[1], other[1], (1, 1, 1), same=True)


@compiled
def test_a_text_that_is_too_short_for_its_places_is_refused():
    """The text that a step is given must have the words where the documents met."""
    carrying = kernels.Carrying(kernels.Letters(passage(12)), [np.zeros(1, np.int32)] * 4, 10)

    assert carrying.step() == 0
    with pytest.raises(ValueError, match="outside"):
        carrying.step(kernels.Letters("few words"))
