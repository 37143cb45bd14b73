"""From the places where a document meets earlier ones to what it carries of them."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from provenance.alignment.kinds import LOOKED_AT, regarded
from provenance.kernels import kernels
from provenance.model import Overlap, Span
from provenance.model.passages import KINDS
from provenance.words import readable

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.alignment.meetings import Met
    from provenance.kernels.compiled import Letters
    from provenance.kernels.rows import Row, Rows
    from provenance.settings import Aligning

KEPT = 1 << 26  # bytes of letters and texts that are cached; the least recently used are dropped first


class Library:
    """The letters of a corpus' texts, with a cache of the most recently used ones, for several threads."""

    def __init__(self, text: Callable[[int], str], limit: int = KEPT) -> None:
        self._text = text
        self._limit = limit
        self._kept: OrderedDict[int, Letters] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __getitem__(self, document: int) -> Letters:
        with self._lock:
            kept = self._kept.get(document)
            if kept is not None:
                self._kept.move_to_end(document)
                return kept
        letters = kernels.Letters(readable(self._text(document)))
        with self._lock:
            if document not in self._kept:
                self._kept[document] = letters
                self._size += letters.size
            while self._size > self._limit and len(self._kept) > 1:
                self._size -= self._kept.popitem(last=False)[1].size
        return letters


class Carriers:
    """What documents carry of earlier ones, by the texts of a corpus: pure, and callable on several threads."""

    def __init__(self, text: Callable[[int], str], settings: Aligning) -> None:
        self._text = text
        self._library = Library(text)
        self._min_words = settings.min_words

    def __call__(self, met: Met) -> Rows:
        """Return the overlaps of a document with the earliest ones that have the same passages, as they are found.

        A passage that is already found in one document is not searched for in another; of two overlaps with a document
        that share characters on both sides the first one counts.
        """
        library = self._library
        carrying = kernels.Carrying(library[met.document], met.columns, self._min_words)
        needed = carrying.step()
        while needed >= 0:
            needed = carrying.step(library[needed])
        rows = carrying.rows()
        for at in [at for at, kind in enumerate(rows["kind"].tolist()) if kind in LOOKED_AT]:
            head, *row = rows[at].item()
            # Few are asked about, and their texts are not kept.
            left, right = self._text(head), self._text(met.document)
            rows["similarity"][at], rows["kind"][at] = regarded(tuple(row), left, right)
        return rows


def overlap_of(row: Row, left: str, right: str) -> Overlap:
    """Return a row of the kernels as an overlap of two texts."""
    a, b, c, d, words, similarity, kind, quoted, *_ = row
    if kind in LOOKED_AT:
        similarity, kind = regarded(row, left, right)
    return Overlap(Span(a, b), Span(c, d), words, similarity, KINDS[kind], quoted)
