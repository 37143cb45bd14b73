"""Texts that another text contains, found by their rarest shingles: all of them, and no others."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.corpus import batch_of
from provenance.plan.contained import contained
from provenance.sketch import shingle_sets

LETTERS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=16)


@given(st.lists(LETTERS.map(" ".join), min_size=1, max_size=8), st.sampled_from([1.0, 0.8, 0.5]))
def test_contained_is_what_comparing_all_finds(texts: list[str], share: float) -> None:
    """Every pair whose share is reached, both ways where both sets are equal."""
    batch = batch_of(texts)

    def shingles(positions):
        some = batch_of([texts[at] for at in positions.tolist()])
        return shingle_sets(some.buffer, some.offsets, some.starts)

    values, bounds = shingle_sets(batch.buffer, batch.offsets, batch.starts)
    sets = [set(values[begin:end].tolist()) for begin, end in pairwise(bounds)]
    words = np.array([len(text.split()) for text in texts])

    found = contained(np.arange(len(texts)), words, share, shingles)

    pairs = {
        (one, other)
        for one in range(len(texts))
        for other in range(len(texts))
        if one != other and len(sets[one] & sets[other]) >= share * len(sets[one]) - 1e-9
    }
    assert set(zip(found.inner.tolist(), found.outer.tolist(), strict=True)) == pairs
    assert found.capped == 0
