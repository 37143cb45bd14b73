"""From passages, and texts that the settings declare to be boilerplate, to passages that are marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.model.passages import Passages
from provenance.words import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_WORDS = 5
# This share of a passage must be in a declared text: its edges may have a word or two of their own.
_SHARE = 0.8


def declared(passages: Passages, text: Callable[[int], str], known: Sequence[str]) -> Passages:
    """Return *passages* with those marked that are nearly all in one of the *known* texts."""
    if not known:
        return passages
    runs = [_runs(one) for one in known]
    boilerplate = passages.boilerplate.copy()
    for at, head in enumerate(passages.heads):
        own = _runs(text(int(head["document"]))[head["start"] : head["end"]])
        boilerplate[at] |= any(len(own) and np.isin(own, run).mean() >= _SHARE for run in runs)
    return Passages(passages.carriers, passages.bounds, passages.quoted, passages.stock, boilerplate)


def _runs(text: str) -> NDArray[np.uint64]:
    """Return a number for each five words of *text* that follow each other; for a shorter text one of all its words."""
    words = locate(text).ids
    if not len(words):
        return words
    size = min(_WORDS, len(words))
    sums = np.zeros(len(words) - size + 1, np.uint64)
    for at in range(size):
        sums = sums * np.uint64(0x100000001B3) + words[at : len(words) - size + 1 + at]
    return sums
