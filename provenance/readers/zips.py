"""From a zip archive to its members, in the order of its directory."""

from __future__ import annotations

import stat
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.readers import archives
from provenance.readers.archives import Member, Metered
from provenance.readers.blocks import OverLimitError
from provenance.readers.gzipped import HARMLESS, MAX_RATIO
from provenance.readers.seekable import seekable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, Document
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile, Stream
    from provenance.settings import Reading

_MAX_DIRECTORY = 48 << 20  # bytes; the library makes an object of 600 bytes of each of its entries, of 46 or more
_MEMBER = b"PK\x03\x04"  # what a member begins with
_ENCRYPTED = 1
_LOCKED = "is encrypted; unpack the archive with its password to have it read"


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the documents of all members of a zip archive, and notices."""
    yield from archives.read(file, settings, collector, members)


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of the documents *wanted*, in their order."""
    return archives.reread(file, wanted, settings, members)


def members(file: OpenFile, settings: Reading) -> Iterator[Member]:
    """Yield the files in a zip archive; links and encrypted files are members that cannot be read."""
    with seekable(file, settings) as stream:
        try:
            archive = zipfile.ZipFile(_Guarded(stream))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise UnreadableFileError(_refusal(stream, error)) from error
        for position, info in enumerate(archive.infolist()):
            if info.is_dir():
                continue
            hindrance = _LOCKED if info.flag_bits & _ENCRYPTED else ""
            if stat.S_ISLNK(info.external_attr >> 16):
                hindrance = "is a link, which is never followed"
            name = info.filename.replace("\\", "/").encode("utf-8", "surrogatepass")
            yield Member(position, name, info.file_size, partial(_stream, archive, info, file), hindrance)


def _refusal(stream: Stream, error: Exception) -> str:
    """Return why an archive cannot be read; one that was cut lacks the list of its members, which stands at its end."""
    stream.seek(0)
    if stream.read(len(_MEMBER)) == _MEMBER and "not a zip" in str(error):
        return "is a zip archive that was cut: the list of its members, at its end, is missing; zip -FF mends some"
    return f"is no zip archive that can be read: {error}"


def _stream(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: OpenFile) -> Stream:
    # The library unpacks no more than the directory says.
    if info.file_size > max(HARMLESS, MAX_RATIO * info.compress_size):
        raise OverLimitError(f"unpacks to more than {MAX_RATIO} times its size; unpack the archive to have it read")
    try:
        return Metered(archive.open(info), archives.budget_of(file))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise UnreadableFileError(f"cannot be unpacked: {error}") from error


class _Guarded:
    """An archive's bytes as the library reads them, which may not ask for a directory of any size."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.seek = stream.seek
        self.tell = stream.tell

    def read(self, size: int = -1, /) -> bytes:
        """Return at most *size* bytes."""
        if size > _MAX_DIRECTORY:
            raise OverLimitError(f"has a directory of {size} bytes, more than {_MAX_DIRECTORY}; split it")
        return self._stream.read(size) or b""

    @staticmethod
    def seekable() -> bool:
        """Tell that one can go anywhere."""
        return True
