"""A run of documents in columns, as an answer in the cache has them; a Document is made on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

from provenance.documents.runs import DocumentRun
from provenance.model import Document, Origin, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

_STAMP_BYTES = 40


class Row(NamedTuple):
    """What a document has beside its names: the fields of the same names, *stamp* as bytes."""

    size: int
    sha256: str
    encoding: str
    header: int
    statements: tuple[Statement, ...]
    place: tuple[int, int] | None
    stamp: bytes
    origin: Origin
    number: int


class FileColumns(NamedTuple):
    """Documents in columns: what says where each is, and all *rows*."""

    ids: list[str]
    paths: list[str]
    files: list[bytes]
    lines: list[int | None]
    rows: list[Row]


class FileRun(DocumentRun):
    """The documents in some columns."""

    __slots__ = ("_columns",)

    def __init__(self, columns: FileColumns) -> None:
        super().__init__(_Made(columns))
        self._columns = columns

    def id_at(self, slot: int) -> str:
        """Return the id of the document at *slot*."""
        return self._columns.ids[slot]

    def ids_at(self, slots: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *slots*."""
        return list(map(self._columns.ids.__getitem__, slots.tolist()))

    def place(self, slot: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *slot*."""
        return self._columns.paths[slot], self._columns.lines[slot]

    def opener(self, slot: int) -> bytes:
        """Return the path that opens the file of the document at *slot*."""
        return self._columns.files[slot]


def columns_of(documents: Iterable[Document]) -> FileColumns:
    """Return *documents* in columns."""
    columns = FileColumns([], [], [], [], [])
    for one in documents:
        columns.ids.append(one.id)
        columns.paths.append(one.path)
        columns.files.append(one.file)
        columns.lines.append(one.line)
        stamp = one.stamp.to_bytes(_STAMP_BYTES, "little")
        columns.rows.append(
            Row(
                one.size,
                one.sha256,
                one.encoding,
                one.header,
                one.statements,
                one.place,
                stamp,
                one.origin,
                one.number,
            )
        )
    return columns


class _Made(Sequence[Document]):
    """The documents, each made when it is asked for."""

    def __init__(self, columns: FileColumns) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns.ids)

    @overload
    def __getitem__(self, slot: int) -> Document: ...

    @overload
    def __getitem__(self, slot: slice) -> Sequence[Document]: ...

    def __getitem__(self, slot: int | slice) -> Document | Sequence[Document]:
        if isinstance(slot, slice):
            return [self[at] for at in range(*slot.indices(len(self)))]
        ids, paths, files, lines, rows = self._columns
        size, sha256, encoding, header, statements, place, stamp, origin, number = rows[slot]
        return Document(
            ids[slot],
            paths[slot],
            files[slot],
            lines[slot],
            size,
            sha256,
            encoding,
            header,
            statements,
            place,
            int.from_bytes(stamp, "little"),
            origin,
            number,
        )
