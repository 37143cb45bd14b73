"""The passages of a page that is limited to the first documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Span
from provenance.model.evidence import Carrier, Passage
from provenance.model.passages import Passages
from provenance.reporters.html import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

SPANS = st.builds(Span, st.integers(0, 5), st.integers(6, 9))
CARRIERS = st.builds(Carrier, st.integers(0, 6), SPANS, st.just(5), st.just(1.0), st.just("verbatim"))
CARRIED = st.lists(CARRIERS, min_size=1, max_size=4).map(tuple)
PASSAGES = st.lists(st.builds(Passage, CARRIED, st.booleans(), st.booleans(), st.booleans()), max_size=6)


def one_by_one(passages: list[Passage], documents: int) -> Iterator[Passage]:
    """The passages with those carriers that are among the first *documents*, without those that then have none."""
    for passage in passages:
        carriers = tuple(carrier for carrier in passage.carriers if carrier.document < documents)
        if carriers:
            yield attrs.evolve(passage, carriers=carriers)


@given(PASSAGES, st.integers(0, 7))
def test_passages_are_limited_in_columns_as_one_by_one(passages: list[Passage], documents: int) -> None:
    """A passage keeps the carriers of the first documents, and is left out where it has none there."""
    found = limits._passages(Passages.of(passages), documents)

    assert list(found) == list(one_by_one(passages, documents))
