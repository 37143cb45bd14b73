"""From a file of records, one JSON object a line, to documents."""

from __future__ import annotations

import os
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents.rows import RowRun, statements_of
from provenance.errors import UnreadableFileError
from provenance.fields import conflicting, may_repeat
from provenance.kernels import kernels
from provenance.model import Document
from provenance.readers.blocks import BLOCK, blocks_of, content_of, open_file, refuse_pointer, whole_runs
from provenance.readers.collect import MOST_DOCUMENTS
from provenance.readers.decode import UndecodableError
from provenance.readers.encoded import encoded
from provenance.readers.headers import HEAD, OPENINGS, find_header
from provenance.readers.parse import BrokenRecordError, Number, SecondHearing, no_object, parse_text
from provenance.readers.source import STDIN, opened
from provenance.readers.texts import BinaryFileError, digest, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from provenance.documents.rows import Header
    from provenance.model import Batch, NoticeKind, Statement
    from provenance.readers.collect import Collector
    from provenance.readers.source import Source
    from provenance.settings import Reading

    Run = tuple[bytes, int, int]
    Places = tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint32]]
    Column = tuple[bytes, NDArray[np.int64]]
    Ends = tuple[bytes, NDArray[np.uint32]]

STATED = ("title", "date", "source", "url")

# Lines beyond this are looked at one by one: columns of places in a run hold 32 bits.
_LARGEST = (1 << 32) - 1
# After lines that the kernel leaves alone, so many at most are taken one by one before it is asked again.
_PATIENCE = 256
_MOST_AT_ONCE = 8 << 20
# What the kernel says of the line that it stopped at: 2 would be that there is no room for more.
UNUSUAL = 1
_OPENINGS = tuple(opening.encode() for opening in OPENINGS)
_BEGINS = np.zeros(256, np.bool_)
_BEGINS[[opening[0] for opening in _OPENINGS]] = True


