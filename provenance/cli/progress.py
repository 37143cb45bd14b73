"""One line on a terminal that shows the progress of an audit; nothing if standard error is not a terminal."""

from __future__ import annotations

import os
import time
from _thread import allocate_lock
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_DELAY = 0.5  # seconds; quicker runs show nothing
_PACE = 0.2  # seconds between two changes of the line; quicker ones cannot be read
_BYTES = frozenset(("read",))  # stages that count bytes; the others count documents or steps
_WIDTH = 80  # columns, if the terminal does not report its width


class Progress:
    """Shows the progress of an audit on *stream*; ``shown`` is False if that is not a terminal, or if *quiet*.

    *clock* returns seconds; nothing is shown during the first *delay* seconds.
    """

    def __init__(
        self, stream: TextIO, *, quiet: bool = False, delay: float = _DELAY, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.shown = stream.isatty() and not quiet
        self._stream = stream
        self._clock = clock
        self._stage = ""
        self._started = clock()
        self._from = self._next = self._started + delay
        self._first = 0
        self._length = 0
        # If several threads report at the same time, one of them is enough.
        self._busy = allocate_lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._length:
            self._stream.write("\r" + " " * min(self._length, _room(self._stream)) + "\r")
            self._stream.flush()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Show *done* of *total* units of *stage* (0: the total is not known).  Any thread may call it."""
        now = self._clock()
        if now >= self._next or stage != self._stage:
            self._show(stage, done, total, now)

    def _show(self, stage: str, done: int, total: int, now: float) -> None:
        if not self._busy.acquire(blocking=False):
            return
        try:
            # A new stage is shown at once: it may report only its beginning, and then take long.
            if stage != self._stage:
                self._stage, self._started, self._first = stage, now, done
            if now < self._from:
                return
            self._next = now + _PACE
            room = _room(self._stream)
            line = _line(stage, done, total, _rate(done - self._first, now - self._started), room)
            self._stream.write("\r" + line.ljust(min(self._length, room)))
            self._stream.flush()
            self._length = len(line)
        finally:
            self._busy.release()


def _rate(done: int, seconds: float) -> float:
    return done / seconds if seconds > 0 else 0.0


def _line(stage: str, done: int, total: int, rate: float, room: int) -> str:
    """Return the line: how much is done, how fast, and how long the rest will take if the total is known.

    A narrow screen shows the share that is done.  The line is cut to *room* characters.
    """
    size = " MB" if stage in _BYTES else ""
    unit = 1e6 if size else 1
    pace = f", {_number(rate / unit)}{size}/s" if rate else ""
    if not total:
        return f"{stage}: {done / unit:,.0f}{size}{pace}"[:room] if done or size else stage[:room]
    left = f", {_duration((total - done) / rate)} left" if rate else ""
    line = f"{stage}: {done / unit:,.0f} of {total / unit:,.0f}{size}{pace}{left}"
    return line if len(line) <= room else f"{stage}: {done / total:.0%}{pace}{left}"[:room]


def _number(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 or rate == int(rate) else f"{rate:.1f}"


def _duration(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds < 100 else f"{seconds / 60:,.0f} min"


def _room(stream: TextIO) -> int:
    """Return how many characters fit on a line of *stream*.

    The last column stays free, since some terminals begin a new line there.
    """
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        width = 0
    return (width or _WIDTH) - 1
