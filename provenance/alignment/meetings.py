"""From the words of many documents to the places where two of them meet: equal runs of words, in linear time.

Runs of words are hashed, and of every three that follow each other the one with the least hash is kept (winnowing:
Schleimer et al. 2003), so that an equal run two words longer always leaves the same trace on both sides.  Each place
meets the first one that has the same run: n places of a run are n - 1 meetings.  Runs of eight words find edited
passages too, but their first place can be no more than a turn of phrase; runs of ten prove a passage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels import kernels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Hashes = NDArray[np.uint64]
    Traces = tuple[Hashes, Places, Places]

RUNS = (8, 10)
WINDOW = 3
TOGETHER = 1 << 20  # characters whose words are hashed at once
ALONE = 256  # characters that a document counts as beside its own: what holds few words takes memory too
BASE = np.uint64(0x9E3779B97F4A7C15)
MIX = np.uint64(0xBF58476D1CE4E5B9)
NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)


class Meetings:
    """Meetings in columns: word *place* of *document* and word *other_place* of *other* begin the same run.

    Ordered by the rank of the document, then by its place; *others* are documents of lower rank.  *proof* tells the
    meetings of runs of ten words from those of eight.
    """

    __slots__ = ("document", "other", "other_place", "place", "proof")

    def __init__(self, columns: tuple[Places, Places, Places, Places], *, proof: NDArray[np.bool_]) -> None:
        self.document, self.place, self.other, self.other_place = columns
        self.proof = proof

    def __len__(self) -> int:
        return len(self.document)


def meetings(texts: Iterable[str], order: Places | None = None) -> Meetings:
    """Return where the documents meet; *order* holds their positions, the earliest first (None: as they come)."""
    rank = None
    if order is not None:
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
    met = [_met(traces, rank) for traces in _traces(texts)]
    proof = np.repeat([False, True], [len(columns[0]) for columns in met])
    document, place, other, other_place = (np.concatenate(column) for column in zip(*met, strict=True))
    final = np.lexsort((proof, place, document if rank is None else rank[document]))
    return Meetings((document[final], place[final], other[final], other_place[final]), proof=proof[final])


def _met(traces: Traces, rank: Places | None) -> tuple[Places, Places, Places, Places]:
    """Return the places whose run stands in a document of lower rank, and its first place."""
    hashes, documents, places = traces
    if rank is not None:
        by_rank = np.argsort(rank[documents], kind="stable")
        hashes, documents, places = hashes[by_rank], documents[by_rank], places[by_rank]
    # Stable: of equal hashes the first is the first place in the document of the lowest rank.
    sort = np.argsort(hashes, kind="stable")
    hashes, documents, places = hashes[sort], documents[sort], places[sort]
    begins = np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(hashes)), 0))
    here = np.flatnonzero(documents != documents[first])
    first = first[here]
    return documents[here], places[here], documents[first], places[first]


def _traces(texts: Iterable[str]) -> list[Traces]:
    """Return the hashes of the runs that are kept, their documents and places; for each length of runs."""
    kept: list[list[Traces]] = [[] for _ in RUNS]
    first = 0
    for some in _batches(texts):
        ids, counts = _words(some)
        for run, traces in zip(RUNS, kept, strict=True):
            traces.append(_winnowed(ids, counts, first, run))
        first += len(some)
    columns = [tuple(zip(*traces, strict=True)) for traces in kept]
    return [(np.concatenate(a), np.concatenate(b), np.concatenate(c)) for a, b, c in columns]


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


def _words(texts: list[str]) -> tuple[Hashes, Places]:
    """Return the words of *texts*, one text after the other, and how many each has."""
    # At once, as one text of many lines: to look at a short one by itself takes ten times as long.
    starts, _, ids = kernels.locate("\n".join(texts))
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)
    return ids, np.diff(np.searchsorted(starts, ends), prepend=0)


def _winnowed(ids: Hashes, counts: Places, first: int, run: int) -> Traces:
    ends = np.cumsum(counts)
    count = max(0, len(ids) - run + 1)
    hashes = np.zeros(count, np.uint64)
    for step in range(run):
        hashes = hashes * BASE + ids[step : step + count]
    hashes = (hashes ^ hashes >> np.uint64(31)) * MIX
    hashes ^= hashes >> np.uint64(29)
    within = np.repeat(ends, counts)[:count] - np.arange(count) >= run
    hashes[~within] = NEVER
    # A place is kept when it is the least of any window that holds it; runs that reach over a document's end are none.
    padded = np.concatenate((np.full(WINDOW - 1, NEVER), hashes, np.full(WINDOW - 1, NEVER)))
    least = padded[: len(padded) - WINDOW + 1]
    for step in range(1, WINDOW):
        least = np.minimum(least, padded[step : len(padded) - WINDOW + 1 + step])
    chosen = np.zeros(count, np.bool_)
    for step in range(WINDOW):
        chosen |= hashes == least[step : step + count]
    found = np.flatnonzero(chosen & within)
    owners = np.searchsorted(ends, found, "right")
    return hashes[found], owners + first, found - (ends - counts)[owners]
