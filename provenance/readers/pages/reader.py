"""From a file with one page to its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.readers.beside import whole_file
from provenance.readers.encodings import BinaryFileError, UndecodableError, is_binary
from provenance.readers.own import refuse_own
from provenance.readers.pages.decode import decode_page
from provenance.readers.pages.extraction import extract
from provenance.readers.texts import whole
from provenance.readers.unchanged import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Batch
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

MEDIA_TYPE = "text/html"


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the document of a page, or a notice why there is none."""
    raw, content = whole(file, settings.max_document_bytes)
    collector.watch(len(raw))
    take_page(file, raw, content, settings, collector)
    yield from collector.batches()


def take_page(file: OpenFile, raw: bytes, content: bytes, settings: Reading, collector: Collector) -> None:
    """Give the collector the document of the page *content*, which is in the file whose bytes are *raw*."""
    if settings.encoding is None and is_binary(content):
        raise BinaryFileError(content)
    refuse_own(content, ".html")
    source = file.source
    file.digest = sha256(raw) if settings.digests else ""
    if not source.packed:
        file.media_type = MEDIA_TYPE
    try:
        page, encoding, note = decode_page(content, settings.encoding)
    except UndecodableError as error:
        collector.note("not decodable", source.path, None, str(error))
        return
    if note:
        collector.note("decoded by guess", source.path, None, note)
    text, statements = extract(page)
    origin = source.origin(MEDIA_TYPE)
    document = whole_file(
        source,
        settings,
        collector,
        statements,
        origin,
        size=len(raw),
        digest=file.digest,
        encoding=encoding,
    )
    collector.add(document, text.encode("utf-8", "surrogatepass"))
