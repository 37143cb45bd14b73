"""From the passages that documents share to pairs below the threshold, and to what relates the documents of a pair."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.kernels import kernels
from provenance.model import RELATIONS, Pairs
from provenance.sets import distinct, places
from provenance.threads import ahead, cores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.grouping.values import Shingles
    from provenance.model import Overlap

NEAR, CONTAINED, REORDERED, EXCERPT, QUOTATION, SHARED = map(
    RELATIONS.index, ("near", "contained", "reordered", "excerpt", "quotation", "shared")
)
# Of the shingles of a contained document so much stands in the other; a masthead and a dateline are the rest.
HELD = 0.85
# Of the words of a reordered document so much lies in shared passages.
COVERED = 0.8
# A document of which less than this is shared has a passage in common with the other, and is no excerpt of it.
PART = 0.25
SHINGLES_AT_ONCE = 1 << 25  # in memory, 8 bytes each: what the documents of the pairs that are measured hold
PAIRS_AT_ONCE = 1 << 14  # that a thread compares, and documents whose shingles it makes


class Tied(NamedTuple):
    """The pairs that overlaps tie, in columns ordered by (left, right): each once, with what its overlaps say.

    *order* holds the overlaps pair by pair, those of pair *i* from ``bounds[i]`` to ``bounds[i + 1]``; *covered* is the
    share of the words of left and of right that lies in them, *quoted* whether all are quotations.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    order: NDArray[np.int64]
    bounds: NDArray[np.int64]
    covered: NDArray[np.float64]
    quoted: NDArray[np.bool_]


def tie(
    pairs: Pairs,
    ends: tuple[NDArray[np.int32], NDArray[np.int32]],
    overlaps: Sequence[Overlap],
    words: NDArray[np.int64],
    shingles: Shingles,
) -> Pairs:
    """Return *pairs* and those that *overlaps* tie below the threshold, exactly measured and with their relations.

    Overlap *i* has its left side in document ``ends[0][i]`` and its right side in ``ends[1][i]``.  A pair of near
    documents whose passages stand in another order becomes a reordered one; all else that *pairs* say stays.
    """
    tied = _tied(ends, overlaps, words)
    reordered = _reordered(tied, overlaps)
    count = len(words)
    keys, known = tied.left * count + tied.right, pairs.left.astype(np.int64) * count + pairs.right
    slots = np.searchsorted(keys, known)
    here = np.flatnonzero(np.append(keys, -1)[slots] == known)
    relation = pairs.relation.copy()
    relation[here[(relation[here] == NEAR) & reordered[slots[here]]]] = REORDERED
    fresh = np.ones(len(keys), np.bool_)
    fresh[slots[here]] = False
    left, right = tied.left[fresh], tied.right[fresh]
    jaccard, left_in_right, right_in_left = _measured(left, right, words, shingles)
    codes = np.where(tied.covered[:, fresh].max(axis=0) >= PART, EXCERPT, SHARED)
    codes[tied.quoted[fresh]] = QUOTATION
    codes[np.maximum(left_in_right, right_in_left) >= HELD] = CONTAINED
    codes[reordered[fresh]] = REORDERED
    none = np.zeros(len(left), np.int8)
    return _joined(
        attrs.evolve(pairs, relation=relation),
        Pairs(
            left.astype(np.int32), right.astype(np.int32), jaccard, left_in_right, right_in_left,
            codes.astype(np.int8), none, none,
        ),
    )  # fmt: skip


def _joined(some: Pairs, others: Pairs) -> Pairs:
    left = np.concatenate((some.left, others.left))
    right = np.concatenate((some.right, others.right))
    order = np.lexsort((right, left))
    return Pairs(
        left=left[order],
        right=right[order],
        jaccard=np.concatenate((some.jaccard, others.jaccard))[order],
        left_in_right=np.concatenate((some.left_in_right, others.left_in_right))[order],
        right_in_left=np.concatenate((some.right_in_left, others.right_in_left))[order],
        relation=np.concatenate((some.relation, others.relation))[order],
        direction=np.concatenate((some.direction, others.direction))[order],
        confidence=np.concatenate((some.confidence, others.confidence))[order],
    )


