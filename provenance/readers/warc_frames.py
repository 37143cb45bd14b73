"""From the bytes of a web archive to its records as they stand there, cut where they really end (ISO 28500).

A record says how long it is, and a library believes it.  Here the next record has to begin where the length leads to:
where it does not, the record ends before the next one that begins, so that one wrong length spoils nothing else.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_HEAD = 1 << 16  # bytes
_AHEAD = 1 << 10  # bytes behind a record that show whether the next one begins
_PATTERNS = {
    "begin": rb"WARC/[01]\.\d{1,2}\r?\n",
    # Behind the end of a record: the lines that part it from the next one.  Some writers leave one out.
    "behind": rb"(?:\r?\n){0,4}(?:WARC/[01]\.\d{1,2}\r?\n|\Z)",
    "next": rb"\r?\n\r?\nWARC/[01]\.\d{1,2}\r?\n[A-Za-z-]{3,40}:",
    "line": rb"(?m)^WARC/[01]\.\d{1,2}\r?\n[A-Za-z-]{3,40}:",
    "head": rb"\r?\n\r?\n",
    "length": rb"(?im)^content-length[ \t]{0,9}:[ \t]{0,9}(\d{1,18})[ \t\r]{0,9}$",
    "type": rb"(?im)^warc-type[ \t]{0,9}:[ \t]{0,9}([a-z]{1,30})",
}


@cache
def _pattern(name: str) -> re.Pattern[bytes]:
    return re.compile(_PATTERNS[name])


class Frame(NamedTuple):
    """A record: the *offset* in the unpacked archive, its *head* and its *block*, and its *kind* (WARC-Type).

    *block* is None where the record is not wanted, or has more than the limit, which *long* says.  *said* is the length
    that it says where that is wrong, and *broken* says why bytes that begin here are no record.
    """

    offset: int
    head: bytes
    block: bytes | None
    kind: str
    long: bool = False
    said: int | None = None
    broken: str = ""


class Frames:
    """The records in *blocks*: those of *kinds*, of at most *limit* bytes, with what they hold.

    *whole* is the most that *blocks* can hold together.  *failure* is what ended them before their time.
    """

    def __init__(self, blocks: Iterator[bytes], kinds: frozenset[str], limit: int, whole: int) -> None:
        self._blocks = blocks
        self._kinds = kinds
        self._limit = limit
        self._whole = whole
        self._held = b""
        self._at = 0
        self._before = 0  # bytes before those held
        self._ended = False
        self.failure: UnreadableFileError | None = None

    def _has(self, count: int) -> bool:
        """Hold at least *count* bytes from here on; whether there are so many."""
        if len(self._held) - self._at >= count:
            return True
        pieces, size = [self._held[self._at :]], len(self._held) - self._at
        self._before += self._at
        self._at = 0
        while size < count and not self._ended:
            try:
                block = next(self._blocks, b"")
            except UnreadableFileError as error:
                self.failure, block = error, b""
            self._ended = not block
            pieces.append(block)
            size += len(block)
        self._held = b"".join(pieces)
        return size >= count

    def records(self) -> Iterator[Frame]:
        """Yield the records in their order; what is none comes as broken."""
        while self._has(1):
            self._has(_MAX_HEAD)
            blank = _blank(self._held, self._at)
            if blank:
                self._at += blank
                continue
            offset = self._before + self._at
            begin = _pattern("begin").match(self._held, self._at)
            found = _pattern("head").search(self._held, self._at, self._at + _MAX_HEAD) if begin else None
            length = _pattern("length").search(self._held, self._at, found.end()) if found else None
            if begin is None or found is None or length is None:
                yield self._stray(offset, begun=begin is not None)
                continue
            head = self._held[self._at : found.end()]
            self._at = found.end()
            yield self._record(offset, head, int(length[1]))

    def _record(self, offset: int, head: bytes, length: int) -> Frame:
        kind = _pattern("type").search(head)
        named = kind[1].decode().lower() if kind else ""
        if length > self._whole - offset - len(head):
            return self._mended(offset, head, named, length)
        if length > self._limit:
            return self._passed(offset, head, named, length)
        self._has(length + _AHEAD)
        end = self._at + length
        if end > len(self._held) or not _pattern("behind").match(self._held, end):
            return self._mended(offset, head, named, length)
        return Frame(offset, head, self._taken(end, named), named)

    def _taken(self, end: int, kind: str) -> bytes | None:
        """Return what is held up to *end*, and go there; None where it is not wanted."""
        begin, self._at = self._at, end
        return self._held[begin:end] if kind in self._kinds and end - begin <= self._limit else None

    def _passed(self, offset: int, head: bytes, kind: str, length: int) -> Frame:
        """Go to the end of a record that is not kept."""
        long, left = kind in self._kinds, length
        while left:
            if not self._has(1):
                return self._cut(offset, head, kind)
            step = min(left, len(self._held) - self._at)
            self._at += step
            left -= step
        self._has(_AHEAD)
        said = None if _pattern("behind").match(self._held, self._at) else length
        if said is not None:
            self._go_on()
        return Frame(offset, head, None, kind, long, said)

    def _mended(self, offset: int, head: bytes, kind: str, said: int) -> Frame:
        """Return a record whose length is wrong: it ends where the next one begins."""
        where = self._next()
        if where < 0 and self._ended and self._at + said <= len(self._held):
            return Frame(offset, head, self._taken(self._at + said, kind), kind)  # what follows is no record
        if where < 0 and self._ended:
            self._at = len(self._held)
            return self._cut(offset, head, kind)
        if where < 0:
            self._go_on()
            return Frame(offset, head, None, kind, kind in self._kinds, said)
        block = self._taken(where, kind)
        return Frame(offset, head, block, kind, block is None and kind in self._kinds, said)

    def _next(self) -> int:
        """Return where in what is held the next record begins, -1 where it is not within the limit."""
        looked = 0
        while True:
            found = _pattern("next").search(self._held, self._at + max(0, looked - _AHEAD))
            if found:
                return found.start()
            looked = len(self._held) - self._at
            if looked > self._limit or not self._has(2 * looked + _AHEAD):
                found = _pattern("next").search(self._held, self._at + max(0, looked - _AHEAD))
                return found.start() if found else -1

    def _stray(self, offset: int, *, begun: bool) -> Frame:
        """Go past bytes that are no record."""
        if begun:
            self._at += 1
        self._go_on()
        size = self._before + self._at - offset
        what = "a record without a length" if begun else "no record"
        return Frame(offset, b"", None, "", broken=f"here are {size:,} bytes that are {what}")

    def _go_on(self) -> None:
        """Go to where a record begins next, whatever stands before it; nothing of that is kept."""
        while True:
            found = _pattern("line").search(self._held, self._at)
            if found:
                self._at = found.start()
                return
            self._at = max(self._at, len(self._held) - _AHEAD)
            if not self._has(len(self._held) - self._at + 1):
                self._at = len(self._held)
                return

    def _cut(self, offset: int, head: bytes, kind: str) -> Frame:
        return Frame(offset, head, None, kind, broken="the archive ends within a record")


def _blank(held: bytes, at: int) -> int:
    """Return how many line ends stand at *at*."""
    end = at
    while end < len(held) and held[end] in b"\r\n":
        end += 1
    return end - at
