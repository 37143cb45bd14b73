"""From signatures to candidate pairs: those that agree in all permutations of at least one band."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERMUTATIONS = 128
MIN_MEETING = 0.999  # chance that a pair at the threshold meets in a band
MAX_MISSED = 1e-5  # chance that a true pair has fewer agreements than verification requires
CROWD = 256  # documents in one band bucket that are still paired directly: fewer pairs cost less than reading shingles


def rows_per_band(threshold: float) -> int:
    """Return the most rows a band may have so that a pair at the threshold meets with a chance of at least 0.999.

    0 if no banding reaches that: the threshold is below 0.053.
    """
    for rows in range(PERMUTATIONS, 0, -1):
        if 1 - (1 - threshold**rows) ** (PERMUTATIONS // rows) >= MIN_MEETING:
            return rows
    return 0


def min_agreements(threshold: float) -> int:
    """Return the number of permutations in which two documents must agree to be verified."""
    chance = 0.0
    for count in range(PERMUTATIONS + 1):
        chance += comb(PERMUTATIONS, count) * threshold**count * (1 - threshold) ** (PERMUTATIONS - count)
        if chance > MAX_MISSED:
            return count
    return PERMUTATIONS


def candidates(
    signatures: NDArray[np.uint32], threshold: float, crowd: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs (left, right) that meet in a band, ascending, and the rows that meet more than *crowd* others.

    Buckets of such rows yield no pairs here.  If no banding suffices, all rows count as such.
    """
    if not (rows := rows_per_band(threshold)):
        none = np.zeros(0, np.int64)
        return none, none, np.arange(len(signatures))
    return kernels.band_pairs(signatures, rows, min_agreements(threshold), CROWD if crowd is None else crowd)
