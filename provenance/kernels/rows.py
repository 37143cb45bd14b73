"""Overlaps as the kernels return them: many in one array, in the layout of a struct of C."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Rows = NDArray[np.void]
    # Places of both sides in the texts, words of the longer side, similarity, kind, quoted, words of each side.
    Row = tuple[int, int, int, int, int, float, int, bool, int, int]

# *document* is the one on the left; the rest is ``Row`` in align.h, in 32 bits: no text has 2^31 characters.
LAYOUT = np.dtype(
    [
        ("document", np.int32),
        ("left_start", np.int32),
        ("left_end", np.int32),
        ("right_start", np.int32),
        ("right_end", np.int32),
        ("words", np.int32),
        ("similarity", np.float64),
        ("kind", np.int32),
        ("quoted", np.int32),
        ("left_words", np.int32),
        ("right_words", np.int32),
    ]
)


def rows_of(found: Sequence[tuple[int, Row]]) -> Rows:
    """Return overlaps, each with the document on its left, as an array."""
    return np.array([(document, *row) for document, row in found], LAYOUT)


def weights_of(sizes: NDArray[np.int64], count: int) -> NDArray[np.uint8]:
    """Return the weight of a value that *sizes* of *count* texts have: four times the bits that it says of a text."""
    weights: NDArray[np.uint8] = np.rint(4 * np.log2(1 + count / sizes)).astype(np.uint8)
    return weights
