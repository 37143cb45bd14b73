"""From a file to blocks of bytes, and from blocks to whole lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from provenance.errors import UnreadableFileError
from provenance.files import IrregularFileError, open_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import FileIO

BLOCK = 1 << 18  # bytes

POINTER_BYTES = 1024  # a pointer is smaller (Git LFS, docs/spec.md, "The Pointer")
_POINTERS = (b"version https://git-lfs.github.com/spec/", b"version https://hawser.github.com/spec/")


class Readable(Protocol):
    """What blocks of bytes are read from."""

    def read(self, size: int = -1, /) -> bytes | None:
        """Return at most *size* bytes, b"" at the end; all that is left for -1."""


class OverLimitError(UnreadableFileError):
    """An input, or what it unpacks to, is larger than is read."""


def reason(error: OSError) -> str:
    """Return what the system says about an error without the path, which the notice names."""
    return (error.strerror or str(error)).lower()


def open_file(file: bytes, *, follow: bool = True) -> FileIO:
    """Open a regular file, unbuffered.  Raises UnreadableFileError, without *follow* for a link too."""
    try:
        return open_regular(file, follow=follow)
    except IrregularFileError as error:
        raise UnreadableFileError(f"is {error.strerror}") from error
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"cannot be opened: {_reason(error)}") from error


def refuse_pointer(size: int, beginning: Callable[[], bytes]) -> None:
    """Raise UnreadableFileError where a file of *size* bytes is a pointer that Git LFS would replace by its content."""
    if size < POINTER_BYTES:
        content = beginning()
        if content.startswith(_POINTERS) and b"\noid " in content:
            raise UnreadableFileError("is a Git LFS pointer, not the text itself; git lfs pull fetches it")


def unwatched(_: int) -> None:
    """Ignore how many bytes were read, where nobody wants to know."""


def blocks_of(stream: Readable, size: int = BLOCK, watch: Callable[[int], None] = unwatched) -> Iterator[bytes]:
    """Yield the rest of *stream* block by block; a failure while reading is an UnreadableFileError.

    *watch* is called with the size of each block.
    """
    while True:
        try:
            block = stream.read(size)
        except (OSError, ValueError) as error:
            raise UnreadableFileError(f"stopped being readable: {_reason(error)}") from error
        if not block:
            return
        watch(len(block))
        yield block


def joined(blocks: Iterable[bytes], limit: int) -> bytes:
    """Return *blocks* as one; OverLimitError as soon as they have more than *limit* bytes."""
    held, size = list[bytes](), 0
    for block in blocks:
        size += len(block)
        if size > limit:
            raise OverLimitError(f"has more than the limit of {limit} bytes; split it")
        held.append(block)
    return b"".join(held)


def to_the_end(stream: Readable, whole: int, size: int, watch: Callable[[int], None]) -> Iterator[bytes]:
    """Yield what *stream* holds, as `blocks_of`; an UnreadableFileError where it ends before *whole* bytes."""
    missing = whole
    for block in blocks_of(stream, size, watch):
        missing -= len(block)
        yield block
    if missing > 0:
        raise UnreadableFileError(f"became shorter while it was read: {missing} bytes are missing")


def whole_lines(blocks: Iterable[bytes], limit: int, start: int = 0) -> Iterator[tuple[int, list[bytes] | None]]:
    r"""Yield runs of whole lines without their ``\n``, each with the byte offset of its first line (from *start*).

    A line of more than *limit* bytes is not kept: it comes as None in a run of its own.  The last line needs no
    newline; when *blocks* raises, what had begun is dropped, because it may be half a line.
    """
    for offset, run, begin, end in whole_runs(blocks, limit, start):
        if run is None:
            yield offset, None
        else:
            yield from _runs(offset, run[begin:end].split(b"\n"), limit)


def whole_runs(blocks: Iterable[bytes], limit: int, start: int = 0) -> Iterator[tuple[int, bytes | None, int, int]]:
    r"""Yield the same runs as they stand in blocks: an offset, a block, and where in it the lines begin and end.

    A run ends before the ``\n`` of its last line.  A line over the *limit* that lies in several blocks comes as None;
    one within a block comes as it is.
    """
    offset, carried, held = start, list[bytes](), 0
    for block in blocks:
        first = block.find(b"\n") if held else -1
        last = block.rfind(b"\n")
        if first >= 0:
            begin = offset
            offset += held + first + 1
            if held + first > limit:
                yield begin, None, 0, 0
            else:
                carried.append(block[:first])
                size = held + first
                yield begin, _joined(carried), 0, size  # alone, so that a huge line is never held twice
        if last > first:
            yield offset, block, first + 1, last
            offset += last - first
        if last >= 0:
            carried.clear()
            held = 0
        held += len(block) - last - 1
        if held > limit:
            carried.clear()
        elif last + 1 < len(block):
            carried.append(block[last + 1 :])
    if held > limit:
        yield offset, None, 0, 0
    elif held:
        yield offset, _joined(carried), 0, held


def _joined(carried: list[bytes]) -> bytes:
    """Return *carried* as one and let go of it."""
    line = b"".join(carried)
    carried.clear()
    return line


def _runs(offset: int, lines: list[bytes], limit: int) -> Iterator[tuple[int, list[bytes] | None]]:
    """Yield *lines* in one run; one by one when the limit is so small that a block can hold a line over it."""
    if limit >= BLOCK:
        yield offset, lines
        return
    for line in lines:
        yield offset, [line] if len(line) <= limit else None
        offset += len(line) + 1


def _reason(error: OSError | ValueError) -> str:
    return reason(error) if isinstance(error, OSError) else str(error)
