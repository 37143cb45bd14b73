"""From a message in a file, or from a mailbox of many, to documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UnreadableFileError
from provenance.model import Document, Notice
from provenance.readers.beside import stated_beside, whole_file
from provenance.readers.blocks import OverLimitError
from provenance.readers.encodings import BinaryFileError, is_binary
from provenance.readers.format import Reader
from provenance.readers.formats import FORMAT_OF
from provenance.readers.messages import read_message
from provenance.readers.rereading import read_through
from provenance.readers.texts import whole
from provenance.readers.unchanged import CHANGED, refuse_changed, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, NoticeKind
    from provenance.readers.collect import Collector
    from provenance.readers.messages import Message
    from provenance.readers.opening import OpenFile
    from provenance.readers.source import Source
    from provenance.settings import Reading

# The line above a message: "From ", a sender and a time, as asctime writes it (RFC 4155).
_FROM = re.compile(rb"From [^\r\n]{1,300}\d\d:\d\d[^\r\n]{0,40}\d{4}[^\r\n]{0,20}\r?\n")
_BEGINS = re.compile(rb"(?m)^(?=From )")
_QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")
_KINDS_SHOWN = 5
_TOO_LONG = "is longer than the limit of {} bytes"


def read_one(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the document of a file that is one message."""
    raw, content = whole(file, settings.max_document_bytes)
    collector.watch(len(raw))
    if is_binary(content):
        raise BinaryFileError(content)
    file.digest = sha256(raw) if settings.digests else ""
    source = file.source
    message = read_message(content)
    _note_troubles(source, message, None, collector)
    origin = source.origin(FORMAT_OF[source.suffix].media_type)
    document = whole_file(source, settings, collector, message.statements, origin, size=len(raw), digest=file.digest)
    collector.add(document, message.text.encode("utf-8", "surrogatepass"))
    _note_attached(file, collector, message.attached, 1)
    yield from collector.batches()


