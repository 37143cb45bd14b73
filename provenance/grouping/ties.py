"""From shared passages to pairs below the threshold, and to the relation of each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.grouping.fellows import LISTED_CARRIERS, fellows
from provenance.grouping.orders import Orders
from provenance.kernels import kernels
from provenance.model import NEAR_BELOW, RELATIONS, Notice, Pairs
from provenance.model.passages import KINDS
from provenance.sets import distinct, unique_inverse
from provenance.threads import cores, map_ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from provenance.grouping.fellows import Fellows
    from provenance.grouping.values import ShingleSource
    from provenance.model.passages import Overlaps

NEAR, CONTAINED, EXCERPT, QUOTATION, SHARED = map(
    RELATIONS.index, ("near", "contained", "excerpt", "quotation", "shared")
)
_REORDERED_KIND = KINDS.index("reordered")
MIN_CONTAINED = 0.85  # share of a contained document's shingles in the other; the rest is a masthead and a dateline
MIN_REORDERED = 0.8  # share of a reordered document's words in shared passages
MIN_EXCERPT = 0.9  # share of an excerpt's words in shared passages: it lies in the other text
MIN_NEAR = 0.9  # share of the words of both in shared passages
# Words of the shorter per word of the longer text.  In a near pair whose longer one has more, a passage is repeated; in
# an excerpt and its text that are more alike, neither lies in the other.
LEAST_NEAR, MOST_EXCERPT = 2 / 3, 0.9
MIN_HALF = 0.5  # share of a document's shingles in one that no overlap ties it to: with less the pair is not listed
MIN_HELD = 0.8  # share of an excerpt's shingles in the other: each edit takes five
SHINGLES_AT_ONCE = 1 << 24  # shingles in memory at a time, 8 bytes each
PAIRS_AT_ONCE = 1 << 14  # pairs that a thread compares at a time
SETS_AT_ONCE = 1 << 11  # documents whose shingles a thread reads at a time


class Tied(NamedTuple):
    """The pairs that overlaps connect, in columns ordered by (left, right), each once.

    *order* holds the overlaps pair by pair, those of pair *i* from ``bounds[i]`` to ``bounds[i + 1]``; *covered* are
    the shares of the words of left and of right that lie in them, *longer* the same shares by the words of each
    overlap's longer side, and *quoted* is whether all are quotations.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    order: NDArray[np.int64]
    bounds: NDArray[np.int64]
    covered: NDArray[np.float64]
    longer: NDArray[np.float64]
    quoted: NDArray[np.bool_]


def tie(
    pairs: Pairs,
    ends: tuple[NDArray[np.int32], NDArray[np.int32]],
    overlaps: Overlaps,
    words: NDArray[np.int64],
    shingles: ShingleSource,
    text: Callable[[int], str],
) -> tuple[Pairs, tuple[Notice, ...]]:
    """Return *pairs* plus the pairs below the threshold that *overlaps* tie, with exact similarities and relations.

    Overlap *i* has its left side in document ``ends[0][i]`` and its right side in ``ends[1][i]``.  Tied are the two
    documents of an overlap, and two that have parts of a third in common if one has half of the other.  The relation of
    a near pair whose passages are in another order becomes "reordered"; *pairs* are otherwise unchanged.  *text* gives
    a document's text by its position.  Notices say where more documents share a passage than are compared with each
    other.
    """
    tied = _tied(ends, overlaps, words)
    moved = _moved(tied, overlaps)
    count = len(words)
    keys, known = tied.left * count + tied.right, pairs.left.astype(np.int64) * count + pairs.right
    slots, within = _found(keys, known)
    here = np.flatnonzero(within)
    fresh = np.ones(len(keys), np.bool_)
    fresh[slots[here]] = False
    left, right = tied.left[fresh], tied.right[fresh]
    measured = _measured(left, right, words, shingles)
    orders, covered = Orders(text), tied.covered[:, fresh]
    across = orders.across((left, right), moved[fresh], covered.min(axis=0) >= MIN_NEAR)
    codes = parts(covered, np.stack((words[left], words[right])), measured[1:], across)
    codes[tied.quoted[fresh]] = QUOTATION
    codes[measured[1:].max(axis=0) >= MIN_CONTAINED] = CONTAINED
    # Two texts that are aligned to a third one, which has another order, may have that order as well or not.
    strange = np.zeros(count, np.bool_)
    strange[tied.left[moved]] = strange[tied.right[moved]] = True
    asked = (pairs.relation == NEAR) & (strange[pairs.left] | strange[pairs.right])
    asked[here] &= moved[slots[here]]
    found = _merged(orders.judged(pairs, asked), orders.judged(_new(left, right, measured, codes), moved[fresh]))
    others = fellows(ends, overlaps, words)
    wanted = others.left * count + others.right
    more = _half_contained(others.take(~(_found(keys, wanted)[1] | _found(known, wanted)[1])), words, shingles)
    more = orders.judged(more, strange[more.left] | strange[more.right])
    return _merged(found, more), _notices(others.crowded)


