"""The overlaps that relate documents: columns of places against sets of characters."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.formulas import are_common
from provenance.alignment.labels import COVERED
from provenance.kernels.rows import LAYOUT
from provenance.model.passages import CARRIER, Passages

places = st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(4, 6))  # document, start, end


@given(st.lists(st.tuples(st.lists(places, min_size=1, max_size=4), st.booleans())), st.lists(places))
def test_overlaps_whose_right_side_lies_in_places_of_form_are_left_out(
    passages: list[tuple[list[tuple[int, int, int]], bool]], right: list[tuple[int, int, int]]
) -> None:
    """Those stay of which enough characters are in no stock phrase and no boilerplate of the same document."""
    carriers = np.array([(*place, 0, 0, 0) for some, _ in passages for place in some], CARRIER)
    bounds = np.cumsum([0, *(len(some) for some, _ in passages)])
    stock = np.array([form for _, form in passages], np.bool_)
    rows = np.zeros(len(right), LAYOUT)
    rows["right_start"], rows["right_end"] = [place[1] for place in right], [place[2] for place in right]
    later = np.array([place[0] for place in right], np.int32)
    some = Passages(carriers, bounds, np.zeros_like(stock), stock)

    found = are_common(some, some, (later, rows), [1000] * 3)

    covered = {
        (document, character)
        for some, is_form in passages
        if is_form
        for document, start, end in some
        for character in range(start, end)
    }
    outside = [
        at
        for at, (document, start, end) in enumerate(right)
        if sum((document, character) in covered for character in range(start, end)) < COVERED * (end - start)
    ]
    assert np.flatnonzero(~found).tolist() == outside
