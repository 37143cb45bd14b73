"""From the overlaps of two texts to those without weaker rivals: a passage comes from the place that it is most like.

A text that repeats itself with other figures has several places that are like one passage of another text.  Where one
of them is clearly more like it, that is the one; places that are as much like it all stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.model import Overlap

CLEARLY = 0.05  # by so much a place is more alike than its rival
INSIDE = 0.9  # share of a rival's place that lies in the better one
MOST = 1000  # overlaps that are compared with each other; more are lines of tables, and would take quadratic time


def without_rivals(overlaps: Sequence[Overlap]) -> list[Overlap]:
    """Return *overlaps* of two texts without those for whose place, on one side, a better one is known."""
    if not 1 < len(overlaps) <= MOST:
        return list(overlaps)
    similarity = np.array([one.similarity for one in overlaps])
    better = similarity[None, :] >= similarity[:, None] + CLEARLY
    if not better.any():
        return list(overlaps)
    left = np.array([(one.left.start, one.left.end) for one in overlaps], np.int64)
    right = np.array([(one.right.start, one.right.end) for one in overlaps], np.int64)
    rivals = better & (_inside(left) | _inside(right))
    return [one for one, some in zip(overlaps, rivals, strict=True) if not some.any()]


def _inside(spans: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return for each span, in a row, in which others it lies for the most part."""
    starts, ends = np.maximum(spans[:, None, 0], spans[None, :, 0]), np.minimum(spans[:, None, 1], spans[None, :, 1])
    inside: NDArray[np.bool_] = ends - starts >= INSIDE * (spans[:, 1] - spans[:, 0])[:, None]
    return inside
