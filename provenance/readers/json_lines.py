"""From a file of JSON lines, one record a line, to documents."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents.rows import RowRun
from provenance.errors import UnreadableFileError
from provenance.fields import conflicting, may_repeat
from provenance.kernels import kernels
from provenance.readers.blocks import BLOCK, OverLimitError, whole_runs
from provenance.readers.choice import BYTE_ORDER_MARK, value_at, without_text
from provenance.readers.collect import MAX_BATCH_DOCUMENTS
from provenance.readers.encoded import encoded
from provenance.readers.encodings import BinaryFileError, UndecodableError
from provenance.readers.headers import OPENINGS, find_encoded_header
from provenance.readers.own import LOOK, OwnReportError, refuse_own
from provenance.readers.parse import BrokenRecordError, LenientParser, no_object, parse_text
from provenance.readers.records import Records
from provenance.readers.unchanged import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from provenance.documents.rows import Header
    from provenance.model import Batch, NoticeKind
    from provenance.readers.choice import Choice
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.readers.source import Source
    from provenance.settings import Reading

    Run = tuple[bytes, int, int]
    Places = tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint32]]
    Column = tuple[bytes, NDArray[np.int64]]
    Ends = tuple[bytes, NDArray[np.uint32]]

_LARGEST = (1 << 32) - 1  # bytes; columns of places in a run hold 32 bits, so longer runs are read line by line
_PATIENCE = 256  # lines read one by one, at most, after some that the kernel left alone, before it is asked again
BLOCK_BYTES = 8 << 20  # at most
# The kernel's word for why it stopped at a line: 2 would be that there is no room for more.
UNUSUAL = 1
_BEGINS = np.zeros(256, np.bool_)  # by byte: whether a text with a header may begin with it
_BEGINS[[ord(opening[0]) for opening in OPENINGS]] = True


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the records of a file, run by run, and notices about the lines that are none."""
    # Blocks are as large as a batch, so that the texts of a block can be one without being moved again.
    size = max(BLOCK, min(settings.batch_bytes, BLOCK_BYTES))
    blocks = file.content(size, collector.watch)
    yield from take_lines(file.source, blocks, settings, collector, seekable=file.seekable)


def take_lines(
    source: Source, blocks: Iterator[bytes], settings: Reading, collector: Collector, *, seekable: bool = False
) -> Iterator[Batch]:
    """Do the same for *blocks* of bytes from anywhere; the whole lines before any damage are kept.

    *seekable* says whether the offsets of *blocks* are those of a file.
    """
    yield from take_all(Lines(source, settings, collector), blocks, settings, seekable=seekable)


def take_all(lines: Lines, blocks: Iterator[bytes], settings: Reading, *, seekable: bool) -> Iterator[Batch]:
    """Give *lines* all that is in *blocks*, and yield the batches that they fill."""
    collector = lines.records.collector
    try:
        blocks, start, lines.encoding, lines.places = encoded(blocks, settings, places=seekable)
        first = next(blocks, b"")
        refuse_own(first[:LOOK], lines.records.source.suffix)
        blocks = lines.relined(chain((first,), blocks), start)
        del first
        for offset, run, begin, end in whole_runs(blocks, settings.max_document_bytes, start):
            lines.offset = offset
            if run is None:
                lines.too_long()
            else:
                lines.take(run, begin, end, offset - begin)
            if lines.closed:
                return
            del run  # else a huge line would outlive its record
            yield from collector.batches()
    except (BinaryFileError, OwnReportError):
        raise
    except UnreadableFileError as error:
        lines.stop(error)
    lines.records.end()


