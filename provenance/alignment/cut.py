"""From overlaps to what is left of them beside the blocks that many documents have."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Levenshtein

from provenance.alignment.kinds import MIN_NEAR, looked_at
from provenance.alignment.labels import COVERED, Form
from provenance.alignment.teasers import is_teaser
from provenance.kernels import kernels
from provenance.kernels.plain.quotes import quoted
from provenance.kernels.rows import rows_of
from provenance.model.passages import KINDS
from provenance.words import locate_within, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.kernels.rows import Row, Rows
    from provenance.model.passages import Passages
    from provenance.words import Words

    Places = NDArray[np.int64]

BESIDE = 1 - COVERED  # share of an overlap that blocks may take up if it stays whole: a story with a box in it
LETTERS = 3  # to a word, at least: less is left of an overlap than the words that a passage needs
MOST = 256  # bounds of blocks on both sides, multiplied: with more, what was moved is not looked for
NEAR, LOOSE, REORDERED, VERBATIM = map(KINDS.index, ("near", "loose", "reordered", "verbatim"))


class Cut:
    """Takes *blocks* out of overlaps; *lengths* count the code points of texts, of which *text* gives one."""

    def __init__(self, blocks: Passages, lengths: Sequence[int], text: Callable[[int], str], min_words: int) -> None:
        self._form = Form(blocks, lengths) if len(blocks) else None
        self._lengths = np.asarray(lengths, np.int64)
        self._text, self._min_words = text, min_words

    def are_texts(self, later: NDArray[np.int32], rows: Rows) -> NDArray[np.bool_]:
        """Return which overlaps are nearly all of both texts, if there are blocks."""
        if self._form is None:
            return np.zeros(len(rows), np.bool_)
        whole: NDArray[np.bool_] = rows["left_end"] - rows["left_start"] >= COVERED * self._lengths[rows["document"]]
        whole &= rows["right_end"] - rows["right_start"] >= COVERED * self._lengths[later]
        return whole

    def beside(self, later: NDArray[np.int32], rows: Rows) -> tuple[NDArray[np.int32], Rows]:
        """Return overlaps without the blocks in them: those with documents *later* on the right, as *rows*.

        An overlap that is hardly more than blocks is left out, since these are passages of their own; of others the
        pieces that have enough words stay.
        """
        if self._form is None or not len(rows):
            return later, rows
        sides = ((rows["document"], "left"), (later, "right"))
        share = np.maximum(
            *(self._form.share(owners, rows[f"{side}_start"], rows[f"{side}_end"]) for owners, side in sides)
        )
        size = np.maximum(rows["right_end"] - rows["right_start"], rows["left_end"] - rows["left_start"])
        whole = share <= BESIDE
        some = np.flatnonzero(~whole & (share < 1) & ((1 - share) * size >= LETTERS * self._min_words))
        owners: list[int] = []
        pieces: list[tuple[int, Row]] = []
        for at in some.tolist():
            head, *row = rows[at].item()
            document = int(later[at])
            covered = self._form.within(head, row[0], row[1]), self._form.within(document, row[2], row[3])
            texts = self._text(head), self._text(document)
            moved = row[6] == REORDERED and len(covered[0]) * len(covered[1]) <= MOST
            found = list((_moved if moved else _pieces)(texts, row, covered, self._min_words))
            owners += [document] * len(found)
            pieces += [(head, piece) for piece in found]
        kept = np.concatenate((later[whole], np.array(owners, np.int32)))
        return kept, np.concatenate((rows[whole], rows_of(pieces)))


def _pieces(
    texts: tuple[str, str], row: Sequence[float], covered: tuple[Places, Places], min_words: int
) -> Iterator[Row]:
    """Yield the pieces of an overlap that begin and end with equal words and have none that is *covered*.

    *covered* bounds the blocks of both sides: starts and ends in turn.
    """
    a, b, c, d, _, _, kind, said = map(int, row[:8])
    left, right = locate_within(texts[0], a, b), locate_within(texts[1], c, d)
    ours, theirs = left.ids.tolist(), right.ids.tolist()
    pairs = _equal(ours, theirs)
    free = [_is_free(left, covered[0]), _is_free(right, covered[1])]
    kept = [pair for pair in pairs if free[0][pair[0]] and free[1][pair[1]]]
    before = [np.append(0, np.cumsum(~one)) for one in free]
    first = 0
    for at in range(1, len(kept) + 1):
        if at < len(kept) and not any(
            before[side][kept[at][side]] - before[side][kept[at - 1][side]] for side in range(2)
        ):
            continue
        (i, j), (k, m) = kept[first], kept[at - 1]
        first = at
        words = max(k - i, m - j) + 1
        if words < min_words:
            continue
        alike = Levenshtein.normalized_similarity(ours[i : k + 1], theirs[j : m + 1])
        sort = VERBATIM if alike == 1 else kind if kind not in {VERBATIM, NEAR, LOOSE} else _kind(alike)
        spans = int(left.starts[i]), int(left.ends[k]), int(right.starts[j]), int(right.ends[m])
        in_quotes = bool(said) or _is_quoted(texts, spans)
        yield (*spans, words, alike, sort, in_quotes, k - i + 1, m - j + 1)


def _moved(
    texts: tuple[str, str], row: Sequence[float], covered: tuple[Places, Places], min_words: int
) -> Iterator[Row]:
    """Yield what the stretches outside of blocks share, whichever of them comes first on the other side."""
    sides = [_stretches(int(row[2 * side]), int(row[2 * side + 1]), covered[side]) for side in range(2)]
    for (a, b), (c, d) in product(*sides):
        ours, theirs = texts[0][a:b], texts[1][c:d]
        for found in kernels.align_texts(kernels.Letters(readable(ours)), kernels.Letters(readable(theirs)), min_words):
            one = looked_at(found, ours, theirs)
            spans = a + one[0], a + one[1], c + one[2], c + one[3]
            in_quotes = bool(row[7]) or _is_quoted(texts, spans)
            yield (*spans, *one[4:7], in_quotes, *one[8:])


def _is_quoted(texts: tuple[str, str], spans: tuple[int, int, int, int]) -> bool:
    """Return whether one side of a piece is in quotation marks, in quoted lines or in teasers."""
    sides = ((texts[0], *spans[:2]), (texts[1], *spans[2:]))
    return any(quoted(*side) or is_teaser(*side) for side in sides)


def _stretches(start: int, end: int, covered: Places) -> list[tuple[int, int]]:
    """Return what is left of *start* to *end* outside of the blocks that *covered* bounds."""
    bounds = np.concatenate(([start], covered, [end])).reshape(-1, 2).tolist()
    return [(begin, stop) for begin, stop in bounds if begin < stop]


def _equal(ours: list[int], theirs: list[int]) -> list[tuple[int, int]]:
    """Return the words that both sides have, in order."""
    if ours == theirs:
        return [(at, at) for at in range(len(ours))]
    return [
        (step.src_start + at, step.dest_start + at)
        for step in Levenshtein.opcodes(ours, theirs)
        if step.tag == "equal"
        for at in range(step.src_end - step.src_start)
    ]


def _is_free(words: Words, covered: Places) -> NDArray[np.bool_]:
    """Return which *words* are outside of the blocks that *covered* bounds."""
    free: NDArray[np.bool_] = np.searchsorted(covered, words.starts, side="right") % 2 == 0
    return free


def _kind(similarity: float) -> int:
    return NEAR if similarity >= MIN_NEAR else LOOSE
