"""From the passages that documents share to pairs below the threshold, and to what relates the documents of a pair."""

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
# Pairs measured at once: their documents' shingles are in memory together.
TOGETHER = 4096


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
    shared = _by_pair(ends, overlaps)
    known = dict(zip(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True), range(len(pairs)), strict=True))
    relation = pairs.relation.copy()
    for documents, found in shared.items():
        at = known.get(documents)
        if at is not None and relation[at] == NEAR and _reordered(documents, found, words):
            relation[at] = REORDERED
    new = sorted(shared.keys() - known.keys())
    left, right = (np.array(side, np.int32) for side in (zip(*new, strict=True) if new else ((), ())))
    jaccard, left_in_right, right_in_left = _measured(left, right, shingles)
    inside = np.maximum(left_in_right, right_in_left).tolist()
    relations = [_relation(documents, shared[documents], words, inside[at]) for at, documents in enumerate(new)]
    codes, none = np.array(relations, np.int8), np.zeros(len(new), np.int8)
    return _joined(
        attrs.evolve(pairs, relation=relation),
        Pairs(left, right, jaccard, left_in_right, right_in_left, codes, none, none),
    )


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


def _by_pair(
    ends: tuple[NDArray[np.int32], NDArray[np.int32]], overlaps: Sequence[Overlap]
) -> dict[tuple[int, int], list[Overlap]]:
    """Return the overlaps of each pair of documents, by their positions, the lower first."""
    shared: dict[tuple[int, int], list[Overlap]] = {}
    for one, two, overlap in zip(ends[0].tolist(), ends[1].tolist(), overlaps, strict=True):
        shared.setdefault((min(one, two), max(one, two)), []).append(overlap)
    return shared


def _relation(documents: tuple[int, int], found: list[Overlap], words: NDArray[np.int64], inside: float) -> int:
    if _reordered(documents, found, words):
        return REORDERED
    if inside >= HELD:
        return CONTAINED
    if all(overlap.quoted for overlap in found):
        return QUOTATION
    return EXCERPT if max(_covered(documents, found, words)) >= PART else SHARED


def _covered(documents: tuple[int, int], found: list[Overlap], words: NDArray[np.int64]) -> tuple[float, float]:
    """Return the share of each document's words that lies in passages that it shares with the other."""
    total = sum(overlap.words for overlap in found)
    return total / max(1, int(words[documents[0]])), total / max(1, int(words[documents[1]]))


def _reordered(documents: tuple[int, int], found: list[Overlap], words: NDArray[np.int64]) -> bool:
    """Tell whether two documents are mostly the same passages, in another order."""
    if min(_covered(documents, found, words)) < COVERED:
        return False
    in_order = sorted(found, key=lambda overlap: (overlap.left.start, overlap.right.start))
    moved = any(one.right.start > two.right.start for one, two in pairwise(in_order))
    return moved or any(overlap.kind == "reordered" for overlap in found)


def _measured(
    left: NDArray[np.int32], right: NDArray[np.int32], shingles: Shingles
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the exact Jaccard similarity of each pair, and both containments."""
    columns = [np.zeros((3, 0))]
    for start in range(0, len(left), TOGETHER):
        one, two = left[start : start + TOGETHER].astype(np.int64), right[start : start + TOGETHER].astype(np.int64)
        nodes = distinct(np.concatenate((one, two)))
        values, offsets = shingles(nodes)
        here, there = np.searchsorted(nodes, one), np.searchsorted(nodes, two)
        sizes = np.diff(offsets)
        common = kernels.shared(values, offsets, here, there)
        both = sizes[here] + sizes[there] - common
        columns.append(np.stack((common / both, common / sizes[here], common / sizes[there])))
    jaccard, left_in_right, right_in_left = np.concatenate(columns, axis=1)
    return jaccard, left_in_right, right_in_left
