"""From records whose values are at hand, one by one, to runs of them in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents.rows import RowRun
from provenance.readers.json_lines import headers_of
from provenance.readers.unchanged import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.readers.records import Records


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
        source, collector = records.source, records.collector
        ends = _ends(self._texts)
        texts = b"".join(self._texts)
        sizes = np.diff(ends, prepend=0)
        headers, heads = headers_of(texts, ends, sizes)
        lines = np.array(self._lines, np.uint32)
        begins, lengths = np.array(self._places, np.int64).reshape(-1, 2).T
        stated = any(self._values)
        run = RowRun(
            (source.path, source.file, self._encoding, collector.stamp, records.origin),
            (lines, lines),
            (begins, lengths.astype(np.uint32)) if self._places else None,
            sizes.astype(np.uint32),
            (b"".join(self._ids), _ends(self._ids).astype(np.uint32)),
            (b"".join(self._values), _ends(self._values).astype(np.uint32))
            if stated
            else (b"", np.zeros(0, np.uint32)),
            len(records.fields.columns),
            records.fields.stated,
            records.sidecar,
            headers,
            b"".join(map(digest, self._texts)) if records.digests else b"",
        )
        records.met += len(run)
        self._clear()
        collector.take(run, texts, ends, heads)


def _ends(pieces: Sequence[bytes]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)))
