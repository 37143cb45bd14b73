"""The documents of an index as rows of its database, each with a checksum: written, found, and read back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from msgspec import ValidationError, convert
from msgspec.json import decode, encode
from msgspec.msgpack import encode as packed

from provenance.errors import UnusableIndexError
from provenance.index.database import NAME, named_errors
from provenance.index.files import DAMAGED
from provenance.model import Document, Span, Statement
from provenance.model.documents import Asserter

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from provenance.index.database import TextsRow

_AT_ONCE = 500  # values in one query
_TEXTS_AT_ONCE = 1 << 12
_64_BITS = 1 << 64
_OWN = (
    "documents.number, id, container, line, size, sha256, header, place_begin, place_size, stated, words, digest, "
    "text_begin, text_size, checksum"
)
_SELECT_OWN = f"SELECT {_OWN} FROM documents WHERE documents.number IN"
_SELECT_CONTAINERS = "SELECT number, path, file, encoding, stamp FROM containers WHERE number IN"
_SELECT = f"SELECT {_OWN}, path, file, encoding, stamp FROM documents JOIN containers ON container = containers.number"
_INSERT = f"INSERT INTO documents VALUES ({', '.join('?' * 15)})"
_Said = tuple[str, str, str, tuple[int, int] | None]  # of a statement: name, value, asserter, span


class Stored(NamedTuple):
    """A document of an index: its *number*, and where its text begins in its file and how long it is there."""

    number: int
    document: Document
    words: int
    digest: int
    text: tuple[int, int] | None


class _Row(NamedTuple):
    """The columns of a row and of its container."""

    number: int
    id: str
    container: int
    line: int | None
    size: int
    sha256: bytes
    header: int
    place_begin: int | None
    place_size: int | None
    stated: str | None
    words: int
    digest: int
    text_begin: int | None
    text_size: int | None
    checksum: int
    path: str
    file: bytes
    encoding: str
    stamp: str

    @property
    def sum(self) -> int:
        """The checksum of all that is not a place in this database: a text has a checksum beside it."""
        return crc32(packed((*self[:2], *self[3:12], *self[15:])))


class Containers:
    """The numbers of the files that documents are in, each inserted when it is first asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, bytes, str, str], int] = {}

    def __call__(self, row: tuple[str, bytes, str, str]) -> int:
        """Return the number of the file with this path, path that opens it, encoding and stamp."""
        number = self._known.get(row)
        if number is None:
            if len(self._known) > 1 << 12:
                self._known.clear()
            query = "SELECT number FROM containers WHERE path = ? AND file = ? AND encoding = ? AND stamp = ?"
            found = self._connection.execute(query, row).fetchone()
            if found is None:
                insert = "INSERT INTO containers (path, file, encoding, stamp) VALUES (?, ?, ?, ?) RETURNING number"
                found = self._connection.execute(insert, row).fetchone()
            number = self._known[row] = int(found[0])
        return number


def put_documents(connection: sqlite3.Connection, documents: Iterable[Stored]) -> None:
    """Insert *documents*."""
    containers = Containers(connection)
    connection.executemany(_INSERT, (_row_of(stored, containers)[:15] for stored in documents))


def _row_of(stored: Stored, containers: Containers) -> _Row:
    document = stored.document
    begin, end = document.place or (None, None)
    text_begin, text_size = stored.text or (None, None)
    container = storable(document.path), document.file, document.encoding, f"{document.stamp:x}"
    row = _Row(
        stored.number,
        storable(document.id),
        containers(container),
        document.line,
        document.size,
        bytes.fromhex(document.sha256),
        document.header,
        begin,
        None if begin is None or end is None else end - begin,
        _said(document.statements),
        stored.words,
        _signed(stored.digest),
        text_begin,
        text_size,
        0,
        *container,
    )
    return row._replace(checksum=row.sum)


def storable(name: str) -> str:
    """Return *name* as SQLite can hold it: a lone surrogate, as a file's name may have, becomes an escape."""
    return name.encode("utf-8", "backslashreplace").decode()


def _signed(value: int) -> int:
    """Return 64 bits as SQLite's integers, which have a sign."""
    return value - _64_BITS if value >> 63 else value


def _said(statements: Sequence[Statement]) -> str | None:
    if not statements:
        return None
    said: list[_Said] = [
        (one.name, storable(one.value), one.asserter, None if one.span is None else (one.span.start, one.span.end))
        for one in statements
    ]
    return encode(said).decode()


