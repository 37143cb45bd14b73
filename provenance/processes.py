"""An ordered map over processes that are forked from this one and share its memory, for work that is Python code.

Threads do not help there: only one of them runs Python at a time.  multiprocessing would send every text to the other
processes; a forked one has them all.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from provenance.cleanups import cleaning_up, register_cleanup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

Item = TypeVar("Item")

_SIZE_BYTES = 8
_FAILED = (1 << 64) - 1  # instead of the size of a result
_TRIES, _PAUSE_SECONDS = 20, 0.001
_PIPE_BYTES = 1 << 20  # a process can be this far ahead of the reader; the most that Linux allows without a privilege


def can_fork() -> bool:
    """Return whether this process may be forked: on Linux, while it has one thread.

    A lock that another thread holds would stay locked in the child for ever.
    """
    if sys.platform != "linux":
        return False
    try:
        # A thread that was joined may be known to the system for a moment longer.
        for _ in range(_TRIES):
            if len(os.listdir("/proc/self/task")) == 1:
                return True
            time.sleep(_PAUSE_SECONDS)
    except OSError:
        pass
    return False


def map_forked(work: Callable[[Item], bytes], items: Sequence[Item], processes: int) -> Iterator[bytes | None]:
    """Yield the result of *work* for each of *items*, in order; None where it failed or its process was killed.

    The caller then does that item's work itself, and meets the error if there is one.  *work* runs in children, so
    whatever it changes beside its result is lost.
    """
    readers: list[BinaryIO] = []
    children: list[int] = []

    def end() -> None:
        while children:
            _end(children.pop())
        for reader in readers:
            reader.close()

    # Also where a signal ends this process: a child could write a file after the clean-up has removed it.
    with cleaning_up(end):
        for first in range(min(processes, len(items))):
            child, reader = _piped(work, items[first::processes])
            children.append(child)
            readers.append(reader)
        for at in range(len(items)):
            yield _received(readers[at % processes])


class Ahead(Generic[Item]):
    """Work on *items* in other processes, of which this one takes the results that are there when it needs them.

    Their results are kept in memory, so that no process waits for this one.  *children* are the ids of the processes.
    """

    def __init__(self, work: Callable[[Item], bytes], items: Sequence[Item], processes: int) -> None:
        self._parts = [items[first::processes] for first in range(min(processes, len(items)))]
        self._files: list[int] = []
        self.children: list[int] = []
        self._end = register_cleanup(self._killed)
        for part in self._parts:
            file = os.memfd_create("results")
            self._files.append(file)
            self.children.append(_forked(work, part, file))

    def ended(self) -> list[tuple[Item, bytes]]:
        """End the processes, and return the items that they came to, with their results; not those that failed."""
        self._end()
        found: list[tuple[Item, bytes]] = []
        for part, file in zip(self._parts, self._files, strict=False):
            with open(file, "rb") as reader:
                reader.seek(0)
                size = os.fstat(file).st_size
                for item in part:
                    if reader.tell() == size:
                        break
                    result = _received(reader)
                    if result is not None:
                        found.append((item, result))
        self._files.clear()
        return found

    def close(self) -> None:
        """End the processes, and forget what they found."""
        self._end()
        while self._files:
            os.close(self._files.pop())

    def _killed(self) -> None:
        while self.children:
            _end(self.children.pop())


def _piped(work: Callable[[Item], bytes], items: Sequence[Item]) -> tuple[int, BinaryIO]:
    """Return the id of a new process that works on *items*, and what reads its results."""
    import fcntl

    reading, writing = os.pipe()
    fcntl.fcntl(writing, getattr(fcntl, "F_SETPIPE_SZ", 1031), _PIPE_BYTES)
    child = _forked(work, items, writing, reading)
    os.close(writing)
    return child, open(reading, "rb")


def _forked(work: Callable[[Item], bytes], items: Sequence[Item], writing: int, *closed: int) -> int:
    """Return the id of a new process that works on *items* and writes to *writing*; the files *closed* are not its."""
    # A signal must not find our own handlers in the child: they would remove this process's unfinished files.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _handled())
    try:
        child = os.fork()
        if child == 0:
            for file in closed:
                os.close(file)
            _work(work, items, writing, before)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return child


def _work(work: Callable[[Item], bytes], items: Sequence[Item], writing: int, signals: set[int]) -> NoReturn:
    """Write the result of *work* for each of *items* to the file *writing*, and end this process."""
    try:
        import gc

        # What is there already is the parent's; to look through it would copy its memory.
        gc.freeze()
        for number in _handled():
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        with open(writing, "wb") as pipe:
            for item in items:
                try:
                    result = work(item)
                except Exception:  # noqa: BLE001 - the parent repeats the work, and meets the error itself
                    pipe.write(_FAILED.to_bytes(_SIZE_BYTES, "little"))
                else:
                    pipe.write(len(result).to_bytes(_SIZE_BYTES, "little"))
                    pipe.write(result)
                pipe.flush()
    finally:
        # Without the clean-ups of an interpreter that ends: they are the parent's.
        os._exit(0)


def _handled() -> set[signal.Signals]:
    """Return the signals for which Python code of ours or of a caller may be called."""
    return {number for number in signal.valid_signals() if callable(signal.getsignal(number))}


def _received(reader: BinaryIO) -> bytes | None:
    """Return the next result of a child; None if its work failed, or if the child is gone."""
    head = reader.read(_SIZE_BYTES)
    size = int.from_bytes(head, "little")
    if len(head) < _SIZE_BYTES or size == _FAILED:
        return None
    result = reader.read(size)
    return result if len(result) == size else None


def _end(child: int) -> None:
    """End a child, if it has not ended by itself, and wait for it."""
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        # A caller who ignores SIGCHLD has the system wait for children.
        return
