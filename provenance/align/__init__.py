"""From two texts to the passages that they share, and from one text to the passages that it repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.align.fragments import Fragment, fragments, measured
from provenance.align.letters import Letters
from provenance.config import Aligning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.align.bundles import Bundle
    from provenance.align.changes import Edit
    from provenance.model import Group, Overlap, Passage

OWN = 5  # quarters: an author repeats his turns of phrase, so within a text it takes a quarter more words to be a copy

__all__ = ["align", "edits", "passages", "repeats"]


def align(left: str, right: str, settings: Aligning | None = None) -> list[Overlap]:
    """Return the passages that two texts share, in the order of their places in *left*; spans are code points.

    No two overlaps share characters on both sides: a passage that stands twice on one side is two overlaps.
    """
    settings = settings or Aligning()
    sides, texts = (Letters(left), Letters(right)), (left, right)
    ours, theirs = sides[0].codes.tobytes(), sides[1].codes.tobytes()
    if ours == theirs:
        return _told([_whole(*sides)] if ours else [], sides, texts, settings)
    # One order of the sides, so that swapping the texts swaps the overlaps and nothing else.
    if (len(ours), ours) < (len(theirs), theirs):
        return _told(_bundles(*sides, settings.min_words), sides, texts, settings)
    return _swapped(_told(_bundles(*sides[::-1], settings.min_words), sides[::-1], texts[::-1], settings))


def repeats(text: str, settings: Aligning | None = None) -> list[Overlap]:
    """Return the passages that stand more than once in *text*; an overlap's left place is the earlier one.

    Of three copies the first is told with the second and with the third.
    """
    settings = settings or Aligning()
    letters = Letters(text)
    found = _bundles(letters, letters, -(-settings.min_words * OWN // 4))
    if len(found) > 1:
        from provenance.align.copies import independent

        found = independent(found, len(letters.codes))
    return _told(found, (letters, letters), (text, text), settings)


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


def _bundles(left: Letters, right: Letters, min_words: int) -> list[Bundle]:
    strong, weak = fragments(left, right, min_words)
    if not strong or weak is None:
        return []
    from provenance.align.bundles import bundles

    return bundles(strong, weak, left, right, min_words)


def _whole(left: Letters, right: Letters) -> Bundle:
    """Return the bundle of two texts of the same letters."""
    from provenance.align.bundles import Bundle

    return Bundle([measured(Fragment([(0, 0, len(left.codes))]), left, right)])


def _told(
    found: list[Bundle], sides: tuple[Letters, Letters], texts: tuple[str, str], settings: Aligning
) -> list[Overlap]:
    if not found:
        return []
    from provenance.align.judge import overlap

    told = [overlap(bundle, sides, texts, settings.min_words) for bundle in found]
    return sorted((one for one in told if one is not None), key=_place)


def _swapped(overlaps: list[Overlap]) -> list[Overlap]:
    from attrs import evolve

    return sorted((evolve(one, left=one.right, right=one.left) for one in overlaps), key=_place)


def _place(overlap: Overlap) -> tuple[int, int, int, int]:
    return overlap.left.start, overlap.right.start, overlap.left.end, overlap.right.end
