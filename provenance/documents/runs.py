"""The protocol of runs, which a corpus is made of, and the plain run, which holds Document objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from provenance.model import Document, Origin, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

# The metadata of a document that stages on single texts see beside the text: path, header, statements.
Container = tuple[str, int, tuple[Statement, ...]]

_64_BITS = (1 << 64) - 1


class Run(Protocol):
    """Consecutive documents of a corpus, by slot (from 0) or in columns.

    A method with a plural name returns a column, one value a document; `ids_at` returns the ids of some slots.
    """

    def __len__(self) -> int: ...

    def head(self, count: int) -> Run:
        """Return the first *count* documents."""

    def document(self, slot: int, new_id: str = "") -> Document:
        """Return the document at *slot*, with *new_id* as its id if one is given."""

    def documents(self, first: int, new_ids: Mapping[int, str]) -> Iterator[Document]:
        """Yield all documents; *new_ids* replaces ids by position, counting from *first* at the start of the run."""

    def id_at(self, slot: int) -> str:
        """Return the id of the document at *slot*."""

    def ids_at(self, slots: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *slots*."""

    def place(self, slot: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *slot*."""

    def opener(self, slot: int) -> bytes:
        """Return the path that opens the file of the document at *slot*."""

    def digest(self, slot: int) -> str:
        """Return the SHA-256 of the document at *slot*, "" if no output needs it."""

    def origin(self, slot: int) -> Origin:
        """Return what the document at *slot* was taken out of."""

    def origins(self) -> Iterable[Origin]:
        """Return what the documents were taken out of."""

    def paths(self) -> Iterable[str]:
        """Return the paths as shown to people."""

    def openers(self) -> Iterable[bytes]:
        """Return the paths that open the files."""

    def lines(self) -> Iterable[int | None]:
        """Return the lines, None for a whole file."""

    def digests(self) -> Iterable[str]:
        """Return each SHA-256, "" if no output needs it."""

    def encodings(self) -> Iterable[str]:
        """Return the encodings."""

    def containers(self) -> Iterable[Container]:
        """Return the metadata that stages on single texts see."""

    def sizes(self) -> NDArray[np.int64]:
        """Return the sizes in bytes."""

    def digest_keys(self) -> NDArray[np.uint64]:
        """Return 64 bits of each digest: equal for equal digests, 0 for an unknown one."""

    def file_numbers(self, numbers: dict[str, int]) -> NDArray[np.int64]:
        """Return a number for each path, from *numbers*, to which new paths are added."""


class DocumentRun:
    """A run of Document objects: text files, and records that were parsed one by one."""

    __slots__ = ("_documents",)

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def __len__(self) -> int:
        return len(self._documents)

    def head(self, count: int) -> DocumentRun:
        """Return the first *count* documents."""
        return DocumentRun(self._documents[:count])

    def document(self, slot: int, new_id: str = "") -> Document:
        """Return the document at *slot*, with *new_id* as its id if one is given."""
        return _with_id(self._documents[slot], new_id)

    def documents(self, first: int, new_ids: Mapping[int, str]) -> Iterator[Document]:
        """Yield all documents; *new_ids* replaces ids by position, counting from *first* at the start of the run."""
        for position, document in enumerate(self._documents, first):
            yield _with_id(document, new_ids.get(position, ""))

    def id_at(self, slot: int) -> str:
        """Return the id of the document at *slot*."""
        return self._documents[slot].id

    def ids_at(self, slots: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *slots*."""
        return [self._documents[slot].id for slot in slots.tolist()]

    def place(self, slot: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *slot*."""
        return self._documents[slot].path, self._documents[slot].line

    def opener(self, slot: int) -> bytes:
        """Return the path that opens the file of the document at *slot*."""
        return self._documents[slot].file

    def digest(self, slot: int) -> str:
        """Return the SHA-256 of the document at *slot*, "" if no output needs it."""
        return self._documents[slot].sha256

    def origin(self, slot: int) -> Origin:
        """Return what the document at *slot* was taken out of."""
        return self._documents[slot].origin

    def origins(self) -> Iterable[Origin]:
        """Return what the documents were taken out of."""
        return (document.origin for document in self._documents)

    def paths(self) -> Iterable[str]:
        """Return the paths as shown to people."""
        return (document.path for document in self._documents)

    def openers(self) -> Iterable[bytes]:
        """Return the paths that open the files."""
        return (document.file for document in self._documents)

    def lines(self) -> Iterable[int | None]:
        """Return the lines, None for a whole file."""
        return (document.line for document in self._documents)

    def digests(self) -> Iterable[str]:
        """Return each SHA-256, "" if no output needs it."""
        return (document.sha256 for document in self._documents)

    def encodings(self) -> Iterable[str]:
        """Return the encodings."""
        return (document.encoding for document in self._documents)

    def containers(self) -> Iterable[Container]:
        """Return the metadata that stages on single texts see."""
        return ((document.path, document.header, document.statements) for document in self._documents)

    def sizes(self) -> NDArray[np.int64]:
        """Return the sizes in bytes."""
        return np.array([document.size for document in self._documents], np.int64)

    def digest_keys(self) -> NDArray[np.uint64]:
        """Return 64 bits of each digest: equal for equal digests, 0 for an unknown one."""
        return np.array([_xor_folded(document.sha256) for document in self._documents], np.uint64)

    def file_numbers(self, numbers: dict[str, int]) -> NDArray[np.int64]:
        """Return a number for each path, from *numbers*, to which new paths are added."""
        return np.array([numbers.setdefault(document.path, len(numbers)) for document in self._documents], np.int64)


def _with_id(document: Document, new_id: str) -> Document:
    if not new_id or new_id == document.id:
        return document
    import attrs

    return attrs.evolve(document, id=new_id)


def _xor_folded(sha256: str) -> int:
    digest = int(sha256 or "0", 16)
    return (digest ^ digest >> 64 ^ digest >> 128 ^ digest >> 192) & _64_BITS
