"""From fragments to bundles: what lies close on both sides, in any order, is one passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.fragments import FAINT, SOLE, UNIT, Fragment, Weak, backwards, extended, forwards
from provenance.kernels.plain.layers import Layer, layers, trimmed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.kernels.plain.letters import Letters

    # Of the hole's letters: always allowed, never allowed, and the share of the smaller part beside it between them.
    Rule = tuple[int, int, float]
    # For holes on both sides, other words in their place; where the other side keeps to that rule; where it touches.
    Rules = tuple[Rule, Rule, Rule]
    Box = tuple[int, int, int, int]

# Pieces that are close on both sides are one passage.  How wide a hole may be depends on the smaller piece.  Where
# words were put in on one side only, it may be as wide as that piece.
ANY: Rules = ((200, 200, 0.0), (200, 200, 0.0), (200, 200, 0.0))
CLOSE: Rules = ((60, 150, 0.2), (40, 150, 0.5), (60, 150, 1.0))
TOUCHING: Rule = (20, 20, 0.0)
NET = 75 * UNIT  # the net of a passage that no run of whole words proves
# Letters at most from a weak fragment to the rest of its passage: as many as it has if its net is solid, else half.  A
# slight one is a turn of phrase, and touches the rest.
EDGE, SOLID, SLIGHT = 60, 30 * UNIT, 16 * UNIT
SHORT, MUCH, PIECE = 200, 2, 0.9  # letters of a piece; how much longer the passage is; share of it that is inside
COVERED = 0.75  # of a weak fragment: more is known already


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

    @property
    def box(self) -> Box:
        """The hull's bounds on both sides."""
        return self.left_start, self.left_end, self.right_start, self.right_end

    @box.setter
    def box(self, box: Box) -> None:
        self.left_start, self.left_end, self.right_start, self.right_end = box

    def stands(self, min_words: int) -> bool:
        """Return whether there is enough evidence: a run of whole words, or letters alike beyond chance."""
        if max(part.exact for part in self.fragments) >= min_words:
            return True
        return self.net >= NET and max(part.net for part in self.fragments) >= SOLE

    def near(self, one: Fragment) -> bool:
        """Return whether *one*, which is weak, lies in the hull or close to it on both sides, for its size."""
        edge = min(one.size if one.net >= SOLID else one.size // 2, EDGE) if one.net >= SLIGHT else 0
        return (
            one.left_start <= self.left_end + edge
            and one.left_end >= self.left_start - edge
            and one.right_start <= self.right_end + edge
            and one.right_end >= self.right_start - edge
        )


def bundles(strong: list[Fragment], weak: Weak, left: Letters, right: Letters, min_words: int) -> list[Bundle]:
    """Return bundles, best first, their ends past damaged words; no two share letters on both sides."""
    same = left is right
    made = []
    for layer in layers(strong, left, right):
        for near in _parts(layer, ANY, same=same):
            for part in _parts(_filled(near, weak, left, right), CLOSE, same=same):
                bundle = Bundle(_without_loose_ends(part))
                if bundle.stands(min_words):
                    made.append(bundle)
    made.sort(key=lambda one: (-one.net, one.box))
    kept: list[Bundle] = []
    boxes = np.empty((len(made), 4), np.int64)
    for some in made:
        one = _unknown(boxes[: len(kept)], some, left, right, min_words)
        if one is None:
            continue
        boxes[len(kept)] = one.box
        kept.append(one)
    for at, one in enumerate(kept):
        box = _past_damage(one, left, right)
        crossed = _crossing(boxes[: len(kept)], box)
        crossed[at] = False
        if not crossed.any():
            one.box = boxes[at] = box
    return kept


def _past_damage(bundle: Bundle, left: Letters, right: Letters) -> Box:
    """Return the hull, its ends past damaged words; one that belongs to two fragments stays."""
    hull = found = bundle.box
    for part in bundle.fragments:
        grown = Fragment(part.runs)
        grown.box = part.box
        if (part.left_start, part.right_start) == (hull[0], hull[2]):
            backwards(grown, left, right, (0, found[1] if left is right else 0), past=True)
        start = min(found[0], grown.left_start), min(found[2], grown.right_start)
        if (part.left_end, part.right_end) == (hull[1], hull[3]):
            ends = start[1] if left is right else len(left.codes), len(right.codes)
            forwards(grown, left, right, ends, past=True)
        found = start[0], max(found[1], grown.left_end), start[1], max(found[3], grown.right_end)
    return found


def _unknown(taken: NDArray[np.int64], one: Bundle, left: Letters, right: Letters, min_words: int) -> Bundle | None:
    """Return *one*, or what the better bundles in *taken* leave of it if that is a passage.

    A text that has two neighbours in another order may go on beyond them.
    """
    same = left is right
    if not _known(taken, one, same=same):
        return one
    rest = None if same else _rest(taken, one, left, right)
    return rest if rest is not None and rest.stands(min_words) and not _known(taken, rest, same=same) else None


def _known(taken: NDArray[np.int64], one: Bundle, *, same: bool) -> bool:
    """Return whether *one* shares letters with a bundle that is taken, or is a piece of one."""
    return bool(_crossing(taken, one.box).any() or (not same and _pieces(taken, one).any()))


def _rest(taken: NDArray[np.int64], one: Bundle, left: Letters, right: Letters) -> Bundle | None:
    """Return the fragments of *one* without what is *taken*, as a bundle; None if nothing is left."""
    parts = []
    for part in one.fragments:
        others = [(a, b, c, d) for a, b, c, d in taken[_crossing(taken, part.box)].tolist()]
        rest = trimmed(part, others, left, right) if others else part
        if rest is not None:
            parts.append(rest)
    return Bundle(parts) if parts else None


def _crossing(taken: NDArray[np.int64], box: Box) -> NDArray[np.bool_]:
    """Return which boxes share letters with *box* on both sides."""
    a, b, c, d = box
    return (taken[:, 0] < b) & (taken[:, 1] > a) & (taken[:, 2] < d) & (taken[:, 3] > c)


def _pieces(taken: NDArray[np.int64], one: Bundle) -> NDArray[np.bool_]:
    """Return the much longer passages of which *one* is a short piece, on one side, that the other text repeats.

    A line of a table, or a turn of phrase, that occurs ten times in each text would otherwise be a hundred overlaps.
    """
    a, b, c, d = one.box
    if max(b - a, d - c) > SHORT:
        return np.zeros(len(taken), np.bool_)
    sizes = np.minimum(taken[:, 1] - taken[:, 0], taken[:, 3] - taken[:, 2])
    left = np.minimum(taken[:, 1], b) - np.maximum(taken[:, 0], a)
    right = np.minimum(taken[:, 3], d) - np.maximum(taken[:, 2], c)
    inside: NDArray[np.bool_] = (left >= PIECE * (b - a)) | (right >= PIECE * (d - c))
    inside &= sizes >= MUCH * max(b - a, d - c)
    return inside


def _filled(part: list[Fragment], weak: Weak, left: Letters, right: Letters) -> list[Fragment]:
    """Return *part* with the weak fragments that lie in or near its hull and cover what nothing else in it covers."""
    full = Layer()
    for one in part:
        full.add(one)
    hull = Bundle(part)
    candidates = _open(weak, part, hull)
    for at in sorted(candidates, key=lambda at: (-weak.nets[at], at)):
        one = weak.fragment(at)
        if not hull.near(one):
            continue
        grown = extended(one, left, right)
        if grown.net >= FAINT and full.take(grown, left, right):
            hull = Bundle(full.fragments)
    return full.fragments


def _open(weak: Weak, part: list[Fragment], hull: Bundle) -> list[int]:
    """Return the weak fragments about the hull that *part* leaves open on both sides."""
    if not len(weak.nets):
        return []
    first = int(np.searchsorted(weak.boxes[:, 0], hull.left_start - EDGE - weak.longest))
    last = int(np.searchsorted(weak.boxes[:, 0], hull.left_end + EDGE, "right"))
    boxes = weak.boxes[first:last]
    about = (boxes[:, 1] >= hull.left_start - EDGE) & (boxes[:, 3] >= hull.right_start - EDGE)
    about &= boxes[:, 2] <= hull.right_end + EDGE
    found = np.flatnonzero(about)
    if not len(found):
        return []
    for side, (low, high) in enumerate(((hull.left_start, hull.left_end), (hull.right_start, hull.right_end))):
        steps = np.zeros(high - low + 1, np.int64)
        for one in part:
            steps[one.box[2 * side] - low] += 1
            steps[one.box[2 * side + 1] - low] -= 1
        covered = np.concatenate(([0], np.cumsum(np.cumsum(steps) > 0)))
        spans = boxes[found, 2 * side : 2 * side + 2]
        inside = np.clip(spans - low, 0, high - low)
        found = found[covered[inside[:, 1]] - covered[inside[:, 0]] <= COVERED * (spans[:, 1] - spans[:, 0])]
    return [first + at for at in found.tolist()]


def _parts(fragments: list[Fragment], rules: Rules, *, same: bool) -> list[list[Fragment]]:
    """Return the fragments in parts that no hole divides; with *same*, of places that lie apart."""
    # A fragment that was grown into its own other place is no evidence of two places.
    todo, done = [[one for one in fragments if one.left_end <= one.right_start] if same else fragments], []
    while todo:
        part = todo.pop()
        if not part:
            continue
        cuts = _cut(part, rules) if len(part) > 1 else None
        if cuts is None and same:
            cuts = _apart(part)
        if cuts is None:
            done.append(part)
        else:
            todo.extend(cuts)
    return done


def _apart(part: list[Fragment]) -> list[list[Fragment]] | None:
    """Return *part* in two where one fragment's left place reaches into the right place of another."""
    if max(one.left_end for one in part) <= min(one.right_start for one in part):
        return None
    for one in part:
        far = [f for f in part if f.left_end > one.right_start or f.right_start < one.left_end]
        if far:
            away = set(map(id, far))
            return [[f for f in part if id(f) not in away], far]
    return None


def _cut(part: list[Fragment], rules: Rules) -> list[list[Fragment]] | None:
    """Return *part* divided at the holes that no passage has or, without such, at the widest of the others."""
    boxes = np.array([fragment.box for fragment in part], np.int64)
    sides = [_holes(boxes[:, 0], boxes[:, 1]), _holes(boxes[:, 2], boxes[:, 3])]
    for order, holes, _ in sides:
        wide = holes > rules[0][1]
        if wide.any():
            return _divided(part, order, np.flatnonzero(wide))
    kept_to = [any((holes <= _limits(rule, sizes)).all() for _, holes, sizes in sides) for rule in (rules[0], TOUCHING)]
    allowed = rules[2 if kept_to[1] else int(kept_to[0])]
    widest = [np.where(holes > _limits(allowed, sizes), holes, 0) for _, holes, sizes in sides]
    most = [int(holes.max(initial=0)) for holes in widest]
    if max(most) <= 0:
        return None
    side = 0 if most[0] >= most[1] else 1
    return _divided(part, sides[side][0], np.array([widest[side].argmax()]))


def _holes(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Return the order of the fragments on a side, the holes after each but the last, the smaller parts beside them."""
    order = np.lexsort((ends, starts))
    covered = np.cumsum(ends[order] - starts[order])
    holes = starts[order][1:] - np.maximum.accumulate(ends[order])[:-1]
    return order, holes, np.minimum(covered[:-1], covered[-1] - covered[:-1])


def _limits(rule: Rule, sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    least, most, share = rule
    return np.clip(share * sizes, least, most)


def _divided(part: list[Fragment], order: NDArray[np.int64], cuts: NDArray[np.int64]) -> list[list[Fragment]]:
    return [sorted((part[at] for at in some.tolist()), key=_best) for some in np.split(order, cuts + 1)]


def _best(one: Fragment) -> tuple[int, tuple[int, int, int, int]]:
    return -one.net, one.box


def _without_loose_ends(part: list[Fragment]) -> list[Fragment]:
    """Return *part* without the weak fragments that would be an end of it and are not near the rest."""
    part = list(part)
    at = len(part) - 1
    while at >= 0 and len(part) > 1:
        one = part[at]
        if one.net < SOLID and not Bundle([other for other in part if other is not one]).near(one):
            del part[at]
            at = len(part)
        at -= 1
    return part
