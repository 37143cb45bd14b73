"""The overlaps that relate documents: the sorted columns against one look at a time."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.shared import Shared
from provenance.kernels.rows import LAYOUT
from provenance.model.passages import CARRIER, Overlaps, Passages
from provenance.pipeline.relations import without_boilerplate

places = st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(4, 6))  # document, start, end


@given(st.lists(st.tuples(st.lists(places, min_size=1, max_size=4), st.booleans())), st.lists(places))
def test_overlaps_whose_right_side_is_a_place_of_form_are_left_out(
    passages: list[tuple[list[tuple[int, int, int]], bool]], right: list[tuple[int, int, int]]
) -> None:
    """Those stay that are at another place, in another document, or at a place of a passage that is no form."""
    carriers = np.array([(*place, 0, 0, 0) for some, _ in passages for place in some], CARRIER)
    bounds = np.cumsum([0, *(len(some) for some, _ in passages)])
    stock = np.array([form for _, form in passages], np.bool_)
    rows = np.zeros(len(right), LAYOUT)
    rows["right_start"], rows["right_end"] = [place[1] for place in right], [place[2] for place in right]
    later = np.array([place[0] for place in right], np.int32)
    shared = Shared(Passages(carriers, bounds, np.zeros_like(stock), stock), (), later, later, Overlaps(rows))

    found = without_boilerplate(shared).tolist()

    form = {place for some, is_form in passages if is_form for place in some}
    assert found == [at for at, place in enumerate(right) if place not in form]
