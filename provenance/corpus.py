"""From paths to a corpus: documents in order, their sketches, and their texts, kept or reread."""

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
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.model import Document, Notice
    from provenance.settings import Reading

    Reread = Callable[[Sequence[Document], Reading], list[str]]


_TOGETHER = 256  # texts reread at a time


class Corpus:
    """The documents of a run, in order, with their texts.

    Texts are kept as the batches of the readers while these stay under *limit* bytes (None: always).  The texts of a
    larger corpus are dropped, and reread from their files when they are asked for.
    """

    def __init__(self, reading: Reading, reread: Reread, limit: int | None) -> None:
        self.documents = Documents()
        self.notices: list[Notice] = []
        self.bytes = 0
        self._reading = reading
        self._reread = reread
        self._limit = limit
        self._batches: list[Batch] = []
        self._firsts: list[int] = []

    def add(self, batch: Batch) -> None:
        """Add the documents and notices of *batch*; its texts too, while there is room."""
        self.notices.extend(batch.notices)
        if not batch.documents:
            return
        self._firsts.append(len(self.documents))
        self.documents.extend(Documents.of(batch.documents))
        self.bytes += len(batch.buffer)
        if self._limit is None or self.bytes <= self._limit:
            self._batches.append(batch)
        else:
            self._batches.clear()

    @property
    def kept(self) -> bool:
        """Whether the texts are in memory."""
        return len(self._batches) == len(self._firsts)

    def text(self, position: int) -> str:
        """Return the whole text of the document at *position*."""
        if not self.kept:
            return self._reread([self.documents[position]], self._reading)[0]
        at = bisect_right(self._firsts, position) - 1
        return self._batches[at].text(position - self._firsts[at])

    def several(self, positions: Sequence[int]) -> Iterator[str]:
        """Yield the texts at *positions*, in their order."""
        if self.kept:
            yield from map(self.text, positions)
        else:
            for start in range(0, len(positions), _TOGETHER):
                some = positions[start : start + _TOGETHER]
                yield from self._reread([self.documents[position] for position in some], self._reading)

    def texts(self) -> Iterator[str]:
        """Yield every text, in order."""
        if self.kept:
            for batch in self._batches:
                bounds = batch.offsets.tolist()
                for begin, end in pairwise(bounds):
                    yield batch.buffer[begin:end].decode("utf-8", "surrogatepass")
        else:
            yield from self.several(range(len(self.documents)))

    def columns(self, positions: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64], NDArray[np.int64]]:
        """Return the texts at *positions*: one UTF-8 buffer, its n + 1 offsets, and where each article begins in it."""
        if self.kept:
            pieces, heads = self._slices(positions)
        else:
            wanted = [self.documents[position] for position in positions.tolist()]
            texts = self._reread(wanted, self._reading)
            pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
            heads = [
                len(text[: document.header].encode("utf-8", "surrogatepass")) if document.header else 0
                for text, document in zip(texts, wanted, strict=True)
            ]
        offsets = np.zeros(len(pieces) + 1, np.int64)
        np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
        return b"".join(pieces), offsets, offsets[:-1] + np.asarray(heads, np.int64)

    def parts(self, positions: NDArray[np.int64]) -> Iterator[tuple[bytes, NDArray[np.int64], NDArray[np.int64]]]:
        """Yield the texts at *positions* as ``columns`` would return them, run by run and without copying kept ones."""
        if len(positions) < 2 or (positions[1:] < positions[:-1]).any():
            yield self.columns(positions)
            return
        if not self.kept:
            yield from self._reread_parts(positions)
            return
        bounds = np.searchsorted(positions, [*self._firsts, len(self.documents)]).tolist()
        for batch, first, begin, end in zip(self._batches, self._firsts, bounds, bounds[1:], strict=False):
            if begin < end:
                places = positions[begin:end] - first
                yield batch.buffer, np.append(0, batch.offsets[places + 1]), batch.starts[places]

    def _reread_parts(
        self, positions: NDArray[np.int64]
    ) -> Iterator[tuple[bytes, NDArray[np.int64], NDArray[np.int64]]]:
        """Yield the texts at *positions*, which ascend, without making documents of records."""
        from provenance.readers import reread_run

        for run, first, slots in self.documents.at(positions):
            again = reread_run(run, slots, self._reading) if isinstance(run, RowRun) else None
            yield self.columns(slots + first) if again is None else again

    def _slices(self, positions: NDArray[np.int64]) -> tuple[list[bytes], list[int]]:
        pieces, heads = [], []
        for position in positions.tolist():
            at = bisect_right(self._firsts, position) - 1
            batch, slot = self._batches[at], position - self._firsts[at]
            start, end = int(batch.offsets[slot]), int(batch.offsets[slot + 1])
            pieces.append(batch.buffer[start:end])
            heads.append(int(batch.starts[slot]) - start)
        return pieces, heads


def memory_limit(share: float) -> int:
    """Return *share* of this machine's memory in bytes; 512 MiB where the machine does not say."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 512 << 20
    return int(total * share)


def batch_of(texts: Sequence[str]) -> Batch:
    """Return *texts* as a batch without documents' names: what grouping needs of texts that come from no file."""
    pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.zeros(len(pieces) + 1, np.int64)
    np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
    return Batch(documents=(), buffer=b"".join(pieces), offsets=offsets, starts=offsets[:-1])


def joined(parts: list[Sketches]) -> Sketches:
    """Return the sketches of consecutive batches as one, with rows for different texts only; leave *parts* empty."""
    if len(parts) == 1:
        return parts.pop()
    words = np.concatenate([part.words for part in parts])
    digests = np.concatenate([part.digests for part in parts])
    firsts = first_of_each(words, digests)
    rows = firsts[np.argsort(firsts)]
    signatures = np.empty((len(rows), 128), np.uint32)
    start = begin = 0
    # Each part is dropped as soon as it is copied: signatures are the largest thing in memory (512 bytes a document).
    for part in iter(lambda: parts.pop(0) if parts else None, None):
        start, end = start + len(part.words), int(np.searchsorted(rows, start + len(part.words)))
        slots = rows[begin:end] - (start - len(part.words))
        slots = slots if part.rows is None else np.searchsorted(part.rows, slots)
        signatures[begin:end] = part.signatures[slots]
        begin = end
    return Sketches(words, digests, signatures, rows)


def of_words(part: Sketches) -> Sketches:
    """Return *part* without the signatures of documents that have no words: ten million of these may come."""
    rows = np.flatnonzero(part.words)
    if 2 * len(rows) > len(part.words):
        return part
    return Sketches(part.words, part.digests, part.signatures[rows], rows)


def first_of_each(words: NDArray[np.int64], digests: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the first document of each of the different texts that have words, in no order."""
    worded = np.flatnonzero(words)
    order = np.argsort(digests[worded])
    some, other = digests[worded][order], words[worded][order]
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (some[1:] != some[:-1]) | (other[1:] != other[:-1])
    starts = np.flatnonzero(begins)
    return worded[np.minimum.reduceat(order, starts)] if starts.size else starts


def unsketched(count: int) -> Sketches:
    """Return the sketches of *count* documents that no stage needs sketched: no words, no signatures."""
    return Sketches(np.zeros(count, np.int64), np.zeros(count, np.uint64), np.zeros((0, 128), np.uint32))
