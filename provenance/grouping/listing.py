"""From pairs of classes to the listed pairs of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.model import RELATIONS, Pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.grouping.representatives import Assignment
    from provenance.grouping.values import Classes, Edges

IDENTICAL, NEAR = RELATIONS.index("identical"), RELATIONS.index("near")


def list_pairs(
    classes: Classes, edges: Edges, crowded: NDArray[np.bool_], assignment: Assignment, limit: int
) -> tuple[Pairs, int]:
    """Return the listed pairs, and how many known pairs are left out.

    A pair is left out if both documents are in groups and have more than *limit* partners (*crowded* classes always
    do), unless one represents the other.
    """
    sizes = classes.sizes
    partners = sizes - 1
    np.add.at(partners, edges.left, sizes[edges.right])
    np.add.at(partners, edges.right, sizes[edges.left])
    heavy = ((partners > limit) | crowded) & (assignment.by_class >= 0)
    shown = edges.take(~(heavy[edges.left] & heavy[edges.right]))
    columns = [_between(classes, shown), _within(classes, np.flatnonzero((sizes > 1) & ~heavy))]
    known = int((sizes[edges.left] * sizes[edges.right]).sum()) + int((sizes * (sizes - 1) // 2).sum())
    if heavy.any():
        columns.append(_represented(classes, edges, heavy, assignment))
    left, right, shared, left_size, right_size, relation = map(np.concatenate, zip(*columns, strict=True))
    swap = left > right
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    left_size, right_size = np.where(swap, right_size, left_size), np.where(swap, left_size, right_size)
    order = np.lexsort((right, left))
    unset = np.zeros(len(left), np.int8)
    pairs = Pairs(
        left[order].astype(np.int32),
        right[order].astype(np.int32),
        (shared / (left_size + right_size - shared))[order],
        (shared / left_size)[order],
        (shared / right_size)[order],
        relation[order].astype(np.int8),
        unset,
        unset,
    )
    return pairs, known - len(pairs)


def _between(classes: Classes, edges: Edges) -> tuple[NDArray[np.int64], ...]:
    """Return the pairs of a document in one class and a document in the other."""
    sizes = classes.sizes
    numbers = sizes[edges.left] * sizes[edges.right]
    edge = np.repeat(np.arange(len(edges)), numbers)
    within = np.arange(len(edge)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    across = sizes[edges.right][edge]
    left = classes.members[classes.bounds[edges.left][edge] + within // np.maximum(across, 1)]
    right = classes.members[classes.bounds[edges.right][edge] + within % np.maximum(across, 1)]
    near = np.full(len(edge), NEAR, np.int64)
    return left, right, edges.shared[edge], edges.left_size[edge], edges.right_size[edge], near


def _within(classes: Classes, selected: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Return the pairs of documents within each of the classes *selected*."""
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    sizes = classes.sizes[selected]
    for size in np.flatnonzero(np.bincount(sizes)).tolist():
        first, second = np.triu_indices(size, 1)
        begins = classes.bounds[selected[sizes == size]][:, None]
        lefts.append(classes.members[begins + first].ravel())
        rights.append(classes.members[begins + second].ravel())
    return _identical(np.concatenate(lefts), np.concatenate(rights))


def _identical(left: NDArray[np.int64], right: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    one = np.ones(len(left), np.int64)
    return left, right, one, one, one, np.full(len(left), IDENTICAL, np.int64)


def _represented(
    classes: Classes, edges: Edges, heavy: NDArray[np.bool_], assignment: Assignment
) -> tuple[NDArray[np.int64], ...]:
    """Return the pairs of a representative and a member whose classes both have too many partners."""
    owner = np.empty(int(classes.members.max()) + 1, np.int64)
    owner[classes.members] = np.repeat(np.arange(len(classes)), classes.sizes)
    one, other = assignment.representative, assignment.documents
    both = heavy[owner[one]] & heavy[owner[other]] & (one != other)
    one, other = one[both], other[both]
    same = owner[one] == owner[other]
    copies = _identical(one[same], other[same])
    one, other = one[~same], other[~same]
    low, high = np.minimum(owner[one], owner[other]), np.maximum(owner[one], owner[other])
    edge = edges.take(np.searchsorted(edges.left << 32 | edges.right, low << 32 | high))
    first = np.where(owner[one] == low, one, other)
    near = (first, one + other - first, edge.shared, edge.left_size, edge.right_size, np.full(len(one), NEAR, np.int64))
    left, right, shared, left_size, right_size, relation = map(np.concatenate, zip(copies, near, strict=True))
    return left, right, shared, left_size, right_size, relation
