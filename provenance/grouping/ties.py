"""From shared passages to pairs below the threshold, and to the relation of each pair."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.kernels import kernels
from provenance.model import RELATIONS, Pairs
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.grouping.values import ShingleSource
    from provenance.model import Overlap

NEAR, CONTAINED, REORDERED, EXCERPT, QUOTATION, SHARED = map(
    RELATIONS.index, ("near", "contained", "reordered", "excerpt", "quotation", "shared")
)
MIN_CONTAINED = 0.85  # share of a contained document's shingles in the other; the rest is a masthead and a dateline
MIN_REORDERED = 0.8  # share of a reordered document's words in shared passages
MIN_EXCERPT = 0.25  # share of an excerpt's words in shared passages; with less it only shares a passage
PAIRS_AT_ONCE = 4096  # pairs measured at a time, with the shingles of their documents in memory


def tie(
    pairs: Pairs,
    ends: tuple[NDArray[np.int32], NDArray[np.int32]],
    overlaps: Sequence[Overlap],
    words: NDArray[np.int64],
    shingles: ShingleSource,
) -> Pairs:
    """Return *pairs* plus the pairs below the threshold that *overlaps* connect, with exact similarities and relations.

    Overlap *i* has its left side in document ``ends[0][i]`` and its right side in ``ends[1][i]``.  The relation of a
    near pair whose passages are in another order becomes "reordered"; *pairs* are otherwise unchanged.
    """
    shared = _by_pair(ends, overlaps)
    known = dict(zip(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True), range(len(pairs)), strict=True))
    relation = pairs.relation.copy()
    for documents, passages in shared.items():
        row = known.get(documents)
        if row is not None and relation[row] == NEAR and _reordered(documents, passages, words):
            relation[row] = REORDERED
    new = sorted(shared.keys() - known.keys())
    left, right = (np.array(side, np.int32) for side in (zip(*new, strict=True) if new else ((), ())))
    jaccard, left_in_right, right_in_left = _measured(left, right, shingles)
    inside = np.maximum(left_in_right, right_in_left).tolist()
    relations = [_relation(documents, shared[documents], words, inside[row]) for row, documents in enumerate(new)]
    codes, unset = np.array(relations, np.int8), np.zeros(len(new), np.int8)
    return _merged(
        attrs.evolve(pairs, relation=relation),
        Pairs(left, right, jaccard, left_in_right, right_in_left, codes, unset, unset),
    )


def _merged(pairs: Pairs, new: Pairs) -> Pairs:
    left = np.concatenate((pairs.left, new.left))
    right = np.concatenate((pairs.right, new.right))
    order = np.lexsort((right, left))
    return Pairs(
        left=left[order],
        right=right[order],
        jaccard=np.concatenate((pairs.jaccard, new.jaccard))[order],
        left_in_right=np.concatenate((pairs.left_in_right, new.left_in_right))[order],
        right_in_left=np.concatenate((pairs.right_in_left, new.right_in_left))[order],
        relation=np.concatenate((pairs.relation, new.relation))[order],
        direction=np.concatenate((pairs.direction, new.direction))[order],
        confidence=np.concatenate((pairs.confidence, new.confidence))[order],
    )


def _by_pair(
    ends: tuple[NDArray[np.int32], NDArray[np.int32]], overlaps: Sequence[Overlap]
) -> dict[tuple[int, int], list[Overlap]]:
    """Return the overlaps of each pair of documents, keyed by their positions, the lower one first."""
    shared: dict[tuple[int, int], list[Overlap]] = {}
    for one, two, overlap in zip(ends[0].tolist(), ends[1].tolist(), overlaps, strict=True):
        shared.setdefault((min(one, two), max(one, two)), []).append(overlap)
    return shared


def _relation(documents: tuple[int, int], passages: list[Overlap], words: NDArray[np.int64], inside: float) -> int:
    if _reordered(documents, passages, words):
        return REORDERED
    if inside >= MIN_CONTAINED:
        return CONTAINED
    if all(overlap.quoted for overlap in passages):
        return QUOTATION
    return EXCERPT if max(_covered(documents, passages, words)) >= MIN_EXCERPT else SHARED


def _covered(documents: tuple[int, int], passages: list[Overlap], words: NDArray[np.int64]) -> tuple[float, float]:
    """Return the share of each document's words that lies in passages shared with the other."""
    total = sum(overlap.words for overlap in passages)
    return total / max(1, int(words[documents[0]])), total / max(1, int(words[documents[1]]))


def _reordered(documents: tuple[int, int], passages: list[Overlap], words: NDArray[np.int64]) -> bool:
    """Return whether two documents consist mostly of the same passages, in another order."""
    if min(_covered(documents, passages, words)) < MIN_REORDERED:
        return False
    in_order = sorted(passages, key=lambda overlap: (overlap.left.start, overlap.right.start))
    moved = any(one.right.start > two.right.start for one, two in pairwise(in_order))
    return moved or any(overlap.kind == "reordered" for overlap in passages)


def _measured(
    left: NDArray[np.int32], right: NDArray[np.int32], shingles: ShingleSource
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the exact Jaccard similarity of each pair, and both containments."""
    columns = [np.zeros((3, 0))]
    for start in range(0, len(left), PAIRS_AT_ONCE):
        one, two = (
            left[start : start + PAIRS_AT_ONCE].astype(np.int64),
            right[start : start + PAIRS_AT_ONCE].astype(np.int64),
        )
        nodes = distinct(np.concatenate((one, two)))
        values, offsets = shingles(nodes)
        here, there = np.searchsorted(nodes, one), np.searchsorted(nodes, two)
        sizes = np.diff(offsets)
        common = kernels.shared(values, offsets, here, there)
        both = sizes[here] + sizes[there] - common
        columns.append(np.stack((common / both, common / sizes[here], common / sizes[there])))
    jaccard, left_in_right, right_in_left = np.concatenate(columns, axis=1)
    return jaccard, left_in_right, right_in_left
