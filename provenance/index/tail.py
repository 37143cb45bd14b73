"""The newest documents of an index, few enough to be in the database with their keys, and the numbers of removed ones.

A file for each small change would make every search slower; from some 200 documents on a file pays.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from provenance.errors import UnusableIndexError
from provenance.index.database import NAME, named_errors
from provenance.index.files import DAMAGED
from provenance.sets import distinct, first_indices

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from provenance.index.database import Manifest

    Keys = NDArray[np.uint64]
    Numbers = NDArray[np.uint32]
    Columns = tuple[Keys, Numbers, Numbers]
    Values = tuple[int, bytes, bytes, bytes | None, int]

MOST_DOCUMENTS = 200
MOST_BYTES = 1 << 21  # of their compressed texts: a snapshot reads them all
NOTHING: Columns = np.zeros(0, np.uint64), np.zeros(0, np.uint32), np.zeros(0, np.uint32)


class TailRow(NamedTuple):
    """A document with its keys and its text, compressed with a *dictionary* (0: without one); None: not kept."""

    number: int
    bands: Keys
    prints: Keys
    places: Numbers
    text: bytes | None
    dictionary: int


class Tail:
    """The tail in memory: its postings in columns, by document, and its texts by number."""

    def __init__(self, rows: Iterable[TailRow] = ()) -> None:
        self.rows = list(rows)
        self.texts = {row.number: (row.text, row.dictionary) for row in self.rows if row.text is not None}

    @property
    def bands(self) -> Columns:
        """The postings of the bands."""
        counts = [len(row.bands) for row in self.rows]
        return _joined([row.bands for row in self.rows]), self._owners(counts), np.zeros(sum(counts), np.uint32)

    @property
    def prints(self) -> Columns:
        """The postings of the fingerprints."""
        places = np.concatenate([NOTHING[2], *(row.places for row in self.rows)])
        return _joined([row.prints for row in self.rows]), self._owners([len(row.prints) for row in self.rows]), places

    def _owners(self, counts: list[int]) -> Numbers:
        return np.repeat(np.array([row.number for row in self.rows], np.uint32), np.array(counts, np.int64))


def _joined(columns: list[Keys]) -> Keys:
    return np.concatenate([NOTHING[0], *columns])


def rows_of(bands: Columns, prints: Columns, texts: Iterable[tuple[int, bytes | None, int]]) -> Iterator[TailRow]:
    """Yield the rows of documents from postings by document, and from their numbers, texts and dictionaries."""
    for number, text, dictionary in texts:
        here = slice(*np.searchsorted(bands[1], (number, number + 1)).tolist())
        there = slice(*np.searchsorted(prints[1], (number, number + 1)).tolist())
        # As in a segment, the first place of each key: places ascend.
        first = np.sort(first_indices(prints[0][there]))
        yield TailRow(number, bands[0][here], prints[0][there][first], prints[2][there][first], text, dictionary)


def put_tail(connection: sqlite3.Connection, rows: Iterable[TailRow]) -> None:
    """Insert *rows*."""
    for row in rows:
        values = _values(row)
        connection.execute("INSERT INTO tail VALUES (?, ?, ?, ?, ?, ?)", (*values, _sum(values)))


def _values(row: TailRow) -> Values:
    prints = row.prints.astype("<u8").tobytes() + row.places.astype("<u4").tobytes()
    return row.number, row.bands.astype("<u8").tobytes(), prints, row.text, row.dictionary


def _sum(values: Values) -> int:
    from msgspec.msgpack import encode

    return crc32(encode(values))


def get_tail(connection: sqlite3.Connection, folder: str, manifest: Manifest) -> Tail:
    """Return the tail.  Raises UnusableIndexError where a row is damaged or missing."""
    with named_errors(folder):
        rows = connection.execute(
            "SELECT number, bands, prints, text, dictionary, checksum FROM tail ORDER BY number"
        ).fetchall()
    sound = len(rows) == manifest.tail and all(_sum(row[:5]) == row[5] for row in rows)
    if not sound:
        raise UnusableIndexError(f"{os.path.join(folder, NAME)}: the newest documents: {DAMAGED}")
    return Tail(_tail_row(*row[:5]) for row in rows)


def _tail_row(number: int, bands: bytes, prints: bytes, text: bytes | None, dictionary: int) -> TailRow:
    count = len(prints) // 12
    keys = np.frombuffer(prints, "<u8", count).astype(np.uint64)
    return TailRow(
        number,
        np.frombuffer(bands, "<u8").astype(np.uint64),
        keys,
        np.frombuffer(prints, "<u4", count, 8 * count).astype(np.uint32),
        text,
        dictionary,
    )


def get_removed(connection: sqlite3.Connection, folder: str, manifest: Manifest) -> Numbers:
    """Return the numbers that postings name and documents do not, ascending."""
    with named_errors(folder):
        rows = connection.execute("SELECT number FROM removed").fetchall()
    numbers = distinct(np.array([number for (number,) in rows], np.int64))
    if len(numbers) != manifest.removed or sum_of(numbers) != manifest.removed_sum:
        raise UnusableIndexError(f"{os.path.join(folder, NAME)}: the removed documents: {DAMAGED}")
    return numbers.astype(np.uint32)


def sum_of(numbers: NDArray[np.int64]) -> int:
    """Return the checksum of numbers that ascend."""
    return crc32(numbers.astype("<u8").tobytes())


def among(numbers: Numbers, some: Numbers) -> NDArray[np.bool_]:
    """Return which of *numbers* are among *some*, which ascend."""
    if not len(some):
        return np.zeros(len(numbers), np.bool_)
    at = np.minimum(np.searchsorted(some, numbers), len(some) - 1)
    found: NDArray[np.bool_] = some[at] == numbers
    return found
