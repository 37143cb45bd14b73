"""From code points of a text to the lines and columns by which an editor counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from lsprotocol.types import Position, Range

if TYPE_CHECKING:
    from provenance.model import Span

# What ends a line for an editor; Python's own splitlines knows more.
_END = re.compile(r"\r\n|\n|\r")
_BYTES_PER_UNIT = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Lines:
    """The lines of a *text*, whose columns an editor counts in units of *encoding* (utf-8, utf-16 or utf-32)."""

    def __init__(self, text: str, encoding: str) -> None:
        self._text = text
        self._codec, self._size = _BYTES_PER_UNIT[encoding]
        self._starts = [0, *(end.end() for end in _END.finditer(text))]

    def position(self, place: int) -> Position:
        """Return where the code point at *place* stands."""
        line = bisect_right(self._starts, place) - 1
        before = self._text[self._starts[line] : place]
        return Position(line, len(before.encode(self._codec, "surrogatepass")) // self._size)

    def range(self, span: Span) -> Range:
        """Return the range of *span*."""
        return Range(self.position(span.start), self.position(span.end))

    def line(self, number: int) -> Range:
        """Return the range of a line, from 1, without its end; of the last one where there are not so many."""
        at = min(number, len(self._starts)) - 1
        rest = _END.search(self._text, self._starts[at])
        return Range(self.position(self._starts[at]), self.position(rest.start() if rest else len(self._text)))

    @property
    def end(self) -> Position:
        """Where the text ends."""
        return self.position(len(self._text))
