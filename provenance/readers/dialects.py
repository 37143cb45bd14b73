"""From the first rows of a table to its dialect: delimiter, quotation mark and escape, and where the header begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.fields import role_of
from provenance.kernels import kernels

if TYPE_CHECKING:
    from collections.abc import Mapping

SNIFFED_ROWS = 64
_QUOTE, _ESCAPE = b'"\\'
_DELIMITERS = {".tsv": b"\t,;|"}
_USUAL_DELIMITERS = b",;\t|"
_NAMED = b"sep="  # Excel writes the delimiter into a line above the header


class Dialect(NamedTuple):
    """How a table is written: delimiter, quotation mark and escape as bytes (0: none), and where its header begins."""

    delimiter: int
    quote: int
    escape: int
    begin: int = 0

    @property
    def signs(self) -> tuple[int, int, int]:
        """The signs that the kernel asks for."""
        return self.delimiter, self.quote, self.escape


def sniff(first: bytes, suffix: str, given: Mapping[str, str]) -> Dialect:
    """Return the dialect of a table that begins with these bytes.

    That of several is taken whose header names a field of a text, then the one by which most rows have as many cells
    as the header, then the one with more cells.
    """
    begin = 0
    delimiters = _DELIMITERS.get(suffix, _USUAL_DELIMITERS)
    named = first.partition(b"\n")[0].strip()
    if named.lower().startswith(_NAMED) and len(named) == len(_NAMED) + 1:
        begin = first.find(b"\n") + 1
        delimiters = named[-1:]
    quoting = [(_QUOTE, 0)]
    if b'\\"' in first:
        quoting.append((_QUOTE, _ESCAPE))
    if suffix == ".tsv":
        quoting.append((0, 0))
    dialects = [Dialect(sign, *marks, begin) for sign in delimiters for marks in quoting]
    return max(dialects, key=lambda dialect: _fitness(first, dialect, given))


def _fitness(first: bytes, dialect: Dialect, given: Mapping[str, str]) -> tuple[bool, float, int]:
    rows = rows_of(first, dialect, dialect.begin, SNIFFED_ROWS)
    if not rows:
        rows = rows_of(first + b"\n", dialect, dialect.begin)[:1]
    header = rows[0] if rows else []
    names = [cell.decode("utf-8", "replace") for cell in header]
    wanted = given.get("text")
    texts = wanted in names if wanted else any(role_of(name) == "text" for name in names)
    alike = sum(len(row) == len(header) for row in rows) / len(rows) if rows else 0.0
    return texts, alike, len(header)


def rows_of(run: bytes, dialect: Dialect, begin: int, most: int | None = None) -> list[list[bytes]]:
    """Return the values of the whole rows from *begin* on, of at *most* so many (None: of all)."""
    ends, counts, _ = kernels.cells(run, begin, len(run), dialect.signs, 0)
    lasts = counts[:most].tolist()
    bounds = ends[: lasts[-1] if lasts else 0].tolist()
    rows, at, first = [], begin, 0
    for last in lasts:
        row = []
        for end in bounds[first:last]:
            row.append(value_of(run[at:end], dialect))
            at = end + 1
        rows.append(row)
        first = last
    return rows


def value_of(cell: bytes, dialect: Dialect) -> bytes:
    """Return the value that a *cell* holds: without the quotation marks around it, and with what is escaped in it."""
    cell = cell.removesuffix(b"\r")
    quote = dialect.quote
    if not quote or not cell or cell[0] != quote:
        return cell
    inner = cell[1:-1]
    if len(cell) == 1 or cell[-1] != quote:
        return cell  # the mark is part of the text, since something follows the one that closes it
    mark = bytes((quote,))
    if dialect.escape:
        inner = inner.replace(b"\\\\", b"\\\0").replace(b"\\" + mark, mark).replace(b"\\\0", b"\\")
    return inner.replace(mark * 2, mark) if mark in inner else inner
