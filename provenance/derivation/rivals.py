"""From decided pairs to those that give way, since another text may as well be the original of their copy.

A date, or a credit to an agency, does not name the text that was copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.derivation.decide import AGAINST, ALONE, SILENT, SUPPORT, THIS_AGENCY, THIS_TEXT
from provenance.derivation.edges import edges_of, nearest, place_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.derivation.edges import Bodies
    from provenance.model import Pairs

WEIGHED = 4  # third texts weighed against a copy's original: those that share most with the copy, or the original


def rivals(
    pairs: Pairs, side: NDArray[np.int8], tie: NDArray[np.int8], dates: NDArray[np.int8], bodies: Bodies
) -> NDArray[np.bool_]:
    """Return which pairs give way where two of them have the same copy, and nothing orders their two originals.

    One of these may be an outlet's that kept the agency's dateline.  The one with the closer *tie*, or (where only
    dates tie them) with clearly more of the copy, is its original; where neither is, none is shown to be, unless they
    are the same text to the letter.  Where the dates bear out one of two and speak against the other, that other gives
    way.
    """
    lost = np.zeros(len(pairs), bool)
    at = np.flatnonzero((side != 0) & (tie < THIS_TEXT))
    if not len(at):
        return lost
    original, copy, share = edges_of(pairs, side, at)
    against = dates[at] == AGAINST
    order = np.lexsort((bodies.codes[original], -share, against, -tie[at], copy))
    at, original, copy, share, against = at[order], original[order], copy[order], share[order], against[order]
    first = np.flatnonzero(np.diff(copy, prepend=-1))
    best = np.repeat(first, np.diff(first, append=len(copy)))
    pair = place_of(pairs, original, original[best])
    same = bodies.prints[original] == bodies.prints[original[best]]
    # Two texts that together have more than all of the copy have text in common, though no pair of them is listed.
    unlisted = (pair < 0) & (share + share[best] > 1 + bodies.slack(copy))
    rival = (unlisted | ((pair >= 0) & (side[pair] == 0))) & ~same
    worse = (unlisted | (pair >= 0)) & against & ~against[best]
    lost[at[rival | worse]] = True
    # An outlet's version that looks like the agency's own may be nearer to another outlet's, which copied it.
    near = (share >= share[best] - bodies.slack(copy)) | (tie[at] >= THIS_AGENCY)
    even = (tie[at] == tie[at[best]]) & ~(against & (dates[at[best]] >= SUPPORT))
    lost[at[best[rival & near & even]]] = True
    return lost


def unplaced(
    pairs: Pairs, side: NDArray[np.int8], presumed: NDArray[np.int8], dates: NDArray[np.int8], bodies: Bodies
) -> NDArray[np.bool_]:
    """Return which pairs that only dates decide give way to a third text.

    It shares as much with the copy as the original does, which nothing shows to have come before it: it may be the
    original of both.
    """
    lost = np.zeros(len(pairs), bool)
    at = np.flatnonzero((side != 0) & (dates == ALONE))
    if not len(at):
        return lost
    original, copy, share = edges_of(pairs, side, at)
    third, shares = _thirds(pairs, (side == 0) & (presumed >= 0), (side == 0) & (presumed <= 0), bodies, of=copy)
    least = share - bodies.slack(copy)
    for rank in range(WEIGHED):
        other = third[copy, rank]
        pair = place_of(pairs, original, np.maximum(other, 0))
        later = presumed[pair] * np.where(other > original, 1, -1) > 0
        open_there = (other >= 0) & (pair >= 0) & ~later
        lost[at[open_there & (shares[copy, rank] >= least)]] = True
    return lost


def unseen(
    pairs: Pairs, side: NDArray[np.int8], presumed: NDArray[np.int8], tie: NDArray[np.int8], bodies: Bodies
) -> NDArray[np.bool_]:
    """Return which decided pairs give way to a third text that has no pair with their copy.

    Not every pair that shares text is listed, so that the copy may be one of this third text, which may well come
    before the original.  Only where copy and original have more in common than original and third text is it shown
    that the copy has something from the original itself.
    """
    lost = np.zeros(len(pairs), bool)
    at = np.flatnonzero((side != 0) & (tie < THIS_TEXT))
    if not len(at):
        return lost
    original, copy, share = edges_of(pairs, side, at)
    third, shares = _thirds(pairs, presumed >= 0, presumed <= 0, bodies, of=original)
    carried = np.where(side[at] > 0, pairs.left_in_right[at], pairs.right_in_left[at])
    dress = bodies.slack(copy) * carried / np.maximum(share, bodies.slack(copy))
    for rank in range(WEIGHED):
        other = third[original, rank]
        away = (other >= 0) & (other != copy) & (bodies.prints[other] != bodies.prints[original])
        away &= place_of(pairs, np.maximum(other, 0), copy) < 0
        lost[at[away & (carried <= shares[original, rank] + dress)]] = True
    return lost


def _thirds(
    pairs: Pairs, forth: NDArray[np.bool_], back: NDArray[np.bool_], bodies: Bodies, *, of: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return, by document, those that have most of each document in *of*, and how much, that may come before it.

    Those are the left ones of the pairs *forth* and the right ones of *back*.
    """
    wanted = np.zeros(len(bodies.codes), bool)
    wanted[of] = True
    left, right = pairs.left.astype(np.int64), pairs.right.astype(np.int64)
    # Few documents are weighed as a rule, and to sort the pairs of all took most of what weighing costs.
    forth, back = forth & wanted[right], back & wanted[left]
    return nearest(
        np.concatenate((left[forth], right[back])),
        np.concatenate((right[forth], left[back])),
        np.concatenate((pairs.right_in_left[forth], pairs.left_in_right[back])),
        bodies.codes,
        WEIGHED,
    )


def handed_on(
    pairs: Pairs, side: NDArray[np.int8], tie: NDArray[np.int8], dates: NDArray[np.int8], owners: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return which pairs give way, since their copy names another text of the corpus, and may have the agency's name
    through that one: a sentence that names the agency is copied with the rest.  A take of the agency's own, which
    *owners* tells, has the name from nobody.
    """
    lost = np.zeros(len(pairs), bool)
    named = np.flatnonzero((side != 0) & (tie == THIS_TEXT))
    takes = (owners[pairs.left] >= 0) & (owners[pairs.left] == owners[pairs.right])
    loose = np.flatnonzero((side != 0) & (tie < THIS_TEXT) & (tie >= THIS_AGENCY) & (dates <= SILENT) & ~takes)
    if len(named) and len(loose):
        _, copies, _ = edges_of(pairs, side, named)
        _, copy, _ = edges_of(pairs, side, loose)
        lost[loose] = np.isin(copy, copies)
    return lost
