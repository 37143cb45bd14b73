"""From a table, values between commas, tabs or other signs (RFC 4180, and what is written in practice), to documents.

Rows are cut by a kernel and taken in columns, block by block, so that a table of any size needs little memory.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from provenance.errors import UnreadableFileError
from provenance.kernels import kernels
from provenance.readers.blocks import BLOCK, OverLimitError
from provenance.readers.choice import choose
from provenance.readers.decode import decode_again
from provenance.readers.dialects import Dialect, rows_of, sniff
from provenance.readers.encoded import encoded
from provenance.readers.encodings import BinaryFileError, UndecodableError, first_wrong_byte
from provenance.readers.format import Reader
from provenance.readers.own import LOOK, OwnReportError, refuse_own
from provenance.readers.parse import LenientParser
from provenance.readers.records import Records
from provenance.readers.rereading import read_through
from provenance.readers.row_columns import RowColumns, take_run
from provenance.readers.rows import OPEN, Row, Rows, whole_rows
from provenance.readers.unchanged import CHANGED, refuse_changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, Document, NoticeKind
    from provenance.readers.choice import Choice
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

_BLOCK_BYTES = 1 << 20  # larger ones are slower: each would be memory that the system gives anew
SNIFFED_BYTES = 1 << 18
_SHOWN_ROWS = 33  # the header and those that show what the columns are
_NAMES_SHOWN = 20  # columns named in a notice
_MAX_TOGETHER = 1 << 29  # bytes; of longer runs, which one huge row makes, the columns would be a copy too many
_MOST_STRETCHES = 200  # of rows that are alike, in a run: where more would be cut apart, they are taken one by one
_RETURN = 13
_OPEN = "a quotation mark begins a value here and is never closed; the line is left out"


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the rows of a table, and notices about those that hold no text."""
    table = _Table(file, settings, collector)
    try:
        for rows in table.rows(file, settings):
            table.take(rows)
            yield from collector.batches()
            if table.closed:
                return
    except (BinaryFileError, OwnReportError):
        raise
    except UnreadableFileError as error:
        table.stop(error)
    table.records.end()


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> Sequence[str]:
    """Return the texts of the rows *wanted*, in their order, by their places where the file has such."""
    if any(document.place is None for document in wanted):
        return read_through(Reader(read), file, wanted, settings)
    layout = Layout(settings)
    for first in layout.opened(file, settings):
        layout.settle(first)
        break
    if layout.choice is None:
        raise UnreadableFileError(CHANGED)
    return [_text(file, document, layout) for document in wanted]


def _text(file: OpenFile, document: Document, layout: Layout) -> str:
    begin, end = document.place or (0, 0)
    file.stream.seek(begin)
    raw = decode_again(file.stream.read(end - begin) or b"", document.encoding).encode()
    rows = rows_of(raw + b"\n", layout.dialect, 0)
    at = layout.names.get(layout.text, -1)
    if len(rows) != 1 or not 0 <= at < len(rows[0]):
        raise UnreadableFileError(f"line {document.line} {CHANGED}")
    refuse_changed(document, rows[0][at])
    return rows[0][at].decode("utf-8", "surrogatepass")


class Layout:
    """How a table is written, and which of its columns say what: known once `settle` has seen its beginning."""

    def __init__(self, settings: Reading, suffix: str = "") -> None:
        self.given = settings.fields
        self.dialect = Dialect(44, 34, 0)
        self.header: list[bytes] = []
        self.names: dict[str, int] = {}
        self.choice: Choice | None = None
        self.encoding = "utf-8"
        self.places = False
        self.start = 0
        self._suffix = suffix

    def opened(self, file: OpenFile, settings: Reading) -> Iterator[bytes]:
        """Yield the content of *file* as UTF-8, its lines ended by line feeds."""
        self._suffix = file.source.suffix
        size = max(BLOCK, min(settings.batch_bytes, _BLOCK_BYTES))
        blocks = file.content(size)
        blocks, self.start, self.encoding, self.places = encoded(blocks, settings, places=file.seekable, nuls=True)
        first = next(blocks, b"")
        old = b"\n" not in first and b"\r" in first
        for block in chain((first,), blocks):
            yield block.replace(b"\r", b"\n") if old else block

    def settle(self, first: bytes) -> None:
        """Learn how the table that begins with these bytes is written."""
        first = first[:SNIFFED_BYTES]
        cut = first.rfind(b"\n") + 1
        self.dialect = sniff(first[:cut] or first + b"\n", self._suffix, self.given)
        rows = rows_of(first[:cut] or first + b"\n", self.dialect, self.dialect.begin, _SHOWN_ROWS) or [[]]
        self.header = rows[0]
        titles = [cell.decode("utf-8", "replace").strip() for cell in rows[0]]
        self.names = {name: at for at, name in reversed(list(enumerate(titles)))}
        found = [dict(zip(titles, (cell.decode("utf-8", "replace") for cell in row), strict=False)) for row in rows[1:]]
        self.choice = choose(found, self.given)

    @property
    def text(self) -> str:
        """The name of the column of the text."""
        return ".".join(self.choice.text) if self.choice else ""


