"""One input, and its names: the value between the walk and the readers."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from provenance.model import Origin
from provenance.readers.packing import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

STDIN = b"-"
INSIDE = "!/"  # between the path of an archive and the name of a member
# How a message about a link that is not followed ends.
FOLLOW = "follow-links = true follows it"


class Source:
    """A file to read: the *path* shown, the *file* that names it, its *suffix*, and how it is *packed* (.gz; "": not).

    *real* is where it lies, past all links: that is opened, so that a link put in its place later is not followed.
    *named*: it was given on the command line, so passing over it is worth a notice of its own; *root* is the position
    of the path it was found under.  *sidecar* is the path of the file beside it that states something about it.

    What lies in an archive is a source too: its *members* are the positions of the members on the way to it, and its
    *containers* the media types of the archives.  *file* and *real* then lead to the outermost archive.
    """

    __slots__ = (
        "_origins", "containers", "file", "members", "named", "packed", "path", "real", "root", "sidecar", "suffix",
    )  # fmt: skip

    def __init__(
        self,
        path: str,
        file: bytes,
        real: bytes,
        root: int,
        kind: tuple[str, str],
        *,
        named: bool,
        sidecar: bytes | None = None,
    ) -> None:
        self.path = path
        self.file = file
        self.real = real
        self.root = root
        self.suffix, self.packed = kind
        self.named = named
        self.sidecar = sidecar
        self.containers: tuple[str, ...] = ()
        self.members: tuple[int, ...] = ()
        self._origins: dict[tuple[str, ...], Origin] = {}

    def member(self, position: int, name: str, kind: tuple[str, str], archive: str) -> Source:
        """Return the member at *position* of this archive, called *name*; *archive* is the archive's media type."""
        inner = Source(f"{self.path}{INSIDE}{name}", self.file, self.real, self.root, kind, named=False)
        inner.containers = (*self.containers, *self._packing, archive)
        inner.members = (*self.members, position)
        return inner

    def origin(self, media_type: str, *within: str, pages: tuple[int, ...] = ()) -> Origin:
        """Return the origin of a text of *media_type* with *pages*, *within* containers that this file or member is."""
        if pages:
            return Origin(media_type, (*self.containers, *self._packing, *within), self.members, pages)
        key = (media_type, *within)
        if key not in self._origins:
            containers = (*self.containers, *self._packing, *within)
            self._origins[key] = Origin(media_type, containers, self.members) if containers else _alone(media_type)
        return self._origins[key]

    @property
    def _packing(self) -> tuple[str, ...]:
        return (MEDIA_TYPES[self.packed],) if self.packed else ()


@cache
def _alone(media_type: str) -> Origin:
    """Return the origin of a text that is a whole file; a corpus of such files shares it."""
    return Origin(media_type)


def absent(path: str | bytes) -> str:
    """Return the message that there is nothing at *path*, with the way out where that looks like an option."""
    said = f"{os.fsdecode(path)!r}: there is no such file or folder"
    option = os.fsencode(path).startswith(b"-")
    return f"{said}; behind -- everything is a path, so put options before it" if option else said


def file_to_open(file: bytes, instead: Mapping[bytes, bytes]) -> bytes:
    """Return what to open for *file*: its replacement in *instead*, by where it really lies, else the file itself."""
    if not instead:
        return file
    return instead.get(place(file)) or instead.get(os.path.realpath(file), file)


def source_to_open(source: Source, instead: Mapping[bytes, bytes]) -> bytes:
    """Return what to open for *source*, which is no link: its replacement in *instead*, else where it really lies."""
    found = file_to_open(source.file, instead)
    return source.real if found == source.file else found


def place(file: bytes) -> bytes:
    """Return the real path of *file*, which itself is not followed where it is a link."""
    folder, name = os.path.split(file)
    return os.path.join(os.path.realpath(folder), name)


def shown(path: bytes) -> str:
    r"""Return *path* for people: as UTF-8, other bytes as ``\xNN``.

    Different paths are shown differently: backslashes are doubled where a path has such bytes, or looks as if.
    """
    try:
        text = path.decode()
    except UnicodeDecodeError:
        return path.replace(b"\\", rb"\\").decode("utf-8", "backslashreplace")
    if "\\x" in text:
        import re

        if re.search(r"\\x[0-9a-f]{2}", text):
            return text.replace("\\", r"\\")
    return text


def suffix_of(name: bytes) -> str:
    """Return the suffix of a file's *name*, in lower case; "" where it has none."""
    return shown(os.path.splitext(name)[1].lower())
