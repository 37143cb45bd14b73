"""Reading of regular files; anything else at a path (a pipe, a device) is refused and never waited for."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import FileIO

# A pipe that replaces the file between stat and open must not block; Windows needs the flag for binary files.
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


class IrregularFileError(OSError):
    """A path leads to something other than a regular file, or to a link that must not be followed; see *strerror*."""


def open_regular(path: str | bytes, *, follow: bool = True) -> FileIO:
    """Open the regular file at *path*, unbuffered; without *follow*, a path that ends in a link is refused.

    Opening a named pipe may block forever and opening a device may have side effects, so the type is checked first.
    Raises IrregularFileError for both, IsADirectoryError for a folder, otherwise OSError or ValueError (a NUL in the
    path) as the system does.
    """
    _refuse_irregular(path, os.stat(path, follow_symlinks=follow).st_mode)
    flags = _FLAGS if follow else _FLAGS | _NOFOLLOW
    try:
        stream = open(path, "rb", buffering=0, opener=lambda name, mode: os.open(name, mode | flags))  # noqa: SIM115
    except OSError as error:
        if not follow and os.path.islink(path):
            raise _irregular(path, link=True) from error
        raise
    try:
        _refuse_irregular(path, os.fstat(stream.fileno()).st_mode)
    except IrregularFileError:
        stream.close()
        raise
    return stream


def contents(path: str | bytes, limit: int = -1, *, follow: bool = True) -> bytes:
    """Return the bytes of the regular file at *path*, at most the first *limit*.  Raises as open_regular does."""
    with open_regular(path, follow=follow) as stream:
        parts, left = list[bytes](), limit
        # A read may return less than asked for, and None where a special file of the kernel would block.
        while left and (part := stream.read(left)):
            parts.append(part)
            left -= len(part) if limit >= 0 else 0
    return b"".join(parts)


def _refuse_irregular(path: str | bytes, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(mode):
        raise _irregular(path, link=stat.S_ISLNK(mode))


def _irregular(path: str | bytes, *, link: bool) -> IrregularFileError:
    if link:
        return IrregularFileError(errno.ELOOP, "a link, which is not followed", path)
    return IrregularFileError(errno.EINVAL, "not a regular file", path)
