"""From paths to batches of documents: folders, files of texts or records, standard input.

`read` gives the batches, `unique_ids` mends ids that several documents have, `reread` gets texts again by their places,
`open_text` gets one text to compare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError, UsageError
from provenance.readers.blocks import OverLimitError
from provenance.readers.collect import Collector
from provenance.readers.decode import known_encoding
from provenance.readers.ids import unique_ids
from provenance.readers.records import read_records
from provenance.readers.texts import BinaryFileError, read_text
from provenance.readers.walk import BINARY, Found, find
from provenance.readers.source import STDIN

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from provenance.config import Reading
    from provenance.model import Batch
    from provenance.readers.source import Source

    Reader = Callable[[Source, Reading, Collector], Iterator[Batch]]

__all__ = ["READERS", "read", "unique_ids"]

# What reads a file, by its suffix; each also where ".gz" follows.
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".jsonl": read_records,
    ".ndjson": read_records,
}


def read(
    paths: Sequence[str | os.PathLike[str]], settings: Reading, *, stdin: BinaryIO | None = None
) -> Iterator[Batch]:
    """Return the documents of all *paths* in batches of about ``settings.batch_bytes``, in a total order.

    All paths are checked before anything is read.  A UsageError says that one does not exist, or that there is nothing
    to scan.  Whatever cannot be read is a notice of the batch in which it was met; what was passed over is counted in
    the last batch, which may hold notices only.
    """
    settings = checked(settings)
    found = find(paths, settings.output, READERS)
    if not found.sources and not found.notices:
        raise found.nothing()
    return _batches(found, settings, stdin)


def checked(settings: Reading) -> Reading:
    """Return *settings* with Python's name of the encoding; a UsageError when they cannot be used."""
    if not settings.fields.get("text"):
        raise UsageError("--fields: no field is named for text; say text=NAME")
    encoding = known_encoding(settings.encoding)
    if encoding == settings.encoding:
        return settings
    import attrs

    return attrs.evolve(settings, encoding=encoding)


def _batches(found: Found, settings: Reading, stdin: BinaryIO | None) -> Iterator[Batch]:
    collector = Collector(settings.batch_bytes)
    for source in found.sources:
        try:
            yield from _reader(source, stdin)(source, settings, collector)
        except OverLimitError as error:
            collector.note("over limit", source.path, None, str(error))
        except BinaryFileError as error:
            if source.named:
                collector.note("unreadable", source.path, None, str(error))
            else:
                found.passing(source.root, BINARY)
        except UnreadableFileError as error:
            collector.note("unreadable", source.path, None, str(error))
        collector.end_file(source.path)
    if collector.empty and not found.notices:
        raise found.nothing()
    for notice in (*found.notices, *found.summary()):
        collector.tell(notice)
    yield from collector.rest()


def _reader(source: Source, stdin: BinaryIO | None) -> Reader:
    return READERS[source.suffix]
