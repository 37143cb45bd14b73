"""From a web archive (WARC, ISO 28500) to documents: a text of each page that was fetched, with what the crawl says.

Records are cut by `warc_frames` and read by `warc_records`.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UnreadableFileError
from provenance.model import Document, Notice
from provenance.readers.beside import stated_beside
from provenance.readers.blocks import BLOCK, OverLimitError, blocks_of
from provenance.readers.decode import decode
from provenance.readers.encodings import UndecodableError, is_binary
from provenance.readers.format import Reader
from provenance.readers.gzipped import HARMLESS, MAX_RATIO, PACKED_BLOCK
from provenance.readers.packing import unpacked
from provenance.readers.pages.decode import decode_page
from provenance.readers.pages.extraction import extract
from provenance.readers.rereading import read_through
from provenance.readers.sniff import LOOK, is_page
from provenance.readers.unchanged import CHANGED, refuse_changed, sha256
from provenance.readers.warc_frames import Frame, Frames
from provenance.readers.warc_records import WebRecord, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, NoticeKind, Statement
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

_KINDS = frozenset(("response", "resource", "conversion", "revisit", "continuation"))
_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_PLAIN = "text/plain"
_MEDIA_TYPE = "application/warc"
_KINDS_SHOWN = 5


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the pages of a web archive, and notices about what is none."""
    archive = _Archive(file, settings, collector)
    parts = _Parts(file)
    blocks = file.content(max(BLOCK, min(settings.batch_bytes, 4 * BLOCK)), collector.watch, parts.add)
    whole = max(HARMLESS, MAX_RATIO * file.size) if file.source.packed or not file.direct else file.size
    frames = Frames(blocks, _KINDS, settings.max_document_bytes, whole)
    for frame in frames.records():
        archive.take(frame, parts.place(frame))
        yield from collector.batches()
    archive.end(frames.failure)


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> Sequence[str]:
    """Return the texts of the records *wanted*, in their order, by their places where the file has such."""
    if any(document.place is None for document in wanted):
        return read_through(Reader(read), file, wanted, settings)
    return [_again(file, document, settings) for document in wanted]


def _again(file: OpenFile, document: Document, settings: Reading) -> str:
    begin, length = document.place or (0, 0)
    file.stream.seek(begin)
    blocks = blocks_of(file.stream, PACKED_BLOCK)
    raw = b""
    for block in unpacked(file.source.packed, blocks) if file.source.packed else blocks:
        raw += block
        if len(raw) >= length:
            break
    try:
        text = _text(read_record(*_parted(raw[:length]), settings.max_document_bytes), settings).text
    except (UnreadableFileError, ValueError) as error:
        raise UnreadableFileError(f"record {document.line} {CHANGED}") from error
    refuse_changed(document, text.encode("utf-8", "surrogatepass"))
    return text


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    """Return the head and the block of a record."""
    ends = [end + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (end := raw.find(mark)) >= 0]
    end = min(ends, default=len(raw))
    return raw[:end], raw[end:]


class _Parts:
    """Where the packed parts of an archive begin that are still ahead: records that have one each can be read again."""

    def __init__(self, file: OpenFile) -> None:
        self._begins: deque[tuple[int, int]] = deque()
        self._packed = bool(file.source.packed)
        self._direct = file.direct

    def add(self, given: int, taken: int) -> None:
        """Take the begin of a part: what was unpacked before it, and the packed bytes before it."""
        self._begins.append((given, taken))

    def place(self, frame: Frame) -> tuple[int, int] | None:
        """Return where a record lies in the file, and its length unpacked; None where nothing leads back to it."""
        if not self._direct or frame.block is None:
            return None
        length = len(frame.head) + len(frame.block)
        if not self._packed:
            return frame.offset, length
        while self._begins and self._begins[0][0] < frame.offset:
            self._begins.popleft()
        known = self._begins and self._begins[0][0] == frame.offset
        return (self._begins[0][1], length) if known else None


class _Text(NamedTuple):
    """The text of a record, what its markup states, its encoding, and "" or how that was guessed."""

    text: str
    statements: tuple[Statement, ...]
    encoding: str
    note: str


def _kind(record: WebRecord) -> str:
    """Return the media type of a record whose text is read, "" of any other one."""
    if record.media_type in _PAGES or is_page(record.content[:LOOK]):
        return "text/html"
    return _PLAIN if record.media_type == _PLAIN and not is_binary(record.content) else ""


