"""A corpus: documents in order, their sketches, and their texts, kept in memory or read again from their files."""

from __future__ import annotations

import os
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Documents
from provenance.documents.rows import RowRun
from provenance.model import Batch, Sketches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.model import Document, Input, Notice
    from provenance.settings import Reading

    Reread = Callable[[Sequence[Document], Reading], list[str]]


_REREAD_TEXTS = 256  # texts that are read again at a time


class Corpus:
    """The documents of a run, in order, with their texts.

    Texts are kept, as the batches that readers yielded, while they total at most *limit* bytes (None: no limit).  The
    texts of a larger corpus are dropped and read again from their files on demand.  *orders* is the order of day and
    month in the fields of files where these documents do not tell it, because they are only a part of their files.
    """

    def __init__(self, reading: Reading, reread: Reread, limit: int | None) -> None:
        self.documents = Documents()
        self.notices: list[Notice] = []
        self.inputs: list[Input] = []
        self.bytes = 0
        self.orders: Mapping[str, Mapping[str, str]] | None = None
        self._reading = reading
        self._reread = reread
        self._limit = limit
        self._batches: list[Batch] = []
        self._starts: list[int] = []

    def add(self, batch: Batch) -> None:
        """Append the documents, notices and inputs of *batch*, and its texts while they stay within the limit."""
        self.notices.extend(batch.notices)
        self.inputs.extend(batch.inputs)
        if not batch.documents:
            return
        self._starts.append(len(self.documents))
        self.documents.extend(Documents.of(batch.documents))
        self.bytes += len(batch.buffer)
        if self._limit is None or self.bytes <= self._limit:
            self._batches.append(batch)
        else:
            self._batches.clear()

    @property
    def kept(self) -> bool:
        """Whether the texts are in memory."""
        return len(self._batches) == len(self._starts)

    def text(self, position: int) -> str:
        """Return the whole text of the document at *position*."""
        if not self.kept:
            return self._reread([self.documents[position]], self._reading)[0]
        at = bisect_right(self._starts, position) - 1
        return self._batches[at].text(position - self._starts[at])

    def texts_at(self, positions: Sequence[int]) -> Iterator[str]:
        """Yield the texts of the documents at *positions*, in that order."""
        if self.kept:
            yield from map(self.text, positions)
        else:
            for start in range(0, len(positions), _REREAD_TEXTS):
                chunk = positions[start : start + _REREAD_TEXTS]
                yield from self._reread([self.documents[position] for position in chunk], self._reading)

    def texts(self) -> Iterator[str]:
        """Yield every text, in order."""
        if self.kept:
            for batch in self._batches:
                bounds = batch.offsets.tolist()
                for begin, end in pairwise(bounds):
                    yield batch.buffer[begin:end].decode("utf-8", "surrogatepass")
        else:
            yield from self.texts_at(range(len(self.documents)))

    def columns(self, positions: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64], NDArray[np.int64]]:
        """Return the texts at *positions*: one UTF-8 buffer, its n + 1 offsets, and where each article begins in it."""
        if self.kept:
            pieces, headers = self._slices(positions)
        else:
            documents = [self.documents[position] for position in positions.tolist()]
            texts = self._reread(documents, self._reading)
            pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
            headers = [
                len(text[: document.header].encode("utf-8", "surrogatepass")) if document.header else 0
                for text, document in zip(texts, documents, strict=True)
            ]
        offsets = np.zeros(len(pieces) + 1, np.int64)
        np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
        return b"".join(pieces), offsets, offsets[:-1] + np.asarray(headers, np.int64)

    def buffers(self, positions: NDArray[np.int64]) -> Iterator[tuple[bytes, NDArray[np.int64], NDArray[np.int64]]]:
        """Yield the texts at *positions* as ``columns`` returns them, batch by batch, copied only where needed."""
        if len(positions) < 2 or (positions[1:] < positions[:-1]).any():
            yield self.columns(positions)
            return
        if not self.kept:
            yield from self._reread_buffers(positions)
            return
        bounds = np.searchsorted(positions, [*self._starts, len(self.documents)]).tolist()
        for batch, first, begin, end in zip(self._batches, self._starts, bounds, bounds[1:], strict=False):
            if begin < end:
                slots = positions[begin:end] - first
                yield batch.buffer, np.append(0, batch.offsets[slots + 1]), batch.starts[slots]

    def _reread_buffers(
        self, positions: NDArray[np.int64]
    ) -> Iterator[tuple[bytes, NDArray[np.int64], NDArray[np.int64]]]:
        """Yield the texts at *positions*, which ascend; records are read again without making a Document of each."""
        from provenance.readers import reread_run

        for run, first, slots in self.documents.slots(positions):
            columns = reread_run(run, slots, self._reading) if isinstance(run, RowRun) else None
            yield self.columns(slots + first) if columns is None else columns

    def _slices(self, positions: NDArray[np.int64]) -> tuple[list[bytes], list[int]]:
        pieces, headers = [], []
        for position in positions.tolist():
            at = bisect_right(self._starts, position) - 1
            batch, slot = self._batches[at], position - self._starts[at]
            start, end = int(batch.offsets[slot]), int(batch.offsets[slot + 1])
            pieces.append(batch.buffer[start:end])
            headers.append(int(batch.starts[slot]) - start)
        return pieces, headers


