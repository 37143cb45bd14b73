"""From the repeats of a text to those that do not follow from others: of three copies the first with each other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.kernels.plain.bundles import Bundle


def independent(found: list[Bundle], size: int) -> list[Bundle]:
    """Return the repeats among a text's *size* letters that do not follow from others, in the order of their places."""
    origin = np.arange(size)
    kept = []
    for bundle in sorted(found, key=lambda one: (one.left_start, one.right_start, -one.net)):
        left = np.concatenate([np.arange(a, a + n) for part in bundle.fragments for a, _, n in part.runs])
        right = np.concatenate([np.arange(b, b + n) for part in bundle.fragments for _, b, n in part.runs])
        known = _first(origin, left) == _first(origin, right)
        if np.count_nonzero(known) * 2 <= len(known):
            kept.append(bundle)
            new = origin[right] == right
            origin[right[new]] = left[new]
    return kept


def _first(origin: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the earliest copies of *places*."""
    while (origin[places] != places).any():
        places = origin[places]
    return places
