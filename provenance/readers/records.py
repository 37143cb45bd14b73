"""From a file of records, one JSON object a line, to documents."""

from __future__ import annotations

import codecs
from itertools import chain
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.model import Document, Statement
from provenance.readers.blocks import content_of, open_file, whole_lines
from provenance.readers.decode import UTF_8, UndecodableError, is_binary, marked
from provenance.readers.headers import HEAD, OPENINGS, find_header
from provenance.readers.parse import BrokenRecordError, Number, SecondHearing, parse_text
from provenance.readers.source import STDIN, standing
from provenance.readers.texts import BinaryFileError, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.config import Reading
    from provenance.model import Batch, NoticeKind
    from provenance.readers.collect import Collector
    from provenance.readers.source import Source

STATED = ("title", "date", "source", "url")


def read_records(source: Source, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the records of a file, run by run, and notices about the lines that are none."""
    with open_file(standing(source.file, settings.instead)) as stream:
        yield from take_records(source, content_of(stream, packed=source.packed), settings, collector)


def take_records(source: Source, blocks: Iterator[bytes], settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Do the same for *blocks* of bytes, wherever they come from; damage keeps the whole lines before it."""
    records = _Records(source, settings, collector)
    try:
        seekable = not source.packed and source.file != STDIN
        lines, records.encoding, records.places = encoded_lines(blocks, settings, places=seekable)
        for begin, run in lines:
            if run is None:
                records.number += 1
                records.note("over limit", f"is longer than the limit of {settings.max_document_bytes} bytes")
            else:
                records.take(begin, run)
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


def encoded_lines(
    blocks: Iterator[bytes], settings: Reading, *, places: bool
) -> tuple[Iterator[tuple[int, list[bytes] | None]], str, bool]:
    """Return the runs of lines in *blocks* as UTF-8, the file's encoding, and whether the offsets are the file's."""
    first = next(blocks, b"")
    if settings.encoding is None and is_binary(first):
        raise BinaryFileError("is a binary file")
    encoding = settings.encoding or marked(first) or "utf-8"
    start = 0
    if encoding in UTF_8:
        start = 3 if first.startswith(b"\xef\xbb\xbf") else 0
        blocks = chain((first[start:],), blocks)
    else:
        blocks, places = _recoded(chain((first,), blocks), encoding), False
    return whole_lines(blocks, settings.max_document_bytes, start), encoding, places


def _recoded(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield *blocks* of another encoding as UTF-8; an UndecodableError after what could be decoded names the byte."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, fresh = 0, True
    for block in chain(blocks, (None,)):
        try:
            text = decoder.decode(block or b"", final=block is None)
        except UnicodeDecodeError as error:
            offset += len(block or b"") - len(error.object) + error.start
            where = f"byte {offset} of the file"
            raise UndecodableError(f"{where} cannot be {encoding}; the lines before it are kept") from error
        except UnicodeError as error:
            raise UndecodableError(f"cannot be {encoding}: {error}") from error
        if text:
            yield (text.removeprefix("\ufeff") if fresh else text).encode("utf-8", "surrogatepass")
            fresh = False
        offset += len(block or b"")


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
        self._digests = settings.digests
        self._text = fields["text"]
        self._id = fields.get("id", "")
        self._stated = tuple((name, fields[name]) for name in STATED if name in fields)
        self._sidecar: tuple[Statement, ...] = ()
        if source.sidecar is not None:
            from provenance.readers.sidecars import stated_by

            self._sidecar = stated_by(source.sidecar, settings.instead)
        self._hearing = SecondHearing(may_guess=settings.encoding is None)

    def note(self, kind: NoticeKind, message: str) -> None:
        """Say something about the line last read."""
        self.met += 1
        self.collector.note(kind, self.source.path, self.number, message)

    def take(self, begin: int, lines: list[bytes]) -> None:
        """Give the collector the documents of *lines*, the first of which begins at byte *begin*.

        The one loop that every record of a corpus goes through: longer than a function should be, because a call costs
        a tenth of what a record does.
        """
        from orjson import JSONDecodeError, loads

        path, file = self.source.path, self.source.file
        text_field, id_field, stated = self._text, self._id, self._stated
        names, said = frozenset(field for _, field in stated), self._sidecar
        documents: list[Document] = []
        pieces: list[bytes] = []
        heads: list[tuple[int, int]] = []
        record: object
        last = self.number + len(lines)
        for number, line in enumerate(lines, self.number + 1):
            start, end = begin, begin + len(line)
            begin = end + 1
            encoding = self.encoding
            try:
                record = loads(line)
            except JSONDecodeError:
                self.number = number
                record, encoding = self._heard(line, lines)
                if record is None:
                    continue
            text: object = record.get(text_field) if type(record) is dict else None
            if type(record) is not dict or type(text) is not str:
                self.number = number
                self._refuse(record)
                continue
            own: object = record.get(id_field)
            if type(own) is not str or not own:
                own = self._identified(own, line, number)
            statements = said if names.isdisjoint(record) else said + state(record, stated)
            header = 0
            if text.startswith(OPENINGS):
                header, found = find_header(text[:HEAD], "")
                if header:
                    statements += found
                    heads.append((len(pieces), len(text[:header].encode("utf-8", "surrogatepass"))))
            piece = text.encode("utf-8", "surrogatepass")
            digest = sha256(piece) if self._digests else ""
            place = (start, end) if self.places else None
            documents.append(Document(own, path, file, number, len(piece), digest, encoding, header, statements, place))
            pieces.append(piece)
        self.number = last
        self.met += len(pieces)
        self.collector.extend(documents, pieces, heads)

    def _heard(self, line: bytes, lines: list[bytes]) -> tuple[dict[str, object] | None, str]:
        """Return the object of a line that orjson refuses, None when it holds none, and its encoding."""
        if not line or line.isspace():
            return None, ""
        try:
            record, encoding, note = self._hearing.parse(line, lines)
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

    def _refuse(self, record: object) -> None:
        if not isinstance(record, dict):
            self.note("broken record", "is not an object")
        elif self._text in record:
            self.note("no text", f"the field {self._text!r} is not a string")
        else:
            self.note("no text", f"has no field {self._text!r}; --fields text=NAME says which field holds the text")

    def _identified(self, own: object, line: bytes, number: int) -> str:
        """Return the id of a record whose own is no string: a number as it stands, else its place."""
        if type(own) is float:  # orjson rounds, and "1.0" and "1" are two ids
            own = parse_text(line.decode()).get(self._id)
        if type(own) in (int, Number):
            return str(own)
        return f"{self.source.path}#{number}"


def state(record: dict[str, object], stated: Iterable[tuple[str, str]]) -> tuple[Statement, ...]:
    """Return what the fields of *record* state: strings and numbers, one by one where a list holds several.

    An object states its name, which is how feeds write a source.
    """
    statements = []
    for name, field in stated:
        value = record.get(field)
        for one in value if isinstance(value, list) else (value,):
            plain = one.get("name") if isinstance(one, dict) else one
            if isinstance(plain, str | int | float) and not isinstance(plain, bool) and plain != "":
                statements.append(Statement(name, str(plain), "container"))
    return tuple(statements)
