"""From columns of Arrow to the arrays of the kernels, and back."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

PERMUTATIONS = 128
# Bytes of a column in one batch, at most, unless one value is longer: 32 bits count them.
MAX_BYTES = 1 << 26


def numbers(batch: pa.RecordBatch, name: str) -> NDArray[np.int64]:
    """Return a column of whole numbers without nulls."""
    found: NDArray[np.int64] = batch.column(name).to_numpy(zero_copy_only=False)
    return found


def spread(column: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the values of a column of bytes or strings one behind the other, and their n + 1 bounds.

    A null is an empty value.
    """
    if not len(column):
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    wide = pa.types.is_large_binary(column.type) or pa.types.is_large_string(column.type)
    bounds = np.frombuffer(column.buffers()[1], np.int64 if wide else np.int32)
    bounds = bounds[column.offset : column.offset + len(column) + 1].astype(np.int64)
    content = column.buffers()[2]
    values = np.frombuffer(content, np.uint8) if content else np.zeros(0, np.uint8)
    return values[bounds[0] : bounds[-1]], bounds - bounds[0]


def binary(values: bytes | NDArray[np.uint8], bounds: NDArray[np.int64]) -> pa.Array:
    """Return a column of bytes: value *i* is ``values[bounds[i]:bounds[i + 1]]``."""
    ends = pa.py_buffer(bounds.astype(np.int32))
    return pa.Array.from_buffers(pa.binary(), len(bounds) - 1, [None, ends, pa.py_buffer(values)])


def signatures(column: pa.Array) -> NDArray[np.uint32]:
    """Return the signatures in a column of bytes, a row each."""
    values, _ = spread(column)
    return values.view(np.uint32).reshape(-1, PERMUTATIONS)


def signed(hashes: NDArray[np.uint64]) -> pa.Array:
    """Return hashes as a column of signed numbers: Spark has no others."""
    return pa.array(hashes.view(np.int64))


def batch_of(columns: Mapping[str, object], schema: pa.Schema) -> pa.RecordBatch:
    """Return *columns* of arrays as a batch of *schema*."""
    arrays = [pa.array(columns[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def pieces(sizes: NDArray[np.int64], most: int = MAX_BYTES) -> Iterator[slice]:
    """Yield runs of values whose *sizes* add up to about *most*."""
    filled = np.cumsum(sizes) // most
    cuts = [0, *(np.flatnonzero(np.diff(filled)) + 1).tolist(), len(sizes)]
    for begin, end in pairwise(cuts):
        if begin < end:
            yield slice(begin, end)


def joined(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> pa.RecordBatch:
    """Return the rows of *batches* as one batch."""
    if len(batches) == 1:
        return batches[0]
    return pa.concat_batches(list(batches)) if batches else pa.RecordBatch.from_pylist([], schema)
