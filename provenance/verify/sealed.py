"""From a bundle to its files and to what differs from its seal, each with its place; a bundle may be hostile."""

from __future__ import annotations

import zlib
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile, ZipFile

from provenance.errors import UsageError
from provenance.files import open_regular
from provenance.reporters.archives.bundle import SETTINGS
from provenance.reporters.archives.seal import NAME, VERSION, Sealed, line_hashes, root_of, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SEAL_BYTES = 1 << 30  # the largest seal that is read
_NAMED = 1000  # lines of one file that are named one by one
_WAY_OUT = "name a file that 'provenance audit --bundle' wrote"


class Wrong(NamedTuple):
    """Something that differs: *path* is a file of the bundle or of the texts, *line* counts from 1, 0 for all of it."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class Bundle(NamedTuple):
    """The files of a bundle by their names, the *root* that its seal states, and what is *wrong* with it.

    *settings* say how the texts were read; None where the seal shows that they were changed.
    """

    contents: Mapping[str, bytes]
    root: str
    wrong: list[Wrong]
    settings: Mapping[str, object] | None = None


def opened(path: str) -> Bundle:
    """Return the bundle at *path*.  Raises UsageError where there is none, or where it has no seal that can be read."""
    try:
        with open_regular(path) as stream, ZipFile(stream) as archive:
            return _judged(path, archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UsageError(f"{path}: this is no bundle, or a damaged one: {error}; {_WAY_OUT}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}; {_WAY_OUT}") from error


def _judged(path: str, archive: ZipFile) -> Bundle:
    names = Counter(one.filename for one in archive.infolist())
    if NAME not in names:
        raise UsageError(f"{path}: there is no {NAME} in it, so nothing says what it held; {_WAY_OUT}")
    root, files = _seal(path, _read(archive, NAME, _SEAL_BYTES))
    wrong, contents = list[Wrong](), dict[str, bytes]()
    if root != root_of(files):
        wrong.append(Wrong(NAME, 0, "the seal was changed: its root is not that of its files"))
    for name, number in names.items():
        if number > 1:
            wrong.append(Wrong(name, 0, f"is in the bundle {number} times; only the last one is looked at"))
    sealed = {one.path: one for one in files}
    for name in sorted({*names, *sealed} - {NAME}):
        if name not in names:
            wrong.append(Wrong(name, 0, "was removed: the seal names it"))
        elif name not in sealed:
            wrong.append(Wrong(name, 0, "was added: the seal does not name it"))
        else:
            contents[name] = _content(archive, sealed[name], wrong)
    whole = not any(one.path == SETTINGS for one in wrong)
    return Bundle(contents, root, wrong, _settings(path, contents.get(SETTINGS, b"")) if whole else None)


def _settings(path: str, raw: bytes) -> Mapping[str, object]:
    from msgspec import DecodeError, ValidationError
    from msgspec.json import Decoder

    try:
        return Decoder(dict[str, object]).decode(raw)
    except (DecodeError, ValidationError) as error:
        raise UsageError(f"{path}: its {SETTINGS} cannot be read: {error}; {_WAY_OUT}") from error


def _content(archive: ZipFile, sealed: Sealed, wrong: list[Wrong]) -> bytes:
    """Return the content of a file, b"" where it cannot be read; what differs from its seal is added to *wrong*."""
    from hashlib import sha256

    try:
        # A hostile file may unpack to anything: no more is read than could be told from what was sealed.
        content = _read(archive, sealed.path, sealed.bytes + (1 << 20))
    except (BadZipFile, zlib.error, EOFError) as error:
        wrong.append(Wrong(sealed.path, 0, f"is damaged: {error}"))
        return b""
    if sha256(content).hexdigest() != sealed.sha256:
        wrong += _edits(sealed, content)
    return content


def _edits(sealed: Sealed, content: bytes) -> Iterator[Wrong]:
    """Yield the lines of a file that were changed, added or removed."""
    before = split(sealed.lines)
    after = split(line_hashes(content)) if sealed.lines else []
    places = _changed(before, after)
    if not places:
        yield Wrong(sealed.path, 0, "was changed since it was sealed")
    for line, message in places[:_NAMED]:
        yield Wrong(sealed.path, line, message)
    if len(places) > _NAMED:
        yield Wrong(sealed.path, 0, f"and {len(places) - _NAMED:,} more of its lines")


def _changed(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, str]]:
    """Return the lines that differ, with what happened to them."""
    if len(before) == len(after):
        pairs = zip(before, after, strict=True)
        return [(number, "was changed since it was sealed") for number, (a, b) in enumerate(pairs, 1) if a != b]
    left, found = Counter(before), list[tuple[int, str]]()
    for number, one in enumerate(after, 1):
        if left[one]:
            left[one] -= 1
        elif before:
            found.append((number, "was changed or added since it was sealed"))
    gone = len(before) - (len(after) - len(found))
    if gone > 0 and before:
        found.append((0, f"lost {gone:,} line{'s' * (gone != 1)} since it was sealed"))
    return found


def _seal(path: str, raw: bytes) -> tuple[str, list[Sealed]]:
    """Return the root and the files that a seal states."""
    from msgspec import DecodeError, ValidationError
    from msgspec.json import Decoder

    try:
        seal = Decoder(dict[str, object]).decode(raw)
        files = Decoder(list[Sealed]).decode(_encoded(seal.get("files")))
    except (DecodeError, ValidationError) as error:
        raise UsageError(f"{path}: its {NAME} cannot be read: {error}; {_WAY_OUT}") from error
    root = seal.get("root")
    if seal.get("tool") != "provenance" or seal.get("seal") != VERSION or not isinstance(root, str):
        raise UsageError(f"{path}: its {NAME} is none of this version; {_WAY_OUT}")
    return root, files


def _encoded(value: object) -> bytes:
    """Return the files of a seal as lists, since a named tuple is one."""
    from msgspec.json import encode

    rows = value if isinstance(value, list) else [None]
    keys = Sealed._fields
    return encode([[row.get(key) for key in keys] if isinstance(row, dict) else row for row in rows])


def _read(archive: ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as stream:
        return stream.read(most)