def _tied(
    ends: tuple[NDArray[np.int32], NDArray[np.int32]], overlaps: Sequence[Overlap], words: NDArray[np.int64]
) -> Tied:
    """Return the pairs of documents that *overlaps* tie, by their positions, the lower first."""
    low, high = np.minimum(*ends).astype(np.int64), np.maximum(*ends).astype(np.int64)
    keys, which = places(low * len(words) + high)
    left, right = np.divmod(keys, np.int64(max(1, len(words))))
    order = np.argsort(which, kind="stable")
    bounds = np.searchsorted(which[order], np.arange(len(keys) + 1))
    sizes = np.array([overlap.words for overlap in overlaps], np.int64)
    total = np.add.reduceat(sizes[order], bounds[:-1]) if len(keys) else sizes
    said = np.array([overlap.quoted for overlap in overlaps], np.bool_)
    quoted = np.logical_and.reduceat(said[order], bounds[:-1]) if len(keys) else said
    covered = np.stack([total / np.maximum(1, words[side]) for side in (left, right)])
    return Tied(left, right, order, bounds, covered, quoted)


def _reordered(tied: Tied, overlaps: Sequence[Overlap]) -> NDArray[np.bool_]:
    """Tell of each pair whether its documents are mostly the same passages, in another order."""
    found: NDArray[np.bool_] = tied.covered.min(axis=0) >= COVERED
    for pair in np.flatnonzero(found).tolist():
        some = [overlaps[at] for at in tied.order[tied.bounds[pair] : tied.bounds[pair + 1]].tolist()]
        in_order = sorted(some, key=lambda overlap: (overlap.left.start, overlap.right.start))
        moved = any(one.right.start > two.right.start for one, two in pairwise(in_order))
        found[pair] = moved or any(overlap.kind == "reordered" for overlap in some)
    return found


def _measured(
    left: NDArray[np.int64], right: NDArray[np.int64], words: NDArray[np.int64], shingles: Shingles
) -> NDArray[np.float64]:
    """Return the exact Jaccard similarity of each pair, and both containments."""
    found = np.zeros((3, len(left)))
    for pairs in _blocks(left, right, words):
        one, other = left[pairs], right[pairs]
        nodes = distinct(np.concatenate((one, other)))
        found[:, pairs] = _compared(
            _shingled(nodes, shingles), np.searchsorted(nodes, one), np.searchsorted(nodes, other)
        )
    return found


def _compared(
    sets: tuple[NDArray[np.uint64], NDArray[np.int64]], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the similarity and the containments of pairs of *sets*, compared on all processors."""
    sizes = np.diff(sets[1])
    parts = [slice(at, at + PAIRS_AT_ONCE) for at in range(0, len(left), PAIRS_AT_ONCE)]
    compared = ahead(lambda part: kernels.shared(*sets, left[part], right[part]), parts, cores())
    common = np.concatenate([some for _, some in compared])
    both = sizes[left] + sizes[right] - common
    return np.stack((common / both, common / sizes[left], common / sizes[right]))


def _blocks(left: NDArray[np.int64], right: NDArray[np.int64], words: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield the pairs in blocks of which each is of few enough documents: of a part of all, and of another part.

    A document that is in many pairs is then read a few times, and not once for every few thousand pairs.
    """
    nodes = distinct(np.concatenate((left, right)))
    part = np.zeros(len(words), np.int64)
    part[nodes] = np.cumsum(words[nodes]) // (SHINGLES_AT_ONCE // 2)
    block = part[left] * (part[nodes[-1:]].max(initial=0) + 1) + part[right]
    order = np.argsort(block, kind="stable")
    yield from (some for some in np.split(order, np.flatnonzero(np.diff(block[order])) + 1) if len(some))


def _shingled(nodes: NDArray[np.int64], shingles: Shingles) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the shingles of the documents *nodes*, made on all processors, and their bounds."""
    parts = [nodes[at : at + PAIRS_AT_ONCE] for at in range(0, len(nodes), PAIRS_AT_ONCE)]
    found = [some for _, some in ahead(shingles, parts, cores())]
    sizes = np.concatenate([np.diff(bounds) for _, bounds in found])
    return np.concatenate([values for values, _ in found]), np.concatenate(([0], np.cumsum(sizes)))
