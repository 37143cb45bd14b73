"""From a file of Arrow's own format, with an index of its record batches or as a stream, to its rows (Arrow IPC)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

from provenance.readers.arrow_rows import SNIFFED, Part
from provenance.readers.arrow_tables import DAMAGE, read_table, refusal, reread_table
from provenance.readers.seekable import seekable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, Document
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile, Stream
    from provenance.settings import Reading

_INDEXED = b"ARROW1\0\0"


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the rows of an Arrow file, and notices about those that hold no text."""
    yield from read_table(file, settings, collector, opened)


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of the rows *wanted*, in their order."""
    return reread_table(file, wanted, settings, opened)


@contextmanager
def opened(file: OpenFile, settings: Reading) -> Iterator[_Arrow]:
    """Open an Arrow file.  Raises UnreadableFileError."""
    with seekable(file, settings) as stream:
        try:
            table = _Arrow(stream)
        except DAMAGE as error:
            raise refusal("Arrow file", error) from error
        yield table


class _Arrow:
    """An Arrow file: its parts are its record batches."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._indexed = stream.read(len(_INDEXED)) == _INDEXED
        # The first batch comes before anything is believed of the file.
        self._first = next(self._batches(None), None)
        self.names: list[str] = self._schema.names

    def _batches(self, wanted: frozenset[int] | None) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield the record batches *wanted* with their numbers; None: all."""
        self._stream.seek(0)
        if self._indexed:
            file = pa.ipc.open_file(self._stream)
            self._schema = file.schema
            for number in range(file.num_record_batches):
                if wanted is None or number in wanted:
                    yield number, _checked(file.get_batch(number))
        else:
            with pa.ipc.open_stream(self._stream) as batches:
                self._schema = batches.schema
                yield from enumerate(map(_checked, batches))

    def head(self, columns: Sequence[str]) -> pa.RecordBatch:
        """Return the first rows, with these *columns*."""
        if self._first is None:
            return pa.RecordBatch.from_pylist([])
        return self._first[1].slice(0, SNIFFED).select(_indices(self._schema, columns))

    def parts(self, columns: Sequence[str], room: int, wanted: frozenset[int] | None = None) -> Iterator[Part]:
        """Yield the rows with these *columns*, a record batch at once."""
        for number, batch in self._batches(wanted):
            yield Part(number, 0, batch.select(_indices(self._schema, columns)))


def _checked(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return *batch*, whose places are within its buffers.  Raises ArrowInvalid: the library believes a file."""
    batch.validate(full=True)
    return batch


def _indices(schema: pa.Schema, columns: Sequence[str]) -> list[int]:
    """Return where *columns* lie; of several of one name, the first one."""
    return [schema.names.index(name) for name in columns if name in schema.names]
