"""From copies of a source that has several takes of one story to the takes that each copy derives from.

A credit names the source and not the text.  An earlier take is the original of a copy of a later one as well, so that
the question is which is the latest that the copy has something of.  What only that one has must be in the copy; where a
later take has no more of the copy than an earlier one, nothing shows that the copy was made from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.derivation.edges import edges_of, place_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.derivation.edges import Bodies
    from provenance.model import Pairs

    Places = NDArray[np.intp]

MOST = 50  # takes of a copy that are weighed: those that have most of it


def takes(
    pairs: Pairs,
    side: NDArray[np.int8],
    tie: NDArray[np.int8],
    candidates: tuple[NDArray[np.bool_], NDArray[np.int8], NDArray[np.bool_]],
    sources: tuple[NDArray[np.int64], Bodies],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which of the *candidates* are shown to be of a copy and its take, and which give way.

    *candidates* are a mask of pairs whose original is some text of the source, the side of each, and which are too late
    by their dates: those are no originals, and yet may leave open which one is, since their dates may be those of a
    page's last change.  *sources* are a number for the source whose own text each document is, -1 for none, and what
    the texts are like.  Copies with a single take are in neither.
    """
    (loose, sides, late), (owners, bodies) = candidates, sources
    settled, lost = np.zeros(len(pairs), bool), np.zeros(len(pairs), bool)
    at = np.flatnonzero(loose & (sides != 0))
    original, copy, share = edges_of(pairs, sides, at)
    order = np.lexsort((bodies.codes[original], -share, -tie[at], late[at], owners[original], copy))
    order = order[owners[original[order]] >= 0]
    at, original, copy, share = at[order], original[order], copy[order], share[order]
    starts = np.flatnonzero((np.diff(copy, prepend=-1) != 0) | (np.diff(owners[original], prepend=-1) != 0))
    ends = np.append(starts[1:], len(at))
    several = ends - starts > 1
    slack = bodies.slack(copy)
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        lost[at[start + MOST : end]] = True
        few = slice(start, min(end, start + MOST))
        # What the record says is the source's own goes before what only looks so.
        most = (share[few] >= share[start] - slack[start]) & (tie[at[few]] >= tie[at[start]])
        kept = _kept(most, *_ordered(pairs, side, original[few], bodies))
        kept &= (tie[at[few]] >= tie[at[start]]) & ~late[at[few]]
        settled[at[few][kept]] = True
        lost[at[few][~kept]] = True
    return settled, lost


def _ordered(
    pairs: Pairs, side: NDArray[np.int8], some: NDArray[np.int64], bodies: Bodies
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return two matrices of documents: whether the first is shown to be an original of the second, and whether nothing
    makes them rivals: they have no text in common, or are the same to the letter while nothing orders them.
    """
    one, two = np.repeat(some, len(some)), np.tile(some, len(some))
    place = place_of(pairs, one, two)
    sides = np.where(place >= 0, side[place], 0) * np.where(one < two, 1, -1)
    free = (place < 0) | ((bodies.prints[one] == bodies.prints[two]) & (sides == 0))
    return (sides > 0).reshape(len(some), len(some)), free.reshape(len(some), len(some))


def _kept(most: NDArray[np.bool_], earlier: NDArray[np.bool_], free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which takes are originals: the first of those that have *most*, and what all of those come from."""
    return np.asarray((earlier | free | ~most[None, :]).all(axis=1), bool)
