"""From the blocks of a zstd file to blocks of what is packed in it, as long as that is in proportion (RFC 8878).

A web archive may begin with a dictionary for all of its frames, in a frame that decoders skip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.readers.blocks import BLOCK, OverLimitError
from provenance.readers.gzipped import HARMLESS, MAX_RATIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import zstandard

_MISSING = "is packed with zstd; to have it read: pip install 'provenance-audit[zstd]'"
_MAX_WINDOW = 1 << 27  # bytes, what the command zstd takes without being asked for more
_FRAME = b"\x28\xb5\x2f\xfd"
_SKIPPED = b"\x2a\x4d\x18"  # behind a first byte of 0x50 to 0x5f
_SKIPPED_KIND = 5
_DICTIONARY = b"\x5d" + _SKIPPED
_MAX_DICTIONARY = 1 << 23  # bytes
_STEP = 1 << 11  # packed bytes given at once: a step cannot be stopped, and unpacks to 64 MiB at the very most
_TRUNCATED = "truncated zstd: it ends too early"


def decompressed(packed: Iterable[bytes], started: Callable[[int, int], None] | None = None) -> Iterator[bytes]:
    """Yield the content of a zstd stream of any number of frames.

    All that can be had comes out before damage or an early end raises an UnreadableFileError, and before more than
    MAX_RATIO times the packed size raises an OverLimitError.  *started* is called for each frame with the bytes given
    and those taken before it, as long as no dictionary
    is needed.
    """
    frames = _Frames(packed)
    given = 0
    while frames.begin():
        if started is not None and not frames.dictionary:
            started(given, frames.taken)
        for content in frames.content():
            given += len(content)
            if given > max(HARMLESS, MAX_RATIO * frames.taken):
                raise OverLimitError(f"unpacks to more than {MAX_RATIO} times its size; unpack it to have it read")
            for at in range(0, len(content), BLOCK):
                yield content[at : at + BLOCK]


class _Frames:
    """The frames of a stream: `begin` goes to the next one, `content` gives what is in it."""

    def __init__(self, packed: Iterable[bytes]) -> None:
        self._blocks = iter(packed)
        self._held = b""
        self._at = 0  # what is held before this was taken
        self._before = 0
        self.dictionary = False  # whether one was met
        self._engine = _engine(b"")

    @property
    def taken(self) -> int:
        """How many bytes of the stream were taken."""
        return self._before + self._at

    def _has(self, count: int) -> bool:
        """Hold at least *count* bytes that were not taken; whether there are so many."""
        while len(self._held) - self._at < count:
            block = next(self._blocks, b"")
            if not block:
                return False
            self._before += self._at
            self._held, self._at = self._held[self._at :] + block, 0
        return True

    def begin(self) -> bool:
        """Go to the next frame that holds something, and tell whether there is one."""
        while self._has(1):
            if not self._has(8):
                raise UnreadableFileError(_TRUNCATED)
            head = self._held[self._at : self._at + 8]
            if head[1:4] != _SKIPPED or head[0] >> 4 != _SKIPPED_KIND:
                return True
            self._skip(int.from_bytes(head[4:8], "little"), dictionary=head.startswith(_DICTIONARY))
        return False

    def _skip(self, size: int, *, dictionary: bool) -> None:
        """Pass over a frame that decoders skip, but for a dictionary."""
        self._at += 8
        if dictionary and size <= _MAX_DICTIONARY and self._has(size):
            content = self._held[self._at : self._at + size]
            self.dictionary = True
            self._engine = _engine(_once(content) if content.startswith(_FRAME) else content)
        while size:
            if not self._has(1):
                raise UnreadableFileError(_TRUNCATED)
            step = min(size, len(self._held) - self._at)
            self._at += step
            size -= step

    def content(self) -> Iterator[bytes]:
        """Yield what the frame holds."""
        import zstandard

        engine = self._engine.decompressobj()
        try:
            while not engine.eof:
                if not self._has(1):
                    raise UnreadableFileError(_TRUNCATED)
                step = memoryview(self._held)[self._at : self._at + _STEP]
                content = engine.decompress(step)
                self._at += len(step) - (len(engine.unused_data) if engine.eof else 0)
                if content:
                    yield content
        except zstandard.ZstdError as error:
            raise UnreadableFileError(f"damaged zstd: {error}") from error


def _once(packed: bytes) -> bytes:
    """Return the dictionary in a frame of its own."""
    import zstandard

    try:
        content: bytes = _engine(b"").decompress(packed, max_output_size=_MAX_DICTIONARY)
    except zstandard.ZstdError as error:
        raise UnreadableFileError(f"damaged zstd: its dictionary cannot be read: {error}") from error
    return content


def _engine(dictionary: bytes) -> zstandard.ZstdDecompressor:
    try:
        import zstandard
    except ModuleNotFoundError as error:
        raise UnreadableFileError(_MISSING) from error
    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    return zstandard.ZstdDecompressor(dict_data=known, max_window_size=_MAX_WINDOW)
