"""From paths to a corpus: documents in order, their sketches, and their texts, kept or read again."""

from __future__ import annotations

import os
from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Documents
from provenance.model import Batch, Sketches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.config import Reading
    from provenance.model import Document, Notice

    Reread = Callable[[Sequence[Document], Reading], list[str]]


class Corpus:
    """The documents of a run, in order, with their texts.

    Texts are kept as the batches that readers gave while these stay under *limit* bytes (None: always); a larger corpus
    is let go and its texts are read again by file and place when asked for.
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
        """Take the documents and notices of *batch* in; its texts too, while there is room."""
        self.notices.extend(batch.notices)
        if not batch.documents:
            return
        self._firsts.append(len(self.documents))
        self.documents.extend(batch.documents)
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

    def texts(self) -> Iterator[str]:
        """Yield every text, in order."""
        if self.kept:
            for batch in self._batches:
                for position in range(len(batch.documents)):
                    yield batch.text(position)
        else:
            for start in range(0, len(self.documents), 256):
                yield from self._reread(self.documents[start : start + 256], self._reading)

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
        """Yield the texts at *positions* as ``columns`` would return them, run by run, without moving any."""
        if not self.kept or len(positions) < 2 or (positions[1:] < positions[:-1]).any():
            yield self.columns(positions)
            return
        bounds = np.searchsorted(positions, [*self._firsts, len(self.documents)]).tolist()
        for batch, first, begin, end in zip(self._batches, self._firsts, bounds, bounds[1:], strict=False):
            if begin < end:
                places = positions[begin:end] - first
                yield batch.buffer, np.append(0, batch.offsets[places + 1]), batch.starts[places]

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
    """Return the sketches of consecutive batches as one, and leave *parts* empty."""
    if len(parts) == 1:
        return parts.pop()
    total = sum(len(part.words) for part in parts)
    whole = Sketches(np.empty(total, np.int64), np.empty(total, np.uint64), np.empty((total, 128), np.uint32))
    start = 0
    # Each part is let go as soon as it is copied: signatures are the largest thing in memory (512 bytes a document).
    for part in iter(lambda: parts.pop(0) if parts else None, None):
        end = start + len(part.words)
        whole.words[start:end] = part.words
        whole.digests[start:end] = part.digests
        whole.signatures[start:end] = part.signatures
        start = end
    return whole


def unsketched(count: int) -> Sketches:
    """Return the sketches of *count* documents of which nothing was asked: no words, no signatures."""
    return Sketches(np.zeros(count, np.int64), np.zeros(count, np.uint64), np.zeros((0, 128), np.uint32))
