"""From decided pairs to those whose two texts rather derive both from a third: versions of one original.

If R is the original of A and of B, then A being earlier than B, or looking like R, does not make B a copy of A.  What
does is text: B has something in common with A that R has not, because A brought it in.  R may itself derive from
others, as what has one sentence of an older text does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.derivation.decide import THIS_AGENCY, THIS_TEXT
from provenance.derivation.edges import edges_of, nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.derivation.edges import Bodies
    from provenance.model import Pairs

ROOTS = 4  # originals kept for each copy: those that have most of it


def siblings(
    pairs: Pairs,
    side: NDArray[np.int8],
    presumed: NDArray[np.int8],
    tie: NDArray[np.int8],
    bodies: Bodies,
) -> NDArray[np.bool_]:
    """Return which pairs are of two versions of one original, so that neither derives from the other.

    *side* says which document is the copy (-1 left, 1 right, 0 undecided); *presumed* beside these those that may well
    be, which is enough for a doubt.  A decided pair gives way only where its *tie* is not to this very original, and at
    once where it is to an agency's text: what derives from another is not the agency's own.  The codes of *bodies* make
    a choice between equals that does not depend on the order of the corpus.
    """
    at = np.flatnonzero(presumed)
    if not len(at):
        return np.zeros(len(pairs), bool)
    original, copy, share = edges_of(pairs, presumed, at)
    derived = np.zeros(len(bodies.codes), bool)
    derived[copy] = True
    roots, shares = nearest(original, copy, share, bodies.codes, ROOTS)
    left, right = pairs.left.astype(np.int64), pairs.right.astype(np.int64)
    common = np.zeros(len(pairs), bool)
    undecided = np.flatnonzero((side == 0) & derived[left] & derived[right])
    common[undecided] = _common(roots, shares, left[undecided], right[undecided]) >= 0
    doubtful = (tie[at] < THIS_TEXT) & derived[original] & (side[at] != 0)
    edge, earlier, later = at[doubtful], original[doubtful], copy[doubtful]
    best = _common(roots, shares, earlier, later)
    credited = tie[edge] >= THIS_AGENCY
    common[edge] = (best >= 0) & (credited | (share[doubtful] <= best + bodies.slack(later)))
    return common


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
