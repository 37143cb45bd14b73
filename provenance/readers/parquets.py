"""From a Parquet file to its rows: row group by row group, and only the columns that are needed."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.parquet import ParquetFile

from provenance.readers.arrow_rows import SNIFFED, Part
from provenance.readers.arrow_tables import DAMAGE, read_table, refusal, reread_table
from provenance.readers.seekable import seekable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, Document
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile, Stream
    from provenance.settings import Reading

_BUFFER = 1 << 20  # bytes of a column that are read at once
_MAX_ROWS = 1 << 14  # of a batch
_MAX_BATCH = 256 << 20  # bytes: a dictionary can put a long value into every row


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the rows of a Parquet file, and notices about those that hold no text."""
    yield from read_table(file, settings, collector, opened)


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of the rows *wanted*, in their order."""
    return reread_table(file, wanted, settings, opened)


@contextmanager
def opened(file: OpenFile, settings: Reading) -> Iterator[_Parquet]:
    """Open a Parquet file.  Raises UnreadableFileError."""
    with seekable(file, settings) as stream:
        try:
            table = _Parquet(stream)
        except DAMAGE as error:
            raise refusal("Parquet", error) from error
        yield table


class _Parquet:
    """A Parquet file: its parts are its row groups."""

    def __init__(self, stream: Stream) -> None:
        self._open = partial(ParquetFile, stream, buffer_size=_BUFFER, pre_buffer=False)
        self._file = self._open()
        self.names: list[str] = self._file.schema_arrow.names

    def head(self, columns: Sequence[str]) -> pa.RecordBatch:
        """Return the first rows, with these *columns*."""
        batches = self._file.iter_batches(SNIFFED, columns=list(columns), use_threads=False)
        return next(batches, pa.RecordBatch.from_pylist([]))

    def parts(self, columns: Sequence[str], room: int, wanted: frozenset[int] | None = None) -> Iterator[Part]:
        """Yield the rows with these *columns*, about *room* bytes at once."""
        for group in range(self._file.num_row_groups):
            if wanted is not None and group not in wanted:
                continue
            first = 0
            for batch in self._file.iter_batches(
                self._rows(group, columns, room), row_groups=[group], columns=list(columns), use_threads=False
            ):
                yield Part(group, first, batch)
                first += batch.num_rows

    def _rows(self, group: int, columns: Sequence[str], room: int) -> int:
        """Return how many rows of a row group are read at once."""
        known = self._file.metadata.row_group(group)
        chunks = [known.column(at) for at in range(known.num_columns)]
        chunks = [chunk for chunk in chunks if chunk.path_in_schema.partition(".")[0] in columns]
        size = sum(chunk.total_uncompressed_size for chunk in chunks)
        rows: int = room * max(known.num_rows, 1) // max(size, 1)
        repeated = [chunk.path_in_schema for chunk in chunks if chunk.has_dictionary_page]
        if repeated and known.num_rows * size > _MAX_BATCH:
            rows = min(rows, _MAX_BATCH // max(1, self._longest(group, repeated)))
        return min(max(rows, 1), _MAX_ROWS)

    def _longest(self, group: int, names: Sequence[str]) -> int:
        """Return the size of the longest value in the dictionaries of some columns."""
        file = self._open(read_dictionary=list(names))
        batch = next(file.iter_batches(1, row_groups=[group], columns=list(names), use_threads=False), None)
        columns = batch.columns if batch is not None else []
        dictionaries = [one.dictionary for one in columns if pa.types.is_dictionary(one.type)]
        longest: list[int] = [pc.max(pc.binary_length(one)).as_py() or 0 for one in dictionaries]
        return max(longest, default=0)
