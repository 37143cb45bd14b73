"""From lists, data frames, Arrow tables and data sets to their columns of plain values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from provenance.errors import UsageError
from provenance.fields.roles import rank_of, role_of

Columns = dict[str, list[object]]

# How the libraries give the values of a column as a list: pyarrow, polars and pandas, numpy and pandas.
_LISTS = ("to_pylist", "to_list", "tolist")


@runtime_checkable
class _Named(Protocol):
    """What has columns by their names: a data set, or a table of Arrow."""

    @property
    def column_names(self) -> Iterable[str]: ...

    def __getitem__(self, name: str) -> object: ...


@runtime_checkable
class _Framed(Protocol):
    """What has columns by their names: a data frame of pandas or polars."""

    @property
    def columns(self) -> Iterable[object]: ...

    def __getitem__(self, name: object) -> object: ...


def is_table(source: object) -> bool:
    """Return whether *source* has columns: a data frame, a table of Arrow, a data set, a dict, or a list of records."""
    if isinstance(source, str | bytes):
        return False
    if isinstance(source, Mapping) or hasattr(source, "__arrow_c_stream__"):
        return True
    if isinstance(source, list | tuple):
        return bool(source) and all(isinstance(row, Mapping) for row in source)
    return isinstance(source, _Named) or (isinstance(source, _Framed) and hasattr(source, "shape"))


def texts_of(source: object, column: str | None, verb: str) -> list[str]:
    """Return the texts of *source*, in its order: a list or column of texts, or the *column* of a table.

    Without *column*, it is the one that is called as a text usually is, or the only one that holds texts; a missing
    text is "".  Raises UsageError where there is none, and for one text in the place of several; *verb* is what was
    asked for.
    """
    if isinstance(source, str | bytes):
        raise UsageError(f"{verb}: this is one text; give a list of texts")
    if not is_table(source) or _is_column(source):
        if column is not None:
            raise UsageError(f"{verb}: this has no columns, so there is none called {column!r}")
        return [_text(value, verb) for value in _values(source, verb)]
    columns = columns_of(source, verb)
    name = _text_column(columns, verb) if column is None else column
    if name not in columns:
        raise UsageError(f"{verb}: there is no column {name!r}; the columns are {', '.join(columns)}")
    return [_text(value, verb) for value in columns[name]]


def columns_of(source: object, verb: str) -> Columns:
    """Return the columns of a table as lists of plain values.  Raises UsageError for what is none, after *verb*."""
    if isinstance(source, Mapping):
        return {str(name): [_plain(one) for one in _values(values, verb)] for name, values in source.items()}
    if isinstance(source, list | tuple):
        names = list(dict.fromkeys(str(name) for row in source for name in row))
        return {name: [_plain(row.get(name)) for row in source] for name in names}
    if isinstance(source, _Named):
        return {name: [_plain(one) for one in _values(source[name], verb)] for name in source.column_names}
    if isinstance(source, _Framed) and not _is_column(source) and not callable(source.columns):
        return {str(name): [_plain(one) for one in _values(source[name], verb)] for name in source.columns}
    return _by_capsule(source, verb)


def _by_capsule(source: object, verb: str) -> Columns:
    """Return the columns of what only gives a stream of Arrow."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise UsageError(
            f"{verb}: to read {type(source).__name__}, pyarrow is needed: pip install pyarrow; or give a list of texts"
        ) from error
    return columns_of(pa.table(source), verb)


def _is_column(source: object) -> bool:
    """Return whether *source* is one column and no table, whatever its stream holds."""
    return (
        not isinstance(source, Mapping | list | tuple)
        and not hasattr(source, "column_names")
        and not hasattr(source, "columns")
        and any(hasattr(source, name) for name in _LISTS)
    )


def _values(column: object, verb: str) -> list[object]:
    """Return the values of a column, or of any other iterable.  Raises UsageError."""
    for name in _LISTS:
        if callable(listed := getattr(column, name, None)):
            values = listed()
            return values if isinstance(values, list) else [values]
    if isinstance(column, Iterable):
        return list(column)
    raise UsageError(f"{verb}: {type(column).__name__} holds no texts; give a list of texts, a data frame or a table")


def _plain(value: object) -> object:
    """Return a value as JSON can hold it; not-a-number is no value."""
    if isinstance(value, float) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if type(value).__name__ in {"NaTType", "NAType"}:
        return None
    if callable(stamp := getattr(value, "isoformat", None)):
        return str(stamp())
    if callable(item := getattr(value, "item", None)):
        return _plain(item())
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return str(value)


def _text(value: object, verb: str) -> str:
    if isinstance(value, str):
        return value
    if _plain(value) is None:
        return ""
    raise UsageError(f"{verb}: {type(value).__name__} is no text; give texts, or name their column with column=")


def _text_column(columns: Columns, verb: str) -> str:
    """Return the column with the texts: the one with the best name, else the only one that holds texts."""
    named = sorted((rank_of(name), name) for name in columns if role_of(name) == "text")
    if named:
        return named[0][1]
    holding = [name for name, values in columns.items() if _holds_texts(values)]
    if len(holding) == 1:
        return holding[0]
    what = "none of the columns holds texts" if not holding else "several columns hold texts"
    raise UsageError(f"{verb}: {what}; name one with column=: {', '.join(columns) or 'there is no column'}")


def _holds_texts(values: Sequence[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, str) for value in known)
