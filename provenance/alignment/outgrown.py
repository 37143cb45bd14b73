"""A column that grows piece by piece, and goes on in a temporary file where it outgrows its share of memory."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from typing import BinaryIO

    from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)
_ALL = 1 << 62  # rows, more than any memory has


class Column(Generic[Number]):
    """A column whose pieces stay in memory while they have at most *most* rows together.

    Where no temporary file can be made or written, all of them stay in memory.
    """

    def __init__(self, kind: type[Number], most: int) -> None:
        self._kind, self._most = np.dtype(kind), most
        self._pieces: list[NDArray[Number]] = []
        self._rows = 0  # in memory
        self._written = 0
        self._file: BinaryIO | None = None

    def append(self, piece: NDArray[Number]) -> None:
        """Add *piece* at the end."""
        self._pieces.append(piece)
        self._rows += len(piece)
        if self._rows > self._most:
            try:
                self._write()
            except OSError:
                self._pieces[:0] = self._read()
                self._most = _ALL

    def take(self) -> list[NDArray[Number]]:
        """Return all pieces, in order, maybe joined, and forget them."""
        found = [*self._read(), *self._pieces]
        self._pieces.clear()
        self._rows = 0
        return found

    def _write(self) -> None:
        if self._file is None:
            from tempfile import TemporaryFile

            # Without a buffer: rows count as written only when the file has them.
            self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - open until the column is taken
        for piece in self._pieces:
            rest = np.ascontiguousarray(piece).view(np.uint8).data
            while len(rest):
                rest = rest[self._file.write(rest) :]
        self._written += self._rows
        self._pieces.clear()
        self._rows = 0

    def _read(self) -> list[NDArray[Number]]:
        """Return what was written, as one piece if it is anything, and close the file."""
        if self._file is None:
            return []
        self._file.seek(0, os.SEEK_SET)
        found = np.fromfile(self._file, self._kind, self._written)
        with suppress(OSError):
            self._file.close()
        self._file, self._written = None, 0
        return [found]
