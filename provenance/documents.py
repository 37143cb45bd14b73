"""From columns of records to documents, each made when it is asked for: most of a large corpus never is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, overload

import numpy as np

from provenance.model import Document, Statement
from provenance.sets import places
from provenance.words import kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    Header = tuple[int, tuple[Statement, ...]]
    Numbers = NDArray[np.int64] | NDArray[np.uint32] | NDArray[np.uint64]
    Kind = TypeVar("Kind", np.int64, np.uint64)


_64_BITS = (1 << 64) - 1


class Records:
    """Documents of one file of records, in columns; *path*, *file* and *encoding* are those of all of them.

    *numbers* are their lines and *places*, where the file can be read again by them, where these begin and end.
    *sizes* are those of their texts.  Id *i* is ``ids[id_ends[i - 1]:id_ends[i]]``; one without is named by its line.
    What its container says is JSON: of the field that states *stated[j]*, value ``i * len(stated) + j`` of *values*.
    *headers* holds those there are, by position, and *digests* 32 bytes each, or nothing.
    """

    __slots__ = (
        "digests", "encoding", "file", "headers", "id_ends", "ids", "numbers", "path", "places", "sizes", "stated",
        "value_ends", "values",
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

    def document(self, at: int, name: str = "") -> Document:
        """Return the document at position *at*, under another *name* where one is given."""
        header, found = self.headers.get(at, (0, ()))
        place = None
        if self.places is not None:
            begin = int(self.places[0][at])
            place = begin, begin + int(self.places[1][at])
        return Document(
            name or self.name(at),
            self.path,
            self.file,
            int(self.numbers[at]),
            int(self.sizes[at]),
            self.digests[32 * at : 32 * at + 32].hex(),
            self.encoding,
            header,
            (*self._statements(at), *found) if self.values or found else (),
            place,
        )

    def _statements(self, at: int) -> Iterator[Statement]:
        from orjson import loads

        for slot, name in enumerate(self.stated, at * len(self.stated)):
            begin, end = int(self.value_ends[slot - 1]) if slot else 0, int(self.value_ends[slot])
            if begin < end:
                yield from stated(name, loads(self.values[begin:end]))


def stated(name: str, value: object) -> Iterator[Statement]:
    """Yield what the *value* of a field states: strings and numbers, one by one where a list holds several.

    An object states its name, which is how feeds write a source.
    """
    for one in value if isinstance(value, list) else (value,):
        plain = one.get("name") if isinstance(one, dict) else one
        if isinstance(plain, str | int | float) and not isinstance(plain, bool) and plain != "":
            yield Statement(name, str(plain), "container")


class Documents(Sequence[Document]):
    """The documents of a corpus, in order, made of runs of them: plain ones, and columns that become some when asked.

    *names* holds the ids that are not their own.
    """

    __slots__ = ("_firsts", "_names", "_parts", "_size")

    def __init__(
        self, parts: Iterable[Sequence[Document] | Records] = (), names: Mapping[int, str] | None = None
    ) -> None:
        self._parts: list[Sequence[Document] | Records] = []
        self._firsts: list[int] = []
        self._size = 0
        self._names: Mapping[int, str] = names or {}
        for part in parts:
            self.extend(part)

    def extend(self, part: Sequence[Document] | Records) -> None:
        """Take *part* in at the end."""
        for each in part.runs if isinstance(part, Documents) else (part,):
            if len(each):
                self._parts.append(each)
                self._firsts.append(self._size)
                self._size += len(each)

    def renamed(self, names: Mapping[int, str]) -> Documents:
        """Return the same documents, those at the positions that are keys of *names* under these."""
        return Documents(self._parts, names)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, position: int) -> Document: ...

    @overload
    def __getitem__(self, position: slice) -> tuple[Document, ...]: ...

    def __getitem__(self, position: int | slice) -> Document | tuple[Document, ...]:
        if isinstance(position, slice):
            return tuple(self[at] for at in range(*position.indices(self._size)))
        part, at, position = self._at(position)
        if isinstance(part, Records):
            return part.document(at, self._names.get(position, ""))
        return _named(part[at], self._names.get(position))

    def __iter__(self) -> Iterator[Document]:
        for first, part in zip(self._firsts, self._parts, strict=True):
            for at in range(len(part)):
                if isinstance(part, Records):
                    yield part.document(at, self._names.get(first + at, ""))
                else:
                    yield _named(part[at], self._names.get(first + at))

    def _at(self, position: int) -> tuple[Sequence[Document] | Records, int, int]:
        """Return the run that holds the document at *position*, its place there, and its place from the beginning."""
        if position < 0:
            position += self._size
        if not 0 <= position < self._size:
            raise IndexError("there is no such document")
        number = bisect_right(self._firsts, position) - 1
        return self._parts[number], position - self._firsts[number], position

    @property
    def runs(self) -> Sequence[Sequence[Document] | Records]:
        """The runs that these documents stand in, in order, under the ids of their own."""
        return self._parts

    def names(self, positions: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *positions*, which ascend."""
        found = list[str]()
        bounds = np.searchsorted(positions, [*self._firsts, self._size]).tolist()
        for part, first, begin, end in zip(self._parts, self._firsts, bounds, bounds[1:], strict=False):
            slots = positions[begin:end] - first
            if isinstance(part, Records):
                found += part.names(slots)
            else:
                found += [part[at].id for at in slots.tolist()]
        if self._names:
            ordered = positions.tolist()
            found = [self._names.get(position, name) for position, name in zip(ordered, found, strict=True)]
        return found

    def name(self, position: int) -> str:
        """Return the id of the document at *position*."""
        part, at, position = self._at(position)
        known = self._names.get(position)
        if known is not None:
            return known
        return part.name(at) if isinstance(part, Records) else part[at].id


