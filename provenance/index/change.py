"""One change of an index: which documents are new, changed or removed; their files are ``filing``'s."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.documents import Documents
from provenance.errors import UnusableIndexError
from provenance.index import rows, tail
from provenance.index.filing import Filing, pieces
from provenance.readers.source import STDIN
from provenance.threads import cores, map_ahead

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.index.database import Manifest
    from provenance.model import Batch, Document, Notice

    Wanted = tuple[Batch, int, int]  # new documents, how many more are known, and a dictionary for their texts

LAST = (1 << 32) - 1  # the highest number of a document


class Added(NamedTuple):
    """What adding did: documents that are new, that took the place of an earlier text, and that were there already."""

    new: int
    replaced: int
    unchanged: int
    notices: tuple[Notice, ...] = ()


class Change:
    """A change that is under way.  Nothing of it counts until its manifest is committed."""

    def __init__(self, folder: str, connection: sqlite3.Connection, manifest: Manifest) -> None:
        self.files = Filing(folder, connection, manifest)
        self._folder, self._connection = folder, connection

    def add(self, batches: Iterable[Batch], jobs: int) -> Added:
        """Add the documents of *batches*, but those that are known with the same bytes."""
        from provenance.readers import unique_ids

        files, documents = self.files, Documents()
        notices: list[Notice] = []
        words, digests = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
        first, unchanged = files.manifest.next_document, 0
        works = map_ahead(lambda one: files.worked(one[0], one[2]), self._wanted(batches), jobs or cores())
        for (batch, known, dictionary), worked in works:
            notices.extend(batch.notices)
            unchanged += known
            start = files.manifest.next_document
            if start + len(batch.documents) > LAST:
                raise UnusableIndexError(f"{self._folder}: this index has had 4 billion documents; make it anew")
            files.manifest = attrs.evolve(files.manifest, next_document=start + len(batch.documents))
            files.take(worked, start, dictionary)
            documents.extend(Documents.of(batch.documents))
            words.append(worked.keys.words)
            digests.append(worked.keys.digests)
        files.settle()
        documents, more = unique_ids(documents)
        replaced, renamed = self._clashes(documents)
        self.remove(replaced)
        columns = zip(
            documents.with_ids(renamed) if renamed else documents,
            np.concatenate(words).tolist(),
            np.concatenate(digests).tolist(),
            strict=True,
        )
        rows.put_documents(
            self._connection,
            (rows.Stored(number, *row, files.moved.pop(number, None)) for number, row in enumerate(columns, first)),
        )
        files.manifest = attrs.evolve(files.manifest, documents=files.manifest.documents + len(documents))
        return Added(len(documents) - len(replaced), len(replaced), unchanged, (*notices, *more))

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove the documents with these *numbers*; postings that name them stay until the index is compacted."""
        if not numbers:
            return
        rows.delete_documents(self._connection, numbers)
        in_files = [
            number
            for number in numbers
            if not self._connection.execute("DELETE FROM tail WHERE number = ?", (number,)).rowcount
        ]
        self._connection.executemany("INSERT INTO removed VALUES (?)", ((number,) for number in in_files))
        manifest = self.files.manifest
        self.files.manifest = attrs.evolve(
            manifest,
            documents=manifest.documents - len(numbers),
            tail=manifest.tail - len(numbers) + len(in_files),
        )
        self.files.count_removed()

    def _wanted(self, batches: Iterable[Batch]) -> Iterator[Wanted]:
        """Yield *batches* without the documents that are known with the same bytes."""
        for batch in batches:
            fresh, known = batch, 0
            if self.files.manifest.documents and batch.documents:
                mask = self._fresh(batch.documents)
                known = int((~mask).sum())
                fresh = _only(batch, mask) if known else batch
            if len(fresh.documents) > tail.MOST_DOCUMENTS:
                self.files.train(pieces(fresh))
            yield fresh, known, self.files.manifest.dictionary

    def _fresh(self, documents: Sequence[Document]) -> NDArray[np.bool_]:
        """Return which of *documents* are new or changed."""
        ids = [rows.storable(document.id) for document in documents]
        known = {one.document.id: one.document for one in self._with_ids(list(dict.fromkeys(ids)))}
        return np.array(
            [id_ not in known or not _same(known[id_], one) for id_, one in zip(ids, documents, strict=True)], np.bool_
        )

    def _clashes(self, documents: Documents) -> tuple[list[int], dict[int, str]]:
        """Return the numbers of documents that new ones replace, and new ids for others whose ids are taken.

        A new text of the same place replaces the earlier one; two places keep both texts.
        """
        replaced: list[int] = []
        renamed: dict[int, str] = {}
        if not self.files.manifest.documents:
            return replaced, renamed
        positions = {rows.storable(id_): at for at, id_ in enumerate(_ids(documents))}
        for one in self._with_ids(list(positions)):
            at = positions[one.document.id]
            new = documents[at]
            if new.file == one.document.file and new.file != STDIN:
                replaced.append(one.number)
            else:
                renamed[at] = _full_place(new)
        replaced += [one.number for one in self._with_ids([rows.storable(id_) for id_ in renamed.values()])]
        return replaced, renamed

    def _with_ids(self, ids: Sequence[str]) -> Iterator[rows.Stored]:
        return rows.documents_with(self._connection, self._folder, "id", ids)


def _ids(documents: Documents) -> Iterator[str]:
    from provenance.documents import Ids

    return iter(Ids(documents))


def _only(batch: Batch, mask: NDArray[np.bool_]) -> Batch:
    """Return the documents of *batch* that *mask* selects."""
    kept = np.flatnonzero(mask).tolist()
    every = pieces(batch)
    texts = [every[at] for at in kept]
    offsets = np.append(0, np.cumsum([len(text) for text in texts], dtype=np.int64))
    heads = (batch.starts - batch.offsets[:-1])[mask]
    documents = tuple(batch.documents[at] for at in kept)
    return attrs.evolve(
        batch, documents=documents, buffer=b"".join(texts), offsets=offsets, starts=offsets[:-1] + heads
    )


def _same(known: Document, new: Document) -> bool:
    """Return whether two documents of one id are one that did not change."""
    names = ("sha256", "size", "file", "line", "place", "header", "statements")
    return all(getattr(known, name) == getattr(new, name) for name in names)


def _full_place(document: Document) -> str:
    """Return an id for a document whose own id a document of another file has."""
    if document.file == STDIN or not document.file:
        return f"{document.id}@{document.sha256[:12]}"
    path = document.file.decode("utf-8", "backslashreplace")
    return path if document.line is None else f"{path}#{document.line}"
