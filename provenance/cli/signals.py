"""From a signal that ends the process to a clean end: no temporary file is left, and the status is the signal's."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, NoReturn

from provenance.cleanups import run_cleanups

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# A scheduler sends SIGTERM, a closed terminal SIGHUP; Ctrl-C raises KeyboardInterrupt.  Windows has no SIGHUP.
_NAMES = ("SIGTERM", "SIGHUP")
_OF_SIGNALS = 128  # shells add this to the number of the signal that ended a process


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """Within the block, remove unfinished files before a signal ends the process.

    A signal that is already handled or ignored, as by nohup, stays so.  Afterwards the handlers are restored.
    """
    there = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    # Python lets only the main thread set handlers.
    free = current_thread() is main_thread()
    ours = [number for number in there if free and signal.getsignal(number) is signal.SIG_DFL]
    try:
        for number in ours:
            signal.signal(number, _end)
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _: FrameType | None) -> NoReturn:
    """End the process at once.

    An exception would not do: while modules load, numpy takes any exception for a broken installation, and Python drops
    one that is raised in a callback of its own, so the process would go on.
    """
    run_cleanups()
    # Not sys.stderr: the signal may have come during a write to it.
    with suppress(OSError):
        os.write(2, f"provenance: ended by {signal.Signals(number).name}\n".encode())
    os._exit(_OF_SIGNALS + number)
