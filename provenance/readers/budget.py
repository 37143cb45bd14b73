"""How much a file may unpack to, all archives in it together, in proportion to its size."""

from __future__ import annotations

from provenance.readers.blocks import OverLimitError
from provenance.readers.gzipped import HARMLESS, MAX_RATIO


class BombError(OverLimitError):
    """What a file unpacks to is out of all proportion to its size."""


class Budget:
    """The bytes that a file of *size* bytes may still unpack to."""

    __slots__ = ("_left",)

    def __init__(self, size: int) -> None:
        self._left = max(HARMLESS, MAX_RATIO * size)

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked; BombError where there are too many."""
        self._left -= count
        if self._left < 0:
            raise BombError(f"unpacks to more than {MAX_RATIO} times its size; unpack it to have it read")
