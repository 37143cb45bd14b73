"""A document as a server holds it: to bytes and back, with nothing that could run code."""

from __future__ import annotations

import io
import pickle
import zlib
from typing import NamedTuple

import msgspec

from provenance.errors import UnusableIndexError
from provenance.index.rows import Stored, storable
from provenance.model import Document, Span, Statement
from provenance.model.documents import Asserter

_SAID = tuple[str, str, str, tuple[int, int] | None]


class Record(NamedTuple):
    """A document as the server holds it."""

    path: str
    file: bytes
    line: int | None
    size: int
    sha256: str
    encoding: str
    header: int
    place: tuple[int, int] | None
    stamp: str
    stated: list[_SAID]
    words: int
    digest: int
    text: bytes  # deflated


class _NoGlobals(pickle.Unpickler):
    """Reads what datasketch pickles of an id, and nothing that could run code: a server may be anybody's."""

    def find_class(self, module: str, name: str) -> type:
        raise pickle.UnpicklingError(f"{module}.{name} in a key")


def id_of(key: bytes, place: str) -> str:
    """Return the id that datasketch keeps as *key*.  Raises UnusableIndexError for anything else."""
    try:
        id_ = _NoGlobals(io.BytesIO(key)).load()
    except Exception as error:  # a hostile pickle has many ways to fail
        raise UnusableIndexError(f"{place}: a key is no id: {error}") from error
    if not isinstance(id_, str):
        raise UnusableIndexError(f"{place}: a key is no id")
    return id_


def record_of(document: Document, words: int, digest: int, text: bytes) -> Record:
    """Return the record of a document with so many *words*, and its *text* in UTF-8."""
    stated: list[_SAID] = [
        (one.name, storable(one.value), one.asserter, None if one.span is None else (one.span.start, one.span.end))
        for one in document.statements
    ]
    return Record(
        storable(document.path),
        document.file,
        document.line,
        document.size,
        document.sha256,
        document.encoding,
        document.header,
        document.place,
        f"{document.stamp:x}",
        stated,
        words,
        digest,
        zlib.compress(text, 1),
    )


def are_same(one: Record, other: Record) -> bool:
    """Return whether two records are of one text, whenever its file was written."""
    return one._replace(stamp="") == other._replace(stamp="")


def decoded(raw: bytes, place: str) -> Record:
    """Return the record that a server gives as *raw*.  Raises UnusableIndexError, which names the *place*."""
    try:
        return msgspec.msgpack.decode(raw, type=Record)
    except (msgspec.DecodeError, ValueError) as error:
        raise UnusableIndexError(f"{place}: a document is damaged: {error}") from error


def stored_of(number: int, id_: str, record: Record) -> Stored:
    """Return the document of a *record*, as other indexes give it."""
    document = Document(
        id=id_,
        path=record.path,
        file=record.file,
        line=record.line,
        size=record.size,
        sha256=record.sha256,
        encoding=record.encoding,
        header=record.header,
        statements=tuple(
            Statement(name, value, msgspec.convert(asserter, Asserter), None if span is None else Span(*span))
            for name, value, asserter, span in record.stated
        ),
        place=record.place,
        stamp=int(record.stamp, 16),
    )
    return Stored(number, document, record.words, record.digest, None)
