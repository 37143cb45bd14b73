"""From the sketches of a corpus to its copies: documents with the same words, marks, signs and figures."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from provenance.plan.canonical import BREAK, canonical
from provenance.processes import can_fork, map_forked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Set = tuple[int, ...]

_DIGEST_BYTES = 16
_TOGETHER = 1024  # articles that a process folds at once


def copies(
    words: NDArray[np.int64],
    digests: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    articles: Callable[[Sequence[int]], Iterable[str]],
    processes: int = 1,
) -> list[Set]:
    """Return the sets of two or more documents that are copies of each other, each ascending, in their order.

    *words* counts words and *digests* are those of the words; *keys* are equal for equal bytes.  *articles* returns the
    articles at some positions: of equal words and other bytes, those with other marks, signs or figures are no copies.
    *processes* fold them at the same time.
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
    forms = dict(zip(unclear, _forms(unclear, articles, processes), strict=True))
    found: list[Set] = []
    for run, firsts in zip(runs, asked, strict=True):
        if len(firsts) == 1:
            found.append(tuple(run.tolist()))
            continue
        parts: dict[bytes, list[int]] = {}
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


def _forms(
    positions: Sequence[int], articles: Callable[[Sequence[int]], Iterable[str]], processes: int
) -> Iterator[bytes]:
    """Yield a digest for each of *positions*, equal for articles with equal words, marks, signs and figures."""
    parts = [positions[first : first + _TOGETHER] for first in range(0, len(positions), _TOGETHER)]

    def work(part: Sequence[int]) -> bytes:
        return b"".join(map(_form, articles(part)))

    several = processes > 1 and len(parts) > 1 and can_fork()
    answers = map_forked(work, parts, processes) if several else (None for _ in parts)
    for part, answer in zip(parts, answers, strict=True):
        digests = work(part) if answer is None else answer
        yield from (digests[at : at + _DIGEST_BYTES] for at in range(0, len(digests), _DIGEST_BYTES))


def _form(article: str) -> bytes:
    # Copies may be wrapped in other places.
    form = canonical(article).replace(BREAK, " ")
    return blake2b(form.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
