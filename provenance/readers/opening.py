"""From a source to its file, open for reading, also a second time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from provenance.errors import UnreadableFileError
from provenance.readers.blocks import (
    BLOCK,
    OverLimitError,
    blocks_of,
    joined,
    open_file,
    refuse_pointer,
    to_the_end,
    unwatched,
)
from provenance.readers.gzipped import PACKED_BLOCK
from provenance.readers.packing import unpacked
from provenance.readers.source import file_to_open, source_to_open
from provenance.readers.unchanged import stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import FileIO
    from typing import Self

    from provenance.readers.budget import Budget
    from provenance.readers.packing import Started
    from provenance.readers.source import Source
    from provenance.settings import Reading


class Stream(Protocol):
    """What an open file, or an open member of an archive, is read from."""

    def read(self, size: int = -1, /) -> bytes | None:
        """Return at most *size* bytes, b"" at the end; all that is left for -1."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to *offset*."""

    def tell(self) -> int:
        """Return the offset at which it is."""

    def close(self) -> None:
        """Close it."""


class Hash(Protocol):
    """A running SHA-256."""

    def update(self, content: bytes, /) -> None:
        """Add *content*."""

    def hexdigest(self) -> str:
        """Return the digest of all that was added."""


class OpenFile:
    """A file that is open: its *source*, its *stream* (unbuffered, still packed, at its start) and its *size*.

    *stamp* differs when the file, its size or its modification time differs.  *seekable* says whether byte offsets of
    what the file holds lead back to it.  *digest* is the SHA-256 of the file where a reader knows it, and *media_type*
    what a reader found the file to be; *budget* is what archives in it may still unpack to.
    """

    direct = True  # whether the stream can be read from any place
    __slots__ = ("_hash", "_hashed", "budget", "digest", "media_type", "seekable", "size", "source", "stamp", "stream")

    def __init__(self, source: Source, stream: Stream, size: int, stamp: int, *, seekable: bool) -> None:
        self.source = source
        self.stream = stream
        self.size = size
        self.stamp = stamp
        self.seekable = seekable
        self.digest = ""
        self.budget: Budget | None = None
        self.media_type = ""
        self._hash: Hash | None = None
        self._hashed = 0

    @classmethod
    def of(cls, source: Source, stream: FileIO) -> Self:
        """Return the file of *source*, which *stream* reads."""
        status = os.fstat(stream.fileno())
        return cls(source, stream, status.st_size, stamp_of(status), seekable=not source.packed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def hash_content(self) -> None:
        """Compute the file's digest from the blocks that `content` goes through."""
        import hashlib

        self._hash = hashlib.sha256()

    def found_digest(self) -> str:
        """Return the SHA-256 of the file, "" where a reader did not see all of it."""
        if self.digest or self._hash is None or self._hashed != self.size:
            return self.digest
        return self._hash.hexdigest()

    def whole(self, limit: int) -> bytes:
        """Return all bytes of the file as it lies there; OverLimitError where these are more than *limit*.

        Raises UnreadableFileError.
        """
        if self.size > limit:
            raise OverLimitError(f"has {self.size} bytes, more than the limit of {limit}; split it")
        raw = b"".join(blocks_of(self.stream, -1))  # -1: into one buffer, not twice the size
        if len(raw) < self.size:
            raise UnreadableFileError(f"became shorter while it was read: {self.size - len(raw)} bytes are missing")
        return raw

    def content(
        self, size: int = BLOCK, watch: Callable[[int], None] = unwatched, started: Started | None = None
    ) -> Iterator[bytes]:
        """Yield what the file holds, unpacked, in blocks of at most *size* bytes; of packed files, of BLOCK.

        *watch* is called with the bytes of each block as the file holds it, and *started* where one of several packed
        parts begins.  Raises UnreadableFileError.
        """
        if self.source.packed:
            return unpacked(self.source.packed, self._counted(self._blocks(PACKED_BLOCK, watch)), started)
        return self._counted(self._blocks(size, watch))

    def _blocks(self, size: int, watch: Callable[[int], None]) -> Iterator[bytes]:
        return to_the_end(self.stream, self.size, size, watch)

    def _counted(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for block in blocks:
            if self._hash is not None:
                self._hash.update(block)
                self._hashed += len(block)
            yield block


class OpenMember(OpenFile):
    """A member of an archive, to be read once from its start; *size* is what the archive says."""

    direct = False

    @classmethod
    def within(cls, archive: OpenFile, source: Source, size: int) -> Self:
        """Return the member *source* of an *archive*; its stream is empty until it is opened."""
        from io import BytesIO

        member = cls(source, BytesIO(), size, archive.stamp, seekable=False)
        member.budget = archive.budget
        return member

    def whole(self, limit: int) -> bytes:
        """Return all bytes of the member; OverLimitError where these are more than *limit*."""
        return joined(blocks_of(self.stream), limit)

    def _blocks(self, size: int, watch: Callable[[int], None]) -> Iterator[bytes]:
        return blocks_of(self.stream, size, watch)


def open_source(source: Source, settings: Reading) -> OpenFile:
    """Open what a walk came by, following no link that was put in its place since.  Raises UnreadableFileError."""
    stream = open_file(source_to_open(source, settings.extent.instead), follow=False)
    try:
        file = OpenFile.of(source, stream)
        refuse_pointer(file.size, stream.readall)
        stream.seek(0)
    except BaseException:
        stream.close()
        raise
    return file


def open_again(source: Source, settings: Reading) -> OpenFile:
    """Open what was read before; its stamp says whether it is the same.  Raises UnreadableFileError."""
    return OpenFile.of(source, open_file(file_to_open(source.file, settings.extent.instead)))
