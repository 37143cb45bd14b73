"""From candidate pairs to exact similarities: how many shingles two documents share, and how many each has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.group.values import Edges, distinct, joined
from provenance.words import kernels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance import config
    from provenance.group.values import Classes, Shingles

# Shingles held at once: 64 MB.
HELD = 8 << 20


def verify(
    classes: Classes,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    shingles: Shingles,
    settings: config.Grouping,
) -> Edges:
    """Return the pairs of classes that are at least the threshold similar.

    Pairs are taken component by component, so that a document's shingles are asked for once unless its component is
    larger than what is held at once.
    """
    order = np.argsort(kernels.components(len(classes), left, right)[left], kind="stable")
    parts = _parts(order, left, right, classes.words)
    edges = joined([_measured(classes, left[part], right[part], shingles) for part in parts])
    return edges.take(edges.similarity >= settings.threshold)


def _parts(
    order: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64], words: NDArray[np.int64]
) -> Iterator[NDArray[np.int64]]:
    """Yield runs of *order* whose documents, each new one counted, have about as many words as are held at once."""
    nodes = np.stack((left[order], right[order]), axis=1).ravel()
    _, seen = np.unique(nodes, return_index=True)
    weights = np.zeros(len(nodes), np.int64)
    weights[seen] = words[nodes[seen]]
    filled = np.cumsum(weights)[1::2] // HELD
    yield from (part for part in np.split(order, np.flatnonzero(np.diff(filled)) + 1) if part.size)


def _measured(classes: Classes, left: NDArray[np.int64], right: NDArray[np.int64], shingles: Shingles) -> Edges:
    nodes = distinct(np.concatenate((left, right)))
    values, offsets = shingles(classes.first[nodes])
    here, there = np.searchsorted(nodes, left), np.searchsorted(nodes, right)
    sizes = np.diff(offsets)
    return Edges(left, right, kernels.shared(values, offsets, here, there), sizes[here], sizes[there])
