"""Every document of a corpus in one sequence of runs, and the columns of all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

from provenance.documents.runs import DocumentRun
from provenance.model import Document
from provenance.sets import unique_inverse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from provenance.documents.runs import Container, Run

NAMES_AT_ONCE = 1 << 16


class Documents(Sequence[Document]):
    """The documents of a corpus, in order; *names* holds, by position, the ids that replace documents' own."""

    __slots__ = ("_firsts", "_names", "_runs", "_size")

    def __init__(self, runs: Iterable[Run | Documents] = (), names: Mapping[int, str] | None = None) -> None:
        self._runs: list[Run] = []
        self._firsts: list[int] = []
        self._size = 0
        self._names: Mapping[int, str] = names or {}
        for run in runs:
            self.extend(run)

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Documents:
        """Return *documents* as a sequence that answers by column; itself where it does already."""
        return documents if isinstance(documents, Documents) else cls((DocumentRun(documents),))

    def extend(self, run: Run | Documents) -> None:
        """Append the documents of *run*."""
        for each in run.runs if isinstance(run, Documents) else (run,):
            if len(each):
                self._runs.append(each)
                self._firsts.append(self._size)
                self._size += len(each)

    def renamed(self, names: Mapping[int, str]) -> Documents:
        """Return the same documents, those at the positions that are keys of *names* under these."""
        return Documents(self._runs, names)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, position: int) -> Document: ...

    @overload
    def __getitem__(self, position: slice) -> tuple[Document, ...]: ...

    def __getitem__(self, position: int | slice) -> Document | tuple[Document, ...]:
        if isinstance(position, slice):
            return tuple(self[at] for at in range(*position.indices(self._size)))
        run, slot, position = self._at(position)
        return run.document(slot, self._names.get(position, ""))

    def __iter__(self) -> Iterator[Document]:
        for first, run in zip(self._firsts, self._runs, strict=True):
            yield from run.documents(first, self._names)

    def _at(self, position: int) -> tuple[Run, int, int]:
        """Return the run that holds the document at *position*, its slot there, and its position from the beginning."""
        if position < 0:
            position += self._size
        if not 0 <= position < self._size:
            raise IndexError("there is no such document")
        number = bisect_right(self._firsts, position) - 1
        return self._runs[number], position - self._firsts[number], position

    @property
    def runs(self) -> Sequence[Run]:
        """The runs that hold these documents, in order, under the ids of their own."""
        return self._runs

    def at(self, positions: NDArray[np.int64]) -> Iterator[tuple[Run, int, NDArray[np.int64]]]:
        """Yield the runs that hold *positions*, which ascend, each with its first position and the slots in it."""
        bounds = np.searchsorted(positions, [*self._firsts, self._size]).tolist()
        for run, first, begin, end in zip(self._runs, self._firsts, bounds, bounds[1:], strict=False):
            if begin < end:
                yield run, first, positions[begin:end] - first

    def names(self, positions: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *positions*, which ascend."""
        own = [name for run, _, slots in self.at(positions) for name in run.names(slots)]
        if not self._names:
            return own
        ordered = positions.tolist()
        return [self._names.get(position, name) for position, name in zip(ordered, own, strict=True)]

    def name(self, position: int) -> str:
        """Return the id of the document at *position*."""
        run, slot, position = self._at(position)
        known = self._names.get(position)
        return run.name(slot) if known is None else known

    def place(self, position: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *position*."""
        run, slot, _ = self._at(position)
        return run.place(slot)

    def opener(self, position: int) -> bytes:
        """Return the path that opens the file of the document at *position*."""
        run, slot, _ = self._at(position)
        return run.opener(slot)

    def digest(self, position: int) -> str:
        """Return the SHA-256 of the document at *position*, "" where no output asked for it."""
        run, slot, _ = self._at(position)
        return run.digest(slot)

    def head(self, count: int) -> Documents:
        """Return the first *count* documents."""
        found, left = Documents(names=self._names), count
        for run in self._runs:
            found.extend(run if len(run) <= left else run.head(left))
            left = count - len(found)
        return found


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
        for first in range(0, len(self), NAMES_AT_ONCE):
            yield from self[first : first + NAMES_AT_ONCE]

    def taken(self, positions: NDArray[np.int64]) -> list[str]:
        """Return the ids at *positions*, in any order."""
        distinct, slots = unique_inverse(positions)
        ids = names(self._documents, distinct)
        return list(map(ids.__getitem__, slots.tolist()))


def taken(ids: Sequence[str], positions: NDArray[np.int64]) -> list[str]:
    """Return those of *ids* that stand at *positions*."""
    return ids.taken(positions) if isinstance(ids, Names) else [ids[position] for position in positions.tolist()]


def names(documents: Sequence[Document], positions: NDArray[np.int64]) -> list[str]:
    """Return the ids of the documents at *positions*, which ascend."""
    if not isinstance(documents, Documents):
        return [documents[position].id for position in positions.tolist()]
    return documents.names(positions)


def paths(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the path of each of *documents*."""
    return (path for run in Documents.of(documents).runs for path in run.paths())


def openers(documents: Sequence[Document]) -> Iterator[bytes]:
    """Yield the path that opens the file of each of *documents*."""
    return (opener for run in Documents.of(documents).runs for opener in run.openers())


def lines(documents: Sequence[Document]) -> Iterator[int | None]:
    """Yield the line of each of *documents*, None for a whole file."""
    return (line for run in Documents.of(documents).runs for line in run.lines())


def digests(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the SHA-256 of each of *documents*, "" for one of which no output asked for it."""
    return (digest for run in Documents.of(documents).runs for digest in run.digests())


def encodings(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the encoding of each of *documents*."""
    return (encoding for run in Documents.of(documents).runs for encoding in run.encodings())


def containers(documents: Sequence[Document]) -> Iterator[Container]:
    """Yield what the stages that look at one text see of each of *documents* beside the text."""
    return (container for run in Documents.of(documents).runs for container in run.containers())


def sizes(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Return the sizes of *documents*, in bytes."""
    return np.concatenate([np.zeros(0, np.int64), *(run.sizes() for run in Documents.of(documents).runs)])


def digest_keys(documents: Sequence[Document]) -> NDArray[np.uint64]:
    """Return 64 bits of the digest of each of *documents*: equal for equal ones; 0 for one that has none."""
    return np.concatenate([np.zeros(0, np.uint64), *(run.digest_keys() for run in Documents.of(documents).runs)])


def files(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Return a number for the path of each of *documents*: equal for those of one file."""
    numbers: dict[str, int] = {}
    runs = Documents.of(documents).runs
    return np.concatenate([np.zeros(0, np.int64), *(run.file_numbers(numbers) for run in runs)])
