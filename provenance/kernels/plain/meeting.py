"""From texts to the places where they meet: winnowed hashes of runs of words, first places (compiled: meet.h)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.words import WORD_BASE, locate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int32]
    # Of the traces of one length of runs: how many each document has; their places, others, places there.
    Met = tuple[Places, Places, Places, Places]

WINDOW = 3
MIX = np.uint64(0xBF58476D1CE4E5B9)
NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)


def traces(texts: list[str], runs: tuple[int, ...]) -> list[tuple[Hashes, Places, Places]]:
    """Return for each length of *runs* the hashes, the places, and the number of those of each text.

    Of every three runs of words that follow each other the one with the least hash is kept (winnowing: Schleimer et al.
    2003), so that an equal run two words longer always leaves the same trace.
    """
    located = [locate(text)[2] for text in texts]
    found = []
    for run in runs:
        kept = [winnowed(ids, run, WINDOW) for ids in located]
        hashes = np.concatenate([np.zeros(0, np.uint64), *(one for one, _ in kept)])
        places = np.concatenate([np.zeros(0, np.int32), *(other for _, other in kept)])
        found.append((hashes, places, np.array([len(one) for one, _ in kept], np.int32)))
    return found


def winnowed(ids: Hashes, run: int, window: int) -> tuple[Hashes, Places]:
    """Return the hashes and places of the runs of *run* words that are the least of a *window* of them."""
    count = max(0, len(ids) - run + 1)
    hashes = np.zeros(count, np.uint64)
    for step in range(run):
        hashes = hashes * WORD_BASE + ids[step : step + count]
    hashes = (hashes ^ hashes >> np.uint64(31)) * MIX
    hashes ^= hashes >> np.uint64(29)
    # A place is kept when it is the least of any window that holds it.
    padded = np.concatenate((np.full(window - 1, NEVER), hashes, np.full(window - 1, NEVER)))
    least = padded[: len(padded) - window + 1]
    for step in range(1, window):
        least = np.minimum(least, padded[step : len(padded) - window + 1 + step])
    chosen = np.zeros(count, np.bool_)
    for step in range(window):
        chosen |= hashes == least[step : step + count]
    found = np.flatnonzero(chosen)
    return hashes[found], found.astype(np.int32)


def meet(hashes: list[Hashes], counts: Places, places: Places, ranks: Places) -> tuple[Places, Places]:
    """Return for each trace the other document and the place there that it meets, -1 if it meets none.

    *hashes* are in pieces, document after document; *counts* says how many each document has.  A trace meets the first
    place of the document of the lowest rank that has the same hash, where that is another document.
    """
    values: Hashes = np.concatenate([np.zeros(0, np.uint64), *hashes])
    documents = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    order = np.lexsort((np.arange(len(values)), ranks[documents], values))
    ranked = values[order]
    begins: NDArray[np.bool_] = np.append(True, ranked[1:] != ranked[:-1])[: len(order)]
    first = np.empty(len(order), np.int64)
    first[order] = order[np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))]
    others = documents[first]
    alone = others == documents
    return np.where(alone, np.int32(-1), others), np.where(alone, np.int32(-1), places[first])


def in_order(order: Places, columns: list[Met]) -> tuple[Places, tuple[Places, Places, Places, NDArray[np.uint8]]]:
    """Return the meetings of all documents in *order*: how many each has, and their columns.

    Those are the places here, the other documents, the places there, and which of *columns* they are from; of one
    document ordered by place.
    """
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    parts = []
    for which, (counts, places, others, there) in enumerate(columns):
        some = np.flatnonzero(others >= 0)
        rank = np.repeat(ranks, counts)[some]
        parts.append((rank, places[some], others[some], there[some], np.full(len(some), which, np.uint8)))
    rank, places, others, there, proof = (np.concatenate(column) for column in zip(*parts, strict=True))
    final = np.lexsort((proof, places, rank))
    numbers = np.bincount(rank, minlength=len(order)).astype(np.int32)
    return numbers, (places[final], others[final], there[final], proof[final])
