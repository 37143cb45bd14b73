"""From two texts to the passages that they share, and from one text to the passages that it repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.align.bundles import Bundle, bundles, independent
from provenance.align.fragments import fragments
from provenance.align.judge import overlap
from provenance.align.letters import Letters
from provenance.config import Aligning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.align.changes import Edit
    from provenance.model import Group, Overlap, Passage

__all__ = ["align", "edits", "passages", "repeats"]


def align(left: str, right: str, settings: Aligning | None = None) -> list[Overlap]:
    """Return the passages that two texts share, in the order of their places in *left*."""
    settings = settings or Aligning()
    a, b = Letters(left), Letters(right)
    # One order of the sides, so that swapping the texts swaps the overlaps and nothing else.
    if (len(a.codes), a.codes.tobytes()) > (len(b.codes), b.codes.tobytes()):
        found = [overlap(bundle, b, a, right, left, settings) for bundle in _found(b, a, settings)]
        return sorted((_swapped(one) for one in found if one), key=_place)
    found = [overlap(bundle, a, b, left, right, settings) for bundle in _found(a, b, settings)]
    return sorted((one for one in found if one), key=_place)


def repeats(text: str, settings: Aligning | None = None) -> list[Overlap]:
    """Return the passages that stand more than once in *text*; an overlap's left place is the earlier one."""
    settings = settings or Aligning()
    letters = Letters(text)
    told = independent(_found(letters, letters, settings), len(letters.codes))
    found = [overlap(bundle, letters, letters, text, text, settings) for bundle in told]
    return sorted((one for one in found if one), key=_place)


def edits(left: str, right: str, overlap: Overlap) -> list[Edit]:
    """Return the words that differ between the two sides of *overlap*, in order: kind, left and right place."""
    from provenance.align.changes import edits as run

    return run(left, right, overlap)


def passages(
    groups: Sequence[Group],
    repeats: Sequence[Sequence[Overlap]],
    text: Callable[[int], str],
    settings: Aligning | None = None,
) -> tuple[Passage, ...]:
    """Return what the members of *groups* share with their representatives, and what documents repeat in themselves."""
    from provenance.align.carriers import passages as run

    return run(groups, repeats, text, settings or Aligning())


def _found(left: Letters, right: Letters, settings: Aligning) -> list[Bundle]:
    strong, weak = fragments(left, right, settings.min_words)
    return bundles(strong, weak, left, right, settings.min_words) if strong else []


def _place(overlap: Overlap) -> tuple[int, int, int, int]:
    return overlap.left.start, overlap.right.start, overlap.left.end, overlap.right.end


def _swapped(overlap: Overlap) -> Overlap:
    import attrs

    return attrs.evolve(overlap, left=overlap.right, right=overlap.left)