def _named(document: Document, name: str | None) -> Document:
    if name is None or name == document.id:
        return document
    import attrs

    return attrs.evolve(document, id=name)


class Names(Sequence[str]):
    """The ids of *documents*, in their order, each made when it is asked for."""

    __slots__ = ("_documents",)

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def __len__(self) -> int:
        return len(self._documents)

    @overload
    def __getitem__(self, position: int) -> str: ...

    @overload
    def __getitem__(self, position: slice) -> list[str]: ...

    def __getitem__(self, position: int | slice) -> str | list[str]:
        if isinstance(position, slice):
            return names(self._documents, np.arange(*position.indices(len(self))))
        documents = self._documents
        return documents.name(position) if isinstance(documents, Documents) else documents[position].id

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])

    def taken(self, positions: NDArray[np.int64]) -> list[str]:
        """Return the ids at *positions*, in any order."""
        some, slots = places(positions)
        found = names(self._documents, some)
        return list(map(found.__getitem__, slots.tolist()))


def taken(ids: Sequence[str], positions: NDArray[np.int64]) -> list[str]:
    """Return those of *ids* that stand at *positions*."""
    return ids.taken(positions) if isinstance(ids, Names) else [ids[position] for position in positions.tolist()]


def names(documents: Sequence[Document], positions: NDArray[np.int64]) -> list[str]:
    """Return the ids of the documents at *positions*, which ascend."""
    if not isinstance(documents, Documents):
        return [documents[position].id for position in positions.tolist()]
    return documents.names(positions)


def sizes(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Return the sizes of *documents*, in bytes."""
    return _column(documents, lambda run: run.sizes, lambda document: document.size, np.int64)


def digest_keys(documents: Sequence[Document]) -> NDArray[np.uint64]:
    """Return 64 bits of the digest of each of *documents*: equal for equal ones; 0 for one that has none."""

    def of_run(run: Records) -> NDArray[np.uint64]:
        words = np.frombuffer(run.digests or bytes(32 * len(run)), ">u8").astype(np.uint64)
        return words[::4] ^ words[1::4] ^ words[2::4] ^ words[3::4]

    def of_one(document: Document) -> int:
        digest = int(document.sha256 or "0", 16)
        return (digest ^ digest >> 64 ^ digest >> 128 ^ digest >> 192) & _64_BITS

    return _column(documents, of_run, of_one, np.uint64)


def files(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Return a number for the path of each of *documents*: equal for those of one file."""
    numbers: dict[str, int] = {}

    def number(path: str) -> int:
        return numbers.setdefault(path, len(numbers))

    return _column(
        documents, lambda run: np.full(len(run), number(run.path)), lambda document: number(document.path), np.int64
    )


def _column(
    documents: Sequence[Document], of_run: Callable[[Records], Numbers], of: Callable[[Document], int], kind: type[Kind]
) -> NDArray[Kind]:
    found = [np.zeros(0, kind)]
    for run in documents.runs if isinstance(documents, Documents) else (documents,):
        column = of_run(run) if isinstance(run, Records) else np.array([of(document) for document in run], kind)
        found.append(column.astype(kind))
    return np.concatenate(found)
