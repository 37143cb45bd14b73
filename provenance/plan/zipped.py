"""From a zip archive and the lines of a plan to the archive that remains: members are left out, or rewritten within.

Members are packed again by their own method, under their own names, with their own times and permissions; what they
hold is byte for byte what it was.
"""

from __future__ import annotations

import stat
import zipfile
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.files import open_regular
from provenance.model.roots import MEMBER
from provenance.plan.rewriting import line_count, moved, remaining, text_path
from provenance.plan.sources import digest_of
from provenance.plan.tabular import moved_rows, remaining_rows
from provenance.readers.formats import FORMAT_OF, is_by_line, kind_of
from provenance.readers.names import Names
from provenance.readers.unchanged import CHANGED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.plan.values import Line
    from provenance.settings import Reading

_BLOCK = 1 << 20
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_ENCRYPTED = 1
_TABLES = (".csv", ".tsv")
_DAMAGE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError)


class _Sink:
    """What an archive is written to: a list of blocks, which are taken as they come."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []

    def write(self, block: bytes, /) -> int:
        """Keep a block until it is taken."""
        self._blocks.append(bytes(block))
        return len(block)

    def flush(self) -> None:
        """Do nothing: what was written is there."""

    def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        blocks, self._blocks = self._blocks, []
        return b"".join(blocks)


def can_be_rewritten(place: bytes, lines: Sequence[Line], reading: Reading) -> bool:
    """Tell whether all that *lines* say can be done to the zip archive at *place*, and all else of it kept.

    It cannot where a text lies in an archive within it, or in a page or a compressed file of several records; where a
    member is encrypted or packed by a method that cannot be written; or where something stands before the archive.
    """
    try:
        with _opened(place) as archive:
            infos = archive.infolist()
            plain = all(info.compress_type in _METHODS and not info.flag_bits & _ENCRYPTED for info in infos)
            if not plain or min((info.header_offset for info in infos), default=0):
                return False
            by_name = _by_name(lines)
            named = [(info, by_name[name]) for info, name in _named(infos) if name in by_name]
            return len(named) == len(by_name) and all(_is_known(archive, *one, reading) for one in named)
    except (*_DAMAGE, OSError):
        return False


def remaining_members(place: bytes, lines: Sequence[Line], reading: Reading, sha256: str) -> Iterator[bytes]:
    """Yield the bytes of the archive at *place* without what *lines* drop and trim.

    Raises OSError, and UnreadableFileError for damage, and at the end where the archive is not the one of *sha256*.
    """
    by_name = _by_name(lines)
    sink = _Sink()
    with _opened(place) as archive, zipfile.ZipFile(sink, "w") as made:
        made.comment = archive.comment
        for info, name in _named(archive.infolist()):
            about = by_name.get(name, [])
            if about and about[0].line is None:
                continue
            with made.open(_again(info), "w") as target:
                content = _unpacked(archive, info)
                for block in _rewritten(content, about, name, reading) if about else content:
                    target.write(block)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()
    with open_regular(place) as stream:
        if digest_of(stream) != sha256:
            raise UnreadableFileError(CHANGED)


def moved_members(
    place: bytes, lines: Sequence[Line], reading: Reading
) -> Iterator[tuple[str, Iterator[tuple[int, int]]]]:
    """Yield the names of members whose records moved, and the old and the new number of each of these."""
    by_name = _by_name(lines)
    with _opened(place) as archive:
        for info, name in _named(archive.infolist()):
            about = by_name.get(name, [])
            if not about or about[0].line is None:
                continue
            content = _unpacked(archive, info)
            suffix = _suffix(name)
            if suffix in _TABLES:
                yield name, moved_rows(content, about, suffix, reading.fields)
            else:
                yield name, moved(line_count(content), about)


@contextmanager
def _opened(place: bytes) -> Iterator[zipfile.ZipFile]:
    with open_regular(place) as stream, zipfile.ZipFile(stream) as archive:
        yield archive


def _by_name(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.member, []).append(line)
    return found


def _named(infos: Sequence[zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Yield the entries with the names that their readers give them, "" for folders."""
    names = Names()
    for info in infos:
        raw = info.filename.replace("\\", "/").encode("utf-8", "surrogatepass")
        yield info, "" if info.is_dir() else names.safe(raw)[0]


def _is_known(archive: zipfile.ZipFile, info: zipfile.ZipInfo, lines: Sequence[Line], reading: Reading) -> bool:
    """Tell whether *lines* can be carried out within a member, or on it as a whole."""
    if stat.S_ISLNK(info.external_attr >> 16) or MEMBER in lines[0].member:
        return False
    kind = kind_of(lines[0].member.encode())
    if kind is None or lines[0].line is None:
        return kind is not None and FORMAT_OF[kind[0]].single and lines[0].action == "drop"
    # A line of UTF-16 does not end where its bytes say so.
    plain = reading.encoding in {None, "utf-8"} and b"\0" not in next(_unpacked(archive, info), b"")
    return plain and (_suffix(lines[0].member) in _TABLES or is_by_line(lines[0].member.encode()))


def _rewritten(content: Iterator[bytes], lines: Sequence[Line], name: str, reading: Reading) -> Iterator[bytes]:
    suffix = _suffix(name)
    if suffix in _TABLES:
        return remaining_rows(content, lines, suffix, reading.fields)
    path, content = text_path(content, lines, reading.fields)
    return remaining(content, lines, path)


def _suffix(name: str) -> str:
    kind = kind_of(name.encode())
    return kind[0] if kind is not None and not kind[1] else ""


def _again(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Return an entry that can be written, with all that an entry states about its member."""
    new = copy(info)
    new.header_offset = new.compress_size = new.CRC = 0
    return new


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as stream:
            while block := stream.read(_BLOCK):
                yield block
    except _DAMAGE as error:
        raise UnreadableFileError(f"cannot be unpacked: {error}") from error
