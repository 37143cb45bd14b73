"""From values to fields of a CSV file that are safe to open: quoted, without control characters, never a formula.

A field whose first character, after any space, starts a formula in spreadsheets (OWASP, "CSV
Injection": = + - @, their full-width forms, tab, carriage return, line feed) gets a leading apostrophe: every
field of text, ids included, and no number.  Control characters other than tab and line ends, and lone
surrogates, which UTF-8 cannot hold, are written as backslash escapes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from provenance.reporters.display.words import visible

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
_DOUBTFUL = _FORMULA | {" "}
_COMMA, _POINT, _ZERO = b",.0"


def text(value: str) -> str:
    """Return *value* as one field."""
    if value.isprintable() and "," not in value and '"' not in value and value[:1] not in _DOUBTFUL:
        return value
    value = visible(value)
    if value[:1] in _FORMULA or value.lstrip()[:1] in _FORMULA:
        value = f"'{value}"
    return '"' + value.replace('"', '""') + '"' if any(sign in value for sign in ',"\r\n') else value


def texts(values: list[str]) -> list[str]:
    """Return ``text`` of each of *values*, after one check for all where they are plain, else of each value once."""
    whole = "".join(values)
    plain = whole.isprintable() and "," not in whole and '"' not in whole
    if plain and _DOUBTFUL.isdisjoint({value[:1] for value in values}):
        return values
    fields = {value: text(value) for value in set(values)}
    return list(map(fields.__getitem__, values))


def number(value: int | None) -> str:
    """Return a count or a place; an empty field for None."""
    return "" if value is None else str(value)


# Most shares are 0 or 1.
@lru_cache(1024)
def share(value: float) -> str:
    """Return a similarity or a share with six decimals."""
    return f"{value:.6f}"


def shares(*columns: NDArray[np.float64]) -> list[str]:
    """Return ``share`` of each number of *columns*, from 0 to 1, joined by commas row by row."""
    width = 9 * len(columns)
    signs = np.full((len(columns[0]), width), _COMMA, np.uint8)
    for at, column in enumerate(columns):
        units = _millionths(column)
        for place in (7, 6, 5, 4, 3, 2, 0):
            units, digit = np.divmod(units, 10)
            signs[:, 9 * at + place] = digit + _ZERO
        signs[:, 9 * at + 1] = _POINT
    line = signs.tobytes().decode("ascii")
    return [line[start : start + width - 1] for start in range(0, len(line), width)]


def yes(value: object) -> str:
    """Return yes or no."""
    return "yes" if value else "no"


def _millionths(column: NDArray[np.float64]) -> NDArray[np.int32]:
    scaled = column * 1e6
    units = np.rint(scaled).astype(np.int32)
    # The product may be half-way where the number is not: these few are rounded by their exact values.
    for slot in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6).tolist():
        units[slot] = int(share(float(column[slot])).replace(".", ""))
    return units
