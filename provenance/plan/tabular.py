"""From the bytes of a table and the lines of a plan to the bytes of what remains: rows are left out, all else stays.

A table is cut into rows as its reader cuts it, so that a row of several lines is one, and the rows of a plan are found.
"""

from __future__ import annotations

import hashlib
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UnreadableFileError
from provenance.plan.trimming import without_spans
from provenance.readers.rows import whole_rows
from provenance.readers.tables import SNIFFED_BYTES, Layout
from provenance.settings import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.plan.values import Line
    from provenance.readers.dialects import Dialect
    from provenance.readers.rows import Row, Rows

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CHANGED = "its rows are not those that the plan names"


class Piece(NamedTuple):
    """A part of a table: its bytes as they were and as they are to be, and its line, 0 if it is no row."""

    before: bytes
    after: bytes
    line: int = 0


def remaining_rows(
    content: Iterable[bytes], lines: Sequence[Line], suffix: str, fields: dict[str, str]
) -> Iterator[bytes]:
    """Yield the bytes of a table, given in blocks as *content*, without what *lines* drop and trim.

    *suffix* is that of its name, and *fields* says which columns its texts are in.  Raises UnreadableFileError where a
    row does not hold the text that its line is about.
    """
    for piece in pieces(content, lines, suffix, fields):
        yield piece.after


def moved_rows(
    content: Iterable[bytes], lines: Sequence[Line], suffix: str, fields: dict[str, str]
) -> Iterator[tuple[int, int]]:
    """Yield the old and the new line of each row that begins in another one now."""
    gone = 0
    for piece in pieces(content, lines, suffix, fields):
        if gone and piece.line and piece.after:
            yield piece.line, piece.line - gone
        gone += piece.before.count(b"\n") - piece.after.count(b"\n")


def pieces(content: Iterable[bytes], lines: Sequence[Line], suffix: str, fields: dict[str, str]) -> Iterator[Piece]:
    """Yield the parts of a table in their order."""
    wanted = {line.line: line for line in lines if line.action != "keep"}
    found = 0
    for layout, row, rows, raw in _cut(content, suffix, fields):
        line = None if row is None else wanted.get(row.line)
        if row is None or rows is None or line is None:
            yield Piece(raw, raw, 0 if row is None else row.line)
            continue
        found += 1
        at = layout.names.get(layout.text, -1)
        value = rows.value(row, at)
        if value is None or (_is_utf8(value) and hashlib.sha256(value).hexdigest() != line.sha256):
            raise UnreadableFileError(_CHANGED)
        yield Piece(raw, b"" if line.action == "drop" else _trimmed(rows, row, at, raw, line, layout.dialect), row.line)
    if found != len(wanted):
        raise UnreadableFileError(_CHANGED)


def _cut(
    content: Iterable[bytes], suffix: str, fields: dict[str, str]
) -> Iterator[tuple[Layout, Row | None, Rows | None, bytes]]:
    """Yield each row of a table with its run, and what lies between rows, as bytes of the file."""
    blocks = iter(content)
    first = b""
    while len(first) <= SNIFFED_BYTES and (block := next(blocks, b"")):
        first += block
    layout = Layout(Reading(fields=fields), suffix)
    mark = _BYTE_ORDER_MARK if first.startswith(_BYTE_ORDER_MARK) else b""
    first = first.removeprefix(mark)
    # The line ends of old systems, which the reader takes for those of today: as many bytes.
    old = b"\n" not in first and b"\r" in first
    layout.settle(first.replace(b"\r", b"\n") if old else first)
    begin = layout.dialect.begin
    yield layout, None, None, mark + first[:begin]
    held = bytearray()

    def watched() -> Iterator[bytes]:
        for block in chain((first[begin:],), blocks):
            held.extend(block)
            yield block.replace(b"\r", b"\n") if old else block

    done, line = 0, first[:begin].count(b"\n")
    for rows in whole_rows(watched(), layout.dialect, Reading().max_document_bytes, 0):
        if rows.stop:
            yield layout, None, None, bytes(held[: rows.offset - done])
            del held[: rows.offset - done]
            for row in rows.each(line + 1):
                yield layout, row, rows, bytes(held[row.begin : row.end + 1])
            done = rows.offset + rows.stop
            del held[: rows.stop]
        line += rows.lines
    yield layout, None, None, bytes(held)


def _trimmed(rows: Rows, row: Row, at: int, raw: bytes, line: Line, dialect: Dialect) -> bytes:
    """Return the bytes of a *row* whose cell numbered *at* loses the spans of *line*."""
    value = (rows.value(row, at) or b"").decode("utf-8", "surrogatepass")
    begin, end = rows.place(row, at)
    cell = rows.run[begin:end]
    written = without_spans(value, line.spans).encode("utf-8", "surrogatepass")
    mark = bytes((dialect.quote,)) if dialect.quote else b""
    if mark and cell.startswith(mark):
        escaped = written.replace(b"\\", b"\\\\").replace(mark, b"\\" + mark) if dialect.escape else None
        written = mark + (written.replace(mark, mark * 2) if escaped is None else escaped) + mark
    if cell.endswith(b"\r") and not written.endswith(b"\r"):
        written += b"\r"
    return raw[: begin - row.begin] + written + raw[end - row.begin :]


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
