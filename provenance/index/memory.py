"""From new texts to the documents of an index that have to do with them, as a batch to audit beside the new texts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.errors import UsageError
from provenance.index.matching import bounds_of, match
from provenance.index.reader import Snapshot
from provenance.model import Batch, Notice
from provenance.readers import reread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.documents import Documents
    from provenance.index.rows import Stored
    from provenance.model import Document
    from provenance.settings import Config, Reading

    Place = tuple[bytes, int | None, str]  # file, line and digest of a document


class Memory:
    """The documents of an index that some new texts are copies of or share passages with, found batch by batch.

    Raises UsageError where the settings ask for more than the index promises, or for copies by their letters.
    """

    def __init__(self, folder: str, config: Config) -> None:
        if config.grouping.noisy:
            raise UsageError(
                f"{folder}: an index has the words of its texts and not their letters, so --noisy would find no scans "
                "in it; leave --noisy out, or compare with the texts themselves: --against PATH..."
            )
        self._folder = folder
        self._snapshot = Snapshot(folder, config.reading)
        self._bounds = bounds_of(self._snapshot, config.grouping, config.aligning)
        self._numbers: set[int] = set()
        self._left_out = 0
        self._texts: dict[Place, str] = {}

    def meet(self, batch: Batch) -> None:
        """Find the documents that the texts of *batch* have to do with."""
        for found in match(self._snapshot, batch, self._bounds):
            self._numbers.update(one.number for one in found.found)
            self._left_out += bool(found.left_out or found.crowded)

    def recalled(self, new: Documents, paths: Sequence[str | os.PathLike[str]]) -> Batch:
        """Return the documents that were found, but those that are new themselves: read now, or below *paths*."""
        from provenance.documents import openers
        from provenance.scope import Scope

        files, folders = {os.path.realpath(file): None for file in set(openers(new))}, []
        folders = [real for path in paths if os.path.isdir(real := os.path.realpath(os.fsencode(path)))]
        own = Scope(files, folders)
        stored = self._snapshot.documents(sorted(self._numbers)).values()
        kept = sorted((one for one in stored if not own.holds(one.document.file, None)), key=_order)
        texts = self._snapshot.texts(kept)
        taken = {document.id for document in new}
        documents = tuple(self._named(one.document, taken) for one in kept)
        for document, text in zip(documents, texts, strict=True):
            self._texts[_place(document)] = text.decode("utf-8", "surrogatepass")
        offsets = np.append(0, np.cumsum([len(text) for text in texts], dtype=np.int64))
        heads = [
            len(self._texts[_place(one)][: one.header].encode("utf-8", "surrogatepass")) if one.header else 0
            for one in documents
        ]
        return Batch(
            documents, b"".join(texts), offsets, offsets[:-1] + np.array(heads, np.int64), tuple(self._notices())
        )

    def reread(self, documents: Sequence[Document], reading: Reading) -> list[str]:
        """Return the texts of *documents*: from the index if they are its, else read again from their files."""
        others = [document for document in documents if _place(document) not in self._texts]
        again = iter(reread(others, reading) if others else ())
        return [self._texts[place] if (place := _place(one)) in self._texts else next(again) for one in documents]

    def close(self) -> None:
        """Close the index."""
        self._snapshot.close()

    def _named(self, document: Document, taken: set[str]) -> Document:
        """Return *document* with an id that no new one has."""
        if document.id not in taken:
            return document
        return attrs.evolve(document, id=f"{self._folder}: {document.id}")

    def _notices(self) -> list[Notice]:
        if not self._left_out:
            return []
        message = (
            f"{self._left_out:,} texts share something with more documents of {self._folder} than they are compared "
            "with; those that have most in common with a text were taken"
        )
        return [Notice("over limit", "", None, message)]


def _order(stored: Stored) -> str:
    return stored.document.id


def _place(document: Document) -> Place:
    return document.file, document.line, document.sha256
