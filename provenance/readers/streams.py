"""From the blocks of a bzip2 or xz file to blocks of what is packed in it, as long as that is in proportion."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from provenance.errors import UnreadableFileError
from provenance.readers.blocks import BLOCK
from provenance.readers.gzipped import check_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Started = Callable[[int, int], None]

_MAX_MEMORY = 1 << 27  # bytes that xz may take: its strongest level asks for 65 MiB
_PADDING = b"\0"


class Engine(Protocol):
    """What unpacks one of the streams that a file consists of."""

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was met."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing is held back."""

    @property
    def unused_data(self) -> bytes:
        """What comes behind the end of the stream."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return at most *max_length* bytes more."""


def from_bzip2(packed: Iterable[bytes], started: Started | None = None) -> Iterator[bytes]:
    """Yield the content of a bzip2 file of any number of streams, in blocks of at most BLOCK bytes.

    All that can be had comes out before damage or an early end raises an UnreadableFileError, and before more than
    MAX_RATIO times the packed size raises an OverLimitError.  *started* is called for each stream with the bytes given
    and those taken before it.
    """
    from bz2 import BZ2Decompressor

    return _unpacked(packed, started, BZ2Decompressor, "bzip2")


def from_xz(packed: Iterable[bytes], started: Started | None = None) -> Iterator[bytes]:
    """Do the same for an xz file, which may take some memory and no more."""
    from lzma import FORMAT_XZ, LZMADecompressor

    return _unpacked(packed, started, partial(LZMADecompressor, FORMAT_XZ, _MAX_MEMORY), "xz")


def _unpacked(
    packed: Iterable[bytes], started: Started | None, engine_of: Callable[[], Engine], name: str
) -> Iterator[bytes]:
    engine = engine_of()
    taken = given = 0
    if started is not None:
        started(0, 0)
    for block in packed:
        rest = block
        taken += len(block)
        while rest or not (engine.eof or engine.needs_input):
            if engine.eof:
                rest = rest.lstrip(_PADDING)
                engine = engine_of() if rest else engine
                if rest and started is not None:
                    started(given, taken - len(rest))
                if not rest:
                    break
            content = _next(engine, rest, name)
            rest = engine.unused_data if engine.eof else b""
            given += len(content)
            check_ratio(given, taken)
            if content:
                yield content
    if not engine.eof:
        raise UnreadableFileError(f"truncated {name}: it ends too early")


def _next(engine: Engine, packed: bytes, name: str) -> bytes:
    from lzma import LZMAError

    try:
        return engine.decompress(packed, BLOCK)
    except (LZMAError, OSError, ValueError, EOFError) as error:
        raise UnreadableFileError(f"damaged {name}: {error}") from error
