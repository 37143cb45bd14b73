"""From documents whose ids others have as well to ids of their own: their places, as on one machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.kernels import kernels
from provenance.model import Notice
from provenance.readers.collect import MAX_NOTICES
from provenance.spark.columns import batch_of, numbers, spread
from provenance.spark.documents import LINE_BITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.spark.engine import Batches, Engine, Table, Work
    from provenance.spark.stages import Stages

HASHED = pa.schema([("key", pa.int64()), ("number", pa.int64()), ("id", pa.string())])
# A document that is renamed has a new id and count 0.  A shared id has a count, the number of its first document, and
# the place of the second one as its id.
SHARED = pa.schema([("number", pa.int64()), ("new", pa.string()), ("shared", pa.string()), ("count", pa.int64())])
NAMES = pa.schema([("number", pa.int64()), ("new", pa.string())])
_LINE = (1 << LINE_BITS) - 1


def place(number: int, paths: Mapping[int, str]) -> str:
    """Return the place of a document, given the paths of files by their ranks."""
    return f"{paths[number >> LINE_BITS]}#{number & _LINE}"


def shared_ids(engine: Engine[Table], stages: Stages[Table], documents: Table, paths: Mapping[int, str]) -> list[Table]:
    """Return the documents that are renamed, and the ids that were shared, as tables of SHARED, round by round.

    Each round is one of *stages*.

    *documents* have a number and an id.  The place of one may be the id of another one, which is renamed then as well.
    """
    found: list[Table] = []
    while True:
        rows = stages.of(f"names-{len(found) + 1}", partial(_round, engine, documents, paths))
        if not len(engine.collect(rows)):
            return found
        found.append(rows)
        names = engine.map(rows, renamed, NAMES)
        documents = engine.map(engine.join(documents, names, "number", outer=True), named, HASHED)


def _round(engine: Engine[Table], documents: Table, paths: Mapping[int, str]) -> Table:
    hashed = engine.map(documents, hashes, HASHED)
    return engine.map(engine.shuffle_sorted((hashed,), "key", ("key", "id", "number")), sharing(paths), SHARED)


def hashes(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the ids with their hashes, of rows that are documents."""
    for batch in batches:
        values, bounds = spread(batch.column("id"))
        keys = kernels.hashes(values.tobytes(), bounds[1:].astype(np.uint32))
        columns = [pa.array(keys.view(np.int64)), batch.column("number"), batch.column("id")]
        yield pa.RecordBatch.from_arrays(columns, schema=HASHED)


def named(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield documents with their new ids where they have one."""
    for batch in batches:
        ids = pc.coalesce(batch.column("new"), batch.column("id"))
        none = pa.array(np.zeros(batch.num_rows, np.int64))
        yield pa.RecordBatch.from_arrays([none, batch.column("number"), ids], schema=HASHED)


def renamed(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the new ids among SHARED."""
    for batch in batches:
        yield batch.filter(pa.array(numbers(batch, "count") == 0)).select(["number", "new"])


def sharing(paths: Mapping[int, str]) -> Work:
    """Return what yields SHARED, given HASHED that are sorted by id and number."""
    return partial(_shared, paths)


def _shared(paths: Mapping[int, str], batches: Batches) -> Iterator[pa.RecordBatch]:
    run = _Run()
    for batch in batches:
        ids = batch.column("id")
        if not len(ids):
            continue
        same = np.append(False, np.asarray(pc.equal(ids.slice(1), ids.slice(0, len(ids) - 1))))
        same[0] = run.count > 0 and ids[0].as_py() == run.name
        # Documents with ids of their own come and go as a whole.
        busy = same | np.append(same[1:], True)
        rows: list[tuple[int, str, str | None, int]] = []
        for at in np.flatnonzero(busy).tolist():
            if not same[at]:
                rows += run.end(paths)
                run = _Run(ids[at].as_py())
            rows += run.add(batch.column("number")[at].as_py(), paths)
        yield _rows(rows)
    yield _rows(run.end(paths))


class _Run:
    """The documents that have one id."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.count = 0
        self._firsts: list[int] = []
        self._moved = False

    def add(self, number: int, paths: Mapping[int, str]) -> Iterator[tuple[int, str, str | None, int]]:
        """Yield what is renamed because of one more document: the first one waits for a second one."""
        self.count += 1
        if self.count <= 2:
            self._firsts.append(number)
        for one in self._firsts if self.count == 2 else (number,) if self.count > 2 else ():
            own = place(one, paths)
            if own != self.name:
                self._moved = True
                yield one, own, None, 0

    def end(self, paths: Mapping[int, str]) -> Iterator[tuple[int, str, str | None, int]]:
        """Yield the id if it was shared."""
        if self._moved:
            yield self._firsts[0], place(self._firsts[1], paths), self.name, self.count


def _rows(rows: object) -> pa.RecordBatch:
    columns = list(zip(*list(rows), strict=True)) or [()] * 4  # type: ignore[call-overload]
    return batch_of(dict(zip(SHARED.names, columns, strict=True)), SHARED)


def notices_of(rounds: Sequence[pa.Table], paths: Mapping[int, str], files: Mapping[int, str]) -> tuple[Notice, ...]:
    """Return the notices about the ids that are shared, given SHARED round by round."""
    known: dict[str, dict[str, object]] = {}
    for row in (row for rows in rounds for row in rows.to_pylist()):
        if row["count"]:
            known.setdefault(row["shared"], row)
    ordered = sorted(known.values(), key=lambda row: row["number"])  # type: ignore[arg-type,return-value]
    found = []
    for row in ordered[:MAX_NOTICES]:
        number, count = row["number"], row["count"]
        assert isinstance(number, int)
        assert isinstance(count, int)
        more = ", …" if count > 2 else ""
        said = f"{row['shared']!r} names {count} documents ({place(number, paths)}, {row['new']}{more})"
        rank = number >> LINE_BITS
        message = f"{said}; their places name them instead"
        found.append(Notice("duplicate id", paths[rank], number & _LINE, message, file=files[rank].encode()))
    return tuple(found)
