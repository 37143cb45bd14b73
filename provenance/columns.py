"""From columns of records to documents, each made when it is asked for: most of a large corpus never is."""

from __future__ import annotations

from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING

from provenance.kernels import kernels
from provenance.model import Document, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    Header = tuple[int, tuple[Statement, ...]]
    Container = tuple[str, int, tuple[Statement, ...]]


_NO_HEADER: Header = (0, ())


class Records:
    """Documents of one file of records, in columns; *path*, *file* and *encoding* are those of all of them.

    *numbers* are their lines and *places*, where the file can be read again by them, where these begin and end.
    *sizes* are those of their texts.  Id *i* is ``ids[id_ends[i - 1]:id_ends[i]]``; one without is named by its line.
    *said* is what is said of all of them; what the container says of each is JSON: of the field that states
    *stated[j]*, value ``i * len(stated) + j`` of *values*, which are nothing where there are none.
    *headers* holds those there are, by position, and *digests* 32 bytes each, or nothing.
    """

    __slots__ = (
        "digests", "encoding", "file", "headers", "id_ends", "ids", "numbers", "path", "places", "said", "sizes",
        "stated", "value_ends", "values",
    )  # fmt: skip

    def __init__(
        self,
        source: tuple[str, bytes, str],
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
        self.path, self.file, self.encoding = source
        self.numbers = numbers
        self.places = places
        self.sizes = sizes
        self.ids, self.id_ends = ids
        self.values, self.value_ends = values
        self.stated = stated
        self.said = said
        self.headers = headers
        self.digests = digests

    def __len__(self) -> int:
        return len(self.numbers)

    def name(self, at: int) -> str:
        """Return the id of the document at position *at*: its own, else ``path#line``."""
        begin = int(self.id_ends[at - 1]) if at else 0
        own = self.ids[begin : int(self.id_ends[at])]
        return own.decode() if own else f"{self.path}#{self.numbers[at]}"

    def names(self, places: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *places*."""
        found = kernels.strings(self.ids, self.id_ends, places)
        if "" in found:
            return [own or f"{self.path}#{self.numbers[at]}" for at, own in zip(places.tolist(), found, strict=True)]
        return found

    def digest(self, at: int) -> str:
        """Return the SHA-256 of the document at position *at*, "" where no output asked for it."""
        return self.digests[32 * at : 32 * at + 32].hex()

    def hexes(self) -> Iterator[str]:
        """Yield the SHA-256 of each document, "" where no output asked for it."""
        every = self.digests.hex()
        return (every[begin : begin + 64] for begin in range(0, 64 * len(self), 64))

    def containers(self) -> Iterator[Container]:
        """Yield what ``container`` says of each document."""
        if not self.values and not self.headers:
            yield from repeat((self.path, 0, self.said), len(self))
            return
        for at in range(len(self)):
            header, statements = self._stated(at)
            yield self.path, header, statements

    def head(self, count: int) -> Records:
        """Return the first *count* documents."""
        return Records(
            (self.path, self.file, self.encoding),
            self.numbers[:count],
            None if self.places is None else (self.places[0][:count], self.places[1][:count]),
            self.sizes[:count],
            (self.ids, self.id_ends[:count]),
            (self.values, self.value_ends[: count * len(self.stated)]),
            self.stated,
            self.said,
            self.headers,
            self.digests[: 32 * count],
        )

    def document(self, at: int, name: str = "") -> Document:
        """Return the document at position *at*, under another *name* where one is given."""
        place = None
        if self.places is not None:
            begin = int(self.places[0][at])
            place = begin, begin + int(self.places[1][at])
        return self._document(at, name or self.name(at), int(self.numbers[at]), int(self.sizes[at]), place)

    def documents(self, first: int, names: Mapping[int, str]) -> Iterator[Document]:
        """Yield all documents, ten times sooner than one by one; *names* has other ids, by position from *first* on."""
        places: Iterable[tuple[int, int] | None] = repeat(None)
        if self.places is not None:
            begins, lengths = self.places
            places = zip(begins.tolist(), (begins + lengths).tolist(), strict=True)
        ends = self.id_ends.tolist()
        rows = zip(self.numbers.tolist(), self.sizes.tolist(), [0, *ends[:-1]], ends, places, strict=False)
        for at, (number, size, begin, end, place) in enumerate(rows):
            name = names.get(first + at) or self.ids[begin:end].decode() or f"{self.path}#{number}"
            yield self._document(at, name, number, size, place)

    def _document(self, at: int, name: str, number: int, size: int, place: tuple[int, int] | None) -> Document:
        header, statements = self._stated(at)
        return Document(
            name, self.path, self.file, number, size, self.digest(at), self.encoding, header, statements, place
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


def container(document: Document) -> Container:
    """Return all that stages of single texts see of *document* beside its text: path, header, and what is stated."""
    return document.path, document.header, document.statements


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
