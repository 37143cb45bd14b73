"""The database of an index: how it is made and opened, and its manifest, which names all files that count.

SQLite decides what is there: a file counts from the commit that names it.  SQLite keeps no checksums of its own, so
each row has one, and the manifest says how many rows there have to be.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import attrs

from provenance.errors import UnusableIndexError, UnwritableFileError, UsageError
from provenance.index.files import DAMAGED, sync_folder, unlink
from provenance.index.parameters import Parameters, parameters_of
from provenance.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "index.sqlite"
ACKNOWLEDGED = "last.commit"  # the generation of the last commit, and its checksum
_ACKNOWLEDGED = struct.Struct("<QI")
_SCHEMA = """
CREATE TABLE manifest (one INTEGER PRIMARY KEY CHECK (one = 1), content TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE containers (number INTEGER PRIMARY KEY, path TEXT NOT NULL, file BLOB NOT NULL, encoding TEXT NOT NULL,
    stamp TEXT NOT NULL, UNIQUE (file, path, encoding, stamp));
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, container INTEGER NOT NULL, line INTEGER,
    size INTEGER NOT NULL, sha256 BLOB NOT NULL, header INTEGER NOT NULL, place_begin INTEGER, place_size INTEGER,
    stated TEXT, words INTEGER NOT NULL, digest INTEGER NOT NULL, text_begin INTEGER, text_size INTEGER,
    checksum INTEGER NOT NULL);
CREATE TABLE tail (number INTEGER PRIMARY KEY, bands BLOB NOT NULL, prints BLOB NOT NULL, text BLOB,
    dictionary INTEGER NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE removed (number INTEGER PRIMARY KEY);
"""
_BUSY_SECONDS = 10
# SQLite makes a file of its own to read, which a folder that is read-only or a disk that is full does not take.
_NOT_WRITTEN = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)


class SegmentRow(NamedTuple):
    """The postings of the documents *first* to *last*: files ``file.bands`` and ``file.prints``, and their bytes."""

    file: int
    first: int
    last: int
    bands: int
    prints: int


class TextsRow(NamedTuple):
    """The texts of the documents *first* to *last*: ``file.texts``, and its *bytes* and *dictionary* (0: none)."""

    file: int
    first: int
    last: int
    bytes: int
    dictionary: int


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Manifest(Value):
    """What an index consists of.  Numbers of documents and of files are never used again.

    *removed* counts the numbers that postings name and documents do not; *documents* those that are there, of which the
    last *tail* are in no segment yet.
    """

    parameters: Parameters
    next_document: int = 1
    next_file: int = 1
    segments: tuple[SegmentRow, ...] = ()
    texts: tuple[TextsRow, ...] = ()
    dictionary: int = 0
    documents: int = 0
    tail: int = 0
    removed: int = 0
    removed_sum: int = 0
    generation: int = 0

    def encode(self) -> str:
        """Return the manifest as the database holds it."""
        record = attrs.asdict(self, recurse=False) | {"parameters": self.parameters.as_record()}
        return json.dumps(record, sort_keys=True)


def database_path(folder: str) -> str:
    """Return the path of the database.  Raises UsageError where *folder* is no index."""
    path = os.path.join(folder, NAME)
    if folder.startswith("redis://"):
        raise UsageError(f"{folder}: an index on a server has no passages, which this needs; give an index in a folder")
    if not os.path.isfile(path):
        if not os.path.isdir(folder):
            raise UsageError(
                f"{folder!r}: there is no such folder; make an index with: provenance index create {folder}"
            )
        raise UsageError(f"{folder!r}: this folder is no index; make one with: provenance index create DIR PATH...")
    return path


@contextmanager
def named_errors(folder: str) -> Iterator[None]:
    """Turn errors of SQLite into sentences."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise UnusableIndexError(f"{os.path.join(folder, NAME)}: {_reason(error)}") from error
    except UnicodeDecodeError as error:
        # A damaged name of a table is in SQLite's own message, which Python cannot decode then.
        raise UnusableIndexError(f"{os.path.join(folder, NAME)}: {DAMAGED}") from error


def _reason(error: sqlite3.DatabaseError) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return "the disk is full; the index is as it was"
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"cannot be written to ({error}); see the rights of the folder"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "another process keeps it locked; try again"
    if code == sqlite3.SQLITE_IOERR:
        return f"cannot be read or written ({error}); is the disk full? The index is as it was"
    return f"{DAMAGED} ({error})"


def create(folder: str, manifest: Manifest) -> None:
    """Make the database of a new index in *folder*, which must not have one."""
    path = os.path.join(folder, NAME)
    part = f"{path}.part"
    try:
        os.makedirs(folder, exist_ok=True)
        if set(os.listdir(folder)) - {os.path.basename(part)}:
            raise UsageError(
                f"{folder!r}: this folder is not empty; give a new one, or add to an index with: index add"
            )
        unlink(part)
    except OSError as error:
        raise UnwritableFileError(f"{folder}: cannot be made: {error.strerror}") from error
    with named_errors(folder):
        connection = sqlite3.connect(part, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                connection.execute(statement)
            put_manifest(connection, manifest)
            connection.execute("COMMIT")
        finally:
            connection.close()
    os.replace(part, path)
    sync_folder(folder)


def open_to_write(folder: str) -> sqlite3.Connection:
    """Return a connection for the one writer."""
    path = database_path(folder)
    with named_errors(folder):
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = FULL")
        return connection


def open_to_read(folder: str) -> sqlite3.Connection:
    """Return a connection in a read transaction, which sees one state of the index however long it is open."""
    path = database_path(folder)
    uri = "file:" + _quoted(os.path.abspath(path))
    # A reader that may write removes SQLite's own files when it is the last one; no reader changes the database.
    for option in ("mode=rw", "mode=ro", "mode=ro&immutable=1"):
        # Without room and the right to write into the folder, SQLite reads only a database that is not written to.
        if "immutable" in option and os.path.exists(f"{path}-wal") and os.path.getsize(f"{path}-wal"):
            break
        connection = sqlite3.connect(
            f"{uri}?{option}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT one FROM manifest").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            if "immutable" in option or error.sqlite_errorcode & 0xFF not in _NOT_WRITTEN:
                with named_errors(folder):
                    raise
            continue
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            connection.close()
            with named_errors(folder):
                raise
        return connection
    raise UnusableIndexError(
        f"{path}: a writer ended early, and its changes can only be read where the folder can be written to; "
        f"make room on the disk or run as the folder's owner: provenance index status {folder}"
    )


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path.encode("utf-8", "surrogateescape"), safe="/:\\")


def put_manifest(connection: sqlite3.Connection, manifest: Manifest) -> None:
    """Write *manifest* in the place of the earlier one."""
    content = manifest.encode()
    connection.execute("INSERT OR REPLACE INTO manifest VALUES (1, ?, ?)", (content, crc32(content.encode())))


def acknowledge(folder: str, generation: int) -> None:
    """Note that the commit *generation* is done.

    SQLite takes a damaged commit at the end of its journal for one that never happened; this tells the two apart.  A
    note that is lost or half written says nothing, so it needs no sync and may fail.
    """
    raw = struct.pack("<Q", generation)
    with suppress(OSError):
        number = os.open(os.path.join(folder, ACKNOWLEDGED), os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0))
        try:
            os.write(number, raw + struct.pack("<I", crc32(raw)))
        finally:
            os.close(number)


