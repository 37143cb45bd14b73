"""From candidate pairs to exact similarities: how many shingles two documents share, and how many each has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.grouping.values import Edges, joined
from provenance.kernels import kernels
from provenance.sets import distinct, first_indices

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from provenance.grouping.values import Classes, Shingles
    from provenance.settings import Grouping as Settings

# Shingles held at once: 64 MB.
HELD = 8 << 20
WORTHWHILE = 1 << 19


def verify(
    classes: Classes,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    shingles: Shingles,
    settings: Settings,
) -> Edges:
    """Return the pairs of classes that are at least the threshold similar.

    Pairs are taken component by component, so that a document's shingles are asked for once unless its component is
    larger than what is held at once.
    """
    order = np.argsort(kernels.components(len(classes), left, right)[left], kind="stable")
    from provenance.threads import cores

    threads = settings.jobs or cores()
    parts = _parts(order, left, right, classes.words, threads)
    edges = joined(_spread(lambda part: _measured(classes, left[part], right[part], shingles), parts, threads))
    return edges.take(edges.similarity >= settings.threshold)


def _spread(work: Callable[[NDArray[np.int64]], Edges], parts: list[NDArray[np.int64]], threads: int) -> list[Edges]:
    """Return what *work* makes of each part, in order, on several threads where there is much to do."""
    if threads == 1 or len(parts) < 2:
        return [work(part) for part in parts]
    from provenance.threads import map_ahead

    return [edges for _, edges in map_ahead(work, parts, threads)]


def _parts(
    order: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64], words: NDArray[np.int64], threads: int
) -> list[NDArray[np.int64]]:
    """Return runs of *order* whose documents, each new one counted, have about as many words as are held at once.

    Smaller ones where threads would be idle otherwise, but not so small that a thread is not worth its start.
    """
    nodes = np.stack((left[order], right[order]), axis=1).ravel()
    seen = first_indices(nodes)
    weights = np.zeros(len(nodes), np.int64)
    weights[seen] = words[nodes[seen]]
    filled = np.cumsum(weights)[1::2] // min(HELD, max(WORTHWHILE, int(weights.sum()) // threads + 1))
    return [part for part in np.split(order, np.flatnonzero(np.diff(filled)) + 1) if part.size]


def _measured(classes: Classes, left: NDArray[np.int64], right: NDArray[np.int64], shingles: Shingles) -> Edges:
    nodes = distinct(np.concatenate((left, right)))
    values, offsets = shingles(classes.first[nodes])
    here, there = np.searchsorted(nodes, left), np.searchsorted(nodes, right)
    sizes = np.diff(offsets)
    return Edges(left, right, kernels.shared(values, offsets, here, there), sizes[here], sizes[there])
