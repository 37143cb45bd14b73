"""From a signal that ends the process to an end with nothing left behind, and with the signal's exit status."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, NoReturn

from provenance.unfinished import run_cleanups

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# Who stops a job, and a terminal that goes away; Ctrl-C is KeyboardInterrupt already.  Windows has no SIGHUP.
_NAMES = ("SIGTERM", "SIGHUP")
# What shells add to the number of the signal that ended a process.
_SHELLS = 128


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """Within the block, let the signals that end a process remove first what is unfinished.

    What is handled or ignored already (as nohup does) stays so; all is put back at the end.
    """
    there = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    # Only the main thread may handle signals.
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
    """End the process here and now.

    Nothing is raised: while modules load, numpy takes any exception for a broken installation, and Python drops one
    that is raised in a callback of its own, so that the process would go on.
    """
    run_cleanups()
    # Not through sys.stderr: the signal may have come while that was being written to.
    with suppress(OSError):
        os.write(2, f"provenance: ended by {signal.Signals(number).name}\n".encode())
    os._exit(_SHELLS + number)
