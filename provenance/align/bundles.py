"""From fragments to bundles: what lies close on both sides, in any order, is one passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.align import fragments as fr
from provenance.align.fragments import Fragment, extended

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.align.letters import Letters

# A hole between two parts of a passage may have this many letters, and this share of the smaller part's letters: where
# both sides have one (other words in its place), and where one side has it (words put in).
BOTH = (40, 150, 0.2)
ONE = (40, 150, 0.5)
ANY = (200, 200, 0)
LAYERS = 8
EDGE = 10
SOLID = 30
TOUCH = 0.25


class Bundle:
    """Fragments that make one passage, and the hull of them on both sides, in letters."""

    __slots__ = ("fragments", "left_end", "left_start", "matched", "net", "right_end", "right_start")

    def __init__(self, fragments: list[Fragment]) -> None:
        self.fragments = fragments
        self.net = sum(one.net for one in fragments)
        self.matched = sum(one.matched for one in fragments)
        self.left_start = min(one.left_start for one in fragments)
        self.right_start = min(one.right_start for one in fragments)
        self.left_end = max(one.left_end for one in fragments)
        self.right_end = max(one.right_end for one in fragments)

    def stands(self, min_words: int) -> bool:
        """Return whether the bundle is evidence enough."""
        return max(part.exact for part in self.fragments) >= min_words or (
            self.net >= fr.NET and max(part.net for part in self.fragments) >= fr.SOLE
        )


def bundles(strong: list[Fragment], weak: list[Fragment], left: Letters, right: Letters, min_words: int) -> list[Bundle]:
    """Return bundles of the fragments, best first; no two share letters on both sides."""
    same = left is right
    made = []
    for layer in _layers(strong, left, right):
        for part in _parts(layer, ANY, ANY, same=same):
            full = _filled(part, weak, left, right)
            for piece in _parts(full, BOTH, ONE, same=same):
                bundle = Bundle(_trim_edges(piece))
                if bundle.stands(min_words):
                    made.append(bundle)
    made.sort(key=lambda one: (-one.net, one.left_start, one.right_start))
    kept: list[Bundle] = []
    for bundle in made:
        if not any(_crossing(bundle, other) for other in kept):
            kept.append(bundle)
    return kept


def independent(found: list[Bundle], size: int) -> list[Bundle]:
    """Return the repeats of a text of *size* letters that do not follow from others: of three copies (1, 2) and (1, 3)."""
    origin = np.arange(size)
    kept = []
    for bundle in sorted(found, key=lambda one: (one.left_start, one.right_start, -one.net)):
        left = np.concatenate([np.arange(a, a + n) for part in bundle.fragments for a, _, n in part.runs])
        right = np.concatenate([np.arange(b, b + n) for part in bundle.fragments for _, b, n in part.runs])
        known = _first(origin, left) == _first(origin, right)
        if np.count_nonzero(known) * 2 <= len(known):
            kept.append(bundle)
            new = origin[right] == right
            origin[right[new]] = left[new]
    return kept


def _first(origin: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the earliest copies of *places*."""
    while (origin[places] != places).any():
        places = origin[places]
    return places


def _layers(fragments: list[Fragment], left: Letters, right: Letters) -> list[list[Fragment]]:
    """Return the fragments in layers: within one no letter of either side lies in two fragments."""
    layers: list[list[Fragment]] = []
    rest = list(fragments)
    while rest and len(layers) < LAYERS:
        layer: list[Fragment] = []
        later = []
        for one in rest:
            clashing = [other for other in layer if _clash(one, other)]
            if not clashing:
                layer.append(one)
                continue
            free = _trimmed(one, clashing, left, right)
            if free is not None and not any(_clash(free, other) for other in layer):
                layer.append(free)
            else:
                later.append(one)
        layers.append(layer)
        rest = later
    return layers + [[one] for one in rest]


def _trimmed(one: Fragment, others: list[Fragment], left: Letters, right: Letters) -> Fragment | None:
    """Return what is left of *one* where the *others* that reach over its ends are cut off; None where it is little."""
    a, b, c, d = one.left_start, one.left_end, one.right_start, one.right_end
    for other in others:
        a, b = _clipped(a, b, other.left_start, other.left_end)
        c, d = _clipped(c, d, other.right_start, other.right_end)
    runs = []
    for x, y, size in one.runs:
        skip = max(0, a - x, c - y)
        size = min(size, b - x, d - y) - skip  # noqa: PLW2901
        if size >= 4:
            runs.append((x + skip, y + skip, size))
    if not runs:
        return None
    free = Fragment(runs)
    if a == one.left_start and c == one.right_start:
        free.left_start, free.right_start = a, c
    if b == one.left_end and d == one.right_end:
        free.left_end, free.right_end = b, d
    free.measure(left, right)
    return free if free.net >= max(fr.FAINT, 0.5 * one.net) else None


