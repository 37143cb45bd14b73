"""From fragments to layers: in one layer no letter, of either text, lies in two fragments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.fragments import FAINT, SHORTEST, UNIT, Fragment, measured

if TYPE_CHECKING:
    from provenance.kernels.plain.letters import Letters

    Box = tuple[int, int, int, int]

MOST = 8
ENOUGH = 75 * UNIT  # net at which the rest of a fragment is kept, whatever was cut off
TOUCH = 0.25  # fragments may share this part of the smaller one's letters: their ends are not sharp


class Layer:
    """Fragments that are apart on both sides, with their boxes in a column."""

    __slots__ = ("_boxes", "_sizes", "fragments")

    def __init__(self) -> None:
        self.fragments: list[Fragment] = []
        self._boxes = np.empty((8, 4), np.int64)
        self._sizes = np.empty(8, np.int64)

    def add(self, fragment: Fragment) -> None:
        """Add *fragment*."""
        count = len(self.fragments)
        if count == len(self._boxes):
            self._boxes = np.concatenate((self._boxes, np.empty_like(self._boxes)))
            self._sizes = np.concatenate((self._sizes, np.empty_like(self._sizes)))
        self._boxes[count], self._sizes[count] = fragment.box, fragment.size
        self.fragments.append(fragment)

    def clashing(self, fragment: Fragment) -> list[Fragment]:
        """Return the fragments of the layer that cover more than a touch of *fragment*'s letters on either side."""
        boxes = self._boxes[: len(self.fragments)]
        a, b, c, d = fragment.box
        down = np.minimum(boxes[:, 1], b) - np.maximum(boxes[:, 0], a)
        along = np.minimum(boxes[:, 3], d) - np.maximum(boxes[:, 2], c)
        limits = TOUCH * np.minimum(self._sizes[: len(self.fragments)], fragment.size)
        return [self.fragments[at] for at in np.flatnonzero(np.maximum(down, along) > np.maximum(limits, 0)).tolist()]

    def take(self, fragment: Fragment, left: Letters, right: Letters) -> bool:
        """Add *fragment*, or what the layer leaves of it; return whether that was enough."""
        clashing = self.clashing(fragment)
        if clashing:
            rest = trimmed(fragment, [one.box for one in clashing], left, right)
            if rest is None or self.clashing(rest):
                return False
            fragment = rest
        self.add(fragment)
        return True


def layers(fragments: list[Fragment], left: Letters, right: Letters) -> list[list[Fragment]]:
    """Return the fragments, best first, in layers; if a passage occurs twice on a side, each place has its layer."""
    found: list[list[Fragment]] = []
    rest = fragments
    while rest and len(found) < MOST:
        layer = Layer()
        rest = [one for one in rest if not layer.take(one, left, right)]
        found.append(layer.fragments)
    return found + [[one] for one in rest]


def trimmed(one: Fragment, others: list[Box], left: Letters, right: Letters) -> Fragment | None:
    """Return what is left of *one* after the *others* that overlap its ends are cut off; None if it is too short."""
    a, b, c, d = one.box
    for other in others:
        a, b = _clipped(a, b, *other[:2])
        c, d = _clipped(c, d, *other[2:])
    runs = []
    for x, y, size in one.runs:
        skip = max(0, a - x, c - y)
        kept = min(size, b - x, d - y) - skip
        if kept >= SHORTEST:
            runs.append((x + skip, y + skip, kept))
    if not runs:
        return None
    rest = Fragment(runs)
    if (a, c) == (one.left_start, one.right_start):
        rest.left_start, rest.right_start = a, c
    if (b, d) == (one.left_end, one.right_end):
        rest.left_end, rest.right_end = b, d
    net = measured(rest, left, right).net
    return rest if net >= FAINT and 2 * net >= min(one.net, 2 * ENOUGH) else None


def _clipped(start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Return the longer part of *start* to *end* that lies outside *low* to *high*."""
    if high <= start or low >= end:
        return start, end
    return (high, max(high, end)) if end - high > low - start else (start, max(start, low))
