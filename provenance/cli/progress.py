"""One line on a terminal that says how far an audit is; nothing anywhere else."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

# Quick runs show nothing, and a line that changes more often than this cannot be read.
_DELAY = 0.5
_PACE = 0.1
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
        self._stage_started = clock()
        self._next = self._stage_started + delay
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._length:
            self._stream.write("\r" + " " * min(self._length, _room(self._stream)) + "\r")
            self._stream.flush()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Show *done* of *total* units of *stage* (0: how many is not known; then the units are bytes)."""
        now = self._clock()
        if stage != self._stage:
            self._stage, self._stage_started = stage, now
        if now < self._next:
            return
        self._next = now + _PACE
        room = _room(self._stream)
        line = _line(stage, done, total, now - self._stage_started, room)
        self._stream.write("\r" + line.ljust(min(self._length, room)))
        self._stream.flush()
        self._length = len(line)


def _line(stage: str, done: int, total: int, seconds: float, room: int) -> str:
    """Return what the line says: how much, how fast, and where the total is known how long it will still take.

    A narrow screen is told the share that is done, and what does not fit in *room* is cut.
    """
    rate = done / seconds if seconds else 0.0
    if not total:
        return f"{stage}: {done / 1e6:,.0f} MB, {rate / 1e6:,.0f} MB/s"[:room]
    left = (total - done) / rate if rate else 0.0
    pace = f"{rate:,.0f}/s, {left:,.0f} s left"
    line = f"{stage}: {done:,} of {total:,}, {pace}"
    return line if len(line) <= room else f"{stage}: {done / total:.0%}, {pace}"[:room]


def _room(stream: TextIO) -> int:
    """Return how many characters fit on a line of *stream*: in the last column some terminals begin the next line."""
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        width = 0
    return (width or _WIDTH) - 1
