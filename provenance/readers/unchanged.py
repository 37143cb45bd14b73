"""Whether what is read again is what was read first: the file by its stamp, a text by its size and digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError

if TYPE_CHECKING:
    import os

    from provenance.model import Document

CHANGED = "changed since it was first read"


def stamp_of(file: os.stat_result) -> int:
    """Return device, inode, size and time of the last change of a *file* as one number."""
    return (((file.st_dev << 64 | file.st_ino) << 64 | file.st_size) << 64) + file.st_mtime_ns


def refuse_changed(document: Document, raw: bytes) -> None:
    """Raise UnreadableFileError where *raw* is not what *document* counts: its file, or the text of its record."""
    if len(raw) != document.size or (document.sha256 and sha256(raw) != document.sha256):
        where = "" if document.line is None else f"line {document.line} "
        raise UnreadableFileError(where + CHANGED)


def sha256(raw: bytes | memoryview) -> str:
    """Return the SHA-256 of *raw* in hexadecimal digits."""
    return digest(raw).hex()


def digest(raw: bytes | memoryview) -> bytes:
    """Return the SHA-256 of *raw*, 32 bytes."""
    import hashlib

    return hashlib.sha256(raw).digest()
