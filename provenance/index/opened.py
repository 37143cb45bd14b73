"""The index as Python code uses it: a folder that is opened, added to and asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from provenance.errors import UsageError
from provenance.index.closing import Closing
from provenance.index.matching import bounds_of, match
from provenance.index.parameters import Parameters
from provenance.index.reader import Snapshot
from provenance.index.writer import Writer, create
from provenance.model import Batch, Document
from provenance.settings import Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.index.change import Added
    from provenance.index.matching import Match, Matches

DIGEST = 16  # hexadecimal digits of a text's SHA-256 that are its id where none is given


class Index(Closing):
    """The memory of a corpus, in a folder.

    An open index answers from the state at which it was opened, or that its own last change left; `refresh` goes on to
    the state of now.  Any number of processes and threads may read while one writes.
    """

    def __init__(self, folder: str, config: Config | None = None) -> None:
        self._folder = folder
        self._config = config or Config()
        self._snapshot: Snapshot | None = Snapshot(folder, self._config.reading)

    @classmethod
    def open(cls, folder: str | os.PathLike[str], config: Config | None = None) -> Index:
        """Open the index in *folder*.  *config* says what matches: ``grouping.threshold``, ``aligning.min_words``.

        Raises UsageError where there is none, UnusableIndexError for one that is damaged or of another version.
        """
        return cls(os.fspath(folder), config)

    @classmethod
    def create(
        cls,
        folder: str | os.PathLike[str],
        *,
        tier: str = "passages",
        threshold: float = 0.7,
        config: Config | None = None,
    ) -> Index:
        """Make an empty index in *folder*, which must be new or empty, and open it.

        *tier* says which shared passages are always found: "passages" those of ten equal words in a row, "dense" of
        eight, "sparse" of fifteen at less than half the size.  *threshold* is the least similarity of pairs.
        """
        from provenance.index.texts import best_codec

        create(os.fspath(folder), Parameters(tier=tier, threshold=threshold, codec=best_codec()))
        return cls(os.fspath(folder), config)

    @property
    def snapshot(self) -> Snapshot:
        """The state that answers come from.  Raises UsageError after `close`."""
        if self._snapshot is None:
            raise UsageError(f"{self._folder}: this index is closed; open it again")
        return self._snapshot

    def __len__(self) -> int:
        return len(self.snapshot)

    def close(self) -> None:
        """Let go of the files, as soon as no thread uses them any more."""
        self._snapshot = None

    def refresh(self) -> None:
        """Go on to the state of now."""
        self._snapshot = Snapshot(self._folder, self._config.reading)

    def add(self, texts: Iterable[str], ids: Iterable[str] | None = None) -> Added:
        """Add *texts*; a text with the id of an earlier one that was added so takes its place.

        Without *ids*, a text's id is the beginning of its SHA-256.  All texts are added, or none.
        Raises UnusableIndexError where another writer holds the index.
        """
        if isinstance(texts, str):
            raise UsageError("add: this is one text, and its letters would be added; give a list of texts")
        if self.snapshot.manifest.parameters.codec == "none":
            raise UsageError(
                f"{self._folder}: this index keeps no texts, so only files can be added: provenance index add"
            )
        names = None if ids is None else iter(ids)
        known = list(texts)
        given = [None] * len(known) if names is None else list(names)
        if len(given) != len(known):
            raise UsageError(f"add: there are {len(known):,} texts and {len(given):,} ids; give an id for each text")
        with Writer(self._folder) as writer:
            added = writer.add([batch_of(known, given)], self._config.grouping.jobs)
        self.refresh()
        return added

    def remove(self, ids: Iterable[str]) -> int:
        """Remove the documents with these *ids*, and return how many there were; unknown ids are passed over."""
        with Writer(self._folder) as writer:
            stored = list(writer.find("id", list(ids)))
            writer.remove(stored)
        self.refresh()
        return len(stored)

    def compact(self) -> None:
        """Give the room of removed documents back, and make searches quicker; answers stay the same."""
        with Writer(self._folder) as writer:
            writer.compact()
        self.refresh()

    def match(self, text: str) -> list[Match]:
        """Return the documents that are identical to *text*, near, contain it or share passages, the closest first."""
        return list(self.examine([text])[0].found)

    def examine(self, texts: Sequence[str]) -> list[Matches]:
        """Return what the index has of each text, and what was left out where very many documents share something."""
        snapshot = self.snapshot
        bounds = bounds_of(snapshot, self._config.grouping, self._config.aligning)
        return match(snapshot, batch_of(texts, [None] * len(texts)), bounds)

    def contains(self, text: str) -> bool:
        """Return whether a document has the same words as *text*, in the same order."""
        return any(found.relation == "identical" for found in self.match(text))


def batch_of(texts: Sequence[str], ids: Sequence[str | None]) -> Batch:
    """Return *texts* that come from no file as a batch."""
    from hashlib import sha256

    pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.append(0, np.cumsum([len(piece) for piece in pieces], dtype=np.int64))
    documents = []
    for piece, own in zip(pieces, ids, strict=True):
        digest = sha256(piece).hexdigest()
        name = own or digest[:DIGEST]
        documents.append(Document(name, name, b"", None, len(piece), digest))
    return Batch(tuple(documents), b"".join(pieces), offsets, offsets[:-1].copy())
