"""From signatures to candidate pairs: by bands, sorted one behind the other, with no more than one bucket in memory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.grouping.bands import CROWD, rows_per_band
from provenance.kernels.plain.words import mix
from provenance.spark.columns import numbers, signatures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.spark.engine import Batches, Work

BANDS = pa.schema([("key", pa.int64()), ("class", pa.int64())])
# A pair of classes; a class that meets too many others in a band has NONE on its right.
CANDIDATES = pa.schema([("left", pa.int64()), ("right", pa.int64())])
NONE = -1
_STEP = np.uint64(0x9E3779B97F4A7C15)


def banding(threshold: float) -> Work:
    """Return what yields the keys of all bands of each class, given CLASSES."""
    return partial(_banded, rows_per_band(threshold))


def _banded(rows: int, batches: Batches) -> Iterator[pa.RecordBatch]:
    for every in batches:
        batch = every.filter(pc.greater(every.column("size"), 0))
        if not batch.num_rows:
            continue
        names, columns = numbers(batch, "class"), signatures(batch.column("signature")).T
        if not rows:
            # No banding finds nearly all pairs, so that each class counts as one that meets too many.
            yield pa.RecordBatch.from_arrays([pa.array(np.zeros_like(names)), pa.array(names)], schema=BANDS)
            continue
        for band in range(len(columns) // rows):
            key = np.full(len(names), band, np.uint64)
            for row in columns[band * rows : (band + 1) * rows]:
                key = mix(key + row + _STEP)
            yield pa.RecordBatch.from_arrays([pa.array(key.view(np.int64)), pa.array(names)], schema=BANDS)


def meeting(threshold: float) -> Work:
    """Return what yields the pairs that meet in a bucket, given BANDS that are sorted by key and class."""
    return partial(_met, 0 if not rows_per_band(threshold) else CROWD)


def _met(crowd: int, batches: Batches) -> Iterator[pa.RecordBatch]:
    keys, names = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for batch in batches:
        keys = np.concatenate((keys, numbers(batch, "key")))
        names = np.concatenate((names, numbers(batch, "class")))
        last = int(np.searchsorted(keys, keys[-1])) if len(keys) else 0
        # Of a bucket that is too large already, enough is kept to know that when more of it comes.
        begin = max(last, len(keys) - crowd - 1)
        yield from _pairs(keys[:last], names[:last], crowd)
        if begin > last:
            yield _candidates(names[last:begin], np.full(begin - last, NONE, np.int64))
        keys, names = keys[begin:], names[begin:]
    yield from _pairs(keys, names, crowd)


def _pairs(keys: NDArray[np.int64], names: NDArray[np.int64], crowd: int) -> Iterator[pa.RecordBatch]:
    """Yield the pairs of rows with the same key, each once, and the rows of keys that too many have."""
    if not len(keys):
        return
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    sizes = np.diff(begins, append=len(keys))
    many = np.repeat(sizes > crowd, sizes)
    lefts, rights = [names[many]], [np.full(int(many.sum()), NONE, np.int64)]
    keys, names = keys[~many], names[~many]
    at = np.arange(len(keys))
    for step in range(1, crowd):
        at = at[: np.searchsorted(at, len(keys) - step)]
        at = at[keys[at] == keys[at + step]]
        if not at.size:
            break
        lefts.append(names[at])
        rights.append(names[at + step])
    left, right = np.concatenate(lefts), np.concatenate(rights)
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    new = np.append(True, (left[1:] != left[:-1]) | (right[1:] != right[:-1]))[: len(left)]
    if len(left):
        yield _candidates(left[new], right[new])


def distinct(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield each pair once, given CANDIDATES that are sorted by left and right."""
    before = (0, NONE - 1)
    for batch in batches:
        left, right = numbers(batch, "left"), numbers(batch, "right")
        if not len(left):
            continue
        new = np.append(True, (left[1:] != left[:-1]) | (right[1:] != right[:-1]))
        new[0] = before != (int(left[0]), int(right[0]))
        before = int(left[-1]), int(right[-1])
        yield _candidates(left[new], right[new])


def pairs(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the pairs among CANDIDATES."""
    for batch in batches:
        yield batch.filter(pc.not_equal(batch.column("right"), NONE))


def crowd(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the classes that meet too many others, as rows with a `number`."""
    for batch in batches:
        some = batch.filter(pc.equal(batch.column("right"), NONE))
        yield some.select(["left"]).rename_columns(["number"])


def _candidates(left: NDArray[np.int64], right: NDArray[np.int64]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(left), pa.array(right)], schema=CANDIDATES)
