"""From signatures to candidate pairs: those that agree in all permutations of at least one band."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERMUTATIONS = 128
MEETING = 0.999
# Chance that a true pair agrees in fewer permutations than are asked for before it is verified.
MISSED = 1e-5
# Documents that meet in one band and are still paired up at once: below this, pairs cost less than reading shingles.
CROWD = 256


def banding(threshold: float) -> int:
    """Return the most rows a band may have so that a pair at the threshold meets with a chance of at least 0.999.

    0 where no banding reaches it: the threshold is below 0.053.
    """
    for rows in range(PERMUTATIONS, 0, -1):
        if 1 - (1 - threshold**rows) ** (PERMUTATIONS // rows) >= MEETING:
            return rows
    return 0


def agreeing(threshold: float) -> int:
    """Return in how many permutations two documents must agree to be worth verifying."""
    chance = 0.0
    for count in range(PERMUTATIONS + 1):
        chance += comb(PERMUTATIONS, count) * threshold**count * (1 - threshold) ** (PERMUTATIONS - count)
        if chance > MISSED:
            return count
    return PERMUTATIONS


def candidates(
    signatures: NDArray[np.uint32], threshold: float, crowd: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs that meet in a band, (left, right) ascending, and the rows that meet more than *crowd* others.

    Their meetings give no pairs here; where no banding suffices, these are all rows.
    """
    if not (rows := banding(threshold)):
        none = np.zeros(0, np.int64)
        return none, none, np.arange(len(signatures))
    return kernels.band_pairs(signatures, rows, agreeing(threshold), CROWD if crowd is None else crowd)