def read_records(source: Source, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the records of a file, run by run, and notices about the lines that are none."""
    with open_file(opened(source, settings.instead), follow=False) as stream:
        refuse_pointer(os.fstat(stream.fileno()).st_size, lambda: b"".join(blocks_of(stream)))
        stream.seek(0)
        # As large as a batch, so that the texts of a block can be one without being moved again.
        size = max(BLOCK, min(settings.batch_bytes, _MOST_AT_ONCE))
        blocks = content_of(stream, packed=source.packed, size=size, passed=collector.passed)
        yield from take_records(source, blocks, settings, collector)


def take_records(source: Source, blocks: Iterator[bytes], settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Do the same for *blocks* of bytes, wherever they come from; damage keeps the whole lines before it."""
    records = _Records(source, settings, collector)
    try:
        seekable = not source.packed and source.file != STDIN
        blocks, start, records.encoding, records.places = encoded(blocks, settings, places=seekable)
        for offset, run, begin, end in whole_runs(blocks, settings.max_document_bytes, start):
            if run is None:
                records.too_long()
            else:
                records.take(run, begin, end, offset - begin)
            del run  # else a huge line would outlive its record
            yield from collector.batches()
    except UndecodableError as error:
        records.number += 1
        records.note("not decodable", str(error))
    except BinaryFileError:
        raise
    except UnreadableFileError as error:
        records.number += 1
        records.note("unreadable", f"{error}; the {records.number - 1} lines before are kept")
    if records.met == 0:
        collector.note("no text", source.path, None, "holds no record")


class _Records:
    """The records of one file: what is known of the file, and the number of the line last read."""

    def __init__(self, source: Source, settings: Reading, collector: Collector) -> None:
        fields = settings.fields
        self.source = source
        self.collector = collector
        self.number = 0
        self.met = 0
        self.encoding = "utf-8"
        self.places = False
        self._limit = settings.max_document_bytes
        self._room = settings.batch_bytes
        self._digests = settings.digests
        self._text = fields["text"]
        self._id = fields.get("id", "")
        self._stated = tuple((name, fields[name]) for name in STATED if name in fields)
        names = (self._text, self._id, *(field for _, field in self._stated))
        self._names = tuple(name.encode("utf-8", "surrogatepass") for name in names)
        self._sidecar: tuple[Statement, ...] = ()
        if source.sidecar is not None:
            from provenance.readers.sidecars import stated_of

            self._sidecar = stated_of(source, settings, collector)
        self._hearing = SecondHearing(may_guess=settings.encoding is None)

    def note(self, kind: NoticeKind, message: str) -> None:
        """Say something about the line last read."""
        self.met += 1
        self.collector.note(kind, self.source.path, self.number, message)

    def too_long(self) -> None:
        """Take note of a line that is not kept."""
        self.number += 1
        self.note("over limit", f"is longer than the limit of {self._limit} bytes")

    def take(self, run: bytes, begin: int, end: int, shift: int) -> None:
        """Give the collector the documents of the lines at ``run[begin:end]``; *shift* leads from there to the file.

        What the kernel leaves alone is looked at line by line.  A file of nothing else is not asked about each line.
        """
        limits, patience = np.array((self._limit, self._room, MOST_DOCUMENTS)), 1
        whole = run, begin, end
        left_alone = end - begin > _LARGEST or bool(self._sidecar)
        while begin <= end:
            if not left_alone:
                (begin, passed, why), places, texts, ids, values = kernels.records(run, begin, end, limits, self._names)
                if len(texts[1]):
                    self._columns(places, shift, texts, ids, values)
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

    def _columns(self, places: Places, shift: int, texts: Column, ids: Ends, values: Ends) -> None:
        """Give the collector the documents that the kernel read."""
        numbers, begins, lengths = places
        buffer, ends = texts
        sizes = np.diff(ends, prepend=0)
        headers, heads = _headers(buffer, ends, sizes)
        digests = b""
        if self._digests:
            view, bounds = memoryview(buffer), ends.tolist()
            digests = b"".join(map(digest, (view[a:b] for a, b in zip([0, *bounds], bounds, strict=False))))
        part = RowRun(
            (self.source.path, self.source.file, self.encoding),
            numbers + np.uint32(self.number + 1),
            (begins + shift, lengths) if self.places else None,
            sizes.astype(np.uint32),
            ids,
            values if values[0] else (b"", np.zeros(0, np.uint32)),
            tuple(name for name, _ in self._stated),
            self._sidecar,
            headers,
            digests,
        )
        self.met += len(part)
        self.collector.take(part, buffer, ends, heads)

    def _line(self, run: Run, begin: int, end: int, shift: int) -> None:
        """Give the collector what one line of *run* holds: a document, or a notice why there is none."""
        from orjson import JSONDecodeError, loads

        if end - begin > self._limit:
            self.too_long()
            return
        self.number += 1
        line, encoding = run[0][begin:end], self.encoding
        record: object
        try:
            record = loads(line)
        except JSONDecodeError:
            record, encoding = self._heard(line, run, begin)
            if record is None:
                return
        text: object = record.get(self._text) if type(record) is dict else None
        if type(record) is not dict or type(text) is not str:
            self._refuse(record)
            return
        if may_repeat(line, self._names):
            self._name_twice(line)
        own: object = record.get(self._id)
        if type(own) is not str or not own:
            own = self._identified(own, line)
        statements = tuple(chain.from_iterable(statements_of(name, record.get(field)) for name, field in self._stated))
        header, found = find_header(text[:HEAD], "")
        piece = text.encode("utf-8", "surrogatepass")
        document = Document(
            own,
            self.source.path,
            self.source.file,
            self.number,
            len(piece),
            sha256(piece) if self._digests else "",
            encoding,
            header,
            (*self._sidecar, *statements, *found),
            (begin + shift, end + shift) if self.places else None,
        )
        self.met += 1
        self.collector.add(document, piece, len(text[:header].encode("utf-8", "surrogatepass")))

    def _heard(self, line: bytes, run: Run, begin: int) -> tuple[dict[str, object] | None, str]:
        """Return the object of a line that orjson refuses, None when it holds none, and its encoding."""
        if not line or line.isspace():
            return None, ""
        try:
            record, encoding, note = self._hearing.parse(line, _near(run, begin))
        except UndecodableError as error:
            self.note("not decodable", str(error))
        except BrokenRecordError as error:
            self.note("broken record", str(error))
        else:
            if note:
                self.note("decoded by guess", note)
            for field in (self._id, *(field for _, field in self._stated)):
                value = record.get(field)
                if type(value) is str:  # a lone surrogate may stand in a text, but no report can hold it
                    record[field] = value.encode("utf-8", "backslashreplace").decode()
            return record, encoding if encoding != "utf-8" else self.encoding
        return None, ""

    def _name_twice(self, line: bytes) -> None:
        """Say which fields the record in *line* has more than once."""
        for name in conflicting(line, self._names):
            self.note(
                "field twice", f"has the field {name!r} more than once, with values that differ; the last is taken"
            )

    def _refuse(self, record: object) -> None:
        if not isinstance(record, dict):
            self.note("broken record", no_object(record))
        elif self._text in record:
            self.note("no text", f"the field {self._text!r} is not a string")
        else:
            self.note("no text", f"has no field {self._text!r}; --fields text=NAME says which field holds the text")

    def _identified(self, own: object, line: bytes) -> str:
        """Return the id of a record whose own is no string: a number as it stands, else its place."""
        if type(own) is float:  # orjson rounds, and "1.0" and "1" are two ids
            own = parse_text(line.decode()).get(self._id)
        if type(own) in (int, Number):
            return str(own)
        return f"{self.source.path}#{self.number}"


def _near(run: Run, place: int) -> Callable[[], list[bytes]]:
    """Return what gives the lines of *run* around a place, to guess their encoding from."""

    def lines() -> list[bytes]:
        block, begin, end = run
        first = block.rfind(b"\n", begin, max(begin, place - BLOCK // 2)) + 1
        last = block.find(b"\n", min(end, place + BLOCK // 2), end)
        return block[max(begin, first) : end if last < 0 else last].split(b"\n")

    return lines


def _headers(
    buffer: bytes, ends: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[dict[int, Header], list[tuple[int, int]]]:
    """Return the headers of the texts that have one, by position, and the bytes that these take."""
    worded = np.flatnonzero(sizes)
    firsts = np.frombuffer(buffer, np.uint8)[(ends - sizes)[worded]]
    headers: dict[int, Header] = {}
    heads = []
    for at in worded[_BEGINS[firsts]].tolist():
        begin = int(ends[at] - sizes[at])
        if not buffer.startswith(_OPENINGS, begin):
            continue
        beginning = buffer[begin : min(int(ends[at]), begin + 4 * HEAD)].decode("utf-8", "ignore")[:HEAD]
        header, found = find_header(beginning, "")
        if header:
            headers[at] = header, found
            heads.append((at, len(beginning[:header].encode())))
    return headers, heads
