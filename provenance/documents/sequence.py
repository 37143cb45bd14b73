"""All documents of a corpus as one sequence over its runs, and the columns of that sequence."""

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
    from provenance.model import Origin

_IDS_AT_ONCE = 1 << 16  # ids that iteration makes at a time


class Documents(Sequence[Document]):
    """The documents of a corpus, in order; *new_ids* holds, by position, ids that replace the documents' own."""

    __slots__ = ("_new_ids", "_runs", "_size", "_starts")

    def __init__(self, runs: Iterable[Run | Documents] = (), new_ids: Mapping[int, str] | None = None) -> None:
        self._runs: list[Run] = []
        self._starts: list[int] = []
        self._size = 0
        self._new_ids: Mapping[int, str] = new_ids or {}
        for run in runs:
            self.extend(run)

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Documents:
        """Return *documents* as a sequence with columns; itself if it already is one."""
        return documents if isinstance(documents, Documents) else cls((DocumentRun(documents),))

    def extend(self, run: Run | Documents) -> None:
        """Append the documents of *run*."""
        for part in run.runs if isinstance(run, Documents) else (run,):
            if len(part):
                self._runs.append(part)
                self._starts.append(self._size)
                self._size += len(part)

    def with_ids(self, new_ids: Mapping[int, str]) -> Documents:
        """Return the same documents with the ids that *new_ids* gives by position."""
        return Documents(self._runs, new_ids)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, position: int) -> Document: ...

    @overload
    def __getitem__(self, position: slice) -> tuple[Document, ...]: ...

    def __getitem__(self, position: int | slice) -> Document | tuple[Document, ...]:
        if isinstance(position, slice):
            return tuple(self[index] for index in range(*position.indices(self._size)))
        run, slot, position = self._at(position)
        return run.document(slot, self._new_ids.get(position, ""))

    def __iter__(self) -> Iterator[Document]:
        for first, run in zip(self._starts, self._runs, strict=True):
            yield from run.documents(first, self._new_ids)

    def _at(self, position: int) -> tuple[Run, int, int]:
        """Return the run that holds the document at *position*, its slot there, and the position, made non-negative."""
        if position < 0:
            position += self._size
        if not 0 <= position < self._size:
            raise IndexError("there is no such document")
        number = bisect_right(self._starts, position) - 1
        return self._runs[number], position - self._starts[number], position

    @property
    def runs(self) -> Sequence[Run]:
        """The runs of these documents, in order, with the documents' own ids."""
        return self._runs

    def slots(self, positions: NDArray[np.int64]) -> Iterator[tuple[Run, int, NDArray[np.int64]]]:
        """Yield the runs that hold *positions*, which ascend, each with its first position and the slots in it."""
        bounds = np.searchsorted(positions, [*self._starts, self._size]).tolist()
        for run, first, begin, end in zip(self._runs, self._starts, bounds, bounds[1:], strict=False):
            if begin < end:
                yield run, first, positions[begin:end] - first

    def ids_at(self, positions: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *positions*, which ascend."""
        own = [id_ for run, _, slots in self.slots(positions) for id_ in run.ids_at(slots)]
        if not self._new_ids:
            return own
        ordered = positions.tolist()
        return [self._new_ids.get(position, id_) for position, id_ in zip(ordered, own, strict=True)]

    def id_at(self, position: int) -> str:
        """Return the id of the document at *position*."""
        run, slot, position = self._at(position)
        new_id = self._new_ids.get(position)
        return run.id_at(slot) if new_id is None else new_id

    def origin(self, position: int) -> Origin:
        """Return what the document at *position* was taken out of."""
        run, slot, _ = self._at(position)
        return run.origin(slot)

    def place(self, position: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *position*."""
        run, slot, _ = self._at(position)
        return run.place(slot)

    def opener(self, position: int) -> bytes:
        """Return the path that opens the file of the document at *position*."""
        run, slot, _ = self._at(position)
        return run.opener(slot)

    def digest(self, position: int) -> str:
        """Return the SHA-256 of the document at *position*, "" if no output needs it."""
        run, slot, _ = self._at(position)
        return run.digest(slot)

    def head(self, count: int) -> Documents:
        """Return the first *count* documents."""
        documents, missing = Documents(new_ids=self._new_ids), count
        for run in self._runs:
            documents.extend(run if len(run) <= missing else run.head(missing))
            missing = count - len(documents)
        return documents


class Ids(Sequence[str]):
    """The ids of *documents*, in their order, each made on demand."""

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
            return ids_at(self._documents, np.arange(*position.indices(len(self))))
        documents = self._documents
        return documents.id_at(position) if isinstance(documents, Documents) else documents[position].id

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), _IDS_AT_ONCE):
            yield from self[first : first + _IDS_AT_ONCE]

    def at(self, positions: NDArray[np.int64]) -> list[str]:
        """Return the ids at *positions*, in any order."""
        distinct, slots = unique_inverse(positions)
        ids = ids_at(self._documents, distinct)
        return list(map(ids.__getitem__, slots.tolist()))


def pick(ids: Sequence[str], positions: NDArray[np.int64]) -> list[str]:
    """Return those of *ids* at *positions*, in any order."""
    return ids.at(positions) if isinstance(ids, Ids) else [ids[position] for position in positions.tolist()]


def ids_at(documents: Sequence[Document], positions: NDArray[np.int64]) -> list[str]:
    """Return the ids of the documents at *positions*, which ascend."""
    if not isinstance(documents, Documents):
        return [documents[position].id for position in positions.tolist()]
    return documents.ids_at(positions)


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
    """Yield the SHA-256 of each of *documents*, "" if no output needs it."""
    return (digest for run in Documents.of(documents).runs for digest in run.digests())


def encodings(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the encoding of each of *documents*."""
    return (encoding for run in Documents.of(documents).runs for encoding in run.encodings())


def origins(documents: Sequence[Document]) -> Iterator[Origin]:
    """Yield what each of *documents* was taken out of."""
    return (origin for run in Documents.of(documents).runs for origin in run.origins())


def containers(documents: Sequence[Document]) -> Iterator[Container]:
    """Yield the metadata of each of *documents* that stages on single texts see."""
    return (container for run in Documents.of(documents).runs for container in run.containers())


def sizes(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Return the sizes of *documents*, in bytes."""
    return np.concatenate([np.zeros(0, np.int64), *(run.sizes() for run in Documents.of(documents).runs)])


def digest_keys(documents: Sequence[Document]) -> NDArray[np.uint64]:
    """Return 64 bits of the digest of each of *documents*: equal for equal digests, 0 for an unknown one."""
    return np.concatenate([np.zeros(0, np.uint64), *(run.digest_keys() for run in Documents.of(documents).runs)])


def file_numbers(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Return a number for the file of each of *documents*: equal for documents of the same path."""
    numbers: dict[str, int] = {}
    runs = Documents.of(documents).runs
    return np.concatenate([np.zeros(0, np.int64), *(run.file_numbers(numbers) for run in runs)])
