"""Overlaps and passages of a corpus in columns: a corpus can have a million, and as objects each takes 300 bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

from provenance.model.documents import OverlapKind, Span
from provenance.model.evidence import Carrier, Overlap, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

KINDS: tuple[OverlapKind, ...] = ("verbatim", "near", "loose", "reordered", "misread")  # by the number in a column
CARRIER = np.dtype(
    [
        ("document", np.int32),
        ("start", np.int32),
        ("end", np.int32),
        ("words", np.int32),
        ("similarity", np.float64),
        ("kind", np.int8),
    ]
)
_PASSAGES_AT_ONCE = 1 << 12  # passages that iteration makes at a time


class Overlaps(Sequence[Overlap]):
    """Overlaps in columns, in the layout of the kernels."""

    __slots__ = ("rows",)

    def __init__(self, rows: NDArray[np.void]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Overlap: ...

    @overload
    def __getitem__(self, at: slice) -> Overlaps: ...

    def __getitem__(self, at: int | slice) -> Overlap | Overlaps:
        if isinstance(at, slice):
            return Overlaps(self.rows[at])
        _, a, b, c, d, words, similarity, kind, quoted, *_ = self.rows[at].item()
        return Overlap(Span(a, b), Span(c, d), words, similarity, KINDS[kind], bool(quoted))


class Passages(Sequence[Passage]):
    """Passages in columns.

    The carriers of passage *i* are the rows ``bounds[i]`` to ``bounds[i + 1]`` of *carriers*, an array of CARRIER.  The
    other columns hold the flags of each passage.
    """

    __slots__ = ("boilerplate", "bounds", "carriers", "quoted", "stock")

    def __init__(
        self,
        carriers: NDArray[np.void],
        bounds: NDArray[np.int64],
        quoted: NDArray[np.bool_],
        stock: NDArray[np.bool_] | None = None,
        boilerplate: NDArray[np.bool_] | None = None,
    ) -> None:
        self.carriers = carriers
        self.bounds = bounds
        self.quoted = quoted
        self.stock = np.zeros(len(quoted), np.bool_) if stock is None else stock
        self.boilerplate = np.zeros(len(quoted), np.bool_) if boilerplate is None else boilerplate

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> Passages:
        """Return *passages* in columns; itself if they already are."""
        if isinstance(passages, Passages):
            return passages
        known = tuple(passages)
        rows = [
            (one.document, one.span.start, one.span.end, one.words, one.similarity, KINDS.index(one.kind))
            for passage in known
            for one in passage.carriers
        ]
        flags = [(passage.quoted, passage.stock, passage.boilerplate) for passage in known]
        columns = np.array(flags, np.bool_).reshape(-1, 3).T
        return cls(np.array(rows, CARRIER), _bounds([len(passage.carriers) for passage in known]), *columns)

    def __len__(self) -> int:
        return len(self.quoted)

    @overload
    def __getitem__(self, at: int) -> Passage: ...

    @overload
    def __getitem__(self, at: slice) -> Passages: ...

    def __getitem__(self, at: int | slice) -> Passage | Passages:
        if isinstance(at, slice):
            return self.take(np.arange(len(self))[at])
        (found,) = self._made(*self._row(at))
        return found

    def __iter__(self) -> Iterator[Passage]:
        for first in range(0, len(self), _PASSAGES_AT_ONCE):
            yield from self._made(first, min(first + _PASSAGES_AT_ONCE, len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The number of carriers of each passage."""
        return np.diff(self.bounds)

    @property
    def heads(self) -> NDArray[np.void]:
        """The first carrier of each passage."""
        return self.carriers[self.bounds[:-1]]

    @property
    def form(self) -> NDArray[np.bool_]:
        """Whether each passage is a stock phrase or boilerplate."""
        return self.stock | self.boilerplate

    @property
    def shared(self) -> NDArray[np.bool_]:
        """Whether each passage occurs in more than one document."""
        documents = self.carriers["document"]
        foreign = documents != np.repeat(documents[self.bounds[:-1]], self.sizes)
        return np.logical_or.reduceat(foreign, self.bounds[:-1]) if len(self) else np.zeros(0, np.bool_)

    def take(self, rows: NDArray[np.int64]) -> Passages:
        """Return the passages with the numbers *rows*, in that order."""
        sizes = self.sizes[rows]
        bounds = _bounds(sizes)
        slots = np.repeat(self.bounds[:-1][rows] - bounds[:-1], sizes) + np.arange(bounds[-1])
        return Passages(self.carriers[slots], bounds, self.quoted[rows], self.stock[rows], self.boilerplate[rows])

    def joined(self, more: Passages) -> Passages:
        """Return these passages and *more*, in the order of their first two carriers and the number of carriers."""
        both = Passages(
            np.concatenate((self.carriers, more.carriers)),
            np.concatenate((self.bounds, more.bounds[1:] + self.bounds[-1])),
            np.concatenate((self.quoted, more.quoted)),
            np.concatenate((self.stock, more.stock)),
            np.concatenate((self.boilerplate, more.boilerplate)),
        )
        first, second = both.heads, both.carriers[both.bounds[:-1] + 1]
        keys = [side[name] for side in (first, second) for name in ("document", "start", "end")]
        return both.take(np.lexsort((both.sizes, *keys[::-1])))

    def _row(self, at: int) -> tuple[int, int]:
        position = at + len(self) if at < 0 else at
        if not 0 <= position < len(self):
            raise IndexError("there is no such passage")
        return position, position + 1

    def _made(self, first: int, last: int) -> Iterator[Passage]:
        """Yield the passages with the numbers *first* to *last*, the last one not included."""
        bounds = self.bounds[first : last + 1].tolist()
        documents, starts, ends, words, similarities, kinds = (
            self.carriers[name][bounds[0] : bounds[-1]].tolist() for name in CARRIER.names or ()
        )
        spans = map(Span, starts, ends)
        carriers = list(map(Carrier, documents, spans, words, similarities, map(KINDS.__getitem__, kinds)))
        flags = (column[first:last].tolist() for column in (self.quoted, self.stock, self.boilerplate))
        for begin, end, quoted, stock, boilerplate in zip(bounds, bounds[1:], *flags, strict=False):
            yield Passage(tuple(carriers[begin - bounds[0] : end - bounds[0]]), quoted, stock, boilerplate)


def _bounds(sizes: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the n + 1 bounds of n runs of these *sizes*."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(np.asarray(sizes, np.int64))))
