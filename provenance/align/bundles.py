"""From fragments to bundles: what lies close on both sides, in any order, is one passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.align import fragments as fr
from provenance.align.fragments import Fragment, extended

if TYPE_CHECKING:
    from provenance.align.letters import Letters

# A hole between two parts of a passage may have this many letters, and this share of the smaller part's letters: where
# both sides have one (other words in its place), and where one side has it (words put in).
BOTH = (40, 150, 0.2)
ONE = (40, 150, 0.5)
LAYERS = 8


class Bundle:
    """Fragments that make one passage, and the hull of them on both sides, in letters."""

    __slots__ = ("fragments", "left_end", "left_start", "matched", "right_end", "right_start", "score")

    def __init__(self, fragments: list[Fragment]) -> None:
        self.fragments = fragments
        self.score = sum(one.score for one in fragments)
        self.matched = sum(one.matched for one in fragments)
        self.left_start = min(one.left_start for one in fragments)
        self.right_start = min(one.right_start for one in fragments)
        self.left_end = max(one.left_end for one in fragments)
        self.right_end = max(one.right_end for one in fragments)

    def stands(self, min_words: int) -> bool:
        """Return whether the bundle is evidence enough."""
        if max(part.exact for part in self.fragments) >= min_words:
            return True
        return sum(part.net() for part in self.fragments) >= fr.NET


def bundles(strong: list[Fragment], weak: list[Fragment], left: Letters, right: Letters, min_words: int) -> list[Bundle]:
    """Return bundles of the fragments, best first; no two share letters on both sides."""
    same = left is right
    made = []
    for layer in _layers(strong):
        for part in _parts(layer, ONE, ONE, same=same):
            full = _filled(part, weak, left, right)
            for piece in _parts(full, BOTH, ONE, same=same):
                bundle = Bundle(piece)
                if any(one.strong for one in piece) and bundle.stands(min_words):
                    made.append(bundle)
    made.sort(key=lambda one: (-one.score, one.left_start, one.right_start))
    kept: list[Bundle] = []
    for bundle in made:
        if not any(_crossing(bundle, other) for other in kept):
            kept.append(bundle)
    return kept


def _layers(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Return the fragments in layers: within one no letter of either side lies in two fragments."""
    layers: list[list[Fragment]] = []
    rest = list(fragments)
    while rest and len(layers) < LAYERS:
        layer: list[Fragment] = []
        later = []
        for one in rest:
            (later if any(_clash(one, other) for other in layer) else layer).append(one)
        layers.append(layer)
        rest = later
    return layers + [[one] for one in rest]


def _clash(one: Fragment, other: Fragment) -> bool:
    """Return whether the two cover the same letters of either side, beyond a touch at their ends."""
    if (one.left_end <= other.left_start or other.left_end <= one.left_start) and (
        one.right_end <= other.right_start or other.right_end <= one.right_start
    ):
        return False
    a = b = 0
    for x in one.pieces():
        for y in other.pieces():
            a += max(0, min(x[1], y[1]) - max(x[0], y[0]))
            b += max(0, min(x[3], y[3]) - max(x[2], y[2]))
    return max(a, b) > 0.25 * min(one.matched or one.score, other.matched or other.score)


def _filled(part: list[Fragment], weak: list[Fragment], left: Letters, right: Letters) -> list[Fragment]:
    """Return *part* with the weak fragments that lie in or at its hull and cover what nothing else in it covers."""
    hull = Bundle(part)
    full = list(part)
    for one in weak:
        edge = min(40, one.score)
        if (
            one.left_start >= hull.left_start - edge
            and one.left_end <= hull.left_end + edge
            and one.right_start >= hull.right_start - edge
            and one.right_end <= hull.right_end + edge
            and not any(_clash(one, other) for other in full)
        ):
            grown = extended(one, left, right)
            if grown.net() >= 10 and not any(_clash(grown, other) for other in full):
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
        top = max(f.left_end for f in part)
        low = min(f.right_start for f in part)
        if top > low:
            return [part[0]], part[1:]
    if where is None:
        return None
    side, place = where
    key = (lambda f: f.right_start) if side else (lambda f: f.left_start)
    return [f for f in part if key(f) < place], [f for f in part if key(f) >= place]


def _limit(rule: tuple, size: float) -> float:
    return min(rule[1], max(rule[0], rule[2] * size))


def _holes(part: list[Fragment], side: int) -> list[tuple[int, float, int]]:
    spans = sorted((p[2 * side], p[2 * side + 1], f) for f in part for p in f.pieces())if False else sorted(
        ((p[2 * side], p[2 * side + 1]) for f in part for p in f.pieces()))
    total = sum(e - s for s, e in spans)
    out = []
    covered = spans[0][1] - spans[0][0]
    reach = spans[0][1]
    starts = {(f.right_start if side else f.left_start) for f in part}
    for s, e in spans[1:]:
        if s > reach and s in starts:
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
