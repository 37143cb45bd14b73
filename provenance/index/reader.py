"""One state of an index, open for reading: documents by number, texts, and the postings of keys."""

from __future__ import annotations

import os
from functools import cached_property
from threading import Lock, local
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.errors import UnusableIndexError
from provenance.index import database, rows, tail, texts
from provenance.index.files import DAMAGED
from provenance.index.postings import ALL, Segment, segment_path
from provenance.index.shelf import Shelf
from provenance.index.tail import among

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.index.database import Manifest
    from provenance.index.rows import Stored
    from provenance.index.texts import Codec
    from provenance.settings import Reading

    Keys = NDArray[np.uint64]
    Numbers = NDArray[np.uint32]

_TRIES = 50  # a writer may remove merged files between the look into the database and the opening


class Hits(NamedTuple):
    """Postings that were found, by key and document: the position of each key, its document, and the place there.

    *crowded* are the positions of keys that more documents have than were asked for.
    """

    keys: NDArray[np.int64]
    documents: Numbers
    places: Numbers
    crowded: NDArray[np.int64]


_NOTHING = Hits(np.zeros(0, np.int64), tail.NOTHING[1], tail.NOTHING[2], np.zeros(0, np.int64))


class Snapshot:
    """The state of an index at the moment when it was opened, whatever a writer does meanwhile.

    Methods may be called from several threads.
    """

    def __init__(self, folder: str, reading: Reading | None = None) -> None:
        self.folder = folder
        self._reading = reading
        self._lock = Lock()
        self._local = local()
        self._segments: dict[str, list[Segment]] = {"bands": [], "prints": []}
        self._texts: list[texts.TextFile] = []
        self._containers: dict[int, tuple[object, ...]] = {}
        self.shelf = Shelf(self)
        self._open()

    def _open(self) -> None:
        missing = ""
        for _ in range(_TRIES):
            least = database.acknowledged(self.folder)
            self._connection = database.open_to_read(self.folder)
            try:
                self.manifest = database.get_manifest(self._connection, self.folder, least)
                self._open_files(self.manifest)
            except FileNotFoundError as error:
                missing = os.fspath(error.filename)
                self.close()
                continue
            except BaseException:
                self.close()
                raise
            return
        raise UnusableIndexError(f"{missing}: this file is missing: {DAMAGED}")

    def _open_files(self, manifest: Manifest) -> None:
        self._segments = {"bands": [], "prints": []}
        self._texts = []
        for row in manifest.segments:
            for kind, size in (("bands", row.bands), ("prints", row.prints)):
                segment = Segment(segment_path(self.folder, row.file, kind))
                self._segments[kind].append(segment)
                if segment.size != size:
                    raise UnusableIndexError(f"{segment.path}: {DAMAGED}")
        for held in manifest.texts:
            self._texts.append(texts.TextFile(segment_path(self.folder, held.file, "texts"), held))
        self._tail = tail.get_tail(self._connection, self.folder, manifest)
        self._removed = tail.get_removed(self._connection, self.folder, manifest)
        self._sorted = {"bands": _by_key(self._tail.bands), "prints": _by_key(self._tail.prints)}

    def close(self) -> None:
        """Close all files."""
        for segment in (*self._segments["bands"], *self._segments["prints"]):
            segment.close()
        for file in self._texts:
            file.close()
        self._connection.close()

    def __del__(self) -> None:
        # Threads may still read from files when their index goes on to another state: the last one closes them.
        if hasattr(self, "_connection"):
            self.close()

    def find(self, kind: str, keys: Keys, most: int = ALL) -> Hits:
        """Return the postings of *keys* among the "bands" or the "prints": of each key the first *most* documents."""
        # However many of them are removed, one more than that is left where there are more.
        enough = min(most + len(self._removed) + 1, ALL)
        found = [segment.find(keys, enough) for segment in self._segments[kind]]
        if len(self._sorted[kind][0]):
            found.append(_in_memory(self._sorted[kind], keys, enough))
        if not any(len(documents) for _, documents, _ in found):
            return _NOTHING
        which = np.concatenate([np.repeat(np.arange(len(keys)), np.minimum(counts, enough)) for counts, _, _ in found])
        documents, places = (np.concatenate([one[at] for one in found]) for at in (1, 2))
        order = np.lexsort((documents, which))
        if len(self._removed):
            order = order[~among(documents[order], self._removed)]
        which, documents, places = which[order], documents[order], places[order]
        counts = np.bincount(which, minlength=len(keys))
        if len(counts) and counts.max() > most:
            ranks = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
            first = ranks < most
            which, documents, places = which[first], documents[first], places[first]
        return Hits(which, documents, places, np.flatnonzero(counts > most))

    @property
    def threshold(self) -> float:
        """The least similarity of pairs that are found."""
        return self.manifest.parameters.threshold

    @property
    def postings(self) -> int:
        """The number of postings in all segments."""
        return sum(segment.count for some in self._segments.values() for segment in some)

    def all_postings(self) -> Iterator[tuple[str, list[Segment], tail.Columns]]:
        """Yield the kinds of postings, each with its segments and with the postings of the tail."""
        for kind, segments in self._segments.items():
            yield kind, segments, self._sorted[kind]

    def __len__(self) -> int:
        return self.manifest.documents

    def documents(self, numbers: Sequence[int]) -> dict[int, Stored]:
        """Return the documents with these *numbers*.  UnusableIndexError: one is damaged or missing."""
        with self._lock:
            return rows.documents_at(self._connection, self.folder, numbers, self._containers)

    def find_documents(self, column: str, values: Sequence[object]) -> list[Stored]:
        """Return the documents that have one of *values* in *column*, by number."""
        with self._lock:
            return list(rows.documents_with(self._connection, self.folder, column, values))

    def all_documents(self, order: str = "documents.number") -> Iterator[Stored]:
        """Yield all documents in the order of their numbers, or of another column."""
        with self._lock:
            yield from rows.all_documents(self._connection, self.folder, order)

    def texts(self, stored: Sequence[Stored]) -> list[bytes]:
        """Return the texts of documents in UTF-8; UnreadableFileError where a file changed from which one is read."""
        if self.manifest.parameters.codec == "none":
            from provenance.readers import reread
            from provenance.settings import Config

            reading = self._reading or Config().reading
            again = reread([one.document for one in stored], reading)
            return [text.encode("utf-8", "surrogatepass") for text in again]
        return [self._text(one) for one in stored]

    def _text(self, stored: Stored) -> bytes:
        number = stored.number
        if number in self._tail.texts:
            packed, dictionary = self._tail.texts[number]
            return texts.unpacked(self._codec(dictionary), packed, os.path.join(self.folder, database.NAME))
        file = next((one for one in self._texts if one.row.first <= number <= one.row.last), None)
        if file is None or stored.text is None:
            raise UnusableIndexError(f"{self.folder}: the text of {stored.document.id} is missing: {DAMAGED}")
        return texts.unpacked(self._codec(file.row.dictionary), file.packed(number, *stored.text), file.path)

    def _codec(self, dictionary: int) -> Codec:
        """Return the codec with a dictionary, one for each thread: some of them are for one thread only."""
        known: dict[int, Codec] | None = getattr(self._local, "codecs", None)
        if known is None:
            known = self._local.codecs = {}
        if dictionary not in known:
            known[dictionary] = texts.codec(self.manifest.parameters.codec, self._dictionaries[dictionary])
        return known[dictionary]

    @cached_property
    def _dictionaries(self) -> dict[int, bytes]:
        numbers = {row.dictionary for row in self.manifest.texts}
        numbers.update(dictionary for _, dictionary in self._tail.texts.values())
        return {
            number: texts.read_dictionary(segment_path(self.folder, number, "dictionary")) if number else b""
            for number in numbers
        }

    def verify(self) -> None:
        """Read everything, and raise UnusableIndexError where something is damaged or does not belong together."""
        with self._lock, database.named_errors(self.folder):
            (sentence,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        if sentence != "ok":
            raise UnusableIndexError(f"{os.path.join(self.folder, database.NAME)}: {DAMAGED} ({sentence})")
        for segment in (*self._segments["bands"], *self._segments["prints"]):
            segment.verify()
        count = 0
        for stored in self.all_documents():
            count += 1
            if self.manifest.parameters.codec != "none":
                self._text(stored)
        if count != len(self):
            raise UnusableIndexError(f"{os.path.join(self.folder, database.NAME)}: a document is missing: {DAMAGED}")


def _by_key(columns: tail.Columns) -> tail.Columns:
    order = np.argsort(columns[0], kind="stable")
    keys, documents, places = columns
    return keys[order], documents[order], places[order]


def _in_memory(columns: tail.Columns, keys: Keys, most: int) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """Return what ``Segment.find`` returns, from postings in memory, sorted by key."""
    known, documents, places = columns
    first, last = np.searchsorted(known, keys), np.searchsorted(known, keys, "right")
    counts = last - first
    taken = np.minimum(counts, most)
    at = np.repeat(first - np.cumsum(taken) + taken, taken) + np.arange(taken.sum())
    return counts, documents[at], places[at]
