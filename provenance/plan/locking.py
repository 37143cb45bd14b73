"""One run at a time: a file that a run has locked for as long as it lives, however it ends."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.plan.storing import writing
from provenance.unfinished import locked

if TYPE_CHECKING:
    from collections.abc import Iterator

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def only_run(path: bytes, shown: str) -> Iterator[None]:
    """Hold the lock file at *path* for the block.  Raises UsageError about *shown* where another run holds it."""
    lock = _taken(path)
    if lock is None:
        raise UsageError(f"{shown}: another run is at work there; wait until it has ended")
    try:
        yield
    finally:
        # Removed before it is let go: whoever opens it later makes a new one.
        with writing(path):
            os.unlink(path)
        os.close(lock)


def _taken(path: bytes) -> int | None:
    """Return the open and locked file at *path*, None if another process has it."""
    while True:
        with writing(path):
            lock = os.open(path, _FLAGS, 0o666)
        # A system without locks has to be trusted.
        if locked(lock) is False:
            os.close(lock)
            return None
        # The run that had it may have removed it in between, and then another may hold the new one.
        if os.path.lexists(path) and os.path.samestat(os.fstat(lock), os.lstat(path)):
            return lock
        os.close(lock)
