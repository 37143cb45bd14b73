"""How many bytes of the inputs have been read, as they lie on disk: packed ones for gzipped files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.readers.source import STDIN, file_to_open

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from provenance.readers.source import Source


class Meter:
    """Tells *watch* how many bytes of the *sources* are read, and how many there are in all (0: not known).

    Sources are read in their order.  One that is passed over or read in part counts as read when its turn is over.
    """

    __slots__ = ("_before", "_sizes", "_turn", "_watch", "_within", "total")

    def __init__(
        self, sources: Sequence[Source], instead: Mapping[bytes, bytes], watch: Callable[[int, int], None]
    ) -> None:
        self._watch = watch
        endless = any(source.file == STDIN for source in sources)
        self._sizes = [] if endless else [_size(file_to_open(source.file, instead)) for source in sources]
        self.total = sum(self._sizes)
        self._turn = 0
        self._before = 0
        self._within = 0
        watch(0, self.total)

    def advance(self, count: int) -> None:
        """Count *count* more bytes of the source that is being read."""
        self._within += count
        self._report()

    def next_source(self) -> None:
        """Go on to the next source."""
        self._before += self._sizes[self._turn] if self.total else self._within
        self._turn += 1
        self._within = 0
        self._report()

    def _report(self) -> None:
        # A file may grow while it is read.
        done = self._before + self._within
        self._watch(min(done, self.total) if self.total else done, self.total)


def _size(file: bytes) -> int:
    try:
        return os.stat(file).st_size
    except (OSError, ValueError):
        return 0
