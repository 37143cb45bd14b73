"""A run of documents in columns, one row for each record of a file.

A Document is made only on demand: most documents of a large corpus are never needed as objects.
"""

from __future__ import annotations

from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents.stated import statements
from provenance.kernels import kernels
from provenance.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from provenance.documents.runs import Container
    from provenance.documents.stated import Stated
    from provenance.model import Origin, Statement

    Header = tuple[int, tuple[Statement, ...]]


_NO_HEADER: Header = (0, ())


class RowRun:
    """The documents of one file of records, in columns; path, file, encoding, stamp and origin hold for all.

    *numbers* tell records apart that may begin in one line; they are the *line_numbers* where each has its own.
    *places* are the byte ranges of the records (begins, lengths), None if the file cannot be read again by offset.
    *text_sizes* are the sizes of the texts, in bytes as UTF-8.  Id *i* is ``ids[id_ends[i - 1]:id_ends[i]]``; a record
    without an id is identified by its number.
    *shared_statements* hold for every record.  The statements of a record's own fields are JSON: the value of column
    *j* of *width* in record *i* is number ``i * width + j`` in *values*, delimited by *value_ends*; both are empty if
    no record states anything.  *stated* says what the columns state.  *headers* maps slots to crawl headers.
    *raw_digests* holds 32 bytes a record, or nothing.
    """

    __slots__ = (
        "encoding", "file", "headers", "id_ends", "ids", "line_numbers", "numbers", "one_origin", "path", "places",
        "raw_digests", "shared_statements", "stamp", "stated", "text_sizes", "value_ends", "values", "width",
    )  # fmt: skip

    def __init__(
        self,
        source: tuple[str, bytes, str, int, Origin],
        line_numbers: tuple[NDArray[np.uint32], NDArray[np.uint32]],
        places: tuple[NDArray[np.int64], NDArray[np.uint32]] | None,
        sizes: NDArray[np.uint32],
        ids: tuple[bytes, NDArray[np.uint32]],
        values: tuple[bytes, NDArray[np.uint32]],
        width: int,
        stated: tuple[Stated, ...],
        shared_statements: tuple[Statement, ...],
        headers: Mapping[int, Header],
        digests: bytes,
    ) -> None:
        self.path, self.file, self.encoding, self.stamp, self.one_origin = source
        self.line_numbers, self.numbers = line_numbers
        self.places = places
        self.text_sizes = sizes
        self.ids, self.id_ends = ids
        self.values, self.value_ends = values
        self.width = width
        self.stated = stated
        self.shared_statements = shared_statements
        self.headers = headers
        self.raw_digests = digests

    def __len__(self) -> int:
        return len(self.line_numbers)

    def id_at(self, slot: int) -> str:
        """Return the id of the document at *slot*: its own, else ``path#number``."""
        begin = int(self.id_ends[slot - 1]) if slot else 0
        own = self.ids[begin : int(self.id_ends[slot])]
        return own.decode() if own else f"{self.path}#{self.numbers[slot]}"

    def ids_at(self, slots: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *slots*."""
        ids = kernels.strings(self.ids, self.id_ends, slots)
        if "" in ids:
            return [own or f"{self.path}#{self.numbers[slot]}" for slot, own in zip(slots.tolist(), ids, strict=True)]
        return ids

    def place(self, slot: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *slot*."""
        return self.path, int(self.line_numbers[slot])

    def opener(self, slot: int) -> bytes:
        """Return the path that opens the file, the same for every *slot*."""
        return self.file

    def digest(self, slot: int) -> str:
        """Return the SHA-256 of the document at *slot*, "" if no output needs it."""
        return self.raw_digests[32 * slot : 32 * slot + 32].hex()

    def origin(self, slot: int) -> Origin:
        """Return what the documents were taken out of, the same for every *slot*."""
        return self.one_origin

    def origins(self) -> Iterable[Origin]:
        """Return what the documents were taken out of, repeated for each."""
        return repeat(self.one_origin, len(self))

    def paths(self) -> Iterable[str]:
        """Return the path, repeated for each document."""
        return repeat(self.path, len(self))

    def openers(self) -> Iterable[bytes]:
        """Return the path that opens the file, repeated for each document."""
        return repeat(self.file, len(self))

    def lines(self) -> Iterable[int | None]:
        """Return the line numbers."""
        lines: list[int] = self.line_numbers.tolist()
        return lines

    def digests(self) -> Iterable[str]:
        """Return each SHA-256, "" if no output needs it."""
        digits = self.raw_digests.hex()
        return (digits[begin : begin + 64] for begin in range(0, 64 * len(self), 64))

    def encodings(self) -> Iterable[str]:
        """Return the encoding, repeated for each document."""
        return repeat(self.encoding, len(self))

    def containers(self) -> Iterator[Container]:
        """Yield the metadata that stages on single texts see."""
        if not self.values and not self.headers:
            yield from repeat((self.path, 0, self.shared_statements), len(self))
            return
        for slot in range(len(self)):
            header, statements = self._metadata(slot)
            yield self.path, header, statements

    def sizes(self) -> NDArray[np.int64]:
        """Return the sizes in bytes."""
        return self.text_sizes.astype(np.int64)

    def digest_keys(self) -> NDArray[np.uint64]:
        """Return 64 bits of each digest: equal for equal digests, 0 for an unknown one."""
        words = np.frombuffer(self.raw_digests or bytes(32 * len(self)), ">u8").astype(np.uint64)
        return words[::4] ^ words[1::4] ^ words[2::4] ^ words[3::4]

    def file_numbers(self, numbers: dict[str, int]) -> NDArray[np.int64]:
        """Return the number of the path in *numbers*, to which it is added, repeated for each document."""
        return np.full(len(self), numbers.setdefault(self.path, len(numbers)))

    def head(self, count: int) -> RowRun:
        """Return the first *count* documents."""
        lines = self.line_numbers[:count]
        return RowRun(
            (self.path, self.file, self.encoding, self.stamp, self.one_origin),
            (lines, lines if self.numbers is self.line_numbers else self.numbers[:count]),
            None if self.places is None else (self.places[0][:count], self.places[1][:count]),
            self.text_sizes[:count],
            (self.ids, self.id_ends[:count]),
            (self.values, self.value_ends[: count * self.width]),
            self.width,
            self.stated,
            self.shared_statements,
            self.headers,
            self.raw_digests[: 32 * count],
        )

    def document(self, slot: int, new_id: str = "") -> Document:
        """Return the document at *slot*, with *new_id* as its id if one is given."""
        place = None
        if self.places is not None:
            begin = int(self.places[0][slot])
            place = begin, begin + int(self.places[1][slot])
        line = int(self.line_numbers[slot]), self._number(slot)
        return self._document(slot, new_id or self.id_at(slot), line, int(self.text_sizes[slot]), place)

    def documents(self, first: int, new_ids: Mapping[int, str]) -> Iterator[Document]:
        """Yield all documents, ten times as fast as one by one; *new_ids* replaces ids by position, from *first* on."""
        places: Iterable[tuple[int, int] | None] = repeat(None)
        if self.places is not None:
            begins, lengths = self.places
            places = zip(begins.tolist(), (begins + lengths).tolist(), strict=True)
        ends = self.id_ends.tolist()
        numbers = self.numbers.tolist()
        rows = zip(self.line_numbers.tolist(), self.text_sizes.tolist(), [0, *ends[:-1]], ends, places, strict=False)
        for slot, (line, size, begin, end, place) in enumerate(rows):
            own = new_ids.get(first + slot) or self.ids[begin:end].decode() or f"{self.path}#{numbers[slot]}"
            yield self._document(slot, own, (line, self._number(slot)), size, place)

    def _number(self, slot: int) -> int:
        """Return the number of the record at *slot*; 0 where its line is as good."""
        number = int(self.numbers[slot])
        return 0 if number == self.line_numbers[slot] else number

    def _document(
        self, slot: int, own: str, line: tuple[int, int], size: int, place: tuple[int, int] | None
    ) -> Document:
        header, statements = self._metadata(slot)
        return Document(
            own,
            self.path,
            self.file,
            line[0],
            size,
            self.digest(slot),
            self.encoding,
            header,
            statements,
            place,
            self.stamp,
            self.one_origin,
            line[1],
        )

    def _metadata(self, slot: int) -> Header:
        header, extra = self.headers.get(slot, _NO_HEADER)
        if not (self.values or extra):
            return header, self.shared_statements
        return header, (*self.shared_statements, *self._statements(slot), *extra)

    def _statements(self, slot: int) -> Iterator[Statement]:
        if not self.values:
            return
        first, last = slot * self.width, (slot + 1) * self.width
        ends = self.value_ends[max(first - 1, 0) : last].tolist()
        bounds = zip(ends if slot else [0, *ends], ends[1:] if slot else ends, strict=False)
        values = {at: _loads()(self.values[begin:end]) for at, (begin, end) in enumerate(bounds) if begin < end}
        yield from statements(self.stated, values)


@cache
def _loads() -> Callable[[bytes], object]:
    from orjson import loads

    return loads