def _clipped(start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Return the longer part of *start* to *end* that lies outside *low* to *high*."""
    if high <= start or low >= end:
        return start, end
    return (high, max(high, end)) if end - high > low - start else (start, max(start, low))


def _clash(one: Fragment, other: Fragment) -> bool:
    """Return whether the two cover the same letters of either side, beyond a touch at their ends."""
    down = min(one.left_end, other.left_end) - max(one.left_start, other.left_start)
    along = min(one.right_end, other.right_end) - max(one.right_start, other.right_start)
    if down <= 0 and along <= 0:
        return False
    return max(down, along) > TOUCH * min(
        one.left_end - one.left_start,
        other.left_end - other.left_start,
        one.right_end - one.right_start,
        other.right_end - other.right_start,
    )


def _filled(part: list[Fragment], weak: list[Fragment], left: Letters, right: Letters) -> list[Fragment]:
    """Return *part* with the weak fragments that lie in or at its hull and cover what nothing else in it covers."""
    full = list(part)
    for one in weak:
        hull = Bundle(full)
        edge = EDGE if one.net >= SOLID else -min(one.left_end - one.left_start, one.right_end - one.right_start)
        if (
            one.left_start <= hull.left_end + edge
            and one.left_end >= hull.left_start - edge
            and one.right_start <= hull.right_end + edge
            and one.right_end >= hull.right_start - edge
        ):
            clashing = [other for other in full if _clash(one, other)]
            free: Fragment | None = one
            if clashing:
                free = _trimmed(one, clashing, left, right)
            if free is None:
                continue
            grown = extended(Fragment(free.runs), left, right)
            if grown.net >= fr.FAINT and not any(_clash(grown, other) for other in full):
                full.append(grown)
    return full


def _parts(fragments: list[Fragment], both: tuple, one: tuple, *, same: bool) -> list[list[Fragment]]:
    """Return the fragments in parts that no hole divides."""
    todo, done = [fragments], []
    while todo:
        part = todo.pop()
        cut = _cut(part, both, one, same=same)
        if cut is None:
            done.append(part)
        else:
            todo.extend(cut)
    return done


def _cut(part: list[Fragment], both: tuple, one: tuple, *, same: bool) -> tuple[list[Fragment], list[Fragment]] | None:
    if len(part) < 2:
        return None
    holes = [_holes(part, side) for side in (0, 1)]
    worst, where = 0.0, None
    wide = [max((h - _limit(both, m) for h, m, _ in hs), default=0) for hs in holes]
    for side in (0, 1):
        for hole, size, place in holes[side]:
            excess = hole - _limit(one, size)
            if excess <= 0 and min(wide) > 0:
                excess = hole - _limit(both, size)
            if excess > 0 and hole > worst:
                worst, where = hole, (side, place)
    if where is None and same:
        for one in part:
            apart = [f for f in part if f.left_end > one.right_start or f.right_start < one.left_end]
            if apart:
                return [f for f in part if f not in apart], apart
    if where is None:
        return None
    side, place = where
    key = (lambda f: f.right_start) if side else (lambda f: f.left_start)
    return [f for f in part if key(f) < place], [f for f in part if key(f) >= place]


def _trim_edges(part: list[Fragment]) -> list[Fragment]:
    """Return *part* without the weak fragments at its ends that do not touch the rest."""
    part = list(part)
    while len(part) > 1:
        for one in part:
            if one.net < SOLID:
                rest = Bundle([f for f in part if f is not one])
                if (
                    one.left_end < rest.left_start - EDGE
                    or one.left_start > rest.left_end + EDGE
                    or one.right_end < rest.right_start - EDGE
                    or one.right_start > rest.right_end + EDGE
                ):
                    part.remove(one)
                    break
        else:
            return part
    return part


def _limit(rule: tuple, size: float) -> float:
    return min(rule[1], max(rule[0], rule[2] * size))


def _holes(part: list[Fragment], side: int) -> list[tuple[int, float, int]]:
    spans = sorted((f.right_start, f.right_end) if side else (f.left_start, f.left_end) for f in part)
    total = sum(e - s for s, e in spans)
    out = []
    covered = spans[0][1] - spans[0][0]
    reach = spans[0][1]
    for s, e in spans[1:]:
        if s > reach:
            out.append((s - reach, min(covered, total - covered), s))
        covered += e - s
        reach = max(reach, e)
    return out


def _crossing(one: Bundle, other: Bundle) -> bool:
    return (
        one.left_start < other.left_end
        and other.left_start < one.left_end
        and one.right_start < other.right_end
        and other.right_start < one.right_end
    )
