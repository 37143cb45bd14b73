"""From one input to its batches: the table of formats, and a notice for whatever goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError, UsageError
from provenance.readers.blocks import OverLimitError
from provenance.readers.decode import known_encoding
from provenance.readers.records import read_records
from provenance.readers.source import STDIN
from provenance.readers.texts import BinaryFileError, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from provenance.model import Batch
    from provenance.readers.collect import Collector
    from provenance.readers.source import Source
    from provenance.settings import Reading

    Reader = Callable[[Source, Reading, Collector], Iterator[Batch]]

# What reads a file, by its suffix; each also where ".gz" follows.
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".jsonl": read_records,
    ".ndjson": read_records,
}


def checked(settings: Reading) -> Reading:
    """Return *settings* with Python's name of the encoding; a UsageError when they cannot be used."""
    if not settings.fields.get("text"):
        raise UsageError("--fields: no field is named for text; say text=NAME")
    encoding = known_encoding(settings.encoding)
    if encoding == settings.encoding:
        return settings
    import attrs

    return attrs.evolve(settings, encoding=encoding)


def batches_of(
    source: Source, settings: Reading, collector: Collector, stdin: BinaryIO | None = None
) -> Iterator[Batch]:
    """Yield the batches that *source* fills; what keeps it from being read is a notice.

    Only a binary file that nobody named raises, a BinaryFileError, because such files are counted together.
    """
    collector.file = source.file
    try:
        if source.file == STDIN:
            from provenance.readers.stdin import read_stdin

            yield from read_stdin(source, stdin or _standard_input(), settings, collector)
        else:
            yield from READERS[source.suffix](source, settings, collector)
    except OverLimitError as error:
        collector.note("over limit", source.path, None, str(error))
    except BinaryFileError as error:
        if not source.named:
            raise
        collector.note("unreadable", source.path, None, str(error))
    except UnreadableFileError as error:
        collector.note("unreadable", source.path, None, str(error))
    finally:
        collector.end_file(source.path)


def _standard_input() -> BinaryIO:
    import sys

    if sys.stdin is None:
        raise UnreadableFileError("there is no standard input")
    return sys.stdin.buffer