def parts(
    covered: NDArray[np.float64], words: NDArray[np.int64], held: NDArray[np.float64], moved: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return how the texts of pairs below the threshold belong together: near, an excerpt, or passages shared.

    Each column is a pair, its left text above its right one: the shares of their *words* that are *covered* by
    passages, and of their shingles that are *held* by the other.  *moved* pairs have passages in another order.
    """
    short, long = np.minimum(*words), np.maximum(*words)
    first = words[0] <= words[1]
    within = np.where(first, covered[0], covered[1]) >= MIN_EXCERPT
    within |= np.where(first, held[0], held[1]) >= MIN_HELD
    codes = np.where(within & (short <= MOST_EXCERPT * long), EXCERPT, SHARED)
    codes[(covered.min(axis=0) >= MIN_NEAR) & (short >= LEAST_NEAR * long) & ~moved] = NEAR_BELOW
    return codes


def _found(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the slot of each of *wanted* in *keys*, which ascend and are not negative, and whether it is there."""
    slots = np.searchsorted(keys, wanted)
    return slots, np.append(keys, -1)[slots] == wanted


def _half_contained(others: Fellows, words: NDArray[np.int64], shingles: ShingleSource) -> Pairs:
    """Return those of the pairs of which one document has half of the other, exactly measured."""
    measured = _measured(others.left, others.right, words, shingles)
    most = measured[1:].max(axis=0)
    sizes, ordered = np.stack((words[others.left], words[others.right])), np.zeros(len(most), np.bool_)
    codes = parts(np.zeros_like(measured[1:]), sizes, measured[1:], ordered)
    codes[others.quoted] = QUOTATION
    codes[most >= MIN_CONTAINED] = CONTAINED
    half = most >= MIN_HALF
    return _new(others.left[half], others.right[half], measured[:, half], codes[half])


def _new(
    left: NDArray[np.int64], right: NDArray[np.int64], measured: NDArray[np.float64], codes: NDArray[np.int64]
) -> Pairs:
    unset = np.zeros(len(left), np.int8)
    jaccard, forth, back = measured
    return Pairs(
        left.astype(np.int32), right.astype(np.int32), jaccard, forth, back, codes.astype(np.int8), unset, unset
    )


def _notices(crowded: int) -> tuple[Notice, ...]:
    if not crowded:
        return ()
    message = (
        f"{crowded:,} documents share a passage with more than {LISTED_CARRIERS} others; each of them is listed with "
        "the first that has the passage, and with others only where the two are similar as a whole"
    )
    return (Notice("over limit", "", None, message),)


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
        measure=np.concatenate((pairs.measure, new.measure))[order],
    )


