"""From one input to its batches, by the reader of its format, with a notice for whatever goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError, UsageError
from provenance.readers.blocks import OverLimitError
from provenance.readers.encodings import BinaryFileError, known_encoding
from provenance.readers.formats import FORMAT_OF
from provenance.readers.inputs import add_read, add_unopened
from provenance.readers.opening import open_source
from provenance.readers.own import OwnReportError
from provenance.readers.packing import MEDIA_TYPES
from provenance.readers.source import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from provenance.model import Batch
    from provenance.readers.collect import Collector
    from provenance.readers.format import Reader
    from provenance.readers.opening import OpenFile
    from provenance.readers.source import Source
    from provenance.settings import Reading


def checked(settings: Reading) -> Reading:
    """Return *settings* with Python's name of the encoding; a UsageError when they cannot be used."""
    if unnamed := [role for role, name in settings.fields.items() if not name]:
        raise UsageError(f"--fields: no field is named for {unnamed[0]}; say {unnamed[0]}=NAME")
    encoding = known_encoding(settings.encoding)
    if encoding == settings.encoding:
        return settings
    import attrs

    return attrs.evolve(settings, encoding=encoding)


def reader_of(suffix: str) -> Reader:
    """Return what reads files of this *suffix*, imported now; UnreadableFileError where an extra is not installed."""
    row = FORMAT_OF[suffix]
    if row.reader is None:
        raise UnreadableFileError(f"is {row.name}, which nothing reads: {row.advice}")
    try:
        return row.reader()
    except ModuleNotFoundError as error:
        if not row.extra:
            raise
        raise UnreadableFileError(
            f"is {row.name}; to have it read: pip install 'provenance-audit[{row.extra}]'"
        ) from error


def batches_of(
    source: Source, settings: Reading, collector: Collector, stdin: BinaryIO | None = None
) -> Iterator[Batch]:
    """Yield the batches that *source* fills; what keeps it from being read is a notice.

    Only a binary file or a report that nobody named raises, a BinaryFileError or an OwnReportError, because such files
    are counted together.
    """
    collector.begin_file(source.file)
    before = collector.total
    file: OpenFile | None = None
    try:
        if source.file == STDIN:
            from provenance.readers.stdin import read_stdin

            yield from read_stdin(source, stdin or _standard_input(), settings, collector)
        else:
            file = open_source(source, settings)
            with file:
                yield from content_of(file, settings, collector)
    except (BinaryFileError, OwnReportError) as error:
        if not source.named:
            collector.end_file(source.path)
            raise
        note_failure(source.path, error, collector)
    except UnreadableFileError as error:
        note_failure(source.path, error, collector)
    collector.end_file(source.path)
    if file is None:
        add_unopened(source.path, collector.total - before, collector)
    else:
        add_read(file, collector.total - before, collector)


def note_failure(path: str, error: UnreadableFileError, collector: Collector) -> None:
    """Give the collector the notice about the *error* that kept something from being read."""
    if isinstance(error, OverLimitError):
        collector.note("over limit", path, None, str(error))
    elif isinstance(error, BinaryFileError):
        from provenance.readers.foreign import resemblance

        collector.note("unreadable", path, None, f"{error}{resemblance(error.beginning)}")
    else:
        collector.note("unreadable", path, None, str(error))


def content_of(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Yield the batches that an open *file* or member fills.  Raises UnreadableFileError."""
    suffix = file.source.suffix
    collector.stamp = file.stamp
    file.media_type = MEDIA_TYPES[file.source.packed] if file.source.packed else FORMAT_OF[suffix].media_type
    if settings.digests:
        file.hash_content()
    yield from reader_of(suffix).read(file, settings, collector)


def _standard_input() -> BinaryIO:
    import sys

    if sys.stdin is None:
        raise UnreadableFileError("there is no standard input")
    return sys.stdin.buffer
