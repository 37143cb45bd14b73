"""From the words of many documents to the places where two of them meet: equal runs of words, in linear time.

Of the runs of words every third or so is kept, in all documents the same (winnowing, see the kernels).  Each place
meets the first one that has the same run: n places of a run are n - 1 meetings.  Runs of eight words find edited
passages too, but their first place can be no more than a turn of phrase; runs of ten prove a passage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance import sets
from provenance.alignment.outgrown import Column
from provenance.kernels import kernels
from provenance.threads import cores, map_ahead
from provenance.words import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int32]
    Hashes = NDArray[np.uint64]
    Columns = tuple[Places, Places, Places, NDArray[np.uint8]]

RUNS = (8, 10)
TOGETHER = 1 << 20  # characters whose words are hashed at once
DOCUMENTS_AT_ONCE = 64  # whose meetings are put in order at once
MANY = 1 << 26  # runs of both lengths beyond which they take turns
KEPT = 1 << 24  # runs of one length that are kept in memory until all texts are read
ALONE = 256  # characters that a document counts as beside its own: what holds few words takes memory too


class Met:
    """Where one document meets earlier ones: what it carries depends on this, on their texts, and on nothing else.

    *columns* are the meetings in the order of their places: the other documents, the words there and the words here
    that begin the same runs, and whether a run is of ten words.
    """

    __slots__ = ("columns", "document")

    def __init__(self, document: int, columns: Columns) -> None:
        self.document, self.columns = document, columns

    def __len__(self) -> int:
        return len(self.columns[0])

    @property
    def others(self) -> list[int]:
        """The other documents, ascending, each once."""
        found: list[int] = sets.distinct(self.columns[0]).tolist()
        return found

    @property
    def name(self) -> bytes:
        """Bytes that say where the document meets others, whatever their positions in the corpus are."""
        others, there, here, proof = self.columns
        return b"".join(column.tobytes() for column in (sets.unique_inverse(others)[1], there, here, proof))


class Meetings:
    """The meetings of all documents that have any, those of the earliest document first.

    *lengths* count the code points of all texts, by position, *words* their words up to the last run, about.  *traces*
    are those of the two lengths of runs.  They are put in order for some documents at a time: for all of them that
    would take as much memory again.
    """

    def __init__(self, lengths: list[int], words: NDArray[np.int64], order: Places, traces: Sequence[Traces]) -> None:
        self.lengths, self.words, self._order = lengths, words, order
        self._traces = traces
        meets = np.zeros(len(order), np.bool_)
        for one in traces:
            meets |= one.meets()
        self._documents = order[meets[order]]

    def __len__(self) -> int:
        return len(self._documents)

    def __iter__(self) -> Iterator[Met]:
        for first in range(0, len(self), DOCUMENTS_AT_ONCE):
            yield from self.at(range(first, min(first + DOCUMENTS_AT_ONCE, len(self))))

    def at(self, some: range) -> Iterator[Met]:
        """Yield the meetings of *some* of the documents that have any, by their places among these."""
        documents = self._documents[some.start : some.stop : some.step]
        numbers, (places, others, there, proof) = kernels.in_order(
            np.arange(len(documents), dtype=np.int32), [traces.of(documents) for traces in self._traces]
        )
        bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(numbers))).tolist()
        for document, first, last in zip(documents.tolist(), bounds, bounds[1:], strict=False):
            here = slice(first, last)
            yield Met(document, (others[here], there[here], places[here], proof[here]))

    def runs(self) -> tuple[Places, Places, Places, Places]:
        """Return where documents meet in short runs of words: documents, words here, others, words there."""
        return self._traces[0].met()

    def ranks(self) -> NDArray[np.int64]:
        """Return for each document how many are earlier."""
        found = np.empty(len(self._order), np.int64)
        found[self._order] = np.arange(len(self._order))
        return found


class Traces:
    """The runs of one length that are kept: for each document their places, and the documents and places they meet."""

    def __init__(self, counts: Places, places: Places, others: Places, there: Places) -> None:
        self._counts, self._columns = counts, (places, others, there)
        self._bounds = _bounds(counts)

    @classmethod
    def meeting(cls, counts: Places, places: Places, others: Places, there: Places) -> Traces:
        """Return those of the traces in these columns that meet another document."""
        meets = others >= 0
        if meets.all():
            return cls(counts, places, others, there)
        found, known = np.zeros_like(counts), np.flatnonzero(counts)
        if len(known):
            found[known] = np.add.reduceat(meets, _bounds(counts)[known], dtype=counts.dtype)
        return cls(found, places[meets], others[meets], there[meets])

    def meets(self) -> NDArray[np.bool_]:
        """Return which documents meet another one."""
        found = np.zeros(len(self._counts), np.bool_)
        some = np.flatnonzero(self._counts)
        if len(some):
            found[some] = np.logical_or.reduceat(self._columns[1] >= 0, self._bounds[some])
        return found

    def of(self, documents: Places) -> tuple[Places, Places, Places, Places]:
        """Return the counts of *documents*, and their columns, one document after the other."""
        counts = self._counts[documents]
        before = np.cumsum(counts) - counts
        slots = np.repeat(self._bounds[documents] - before, counts) + np.arange(counts.sum())
        places, others, there = (column[slots] for column in self._columns)
        return counts, places, others, there

    def met(self) -> tuple[Places, Places, Places, Places]:
        """Return where documents meet: documents, places here, others, places there; in the order of documents."""
        places, others, there = self._columns
        some = np.flatnonzero(others >= 0)
        documents = np.repeat(np.arange(len(self._counts), dtype=np.int32), self._counts)
        return documents[some], places[some], others[some], there[some]


def meetings(texts: Iterable[str], order: NDArray[np.int64] | None = None) -> Meetings:
    """Return where the documents meet; *order* holds their positions, the earliest first (None: as they come).

    *texts* are read once, in order.
    """
    lengths: list[int] = []
    hashes = [Column(np.uint64, KEPT) for _ in RUNS]
    places = [Column(np.int32, KEPT) for _ in RUNS]
    counts: list[list[Places]] = [[] for _ in RUNS]
    for batch, found in map_ahead(
        lambda some: kernels.traces(list(map(readable, some)), RUNS), _batches(texts), cores()
    ):
        lengths.extend(map(len, batch))
        for at, (some, where, number) in enumerate(found):
            hashes[at].append(some)
            places[at].append(where)
            counts[at].append(number)
    numbers = [np.concatenate(pieces) for pieces in counts]
    count = len(lengths)
    sequence = np.arange(count, dtype=np.int32) if order is None else order.astype(np.int32)
    if not np.array_equal(np.sort(sequence), np.arange(count)):
        raise ValueError("the order must hold the position of each document once")
    ranks = np.empty(count, np.int32)
    ranks[sequence] = np.arange(count, dtype=np.int32)
    words = np.zeros(count, np.int64)

    def met(at: int) -> Traces:
        own = _whole(places[at].take())
        if at == 0:
            words[:] = _words(numbers[at], own)
        # The hashes take most of the memory, and nothing needs them afterwards.
        return Traces.meeting(numbers[at], own, *kernels.meet(hashes[at].take(), numbers[at], own, ranks))

    # Of a large corpus one length after the other: what is sorted at once, of both, would take more than a gigabyte.
    threads = cores() if sum(map(int, map(np.sum, numbers))) <= MANY else 1
    traces = [one for _, one in map_ahead(met, range(len(RUNS)), threads)]
    return Meetings(lengths, words, sequence, traces)


def _whole(pieces: list[Places]) -> Places:
    """Return *pieces* as one column, without a copy of one alone."""
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _bounds(counts: Places) -> NDArray[np.int64]:
    """Return the n + 1 bounds of n runs of rows, which *counts* count."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))


def _words(counts: Places, places: Places) -> NDArray[np.int64]:
    """Return about how many words each text has, from the *places* of its short runs, which *counts* count."""
    found = np.zeros(len(counts), np.int64)
    known = counts > 0
    found[known] = places[np.cumsum(counts)[known] - 1] + RUNS[0]
    return found


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield *texts* in batches; the last one may be empty, and there is always one."""
    waiting: list[str] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text) + ALONE
        if size >= TOGETHER:
            yield waiting
            size, waiting = 0, []
    yield waiting
