"""From two texts to the passages that they share, and from one text to the passages that it repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.alignment.fragments import Fragment, fragments, measured

if TYPE_CHECKING:
    from provenance.alignment.bundles import Bundle
    from provenance.alignment.letters import Letters
    from provenance.model import Overlap
    from provenance.settings import Aligning

    Sides = tuple[Letters, Letters]

OWN = 5  # quarters: an author repeats his turns of phrase, so within a text it takes a quarter more words to be a copy


def aligned(sides: Sides, texts: tuple[str, str], settings: Aligning) -> list[Overlap]:
    """Return the overlaps of two texts, or of parts of them, in the order of their places."""
    ours, theirs = sides[0].codes.tobytes(), sides[1].codes.tobytes()
    if ours == theirs:
        return _told([_whole(*sides)] if ours else [], sides, texts, settings)
    # One order of the sides, so that swapping the texts swaps the overlaps and nothing else.
    if (len(ours), ours) < (len(theirs), theirs):
        return _told(_bundles(*sides, settings.min_words), sides, texts, settings)
    return _swapped(_told(_bundles(*sides[::-1], settings.min_words), sides[::-1], texts[::-1], settings))


def own_words(words: int) -> int:
    """Return how many equal words within one text prove a repeat, where *words* do between two."""
    return -(-words * OWN // 4)


def repeated(letters: Letters, text: str, settings: Aligning) -> list[Overlap]:
    """Return the overlaps of a text with itself that tell something new, in the order of their places."""
    found = _bundles(letters, letters, own_words(settings.min_words))
    if len(found) > 1:
        from provenance.alignment.copies import independent

        found = independent(found, len(letters.codes))
    return _told(found, (letters, letters), (text, text), settings)


def _bundles(left: Letters, right: Letters, min_words: int) -> list[Bundle]:
    strong, weak = fragments(left, right, min_words)
    if not strong or weak is None:
        return []
    from provenance.alignment.bundles import bundles

    return bundles(strong, weak, left, right, min_words)


def _whole(left: Letters, right: Letters) -> Bundle:
    """Return the bundle of two texts of the same letters."""
    from provenance.alignment.bundles import Bundle

    return Bundle([measured(Fragment([(0, 0, len(left.codes))]), left, right)])


def _told(found: list[Bundle], sides: Sides, texts: tuple[str, str], settings: Aligning) -> list[Overlap]:
    if not found:
        return []
    from provenance.alignment.judge import overlap

    told = [overlap(bundle, sides, texts, settings.min_words) for bundle in found]
    return sorted((one for one in told if one is not None), key=_place)


def _swapped(overlaps: list[Overlap]) -> list[Overlap]:
    from attrs import evolve

    return sorted((evolve(one, left=one.right, right=one.left) for one in overlaps), key=_place)


def _place(overlap: Overlap) -> tuple[int, int, int, int]:
    return overlap.left.start, overlap.right.start, overlap.left.end, overlap.right.end
