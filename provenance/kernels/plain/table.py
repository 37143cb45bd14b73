"""From the bytes of a table to where its cells and rows end (compiled: table.pxi)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from provenance.kernels.plain.words import Places

# What the sign before was: the begin of a cell, a part of one, a part of one in quotation marks, a mark that may close
# it, an escape in it.
BEGIN, PLAIN, QUOTED, CLOSED, ESCAPED = range(5)
_LINE_FEED = 10


def cells(block: bytes, start: int, stop: int, dialect: tuple[int, int, int], state: int) -> tuple[Places, Places, int]:
    """Return where the cells of the whole rows in ``block[start:stop]`` end, how many end up to each row's end, and the
    state after the last byte.

    A cell ends before the delimiter or the line feed at its end, unless it begins with a quotation mark that is still
    open.  *dialect* is delimiter, quotation mark and escape, as bytes; 0: there is none.  *state* is 0 at the begin of
    a row, else the state that a call for the bytes before returned.
    """
    delimiter, quote, escape = dialect
    ends: list[int] = []
    counts: list[int] = []
    for at in range(start, stop):
        sign = block[at]
        if state == QUOTED:
            state = CLOSED if sign == quote else ESCAPED if escape and sign == escape else QUOTED
        elif state == ESCAPED or (quote and sign == quote and state in {BEGIN, CLOSED}):
            state = QUOTED
        elif sign not in {delimiter, _LINE_FEED}:
            state = PLAIN
        else:
            ends.append(at)
            if sign == _LINE_FEED:
                counts.append(len(ends))
            state = BEGIN
    return np.array(ends[: counts[-1] if counts else 0], np.int64), np.array(counts, np.int64), state
