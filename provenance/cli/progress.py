"""One line on a terminal that says how far an audit is; nothing anywhere else."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from types import TracebackType

# Quick runs show nothing, and a line that changes more often than this cannot be read.
_DELAY = 0.5
_PACE = 0.1


class Progress:
    """Tells *stream* about an audit; ``shown`` is False where it is no terminal."""

    def __init__(self, stream: TextIO, *, delay: float = _DELAY) -> None:
        self.shown = stream.isatty()
        self._stream = stream
        self._started = time.monotonic()
        self._next = self._started + delay
        self._stage = ""
        self._stage_started = self._started
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._length:
            self._stream.write("\r" + " " * self._length + "\r")
            self._stream.flush()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Show *done* of *total* units of *stage* (0: how many is not known; then the units are bytes)."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._stage_started = stage, now
        if now < self._next:
            return
        self._next = now + _PACE
        line = _line(stage, done, total, now - self._stage_started)
        self._stream.write("\r" + line.ljust(self._length))
        self._stream.flush()
        self._length = len(line)


def _line(stage: str, done: int, total: int, seconds: float) -> str:
    """Return what the line says: how much, how fast, and where the total is known how long it will still take."""
    rate = done / seconds if seconds else 0.0
    if not total:
        return f"{stage}: {done / 1e6:,.0f} MB, {rate / 1e6:,.0f} MB/s"
    left = (total - done) / rate if rate else 0.0
    return f"{stage}: {done:,} of {total:,}, {rate:,.0f}/s, {left:,.0f} s left"
