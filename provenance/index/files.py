"""The files of an index: written whole and synced before anything names them, and read by place."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from functools import cached_property
from mmap import ACCESS_READ, mmap
from threading import Lock
from typing import TYPE_CHECKING

from provenance.errors import UnusableIndexError, UnwritableFileError
from provenance.files import open_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

_seeking = Lock()  # where the system has no pread, only one thread may move a file's position
DAMAGED = "it is cut off or damaged; restore the index from a copy, or make it anew with: provenance index create"


class OpenFile:
    """A file that is open for reading by place, from any thread."""

    def __init__(self, path: str) -> None:
        """Raises FileNotFoundError, which may mean that the file was merged away meanwhile."""
        self.path = path
        try:
            self._stream = open_regular(path)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise UnusableIndexError(f"{path}: cannot be opened: {error.strerror}") from error
        self.size = os.fstat(self._stream.fileno()).st_size

    @cached_property
    def _mapped(self) -> mmap:
        mapped = mmap(self._stream.fileno(), 0, access=ACCESS_READ)
        if hasattr(mapped, "madvise"):
            from mmap import MADV_RANDOM

            mapped.madvise(MADV_RANDOM)  # the pages around a place are not read as well
        return mapped

    def mapped(self) -> mmap:
        """Return the file's bytes as they are in memory: many small reads take a fifth of the time of calls.

        Raises UnusableIndexError where the file is shorter than it was: to read there would end the process.
        """
        checked(self.path, os.fstat(self._stream.fileno()).st_size >= self.size > 0)
        return self._mapped

    def read(self, size: int, offset: int) -> bytes:
        """Return *size* bytes at *offset*.  Raises UnusableIndexError where the file is shorter, or cannot be read."""
        checked(self.path, 0 <= offset <= offset + size <= self.size)
        try:
            found = _read_at(self._stream.fileno(), size, offset)
        except OSError as error:
            raise UnusableIndexError(f"{self.path}: cannot be read: {error.strerror}") from error
        checked(self.path, len(found) == size)
        return found

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def __del__(self) -> None:
        # A file that turns out to be damaged is let go where that is found out, and its error says more than a warning.
        if hasattr(self, "_stream"):
            self._stream.close()


def _read_at(file: int, size: int, offset: int) -> bytes:
    """Return *size* bytes at *offset* of an open file, fewer where it ends; threads may read the same file."""
    parts: list[bytes] = []
    while size:
        if hasattr(os, "pread"):
            part = os.pread(file, size, offset)
        else:
            with _seeking:
                os.lseek(file, offset, os.SEEK_SET)
                part = os.read(file, size)
        if not part:
            break
        parts.append(part)
        size -= len(part)
        offset += len(part)
    return b"".join(parts)


def checked(path: str, sound: bool) -> None:  # noqa: FBT001 - an assertion about a file
    """Raise UnusableIndexError unless what *path* holds is *sound*."""
    if not sound:
        raise UnusableIndexError(f"{path}: {DAMAGED}")


class NewFile:
    """A file that is written from its start; nothing names it yet, so a crash leaves it to the next writer's sweep."""

    __slots__ = ("path", "stream")

    def __init__(self, path: str) -> None:
        self.path = path
        with named_failure(path):
            self.stream: BinaryIO = open(path, "xb")  # noqa: SIM115 - kept open until `finish` or `abandon`

    def finish(self) -> int:
        """Sync the file to disk, close it, and return its size."""
        with named_failure(self.path):
            self.stream.flush()
            os.fsync(self.stream.fileno())
            self.stream.close()
            return os.path.getsize(self.path)

    def abandon(self) -> None:
        """Close the file and remove it."""
        with suppress(OSError):
            self.stream.close()
        unlink(self.path)


def write_new(path: str, body: Callable[[BinaryIO], None]) -> int:
    """Write a new file at *path* by *body*, sync it to disk, and return its size; on failure nothing stays."""
    file = NewFile(path)
    try:
        with named_failure(path):
            body(file.stream)
        return file.finish()
    except BaseException:
        file.abandon()
        raise


@contextmanager
def named_failure(path: str) -> Iterator[None]:
    """Turn a failure to write the file at *path* into a sentence."""
    try:
        yield
    except OSError as error:
        raise UnwritableFileError(f"{path}: cannot be written: {error.strerror}; the index is as it was") from error


def sync_folder(folder: str) -> None:
    """Make the names of new files in *folder* survive a power cut, where the system can."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows does not open folders
    try:
        os.fsync(number)
    except OSError:
        return
    finally:
        os.close(number)


def unlink(path: str) -> None:
    """Remove a file; one that another process has open stays on Windows, until the next sweep."""
    with suppress(OSError):
        os.unlink(path)
