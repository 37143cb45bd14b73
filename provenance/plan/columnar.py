"""From a Parquet file and the lines of a plan to a Parquet file with the rows that remain: same columns, same schema.

A row group becomes a row group of what remains of it, and one after another is read and written, so that memory does
not grow with the file.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.parquet import ParquetFile, ParquetWriter

from provenance.errors import UnreadableFileError
from provenance.files import open_regular
from provenance.plan.sources import digest_of
from provenance.plan.trimming import without_spans
from provenance.readers.arrow_rows import chosen, sniffed, text_column
from provenance.readers.unchanged import CHANGED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from io import FileIO

    from numpy.typing import NDArray

    from provenance.plan.values import Line

_BUFFER = 1 << 20  # bytes of a column that are read at once
_MAX_ROWS = 1 << 14  # of a batch
_BATCH = 16 << 20  # bytes of a batch, about
_GROUP = 128 << 20  # bytes of rows, from which a row group is written in several
_STORED = b"ARROW:schema"  # the metadata in which Arrow keeps its own schema
_VERSIONS = ("1.0", "2.4", "2.6")
_CHANGED = "its rows are not those that the plan names"


def can_be_rewritten(place: bytes) -> bool:
    """Return whether the file at *place* can be written again with the very columns and metadata that it has."""
    try:
        with _opened(place) as (file, _):
            return _options_of(file) is not None
    except (UnreadableFileError, OSError):
        return False


def rows_in(place: bytes) -> int:
    """Return how many rows the file at *place* has.  Raises UnreadableFileError and OSError."""
    with _opened(place) as (file, _):
        count: int = file.metadata.num_rows
        return count


def remaining_rows(place: bytes, lines: Sequence[Line], fields: dict[str, str], sha256: str) -> Iterator[bytes]:
    """Yield the bytes of a Parquet file of the rows of the one at *place* that *lines* leave.

    *fields* says which columns the texts are in.  Raises UnreadableFileError where the file has not the digest
    *sha256*, or a row does not hold the text that its line is about.
    """
    with _opened(place) as (file, stream):
        options = _options_of(file)
        if options is None:
            raise UnreadableFileError("has columns that cannot be written as they are")
        sink = _Sink()
        cut = _Cut(file, lines, fields)
        with ParquetWriter(sink, file.schema_arrow, **options.writer) as writer:
            for rows in cut.groups():
                writer.write_table(rows, row_group_size=max(rows.num_rows, 1))
                yield sink.taken()
            if options.metadata:
                writer.add_key_value_metadata(options.metadata)
        cut.check_all_found()
        stream.seek(0)
        if digest_of(stream) != sha256:
            raise UnreadableFileError(CHANGED)
        yield sink.taken()


@contextmanager
def _opened(place: bytes) -> Iterator[tuple[ParquetFile, FileIO]]:
    """Give the Parquet file at *place*, and the stream that it is read from."""
    with open_regular(place) as stream:
        try:
            yield ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False), stream
        except pa.ArrowException as error:
            raise UnreadableFileError(f"cannot be read as Parquet: {str(error).partition(chr(10))[0]}") from error


class _Sink(io.RawIOBase):
    """A file that gives away what was written to it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, block: bytes) -> int:  # type: ignore[override]
        self._parts.append(bytes(block))
        self._size += len(block)
        return len(block)

    def tell(self) -> int:
        return self._size

    def taken(self) -> bytes:
        """Return what was written since the last call."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


class _Cut:
    """The rows of a file that remain, and a check that those which do not are those that the lines are about."""

    def __init__(self, file: ParquetFile, lines: Sequence[Line], fields: dict[str, str]) -> None:
        self._file = file
        self._wanted = {line.line or 0: line for line in lines if line.action != "keep"}
        self._numbers = np.array(sorted(self._wanted), np.int64)
        names = file.schema_arrow.names
        columns = sniffed(names, fields)
        head = next(file.iter_batches(32, columns=columns, use_threads=False), pa.RecordBatch.from_pylist([]))
        self._path = chosen(names, head, fields).text
        self._found = 0

    def groups(self) -> Iterator[pa.Table]:
        """Yield what remains of each row group, in several tables if that is large."""
        line = 1
        for number in range(self._file.num_row_groups):
            kept, size = list[pa.RecordBatch](), 0
            for batch in self._file.iter_batches(self._rows(number), row_groups=[number], use_threads=False):
                rest = self._left(batch, line)
                line += batch.num_rows
                if rest.num_rows:
                    kept.append(rest)
                    size += rest.nbytes
                if size >= _GROUP:
                    yield pa.Table.from_batches(kept, self._file.schema_arrow)
                    kept, size = [], 0
            if kept:
                yield pa.Table.from_batches(kept, self._file.schema_arrow)

    def check_all_found(self) -> None:
        """Raise UnreadableFileError if there are lines about rows that the file does not have."""
        if self._found != len(self._wanted):
            raise UnreadableFileError(_CHANGED)

    def _rows(self, number: int) -> int:
        """Return how many rows of a row group are read at once."""
        group = self._file.metadata.row_group(number)
        rows: int = _BATCH * max(group.num_rows, 1) // max(group.total_byte_size, 1)
        return min(max(rows, 1), _MAX_ROWS)

    def _left(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """Return what remains of a *batch* that begins with the row *first*."""
        bounds = np.searchsorted(self._numbers, (first, first + batch.num_rows))
        lines = [self._wanted[number] for number in self._numbers[bounds[0] : bounds[1]].tolist()]
        if not lines:
            return batch
        texts = text_column(batch, self._path)
        trimmed: dict[int, str] = {}
        dropped = np.zeros(batch.num_rows, np.bool_)
        for line in lines:
            at = (line.line or 0) - first
            value = None if texts is None else texts[at].as_py()
            if value is None or hashlib.sha256(value).hexdigest() != line.sha256:
                raise UnreadableFileError(_CHANGED)
            dropped[at] = line.action == "drop"
            if line.action == "trim":
                trimmed[at] = without_spans(value.decode("utf-8", "surrogatepass"), line.spans)
        self._found += len(lines)
        if trimmed:
            batch = _with_texts(batch, self._path, trimmed)
        return batch.filter(pa.array(~dropped)) if dropped.any() else batch


def _with_texts(batch: pa.RecordBatch, path: Sequence[str], texts: Mapping[int, str]) -> pa.RecordBatch:
    """Return *batch* with other *texts* in the column at *path*, by their rows."""
    at = batch.schema.get_all_field_indices(path[0])[0]
    mask = np.zeros(batch.num_rows, np.bool_)
    mask[list(texts)] = True
    columns = list(batch.columns)
    columns[at] = _replaced(columns[at], path[1:], mask, [texts[row] for row in sorted(texts)])
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _replaced(column: pa.Array, path: Sequence[str], mask: NDArray[np.bool_], texts: list[str]) -> pa.Array:
    """Return *column*, or what lies at *path* in its structs, with *texts* where *mask* says so."""
    if path:
        fields = list(column.type)
        at = next(number for number, field in enumerate(fields) if field.name == path[0])
        parts = [pc.struct_field(column, [number]) for number in range(len(fields))]
        parts[at] = _replaced(parts[at], path[1:], mask, texts)
        return pa.StructArray.from_arrays(parts, fields=fields, mask=column.is_null())
    kind = column.type
    plain = column.cast(kind.value_type) if pa.types.is_dictionary(kind) else column
    views = pa.types.is_string_view(kind) or pa.types.is_binary_view(kind)
    plain = plain.cast(pa.large_binary()) if views else plain
    made = pc.replace_with_mask(plain, pa.array(mask), pa.array(texts, pa.large_string()).cast(plain.type))
    return made.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else made.cast(kind)


class _Options(NamedTuple):
    """How a file is written as another one was: options of the *writer*, and *metadata* that it would leave out."""

    writer: dict[str, object]
    metadata: dict[bytes, bytes]


def _options_of(file: ParquetFile) -> _Options | None:
    """Return how *file* is written again with the columns, metadata and compression it has; None where nothing does."""
    metadata = file.metadata
    whole = range(metadata.num_columns) if metadata.num_row_groups else ()
    chunks = [metadata.row_group(0).column(at) for at in whole]
    codecs = {chunk.path_in_schema: _codec(chunk.compression) for chunk in chunks}
    known: dict[str, object] = {
        "version": metadata.format_version if metadata.format_version in _VERSIONS else _VERSIONS[-1],
        "compression": codecs or "snappy",
        "use_dictionary": [chunk.path_in_schema for chunk in chunks if chunk.has_dictionary_page] or not chunks,
        "write_statistics": [chunk.path_in_schema for chunk in chunks if chunk.is_stats_set] or not chunks,
        "write_page_index": any(chunk.has_column_index for chunk in chunks),
        "use_deprecated_int96_timestamps": any(chunk.physical_type == "INT96" for chunk in chunks),
        "store_schema": _STORED in (metadata.metadata or {}),
        "sorting_columns": (metadata.row_group(0).sorting_columns or None) if chunks else None,
    }
    for compliant, integers in product((True, False), (False, True)):
        options = known | {"use_compliant_nested_type": compliant, "store_decimal_as_integer": integers}
        missing = _missing(file, options)
        if missing is not None:
            return _Options(options, missing)
    return None


def _codec(name: str) -> str:
    return "none" if name == "UNCOMPRESSED" else name.lower()


def _missing(file: ParquetFile, options: Mapping[str, object]) -> dict[bytes, bytes] | None:
    """Return which metadata of *file* is not written with some *options*; None if columns are written differently."""
    made = io.BytesIO()
    try:
        with ParquetWriter(made, file.schema_arrow, **options):
            pass
        made.seek(0)
        written = ParquetFile(made)
    except (pa.ArrowException, OSError):
        return None
    if not written.schema.equals(file.schema):
        return None
    has, had = dict(written.metadata.metadata or {}), dict(file.metadata.metadata or {})
    if not written.schema_arrow.equals(file.schema_arrow) or set(has) - set(had):
        return None
    return {key: value for key, value in had.items() if key != _STORED and has.get(key) != value}
