"""From inputs to the tables of an audit below one place, over whatever engine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic

import pyarrow as pa

from provenance.errors import UsageError
from provenance.spark import examined, groups, tables
from provenance.spark.engine import Table
from provenance.spark.order import Order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model import Notice
    from provenance.settings import Config
    from provenance.spark.engine import Batches, Engine
    from provenance.spark.order import Related

_COUNT = pa.schema([("count", pa.int64())])
STAGES = "_stages"  # the folder of the stages; its name is one that Spark does not read


class Audited(Generic[Table]):
    """An audit: its *tables* by name, as data frames, and the *counts* of their rows; *notices* about the input; the
    stages that *ran* this time.
    """

    def __init__(
        self, found: Mapping[str, Table], counts: Mapping[str, int], notices: tuple[Notice, ...], ran: Sequence[str]
    ) -> None:
        self.tables = found
        self.counts = counts
        self.notices = notices
        self.ran = tuple(ran)


def audited(
    engine: Engine[Table], inputs: Sequence[str], output: str, config: Config, csv: str | None = None
) -> Audited[Table]:
    """Return the audit of *inputs*, whose tables are written below *output*, and below *csv* as CSV files.

    What an earlier run has written of the same inputs with the same settings is not computed again.
    """
    check(config)
    order = Order(engine, inputs, config, f"{output.rstrip('/')}/{STAGES}")
    related = order.related()
    tables_of = {
        "documents": partial(_documents, engine, related),
        "claims": partial(_claims, engine, related),
        "pairs": partial(_pairs, engine, related),
        "groups": partial(_groups, engine, related),
    }
    written = {}
    for name, build in tables_of.items():
        written[name] = order.stages.of(f"table of {name}", build, f"{output.rstrip('/')}/{name}")
        if csv is not None:
            engine.write_lines(engine.map(written[name], tables.lines(name), tables.LINES), f"{csv.rstrip('/')}/{name}")
    counts = {name: _count(engine, table) for name, table in written.items()}
    return Audited(written, counts, related.notices, order.stages.ran)


def _count(engine: Engine[Table], table: Table) -> int:
    found = engine.collect(engine.map(table, _rows, _COUNT))["count"]
    return sum(found.to_pylist())


def _rows(batches: Batches) -> Iterator[pa.RecordBatch]:
    yield pa.RecordBatch.from_arrays([pa.array([sum(batch.num_rows for batch in batches)], pa.int64())], schema=_COUNT)


def check(config: Config) -> None:
    """Raise UsageError for settings that change what one machine finds, and are not known here."""
    reading = config.reading
    given = {
        "--include": reading.include,
        "--exclude": reading.exclude,
        "--encoding": reading.encoding,
        "--noisy": config.grouping.noisy,
    }
    for flag, value in given.items():
        if value:
            raise UsageError(f"{flag} is not for --engine spark; give the files themselves, as JSON lines or Parquet")


def _documents(engine: Engine[Table], related: Related[Table]) -> Table:
    rows = engine.where(related.documents, "kind", (examined.DOCUMENT,))
    names = [name for name in tables.schema_of("documents").names if name not in examined.GROUPED]
    members = engine.where(related.found, "kind", (groups.GROUPED,))
    members = engine.select(members, {"number": "left", "group": "group"})
    numbered = tables.numbered(engine, related.kept)
    known = engine.select(engine.join(members, numbered, "group"), {name: name for name in ("number", "nr", "kept")})
    some = engine.select(rows, {name: name for name in ("number", *names)})
    return engine.map(engine.join(some, known, "number", outer=True), examined.documents, tables.schema_of("documents"))


def _claims(engine: Engine[Table], related: Related[Table]) -> Table:
    rows = engine.where(related.documents, "kind", (examined.CLAIM,))
    return engine.select(rows, {name: name for name in tables.schema_of("claims").names})


def _pairs(engine: Engine[Table], related: Related[Table]) -> Table:
    return engine.map(related.pairs, tables.pairs, tables.schema_of("pairs"))


def _groups(engine: Engine[Table], related: Related[Table]) -> Table:
    members = engine.where(related.found, "kind", (groups.GROUPED,))
    numbered = tables.numbered(engine, related.kept)
    return engine.map(engine.join(members, numbered, "group"), tables.groups, tables.schema_of("groups"))
