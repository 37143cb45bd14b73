"""A run of documents: the protocol that a corpus is made of, and its plain kind, which holds documents as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from provenance.model import Document, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

# What the stages that look at one text see of its document beside the text: path, header, statements.
Container = tuple[str, int, tuple[Statement, ...]]

_64_BITS = (1 << 64) - 1


class Run(Protocol):
    """Consecutive documents of a corpus, asked for one by one (by slot, from 0) or column by column.

    A method named in the plural gives a column, one value a document; `names` gives those of some slots.
    """

    def __len__(self) -> int: ...

    def head(self, count: int) -> Run:
        """Return the first *count* documents."""

    def document(self, slot: int, name: str = "") -> Document:
        """Return the document at *slot*, under another *name* where one is given."""

    def documents(self, first: int, names: Mapping[int, str]) -> Iterator[Document]:
        """Yield all documents; *names* has other ids, by position, where the run begins at position *first*."""

    def name(self, slot: int) -> str:
        """Return the id of the document at *slot*."""

    def names(self, slots: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *slots*."""

    def place(self, slot: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *slot*."""

    def opener(self, slot: int) -> bytes:
        """Return the path that opens the file of the document at *slot*."""

    def digest(self, slot: int) -> str:
        """Return the SHA-256 of the document at *slot*, "" where no output asked for it."""

    def paths(self) -> Iterable[str]:
        """Return the paths as people see them."""

    def openers(self) -> Iterable[bytes]:
        """Return the paths that open the files."""

    def lines(self) -> Iterable[int | None]:
        """Return the lines, None for a whole file."""

    def digests(self) -> Iterable[str]:
        """Return each SHA-256, "" where no output asked for it."""

    def encodings(self) -> Iterable[str]:
        """Return the encodings."""

    def containers(self) -> Iterable[Container]:
        """Return what the stages that look at one text see beside the text."""

    def sizes(self) -> NDArray[np.int64]:
        """Return the sizes in bytes."""

    def digest_keys(self) -> NDArray[np.uint64]:
        """Return 64 bits of each digest: equal for equal ones, 0 for one that is not known."""

    def file_numbers(self, numbers: dict[str, int]) -> NDArray[np.int64]:
        """Return a number for each path, from *numbers*, which takes in those it lacks."""


class DocumentRun:
    """A run that holds its documents as they are: text files, and records that were looked at one by one."""

    __slots__ = ("_documents",)

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def __len__(self) -> int:
        return len(self._documents)

    def head(self, count: int) -> DocumentRun:
        """Return the first *count* documents."""
        return DocumentRun(self._documents[:count])

    def document(self, slot: int, name: str = "") -> Document:
        """Return the document at *slot*, under another *name* where one is given."""
        return _renamed(self._documents[slot], name)

    def documents(self, first: int, names: Mapping[int, str]) -> Iterator[Document]:
        """Yield all documents; *names* has other ids, by position, where the run begins at position *first*."""
        for position, document in enumerate(self._documents, first):
            yield _renamed(document, names.get(position, ""))

    def name(self, slot: int) -> str:
        """Return the id of the document at *slot*."""
        return self._documents[slot].id

    def names(self, slots: NDArray[np.int64]) -> list[str]:
        """Return the ids of the documents at *slots*."""
        return [self._documents[slot].id for slot in slots.tolist()]

    def place(self, slot: int) -> tuple[str, int | None]:
        """Return the path and the line of the document at *slot*."""
        return self._documents[slot].path, self._documents[slot].line

    def opener(self, slot: int) -> bytes:
        """Return the path that opens the file of the document at *slot*."""
        return self._documents[slot].file

    def digest(self, slot: int) -> str:
        """Return the SHA-256 of the document at *slot*, "" where no output asked for it."""
        return self._documents[slot].sha256

    def paths(self) -> Iterable[str]:
        """Return the paths as people see them."""
        return (document.path for document in self._documents)

    def openers(self) -> Iterable[bytes]:
        """Return the paths that open the files."""
        return (document.file for document in self._documents)

    def lines(self) -> Iterable[int | None]:
        """Return the lines, None for a whole file."""
        return (document.line for document in self._documents)

    def digests(self) -> Iterable[str]:
        """Return each SHA-256, "" where no output asked for it."""
        return (document.sha256 for document in self._documents)

    def encodings(self) -> Iterable[str]:
        """Return the encodings."""
        return (document.encoding for document in self._documents)

    def containers(self) -> Iterable[Container]:
        """Return what the stages that look at one text see beside the text."""
        return ((document.path, document.header, document.statements) for document in self._documents)

    def sizes(self) -> NDArray[np.int64]:
        """Return the sizes in bytes."""
        return np.array([document.size for document in self._documents], np.int64)

    def digest_keys(self) -> NDArray[np.uint64]:
        """Return 64 bits of each digest: equal for equal ones, 0 for one that is not known."""
        return np.array([_folded(document.sha256) for document in self._documents], np.uint64)

    def file_numbers(self, numbers: dict[str, int]) -> NDArray[np.int64]:
        """Return a number for each path, from *numbers*, which takes in those it lacks."""
        return np.array([numbers.setdefault(document.path, len(numbers)) for document in self._documents], np.int64)


def _renamed(document: Document, name: str) -> Document:
    if not name or name == document.id:
        return document
    import attrs

    return attrs.evolve(document, id=name)


def _folded(sha256: str) -> int:
    digest = int(sha256 or "0", 16)
    return (digest ^ digest >> 64 ^ digest >> 128 ^ digest >> 192) & _64_BITS
