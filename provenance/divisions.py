"""From a text to the words that its line ends divide: "passen-" at the end of a line and "gers" below are one word.

A soft hyphen always divides a word.  A usual one may also belong to it ("well-known"), and then the two words stay two.
The text itself shows which: the whole word occurs elsewhere in it, or its line ends divide words throughout.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

# Line ends that divide words, by which a text shows that it was set with divided words; the fewest, and more than the
# hyphens inside its lines.  In texts that are only wrapped, one hyphen in ten happens to end a line.
MIN_DIVISIONS = 2
SOFT = "\u00ad"


def divisions(text: str) -> list[tuple[int, int]]:
    """Return where *text* divides words: start and end of the hyphen with its line break, in order."""
    starts, ends, ids = kernels.locate(text, 0)
    spans = [match.span() for match in _division().finditer(text)]
    after = np.searchsorted(starts, [end for _, end in spans]).tolist()
    # The word after each division, by its number; a division that no word follows at once divides none.
    found = [
        (word, span)
        for word, span in zip(after, spans, strict=True)
        if 0 < word < len(starts) and starts[word] == span[1] and ends[word - 1] <= span[0]
    ]
    if not found:
        return []
    numbers = [word for word, _ in found]
    whole = np.isin(_joined(text, starts, ends, numbers), ids).tolist()
    compounds = _compounds(text, starts, ids)
    small = [_goes_on(text, span) for _, span in found]
    habit = sum(small) >= max(MIN_DIVISIONS, len(compounds) + 1)
    pairs = set(compounds)
    return [
        span
        for (word, span), known, goes_on in zip(found, whole, small, strict=True)
        if text[span[0]] == SOFT or known or (habit and goes_on and (int(ids[word - 1]), int(ids[word])) not in pairs)
    ]


def _goes_on(text: str, span: tuple[int, int]) -> bool:
    """Return whether a usual hyphen is followed by a small letter, as within a word."""
    return text[span[0]] != SOFT and text[span[1]].islower()


def _joined(text: str, starts: Places, ends: Places, numbers: list[int]) -> NDArray[np.uint64]:
    """Return the ids of the words that divisions before the words *numbers* leave if they are closed.

    Divisions of one word are closed together; where the parts do not make one word, the id is 0.
    """
    chains: list[tuple[int, int]] = []
    for word in numbers:
        first = chains[-1][0] if chains and chains[-1][1] == word - 1 else word - 1
        chains.append((first, word))
    for at in range(len(chains) - 1, 0, -1):
        if chains[at - 1][0] == chains[at][0]:
            chains[at - 1] = chains[at]
    parts = ["".join(text[starts[word] : ends[word]] for word in range(first, last + 1)) for first, last in chains]
    begins = np.cumsum([0, *(len(part) + 1 for part in parts)])
    places, _, ids = kernels.locate("\n".join(parts), 0)
    bounds = np.searchsorted(places, begins)
    single = np.diff(bounds) == 1
    found = np.zeros(len(parts), np.uint64)
    found[single] = ids[bounds[:-1][single]]
    return found


def _compounds(text: str, starts: Places, ids: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Return the words on both sides of each hyphen inside a line."""
    after = np.searchsorted(starts, [match.end() for match in _compound().finditer(text)])
    return list(zip(ids[after - 1].tolist(), ids[np.minimum(after, len(ids) - 1)].tolist(), strict=True))


@cache
def _division() -> re.Pattern[str]:
    # Digits aside: "1990-" and "1995" are two years.  The not sign is how some encodings show a soft hyphen.
    return re.compile(r"[-\u00ac\u00ad\u2010](?<=[^\W\d_].|[\u0300-\u036f].)[ \t]*\r?\n[ \t]*(?=[^\W\d_])")


@cache
def _compound() -> re.Pattern[str]:
    return re.compile(r"[-\u2010](?<=[^\W\d_].|[\u0300-\u036f].)(?=[^\W\d_])")
