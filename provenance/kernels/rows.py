"""Overlaps as the kernels return them: many in one array, each laid out as C lays out the same fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Rows = NDArray[np.void]
    # Places of both sides in the texts, words of the longer side, similarity, kind, quoted, words of each side.
    Row = tuple[int, int, int, int, int, float, int, bool, int, int]

# *document* is the one on the left; the rest is ``Row`` in align.h.
LAYOUT = np.dtype(
    [
        ("document", np.int64),
        ("left_start", np.int64),
        ("left_end", np.int64),
        ("right_start", np.int64),
        ("right_end", np.int64),
        ("words", np.int64),
        ("similarity", np.float64),
        ("kind", np.int32),
        ("quoted", np.int32),
        ("left_words", np.int64),
        ("right_words", np.int64),
    ]
)


def rows_of(found: Sequence[tuple[int, Row]]) -> Rows:
    """Return overlaps, each with the document on its left, as an array."""
    return np.array([(document, *row) for document, row in found], LAYOUT)
