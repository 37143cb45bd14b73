"""The one look at a text for its lines and what they can be about (compiled: lines.pxi)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.kernels.plain.dates import folded

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def _ends() -> re.Pattern[str]:
    return re.compile("[\n\r\u2028\u2029]")


class Clues:
    """Words in lower case, with the kinds of line that each is a clue to as a set of bits."""

    __slots__ = ("_clues",)

    def __init__(self, clues: Iterable[tuple[str, int]]) -> None:
        self._clues = tuple(clues)

    def lines(self, text: str, start: int) -> list[tuple[int, int, int]]:
        """Return the lines of *text* from *start* on that are not blank: where each begins and ends, and its kinds.

        Neither has white space around it.  A line ends at a line feed, a carriage return, U+2028 or U+2029.  A clue
        may stand within a longer word, and case makes no difference.
        """
        text = text[max(start, 0) :]
        plain = folded(text)
        clues = [clue for clue in self._clues if clue[0] in plain]
        place = max(start, 0)
        found: list[tuple[int, int, int]] = []
        for line, low in zip(_ends().split(text), _ends().split(plain), strict=True):
            kinds = 0
            for word, each in clues:
                if word in low:
                    kinds |= each
            first = place + len(line) - len(line.lstrip())
            if line.strip():
                found.append((first, first + len(line.strip()), kinds))
            place += len(line) + 1
        return found