def _text(record: WebRecord, settings: Reading) -> _Text:
    """Return the text of a record.  Raises UnreadableFileError."""
    if _kind(record) == _PLAIN:
        text, encoding, note = decode(record.content, settings.encoding)
        return _Text(text.decode("utf-8", "surrogatepass"), (), encoding, note)
    page, encoding, note = decode_page(record.content, settings.encoding, record.charset)
    found = extract(page, record.address)
    return _Text(found.text, found.statements, encoding, note)


class _Archive:
    """A web archive that is being read: how many records were met, and what was passed over."""

    def __init__(self, file: OpenFile, settings: Reading, collector: Collector) -> None:
        self._file = file
        self._path = file.source.path
        self._settings = settings
        self._collector = collector
        self._sidecar = stated_beside(file.source, settings, collector)
        self._count = self._found = 0
        self._left: Counter[str] = Counter()

    def take(self, frame: Frame, place: tuple[int, int] | None) -> None:
        """Give the collector the document of a record, or a notice why there is none."""
        self._count += 1
        note, where = self._collector.note, f"byte {frame.offset}"
        if frame.broken:
            note("broken record", self._path, self._count, f"{where}: {frame.broken}")
            return
        if frame.said is not None:
            what = "is passed over up to the next one" if frame.block is None else "ends before the next one"
            note("broken record", self._path, self._count, f"{where}: does not have {frame.said} bytes; it {what}")
        if frame.long:
            limit = self._settings.max_document_bytes
            note("over limit", self._path, self._count, f"{where}: is longer than the limit of {limit} bytes")
        elif frame.block is not None:
            try:
                self._add(read_record(frame.head, frame.block, self._settings.max_document_bytes), frame, place)
            except OverLimitError as error:
                note("over limit", self._path, self._count, f"{where}: {error}")
            except UndecodableError as error:
                note("not decodable", self._path, self._count, f"{where}: {error}")
            except (UnreadableFileError, ValueError) as error:
                note("broken record", self._path, self._count, f"{where}: {error}")

    def _add(self, record: WebRecord, frame: Frame, place: tuple[int, int] | None) -> None:
        collector, source = self._collector, self._file.source
        if frame.kind == "revisit":
            said = f"{record.id} is a revisit of {record.address}, which has not changed since {record.refers or '?'}"
            collector.note("declared duplicate", self._path, self._count, said)
            return
        kind = _kind(record)
        if frame.kind == "continuation" or not kind or record.status not in range(200, 300):
            self._left[_why_left(frame, record)] += 1
            return
        found = _text(record, self._settings)
        if found.note:
            collector.note("decoded by guess", self._path, self._count, found.note)
        if record.cut:
            collector.note("cut record", self._path, self._count, f"{record.id} was cut by the crawler ({record.cut})")
        text = found.text.encode("utf-8", "surrogatepass")
        mark = record.id if record.id.isprintable() and record.id else str(self._count)
        document = Document(
            f"{source.path}#{mark}",
            source.path,
            source.file,
            self._count,
            len(text),
            sha256(text) if self._settings.digests else "",
            found.encoding,
            statements=(*self._sidecar, *record.stated, *found.statements),
            place=place,
            stamp=collector.stamp,
            origin=source.origin(kind, _MEDIA_TYPE),
        )
        self._found += 1
        collector.add(document, text)

    def end(self, failure: UnreadableFileError | None) -> None:
        """Give the notices about the archive as a whole."""
        note = self._collector.note
        if failure is not None:
            kind: NoticeKind = "over limit" if isinstance(failure, OverLimitError) else "unreadable"
            note(kind, self._path, self._count + 1, f"{failure}; the records before are kept")
        elif not self._found:
            note("no text", self._path, None, "holds no page" if self._count else "holds no record")
        if self._left:
            count = sum(self._left.values())
            ranked = sorted(self._left.items(), key=lambda pair: (-pair[1], pair[0]))
            listed = ", ".join(f"{why} {many}" for why, many in ranked[:_KINDS_SHOWN])
            more = ", …" * (len(ranked) > _KINDS_SHOWN)
            said = f"passed over: {count:,} record{'s' * (count > 1)} without a text ({listed}{more})"
            self._collector.add_notice(Notice("passed over", self._path, None, said, count, self._file.source.file))


def _why_left(frame: Frame, record: WebRecord) -> str:
    if frame.kind == "continuation":
        return frame.kind
    return record.media_type or "no media type" if record.status in range(200, 300) else f"status {record.status}"
