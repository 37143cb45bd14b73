"""From the blocks of a gzip file to blocks of what is packed in it, as long as that is in proportion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.readers.blocks import BLOCK, OverLimitError

if TYPE_CHECKING:
    import zlib
    from collections.abc import Callable, Iterable, Iterator

# Members of a hostile file can be 20 bytes long, and zlib copies what is left of a block after each of them.
PACKED_BLOCK = 1 << 16  # bytes

# Articles unpack to 2 to 10 times their size, a megabyte of one repeated line to 500, and deflate can do 1,032.
MAX_RATIO = 200
# Small files may be of any ratio: less than this, unpacked, does no harm.
HARMLESS = 1 << 20  # bytes


def inflated(packed: Iterable[bytes], started: Callable[[int, int], None] | None = None) -> Iterator[bytes]:
    """Yield the content of a gzip stream of any number of members, in blocks of at most BLOCK bytes.

    All that can be had comes out before damage or an early end raises an UnreadableFileError, and before more than
    MAX_RATIO times the packed size raises an OverLimitError.  *started* is called for each member with the bytes given
    and those taken before it.
    """
    import zlib

    engine = zlib.decompressobj(31)
    taken = given = 0
    if started is not None:
        started(0, 0)
    for block in packed:
        rest = block
        taken += len(block)
        while rest:
            if engine.eof:
                rest = rest.lstrip(b"\0")  # zeros may pad the last member
                engine = zlib.decompressobj(31) if rest else engine
                if rest and started is not None:
                    started(given, taken - len(rest))
                continue
            content = _inflate(engine, rest)
            rest = engine.unused_data if engine.eof else engine.unconsumed_tail
            given += len(content)
            check_ratio(given, taken - len(rest))
            if content:
                yield content
    while content := _inflate(engine, b""):  # what the limit of a block held back
        yield content
    if not engine.eof:
        raise UnreadableFileError("truncated gzip: it ends too early")


def check_ratio(given: int, taken: int) -> None:
    """Raise an OverLimitError if *given* bytes are out of proportion to the *taken* ones that they were packed in."""
    if given > max(HARMLESS, MAX_RATIO * taken):
        raise OverLimitError(f"unpacks to more than {MAX_RATIO} times its size; unpack it to have it read")


def _inflate(engine: zlib._Decompress, packed: bytes) -> bytes:
    import zlib

    try:
        return engine.decompress(packed, BLOCK)
    except zlib.error as error:
        raise UnreadableFileError(f"damaged gzip: {error}") from error
