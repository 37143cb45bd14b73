"""From what two documents share to the class of a derivation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.model import NEAR_BELOW, RELATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.model import DerivationKind, Pairs

KINDS: tuple[DerivationKind, ...] = ("near", "verbatim", "abridged", "expanded", "excerpt", "quotation")
NEAR, VERBATIM, ABRIDGED, EXPANDED, EXCERPT, QUOTATION = range(len(KINDS))
DRESS = 0.92  # share of shingles: a masthead, a dateline and a credit make up the rest of a verbatim copy
# Shares of shingles: a copy that its original has so much of adds little; one that has less of its original lost some.
HELD, LOST = 0.85, 0.85
PART = 0.3  # share of the original's shingles below which a copy is an excerpt and no abridgement


def kinds(pairs: Pairs, side: NDArray[np.int8]) -> list[DerivationKind]:
    """Return the class of each pair; *side* says which document is the copy (-1 left, 1 right, 0 undecided).

    Without a copy there is neither abridged nor expanded: such pairs are verbatim, near, excerpt or quotation.
    """
    copied = np.where(side < 0, pairs.left_in_right, pairs.right_in_left)  # of the copy, what the original has
    carried = np.where(side < 0, pairs.right_in_left, pairs.left_in_right)  # of the original, what the copy has
    relation = pairs.relation
    shorter = np.maximum(copied, carried)
    kind = np.full(len(pairs), NEAR, np.int8)
    known = side != 0
    kind[known & (copied >= HELD) & (carried < LOST)] = ABRIDGED
    kind[known & (carried >= HELD) & (copied < LOST)] = EXPANDED
    kind[np.minimum(copied, carried) >= DRESS] = VERBATIM
    kind[relation == RELATIONS.index("identical")] = VERBATIM
    small = np.where(known, carried, np.minimum(copied, carried)) < PART
    kind[small & ((relation == RELATIONS.index("contained")) | (shorter < HELD))] = EXCERPT
    kind[(relation == RELATIONS.index("excerpt")) | (relation == RELATIONS.index("shared"))] = EXCERPT
    kind[relation == RELATIONS.index("quotation")] = QUOTATION
    kind[relation == NEAR_BELOW] = NEAR
    return [KINDS[code] for code in kind.tolist()]
