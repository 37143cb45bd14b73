"""From a tar archive, plain or gzipped, to its members, in one pass (POSIX.1-2001 pax, with GNU's long names).

The standard library's module holds what a header claims in memory, however much that is; this one reads headers of a
sane size and streams the rest.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.readers import archives
from provenance.readers.archives import Member, Metered
from provenance.readers.blocks import OverLimitError
from provenance.readers.found import LINK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, Document
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

_BLOCK = 512  # bytes
_MAX_DIGITS = 20  # of a size in a pax header
_MAX_HEADER = 1 << 20  # bytes of a long name or of pax records
_FILE_TYPES = frozenset((b"0", b"\0", b"7"))
_LINKS = {b"1": "hard link", b"2": "link"}  # leading to a member, from the archive's top; to anywhere
_SPECIAL = frozenset((b"3", b"4", b"6"))
_FOLDER = b"5"
_LONG_NAME, _PAX, _GLOBAL_PAX, _LONG_LINK = b"L", b"x", b"g", b"K"


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the documents of all members of a tar archive, and notices."""
    yield from archives.read(file, settings, collector, members)


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of the documents *wanted*, in their order."""
    return archives.reread(file, wanted, settings, members)


def members(file: OpenFile, _: Reading) -> Iterator[Member]:
    """Yield the files in a tar archive; links and devices are members that cannot be read."""
    tape = _Tape(file)
    position = -1
    name, size = b"", -1  # what headers before the member's own say of it
    while header := tape.header():
        kind, length = header[156:157], _number(header[124:136], tape)
        if kind in {_LONG_NAME, _PAX, _GLOBAL_PAX, _LONG_LINK}:
            content = tape.small(length)
            if kind == _LONG_NAME:
                name = content.rstrip(b"\0")
            elif kind == _PAX:
                records = _pax(content)
                name = records.get(b"path", name)
                size = _size(records.get(b"size", b""), size)
            continue
        position += 1
        length = size if size >= 0 else length
        called = name or _name(header)
        name, size = b"", -1
        tape.begin(0 if kind in _LINKS or kind in _SPECIAL or kind == _FOLDER else length)
        if kind in _LINKS:
            target = header[157:257].rstrip(b"\0").decode("utf-8", "backslashreplace")
            yield Member(position, called, 0, tape.stream, *_linked(_LINKS[kind], called, target))
        elif kind in _SPECIAL:
            yield Member(position, called, 0, tape.stream, "is neither a file nor a folder")
        elif kind in _FILE_TYPES:
            yield Member(position, called, length, partial(Metered, tape, archives.budget_of(file)))
        elif kind != _FOLDER:
            what = kind.decode("latin-1")
            yield Member(position, called, length, tape.stream, f"is a member of the unknown type {what!r}")
        tape.skip()


class _Tape:
    """The bytes of an archive from its start; `begin` and `read` give the content of one member."""

    def __init__(self, file: OpenFile) -> None:
        self._blocks = file.content()
        self._held = b""
        self._failed: UnreadableFileError | None = None  # what ended the archive before its time
        self._at = 0
        self.offset = 0
        self._left = 0
        self._padding = 0

    def header(self) -> bytes:
        """Return the next header, b"" at the end of the archive."""
        self.offset = self._at
        header = self._take(_BLOCK)
        if not header.strip(b"\0"):
            # Two empty blocks end an archive, and an archive that was cut between members ends without them.
            return b""
        if len(header) < _BLOCK:
            raise UnreadableFileError(f"byte {self.offset}: the archive ends in the middle of a header")
        if not _is_header(header):
            raise UnreadableFileError(f"byte {self.offset} is no header of a member; the members before it are kept")
        return header

    def small(self, length: int) -> bytes:
        """Return the content of a header that goes on behind itself."""
        if length > _MAX_HEADER:
            raise OverLimitError(f"byte {self.offset}: a header has {length} bytes, more than {_MAX_HEADER}")
        content = self._take(length)
        self._take(-length % _BLOCK)
        return content

    def begin(self, length: int) -> None:
        """Begin the content of a member of so many bytes."""
        self._left, self._padding = length, -length % _BLOCK

    def read(self, size: int = -1, /) -> bytes:
        """Return at most *size* bytes of the member, never more than a block of the archive; b"" at its end."""
        if not self._left:
            return b""
        block = self._some(self._left if size < 0 else min(size, self._left))
        self._left -= len(block)
        if not block:
            raise UnreadableFileError(f"is cut: the archive ends {self._left} bytes before the member does")
        return block

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Refuse, since a tape runs one way."""
        raise UnreadableFileError(f"cannot go to {offset} ({whence})")

    def tell(self) -> int:
        """Return the offset at which it is."""
        return self._at

    def close(self) -> None:
        """Leave the member; `skip` goes on behind it."""

    def stream(self) -> _Tape:
        """Return the content of the member that has begun."""
        return self

    def skip(self) -> None:
        """Go on to the end of the member that has begun."""
        while self._left:
            block = self._some(self._left)
            if not block:
                raise UnreadableFileError(f"is cut: it ends {self._left} bytes before its last member does")
            self._left -= len(block)
        self._take(self._padding)
        self._padding = 0

    def _take(self, size: int) -> bytes:
        parts = []
        while size:
            block = self._some(size)
            if not block:
                break
            parts.append(block)
            size -= len(block)
        return b"".join(parts)

    def _some(self, size: int) -> bytes:
        """Return at most *size* bytes, b"" at the end of the archive; what once kept it from going on does so again."""
        if self._failed is not None:
            raise self._failed
        if not self._held:
            try:
                self._held = next(self._blocks, b"")
            except UnreadableFileError as error:
                self._failed = error
                raise
        block, self._held = self._held[:size], self._held[size:]
        self._at += len(block)
        return block


