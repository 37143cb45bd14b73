"""The verbs in one process: the twin of the cluster, by which the stages are tested."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from provenance.errors import UsageError
from provenance.spark.engine import File

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.spark.engine import Format, Wanted, Work

MARK = "_whole"  # the file that says that a table was written completely
_STEP = np.uint64(0x9E3779B97F4A7C15)


class Local:
    """Tables are lists of parts, each a table of Arrow; files are read in blocks, and batches have so many rows."""

    def __init__(self, parts: int = 3, block: int = 1 << 20, rows: int = 100) -> None:
        self._parts = parts
        self._block = block
        self._rows = rows

    def files(self, inputs: Sequence[str]) -> list[File]:
        """Return the files at and below *inputs*."""
        found = []
        for root in inputs:
            if os.path.isfile(root):
                found.append(_file(root, root, ""))
                continue
            if not os.path.isdir(root):
                raise UsageError(f"{root!r}: there is no such file or folder")
            for folder, folders, names in os.walk(root):
                folders[:] = [name for name in folders if not name.startswith((".", "_"))]
                paths = [os.path.join(folder, name) for name in names if not name.startswith((".", "_"))]
                found += [_file(path, root, os.path.relpath(path, root)) for path in paths]
        return found

    def read(self, files: Sequence[str], form: Format, wanted: Wanted) -> list[pa.Table]:
        """Return a part for each block of the *files*."""
        if form == "lines":
            return [part for file in files for part in self._lines(file)]
        parts = []
        for file in files:
            table = pq.read_table(file)
            table = table.select(list(wanted(table.column_names)))
            table = table.append_column("file", pa.array([file] * len(table), pa.string()))
            table = table.append_column("block", pa.array(np.zeros(len(table), np.int64)))
            parts.append(table.append_column("row", pa.array(np.arange(len(table), dtype=np.int64))))
        return parts

    def _lines(self, file: str) -> Iterator[pa.Table]:
        with open(file, "rb") as stream:
            lines = stream.read().split(b"\n")
        if lines[-1] == b"":
            lines.pop()
        begins = np.cumsum([0, *(len(line) + 1 for line in lines)])[:-1] // self._block * self._block
        for block in np.unique(begins).tolist():
            some = [lines[at] for at in np.flatnonzero(begins == block).tolist()]
            yield pa.table(
                {
                    "file": pa.array([file] * len(some), pa.string()),
                    "block": pa.array([block] * len(some), pa.int64()),
                    "line": pa.array(some, pa.binary()),
                }
            )

    def map(self, table: list[pa.Table], work: Work, schema: pa.Schema) -> list[pa.Table]:
        """Return what *work* makes of each part."""
        return [
            pa.Table.from_batches(work(iter(part.combine_chunks().to_batches(self._rows))), schema) for part in table
        ]

    def shuffle_sorted(
        self, tables: Sequence[list[pa.Table]], key: str, order: Sequence[str], parts: int = 0
    ) -> list[pa.Table]:
        """Return all rows in as many parts, by the hash of their *key*."""
        whole = pa.concat_tables([part for table in tables for part in table]).combine_chunks()
        count = parts or self._parts
        hashes = whole[key].to_numpy().astype(np.int64).view(np.uint64) * _STEP >> np.uint64(33)
        where = (hashes % np.uint64(count)).astype(np.int64)
        chosen = [whole.take(pa.array(np.flatnonzero(where == part))) for part in range(count)]
        return [part.sort_by([(name, "ascending") for name in order]) for part in chosen]

    def union(self, tables: Sequence[list[pa.Table]]) -> list[pa.Table]:
        """Return the parts of all *tables*."""
        return [part for table in tables for part in table]

    def join(self, left: list[pa.Table], right: list[pa.Table], key: str, *, outer: bool = False) -> list[pa.Table]:
        """Return the rows of *left* with what *right* has for them."""
        known = pa.concat_tables(right).combine_chunks()
        order = np.argsort(known[key].to_numpy(), kind="stable")
        keys = known[key].to_numpy()[order]
        if (keys[1:] == keys[:-1]).any():
            raise ValueError(f"several rows of the right table have the same {key}")
        others = [name for name in known.column_names if name != key]
        found = []
        for part in left:
            wanted = part[key].to_numpy()
            slots = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
            there = keys[slots] == wanted if len(keys) else np.zeros(len(wanted), np.bool_)
            kept = np.arange(len(wanted)) if outer else np.flatnonzero(there)
            some = part.take(pa.array(kept))
            rows = pa.array(order[slots[kept]] if len(keys) else np.zeros(len(kept), np.int64), mask=~there[kept])
            for name in others:
                some = some.append_column(name, known[name].take(rows).cast(known.schema.field(name).type))
            found.append(some)
        return found

    def where(self, table: list[pa.Table], column: str, values: Sequence[int]) -> list[pa.Table]:
        """Return the rows that have one of *values*."""
        return [part.filter(np.isin(part[column].to_numpy(), values)) for part in table]

    def select(self, table: list[pa.Table], columns: Mapping[str, str]) -> list[pa.Table]:
        """Return some columns under other names."""
        return [part.select(list(columns.values())).rename_columns(list(columns)) for part in table]

    def write(self, table: list[pa.Table], place: str, mark: str) -> list[pa.Table]:
        """Write each part as a file of Parquet."""
        os.makedirs(place, exist_ok=True)
        # The mark goes first.
        for name in sorted(os.listdir(place), key=MARK.__ne__):
            os.unlink(os.path.join(place, name))
        for number, part in enumerate(table):
            pq.write_table(part, os.path.join(place, f"part-{number:05}.parquet"))
        with open(os.path.join(place, MARK), "w", encoding="utf-8") as stream:
            stream.write(mark)
        return table

    def write_lines(self, table: list[pa.Table], place: str) -> None:
        """Write each part as a file."""
        os.makedirs(place, exist_ok=True)
        for number, part in enumerate(table):
            if len(part):
                with open(os.path.join(place, f"part-{number:05}.csv"), "w", encoding="utf-8") as stream:
                    stream.writelines(line + "\n" for line in part["value"].to_pylist())

    def written(self, place: str, mark: str) -> list[pa.Table] | None:
        """Return what was written with this *mark*."""
        try:
            with open(os.path.join(place, MARK), encoding="utf-8") as stream:
                whole = stream.read() == mark
        except OSError:
            return None
        names = sorted(name for name in os.listdir(place) if name.endswith(".parquet"))
        return [pq.read_table(os.path.join(place, name)) for name in names] if whole else None

    def collect(self, table: list[pa.Table]) -> pa.Table:
        """Return all rows."""
        return pa.concat_tables(table)


def _file(path: str, root: str, below: str) -> File:
    known = os.stat(path)
    return File(path, root, below, known.st_size, known.st_mtime_ns // 1_000_000, folder=bool(below))
