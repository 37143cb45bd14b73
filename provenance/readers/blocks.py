"""From a file, plain or gzipped, to blocks of bytes, and from blocks to whole lines."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import FileIO
    from typing import BinaryIO

BLOCK = 1 << 18

# Members of a hostile gzip file can be 20 bytes long, and zlib copies what is left of a block after each of them.
PACKED_BLOCK = 1 << 16

# A pipe put in the place of a file after the folder was listed must not block; Windows needs to be told "binary".
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class OverLimitError(UnreadableFileError):
    """An input is larger than `max_document_bytes`."""


def reason(error: OSError) -> str:
    """Return what the system says about an error, without the path, which the notice names anyway."""
    return (error.strerror or str(error)).lower()


def open_file(file: bytes) -> FileIO:
    """Open a regular file, unbuffered; anything else, or a refusal, is an UnreadableFileError."""
    try:
        stream = open(file, "rb", buffering=0, opener=lambda path, flags: os.open(path, flags | _FLAGS))  # noqa: SIM115
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"cannot be opened: {_said(error)}") from error
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise UnreadableFileError("is not a regular file")
    return stream


def blocks_of(stream: BinaryIO | FileIO, size: int = BLOCK) -> Iterator[bytes]:
    """Yield the rest of *stream* block by block; an UnreadableFileError says that it could not be read to its end."""
    try:
        expected = os.fstat(stream.fileno()).st_size
    except (OSError, ValueError):
        expected = 0  # not a file
    while True:
        try:
            block = stream.read(size)
        except (OSError, ValueError) as error:
            raise UnreadableFileError(f"stopped being readable: {_said(error)}") from error
        if not block:
            break
        expected -= len(block)
        yield block
    if expected > 0:
        raise UnreadableFileError(f"became shorter while it was read: {expected} bytes are missing")


def inflated(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content of a gzip stream of any number of members, in blocks of at most BLOCK bytes.

    All that can be had comes out before damage or an early end raises an UnreadableFileError.
    """
    import zlib

    engine = None
    members = 0
    for block in packed:
        rest = block
        while rest:
            if engine is None:
                rest = rest.lstrip(b"\0") if members else rest  # zeros may pad the last member
                if not rest:
                    break
                engine = zlib.decompressobj(31)
            try:
                content = engine.decompress(rest, BLOCK)
            except zlib.error as error:
                raise UnreadableFileError(f"damaged gzip: {error}") from error
            if content:
                yield content
            rest = engine.unused_data if engine.eof else engine.unconsumed_tail
            if engine.eof:
                engine = None
                members += 1
    while engine is not None and not engine.eof:
        content = engine.decompress(b"", BLOCK)  # the block limit may have held some back
        if not content:
            break
        yield content
    if members == 0 and engine is None or engine is not None and not engine.eof:
        raise UnreadableFileError("truncated gzip: it ends too early")


def whole_lines(blocks: Iterable[bytes], limit: int, start: int = 0) -> Iterator[tuple[int, list[bytes] | None]]:
    r"""Yield runs of whole lines without their ``\n``, each with the byte offset of its first line (from *start*).

    A line of more than *limit* bytes is not kept: it comes as None in a run of its own.  The last line needs no
    newline; when *blocks* raises, what had begun is dropped, because it may be half a line.
    """
    offset, held, carried = start, 0, list[bytes]()
    for block in blocks:
        first = block.find(b"\n")
        if first < 0:
            held += len(block)
            if held <= limit:
                carried.append(block)
            else:
                carried.clear()
            continue
        begin = offset
        if held or first > limit:
            carried.append(block[:first])
            length = held + first
            offset += length + 1
            if length > limit:
                carried.clear()
                yield begin, None
            else:
                # Alone, so that a huge line is never held twice
                line = [b"".join(carried)]
                carried.clear()
                yield begin, line
                del line
            begin, held, block = offset, 0, block[first + 1 :]
        last = block.rfind(b"\n")
        if last >= 0:
            offset += last + 1
            yield from _runs(begin, block[:last].split(b"\n"), limit)
        if last + 1 < len(block):
            carried.append(block[last + 1 :])
            held = len(block) - last - 1
    if held > limit:
        yield offset, None
    elif held:
        yield offset, [b"".join(carried)]


def _runs(offset: int, lines: list[bytes], limit: int) -> Iterator[tuple[int, list[bytes] | None]]:
    """Yield *lines* in one run, unless one is over the limit, which a block can only hold when the limit is small."""
    if limit >= BLOCK:
        yield offset, lines
        return
    for line in lines:
        yield offset, [line] if len(line) <= limit else None
        offset += len(line) + 1


def _said(error: OSError | ValueError) -> str:
    return reason(error) if isinstance(error, OSError) else str(error)
