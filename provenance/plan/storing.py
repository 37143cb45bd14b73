"""From bytes to files that are there whole or not at all: copies with their times, holes and permissions, flushed."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from provenance.errors import UnwritableFileError
from provenance.files import open_regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BLOCK = 4 << 20
_GATHERED = 1 << 18  # bytes
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def blocks_of(place: bytes) -> Iterator[bytes]:
    """Yield the bytes of the regular file at *place* in blocks.  Raises OSError."""
    with open_regular(place) as stream:
        while block := stream.read(_BLOCK):
            yield block


def store(place: bytes, content: Iterable[bytes], like: bytes | None = None) -> None:
    """Write *content* to a new file at *place*, flushed, with the permissions of the file *like*.

    Raises UnwritableFileError, also where there is something at *place*.
    """
    with writing(place):
        descriptor = os.open(place, _NEW, 0o666)
        with open(descriptor, "wb", buffering=0) as stream:
            for block in _gathered(content):
                view = memoryview(block)
                while view:
                    view = view[stream.write(view) :]
            if like is not None:
                _take_mode(descriptor, like)
            os.fsync(descriptor)


def store_with_digest(place: bytes, content: Iterable[bytes], like: bytes | None = None) -> str:
    """Do what ``store`` does, and return the SHA-256 of *content*."""
    digest = hashlib.sha256()

    def digested() -> Iterator[bytes]:
        for block in content:
            digest.update(block)
            yield block

    store(place, digested(), like)
    return digest.hexdigest()


def _gathered(content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield *content* in larger blocks: a call for each line of a file would take longer than all else."""
    parts, size = list[bytes](), 0
    for block in content:
        parts.append(block)
        size += len(block)
        if size >= _GATHERED:
            yield b"".join(parts)
            parts, size = [], 0
    yield b"".join(parts)


def copy(source: bytes, place: bytes) -> str:
    """Copy the file at *source* to a new file at *place*, flushed, and return the SHA-256 of its bytes.

    Its times, permissions and holes are kept.  Raises OSError where it cannot be read, and UnwritableFileError.
    """
    digest = hashlib.sha256()
    with open_regular(source) as stream:
        status = os.fstat(stream.fileno())
        sparse = hasattr(os, "SEEK_HOLE") and getattr(status, "st_blocks", 0) * 512 < status.st_size
        with writing(place):
            descriptor = os.open(place, _NEW, 0o666)
            with open(descriptor, "wb", buffering=0) as target:
                while block := stream.read(_BLOCK):
                    digest.update(block)
                    if sparse and not block.strip(b"\0"):
                        target.seek(len(block), os.SEEK_CUR)
                        continue
                    view = memoryview(block)
                    while view:
                        view = view[target.write(view) :]
                if sparse:
                    target.truncate(status.st_size)
                _take_mode(descriptor, source)
                os.fsync(descriptor)
            os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
    return digest.hexdigest()


@contextmanager
def writing(place: bytes) -> Iterator[None]:
    """Turn an OSError of the block into an UnwritableFileError about *place*."""
    try:
        yield
    except FileExistsError as error:
        raise UnwritableFileError(
            f"{os.fsdecode(place)}: there is a file of this name, or one that this system takes for the same; "
            "rename one of the two"
        ) from error
    except OSError as error:
        raise UnwritableFileError(f"{os.fsdecode(place)}: cannot be written: {error.strerror}") from error


def settle(*folders: bytes) -> None:
    """Flush the names in *folders* to the disk, where the system can."""
    for folder in folders:
        with suppress(OSError):
            opened = os.open(folder or b".", os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)


def _take_mode(descriptor: int, like: bytes) -> None:
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, os.stat(like).st_mode & 0o7777)