def _tied(ends: tuple[NDArray[np.int32], NDArray[np.int32]], overlaps: Overlaps, words: NDArray[np.int64]) -> Tied:
    """Return the pairs of documents that *overlaps* connect, by their positions, the lower one first."""
    low, high = np.minimum(*ends).astype(np.int64), np.maximum(*ends).astype(np.int64)
    keys, which = unique_inverse(low * len(words) + high)
    left, right = np.divmod(keys, np.int64(max(1, len(words))))
    order = np.argsort(which, kind="stable")
    bounds = np.searchsorted(which[order], np.arange(len(keys) + 1))
    rows = overlaps.rows
    turned = ends[0] > ends[1]

    def share(words_here: NDArray[np.int32], side: NDArray[np.int64]) -> NDArray[np.float64]:
        total = np.add.reduceat(words_here[order], bounds[:-1]) if len(keys) else words_here
        return total / np.maximum(1, words[side])

    here = np.where(turned, rows["right_words"], rows["left_words"])
    there = np.where(turned, rows["left_words"], rows["right_words"])
    covered = np.stack((share(here, left), share(there, right)))
    longer = np.stack((share(rows["words"], left), share(rows["words"], right)))
    said = rows["quoted"] != 0
    quoted = np.logical_and.reduceat(said[order], bounds[:-1]) if len(keys) else said
    return Tied(left, right, order, bounds, covered, longer, quoted)


def _moved(tied: Tied, overlaps: Overlaps) -> NDArray[np.bool_]:
    """Return, for each pair, whether its documents consist mostly of the same passages, not all in the same order."""
    found: NDArray[np.bool_] = tied.longer.min(axis=0) >= MIN_REORDERED
    rows = overlaps.rows
    for pair in np.flatnonzero(found).tolist():
        some = rows[tied.order[tied.bounds[pair] : tied.bounds[pair + 1]]]
        begins = some["right_start"][np.lexsort((some["right_start"], some["left_start"]))]
        found[pair] = (begins[1:] < begins[:-1]).any() or (some["kind"] == _REORDERED_KIND).any()
    return found


def _measured(
    left: NDArray[np.int64], right: NDArray[np.int64], words: NDArray[np.int64], shingles: ShingleSource
) -> NDArray[np.float64]:
    """Return the exact Jaccard similarity of each pair, and both containments."""
    found = np.zeros((3, len(left)))
    for pairs in _blocks(left, right, words):
        one, other = left[pairs], right[pairs]
        nodes = distinct(np.concatenate((one, other)))
        found[:, pairs] = _compared(
            _shingled(nodes, words, shingles), np.searchsorted(nodes, one), np.searchsorted(nodes, other)
        )
    return found


def _compared(
    sets: tuple[NDArray[np.uint64], NDArray[np.int64]], left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the similarity and the containments of pairs of *sets*, compared on all processors."""
    sizes = np.diff(sets[1])
    parts = [slice(at, at + PAIRS_AT_ONCE) for at in range(0, len(left), PAIRS_AT_ONCE)]
    compared = map_ahead(lambda part: kernels.shared(*sets, left[part], right[part]), parts, cores())
    common = np.concatenate([some for _, some in compared])
    both = sizes[left] + sizes[right] - common
    return np.stack((common / both, common / sizes[left], common / sizes[right]))


def _blocks(left: NDArray[np.int64], right: NDArray[np.int64], words: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield the pairs in blocks, each between two parts of the documents whose shingles fit into memory together.

    A document that is in many pairs is thus read a few times, and not once for every few thousand pairs.
    """
    nodes = distinct(np.concatenate((left, right)))
    part = np.zeros(len(words), np.int64)
    part[nodes] = np.cumsum(words[nodes]) // (SHINGLES_AT_ONCE // 2)
    block = part[left] * (part[nodes[-1:]].max(initial=0) + 1) + part[right]
    order = np.argsort(block, kind="stable")
    yield from (some for some in np.split(order, np.flatnonzero(np.diff(block[order])) + 1) if len(some))


def _shingled(
    nodes: NDArray[np.int64], words: NDArray[np.int64], shingles: ShingleSource
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the shingles of the documents *nodes*, computed on all processors, and their bounds."""
    parts = [nodes[at : at + SETS_AT_ONCE] for at in range(0, len(nodes), SETS_AT_ONCE)]
    # Into one array: a list of arrays and what they are joined to would take twice the memory.
    values = np.empty(int(words[nodes].sum()), np.uint64)
    sizes, end = [np.zeros(1, np.int64)], 0
    for _, (some, bounds) in map_ahead(shingles, parts, cores()):
        values[end : end + len(some)] = some
        sizes.append(np.diff(bounds))
        end += len(some)
    return values[:end], np.cumsum(np.concatenate(sizes))
