"""A run of documents in columns, one row a record of a file; a document is made only when it is asked for.

Most documents of a large corpus never are.
"""

from __future__ import annotations

from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels import kernels
from provenance.model import Document, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from provenance.documents.runs import Container

    Header = tuple[int, tuple[Statement, ...]]


_NO_HEADER: Header = (0, ())


class RowRun:
    """The documents of one file of records, in columns; *path*, *file*, *encoding* and *stamp* hold for all.

    *numbers* are line numbers.  *places* are the byte ranges of the records (begins, lengths), None where the file
    cannot be read again by offset.  *text_sizes* are the sizes of the texts, in bytes as UTF-8.  Id *i* is
    ``ids[id_ends[i - 1]:id_ends[i]]``; a record without an id is named by its line.
    *said* are statements that hold for every record.  What a record's own fields state is JSON: the value of field
    *stated[j]* in record *i* is value ``i * len(stated) + j`` of *values*, cut by *value_ends*; both are empty where
    no record states anything.  *headers* holds the crawl headers that there are, by slot.  *raw_digests* holds 32
    bytes a record, or nothing.
    """

    __slots__ = (
        "encoding", "file", "headers", "id_ends", "ids", "numbers", "path", "places", "raw_digests", "said", "stamp",
        "stated", "text_sizes", "value_ends", "values",
    )  # fmt: skip

    def __init__(
        self,
        source: tuple[str, bytes, str, int],
        numbers: NDArray[np.uint32],
        places: tuple[NDArray[np.int64], NDArray[np.uint32]] | None,
        sizes: NDArray[np.uint32],
        ids: tuple[bytes, NDArray[np.uint32]],
        values: tuple[bytes, NDArray[np.uint32]],
        stated: tuple[str, ...],
        said: tuple[Statement, ...],
        headers: Mapping[int, Header],
        digests: bytes,
    ) -> None:
        self.path, self.file, self.encoding, self.stamp = source
        self.numbers = numbers
        self.places = places
        self.text_sizes = sizes
        self.ids, self.id_ends = ids
        self.values, self.value_ends = values
        self.stated = stated
        self.said = said
        self.headers = headers
        self.raw_digests = digests

    def __len__(self) -> int:
        return len(self.numbers)

    def name(self, slot: int) -> str:
        """Return the id of the document at *slot*: its own, else ``path#line``."""
        begin = int(self.id_ends[slot - 1]) if slot else 0
        own = self.ids[begin : int(self.id_ends[slot])]
        return own.decode() if own else f"{self.path}#{self.numbers[slot]}"

    def names(self, slots: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *slots*."""
        found = kernels.strings(self.ids, self.id_ends, slots)
        if "" in found:
            return [own or f"{self.path}#{self.numbers[slot]}" for slot, own in zip(slots.tolist(), found, strict=True)]
        return found

    def place(self, slot: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *slot*."""
        return self.path, int(self.numbers[slot])

    def opener(self, slot: int) -> bytes:
        """Return the path that opens the file, which is the same for every *slot*."""
        return self.file

    def digest(self, slot: int) -> str:
        """Return the SHA-256 of the document at *slot*, "" where no output asked for it."""
        return self.raw_digests[32 * slot : 32 * slot + 32].hex()

    def paths(self) -> Iterable[str]:
        """Return the path, once a document."""
        return repeat(self.path, len(self))

    def openers(self) -> Iterable[bytes]:
        """Return the path that opens the file, once a document."""
        return repeat(self.file, len(self))

    def lines(self) -> Iterable[int | None]:
        """Return the line numbers."""
        lines: list[int] = self.numbers.tolist()
        return lines

    def digests(self) -> Iterable[str]:
        """Return each SHA-256, "" where no output asked for it."""
        every = self.raw_digests.hex()
        return (every[begin : begin + 64] for begin in range(0, 64 * len(self), 64))

    def encodings(self) -> Iterable[str]:
        """Return the encoding, once a document."""
        return repeat(self.encoding, len(self))

    def containers(self) -> Iterator[Container]:
        """Yield what the stages that look at one text see beside the text."""
        if not self.values and not self.headers:
            yield from repeat((self.path, 0, self.said), len(self))
            return
        for slot in range(len(self)):
            header, statements = self._stated(slot)
            yield self.path, header, statements

    def sizes(self) -> NDArray[np.int64]:
        """Return the sizes in bytes."""
        return self.text_sizes.astype(np.int64)

    def digest_keys(self) -> NDArray[np.uint64]:
        """Return 64 bits of each digest: equal for equal ones, 0 where none is known."""
        words = np.frombuffer(self.raw_digests or bytes(32 * len(self)), ">u8").astype(np.uint64)
        return words[::4] ^ words[1::4] ^ words[2::4] ^ words[3::4]

    def file_numbers(self, numbers: dict[str, int]) -> NDArray[np.int64]:
        """Return the number of the path in *numbers*, which takes it in, once a document."""
        return np.full(len(self), numbers.setdefault(self.path, len(numbers)))

    def head(self, count: int) -> RowRun:
        """Return the first *count* documents."""
        return RowRun(
            (self.path, self.file, self.encoding, self.stamp),
            self.numbers[:count],
            None if self.places is None else (self.places[0][:count], self.places[1][:count]),
            self.text_sizes[:count],
            (self.ids, self.id_ends[:count]),
            (self.values, self.value_ends[: count * len(self.stated)]),
            self.stated,
            self.said,
            self.headers,
            self.raw_digests[: 32 * count],
        )

    def document(self, at: int, name: str = "") -> Document:
        """Return the document at position *at*, under another *name* where one is given."""
        place = None
        if self.places is not None:
            begin = int(self.places[0][at])
            place = begin, begin + int(self.places[1][at])
        return self._document(at, name or self.name(at), int(self.numbers[at]), int(self.text_sizes[at]), place)

    def documents(self, first: int, names: Mapping[int, str]) -> Iterator[Document]:
        """Yield all documents, ten times sooner than one by one; *names* has other ids, by position from *first* on."""
        places: Iterable[tuple[int, int] | None] = repeat(None)
        if self.places is not None:
            begins, lengths = self.places
            places = zip(begins.tolist(), (begins + lengths).tolist(), strict=True)
        ends = self.id_ends.tolist()
        rows = zip(self.numbers.tolist(), self.text_sizes.tolist(), [0, *ends[:-1]], ends, places, strict=False)
        for at, (number, size, begin, end, place) in enumerate(rows):
            name = names.get(first + at) or self.ids[begin:end].decode() or f"{self.path}#{number}"
            yield self._document(at, name, number, size, place)

    def _document(self, at: int, name: str, number: int, size: int, place: tuple[int, int] | None) -> Document:
        header, statements = self._stated(at)
        return Document(
            name,
            self.path,
            self.file,
            number,
            size,
            self.digest(at),
            self.encoding,
            header,
            statements,
            place,
            self.stamp,
        )

    def _stated(self, at: int) -> Header:
        header, found = self.headers.get(at, _NO_HEADER)
        return header, (*self.said, *self._statements(at), *found) if self.values or found else self.said

    def _statements(self, at: int) -> Iterator[Statement]:
        first, last = at * len(self.stated), (at + 1) * len(self.stated)
        ends = self.value_ends[max(first - 1, 0) : last].tolist() if self.values else []
        for name, begin, end in zip(self.stated, ends if at else [0, *ends], ends[1:] if at else ends, strict=False):
            value = _loads()(self.values[begin:end]) if begin < end else ""
            if isinstance(value, str):
                if value:
                    yield Statement(name, value, "container")
            else:
                yield from stated(name, value)


@cache
def _loads() -> Callable[[bytes], object]:
    from orjson import loads

    return loads


def stated(name: str, value: object) -> Iterator[Statement]:
    """Yield what the *value* of a field states: strings and numbers, one by one where a list holds several.

    An object states its name, which is how feeds write a source.
    """
    for one in value if isinstance(value, list) else (value,):
        plain = one.get("name") if isinstance(one, dict) else one
        if isinstance(plain, str | int | float) and not isinstance(plain, bool) and plain != "":
            yield Statement(name, str(plain), "container")
