"""Temporary files beside their targets, which leave nothing behind however the run ends.

What a killed run had finished takes its places when the next run starts; see `together`.

A run locks a file of its own for as long as it writes into a folder.  The system releases the lock however the process
ends, so the next run in that folder can tell leftovers from files that are being written.  A process id would not do:
another process may have it by now.  Linux passes such locks on to network file servers (nfs(5), flock(2)), but not on
every mount, so a file that another machine left must also have been untouched for a day.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

from provenance.cleanups import cleaning_up
from provenance.together import finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The system that the run was started on, the random number of the run, and the kind of the file.
_NAME = re.compile(r"\.provenance-([0-9a-f]{8})-([0-9a-f]{8})\.(?:lock|names|[0-9]+\.(?:part|old))")
_DAY = 86_400  # seconds
# Refuses links and does not block on named pipes; Windows has neither flag.
_SAFE_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def unfinished(folder: str) -> Iterator[Callable[[], str]]:
    """Provide a function that returns a new path in *folder* at each call; at the end, files left there are removed.

    Leftovers of killed runs in *folder* are removed first.  Raises OSError if no file can be created there.
    """
    run = _Run(folder)
    with cleaning_up(run.end):
        run.begin()
        run.sweep()
        yield run.path


class _Run:
    """The temporary files of one run in one folder."""

    __slots__ = ("_count", "_folder", "_lock", "_name")

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._name = ""
        self._lock = -1
        self._count = 0

    def begin(self) -> None:
        """Create and lock the file that marks this run as alive."""
        while True:
            # The name is set before the file exists, so that an interruption leaves no file.
            self._name = f"{_system()}-{os.urandom(4).hex()}"
            path = _lock_of(self._folder, self._name)
            self._lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _SAFE_FLAGS, 0o666)
            # Another run may have swept the file away before it was locked.
            if locked(self._lock) is not False and os.path.lexists(path):
                return
            self.end()

    def path(self) -> str:
        """Return a new path for a temporary file."""
        self._count += 1
        return self._part(self._count - 1)

    def sweep(self) -> None:
        """Remove the leftovers of runs that have ended."""
        leftovers: dict[str, list[os.DirEntry[str]]] = {}
        with suppress(OSError), os.scandir(self._folder or os.curdir) as scan:
            for entry in scan:
                match = _NAME.fullmatch(entry.name)
                if match and entry.is_file(follow_symlinks=False):
                    leftovers.setdefault(f"{match[1]}-{match[2]}", []).append(entry)
        leftovers.pop(self._name, None)
        for name, entries in leftovers.items():
            with _claimed(_lock_of(self._folder, name)) as claimed:
                # Locks held on this system are always visible, those held on another system not always.
                certain = claimed and name.startswith(_system())
                old = [entry for entry in entries if certain or (claimed is not False and self._untouched(entry))]
                if len(old) == len(entries):
                    finish(os.path.join(self._folder, f".provenance-{name}"), certain=bool(certain))
                for entry in old:
                    _remove(entry.path)

    def end(self) -> None:
        """Remove the files of this run that were not renamed."""
        for number in range(self._count):
            _remove(self._part(number))
        # Windows cannot remove an open file, so the lock is closed first.
        lock, self._lock = self._lock, -1
        if lock >= 0:
            os.close(lock)
        if self._name:
            _remove(_lock_of(self._folder, self._name))

    def _part(self, number: int) -> str:
        return os.path.join(self._folder, f".provenance-{self._name}.{number}.part")

    def _untouched(self, entry: os.DirEntry[str]) -> bool:
        """Return whether a file was not written for a day, by the clock that also dated the lock of this run."""
        try:
            return os.fstat(self._lock).st_mtime - entry.stat(follow_symlinks=False).st_mtime > _DAY
        except OSError:
            return False


@contextmanager
def _claimed(path: str) -> Iterator[bool | None]:
    """Provide whether the run that owns the lock file at *path* has ended; None where locks are not supported.

    The lock is held until the block ends: otherwise a run that has just created the file could lock it in between.
    """
    if sys.platform == "win32":
        # Windows refuses to remove a file that a process has open.
        yield _remove(path) or not os.path.lexists(path)
        return
    try:
        lock = os.open(path, os.O_RDWR | _SAFE_FLAGS)
    except OSError as error:
        # A lock is created first and removed last, so without it the run has ended; another user's lock proves nothing.
        yield isinstance(error, FileNotFoundError)
        return
    try:
        yield locked(lock)
    finally:
        os.close(lock)


def locked(lock: int) -> bool | None:
    """Lock an open file; return False if another process holds the lock, None where locks are not supported."""
    if sys.platform == "win32":
        import msvcrt

        try:
            # Far behind what the file says, so that others can read that.
            os.lseek(lock, 1 << 20, os.SEEK_SET)
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(lock, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@cache
def _system() -> str:
    """Return an identifier of this system: from its boot id where there is one, else from its host name."""
    from zlib import crc32

    try:
        # All containers of one system have the same boot id, and share its locks.
        with open("/proc/sys/kernel/random/boot_id", "rb") as file:
            identity = file.read()
    except OSError:
        from platform import node

        identity = node().encode("utf-8", "backslashreplace")
    return f"{crc32(identity):08x}"


def _lock_of(folder: str, name: str) -> str:
    return os.path.join(folder, f".provenance-{name}.lock")


def _remove(path: str) -> bool:
    """Remove a file and return whether that succeeded."""
    try:
        os.unlink(path)
    except OSError:
        return False
    return True
