"""From documents back to their texts, by the reader of each file's format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import ProvenanceError, UnreadableFileError
from provenance.readers.collect import Collector
from provenance.readers.dispatch import checked, reader_of
from provenance.readers.formats import FORMAT_OF, kind_of
from provenance.readers.opening import open_again
from provenance.readers.source import STDIN, Source
from provenance.readers.unchanged import CHANGED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.documents.rows import RowRun
    from provenance.model import Document
    from provenance.readers.format import Columns, Reader
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading


def reread(documents: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of *documents*, in their order, read again from their files, each of which is opened once.

    An UnreadableFileError names a file that cannot be read any more, or that is not what was read first: by the digest
    of the text where it is known, else by the file's inode, size and time.  What came from standard input is a
    ProvenanceError: a caller that needs it again must keep it.
    """
    settings = checked(settings)
    wanted: dict[tuple[bytes, int], list[int]] = {}
    for position, document in enumerate(documents):
        wanted.setdefault((document.file, document.stamp), []).append(position)
    texts = [""] * len(documents)
    for positions in wanted.values():
        some = [documents[position] for position in positions]
        try:
            found = _reread_file(some, settings)
        except UnreadableFileError as error:
            raise UnreadableFileError(f"{some[0].path}: {error}") from error
        for position, text in zip(positions, found, strict=True):
            texts[position] = text
    return texts


def reread_run(run: RowRun, slots: NDArray[np.int64], settings: Reading) -> Columns | None:
    """Return the texts at *slots*, which ascend, of a run in columns, read again without making documents.

    None where the format has no such way, or where something is wrong: `reread` says what.
    """
    if not len(slots):
        return None
    settings = checked(settings)
    source = _source(run.path, run.file)
    try:
        reader = reader_of(source.suffix)
        if reader.reread_run is None:
            return None
        with open_again(source, settings) as file:
            if file.stamp != run.stamp and not run.raw_digests:
                return None
            return reader.reread_run(file, run, slots, settings)
    except (OSError, UnreadableFileError):
        return None


def _reread_file(documents: Sequence[Document], settings: Reading) -> Sequence[str]:
    """Return the texts of *documents*, all of one file."""
    first = documents[0]
    source = _source(first.path, first.file)
    reader = reader_of(source.suffix)
    with open_again(source, settings) as file:
        # A link put in the place of the file may lead anywhere: without a digest, nothing of it is read.
        if file.stamp != first.stamp and not first.sha256:
            raise UnreadableFileError(CHANGED)
        try:
            if reader.reread is None:
                return read_through(reader, file, documents, settings)
            return reader.reread(file, documents, settings)
        except OSError as error:
            raise UnreadableFileError(f"cannot be read again: {error.strerror}") from error


def read_member_again(
    reader: Reader, file: OpenFile, documents: Sequence[Document], settings: Reading
) -> Sequence[str]:
    """Return the texts of *documents*, all of one member of an archive, which is open at its start."""
    if FORMAT_OF[file.source.suffix].archive and reader.reread is not None:
        return reader.reread(file, documents, settings)
    return read_through(reader, file, documents, settings)


def _source(path: str, file: bytes) -> Source:
    if file == STDIN:
        raise ProvenanceError("-: standard input cannot be read again; keep its texts, or write it to a file first")
    kind = kind_of(file)
    if kind is None:
        raise UnreadableFileError(f"{path}: its name has no suffix that is read")
    return Source(path, file, file, 0, kind, named=True)


def read_through(reader: Reader, file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of *wanted* by reading *file* from its start, up to the last of them."""
    positions: dict[object, list[int]] = {}
    for position, document in enumerate(wanted):
        positions.setdefault((document.line, document.number, document.place), []).append(position)
    texts = [""] * len(wanted)
    collector = Collector(settings.batch_bytes)
    collector.begin_file(file.source.file, file.stamp)
    for batch in collector.followed_by_rest(reader.read(file, settings, collector)):
        for slot, found in enumerate(batch.documents):
            for position in positions.pop((found.line, found.number, found.place), ()):
                if (found.size, found.sha256) != (wanted[position].size, wanted[position].sha256):
                    raise UnreadableFileError(CHANGED)
                texts[position] = batch.text(slot)
        if not positions:
            return texts
    raise UnreadableFileError(CHANGED)
