"""From decided pairs to those whose two texts rather derive both from a third: versions of one original.

If R is the original of A and of B, then A being earlier than B, or looking like R, does not make B a copy of A.  What
does is text: B has something in common with A that R has not, because A brought it in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.model import Pairs

# By so much of its shingles a copy must be nearer to another copy than to the original of both, to come from the copy.
# A headline and a masthead are as much of a short story.
NEARER = 0.05
# So many originals are remembered of each copy, those that have most of it first.
ROOTS = 4


def siblings(
    pairs: Pairs,
    side: NDArray[np.int8],
    presumed: NDArray[np.int8],
    loose: NDArray[np.bool_],
    codes: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Return which pairs are of two versions of one original, so that neither derives from the other.

    *side* says which document is the copy (-1 left, 1 right, 0 undecided); *presumed* beside these those that may well
    be, which is enough for a doubt.  A decided pair gives way only where it is *loose*: its evidence is not about this
    very original.  *codes* name documents by what they show, for a choice between equals that does not depend on the
    order of the corpus.
    """
    at = np.flatnonzero(presumed)
    if not len(at):
        return np.zeros(len(pairs), bool)
    original, copy, share = _edges(pairs, presumed, at)
    derived = np.zeros(len(codes), bool)
    derived[copy] = True
    first = ~derived[original]
    roots, shares = _roots(original[first], copy[first], share[first], codes)
    left, right = pairs.left.astype(np.int64), pairs.right.astype(np.int64)
    common = np.zeros(len(pairs), bool)
    undecided = np.flatnonzero((side == 0) & derived[left] & derived[right])
    common[undecided] = _common(roots, shares, left[undecided], right[undecided]) >= 0
    doubtful = loose[at] & derived[original] & (side[at] != 0)
    edge, earlier, later = at[doubtful], original[doubtful], copy[doubtful]
    best = _common(roots, shares, earlier, later)
    common[edge] = (best >= 0) & (share[doubtful] <= best + NEARER)
    return common


def rivals(pairs: Pairs, side: NDArray[np.int8], tie: NDArray[np.int8], loose: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which *loose* pairs give way: more than one text may be the original of their copy.

    A date, or a credit to an agency, does not name the text that was copied.  Where two texts fit, and nothing orders
    them (one may be an outlet's that kept the agency's dateline), the one with the closer *tie*, or with clearly more
    of the copy, is its original; where neither is, none is shown to be, unless they are the same text.
    """
    lost = np.zeros(len(pairs), bool)
    at = np.flatnonzero((side != 0) & loose)
    if not len(at):
        return lost
    original, copy, share = _edges(pairs, side, at)
    order = np.lexsort((-pairs.jaccard[at], -share, -tie[at], copy))
    at, original, copy, share = at[order], original[order], copy[order], share[order]
    first = np.flatnonzero(np.diff(copy, prepend=-1))
    best = np.repeat(first, np.diff(first, append=len(copy)))
    pair = _place(pairs, original, original[best])
    rival = (pair >= 0) & (side[pair] == 0) & (pairs.jaccard[pair] < 1)
    lost[at[rival]] = True
    near = (share >= share[best] - NEARER) & (pairs.jaccard[at] >= pairs.jaccard[at[best]] - NEARER)
    lost[at[best[rival & near & (tie[at] == tie[at[best]])]]] = True
    return lost


def _place(pairs: Pairs, one: NDArray[np.int64], two: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return the place of the pair of the documents *one* and *two* among the pairs, -1 where it is not listed."""
    count = np.int64(max(pairs.left.max(initial=0), pairs.right.max(initial=0)) + 1)
    keys = pairs.left * count + pairs.right
    wanted = np.minimum(one, two) * count + np.maximum(one, two)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def _edges(
    pairs: Pairs, side: NDArray[np.int8], at: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return originals, copies and the share of each copy that its original has, of the decided pairs."""
    left, right = pairs.left[at].astype(np.int64), pairs.right[at].astype(np.int64)
    forth = side[at] > 0
    share = np.where(forth, pairs.right_in_left[at], pairs.left_in_right[at])
    return np.where(forth, left, right), np.where(forth, right, left), share


def _roots(
    original: NDArray[np.int64], copy: NDArray[np.int64], share: NDArray[np.float64], codes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return of each document the originals that have most of it (-1: no more) and how much, each n × ROOTS."""
    roots = np.full((len(codes), ROOTS), -1, np.int64)
    shares = np.zeros((len(codes), ROOTS))
    order = np.lexsort((codes[original], -share, copy))
    original, copy, share = original[order], copy[order], share[order]
    starts = np.flatnonzero(np.diff(copy, prepend=-1))
    rank = np.arange(len(copy)) - np.repeat(starts, np.diff(starts, append=len(copy)))
    few = rank < ROOTS
    roots[copy[few], rank[few]] = original[few]
    shares[copy[few], rank[few]] = share[few]
    return roots, shares


def _common(
    roots: NDArray[np.int64], shares: NDArray[np.float64], one: NDArray[np.int64], two: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how much of *two* the best of the originals has that *one* derives from too, -1 where there is none."""
    best = np.full(len(one), -1.0)
    for mine in range(ROOTS):
        root = roots[two, mine]
        held = np.zeros(len(one), bool)
        for other in range(ROOTS):
            held |= roots[one, other] == root
        best = np.where(held & (root >= 0), np.maximum(best, shares[two, mine]), best)
    return best
