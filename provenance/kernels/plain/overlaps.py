"""From two texts to the rows of overlaps that they share, and from one text to those that it repeats (align.h)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.kernels.plain.fragments import Fragment, fragments, measured

if TYPE_CHECKING:
    from provenance.kernels.plain.bundles import Bundle
    from provenance.kernels.plain.letters import Letters
    from provenance.kernels.rows import Row


def align_texts(left: Letters, right: Letters, min_words: int) -> list[Row]:
    """Return the overlaps of two texts, or of parts of them, in the order of their places."""
    ours, theirs = left.codes.tobytes(), right.codes.tobytes()
    if ours == theirs:
        return _rows([_whole(left, right)] if ours else [], left, right, min_words)
    # One order of the sides, so that swapping the texts swaps the overlaps and nothing else.
    if (len(ours), ours) < (len(theirs), theirs):
        return _rows(_bundles(left, right, min_words), left, right, min_words)
    return sorted(map(_swapped, _rows(_bundles(right, left, min_words), right, left, min_words)), key=_place)


def align_own(text: Letters, min_words: int, least_words: int) -> list[Row]:
    """Return the overlaps of a text with itself that do not follow from others, in the order of their places.

    *min_words* equal words prove a repeat; one that is returned has *least_words*.
    """
    found = _bundles(text, text, min_words)
    if len(found) > 1:
        from provenance.kernels.plain.copies import independent

        found = independent(found, len(text.codes))
    return _rows(found, text, text, least_words)


def _bundles(left: Letters, right: Letters, min_words: int) -> list[Bundle]:
    strong, weak = fragments(left, right, min_words)
    if not strong or weak is None:
        return []
    from provenance.kernels.plain.bundles import bundles

    return bundles(strong, weak, left, right, min_words)


def _whole(left: Letters, right: Letters) -> Bundle:
    """Return the bundle of two texts of the same letters."""
    from provenance.kernels.plain.bundles import Bundle

    return Bundle([measured(Fragment([(0, 0, len(left.codes))]), left, right)])


def _rows(found: list[Bundle], left: Letters, right: Letters, min_words: int) -> list[Row]:
    if not found:
        return []
    from provenance.kernels.plain.judge import overlap

    rows = [overlap(bundle, (left, right), min_words) for bundle in found]
    return sorted((row for row in rows if row is not None), key=_place)


def _swapped(row: Row) -> Row:
    a, b, c, d, words, similarity, kind, quoted, ours, theirs = row
    return c, d, a, b, words, similarity, kind, quoted, theirs, ours


def _place(row: Row) -> tuple[int, int, int, int]:
    return row[0], row[2], row[1], row[3]
