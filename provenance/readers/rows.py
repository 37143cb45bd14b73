"""From blocks of a table to runs of whole rows, each with the places of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.kernels import kernels
from provenance.readers.dialects import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.readers.dialects import Dialect

# What is wrong with a row that is not kept.
OPEN, LONG = "open", "long"
_LINE_FEED = 10
_SLICE = 1 << 24  # bytes
_MOST_OPEN = 100  # rows that a file may begin in vain, each of which is looked for to the end of the file


class Row(NamedTuple):
    """A row of a run: where it begins and ends there, its line in the file, its first cell and how many it has."""

    begin: int
    end: int
    line: int
    first: int
    cells: int


class Rows:
    """Whole rows at the begin of *run*, which lies at *offset* of the file and holds so many *lines* of it.

    *stop* is where they end in the run.  *trouble* says why what lies there is not kept: a mark is OPEN, a row is LONG.
    """

    __slots__ = ("_begins", "_counts", "_dialect", "_ends", "_lines", "lines", "offset", "run", "stop", "trouble")

    def __init__(
        self, offset: int, run: bytes, ends: NDArray[np.int64], counts: NDArray[np.int64], dialect: Dialect
    ) -> None:
        self.offset = offset
        self.run = run
        self.trouble = ""
        self._dialect = dialect
        self.stop = int(ends[-1]) + 1 if len(ends) else 0
        self._ends = ends
        self._begins = np.append(0, ends + 1)
        self._counts = np.append(0, counts)
        self._lines: NDArray[np.int64] | None = None
        self.lines = run.count(b"\n", 0, self.stop)

    @classmethod
    def of(cls, run: bytes, dialect: Dialect) -> Rows:
        """Return the whole rows of *run*."""
        ends, counts, _ = kernels.cells(run, 0, len(run), dialect.signs, 0)
        return cls(0, run, ends, counts, dialect)

    @classmethod
    def without(cls, offset: int, lines: int, trouble: str, dialect: Dialect) -> Rows:
        """Return what stands for *lines* of the file that are not kept."""
        none = np.zeros(0, np.int64)
        rows = cls(offset, b"", none, none, dialect)
        rows.lines, rows.trouble = lines, trouble
        return rows

    def __len__(self) -> int:
        return len(self._counts) - 1

    def bounds(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the rows begin and end in the run."""
        return self._begins[self._counts[:-1]], self._ends[self._counts[1:] - 1]

    def sizes(self) -> NDArray[np.int64]:
        """Return how many cells each row has."""
        return np.diff(self._counts)

    def feeds(self) -> NDArray[np.int64]:
        """Return how many line feeds stand before each row in the run."""
        if self._lines is None:
            plain = self.lines == len(self)  # none stands within a cell
            self._lines = np.arange(len(self)) if plain else self._counted()
        return self._lines

    def _counted(self) -> NDArray[np.int64]:
        signs = np.frombuffer(self.run, np.uint8)[: self.stop]
        # In slices: of one huge row, what is compared would be as large once more.
        found = [at + np.flatnonzero(signs[at : at + _SLICE] == _LINE_FEED) for at in range(0, self.stop, _SLICE)]
        return np.searchsorted(np.concatenate(found), self.bounds()[0])

    def each(self, line: int, first: int = 0, last: int | None = None) -> Iterator[Row]:
        """Yield the rows from the *first* to before the *last* (None: all); the run begins in *line* of the file."""
        lines: list[int] = (line + self.feeds()[first:last]).tolist()
        begins, ends = (column[first:last].tolist() for column in self.bounds())
        counts = self._counts[first : None if last is None else last + 1].tolist()
        for at, number in enumerate(lines):
            yield Row(begins[at], ends[at], number, counts[at], counts[at + 1] - counts[at])

    def value(self, row: Row, at: int) -> bytes | None:
        """Return the value of the cell numbered *at* of a row, None where it has none."""
        if not 0 <= at < row.cells:
            return None
        begin, end = self.place(row, at)
        return value_of(self.run[begin:end], self._dialect)

    def place(self, row: Row, at: int) -> tuple[int, int]:
        """Return where the cell numbered *at* of a row lies in the run."""
        return int(self._begins[row.first + at]), int(self._ends[row.first + at])

    def values(self, which: slice, wanted: Sequence[int]) -> tuple[bytes, NDArray[np.int64]]:
        """Return the values of the cells numbered *wanted* (-1: none) of *which* rows, which have these, row by row:
        one behind the other, and where each ends.  Not for dialects with an escape.
        """
        columns = np.array(wanted, np.int64)
        cells = (self._counts[:-1][which, None] + np.maximum(columns, 0)).ravel()
        begins, ends = self._begins[cells], self._ends[cells]
        if (columns < 0).any():
            ends = np.where(np.tile(columns < 0, len(cells) // len(columns)), begins, ends)
        return kernels.cell_values(self.run, begins, ends, self._dialect.quote)


def whole_rows(blocks: Iterator[bytes], dialect: Dialect, limit: int, start: int) -> Iterator[Rows]:
    """Yield the rows in *blocks*, the first of which lies at offset *start* of the file.

    A row of more than *limit* bytes is not kept, nor the line of a quotation mark that is never closed.  The last row
    needs no line feed.
    """
    held, size, due, offset = list[bytes](), 0, 0, start
    skipping, state, lines = False, 0, 0
    for block in blocks:
        if skipping:
            stop, state = _row_end(block, dialect, state)
            lines += block.count(b"\n", 0, stop or len(block))
            offset += stop or len(block)
            if not stop:
                continue
            yield Rows.without(offset, lines, LONG, dialect)
            skipping = False
            held, size = [block[stop:]], len(block) - stop
        else:
            held.append(block)
            size += len(block)
        # What is held is looked at again only when it has doubled, so that a long row takes linear time.
        if size < due:
            continue
        run = b"".join(held)
        held.clear()  # what is yielded may be huge
        ends, counts, state = kernels.cells(run, 0, len(run), dialect.signs, 0)
        rows = Rows(offset, run, ends, counts, dialect)
        if len(counts):
            yield rows
        offset += rows.stop
        held, size = [run[rows.stop :]], len(run) - rows.stop
        due = 2 * size
        if size > limit:
            skipping, lines = True, held[0].count(b"\n")
            offset += size
            held, size, due = [], 0, 0
    if skipping:
        yield Rows.without(offset, lines, LONG, dialect)
    elif size:
        yield from _last_rows(b"".join(held), dialect, limit, offset)


def _row_end(block: bytes, dialect: Dialect, state: int) -> tuple[int, int]:
    """Return where a row ends in *block* that began before it, 0 where it goes on, and the state behind the block."""
    ends, counts, state = kernels.cells(block, 0, len(block), dialect.signs, state)
    return (int(ends[counts[0] - 1]) + 1, 0) if len(counts) else (0, state)


def _last_rows(rest: bytes, dialect: Dialect, limit: int, offset: int) -> Iterator[Rows]:
    """Yield the rows at the end of a file, the last of which may lack its end."""
    rest = rest if rest.endswith(b"\n") else rest + b"\n"
    for _ in range(_MOST_OPEN):
        ends, counts, _ = kernels.cells(rest, 0, len(rest), dialect.signs, 0)
        rows = Rows(offset, rest, ends, counts, dialect)
        if len(counts):
            yield rows
        offset, rest = offset + rows.stop, rest[rows.stop :]
        if not rest:
            return
        cut = rest.find(b"\n") + 1
        yield Rows.without(offset, 1, LONG if cut > limit else OPEN, dialect)
        offset, rest = offset + cut, rest[cut:]
    if rest:
        yield Rows.without(offset, rest.count(b"\n"), OPEN, dialect)
