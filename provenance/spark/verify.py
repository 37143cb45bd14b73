"""From candidate pairs to exact similarities: the shingle sets of both classes come together, and are compared."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from provenance.grouping.bands import min_agreements
from provenance.kernels import kernels
from provenance.sets import distinct as distinct_values
from provenance.sketch import shingle_sets
from provenance.spark.bands import NONE
from provenance.spark.columns import binary, numbers, pieces, signatures, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.spark.engine import Batches, Work

NODES = pa.schema([("number", pa.int64())])
SETS = pa.schema([("number", pa.int64()), ("signature", pa.binary()), ("set", pa.binary())])
# Pairs of classes: how many shingles they share, and how many each has.
EDGES = pa.schema([(name, pa.int64()) for name in ("left", "right", "shared", "left_size", "right_size")])


def ends(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the classes that are in pairs; those of a batch once."""
    for batch in batches:
        both = np.concatenate((numbers(batch, "left"), numbers(batch, "right")))
        yield pa.RecordBatch.from_arrays([pa.array(distinct_values(both[both != NONE]))], schema=NODES)


def once(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield each number once, given NODES that are sorted."""
    before = NONE
    for batch in batches:
        values = numbers(batch, "number")
        kept = np.append(True, values[1:] != values[:-1])[: len(values)]
        kept[:1] &= values[:1] != before
        before = int(values[-1]) if len(values) else before
        yield pa.RecordBatch.from_arrays([pa.array(values[kept])], schema=NODES)


def sets(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the shingle sets of documents, given their texts."""
    for batch in batches:
        _, bounds = spread(batch.column("text"))
        for part in pieces(np.diff(bounds)):
            yield _sets(batch.slice(part.start, part.stop - part.start))


def _sets(batch: pa.RecordBatch) -> pa.RecordBatch:
    texts, offsets = spread(batch.column("text"))
    values, bounds = shingle_sets(texts.tobytes(), offsets, offsets[:-1] + numbers(batch, "start"))
    columns = [batch.column("number"), batch.column("signature"), binary(values.view(np.uint8), bounds * 8)]
    return pa.RecordBatch.from_arrays(columns, schema=SETS)


def verifying(threshold: float, crowded: NDArray[np.int64]) -> Work:
    """Return what yields the EDGES of pairs that come with the sets and the signatures of both sides.

    A pair of two *crowded* classes is never listed, so that it need not be verified.
    """
    return partial(_verified, threshold, crowded)


def _verified(threshold: float, crowded: NDArray[np.int64], batches: Batches) -> Iterator[pa.RecordBatch]:
    least = min_agreements(threshold)
    for batch in batches:
        if not batch.num_rows:
            continue
        count = batch.num_rows
        both = np.concatenate((signatures(batch.column("signature")), signatures(batch.column("right_signature"))))
        close = kernels.agreements(both, np.arange(count), np.arange(count) + count) >= least
        if len(crowded):
            close &= ~(np.isin(numbers(batch, "left"), crowded) & np.isin(numbers(batch, "right"), crowded))
        if close.any():
            yield _compared(batch.filter(pa.array(close)), threshold)


def _compared(batch: pa.RecordBatch, threshold: float) -> pa.RecordBatch:
    """Return the pairs of at least the threshold."""
    count = batch.num_rows
    one, one_bounds = spread(batch.column("set"))
    other, other_bounds = spread(batch.column("right_set"))
    values = np.concatenate((one, other)).view(np.uint64)
    bounds = np.concatenate((one_bounds, other_bounds[1:] + one_bounds[-1])) // 8
    shared = kernels.shared(values, bounds, np.arange(count), np.arange(count) + count)
    sizes = np.diff(bounds)
    left, right = sizes[:count], sizes[count:]
    near = shared / (left + right - shared) >= threshold
    columns = (numbers(batch, "left"), numbers(batch, "right"), shared, left, right)
    return pa.RecordBatch.from_arrays([pa.array(column[near]) for column in columns], schema=EDGES)
