"""From the words of many documents to the places where two of them meet: equal runs of words, in linear time.

Runs of eight words are hashed, and of every three that follow each other the one with the least hash is kept
(winnowing: Schleimer et al. 2003), so a run of ten equal words or more always leaves a trace on both sides.  Each place meets the
first one, and the one before it, that has the same run: a run that stands n times gives at most 2 n meetings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.words import kernels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

RUN, WINDOW = 8, 3
TOGETHER = 1 << 20  # words that are hashed at once
BASE = np.uint64(0x9E3779B97F4A7C15)
MIX = np.uint64(0xBF58476D1CE4E5B9)
NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)


class Meetings:
    """Meetings in columns: word *place* of *document* and word *other_place* of *other* begin the same run.

    Ordered by the rank of the document, then by its place; *before* tells the meetings with the place just before in
    rank from those with the first.  *others* are documents of lower rank.
    """

    __slots__ = ("before", "document", "other", "other_place", "place")

    def __init__(self, columns: tuple[Places, Places, Places, Places, NDArray[np.bool_]]) -> None:
        self.document, self.place, self.other, self.other_place, self.before = columns

    def __len__(self) -> int:
        return len(self.document)


def meetings(texts: Iterable[str], order: NDArray[np.int64] | None = None) -> Meetings:
    """Return where the documents meet; *order* holds their positions, the earliest first (None: as they come)."""
    hashes, documents, places = _traces(texts)
    rank = None
    if order is not None:
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        by_rank = np.argsort(rank[documents], kind="stable")
        hashes, documents, places = hashes[by_rank], documents[by_rank], places[by_rank]
    sort = np.argsort(hashes, kind="stable")
    hashes, documents, places = hashes[sort], documents[sort], places[sort]
    at = np.arange(len(hashes))
    begins = np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)]
    first = np.maximum.accumulate(np.where(begins, at, 0)) if len(at) else at
    here = np.flatnonzero(~begins)
    pairs = np.concatenate((here, here[here - 1 != first[here]]))
    others = np.concatenate((first[here], here[here - 1 != first[here]] - 1))
    before = np.arange(len(pairs)) >= len(here)
    apart = documents[pairs] != documents[others]
    pairs, others, before = pairs[apart], others[apart], before[apart]
    columns = documents[pairs], places[pairs], documents[others], places[others]
    ranked = columns[0] if rank is None else rank[columns[0]]
    final = np.lexsort((before, columns[2], columns[1], ranked))
    return Meetings((*(column[final] for column in columns), before[final]))


def _traces(texts: Iterable[str]) -> tuple[NDArray[np.uint64], Places, Places]:
    """Return the hashes of the runs that are kept, their documents and places."""
    kept: list[tuple[NDArray[np.uint64], Places, Places]] = []
    waiting: list[NDArray[np.uint64]] = []
    first = size = 0
    for text in texts:
        ids = kernels.locate(text)[2]
        waiting.append(ids)
        size += len(ids)
        if size >= TOGETHER:
            kept.append(_winnowed(waiting, first))
            first, size, waiting = first + len(waiting), 0, []
    kept.append(_winnowed(waiting, first))
    hashes, documents, places = (np.concatenate(column) for column in zip(*kept, strict=True))
    return hashes, documents, places


def _winnowed(documents: list[NDArray[np.uint64]], first: int) -> tuple[NDArray[np.uint64], Places, Places]:
    ids = np.concatenate([np.zeros(0, np.uint64), *documents])
    counts = np.array([len(words) for words in documents], np.int64)
    ends = np.cumsum(counts)
    count = max(0, len(ids) - RUN + 1)
    hashes = np.zeros(count, np.uint64)
    for step in range(RUN):
        hashes = hashes * BASE + ids[step : step + count]
    hashes = (hashes ^ hashes >> np.uint64(31)) * MIX
    hashes ^= hashes >> np.uint64(29)
    within = np.repeat(ends, counts)[:count] - np.arange(count) >= RUN
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
