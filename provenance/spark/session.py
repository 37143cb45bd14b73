"""The verbs on Apache Spark: tables are data frames, and work runs in Python beside the executors (PySpark 4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pyspark.sql import functions as F  # noqa: N812 - Spark's own habit
from pyspark.sql.pandas.types import from_arrow_schema

from provenance.errors import UnwritableFileError, UsageError
from provenance.spark.engine import File
from provenance.spark.local import MARK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from py4j.java_gateway import JavaObject
    from pyspark.sql import Column, DataFrame, SparkSession

    from provenance.spark.engine import Format, Wanted, Work

# A table of Arrow that goes to or comes from Python at a time: rows and bytes.
_ROWS, _BYTES = "spark.sql.execution.arrow.maxRecordsPerBatch", "spark.sql.execution.arrow.maxBytesPerBatch"
_SETTINGS = {_ROWS: "10000", _BYTES: str(16 << 20)}
_LOCAL = "^file:/+"  # what is local has one slash or three, as it happens
_HIDDEN = (".", "_")


class Spark:
    """An engine on a *session* of Spark.

    A text of more than *limit* bytes is cut behind that, so that it is known to be too long and takes no more memory.
    """

    def __init__(self, session: SparkSession, limit: int) -> None:
        self._session = session
        self._limit = limit
        for key, value in _SETTINGS.items():
            session.conf.set(key, value)

    def files(self, inputs: Sequence[str]) -> list[File]:
        """Return the files at and below *inputs*, as Hadoop's file systems list them."""
        return [file for root in inputs for file in self._below(root)]

    def _below(self, root: str) -> list[File]:
        path = self._path(root)
        system = self._system(path)
        if not system.exists(path):
            raise UsageError(f"{root!r}: there is no such file or folder")
        status = system.getFileStatus(path)
        top = status.getPath().toString().rstrip("/")
        if status.isFile():
            return [_file(status, root, "", self._uri(status))]
        found = []
        listing = system.listFiles(path, True)  # noqa: FBT003
        while listing.hasNext():
            one = listing.next()
            below = one.getPath().toString()[len(top) + 1 :]
            if not any(part.startswith(_HIDDEN) for part in below.split("/")):
                found.append(_file(one, root, below, self._uri(one)))
        return found

    def read(self, files: Sequence[str], form: Format, wanted: Wanted) -> DataFrame:
        """Return the lines or rows of *files*."""
        reader = self._session.read
        paths = list(map(unquote, files))
        if form == "lines":
            frame = reader.option("lineSep", "\n").text(paths)
            # What is behind the limit is cut off here, where it costs no memory of Python.
            most = self._limit + 2
            whole = F.col("value").cast("binary")
            line = F.when(F.octet_length("value") > most, F.substring(whole, 1, most)).otherwise(whole)
            return frame.select(*_places(), line.alias("line"))
        frame = reader.option("mergeSchema", "true").parquet(*paths)
        columns = [F.col(_quoted(name)) for name in wanted(frame.columns)]
        return frame.select(*_places(), F.col("_metadata.row_index").alias("row"), *columns)

    def map(self, table: DataFrame, work: Work, schema: pa.Schema) -> DataFrame:
        """Return what *work* makes of each part."""
        return table.mapInArrow(work, from_arrow_schema(schema))

    def shuffle_sorted(self, tables: Sequence[DataFrame], key: str, order: Sequence[str], parts: int = 0) -> DataFrame:
        """Return the rows of all *tables* by their keys, in order."""
        whole = self.union(tables)
        # Without a number, Spark puts parts together that turn out to be small.
        moved = whole.repartition(parts, key) if parts else whole.repartition(key)
        return moved.sortWithinPartitions(*order)

    def union(self, tables: Sequence[DataFrame]) -> DataFrame:
        """Return the rows of all *tables*."""
        first, *others = tables
        for other in others:
            first = first.unionByName(other)
        return first

    def join(self, left: DataFrame, right: DataFrame, key: str, *, outer: bool = False) -> DataFrame:
        """Return the rows of *left* with what *right* has for them."""
        return left.join(right, key, "left" if outer else "inner")

    def where(self, table: DataFrame, column: str, values: Sequence[int]) -> DataFrame:
        """Return the rows that have one of *values*."""
        return table.where(F.col(column).isin(*values))

    def select(self, table: DataFrame, columns: Mapping[str, str]) -> DataFrame:
        """Return some columns under other names."""
        return table.select(*(F.col(old).alias(new) for new, old in columns.items()))

    def write(self, table: DataFrame, place: str, mark: str) -> DataFrame:
        """Write *table* as Parquet, and the mark when all of it is there."""
        from pyspark.errors import PySparkException

        self._unmark(place)
        try:
            table.write.mode("overwrite").parquet(place)
        except PySparkException as error:
            raise unwritable(place, error) from error
        path = self._path(f"{place}/{MARK}")
        stream = self._system(path).create(path, True)  # noqa: FBT003
        stream.write(bytearray(mark.encode()))
        stream.close()
        return self._session.read.parquet(place)

    def write_lines(self, table: DataFrame, place: str) -> None:
        """Write each part as a file."""
        from pyspark.errors import PySparkException

        try:
            table.write.mode("overwrite").text(place)
        except PySparkException as error:
            raise unwritable(place, error) from error

    def written(self, place: str, mark: str) -> DataFrame | None:
        """Return what was written with this *mark*."""
        path = self._path(f"{place}/{MARK}")
        system = self._system(path)
        if not system.exists(path):
            return None
        stream = system.open(path)
        found = bytes(stream.readNBytes(len(mark.encode()) + 1))
        stream.close()
        return self._session.read.parquet(place) if found == mark.encode() else None

    def collect(self, table: DataFrame) -> pa.Table:
        """Return all rows."""
        return table.toArrow()

    def _unmark(self, place: str) -> None:
        path = self._path(f"{place}/{MARK}")
        self._system(path).delete(path, False)  # noqa: FBT003

    def _path(self, uri: str) -> JavaObject:
        return self._session.sparkContext._jvm.org.apache.hadoop.fs.Path(uri)

    def _system(self, path: JavaObject) -> JavaObject:
        return path.getFileSystem(self._session.sparkContext._jsc.hadoopConfiguration())

    def _uri(self, status: JavaObject) -> str:
        """Return the uri of a file as the column `file` has it."""
        paths = self._session.sparkContext._jvm.org.apache.spark.paths.SparkPath
        found: str = paths.fromPath(status.getPath()).urlEncoded()
        return re.sub(_LOCAL, "file:/", found)


def _file(status: JavaObject, root: str, below: str, uri: str) -> File:
    return File(uri, root, below, status.getLen(), status.getModificationTime(), folder=bool(below))


def _places() -> tuple[Column, Column]:
    file = F.regexp_replace("_metadata.file_path", _LOCAL, "file:/")
    return file.alias("file"), F.col("_metadata.file_block_start").alias("block")


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def unwritable(place: str, error: Exception) -> UnwritableFileError:
    """Return the error that a table cannot be written."""
    first = str(error).partition("\n")[0]
    return UnwritableFileError(f"{place}: the table could not be written: {first}")