class Lines:
    """The lines of one file: what is known of the file, its *records*, and the *number* of the line last read.

    *offset* is where the lines that are being taken begin in the file.  Records that are not written a line each can be
    made lines: `relined` does so, and `file_line` and `file_lines` say where they begin.
    """

    mixed = False  # whether such files hold anything, settings of a program for example
    called = "lines"  # what notices call the records

    def __init__(self, source: Source, settings: Reading, collector: Collector) -> None:
        self.records = Records(source, settings, collector)
        self.number = 0
        self.closed = False  # whether nothing more is to be read
        self.offset = 0
        self.encoding = "utf-8"
        self.places = False
        self._room = settings.batch_bytes
        self._names = self.records.fields.names
        self._chosen = False
        self._lenient = LenientParser(may_guess=settings.encoding is None)

    def relined(self, blocks: Iterator[bytes], start: int) -> Iterator[bytes]:
        """Return *blocks*, which begin at offset *start*, with a record in each line and as many bytes as before."""
        return blocks

    def begin_line(self, run: bytes, begin: int, shift: int) -> int:
        """Take note that the line at *begin* in *run* is read next, and return where its record begins."""
        return begin

    def file_line(self) -> int:
        """Return the line of the file in which the line last read begins."""
        return self.number

    def begins_in(self, run: bytes, begins: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where the records begin in the lines of *run* that begin at *begins*."""
        return begins

    def file_lines(self, begins: NDArray[np.int64], numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return the lines of the file in which records with these *numbers* lie that begin at offsets *begins*."""
        return numbers

    def note(self, kind: NoticeKind, message: str) -> None:
        """Add a notice about the line last read."""
        self.records.note(kind, self.file_line(), message)

    def stop(self, error: UnreadableFileError) -> None:
        """Add the notice why nothing is read from the next line on."""
        kept, self.number = self.number, self.number + 1
        if isinstance(error, UndecodableError):
            self.note("not decodable", str(error))
        else:
            kind: NoticeKind = "over limit" if isinstance(error, OverLimitError) else "unreadable"
            self.note(kind, f"{error}; the {kept} {self.called} before are kept")

    def too_long(self) -> None:
        """Add a notice about a line that is too long to be kept."""
        self.number += 1
        self.note("over limit", f"is longer than the limit of {self.records.limit} bytes")

    def resume(self, choice: Choice, number: int) -> None:
        """Go on after *number* lines of the file, with the fields that its first lines led to."""
        self.records.fields, self._names = choice, choice.names
        self._chosen, self.number = True, number

    def take(self, run: bytes, begin: int, end: int, shift: int) -> None:
        """Give the collector the documents of the lines at ``run[begin:end]``; *shift* leads from there to the file.

        Lines that the kernel leaves alone are read one by one, the more of them the more often it does.
        """
        if not self._chosen:
            self._chosen = True
            found = self.records.choose(run, begin, end)
            if self.mixed and not found and not self.records.source.named:
                self.closed = True
                self.records.lack(1, self._without_text(run, begin, end))
                return
            self._names = self.records.fields.names
        limits, patience = np.array((self.records.limit, self._room, MAX_BATCH_DOCUMENTS)), 1
        whole = run, begin, end
        left_alone = end - begin > _LARGEST or bool(self.records.sidecar) or not self.records.fields.flat
        while begin <= end:
            if not left_alone:
                (begin, passed, why), places, texts, ids, values = kernels.records(run, begin, end, limits, self._names)
                if len(texts[1]):
                    self._columns(run, places, shift, texts, ids, values)
                self.number += passed
                patience = 1 if passed else min(2 * patience, _PATIENCE)
                if why != UNUSUAL:
                    continue
            for _ in range(patience):
                if begin > end:
                    break
                stop = run.find(b"\n", begin, end)
                stop = end if stop < 0 else stop
                self._line(whole, begin, stop, shift)
                begin = stop + 1

    def _without_text(self, run: bytes, begin: int, end: int) -> str:
        """Return why the first records hold no texts: they have none, or the first one cannot be read."""
        stop = run.find(b"\n", begin, end)
        line = run[begin : end if stop < 0 else stop].decode("utf-8-sig", "replace")
        try:
            record = parse_text(line or "{}")
        except BrokenRecordError as error:
            return f"line 1 {error}"
        return without_text(record if isinstance(record, dict) else None, self.records.fields.text)

    def _columns(self, run: bytes, places: Places, shift: int, texts: Column, ids: Ends, values: Ends) -> None:
        """Give the collector the documents that the kernel read."""
        numbers, begins, lengths = places
        starts = self.begins_in(run, begins)
        buffer, ends = texts
        sizes = np.diff(ends, prepend=0)
        headers, heads = headers_of(buffer, ends, sizes)
        digests = b""
        source, collector = self.records.source, self.records.collector
        if self.records.digests:
            view, bounds = memoryview(buffer), ends.tolist()
            digests = b"".join([digest(view[a:b]) for a, b in pairwise([0, *bounds])])
        own_numbers = numbers + np.uint32(self.number + 1)
        part = RowRun(
            (source.path, source.file, self.encoding, collector.stamp, self.records.origin),
            (self.file_lines(starts + shift, own_numbers), own_numbers),
            (starts + shift, (lengths - (starts - begins)).astype(np.uint32)) if self.places else None,
            sizes.astype(np.uint32),
            ids,
            values if values[0] else (b"", np.zeros(0, np.uint32)),
            len(self.records.fields.columns),
            self.records.fields.stated,
            self.records.sidecar,
            headers,
            digests,
        )
        self.records.met += len(part)
        collector.take(part, buffer, ends, heads)

    def _line(self, run: Run, begin: int, end: int, shift: int) -> None:
        """Give the collector what one line of *run* holds: a document, or a notice why there is none."""
        from orjson import JSONDecodeError, loads

        begin = self.begin_line(run[0], begin, shift)
        if end - begin > self.records.limit:
            self.too_long()
            return
        self.number += 1
        if run[0].startswith(BYTE_ORDER_MARK, begin, end):
            begin += len(BYTE_ORDER_MARK)
            self.note("decoded by guess", "begins with a byte order mark, as files do that were joined; it is left out")
        line, encoding = run[0][begin:end], self.encoding
        record: object
        try:
            record = loads(line)
        except JSONDecodeError:
            record, encoding = self._parse_leniently(line, run, begin)
            if record is None:
                return
        if type(record) is not dict:
            self.note("broken record", no_object(record))
            return
        own = self.records.fields.id[0]
        if type(record.get(own)) is float:  # orjson rounds, and "1.0" and "1" are two ids
            record[own] = parse_text(line.decode()).get(own)
        if may_repeat(line, self._names) and type(value_at(record, self.records.fields.text)) is str:
            self._name_twice(line)
        place = (begin + shift, end + shift) if self.places else None
        self.records.add(record, (self.file_line(), self.number), encoding, place)

    def _parse_leniently(self, line: bytes, run: Run, begin: int) -> tuple[dict[str, object] | None, str]:
        """Return the object of a line that orjson refuses, None where it holds none, and its encoding."""
        if not line or line.isspace():
            return None, ""
        try:
            record, encoding, note = self._lenient.parse(line, _near(run, begin))
        except UndecodableError as error:
            self.note("not decodable", str(error))
        except BrokenRecordError as error:
            self.note("broken record", str(error))
        else:
            if note:
                self.note("decoded by guess", note)
            return record, encoding if encoding != "utf-8" else self.encoding
        return None, ""

    def _name_twice(self, line: bytes) -> None:
        """Add a notice for each field that the record in *line* has more than once."""
        for name in conflicting(line, self._names):
            self.note(
                "field twice", f"has the field {name!r} more than once, with values that differ; the last is taken"
            )


def _near(run: Run, place: int) -> Callable[[], list[bytes]]:
    """Return a function that gives the lines of *run* around a place, to guess their encoding from."""

    def lines() -> list[bytes]:
        block, begin, end = run
        first = block.rfind(b"\n", begin, max(begin, place - BLOCK // 2)) + 1
        last = block.find(b"\n", min(end, place + BLOCK // 2), end)
        return block[max(begin, first) : end if last < 0 else last].split(b"\n")

    return lines


def headers_of(
    buffer: bytes, ends: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[dict[int, Header], list[tuple[int, int]]]:
    """Return the headers of the texts that have one, by position, and the bytes that these take."""
    worded = np.flatnonzero(sizes)
    firsts = np.frombuffer(buffer, np.uint8)[(ends - sizes)[worded]]
    headers: dict[int, Header] = {}
    heads = []
    for at in worded[_BEGINS[firsts]].tolist():
        header, found, size = find_encoded_header(buffer, int(ends[at] - sizes[at]), int(ends[at]), "")
        if header:
            headers[at] = header, found
            heads.append((at, size))
    return headers, heads
