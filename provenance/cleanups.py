"""What must be undone when a block ends, also where a signal is about to end the process in the middle of it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Cleanups of blocks that are still open; global because a signal handler gets no arguments of ours.
_CLEANUPS: list[Callable[[], None]] = []


@contextmanager
def cleaning_up(work: Callable[[], None]) -> Iterator[None]:
    """Call *work* at the end of the block, or earlier where `run_cleanups` is called; it may be called twice."""
    done = register_cleanup(work)
    try:
        yield
    finally:
        done()


def register_cleanup(work: Callable[[], None]) -> Callable[[], None]:
    """Have `run_cleanups` call *work*; the returned function calls *work* and takes it off the list."""
    _CLEANUPS.append(work)

    def done() -> None:
        work()
        if work in _CLEANUPS:
            _CLEANUPS.remove(work)

    return done


def run_cleanups() -> None:
    """Call every registered cleanup, the latest first: for a process that a signal is about to end."""
    for work in reversed(_CLEANUPS):
        with suppress(Exception):
            work()
