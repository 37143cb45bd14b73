"""From edges to the components that they connect: each part shrinks to a forest, and forests are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from provenance.kernels import kernels
from provenance.sets import unique_inverse
from provenance.spark.columns import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.spark.engine import Batches, Engine, Table

# A class, and the least class that is connected with it by what has been seen.
STARS = pa.schema([("left", pa.int64()), ("right", pa.int64())])
_AT_ONCE = 1 << 20  # edges taken before they are shrunk
_FEWER = 8  # times fewer parts, round by round


def components(engine: Engine[Table], edges: Table, parts: int) -> Table:
    """Return each class that has an edge as `left`, and the least class of its component as `right`."""
    stars = engine.map(edges, forest, STARS)
    while True:
        parts = max(1, parts // _FEWER)
        stars = engine.map(engine.shuffle_sorted((stars,), "right", ("right", "left"), parts), forest, STARS)
        if parts == 1:
            return stars


def forest(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield a star for each component of the edges of a part: n rows for n classes, however many edges there are."""
    left, right, waiting = np.zeros(0, np.int64), np.zeros(0, np.int64), 0
    held = [(left, right)]
    for batch in batches:
        held.append((numbers(batch, "left"), numbers(batch, "right")))
        waiting += batch.num_rows
        if waiting > max(_AT_ONCE, len(left)):
            left, right = _stars(*map(np.concatenate, zip(*held, strict=True)))
            held, waiting = [(left, right)], 0
    left, right = _stars(*map(np.concatenate, zip(*held, strict=True)))
    for begin in range(0, len(left), _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        yield pa.RecordBatch.from_arrays([pa.array(left[some]), pa.array(right[some])], schema=STARS)


def _stars(left: NDArray[np.int64], right: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    nodes, slots = unique_inverse(np.concatenate((left, right)))
    roots = kernels.components(len(nodes), slots[: len(left)], slots[len(left) :])
    least = np.full(len(nodes), len(nodes))
    np.minimum.at(least, roots, np.arange(len(nodes)))
    return nodes, nodes[least[roots]]
