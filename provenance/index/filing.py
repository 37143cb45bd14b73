"""The new files of a change of an index: postings and texts that wait, the tail, and segments that are merged.

Nothing counts until the database names it: the manifest here is what a commit makes true.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.index import rows, tail, texts
from provenance.index.database import SegmentRow
from provenance.index.files import NewFile, unlink
from provenance.index.keys import keyed, shifted
from provenance.index.postings import Segment, merge, segment_path, write_segment
from provenance.index.tail import among

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.index.database import Manifest
    from provenance.index.keys import Columns, Keyed
    from provenance.model import Batch

KINDS = ("bands", "prints")
MOST_SEGMENTS = 8  # more are merged: a search looks into each
MOST_TEXTS = 16  # files of texts; more are joined
POSTINGS = 1 << 23  # of fingerprints in memory: 128 MB, and as much again twice while they are sorted


class Worked(NamedTuple):
    """What threads make of a batch: its keys, and its texts compressed, none if they are not kept."""

    keys: Keyed
    texts: list[bytes] | None


class Filing:
    """The files of one change."""

    def __init__(self, folder: str, connection: sqlite3.Connection, manifest: Manifest) -> None:
        self.manifest = manifest
        self.codec = manifest.parameters.codec
        self.moved: dict[int, tuple[int, int]] = {}  # where texts are written, by number
        self._folder, self._connection = folder, connection
        self._new_files: list[str] = []
        self._pending: dict[str, list[Columns]] = {kind: [] for kind in KINDS}
        self._postings = 0  # of fingerprints, pending
        self._first = manifest.next_document  # of the pending postings
        self._waiting: list[tuple[int, bytes | None, int]] = []  # texts that may be the tail's, with dictionaries
        self._waiting_bytes = 0
        self._texts: texts.TextWriter | None = None
        self._codecs: dict[int, texts.Codec] = {}  # by dictionary, for this thread
        self._dictionaries: dict[int, bytes] = {0: b""}

    def worked(self, batch: Batch, dictionary: int) -> Worked:
        """Return what a batch comes to, on any thread."""
        keys = keyed(batch, self.manifest.parameters)
        if self.codec == "none":
            return Worked(keys, None)
        work = texts.codec(self.codec, self._dictionary(dictionary))
        return Worked(keys, texts.all_packed(work, pieces(batch)))

    def take(self, worked: Worked, first: int, dictionary: int) -> None:
        """Take the postings and the texts of documents that are numbered from *first* on."""
        keys = worked.keys
        self._pending["bands"].append(shifted(keys.bands, first))
        self._pending["prints"].append(shifted(keys.prints, first))
        self._postings += len(keys.prints[0])
        for number, text in enumerate(worked.texts or [None] * len(keys.words), first):
            self._waiting.append((number, text, dictionary))
            self._waiting_bytes += len(text or b"")
        if self._much():
            self.flush_tail()
            self._write_texts()
        if self._postings > POSTINGS:
            self._write_postings(first + len(keys.words) - 1)

    def _much(self) -> bool:
        """Return whether what waits is too much for the tail."""
        return (
            self._texts is not None
            or len(self._waiting) + self.manifest.tail > tail.MOST_DOCUMENTS
            or self._waiting_bytes > tail.MOST_BYTES
        )

    def flush_tail(self) -> None:
        """Let the documents of the tail wait, before all others, to be written into files."""
        if not self.manifest.tail:
            return
        known = tail.get_tail(self._connection, self._folder, self.manifest)
        self._pending["bands"].insert(0, known.bands)
        self._pending["prints"].insert(0, known.prints)
        self._first = known.rows[0].number
        self._waiting[:0] = [(row.number, row.text, row.dictionary) for row in known.rows]
        self._connection.execute("DELETE FROM tail")
        self.manifest = attrs.evolve(self.manifest, tail=0)

    def settle(self) -> None:
        """Write what waits: into the tail if it is little, else into files."""
        last = self.manifest.next_document - 1
        if self._much():
            self.flush_tail()
            self._write_texts()
            self._write_postings(last)
        elif self._waiting:
            bands, prints = (_joined(self._pending[kind]) for kind in KINDS)
            tail.put_tail(self._connection, tail.rows_of(bands, prints, self._waiting))
            self.manifest = attrs.evolve(self.manifest, tail=self.manifest.tail + len(self._waiting))
            self._clear(last)

    def _clear(self, last: int) -> None:
        self._pending = {kind: [] for kind in KINDS}
        self._postings, self._first = 0, last + 1
        self._waiting, self._waiting_bytes = [], 0

    def _write_texts(self) -> None:
        if self.codec != "none":
            if self._texts is None and self._waiting:
                number, path = self._new_file("texts")
                self._texts = texts.TextWriter(NewFile(path), number, self.manifest.dictionary)
            if self._texts is not None:
                known = (
                    (number, self._transcoded(text, dictionary))
                    for number, text, dictionary in self._waiting
                    if text is not None
                )
                self.moved.update(self._texts.add(known))
        self._waiting, self._waiting_bytes = [], 0

    def _transcoded(self, packed: bytes, dictionary: int) -> bytes:
        """Return a compressed text, compressed with the dictionary that texts are written with now."""
        if self._texts is None or dictionary == self._texts.dictionary:
            return packed
        raw = texts.unpacked(self._codec_with(dictionary), packed, self._folder)
        return self._codec_with(self._texts.dictionary).compress(raw)

    def _codec_with(self, dictionary: int) -> texts.Codec:
        if dictionary not in self._codecs:
            self._codecs[dictionary] = texts.codec(self.codec, self._dictionary(dictionary))
        return self._codecs[dictionary]

    def _dictionary(self, number: int) -> bytes:
        if number not in self._dictionaries:
            self._dictionaries[number] = texts.read_dictionary(segment_path(self._folder, number, "dictionary"))
        return self._dictionaries[number]

    def train(self, samples: Sequence[bytes]) -> None:
        """Make the dictionary of the index from *samples*, unless they are too few."""
        if self.codec == "none" or self.manifest.dictionary:
            return
        if dictionary := texts.trained(self.codec, samples):
            number, path = self._new_file("dictionary")
            texts.write_dictionary(path, dictionary)
            self._dictionaries[number] = dictionary
            self.manifest = attrs.evolve(self.manifest, dictionary=number)

    def _write_postings(self, last: int) -> None:
        if not self._pending["bands"]:
            return  # what waited was written when it became much
        number, _ = self._new_file(*KINDS)
        sizes = [
            write_segment(segment_path(self._folder, number, kind), _joined(self._pending[kind])) for kind in KINDS
        ]
        row = SegmentRow(number, self._first, last, *sizes)
        self.manifest = attrs.evolve(self.manifest, segments=(*self.manifest.segments, row))
        self._pending = {kind: [] for kind in KINDS}
        self._postings, self._first = 0, last + 1

    def _new_file(self, *kinds: str) -> tuple[int, str]:
        """Return the number of a new file, or of several of these *kinds*, and the path of the last one."""
        number = self.manifest.next_file
        paths = [segment_path(self._folder, number, kind) for kind in kinds]
        self._new_files += paths
        self.manifest = attrs.evolve(self.manifest, next_file=number + 1)
        return number, paths[-1]

    def count_removed(self) -> None:
        """Let the manifest say how many removed documents postings still name."""
        found = self._connection.execute("SELECT number FROM removed ORDER BY number").fetchall()
        numbers = np.array([number for (number,) in found], np.int64)
        self.manifest = attrs.evolve(self.manifest, removed=len(numbers), removed_sum=tail.sum_of(numbers))

    def _removed(self) -> NDArray[np.uint32]:
        return tail.get_removed(self._connection, self._folder, self.manifest)

    def compact(self) -> None:
        """Merge all segments and all texts, without those of removed documents; a small index stays in its tail."""
        if not self.manifest.segments:
            return
        self.flush_tail()
        if self._pending["bands"]:
            self._write_texts()
            self._write_postings(self.manifest.next_document - 1)
        self._close_texts()
        rows.move_texts(self._connection, self.moved)
        self.moved.clear()
        if not self.manifest.documents:
            self.manifest = attrs.evolve(self.manifest, segments=(), texts=())
        if self.manifest.removed or len(self.manifest.segments) > 1:
            self._merge(0, len(self.manifest.segments))
        if self.manifest.removed or len(self.manifest.texts) > 1:
            self._rewrite_texts()
        self._connection.execute("DELETE FROM removed")
        self.count_removed()

    def _merge(self, first: int, last: int) -> None:
        """Merge the segments *first* to *last*, the last one not included."""
        merged = self.manifest.segments[first:last]
        if not merged:
            return
        removed = self._removed()
        number, _ = self._new_file(*KINDS)
        sizes = []
        for kind in KINDS:
            opened = [Segment(segment_path(self._folder, row.file, kind)) for row in merged]
            try:
                path = segment_path(self._folder, number, kind)
                sizes.append(merge(path, opened, lambda documents: ~among(documents, removed)))
            finally:
                for segment in opened:
                    segment.close()
        row = SegmentRow(number, merged[0].first, merged[-1].last, *sizes)
        segments = self.manifest.segments
        self.manifest = attrs.evolve(self.manifest, segments=(*segments[:first], row, *segments[last:]))

    def _rewrite_texts(self) -> None:
        """Write the texts of all documents into one file."""
        files = [texts.TextFile(segment_path(self._folder, row.file, "texts"), row) for row in self.manifest.texts]
        try:
            self.manifest = attrs.evolve(self.manifest, texts=())
            for some in rows.text_places(self._connection):
                for number, begin, size in some:
                    file = next(one for one in files if one.row.first <= number <= one.row.last)
                    self._waiting.append((number, file.packed(number, begin, size), file.row.dictionary))
                self._write_texts()
                rows.move_texts(self._connection, self.moved)
                self.moved.clear()
            self._close_texts()
        finally:
            for file in files:
                file.close()

    def finish(self) -> Manifest:
        """Write what is left, merge files that have become too many, and return the manifest to commit."""
        self.settle()
        self._close_texts()
        rows.move_texts(self._connection, self.moved)
        self.moved.clear()
        while len(self.manifest.segments) > MOST_SEGMENTS:
            least = _least([row.bands + row.prints for row in self.manifest.segments])
            self._merge(least, least + 2)
        while len(self.manifest.texts) > MOST_TEXTS and self._join_texts():
            pass
        return self.manifest

    def _join_texts(self) -> bool:
        """Make one file of two files of texts; return whether there are two that one can be made of."""
        known = self.manifest.texts
        same = [one.dictionary == other.dictionary for one, other in pairwise(known)]
        if not any(same):
            return False
        least = _least([row.bytes for row in known], same)
        number, path = self._new_file("texts")
        opened = [
            texts.TextFile(segment_path(self._folder, row.file, "texts"), row) for row in known[least : least + 2]
        ]
        try:
            joined = texts.join(NewFile(path), number, opened)
        finally:
            for file in opened:
                file.close()
        rows.shift_texts(self._connection, known[least + 1], known[least].bytes - texts.HEAD.size)
        self.manifest = attrs.evolve(self.manifest, texts=(*known[:least], joined, *known[least + 2 :]))
        return True

    def _close_texts(self) -> None:
        if self._texts is not None:
            self.manifest = attrs.evolve(self.manifest, texts=(*self.manifest.texts, self._texts.finish()))
            self._texts = None

    def abandon(self) -> None:
        """Remove the files of a change that is not committed."""
        if self._texts is not None:
            self._texts.abandon()
        for path in self._new_files:
            unlink(path)


def _least(sizes: Sequence[int], may: Sequence[bool] = ()) -> int:
    """Return the first of the two neighbours that have the least size together, of those that *may* be joined."""
    sums = [one + other for one, other in pairwise(sizes)]
    return min((at for at in range(len(sums)) if not may or may[at]), key=sums.__getitem__)


def _joined(columns: Sequence[Columns]) -> Columns:
    keys, documents, places = zip(tail.NOTHING, *columns, strict=True)
    return np.concatenate(keys), np.concatenate(documents), np.concatenate(places)


def pieces(batch: Batch) -> list[bytes]:
    """Return the texts of *batch* in UTF-8."""
    return [bytes(batch.buffer[begin:end]) for begin, end in pairwise(batch.offsets.tolist())]
