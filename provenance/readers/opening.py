"""From a source to its file, open for reading, also a second time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.readers.blocks import BLOCK, open_file, refuse_pointer, to_the_end, unwatched
from provenance.readers.gzipped import PACKED_BLOCK, inflated
from provenance.readers.source import file_to_open, source_to_open
from provenance.readers.unchanged import stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import FileIO
    from typing import Self

    from provenance.readers.source import Source
    from provenance.settings import Reading


class OpenFile:
    """A file that is open: its *source*, its *stream* (unbuffered, as the file stands, at its start) and its *size*.

    *stamp* is another one wherever the file, its size or the time of its last change is.
    """

    __slots__ = ("size", "source", "stamp", "stream")

    def __init__(self, source: Source, stream: FileIO) -> None:
        self.source = source
        self.stream = stream
        status = os.fstat(stream.fileno())
        self.size = status.st_size
        self.stamp = stamp_of(status)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def content(self, size: int = BLOCK, watch: Callable[[int], None] = unwatched) -> Iterator[bytes]:
        """Yield what the file holds, unpacked, in blocks of at most *size* bytes; of packed files, of BLOCK.

        *watch* is called with the bytes of each block as the file holds it.  Raises UnreadableFileError.
        """
        if self.source.packed:
            return inflated(to_the_end(self.stream, PACKED_BLOCK, watch))
        return to_the_end(self.stream, size, watch)


def open_source(source: Source, settings: Reading) -> OpenFile:
    """Open what a walk came by, following no link that was put in its place since.  Raises UnreadableFileError."""
    file = OpenFile(source, open_file(source_to_open(source, settings.extent.instead), follow=False))
    try:
        refuse_pointer(file.size, file.stream.readall)
        file.stream.seek(0)
    except BaseException:
        file.stream.close()
        raise
    return file


def open_again(source: Source, settings: Reading) -> OpenFile:
    """Open what was read before; its stamp says whether it is the same.  Raises UnreadableFileError."""
    return OpenFile(source, open_file(file_to_open(source.file, settings.extent.instead)))