def _linked(what: str, name: bytes, target: str) -> tuple[str, int | None]:
    """Return why a link is not read, and LINK where nothing is missing for it since it leads to another member."""
    depth = 0 if what == "hard link" else name.count(b"/")
    for step in target.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(step, 1)
        if depth < 0 or target.startswith("/"):
            return f"is a {what} to {target!r}, out of the archive, which is never followed", None
    return f"is a {what} to {target!r} in the archive", LINK


def _is_header(header: bytes) -> bool:
    """Tell whether a block has the checksum of a header (of bytes with or without a sign, as both were written)."""
    try:
        stated = int(header[148:156].strip(b"\0 ") or b"-1", 8)
    except ValueError:
        return False
    blank = header[:148] + b" " * 8 + header[156:]
    unsigned = sum(blank)
    return stated in (unsigned, unsigned - 256 * sum(byte > 127 for byte in blank))


def _number(field: bytes, tape: _Tape) -> int:
    """Return a number in octal digits, or in GNU's binary form."""
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big") if field[0] == 0x80 else 0
    digits = field.strip(b"\0 ") or b"0"
    if digits.strip(b"01234567"):  # int() takes signs and underscores as well
        raise UnreadableFileError(f"byte {tape.offset}: a header holds {field!r} as a size")
    return int(digits, 8)


def _size(digits: bytes, usual: int) -> int:
    """Return the size that a pax header gives, *usual* where it gives none; no size has more than 20 digits."""
    return int(digits) if digits.isdigit() and len(digits) <= _MAX_DIGITS else usual


def _name(header: bytes) -> bytes:
    prefix = header[345:500].rstrip(b"\0") if header[257:263] == b"ustar\0" else b""
    name = header[:100].split(b"\0", 1)[0]
    return prefix.split(b"\0", 1)[0] + b"/" + name if prefix else name


def _pax(content: bytes) -> dict[bytes, bytes]:
    """Return the records of a pax header, each ``LENGTH KEY=VALUE`` and a line feed."""
    records = {}
    at = 0
    while at < len(content):
        space = content.find(b" ", at, at + 20)
        length = content[at:space] if space > 0 else b""
        if not length.isdigit() or int(length) <= space - at:
            break
        key, equals, value = content[space + 1 : at + int(length) - 1].partition(b"=")
        if equals:
            records[key] = value
        at += int(length)
    return records
