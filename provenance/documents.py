"""From runs of documents and of columns to one sequence, and to what all its documents are called, in columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import repeat
from typing import TYPE_CHECKING, TypeVar, overload

import numpy as np

from provenance.columns import Records, container
from provenance.model import Document
from provenance.sets import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from provenance.columns import Container

    Numbers = NDArray[np.int64] | NDArray[np.uint32] | NDArray[np.uint64]
    Kind = TypeVar("Kind", np.int64, np.uint64)
    Told = TypeVar("Told")


_64_BITS = (1 << 64) - 1
# So many names are made at a time.
_TOGETHER = 1 << 16


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
            if isinstance(part, Records):
                yield from part.documents(first, self._names)
            else:
                for at, document in enumerate(part, first):
                    yield _named(document, self._names.get(at))

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

    def at(self, positions: NDArray[np.int64]) -> Iterator[tuple[Sequence[Document] | Records, int, NDArray[np.int64]]]:
        """Yield the runs that hold *positions*, which ascend, each with its first position and the places in it."""
        bounds = np.searchsorted(positions, [*self._firsts, self._size]).tolist()
        for part, first, begin, end in zip(self._parts, self._firsts, bounds, bounds[1:], strict=False):
            if begin < end:
                yield part, first, positions[begin:end] - first

    def names(self, positions: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *positions*, which ascend."""
        found = list[str]()
        for part, _, slots in self.at(positions):
            found += part.names(slots) if isinstance(part, Records) else [part[at].id for at in slots.tolist()]
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

    def place(self, position: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *position*."""
        part, at, _ = self._at(position)
        if isinstance(part, Records):
            return part.path, int(part.numbers[at])
        return part[at].path, part[at].line

    def opener(self, position: int) -> bytes:
        """Return what opens the file of the document at *position*."""
        part, at, _ = self._at(position)
        return part.file if isinstance(part, Records) else part[at].file

    def digest(self, position: int) -> str:
        """Return the SHA-256 of the document at *position*."""
        part, at, _ = self._at(position)
        return part.digest(at) if isinstance(part, Records) else part[at].sha256

    def head(self, count: int) -> Documents:
        """Return the first *count* documents."""
        found, left = Documents(names=self._names), count
        for part in self._parts:
            found.extend(part if len(part) <= left else part.head(left) if isinstance(part, Records) else part[:left])
            left = count - len(found)
        return found


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
        for first in range(0, len(self), _TOGETHER):
            yield from self[first : first + _TOGETHER]

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


def all_of(documents: Sequence[Document]) -> Documents:
    """Return *documents* as a sequence that knows what they are called without making any."""
    return documents if isinstance(documents, Documents) else Documents((documents,))


def paths(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the path of each of *documents*."""
    return _each(documents, lambda run: repeat(run.path, len(run)), lambda document: document.path)


def openers(documents: Sequence[Document]) -> Iterator[bytes]:
    """Yield what opens the file of each of *documents*."""
    return _each(documents, lambda run: repeat(run.file, len(run)), lambda document: document.file)


def lines(documents: Sequence[Document]) -> Iterator[int | None]:
    """Yield the line of each of *documents*, None for a whole file."""
    return _each(documents, lambda run: run.numbers.tolist(), lambda document: document.line)


def digests(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the SHA-256 of each of *documents*, "" for one of which no output asked for it."""
    return _each(documents, Records.hexes, lambda document: document.sha256)


def encodings(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the encoding of each of *documents*."""
    return _each(documents, lambda run: repeat(run.encoding, len(run)), lambda document: document.encoding)


def containers(documents: Sequence[Document]) -> Iterator[Container]:
    """Yield what stages of single texts see of each of *documents* beside its text; see ``columns.container``."""
    return _each(documents, Records.containers, container)


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


def _each(
    documents: Sequence[Document], of_run: Callable[[Records], Iterable[Told]], of: Callable[[Document], Told]
) -> Iterator[Told]:
    for run in documents.runs if isinstance(documents, Documents) else (documents,):
        yield from of_run(run) if isinstance(run, Records) else map(of, run)


def _column(
    documents: Sequence[Document], of_run: Callable[[Records], Numbers], of: Callable[[Document], int], kind: type[Kind]
) -> NDArray[Kind]:
    found = [np.zeros(0, kind)]
    for run in documents.runs if isinstance(documents, Documents) else (documents,):
        column = of_run(run) if isinstance(run, Records) else np.array([of(document) for document in run], kind)
        found.append(column.astype(kind))
    return np.concatenate(found)
