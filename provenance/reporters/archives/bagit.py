"""From a report to a BagIt 1.0 bag (RFC 8493): the corpus as payload, its digests, and the tables of the audit.

A corpus that lies in the folder "data" of the bag stays where it is; any other is copied.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from provenance.cleanups import cleaning_up
from provenance.errors import UnwritableFileError, UsageError
from provenance.files import open_regular
from provenance.model.roots import MEMBER
from provenance.reporters.archives.csv_tables import csv_tables
from provenance.reporters.folder import write_all
from provenance.reporters.places import Places
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO, TextIO

    from provenance.model import Report
    from provenance.model.roots import Roots
    from provenance.settings import Config

_BLOCK = 1 << 20
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_AUDIT = "audit"  # the folder of the tables
# What a path in a manifest must not hold as it is (RFC 8493, 2.1.3).
_ESCAPES = {"%": "%25", "\n": "%0A", "\r": "%0D"}


class Payload:
    """The digests and sizes of the files of a bag, by their names below "data"."""

    def __init__(self) -> None:
        self.digests: dict[str, str] = {}
        self.bytes = 0

    def add(self, name: str, digest: str, size: int) -> None:
        """Take in a file."""
        self.digests[name] = digest
        self.bytes += size


def write(report: Report, folder: str, config: Config) -> list[str]:
    """Write the bag into *folder*, and return the paths of its tag files.

    Raises UsageError for a folder that holds something else, and for a corpus that cannot be put into a bag.
    """
    roots = report.roots
    if not roots or "-" in report.corpus:
        raise UsageError("bagit: a bag holds files, and standard input is none; write it to a file first")
    tables = csv_tables(report, config, Places(report.evidence))
    data = os.path.realpath(os.path.join(os.fsencode(folder), b"data"))
    if len(roots) == 1 and roots[0].folder and os.path.realpath(roots[0].file) == data:
        return _tagged(folder, _in_place(data), tables)
    goal = os.path.realpath(os.fsencode(folder))
    if any(
        root.folder and f"{os.fsdecode(goal)}/".startswith(f"{os.fsdecode(os.path.realpath(root.file))}/")
        for root in roots
    ):
        raise UsageError(f"{folder}: this is in the corpus, so the bag would be a part of it; name another place")
    if os.path.lexists(folder) and not (os.path.isdir(folder) and not os.listdir(folder)):
        raise UsageError(
            f"{folder}: there is something already; name a new folder, or audit {os.path.join(folder, 'data')} itself"
        )
    with _made_whole(folder) as made:
        _tagged(made, _copied(report, roots, os.path.join(os.fsencode(made), b"data")), tables)
    return [
        os.path.join(folder, name) for name in (*_tag_files(tables), "manifest-sha256.txt", "tagmanifest-sha256.txt")
    ]


def _in_place(data: bytes) -> Payload:
    """Return the payload that lies in the folder *data* already: every file, whether it is read as a text or not."""
    found = Payload()
    for file, name in sorted(_files_below(data), key=lambda one: one[1]):
        with _opened(file) as stream:
            found.add(_listed(name), *_copy(stream, None))
    return found


def _files_below(folder: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the files below *folder*, and their paths relative to it."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in names:
            file = os.path.join(place, name)
            yield file, os.path.relpath(file, folder)


def _copied(report: Report, roots: Roots, data: bytes) -> Payload:
    """Copy the files of the corpus into the folder *data*, and return them as its payload."""
    found = Payload()
    os.mkdir(data)
    archives = {one.path for one in report.evidence.inputs}
    for one in report.evidence.inputs:
        if not one.expected or one.path.partition(MEMBER)[0] in archives - {one.path} or one.size is None:
            continue
        place = os.path.join(data, os.fsencode(one.path))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with _opened(roots.file(one.path)) as stream, open(place, "xb") as copy:
            digest, size = _copy(stream, copy)
        if one.sha256 not in {"", digest}:
            raise UnwritableFileError(f"{one.path}: changed while it was audited, so no bag was made; run again")
        found.add(_listed(os.fsencode(one.path)), digest, size)
    return found


def _tagged(folder: str, payload: Payload, tables: Mapping[str, bytes]) -> list[str]:
    """Write the tag files of a bag into *folder*: the manifest of its payload, the tables, and their manifest."""
    manifest = "".join(f"{digest}  data/{name}\n" for name, digest in sorted(payload.digests.items()))
    oxum = f"{payload.bytes}.{len(payload.digests)}"
    info = f"Bag-Software-Agent: provenance {__version__}\nPayload-Oxum: {oxum}\n"
    tags = {**_tag_files(tables), "manifest-sha256.txt": manifest.encode()}
    tags["bagit.txt"], tags["bag-info.txt"] = _DECLARATION.encode(), info.encode()
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(tags.items()))
    tags["tagmanifest-sha256.txt"] = "".join(lines).encode()
    inner = {os.path.basename(name): tags.pop(name) for name in _tag_files(tables) if name.startswith(f"{_AUDIT}/")}
    written = write_all(os.path.join(folder, _AUDIT), {name: partial(_put, one) for name, one in inner.items()})
    return [*written, *write_all(folder, {name: partial(_put, one) for name, one in tags.items()})]


def _tag_files(tables: Mapping[str, bytes]) -> dict[str, bytes]:
    named = {f"{_AUDIT}/{name}.csv": content for name, content in tables.items()}
    return {"bagit.txt": b"", "bag-info.txt": b"", **named}


def _put(content: bytes, stream: TextIO) -> None:
    stream.write(content.decode())


def _copy(stream: BinaryIO, copy: BinaryIO | None) -> tuple[str, int]:
    """Return the digest and the size of what *stream* holds, and write it to *copy* if there is one."""
    digest, size = sha256(), 0
    while block := stream.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if copy is not None:
            copy.write(block)
    return digest.hexdigest(), size


@contextmanager
def _opened(file: bytes) -> Iterator[BinaryIO]:
    """Give an input to read; a bag without it would not be whole."""
    shown = os.fsdecode(file).encode("utf-8", "backslashreplace").decode()
    try:
        with open_regular(file) as stream:
            yield stream
    except OSError as error:
        raise UnwritableFileError(f"{shown}: cannot be put into the bag: {error.strerror}; no bag was made") from error


def _listed(name: bytes) -> str:
    """Return a path as a manifest of a bag lists it.  Raises UsageError for one that is not UTF-8."""
    try:
        text = name.decode()
    except UnicodeDecodeError as error:
        shown = name.decode("utf-8", "backslashreplace")
        raise UsageError(f"{shown}: a bag lists names as UTF-8, and this is none; rename the file") from error
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


@contextmanager
def _made_whole(folder: str) -> Iterator[str]:
    """Give a new folder that becomes *folder* when the block ends, and is removed if it does not end well."""
    parent, name = os.path.split(os.path.abspath(folder))
    made = os.path.join(parent, f".provenance-{name}.part")

    def end() -> None:
        shutil.rmtree(made, ignore_errors=True)

    try:
        with cleaning_up(end):
            end()
            os.makedirs(made)
            yield made
            os.rename(made, folder)
    except OSError as error:
        raise UnwritableFileError(f"{folder}: cannot be written: {error.strerror}; give another place") from error
