"""From a path to what the regular file there holds; whatever else lies there is refused and never waited for."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import FileIO

# A pipe put in the place of a file after the look at it must not block; Windows needs to be told "binary".
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


class IrregularFileError(OSError):
    """What lies at a path is no regular file, or it is a link that was not to be followed; *strerror* says which."""


def open_regular(path: str | bytes, *, follow: bool = True) -> FileIO:
    """Open the regular file at *path*, unbuffered; without *follow*, a link as the last part of it is refused.

    A named pipe would keep us waiting for ever, and a device may do anything when it is opened, so both are looked at
    first.  Raises IrregularFileError for them, IsADirectoryError for a folder, else OSError or ValueError (a NUL in the
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


def contents(path: str | bytes, most: int = -1, *, follow: bool = True) -> bytes:
    """Return what the regular file at *path* holds, of a larger one the first *most* bytes; it raises the same."""
    with open_regular(path, follow=follow) as stream:
        parts, left = list[bytes](), most
        # A read may give less than was asked for; None: a file of the system would have us wait.
        while left and (part := stream.read(left)):
            parts.append(part)
            left -= len(part) if most >= 0 else 0
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