def documents_at(
    connection: sqlite3.Connection, folder: str, numbers: Sequence[int], containers: dict[int, tuple[object, ...]]
) -> dict[int, Stored]:
    """Return the documents with these *numbers*, all of which must be there.

    *containers* remembers the columns of containers from one call to the next: to join tables takes longer.
    """
    found: dict[int, Stored] = {}
    for some in _parts(numbers):
        with named_errors(folder):
            rows = connection.execute(f"{_SELECT_OWN} ({_marks(some)})", some).fetchall()
            for missing in _parts(sorted({row[2] for row in rows if row[2] not in containers}, key=repr)):
                query = f"{_SELECT_CONTAINERS} ({_marks(missing)})"
                containers.update((row[0], row[1:]) for row in connection.execute(query, missing))
        for row in rows:
            stored = _stored((*row, *containers.get(row[2], ())), folder)
            found[stored.number] = stored
    if len(found) != len(set(numbers)):
        raise UnusableIndexError(f"{os.path.join(folder, NAME)}: a document is missing: {DAMAGED}")
    return found


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def all_documents(connection: sqlite3.Connection, folder: str, order: str = "documents.number") -> Iterator[Stored]:
    """Yield all documents in the order of their numbers, or of another column."""
    with named_errors(folder):
        for row in connection.execute(f"{_SELECT} ORDER BY {order}"):
            yield _stored(row, folder)


def documents_with(
    connection: sqlite3.Connection, folder: str, column: str, values: Sequence[object]
) -> Iterator[Stored]:
    """Yield the documents that have one of *values* in *column*."""
    for some in _parts(values):
        query = f"{_SELECT} WHERE {column} IN ({_marks(some)}) ORDER BY documents.number"
        with named_errors(folder):
            rows = connection.execute(query, some).fetchall()
        yield from (_stored(row, folder) for row in rows)


def delete_documents(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Delete the documents with these *numbers*."""
    connection.executemany("DELETE FROM documents WHERE number = ?", ((number,) for number in numbers))


def move_texts(connection: sqlite3.Connection, places: Mapping[int, tuple[int, int]]) -> None:
    """Write where the texts of documents are now, by their numbers."""
    rows = ((*place, number) for number, place in places.items())
    connection.executemany("UPDATE documents SET text_begin = ?, text_size = ? WHERE number = ?", rows)


def shift_texts(connection: sqlite3.Connection, of: TextsRow, by: int) -> None:
    """Write that the texts in the file *of* are *by* bytes further behind in another one."""
    query = "UPDATE documents SET text_begin = text_begin + ? WHERE number BETWEEN ? AND ? AND text_begin NOT NULL"
    connection.execute(query, (by, of.first, of.last))


def text_places(connection: sqlite3.Connection) -> Iterator[list[tuple[int, int, int]]]:
    """Yield the numbers of documents whose texts are in files, ascending, with begin and size, some at a time."""
    last = 0
    query = (
        "SELECT number, text_begin, text_size FROM documents WHERE number > ? AND text_begin NOT NULL ORDER BY number"
    )
    while some := connection.execute(f"{query} LIMIT {_TEXTS_AT_ONCE}", (last,)).fetchall():
        last = some[-1][0]
        yield some


def _parts(values: Sequence[object]) -> Iterator[Sequence[object]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


def _stored(values: tuple[object, ...], folder: str) -> Stored:
    """Return a row as a document.  Raises UnusableIndexError where it is not what was written."""
    try:
        row = convert(values, _Row)
        if row.sum == row.checksum:
            return _document_of(row)
    except (ValidationError, ValueError) as error:
        raise UnusableIndexError(f"{os.path.join(folder, NAME)}: a row is damaged: {DAMAGED}") from error
    raise UnusableIndexError(f"{os.path.join(folder, NAME)}: a row is damaged: {DAMAGED}")


def _document_of(row: _Row) -> Stored:
    place = None
    if row.place_begin is not None and row.place_size is not None:
        place = row.place_begin, row.place_begin + row.place_size
    document = Document(
        id=row.id,
        path=row.path,
        file=row.file,
        line=row.line,
        size=row.size,
        sha256=row.sha256.hex(),
        encoding=row.encoding,
        header=row.header,
        statements=_statements(row.stated),
        place=place,
        stamp=int(row.stamp, 16),
    )
    text = None if row.text_begin is None or row.text_size is None else (row.text_begin, row.text_size)
    return Stored(row.number, document, row.words, row.digest % _64_BITS, text)


def _statements(stated: str | None) -> tuple[Statement, ...]:
    if stated is None:
        return ()
    return tuple(
        Statement(name, value, convert(asserter, Asserter), None if span is None else Span(*span))
        for name, value, asserter, span in decode(stated, type=list[_Said])
    )
