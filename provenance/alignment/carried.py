"""From the places where a document meets earlier ones to what it carries of them."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from provenance.kernels import kernels
from provenance.model import Overlap, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.alignment.meetings import Met
    from provenance.kernels.compiled import Letters, Row
    from provenance.model import OverlapKind
    from provenance.settings import Aligning

    # The earlier document, the overlap that it has on the left, and how many words either side of it has.
    CarriedOverlap = tuple[int, Overlap, tuple[int, int]]

KINDS: tuple[OverlapKind, ...] = ("verbatim", "near", "loose", "reordered", "misread")  # as the kernels count them
LOOKED_AT = ("reordered", "misread")  # kinds that take a look at the words
KEPT = 1 << 27  # bytes of letters and texts that are cached; the least recently used are dropped first


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
            text = self._text(document)
        letters = kernels.Letters(text)
        with self._lock:
            if document not in self._kept:
                self._kept[document] = letters
                self._size += letters.size
            while self._size > self._limit and len(self._kept) > 1:
                self._size -= self._kept.popitem(last=False)[1].size
        return letters

    def text(self, document: int) -> str:
        """Return the text of *document*."""
        with self._lock:
            return self._text(document)


class Carriers:
    """What documents carry of earlier ones, by the texts of a corpus: pure, and callable on several threads."""

    def __init__(self, text: Callable[[int], str], settings: Aligning) -> None:
        self._library = Library(text)
        self._min_words = settings.min_words

    def __call__(self, met: Met) -> list[CarriedOverlap]:
        """Return the overlaps of a document with the earliest ones that have the same passages, as they are found.

        A passage that is already found in one document is not searched for in another; of two overlaps with a document
        that share characters on both sides the first one counts.
        """
        library = self._library
        carrying = kernels.Carrying(library[met.document], met.columns, self._min_words)
        needed = carrying.step()
        while needed >= 0:
            needed = carrying.step(library[needed])
        return [
            (head, overlap_of(row, partial(self._texts, head, met.document)), row[8:]) for head, row in carrying.rows()
        ]

    def _texts(self, head: int, document: int) -> tuple[str, str]:
        return self._library.text(head), self._library.text(document)


def overlap_of(row: Row, texts: Callable[[], tuple[str, str]]) -> Overlap:
    """Return a row of the kernels as an overlap; *texts* gives the two texts, which are rarely needed."""
    a, b, c, d, words, similarity, code, quoted, *_ = row
    kind = KINDS[code]
    if kind in LOOKED_AT:
        from provenance.alignment.kinds import regarded

        similarity, kind = regarded(row, kind, *texts())
    return Overlap(Span(a, b), Span(c, d), words, similarity, kind, quoted)