def reread_one(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the text of a file that is one message, once for each of *wanted*."""
    if file.size != wanted[0].size:
        raise UnreadableFileError(CHANGED)
    raw, content = whole(file, settings.max_document_bytes)
    refuse_changed(wanted[0], raw)
    return [read_message(content).text] * len(wanted)


def read_box(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the messages of a mailbox, and notices about what is none."""
    box = _Box(file, settings, collector)
    try:
        for piece in _messages(file.content(watch=collector.watch), settings.max_document_bytes):
            box.take(piece)
            yield from collector.batches()
    except BinaryFileError:
        raise
    except UnreadableFileError as error:
        kind: NoticeKind = "over limit" if isinstance(error, OverLimitError) else "unreadable"
        collector.note(kind, file.source.path, box.line, f"{error}; the messages before are kept")
    box.end()


def reread_box(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> Sequence[str]:
    """Return the texts of the messages *wanted*, in their order, by their places where the file has such."""
    if any(document.place is None for document in wanted):
        return read_through(Reader(read_box), file, wanted, settings)
    texts = []
    for document in wanted:
        begin, end = document.place or (0, 0)
        file.stream.seek(begin)
        text = _message(file.stream.read(end - begin) or b"").text
        refuse_changed(document, text.encode("utf-8", "surrogatepass"))
        texts.append(text)
    return texts


def _message(piece: bytes) -> Message:
    """Return the message in a *piece* of a mailbox, which begins with its "From " line."""
    return read_message(_QUOTED_FROM.sub(rb"\1", piece[piece.find(b"\n") + 1 :]))


class _Box:
    """A mailbox that is being read: the line at which the next message begins, and what was met."""

    def __init__(self, file: OpenFile, settings: Reading, collector: Collector) -> None:
        self.line = 1
        self._file = file
        self._settings = settings
        self._collector = collector
        self._origin = file.source.origin("message/rfc822", "application/mbox")
        self._sidecar = stated_beside(file.source, settings, collector)
        self._begin = 0
        self._count = self._with = 0
        self._attached: list[str] = []

    def take(self, piece: _Piece) -> None:
        """Give the collector the message in a piece of the mailbox, or a notice why there is none."""
        path, collector = self._file.source.path, self._collector
        if piece.content is None:
            collector.note("over limit", path, self.line, _TOO_LONG.format(self._settings.max_document_bytes))
        elif _FROM.match(piece.content):
            self._add(piece.content)
        elif not self._begin and is_binary(piece.content):
            raise BinaryFileError(piece.content)
        elif piece.content.strip():
            collector.note("broken record", path, self.line, 'stands above the first line that begins with "From "')
        self._begin += piece.size
        self.line += piece.lines

    def _add(self, content: bytes) -> None:
        message, source = _message(content), self._file.source
        self._count += 1
        _note_troubles(source, message, self.line, self._collector)
        if message.attached:
            self._with += 1
            self._attached += message.attached
        text = message.text.encode("utf-8", "surrogatepass")
        mark = message.id if message.id.isprintable() and message.id else str(self.line)
        document = Document(
            f"{source.path}#{mark}",
            source.path,
            source.file,
            self.line,
            len(text),
            sha256(text) if self._settings.digests else "",
            statements=(*self._sidecar, *message.statements),
            place=(self._begin, self._begin + len(content)) if self._file.seekable else None,
            stamp=self._collector.stamp,
            origin=self._origin,
        )
        self._collector.add(document, text)

    def end(self) -> None:
        """Give the notices about the mailbox as a whole."""
        if not self._count:
            self._collector.note("no text", self._file.source.path, None, "holds no message")
        _note_attached(self._file, self._collector, self._attached, self._with)


def _note_troubles(source: Source, message: Message, line: int | None, collector: Collector) -> None:
    """Give the notices about what was not read of a message, or not as it says."""
    if message.cut:
        collector.note("over limit", source.path, line, message.cut)
    if message.trouble:
        collector.note("decoded by guess", source.path, line, message.trouble)


def _note_attached(file: OpenFile, collector: Collector, attached: Sequence[str], messages: int) -> None:
    """Give the notice about what is attached to messages, which is not read."""
    if not attached:
        return
    counts = sorted(((attached.count(kind), kind) for kind in set(attached)), key=lambda pair: (-pair[0], pair[1]))
    listed = ", ".join(f"{kind} {count}" for count, kind in counts[:_KINDS_SHOWN]) + ", …" * (
        len(counts) > _KINDS_SHOWN
    )
    where = "" if messages == 1 else f" of {messages:,} messages"
    said = f"passed over: {len(attached):,} attachment{'s' * (len(attached) > 1)}{where} ({listed}); save them as files"
    collector.add_notice(Notice("passed over", file.source.path, None, said, len(attached), file.source.file))


class _Piece(NamedTuple):
    """A part of a mailbox from one "From " line to the next: None where it is too long to be kept."""

    content: bytes | None
    size: int
    lines: int


def _messages(blocks: Iterator[bytes], limit: int) -> Iterator[_Piece]:
    """Yield the messages in *blocks*; what stands before the first one comes first."""
    held = _Held(limit)
    rest = b""
    for block in blocks:
        # A line that begins a message may lie across two blocks.
        joined = rest + block
        last = joined.rfind(b"\n") + 1
        lines, rest = joined[:last], joined[last:]
        if len(rest) > limit:
            held.add(rest)
            rest = b""
        at = 0
        for found in _BEGINS.finditer(lines):
            begin = found.end()
            if _FROM.match(lines, begin):
                held.add(lines[at:begin])
                yield from held.taken()
                at = begin
        held.add(lines[at:])
    held.add(rest)
    yield from held.taken()


class _Held:
    """What is held of a message: not more than *limit* bytes of it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._clear()

    def _clear(self) -> None:
        self._pieces: list[bytes] = []
        self._size = self._lines = 0

    def add(self, piece: bytes) -> None:
        """Hold one more piece."""
        self._size += len(piece)
        self._lines += piece.count(b"\n")
        if self._size > self._limit:
            self._pieces.clear()
        else:
            self._pieces.append(piece)

    def taken(self) -> Iterator[_Piece]:
        """Yield what was held, if anything, and let go of it."""
        if self._size:
            yield _Piece(None if self._size > self._limit else b"".join(self._pieces), self._size, self._lines)
        self._clear()
