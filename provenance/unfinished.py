"""From a folder to paths in it for files that are not finished: they leave nothing, whatever ends the run.

A run holds a lock on a file of its own while it writes beside it.  The system lets go of the lock however the process
ends, so the next run that writes into the folder tells what is left over from what is being written; the number of a
process would not do, since another one may have it by now.  Linux hands such locks on to servers of network file
systems (nfs(5), flock(2)).  Not all mounts do so: what another machine began must also have rested for a day.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The system that a run began on, its own number, and what the file is.
_NAME = re.compile(r"\.provenance-([0-9a-f]{8})-([0-9a-f]{8})\.(?:lock|[0-9]+\.part)")
_DAY = 86_400
# A link is not followed, and a named pipe not waited for; Windows has neither flag.
_NO_SURPRISE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

# What is to be done whatever ends the process: a signal's handler is told nothing of what goes on.
_PENDING: list[Callable[[], None]] = []


@contextmanager
def unfinished(folder: str) -> Iterator[Callable[[], str]]:
    """Give what returns a new path in *folder* at each call; what stands at one of them at the end is removed.

    What runs that were killed left in *folder* is removed first.  Raises OSError where no file can be made there.
    """
    run = _Run(folder)
    with at_the_end(run.end):
        run.begin()
        run.sweep()
        yield run.path


@contextmanager
def at_the_end(work: Callable[[], None]) -> Iterator[None]:
    """Do *work* at the end of the block, also where `put_right` comes in between; it may be done twice."""
    done = pending(work)
    try:
        yield
    finally:
        done()


def pending(work: Callable[[], None]) -> Callable[[], None]:
    """Have `put_right` do *work* until the function that this returns is called, which does it too."""
    _PENDING.append(work)

    def done() -> None:
        work()
        if work in _PENDING:
            _PENDING.remove(work)

    return done


def put_right() -> None:
    """Do all that blocks still have to do at their ends: for a process that a signal ends before they come to them."""
    for work in reversed(_PENDING):
        with suppress(Exception):
            work()


class _Run:
    """One run's files in a folder."""

    __slots__ = ("_count", "_folder", "_lock", "_name")

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._name = ""
        self._lock = -1
        self._count = 0

    def begin(self) -> None:
        """Make the file that says that this run goes on, and lock it."""
        while True:
            # Known before the file is made, so that an interruption leaves none.
            self._name = f"{_system()}-{os.urandom(4).hex()}"
            path = _lock_of(self._folder, self._name)
            self._lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_SURPRISE, 0o666)
            # Another run that sweeps here may have come before the lock.
            if _locked(self._lock) is not False and os.path.lexists(path):
                return
            self.end()

    def path(self) -> str:
        """Return the path for one more file."""
        self._count += 1
        return self._part(self._count - 1)

    def sweep(self) -> None:
        """Remove what runs left that are over."""
        left: dict[str, list[os.DirEntry[str]]] = {}
        with suppress(OSError), os.scandir(self._folder or os.curdir) as scan:
            for entry in scan:
                found = _NAME.fullmatch(entry.name)
                if found and entry.is_file(follow_symlinks=False):
                    left.setdefault(f"{found[1]}-{found[2]}", []).append(entry)
        left.pop(self._name, None)
        for name, entries in left.items():
            with _claimed(_lock_of(self._folder, name)) as claimed:
                # Whoever holds a lock in this system is seen; one of another system perhaps not.
                sure = claimed and name.startswith(_system())
                for entry in entries if claimed is not False else ():
                    if sure or self._rested(entry):
                        _remove(entry.path)

    def end(self) -> None:
        """Remove all files of this run that are not renamed."""
        for number in range(self._count):
            _remove(self._part(number))
        # Closed first: Windows removes no file that is open.
        lock, self._lock = self._lock, -1
        if lock >= 0:
            os.close(lock)
        if self._name:
            _remove(_lock_of(self._folder, self._name))

    def _part(self, number: int) -> str:
        return os.path.join(self._folder, f".provenance-{self._name}.{number}.part")

    def _rested(self, entry: os.DirEntry[str]) -> bool:
        """Return whether nobody wrote to a file for a day, by the clock that marks this run's own file too."""
        try:
            return os.fstat(self._lock).st_mtime - entry.stat(follow_symlinks=False).st_mtime > _DAY
        except OSError:
            return False


@contextmanager
def _claimed(path: str) -> Iterator[bool | None]:
    """Give whether the run is over whose lock is the file at *path*; None: there are no locks here.

    It is held until its files are removed: a run that has just made the file would lock it in between.
    """
    if sys.platform == "win32":
        # No file can be removed there that a process has open.
        yield _remove(path) or not os.path.lexists(path)
        return
    try:
        lock = os.open(path, os.O_RDWR | _NO_SURPRISE)
    except OSError as error:
        # The lock is made first and removed last; one of another user says nothing.
        yield isinstance(error, FileNotFoundError)
        return
    try:
        yield _locked(lock)
    finally:
        os.close(lock)


def _locked(lock: int) -> bool | None:
    """Lock an open file and return whether nobody else had; None: there are no locks here."""
    if sys.platform == "win32":
        return None
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
    """Return a mark of the system that runs here: of its start where it tells that, else of its name."""
    from zlib import crc32

    try:
        # The same in all containers of one system, which share its locks.
        with open("/proc/sys/kernel/random/boot_id", "rb") as file:
            told = file.read()
    except OSError:
        from platform import node

        told = node().encode("utf-8", "backslashreplace")
    return f"{crc32(told):08x}"


def _lock_of(folder: str, name: str) -> str:
    return os.path.join(folder, f".provenance-{name}.lock")


def _remove(path: str) -> bool:
    """Remove a file, and return whether that could be done."""
    try:
        os.unlink(path)
    except OSError:
        return False
    return True
