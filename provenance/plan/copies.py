"""From the sketches of a corpus to its copies: documents with the same words, marks, signs and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.plan.canonical import BREAK, canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Set = tuple[int, ...]


def copies(
    words: NDArray[np.int64],
    digests: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    articles: Callable[[Sequence[int]], Iterable[str]],
) -> list[Set]:
    """Return the sets of two or more documents that are copies of each other, each ascending, in their order.

    *words* counts words and *digests* are those of the words; *keys* are equal for equal bytes.  *articles* returns the
    articles at some positions: of equal words and other bytes, those with other marks, signs or figures are no copies.
    """
    worded = np.flatnonzero(words)
    order = worded[np.lexsort((worded, words[worded], digests[worded]))]
    same = (digests[order][1:] == digests[order][:-1]) & (words[order][1:] == words[order][:-1])
    # Most runs are of one document, so only the others are made arrays.
    bounds = np.flatnonzero(np.concatenate(([True], ~same, [True])))
    several = np.flatnonzero(np.diff(bounds) > 1)
    runs = [order[begin:end] for begin, end in zip(bounds[several], bounds[several + 1], strict=True)]
    asked = [_firsts(run, keys) for run in runs]
    unclear = [position for firsts in asked if len(firsts) > 1 for position in firsts.values()]
    forms = dict(zip(unclear, map(_form, articles(unclear)), strict=True))
    found: list[Set] = []
    for run, firsts in zip(runs, asked, strict=True):
        if len(firsts) == 1:
            found.append(tuple(run.tolist()))
            continue
        parts: dict[str, list[int]] = {}
        for position, key in zip(run.tolist(), keys[run].tolist(), strict=True):
            parts.setdefault(forms[firsts[key]], []).append(position)
        found += [tuple(part) for part in parts.values() if len(part) > 1]
    return sorted(found)


def _firsts(run: NDArray[np.int64], keys: NDArray[np.uint64]) -> dict[int, int]:
    """Return the first document of *run* for each of its keys."""
    firsts: dict[int, int] = {}
    for position, key in zip(run.tolist(), keys[run].tolist(), strict=True):
        firsts.setdefault(key, position)
    return firsts


def _form(article: str) -> str:
    # Copies may be wrapped in other places.
    return canonical(article).replace(BREAK, " ")
