"""From candidate pairs to exact similarities, counted on shingle sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.grouping.values import Edges, concatenate
from provenance.kernels import kernels
from provenance.sets import distinct, first_indices

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from provenance.grouping.values import Classes, ShingleSource
    from provenance.settings import Grouping as Settings

SHINGLES_AT_ONCE = 8 << 20  # shingles in memory at a time: 64 MB
MIN_PART = 1 << 19  # words: a smaller part is not worth a thread


def verify(
    classes: Classes,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    shingles: ShingleSource,
    settings: Settings,
) -> Edges:
    """Return the pairs of classes whose similarity is at least the threshold."""
    edges = measured(classes, left, right, shingles, settings)
    return edges.take(edges.similarity >= settings.threshold)


def measured(
    classes: Classes,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    shingles: ShingleSource,
    settings: Settings,
) -> Edges:
    """Return the pairs of classes with the shingles that they share, in no particular order.

    Pairs are measured component by component, so that a document's shingles are read only once, unless its component
    does not fit into memory.
    """
    order = np.argsort(kernels.components(len(classes), left, right)[left], kind="stable")
    from provenance.threads import cores

    threads = settings.jobs or cores()
    runs = parts(order, left, right, classes.words, threads)
    return concatenate(_map(lambda part: _measured(classes, left[part], right[part], shingles), runs, threads))


def _map(work: Callable[[NDArray[np.int64]], Edges], parts: list[NDArray[np.int64]], threads: int) -> list[Edges]:
    """Return the results of *work* on each part, in order; several parts are spread over threads."""
    if threads == 1 or len(parts) < 2:
        return [work(part) for part in parts]
    from provenance.threads import map_ahead

    return [edges for _, edges in map_ahead(work, parts, threads)]


def parts(
    order: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64], words: NDArray[np.int64], threads: int
) -> list[NDArray[np.int64]]:
    """Return runs of *order* whose distinct documents have about SHINGLES_AT_ONCE words.

    The runs are smaller where threads would otherwise be idle, but not below MIN_PART.
    """
    nodes = np.stack((left[order], right[order]), axis=1).ravel()
    seen = first_indices(nodes)
    weights = np.zeros(len(nodes), np.int64)
    weights[seen] = words[nodes[seen]]
    filled = np.cumsum(weights)[1::2] // min(SHINGLES_AT_ONCE, max(MIN_PART, int(weights.sum()) // threads + 1))
    return [part for part in np.split(order, np.flatnonzero(np.diff(filled)) + 1) if part.size]


def _measured(classes: Classes, left: NDArray[np.int64], right: NDArray[np.int64], shingles: ShingleSource) -> Edges:
    nodes = distinct(np.concatenate((left, right)))
    values, offsets = shingles(classes.first[nodes])
    here, there = np.searchsorted(nodes, left), np.searchsorted(nodes, right)
    sizes = np.diff(offsets)
    return Edges(left, right, kernels.shared(values, offsets, here, there), sizes[here], sizes[there])
