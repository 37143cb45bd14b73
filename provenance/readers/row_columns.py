"""From records whose values are at hand, one by one, to runs of them in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents.rows import RowRun
from provenance.readers.json_lines import headers_of
from provenance.readers.unchanged import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.readers.records import Records

    # Values one behind the other, and where each ends.
    Column = tuple[bytes, NDArray[np.int64]]


class RowColumns:
    """The records of one file that were added since the last `flush`."""

    def __init__(self, records: Records, encoding: str) -> None:
        self._records = records
        self._encoding = encoding
        self._clear()

    def _clear(self) -> None:
        self._lines: list[int] = []
        self._places: list[tuple[int, int]] = []
        self._texts: list[bytes] = []
        self._ids: list[bytes] = []
        self._values: list[bytes] = []

    def add(
        self, line: int, place: tuple[int, int] | None, text: bytes, own: bytes, values: Sequence[bytes | None]
    ) -> None:
        """Add the record at *line*, and at a *place* (begin, length), with its *own* id (b"": none) and its values."""
        from orjson import dumps

        self._lines.append(line)
        if place is not None:
            self._places.append(place)
        self._texts.append(text)
        self._ids.append(own)
        self._values += [dumps(value.decode()) if value else b"" for value in values]

    def flush(self) -> None:
        """Give the collector the records as a run."""
        if not self._lines:
            return
        records = self._records
        begins, lengths = np.array(self._places, np.int64).reshape(-1, 2).T
        take_run(
            records,
            self._encoding,
            np.array(self._lines, np.uint32),
            (begins, lengths.astype(np.uint32)) if self._places else None,
            column_of(self._texts),
            (column_of(self._ids), column_of(self._values)),
        )
        self._clear()


def take_run(
    records: Records,
    encoding: str,
    lines: NDArray[np.uint32],
    places: tuple[NDArray[np.int64], NDArray[np.uint32]] | None,
    texts: Column,
    stated: tuple[Column, Column],
) -> None:
    """Give the collector a run of records with these *lines*, *places* and *texts* (and where each of these ends).

    *stated* are their own ids, and the values of all columns as JSON, record by record; nothing where there is none.
    """
    buffer, ends = texts
    ids, values = stated
    sizes = np.diff(ends, prepend=0)
    headers, heads = headers_of(buffer, ends, sizes)
    digests = b""
    if records.digests:
        view, bounds = memoryview(buffer), ends.tolist()
        digests = b"".join(map(digest, (view[a:b] for a, b in zip([0, *bounds], bounds, strict=False))))
    source, collector = records.source, records.collector
    run = RowRun(
        (source.path, source.file, encoding, collector.stamp, records.origin),
        (lines, lines),
        places,
        sizes.astype(np.uint32),
        (ids[0], ids[1].astype(np.uint32)),
        (values[0], values[1].astype(np.uint32)) if values[0] else (b"", np.zeros(0, np.uint32)),
        len(records.fields.columns),
        records.fields.stated,
        records.sidecar,
        headers,
        digests,
    )
    records.met += len(run)
    collector.take(run, buffer, ends, heads)


def column_of(pieces: Sequence[bytes]) -> Column:
    """Return *pieces* as a column."""
    return b"".join(pieces), np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)))
