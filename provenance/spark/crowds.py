"""From classes too many of which meet in one band to their candidate pairs: as one machine does it, in one part.

What one machine finds there depends on all of these classes, and so one process looks at them.  Their shingle sets are
in a file that is mapped into memory, so that only the rare shingles, and what is compared, take memory.
"""

from __future__ import annotations

import tempfile
from functools import partial
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from provenance.grouping.prefix_filter import filter_pairs
from provenance.grouping.values import Classes
from provenance.spark.columns import numbers, signatures, spread
from provenance.spark.verify import EDGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from numpy.typing import NDArray

    from provenance.settings import Grouping
    from provenance.spark.engine import Batches, Work

# Candidates have no sizes; a class with too many partners has no right side.
CROWD = EDGES
FIRSTS = pa.schema([("number", pa.int64()), ("words", pa.int64()), ("id", pa.string())])
CANDIDATE, CROWDED = -1, -2


def firsts(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the first documents of classes, given CLASSES."""
    for batch in batches:
        yield batch.filter(pa.array(numbers(batch, "size") > 0)).select(FIRSTS.names)


def crowding(settings: Grouping) -> Work:
    """Return what yields candidates, edges and crowded classes, given the sets of all classes that meet too many."""
    return partial(_crowd, attrs.evolve(settings, jobs=1))


def _crowd(settings: Grouping, batches: Batches) -> Iterator[pa.RecordBatch]:
    with tempfile.TemporaryFile(prefix="provenance-") as file:
        crowd = _Crowd(file, batches)
        if not len(crowd.names):
            return
        count = len(crowd.names)
        classes = Classes(np.arange(count), np.arange(count + 1), crowd.words, crowd.signatures)
        found = filter_pairs(classes, np.arange(count), crowd.shingles, crowd.ids, settings)
        unknown = np.zeros(len(found.left), np.int64)
        yield _rows(crowd.names[found.left], crowd.names[found.right], unknown + CANDIDATE, unknown, unknown)
        edges = found.edges.take(found.edges.similarity >= settings.threshold)
        yield _rows(crowd.names[edges.left], crowd.names[edges.right], edges.shared, edges.left_size, edges.right_size)
        names = crowd.names[found.crowded]
        yield _rows(names, names, np.full(len(names), CROWDED), np.zeros_like(names), np.zeros_like(names))


class _Crowd:
    """The classes, in the order of their names, with their sets in a file."""

    def __init__(self, file: IO[bytes], batches: Batches) -> None:
        names, words, ids, rows, sizes = [], [], [], [], []
        for batch in batches:
            if not batch.num_rows:
                continue
            names.append(numbers(batch, "number"))
            words.append(numbers(batch, "words"))
            ids += batch.column("id").to_pylist()
            rows.append(signatures(batch.column("signature")))
            values, bounds = spread(batch.column("set"))
            file.write(values.tobytes())
            sizes.append(np.diff(bounds) // 8)
        file.flush()
        none = np.zeros(0, np.int64)
        self.names = np.concatenate([none, *names])
        self.words = np.concatenate([none, *words])
        self.ids: list[str] = ids
        self.signatures = np.concatenate(rows) if rows else np.zeros((0, 128), np.uint32)
        self._bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.concatenate([none, *sizes]))))
        total = int(self._bounds[-1])
        self._values = np.memmap(file, np.uint64, "r", shape=(total,)) if total else np.zeros(0, np.uint64)

    def shingles(self, positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return the sets of the classes at *positions*, one behind the other, and their bounds."""
        sizes = np.diff(self._bounds)[positions]
        offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        slots = np.repeat(self._bounds[positions] - offsets[:-1], sizes) + np.arange(offsets[-1])
        return np.asarray(self._values[slots]), offsets


def _rows(*columns: NDArray[np.int64]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(column) for column in columns], schema=CROWD)


def verified(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield what of a crowd is verified."""
    for batch in batches:
        yield batch.filter(pa.array(numbers(batch, "shared") >= 0))
