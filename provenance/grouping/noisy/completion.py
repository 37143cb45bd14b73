"""From pairs that are the same to those that may be because both are the same as a third one, and were not compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels import kernels
from provenance.sets import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.grouping.noisy.values import Aligned
    from provenance.grouping.values import Edges

SMALL = 48  # classes of a component of which all are compared with each other
HUBS = 8  # classes of a larger component, those with the most partners, that all others are compared with


def incomplete(count: int, found: Aligned, edges: Edges) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs (left < right) of the *count* classes that *found* connects, and that no pair connects yet.

    Each text is compared with some longer ones only.  Of a story that was printed many times, all copies must be pairs
    of one of them to be one group.
    """
    left, right = np.concatenate((found.left, edges.left)), np.concatenate((found.right, edges.right))
    component = kernels.components(count, left, right)
    degrees = np.bincount(np.concatenate((left, right)), minlength=count)
    nodes = distinct(np.concatenate((found.left, found.right)))
    nodes = np.flatnonzero(np.isin(component, component[nodes]) & (degrees > 0))
    nodes = nodes[np.lexsort((nodes, -degrees[nodes], component[nodes]))]
    bounds = np.append(np.flatnonzero(np.append(True, np.diff(component[nodes]) != 0)[: len(nodes)]), len(nodes))
    keys = [np.zeros(0, np.int64)]
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        some = nodes[begin:end]
        firsts = some if len(some) <= SMALL else some[:HUBS]
        one, other = np.repeat(firsts, len(some)), np.tile(some, len(firsts))
        keys.append(np.minimum(one, other)[one != other] << 32 | np.maximum(one, other)[one != other])
    wanted = distinct(np.concatenate(keys))
    wanted = wanted[~np.isin(wanted, left << 32 | right)]
    return wanted >> 32, wanted & 0xFFFFFFFF
