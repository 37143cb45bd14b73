"""From two texts to the passages that they share, and from one text to the passages that it repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.alignment.carried import overlap_of
from provenance.kernels import kernels
from provenance.settings import Aligning
from provenance.words import dereferenced, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.alignment.changes import Edit
    from provenance.alignment.shared import Shared
    from provenance.model import Group, Overlap, Passage

USUAL = Aligning()
AGAIN = 8  # runs of four words, of a text that can repeat a passage
OWN = 5  # quarters: an author repeats his turns of phrase, so within a text it takes a quarter more words to be a copy

__all__ = ["align", "edits", "find_overlaps", "passages", "repeats"]


def align(left: str, right: str, settings: Aligning | None = None) -> list[Overlap]:
    """Return the passages that two texts share, in the order of their places in *left*; spans are code points.

    No two overlaps share characters on both sides: a passage that occurs twice on one side is two overlaps.  Where it
    is clearly more like one of these places, this is the only one.
    """
    from provenance.alignment.rivals import without_rivals

    least = (settings or USUAL).min_words
    rows = kernels.align_texts(kernels.Letters(readable(left)), kernels.Letters(readable(right)), least)
    return without_rivals([overlap_of(row, left, right) for row in rows])


def repeats(text: str, settings: Aligning | None = None) -> list[Overlap]:
    """Return the passages that occur more than once in *text*; an overlap's left place is the earlier one.

    Three copies are two overlaps: the first with the second, and the first with the third.
    """
    least = (settings or USUAL).min_words
    own = -(-least * OWN // 4)
    # Most texts repeat nothing, and this is the quick way to know: a page that occurs twice repeats hundreds of runs of
    # four words, even if it is edited or misread, and other texts hardly any.
    read = readable(dereferenced(text))
    if not kernels.has_repeats(read, min(AGAIN, own - 3)):
        return []
    return [overlap_of(row, text, text) for row in kernels.align_own(kernels.Letters(read), own, least)]


def edits(left: str, right: str, overlap: Overlap) -> list[Edit]:
    """Return the words that differ between the two sides of *overlap*, in order: kind, left and right place."""
    from provenance.alignment.changes import edits as run

    return run(left, right, overlap)


def passages(
    groups: Sequence[Group],
    repeats: Sequence[Sequence[Overlap]],
    text: Callable[[int], str],
    settings: Aligning | None = None,
) -> tuple[Passage, ...]:
    """Return what the members of *groups* share with their representatives, and what documents repeat in themselves."""
    from provenance.alignment.carriers import passages as run

    return run(groups, repeats, text, settings or USUAL)


def find_overlaps(
    texts: Iterable[str],
    text: Callable[[int], str],
    settings: Aligning | None = None,
    *,
    ranks: Sequence[int] | NDArray[np.int64] | None = None,
    sources: Sequence[str] | None = None,
    repeats: Sequence[Sequence[Overlap]] = (),
) -> Shared:
    """Return what the documents of a corpus share: passages with all their carriers, ledgers, overlaps.

    See ``provenance.alignment.shared.find_overlaps``.
    """
    from provenance.alignment.shared import find_overlaps as run

    return run(texts, text, settings or USUAL, ranks=ranks, sources=sources, repeats=repeats)