def memory_limit(share: float) -> int:
    """Return the fraction *share* of this machine's memory, in bytes; 512 MiB where its size is unknown."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 512 << 20
    return int(total * share)


def batch_of(texts: Sequence[str]) -> Batch:
    """Return *texts* as a batch without documents, for texts that come from no file."""
    pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.zeros(len(pieces) + 1, np.int64)
    np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
    return Batch(documents=(), buffer=b"".join(pieces), offsets=offsets, starts=offsets[:-1])


def concatenate(parts: list[Sketches]) -> Sketches:
    """Return the sketches of consecutive batches as one, with signatures of distinct texts only; *parts* is emptied."""
    if len(parts) == 1:
        return parts.pop()
    words = np.concatenate([part.words for part in parts])
    digests = np.concatenate([part.digests for part in parts])
    firsts = first_occurrences(words, digests)
    rows = firsts[np.argsort(firsts)]
    signatures = np.empty((len(rows), 128), np.uint32)
    start = begin = 0
    # Each part is freed as soon as it is copied: signatures take the most memory (512 bytes a document).
    for part in iter(lambda: parts.pop(0) if parts else None, None):
        start, end = start + len(part.words), int(np.searchsorted(rows, start + len(part.words)))
        slots = rows[begin:end] - (start - len(part.words))
        slots = slots if part.rows is None else np.searchsorted(part.rows, slots)
        signatures[begin:end] = part.signatures[slots]
        begin = end
    return Sketches(words, digests, signatures, rows)


def without_wordless(part: Sketches) -> Sketches:
    """Return *part* without the signatures of documents that have no words: a corpus may hold ten million of them."""
    rows = np.flatnonzero(part.words)
    if 2 * len(rows) > len(part.words):
        return part
    return Sketches(part.words, part.digests, part.signatures[rows], rows)


def first_occurrences(words: NDArray[np.int64], digests: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the first document of each distinct text that has words, in no particular order."""
    worded = np.flatnonzero(words)
    order = np.argsort(digests[worded])
    by_digest, counts = digests[worded][order], words[worded][order]
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (by_digest[1:] != by_digest[:-1]) | (counts[1:] != counts[:-1])
    starts = np.flatnonzero(begins)
    return worded[np.minimum.reduceat(order, starts)] if starts.size else starts


def blank_sketches(count: int) -> Sketches:
    """Return the sketches of *count* documents for a run that needs none: no words, no signatures."""
    return Sketches(np.zeros(count, np.int64), np.zeros(count, np.uint64), np.zeros((0, 128), np.uint32))
