"""From what was found to the tables that users read: the columns of the CSV files, typed, or as lines of CSV."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from provenance.model import MEASURES, RELATIONS
from provenance.reporters.tables import cells
from provenance.reporters.tables.typed import columns_of
from provenance.spark.columns import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.reporters.tables.typed import Kind
    from provenance.spark.engine import Batches, Engine, Table, Work

_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
_FIELDS: dict[Kind, Callable[[pa.Array], list[str]]] = {
    "text": lambda column: [cells.text(one or "") for one in column.to_pylist()],
    "integer": lambda column: list(map(cells.number, column.to_pylist())),
    "number": lambda column: ["" if one is None else cells.share(one) for one in column.to_pylist()],
    "boolean": lambda column: ["" if one is None else cells.yes(one) for one in column.to_pylist()],
}
LINES = pa.schema([("value", pa.string())])
# Groups are counted by runs of so many places of their first documents, before each gets its number.
_RUN_BITS = 12
RUNS = pa.schema([("run", pa.int64()), ("group", pa.int64()), ("kept", pa.int64()), ("why", pa.string())])
COUNTS = pa.schema([("run", pa.int64()), ("count", pa.int64())])
NUMBERED = pa.schema([("group", pa.int64()), ("nr", pa.int64()), ("kept", pa.int64()), ("why", pa.string())])


def schema_of(name: str) -> pa.Schema:
    """Return the columns of the table *name*."""
    return pa.schema([(column, _TYPES[kind]) for column, kind in columns_of(name)])


def pairs(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the rows of the table of pairs, given pairs among FOUND."""
    for batch in batches:
        count = batch.num_rows
        nothing = pa.nulls(count, pa.string())
        arrays = [
            batch.column("left_id"),
            batch.column("right_id"),
            *(batch.column(name) for name in ("jaccard", "left_in_right", "right_in_left")),
            _words(numbers(batch, "relation"), RELATIONS),
            _words(np.zeros(count, np.int64), MEASURES),
            nothing,
            nothing,
            nothing,
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema_of("pairs"))


def _words(codes: NDArray[np.int64], table: Sequence[str]) -> pa.Array:
    return pa.array([table[code] or None for code in codes.tolist()], pa.string())


def numbered(engine: Engine[Table], kept: Table) -> Table:
    """Return the groups of KEPT with their numbers, from 1 in the order of their first documents."""
    runs = engine.map(kept, _in_runs, RUNS)
    counts = engine.collect(engine.map(runs, _counted, COUNTS)).to_pydict()
    total: dict[int, int] = {}
    for run, count in zip(counts["run"], counts["count"], strict=True):
        total[run] = total.get(run, 0) + count
    before, found = 1, {}
    for run in sorted(total):
        found[run] = before
        before += total[run]
    return engine.map(engine.shuffle_sorted((runs,), "run", ("run", "group")), partial(_numbered, found), NUMBERED)


def _in_runs(batches: Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        run = pa.array(numbers(batch, "group") >> _RUN_BITS)
        yield pa.RecordBatch.from_arrays([run, *(batch.column(name) for name in RUNS.names[1:])], schema=RUNS)


def _counted(batches: Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        runs, counts = np.unique_counts(numbers(batch, "run"))
        yield pa.RecordBatch.from_arrays([pa.array(runs), pa.array(counts)], schema=COUNTS)


def _numbered(before: Mapping[int, int], batches: Batches) -> Iterator[pa.RecordBatch]:
    run, following = -1, 0
    for batch in batches:
        own = []
        for one in numbers(batch, "run").tolist():
            run, following = (one, following) if one == run else (one, before[one])
            own.append(following)
            following += 1
        columns = [batch.column("group"), pa.array(own, pa.int64()), batch.column("kept"), batch.column("why")]
        yield pa.RecordBatch.from_arrays(columns, schema=NUMBERED)


def groups(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the rows of the table of groups, given members among FOUND with what NUMBERED says of their groups."""
    for batch in batches:
        count = batch.num_rows
        arrays = [
            batch.column("nr"),
            batch.column("left_id"),
            batch.column("right_id"),
            batch.column("jaccard"),
            _words(np.zeros(count, np.int64), MEASURES),
            pa.array(numbers(batch, "left") == numbers(batch, "kept")),
            batch.column("why"),
            pa.nulls(count, pa.int64()),
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema_of("groups"))


def lines(name: str) -> Work:
    """Return what yields the rows of the table *name* as lines of CSV, in each part with the header above."""
    return partial(_lines, name)


def _lines(name: str, batches: Batches) -> Iterator[pa.RecordBatch]:
    columns = columns_of(name)
    header = ",".join(column for column, _ in columns)
    for batch in batches:
        fields = [_FIELDS[kind](batch.column(column)) for column, kind in columns]
        found = list(map(",".join, zip(*fields, strict=True)))
        if found and header:
            found, header = [header, *found], ""
        yield pa.RecordBatch.from_arrays([pa.array(found, pa.string())], schema=LINES)
