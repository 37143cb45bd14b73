"""The lock of an index's one writer, which the system releases however the process ends."""

from __future__ import annotations

import os
from contextlib import suppress

from provenance.errors import UnusableIndexError, UnwritableFileError
from provenance.index.closing import Closing
from provenance.unfinished import locked

NAME = "writer.lock"
_MOST = 200  # bytes of what the holder says about itself


class Lock(Closing):
    """Held from its creation until `close`; the file says who holds it."""

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, NAME)
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except OSError as error:
            raise UnwritableFileError(f"{self._path}: cannot be written: {error.strerror}") from error
        held = locked(self._file)
        if held is None:
            os.close(self._file)
            raise UnwritableFileError(f"{self._path}: files cannot be locked here; keep the index on a local disk")
        if not held:
            holder = os.read(self._file, _MOST).decode("utf-8", "replace").strip()
            os.close(self._file)
            raise UnusableIndexError(
                f"{folder}: another writer ({holder or 'unknown'}) holds this index; wait until it has ended"
            )
        from platform import node

        # On a full disk the lock holds as well, and only does not say whose it is.
        with suppress(OSError):
            os.ftruncate(self._file, 0)
            os.write(self._file, f"process {os.getpid()} on {node()}".encode("utf-8", "replace")[:_MOST])

    def close(self) -> None:
        """Release the lock."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1
