"""One line on a terminal that says how far an audit is; nothing anywhere else."""

from __future__ import annotations

import os
import time
from _thread import allocate_lock
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

# Quick runs show nothing, and a line that changes more often than this cannot be read.
_DELAY = 0.5
_PACE = 0.2
# What counts bytes; other stages count documents or steps.
_BYTES = frozenset(("read",))
# Where the terminal does not say.
_WIDTH = 80


class Progress:
    """Tells *stream* about an audit; ``shown`` is False where it is no terminal, and where *quiet* is asked for.

    *clock* gives seconds; nothing is shown before *delay* of them are over.
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
        # Of threads that tell at the same time one is enough.
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
        """Show *done* of *total* units of *stage* (0: how many is not known); it may be called from any thread."""
        now = self._clock()
        if now >= self._next or stage != self._stage:
            self._show(stage, done, total, now)

    def _show(self, stage: str, done: int, total: int, now: float) -> None:
        if not self._busy.acquire(blocking=False):
            return
        try:
            # A stage that tells of its beginning only is shown at once: it may take long.
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
    """Return what the line says: how much, how fast, and where the total is known how long it will still take.

    A narrow screen is told the share that is done, and what does not fit in *room* is cut.
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
    """Return how many characters fit on a line of *stream*: in the last column some terminals begin the next line."""
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        width = 0
    return (width or _WIDTH) - 1