class _Table(Layout):
    """The rows of one table, as they are taken: the *records* they become, and the line that was read last."""

    def __init__(self, file: OpenFile, settings: Reading, collector: Collector) -> None:
        super().__init__(settings)
        self.records = Records(file.source, settings, collector)
        self.closed = False
        self._collector = collector
        self._line = 0
        self._lenient = LenientParser(may_guess=settings.encoding is None)
        self._columns: RowColumns | None = None
        self._wanted: list[int] = []
        self._begun = False
        self._head = b""

    def rows(self, file: OpenFile, settings: Reading) -> Iterator[Rows]:
        """Yield the rows of the table, block by block."""
        blocks = self.opened(file, settings)
        first = next(blocks, b"")
        refuse_own(first[:LOOK], file.source.suffix)
        self.settle(first)
        self._choose()
        if self.closed:
            return
        begin = self.dialect.begin
        self._line = first[:begin].count(b"\n")
        blocks = chain((first[begin:],), self._watched(blocks))
        yield from whole_rows(blocks, self.dialect, settings.max_document_bytes, self.start + begin)

    def _watched(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self._collector.watch(len(block))
            yield block

    def _choose(self) -> None:
        """Give the notice which columns are read, or the one that none holds the text."""
        if self.choice is None or not self.header:
            return
        self.records.take_choice(self.choice)
        if self.text not in self.names:
            self.records.lack(self._line + 1, self._without_text())
            self.closed = True
            return
        own = self.names.get(self.choice.id[0], -1) if self.choice.id else -1
        self._wanted = [self.names[self.text], own, *(self.names.get(name, -1) for name in self.choice.columns)]
        for name in dict.fromkeys((self.text, *self.choice.id, *self.choice.columns)):
            titles = [cell.decode("utf-8", "replace").strip() for cell in self.header]
            if titles.count(name) > 1:
                self.records.note("field twice", self._line + 1, f"has several columns {name!r}; the first is read")
        self._columns = RowColumns(self.records, self.encoding)

    def _without_text(self) -> str:
        """Return why the table holds no texts, with the names of its columns in their order."""
        names = sorted(self.names, key=self.names.__getitem__)
        if names == [""]:
            return "is empty"
        listed = ", ".join(map(repr, names[:_NAMES_SHOWN])) + ", …" * (len(names) > _NAMES_SHOWN)
        advice = f"its columns are {listed}; --fields text=NAME says which one holds the text"
        return f"has no column {self.text!r}; {advice}"

    def take(self, rows: Rows) -> None:
        """Give the collector the documents of some whole rows."""
        if rows.trouble:
            kind: NoticeKind = "broken record" if rows.trouble == OPEN else "over limit"
            limit = f"is longer than the limit of {self.records.limit} bytes"
            self.records.note(kind, self._line + 1, _OPEN if rows.trouble == OPEN else limit)
        else:
            sound = first_wrong_byte(rows.run, rows.stop) is None
            at = 0
            while not self._begun and at < len(rows):
                self._one_by_one(rows, at, at + 1, sound=sound)
                at += 1
            for first, last in self._alike(rows, at) if sound else ():
                self._one_by_one(rows, at, first, sound=sound)
                self._together(rows, slice(first, last))
                at = last
            self._one_by_one(rows, at, None, sound=sound)
        self._line += rows.lines

    def _one_by_one(self, rows: Rows, first: int, last: int | None, *, sound: bool) -> None:
        """Give the collector the documents of the rows from the *first* to before the *last*."""
        for row in rows.each(self._line + 1, first, last) if first != last else ():
            if not sound and first_wrong_byte(rows.run[row.begin : row.end]) is not None:
                self._foreign(rows, row)
            else:
                self._row(rows, row)
        if self._columns is not None:
            self._columns.flush()

    def _alike(self, rows: Rows, begun: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of rows from *begun* on that `_together` may take.

        They have as many cells as the header, and are neither empty, nor the header once more, nor over the limit.
        """
        if self.dialect.escape or rows.stop > _MAX_TOGETHER:
            return
        begins, ends = rows.bounds()
        sizes = ends - begins
        usual = (rows.sizes() == len(self.header)) & (sizes > 0) & (sizes <= self.records.limit)
        usual[:begun] = False
        doubtful = (np.frombuffer(rows.run, np.uint8)[begins] == _RETURN) | (sizes == len(self._head))
        for at in np.flatnonzero(usual & doubtful).tolist():
            raw = rows.run[begins[at] : ends[at]]
            usual[at] = bool(raw.strip(b"\r")) and raw != self._head
        edges = np.flatnonzero(np.diff(usual, prepend=False, append=False))
        if len(edges) <= _MOST_STRETCHES:
            yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)

    def _together(self, rows: Rows, which: slice) -> None:
        """Give the collector the documents of *which* rows as a run of columns."""
        begins, ends = (column[which] for column in rows.bounds())
        texts, ids = (rows.values(which, [at]) for at in self._wanted[:2])
        take_run(
            self.records,
            self.encoding,
            (self._line + 1 + rows.feeds()[which]).astype(np.uint32),
            (begins + rows.offset, (ends - begins).astype(np.uint32)) if self.places else None,
            texts,
            (ids, kernels.json_strings(*rows.values(which, self._wanted[2:]))),
        )

    def _row(self, rows: Rows, row: Row) -> None:
        """Give the collector the document of one row, or a notice why there is none."""
        raw = rows.run[row.begin : row.end]
        if not raw.strip(b"\r"):
            return
        if not self._begun:
            self._begun, self._head = True, raw
        elif raw == self._head:
            self.records.note("repeated header", row.line, "is the header once more, so it is left out")
        elif self._fits(rows, row):
            cells = [rows.value(row, at) for at in self._wanted]
            if cells[0] is None:
                self.records.note("no text", row.line, f"ends before the column {self.text!r}")
            elif len(cells[0]) > self.records.limit:
                self.records.note("over limit", row.line, f"is longer than the limit of {self.records.limit} bytes")
            elif self._columns is not None:
                place = (row.begin + rows.offset, row.end - row.begin) if self.places else None
                self._columns.add(row.line, place, cells[0], cells[1] or b"", cells[2:])

    def _fits(self, rows: Rows, row: Row) -> bool:
        """Tell whether a row can be read, with a notice where it has not as many cells as the header."""
        named = len(self.header)
        if row.cells == named:
            return True
        said = f"has {row.cells} cells where the header names {named}"
        if any(rows.value(row, at) for at in range(named, row.cells)):
            self.records.note("broken record", row.line, f"{said}, so it is unclear which cell belongs to which column")
            return False
        if row.cells < named:
            self.records.note("ragged row", row.line, said)
        return True

    def _foreign(self, rows: Rows, row: Row) -> None:
        """Give the collector the document of a row that is not UTF-8."""
        raw = rows.run[row.begin : row.end]
        try:
            text, encoding, note = self._lenient.decoded(raw, lambda: rows.run[: rows.stop].split(b"\n"))
        except UndecodableError as error:
            self.records.note("not decodable", row.line, str(error))
            return
        self.records.note_aside("decoded by guess", row.line, note)
        again = Rows.of(text.encode() + b"\n", self.dialect)
        one = next(again.each(row.line), None)
        if one is None or not self._fits(again, one):
            return
        if not self._begun:
            self._begun, self._head = True, raw
            return
        record = {name: (again.value(one, at) or b"").decode() for name, at in self.names.items() if at < one.cells}
        place = (row.begin + rows.offset, row.end + rows.offset) if self.places else None
        self.records.add(record, (row.line, row.line), encoding, place)

    def stop(self, error: UnreadableFileError) -> None:
        """Add the notice why nothing is read from here on."""
        if isinstance(error, UndecodableError):
            self.records.note("not decodable", self._line + 1, str(error))
            return
        kind: NoticeKind = "over limit" if isinstance(error, OverLimitError) else "unreadable"
        self.records.note(kind, self._line + 1, f"{error}; the rows before are kept")