def acknowledged(folder: str) -> int:
    """Return the generation that the index must have reached; 0 where nothing says.  To be asked before it is read."""
    try:
        with open(os.path.join(folder, ACKNOWLEDGED), "rb") as file:
            raw = file.read(_ACKNOWLEDGED.size + 1)
    except OSError:
        return 0
    if len(raw) != _ACKNOWLEDGED.size:
        return 0
    generation, checksum = _ACKNOWLEDGED.unpack(raw)
    return int(generation) if crc32(raw[:8]) == checksum else 0


def get_manifest(connection: sqlite3.Connection, folder: str, least: int = 0) -> Manifest:
    """Return the manifest.  UnusableIndexError: it is damaged, of another version, or older than generation *least*."""
    path = os.path.join(folder, NAME)
    with named_errors(folder):
        row = connection.execute("SELECT content, checksum FROM manifest").fetchone()
    if row is None or not isinstance(row[0], str) or crc32(row[0].encode("utf-8", "surrogatepass")) != row[1]:
        raise UnusableIndexError(f"{path}: {DAMAGED}")
    record = json.loads(row[0])
    parameters = parameters_of(record.pop("parameters"), folder)
    segments = tuple(SegmentRow(*one) for one in record.pop("segments"))
    texts = tuple(TextsRow(*one) for one in record.pop("texts"))
    found = Manifest(parameters, segments=segments, texts=texts, **record)
    if found.generation < least:
        raise UnusableIndexError(f"{path}: the last change is missing: {DAMAGED}")
    return found
