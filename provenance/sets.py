"""Distinct values of integer columns, by sorting: the parts of np.unique that this project needs.

np.unique hashes first, which takes five times as long, and imports numpy.ma, which takes 17 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Kind = TypeVar("Kind", np.int32, np.int64, np.uint64)


def distinct(values: NDArray[Kind]) -> NDArray[Kind]:
    """Return the distinct values, ascending."""
    values = np.sort(values)
    return values[_begins(values)]


def first_indices(values: NDArray[Kind]) -> NDArray[np.int64]:
    """Return the index of the first occurrence of each distinct value, by ascending value."""
    order = np.argsort(values, kind="stable")
    return order[_begins(values[order])]


def unique_inverse(values: NDArray[Kind]) -> tuple[NDArray[Kind], NDArray[np.int64]]:
    """Return the distinct values, ascending, and the index in them of each of *values*."""
    order = np.argsort(values)
    ordered = values[order]
    begins = _begins(ordered)
    inverse = np.empty(len(values), np.int64)
    inverse[order] = np.cumsum(begins) - 1
    return ordered[begins], inverse


def _begins(ordered: NDArray[Kind]) -> NDArray[np.bool_]:
    """Return a mask of the values that begin a run of equal ones."""
    begins = np.ones(len(ordered), np.bool_)
    begins[1:] = ordered[1:] != ordered[:-1]
    return begins


def packed(
    high: NDArray[np.int32] | NDArray[np.int64], low: NDArray[np.int32] | NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return one key for two columns of numbers from 0 to 2^31 - 1, to sort by *high* first: half as many passes."""
    return (high.astype(np.int64) << 32) | low
