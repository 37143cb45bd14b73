"""A table of results: its rows as dicts, a data frame or Arrow, and a page of a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, overload

from provenance.errors import UsageError
from provenance.reporters.display.words import visible

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from provenance.reporters.tables.typed import Cell, Kind, Row, Table

    Record = dict[str, Cell]

_SHOWN = 20  # rows in a notebook
_WIDEST = 120  # characters of a field there


class Rows(Sequence["Record"]):
    """The rows of a table, each a dict by the names of its columns, in the order of the CSV file of the same name."""

    __slots__ = ("_columns", "_rows", "name")

    def __init__(self, table: Table) -> None:
        self.name = table.name
        self._columns = table.columns
        self._rows: list[Row] = list(table.rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self._columns)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Record: ...

    @overload
    def __getitem__(self, at: slice) -> list[Record]: ...

    def __getitem__(self, at: int | slice) -> Record | list[Record]:
        if isinstance(at, slice):
            return [self._record(row) for row in self._rows[at]]
        return self._record(self._rows[at])

    def __iter__(self) -> Iterator[Record]:
        return map(self._record, self._rows)

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self):,} rows; {', '.join(self.columns)}>"

    def to_dicts(self) -> list[Record]:
        """Return the rows as dicts."""
        return list(self)

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of pandas, with types that can hold missing values.  Raises UsageError without pandas."""
        try:
            import pandas as pd
        except ImportError as error:
            raise _missing("to_pandas", "pandas") from error
        series = {
            name: pd.Series([row[at] for row in self._rows], dtype=_PANDAS[kind])
            for at, (name, kind) in enumerate(self._columns)
        }
        return pd.DataFrame(series)

    def to_arrow(self) -> pa.Table:
        """Return a table of Arrow.  Raises UsageError without pyarrow."""
        try:
            import pyarrow as pa
        except ImportError as error:
            raise _missing("to_arrow", "pyarrow") from error
        types = {
            "text": pa.large_string(),
            "integer": pa.int64(),
            "number": pa.float64(),
            "boolean": pa.bool_(),
        }
        columns = {
            name: pa.array([_utf8(row[at]) for row in self._rows], types[kind])
            for at, (name, kind) in enumerate(self._columns)
        }
        return pa.table(columns)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the table to polars, DuckDB and whatever else takes Arrow."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        return html_table(self)

    def _record(self, row: Row) -> Record:
        return dict(zip(self.columns, row, strict=True))


_PANDAS: dict[Kind, str] = {"text": "object", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def html_table(rows: Rows, most: int = _SHOWN) -> str:
    """Return the first *most* of *rows* as a table for a notebook, and how many more there are."""
    head = "".join(f"<th>{escape(name)}</th>" for name in rows.columns)
    lines = ["".join(f"<td>{_field(value)}</td>" for value in record.values()) for record in rows[:most]]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    more = f"<p>and {len(rows) - most:,} more rows</p>" if len(rows) > most else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _field(value: Cell) -> str:
    if value is None:
        return ""
    text = f"{value:.3f}" if isinstance(value, float) else str(value)
    return escape(visible(text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"))


def _utf8(value: Cell) -> Cell:
    """Return a value as Arrow can hold it, whose texts are UTF-8."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _missing(method: str, library: str) -> UsageError:
    return UsageError(f"{method}: {library} is not installed: pip install {library}; to_dicts() needs nothing")
