"""From sketches to classes of documents with identical words: sorted by words, one behind the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.spark.columns import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.spark.engine import Batches

# A class is called by the number of its first document, in whose row is its size, and the signature.  The other
# documents have rows of size 0.
CLASSES = pa.schema(
    [
        ("class", pa.int64()),
        ("number", pa.int64()),
        ("id", pa.string()),
        ("words", pa.int64()),
        ("size", pa.int64()),
        ("signature", pa.binary()),
    ]
)
SLIM = pa.schema(
    [
        ("number", pa.int64()),
        ("id", pa.string()),
        ("words", pa.int64()),
        ("digest", pa.int64()),
        ("signature", pa.binary()),
    ]
)
SKETCHES = tuple(SLIM.names)
ORDER = ("digest", "words", "number")


def named(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield documents with their `new` ids where they have one."""
    for batch in batches:
        columns = [batch.column(name) for name in SKETCHES]
        columns[SKETCHES.index("id")] = pc.coalesce(batch.column("new"), batch.column("id"))
        yield pa.RecordBatch.from_arrays(columns, schema=SLIM)


def classed(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the classes of documents that come in ORDER.

    Only the first document of the class that goes on is kept, so that a class may have any size.
    """
    first, size, key = None, 0, (0, 0)
    for every in batches:
        batch = every.filter(pc.greater(every.column("words"), 0))
        if not batch.num_rows:
            continue
        digests, words = numbers(batch, "digest"), numbers(batch, "words")
        begins = np.append(True, (digests[1:] != digests[:-1]) | (words[1:] != words[:-1]))
        begins[0] = first is None or key != (int(digests[0]), int(words[0]))
        starts = np.flatnonzero(begins)
        # How many documents of the class that went on are at the beginning of this batch.
        more = int(starts[0]) if len(starts) else len(begins)
        held = pa.array(np.zeros(0, np.int64)) if first is None else first.column("number")
        names = np.concatenate((held.to_numpy(), numbers(batch, "number")[starts]))
        which = np.cumsum(begins) - (1 if first is None else 0)
        others = np.flatnonzero(~begins)
        if len(others):
            yield _rows(batch.take(pa.array(others)), names[which[others]], np.zeros(len(others), np.int64))
        if len(starts):
            if first is not None:
                yield _rows(first, held.to_numpy(), np.array([size + more]))
            closed = starts[:-1]
            if len(closed):
                some = batch.take(pa.array(closed))
                yield _rows(some, numbers(some, "number"), np.diff(starts))
            first, size = batch.take(pa.array(starts[-1:])), len(begins) - int(starts[-1])
            key = int(digests[-1]), int(words[-1])
        else:
            size += more
    if first is not None:
        yield _rows(first, numbers(first, "number"), np.array([size]))


def _rows(some: pa.RecordBatch, names: NDArray[np.int64], sizes: NDArray[np.int64]) -> pa.RecordBatch:
    signature = some.column("signature") if sizes.all() else pa.nulls(some.num_rows, pa.binary())
    columns = [pa.array(names), some.column("number"), some.column("id"), some.column("words"), pa.array(sizes)]
    return pa.RecordBatch.from_arrays([*columns, signature], schema=CLASSES)
