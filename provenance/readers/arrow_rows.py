"""From the record batches of a table in Apache Arrow's columns to runs of documents, whatever file they came from."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.fields import role_of, simplified
from provenance.readers.blocks import OverLimitError
from provenance.readers.choice import WRAPPERS, choose
from provenance.readers.encodings import first_wrong_byte
from provenance.readers.records import Records
from provenance.readers.row_columns import column_of, take_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.errors import UnreadableFileError
    from provenance.model import NoticeKind
    from provenance.readers.budget import Budget
    from provenance.readers.choice import Choice, Path
    from provenance.readers.collect import Collector
    from provenance.readers.row_columns import Column
    from provenance.readers.source import Source
    from provenance.settings import Reading

SNIFFED = 32  # rows, which show what the columns are
_NAMES_SHOWN = 20  # columns named in a notice


class Part(NamedTuple):
    """Rows that a file keeps together: a record *batch* of part number *number*, and the row of that it begins with."""

    number: int
    first: int
    batch: pa.RecordBatch


def sniffed(names: Sequence[str], given: Mapping[str, str]) -> list[str]:
    """Return the columns of *names* that may say something of a text: others may be pictures, or thousands."""
    wanted = {name.partition(".")[0] for name in given.values()} | set(given.values())
    return [name for name in names if role_of(name) or simplified(name) in WRAPPERS or name in wanted]


def chosen(names: Sequence[str], first: pa.RecordBatch, given: Mapping[str, str]) -> Choice:
    """Return which of the columns *names* are read, by the *first* rows of those that may say something."""
    empty: dict[str, object] = dict.fromkeys(names)
    return choose([empty | row for row in rows_of(first.slice(0, SNIFFED))] or [empty], given)


class ArrowRows:
    """The rows of one table, as they are taken: the *records* they become, and the columns *wanted*.

    There are none before `settle` has chosen them, nor where no column holds a text.
    """

    def __init__(self, source: Source, settings: Reading, collector: Collector) -> None:
        self.records = Records(source, settings, collector)
        self.wanted: list[str] = []
        self._given = settings.fields
        self._room = settings.batch_bytes
        self._before = 0

    def settle(self, names: Sequence[str], first: pa.RecordBatch) -> None:
        """Choose the columns among *names* by the *first* rows; a notice says where none holds the texts."""
        choice = chosen(names, first, self._given)
        if choice.text[0] not in names:
            self.records.fields = choice
            self.records.lack(1, _without_text(choice.text, names))
            return
        self.records.take_choice(choice)
        for name in dict.fromkeys(one for one in (choice.text[0], *choice.id[:1], *choice.columns)):
            if names.count(name) > 1:
                self.records.note("field twice", 1, f"has several columns {name!r}; the first is read")
        top = (choice.text[0], *choice.id[:1], *choice.columns)
        self.wanted = [name for name in dict.fromkeys(top) if name in names]

    def resume(self, choice: Choice, before: int) -> None:
        """Go on after so many rows *before*, with the columns that the first rows of the table led to."""
        self.records.fields, self._before = choice, before

    def take(self, part: Part, budget: Budget) -> None:
        """Give the collector the documents of some rows, and notices about those that hold no text.

        What the texts take is spent from the *budget*.
        """
        texts = text_column(part.batch, self.records.fields.text)
        if texts is None:
            name = ".".join(self.records.fields.text)
            self.records.note("no text", self._before + 1, f"the column {name!r} holds no strings")
            self.wanted = []
        else:
            for first, count, size in slices(texts, self._room):
                budget.spend(size)
                self._slice(part, texts.slice(first, count), first)
        self._before += part.batch.num_rows

    def stop(self, error: UnreadableFileError) -> None:
        """Add the notice why nothing is read from here on."""
        kind: NoticeKind = "over limit" if isinstance(error, OverLimitError) else "unreadable"
        self.records.note(kind, self._before + 1, f"{error}; the rows before are kept")

    def _slice(self, part: Part, column: pa.Array, first: int) -> None:
        buffer, ends = joined(column)
        sizes = np.diff(ends, prepend=0)
        sound = self._sound(column, buffer, ends, sizes, first)
        if not sound.all():
            kept = pa.array(np.flatnonzero(sound))
            buffer, ends = joined(column.take(kept))
        at = np.flatnonzero(sound)
        if not len(at):
            return
        rows = part.batch.slice(first, len(column))
        take_run(
            self.records,
            "utf-8",
            (self._before + first + 1 + at).astype(np.uint32),
            (np.full(len(at), part.number, np.int64), (part.first + first + at).astype(np.uint32)),
            (buffer, ends),
            self._stated(rows if len(at) == len(column) else rows.take(pa.array(at))),
        )

    def _sound(
        self, column: pa.Array, buffer: bytes, ends: NDArray[np.int64], sizes: NDArray[np.int64], first: int
    ) -> NDArray[np.bool_]:
        """Return which rows have a text that can be read; notices say what is wrong with the others."""
        sound = np.ones(len(column), np.bool_)
        note, line, name = self.records.note, self._before + first + 1, ".".join(self.records.fields.text)
        if column.null_count:
            sound = np.asarray(column.is_valid())
            for at in np.flatnonzero(~sound).tolist():
                note("no text", line + at, f"has no value in the column {name!r}")
        for at in np.flatnonzero(sizes > self.records.limit).tolist():
            sound[at] = False
            note("over limit", line + at, f"is longer than the limit of {self.records.limit} bytes")
        if first_wrong_byte(buffer) is not None:
            for at, (end, size) in enumerate(zip(ends.tolist(), sizes.tolist(), strict=True)):
                wrong = first_wrong_byte(buffer[end - size : end])
                if wrong is not None and sound[at]:
                    sound[at] = False
                    note("not decodable", line + at, f"byte {wrong} of the text is not UTF-8")
        return sound

    def _stated(self, rows: pa.RecordBatch) -> tuple[Column, Column]:
        """Return the ids of *rows*, and what their columns hold as JSON."""
        from orjson import OPT_NON_STR_KEYS, dumps

        fields, count = self.records.fields, rows.num_rows
        has = set(rows.schema.names)
        own = fields.id[0] if fields.id and fields.id[0] in has else ""
        ids = [_id(value) for value in values_of(rows[own])] if own else [b""] * count
        columns = [
            [b"" if value is None else dumps(value, option=OPT_NON_STR_KEYS) for value in values_of(rows[name])]
            if name in has
            else [b""] * count
            for name in fields.columns
        ]
        return column_of(ids), column_of([value for row in zip(*columns, strict=True) for value in row])


def _id(value: object) -> bytes:
    return str(value).encode("utf-8", "replace") if isinstance(value, str | int) and value is not True else b""


def _without_text(path: Path, names: Sequence[str]) -> str:
    listed = ", ".join(map(repr, names[:_NAMES_SHOWN])) + ", …" * (len(names) > _NAMES_SHOWN)
    return (
        f"has no column {'.'.join(path)!r}; its columns are {listed}; --fields text=NAME says which one holds the text"
    )


def rows_of(batch: pa.RecordBatch) -> list[dict[str, object]]:
    """Return the rows of a *batch* as records; of several columns of one name, the first one counts."""
    columns: dict[str, list[object]] = {}
    for at, name in enumerate(batch.schema.names):
        columns.setdefault(name, values_of(batch.column(at)))
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def values_of(column: pa.Array) -> list[object]:
    """Return the values of a *column* as JSON has them."""
    try:
        found: list[object] = column.to_pylist()
    except (UnicodeDecodeError, ValueError, OverflowError, pa.ArrowException):
        return [_value(column[at]) for at in range(len(column))]
    return found if pa.types.is_string(column.type) else [plain(value) for value in found]


def _value(scalar: pa.Scalar) -> object:
    try:
        return plain(scalar.as_py())
    except (UnicodeDecodeError, ValueError, OverflowError, pa.ArrowException):
        return None


def plain(value: object) -> object:
    """Return *value* as JSON has it: a time as ISO 8601, bytes as the text that they are, else None."""
    if value is None or isinstance(value, str | bool | float):
        return value
    if isinstance(value, int):
        return value if -(1 << 63) <= value < 1 << 64 else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode() if first_wrong_byte(value) is None else None
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else None


def text_column(batch: pa.RecordBatch, path: Path) -> pa.Array | None:
    """Return the column at *path* of a *batch* as bytes, maybe in a dictionary; None for one without texts."""
    at = batch.schema.get_all_field_indices(path[0])
    if not at:
        return None
    column = batch.column(at[0])
    for name in path[1:]:
        if not pa.types.is_struct(column.type) or name not in {one.name for one in column.type}:
            return None
        column = pc.struct_field(column, name)
    if pa.types.is_dictionary(column.type) and _is_text(column.type.value_type):
        return pa.DictionaryArray.from_arrays(column.indices, column.dictionary.cast(pa.large_binary()))
    return column.cast(pa.large_binary()) if _is_text(column.type) else None


def _is_text(kind: pa.DataType) -> bool:
    known = pa.types
    return any(
        one(kind)
        for one in (
            known.is_null, known.is_string, known.is_large_string, known.is_string_view, known.is_binary,
            known.is_large_binary, known.is_binary_view,
        )
    )  # fmt: skip


def slices(column: pa.Array, room: int) -> Iterator[tuple[int, int, int]]:
    """Yield begin, rows and bytes of runs of rows of a *column* that have about *room* bytes, or are one row."""
    if pa.types.is_dictionary(column.type):
        lengths = pc.binary_length(column.dictionary).take(column.indices)
    else:
        lengths = pc.binary_length(column)
    ends = np.cumsum(np.asarray(pc.fill_null(lengths, 0)).astype(np.int64))
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        stop = max(first + 1, int(np.searchsorted(ends, before + room, "right")))
        yield first, stop - first, int(ends[stop - 1]) - before
        first = stop


def joined(column: pa.Array) -> tuple[bytes, NDArray[np.int64]]:
    """Return the bytes of all values of a *column* that `text_column` gave, and where each ends; a null has none."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if column.null_count:
        column = pc.fill_null(column, b"")
    _, offsets, content = column.buffers()
    bounds = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    if not len(column) or content is None:
        return b"", np.zeros(len(column), np.int64)
    begin, end = int(bounds[0]), int(bounds[-1])
    return content[begin:end].to_pybytes(), bounds[1:] - begin
