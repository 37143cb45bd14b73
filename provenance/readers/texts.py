"""From a text file, plain or gzipped, to its one document, and back to its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.readers.beside import whole_file
from provenance.readers.blocks import joined
from provenance.readers.decode import decode, decode_again
from provenance.readers.encodings import BinaryFileError, UndecodableError, is_binary
from provenance.readers.gzipped import PACKED_BLOCK
from provenance.readers.headers import find_encoded_header
from provenance.readers.own import refuse_own
from provenance.readers.packing import unpacked
from provenance.readers.sniff import LOOK, is_page
from provenance.readers.unchanged import CHANGED, refuse_changed, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, Document
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.readers.source import Source
    from provenance.settings import Reading


_PLAIN_SUFFIXES = (".txt", ".text")  # a page may be called so
_TYPES = {".md": "text/markdown", ".markdown": "text/markdown", ".rst": "text/x-rst"}


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the document of a text file, or a notice why there is none."""
    raw, content = whole(file, settings.max_document_bytes)
    collector.watch(len(raw))
    if is_page(content[:LOOK]) and file.source.suffix in _PLAIN_SUFFIXES:
        from provenance.readers.pages.reader import take_page

        take_page(file, raw, content, settings, collector)
        del raw, content
        yield from collector.batches()
        return
    refuse_own(content, file.source.suffix)
    file.digest = take_text(file.source, raw, content, settings, collector)
    if not file.source.packed:
        file.media_type = _media_type(file.source)
    del raw, content
    yield from collector.batches()


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the text of a text file again, once for each of *wanted*."""
    if file.size != wanted[0].size:
        raise UnreadableFileError(CHANGED)
    raw, content = whole(file, settings.max_document_bytes)
    refuse_changed(wanted[0], raw)
    if wanted[0].origin.media_type == "text/html":
        from provenance.readers.pages.decode import decode_page
        from provenance.readers.pages.extraction import extract

        return [extract(decode_page(content, settings.encoding)[0]).text] * len(wanted)
    return [decode_again(content, wanted[0].encoding)] * len(wanted)


def whole(file: OpenFile, limit: int) -> tuple[bytes, bytes]:
    """Return all bytes of a file, and those within it when it is packed; OverLimitError when there are too many."""
    raw = file.whole(limit)
    if not file.source.packed:
        return raw, raw
    blocks = (raw[at : at + PACKED_BLOCK] for at in range(0, len(raw), PACKED_BLOCK))
    return raw, joined(unpacked(file.source.packed, blocks), limit)


def _media_type(source: Source) -> str:
    return _TYPES.get(source.suffix, "text/plain")


def take_text(source: Source, raw: bytes, content: bytes, settings: Reading, collector: Collector) -> str:
    """Decode the *content* of a text file whose bytes are *raw*, and hand it on with what its header states.

    Returns the SHA-256 of *raw*, "" where no output needs it.
    """
    if settings.encoding is None and is_binary(content):
        raise BinaryFileError(content)
    digest = sha256(raw) if settings.digests else ""
    try:
        text, encoding, note = decode(content, settings.encoding)
    except UndecodableError as error:
        collector.note("not decodable", source.path, None, str(error))
        return digest
    if note:
        collector.note("decoded by guess", source.path, None, note)
    header, statements, head = find_encoded_header(text, 0, len(text), source.suffix)
    origin = source.origin(_media_type(source))
    document = whole_file(
        source,
        settings,
        collector,
        statements,
        origin,
        size=len(raw),
        digest=digest,
        encoding=encoding,
        header=header,
    )
    collector.add(document, text, head)
    return digest
