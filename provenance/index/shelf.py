"""From numbers to documents that are ready to be compared: their words, letters and shingles, the latest ones kept."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.kernels import kernels
from provenance.words import readable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from numpy.typing import NDArray

    from provenance.index.rows import Stored
    from provenance.kernels.compiled import Letters
    from provenance.model import Document

    class Source(Protocol):
        """Where documents and texts come from: a snapshot of a folder, or a server."""

        @property
        def shelf(self) -> Shelf:
            """The documents that were compared last."""

        @property
        def threshold(self) -> float:
            """The least similarity of pairs that are found."""

        def documents(self, numbers: Sequence[int]) -> dict[int, Stored]:
            """Return the documents with these numbers."""

        def texts(self, stored: Sequence[Stored]) -> list[bytes]:
            """Return the texts of documents in UTF-8."""


KEPT = 1 << 26  # bytes of texts, letters and shingles; the least recently used are dropped first


class Ready(NamedTuple):
    """A document of an index with its text, its letters, and the distinct shingles of its article, ascending."""

    stored: Stored
    text: str
    letters: Letters
    shingles: NDArray[np.uint64]

    @property
    def size(self) -> int:
        """The bytes that it takes up, about."""
        return 2 * len(self.text) + self.letters.size + self.shingles.nbytes


class Shelf:
    """The documents of a snapshot that were compared last: what many texts share is in the same ones.  For threads."""

    def __init__(self, source: Source, limit: int = KEPT) -> None:
        self._source, self._limit = weakref.proxy(source), limit
        self._kept: OrderedDict[int, Ready] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def take(self, numbers: Sequence[int]) -> list[Ready]:
        """Return the documents with these *numbers*."""
        found: dict[int, Ready] = {}
        with self._lock:
            for number in numbers:
                if number in self._kept:
                    self._kept.move_to_end(number)
                    found[number] = self._kept[number]
        fresh = self._made([number for number in numbers if number not in found])
        with self._lock:
            for number, one in fresh.items():
                if number not in self._kept:
                    self._kept[number] = one
                    self._size += one.size
            while self._size > self._limit and self._kept:
                self._size -= self._kept.popitem(last=False)[1].size
        found.update(fresh)
        return [found[number] for number in numbers]

    def _made(self, numbers: Sequence[int]) -> dict[int, Ready]:
        if not numbers:
            return {}
        stored = self._source.documents(numbers)
        known = [stored[number] for number in numbers]
        raw = self._source.texts(known)
        values, bounds = shingles_of(raw, [head_of(one.document, text) for one, text in zip(known, raw, strict=True)])
        ends = bounds.tolist()
        made = {}
        for at, (number, text) in enumerate(zip(numbers, raw, strict=True)):
            decoded = text.decode("utf-8", "surrogatepass")
            # A copy: a part of the column would keep all of it.
            own = values[ends[at] : ends[at + 1]].copy()
            made[number] = Ready(known[at], decoded, kernels.Letters(readable(decoded)), own)
        return made


def shingles_of(texts: Sequence[bytes], heads: Sequence[int]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the distinct shingles of *texts*, ascending, text after text, and the bounds between texts.

    *heads* are the bytes before each article's own words.
    """
    from provenance.sketch import shingle_sets

    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    return shingle_sets(b"".join(texts), offsets, offsets[:-1] + np.array(heads, np.int64))


def head_of(document: Document, text: bytes) -> int:
    """Return the bytes before the article's own words."""
    if not document.header:
        return 0
    return len(text.decode("utf-8", "surrogatepass")[: document.header].encode("utf-8", "surrogatepass"))
