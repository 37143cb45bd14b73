"""From the bytes of a table to where its cells and rows end (compiled: table.pxi)."""

from __future__ import annotations

import json
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


def cell_values(block: bytes, begins: Places, ends: Places, quote: int) -> tuple[bytes, Places]:
    """Return the values of the cells at ``block[begins[i]:ends[i]]`` one behind the other, and where each ends.

    A value lacks the carriage return at its end and the marks (*quote*; 0: none) around it; inside these, two marks
    are one.
    """
    mark = bytes((quote,)) if quote else b""
    values = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        cell = block[begin:end].removesuffix(b"\r")
        if mark and len(cell) > 1 and cell.startswith(mark) and cell.endswith(mark):
            cell = cell[1:-1].replace(mark * 2, mark)
        values.append(cell)
    return b"".join(values), _ends(values)


def json_strings(block: bytes, ends: Places) -> tuple[bytes, Places]:
    """Return the values that end at *ends* in a block as strings of JSON, and where each ends; b"" for an empty one."""
    bounds = ends.tolist()
    values = [block[begin:end] for begin, end in zip([0, *bounds], bounds, strict=False)]
    strings = [
        json.dumps(value.decode("latin-1"), ensure_ascii=False).encode("latin-1") if value else b"" for value in values
    ]
    return b"".join(strings), _ends(strings)


def _ends(pieces: list[bytes]) -> Places:
    return np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)))
