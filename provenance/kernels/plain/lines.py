"""A scan of a text for its lines and their clues, in one pass (compiled: lines.pxi)."""

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
    """Words in lower case, each a clue to some kinds of line, given as a set of bits."""

    __slots__ = ("_clues",)

    def __init__(self, clues: Iterable[tuple[str, int]]) -> None:
        self._clues = tuple(clues)

    def lines(self, text: str, start: int) -> list[tuple[int, int, int]]:
        """Return the non-blank lines of *text* from *start* on: start, end and kinds of each.

        Start and end exclude surrounding white space.  A line ends at a line feed, a carriage return, U+2028 or U+2029.
        A clue may be part of a longer word, and case makes no difference.
        """
        text = text[max(start, 0) :]
        lower = folded(text)
        clues = [clue for clue in self._clues if clue[0] in lower]
        place = max(start, 0)
        lines: list[tuple[int, int, int]] = []
        for line, lower_line in zip(_ends().split(text), _ends().split(lower), strict=True):
            kinds = 0
            for word, bits in clues:
                if word in lower_line:
                    kinds |= bits
            first = place + len(line) - len(line.lstrip())
            if line.strip():
                lines.append((first, first + len(line.strip()), kinds))
            place += len(line) + 1
        return lines
