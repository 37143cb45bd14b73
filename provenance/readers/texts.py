"""From a text file, plain or gzipped, to its one document."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.model import Document
from provenance.readers.blocks import PACKED_BLOCK, OverLimitError, blocks_of, inflated, open_file, refuse_pointer
from provenance.readers.decode import UndecodableError, decode, is_binary
from provenance.readers.headers import HEAD, OPENINGS, find_header
from provenance.readers.source import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model import Batch, Statement
    from provenance.readers.collect import Collector
    from provenance.readers.source import Source
    from provenance.settings import Reading

_OPENINGS = tuple(opening.encode() for opening in OPENINGS)


class BinaryFileError(UnreadableFileError):
    """A file is no text at all."""


def read_text(source: Source, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the document of a text file, or a notice why there is none."""
    raw, content = whole(
        opened(source, settings.extent.instead), settings.max_document_bytes, packed=source.packed, follow=False
    )
    collector.passed(len(raw))
    take_text(source, raw, content, settings, collector)
    del raw, content
    yield from collector.batches()


def whole(file: bytes, limit: int, *, packed: bool, follow: bool = True) -> tuple[bytes, bytes]:
    """Return all bytes of a file, and those within it when it is gzipped; OverLimitError when there are too many."""
    with open_file(file, follow=follow) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > limit:
            raise OverLimitError(f"has {size} bytes, more than the limit of {limit}")
        raw = b"".join(blocks_of(stream, -1))  # -1: into one buffer, not twice the size
    if len(raw) < size:
        raise UnreadableFileError(f"became shorter while it was read: {size - len(raw)} bytes are missing")
    refuse_pointer(size, lambda: raw)
    if not packed:
        return raw, raw
    return raw, joined(inflated(raw[at : at + PACKED_BLOCK] for at in range(0, len(raw), PACKED_BLOCK)), limit)


def joined(blocks: Iterable[bytes], limit: int) -> bytes:
    """Return *blocks* as one; OverLimitError as soon as they have more than *limit* bytes."""
    held, size = list[bytes](), 0
    for block in blocks:
        size += len(block)
        if size > limit:
            raise OverLimitError(f"has more than the limit of {limit} bytes")
        held.append(block)
    return b"".join(held)


def take_text(source: Source, raw: bytes, content: bytes, settings: Reading, collector: Collector) -> None:
    """Decode the *content* of a text file whose bytes are *raw*, and hand it on with what its header states."""
    if settings.encoding is None and is_binary(content):
        from provenance.readers.foreign import look

        raise BinaryFileError(f"is a binary file{look(content)}")
    try:
        text, encoding, note = decode(content, settings.encoding)
    except UndecodableError as error:
        collector.note("not decodable", source.path, None, str(error))
        return
    if note:
        collector.note("decoded by guess", source.path, None, note)
    head, header = 0, 0
    statements: tuple[Statement, ...] = ()
    if text.startswith(_OPENINGS):
        beginning = text[:HEAD].decode("utf-8", "ignore")
        header, statements = find_header(beginning, source.suffix)
        head = len(beginning[:header].encode())
    if source.sidecar is not None:
        from provenance.readers.sidecars import stated_of

        statements = (*stated_of(source, settings, collector), *statements)
    digest = sha256(raw) if settings.digests else ""
    path, file = source.path, source.file
    collector.add(Document(path, path, file, None, len(raw), digest, encoding, header, statements), text, head)


def sha256(raw: bytes) -> str:
    """Return the SHA-256 of *raw* in hexadecimal digits."""
    return digest(raw).hex()


def digest(raw: bytes | memoryview) -> bytes:
    """Return the SHA-256 of *raw*, 32 bytes."""
    import hashlib

    return hashlib.sha256(raw).digest()
