"""From a signal that ends a process to an interruption that lets it put its files in order, and to its exit status."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import TYPE_CHECKING

from provenance.cli.exits import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# Who stops a job, and a terminal that goes away; SIGINT raises KeyboardInterrupt already.  Windows has no SIGHUP.
_NAMES = ("SIGTERM", "SIGHUP")
# What shells add to the number of the signal that ended a process.
_SHELLS = 128


class Ending:
    """The first signal that came; *status* and *said* are those of Ctrl-C where none did."""

    __slots__ = ("_number",)

    def __init__(self) -> None:
        self._number = 0

    def come(self, number: int, _: FrameType | None) -> None:
        """Interrupt the work, at the first signal only: what the work leaves is then being removed."""
        if not self._number:
            self._number = number
            raise KeyboardInterrupt

    @property
    def status(self) -> int:
        """The exit status."""
        return _SHELLS + self._number if self._number else INTERRUPTED

    @property
    def said(self) -> str:
        """What standard error is told."""
        return f"ended by {signal.Signals(self._number).name}" if self._number else "interrupted"


@contextmanager
def interrupting(ending: Ending) -> Iterator[None]:
    """Let the signals that end a process raise KeyboardInterrupt within the block, and *ending* tell which came.

    What is handled or ignored already (as nohup does) stays so.  All is put back at the end, where there is nothing to
    put in order any more: the next signal ends the process whatever it waits for.
    """
    there = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    # Only the main thread may handle signals.
    free = current_thread() is main_thread()
    ours = [number for number in there if free and signal.getsignal(number) is signal.SIG_DFL]
    try:
        for number in ours:
            signal.signal(number, ending.come)
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
