"""Passages in columns are the sequence of passages that they were made of."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Carrier, Passage, Span
from provenance.model.passages import KINDS, Passages

CARRIERS = st.builds(
    Carrier,
    document=st.integers(0, 9),
    span=st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda ends: Span(min(ends), max(ends))),
    words=st.integers(1, 99),
    similarity=st.floats(0, 1),
    kind=st.sampled_from(KINDS),
)
PASSAGES = st.lists(
    st.builds(
        Passage,
        carriers=st.lists(CARRIERS, min_size=2, max_size=5).map(tuple),
        quoted=st.booleans(),
        stock=st.booleans(),
        boilerplate=st.booleans(),
    ),
    max_size=6,
)


@given(PASSAGES)
def test_columns_hold_every_field(passages: list[Passage]) -> None:
    """Iteration and indices from both ends return what was put in."""
    columns = Passages.of(passages)

    assert list(columns) == passages
    assert [columns[at] for at in range(-len(passages), len(passages))] == passages * 2
    assert columns == passages


@given(PASSAGES, st.slices(6))
def test_a_slice_is_a_sequence_of_the_same_kind(passages: list[Passage], part: slice) -> None:
    """A slice has the passages that a slice of a list has."""
    assert list(Passages.of(passages)[part]) == passages[part]


def test_there_is_no_passage_beyond_the_last() -> None:
    """An index beyond the ends is an IndexError, as for every sequence."""
    with pytest.raises(IndexError):
        Passages.of(())[0]


@given(PASSAGES, PASSAGES)
def test_joined_passages_are_in_order(some: list[Passage], more: list[Passage]) -> None:
    """Passages are ordered by the places of their first two carriers and by the number of carriers."""

    def key(passage: Passage) -> tuple[int, ...]:
        one, two = passage.carriers[:2]
        places = ((side.document, side.span.start, side.span.end) for side in (one, two))
        return (*(number for place in places for number in place), len(passage.carriers))

    assert list(Passages.of(some).joined(Passages.of(more))) == sorted([*some, *more], key=key)


@given(PASSAGES)
def test_a_shared_passage_has_carriers_in_several_documents(passages: list[Passage]) -> None:
    """A passage that one document repeats is not shared."""
    shared = [len({carrier.document for carrier in passage.carriers}) > 1 for passage in passages]

    assert Passages.of(passages).shared.tolist() == shared


@given(PASSAGES)
def test_form_is_stock_or_boilerplate(passages: list[Passage]) -> None:
    """Each flag is a column of its own."""
    columns = Passages.of(passages)

    assert columns.form.tolist() == [passage.stock or passage.boilerplate for passage in passages]
    assert columns.sizes.tolist() == [len(passage.carriers) for passage in passages]
    assert np.array_equal(columns.heads["words"], [passage.carriers[0].words for passage in passages])


def test_two_sequences_of_different_passages_differ() -> None:
    """Equality looks at every field."""
    carriers = (Carrier(0, Span(0, 9), 3, 1.0, "verbatim"), Carrier(1, Span(0, 9), 3, 0.5, "near"))
    passage = Passage(carriers)

    assert Passages.of((passage,)) != (attrs.evolve(passage, quoted=True),)
