"""From a corpus and where it lies to the roots and files of a plan: each file that was read, with its digest."""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UnreadableFileError, UsageError
from provenance.files import open_regular
from provenance.plan.values import File, Root
from provenance.readers.formats import is_by_line, kind_of
from provenance.readers.source import STDIN
from provenance.readers.unchanged import CHANGED, stamp_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO

    from provenance.documents import Documents
    from provenance.plan.values import Holds
    from provenance.readers.found import Found
    from provenance.readers.source import Source

_BLOCK = 1 << 20
# Encodings whose line ends are more than one byte.
_WIDE = ("utf-16", "utf-32", "utf_16", "utf_32")


_TABLES = (".csv", ".tsv")
_COLUMNS = (".parquet", ".pq")
_WRITTEN = ("", ".gz")  # how what is written can be packed
_PLAIN = ("utf-8", "ascii", "utf-8-sig")


class Sources(NamedTuple):
    """The *roots* and *files* of a plan; the number of each file by the path that opens it, and how each is shown."""

    roots: list[Root]
    files: list[File]
    numbers: dict[bytes, int]
    shown: dict[int, str]


class _Held(NamedTuple):
    """What is known of a file from its documents: how many, the digest if it is one text, and its stamp when read."""

    number: int
    sha256: str
    stamp: int
    encoding: str
    path: str


def sources_of(found: Found, documents: Documents, folder: str) -> Sources:
    """Return the roots and files that *found* leads to; the paths of roots are relative to *folder*.

    Raises UsageError for standard input, which nothing can be left out of, and UnreadableFileError for a file that
    changed since its documents were read.
    """
    if any(root.file == STDIN for root in found.roots):
        raise UsageError("-: a plan is about files; write standard input to a file first")
    several = len(found.roots) > 1
    names = [os.fsdecode(root.name) if several else "" for root in found.roots]
    roots = [
        Root(_utf8(os.path.relpath(os.fsdecode(root.file), folder or os.curdir)), root.folder, _utf8(name))
        for root, name in zip(found.roots, names, strict=True)
    ]
    held = _held(documents)
    files: list[File] = []
    numbers: dict[bytes, int] = {}
    shown: dict[int, str] = {}
    for source in found.sources:
        root = found.roots[source.root]
        numbers[source.file] = len(files)
        shown[len(files)] = source.path
        known = held.get(source.file)
        if known is not None and known.path != source.path:
            # What was read is a member, so its digest is not that of the archive.
            known = known._replace(sha256="")
        files.append(_file(source.file, root.file, source.root, _holds(source, known), known))
        if source.sidecar is not None:
            files.append(_file(source.sidecar, root.file, source.root, "sidecar", None))
    return Sources(roots, files, numbers, shown)


def _held(documents: Documents) -> dict[bytes, _Held]:
    held: dict[bytes, _Held] = {}
    for run in documents.runs:
        for slot, file in enumerate(run.openers()):
            before = held.get(file)
            if before is not None:
                held[file] = before._replace(number=before.number + 1)
            else:
                first = run.document(slot)
                whole = first.sha256 if first.line is None else ""
                held[file] = _Held(1, whole, first.stamp, first.encoding, first.path)
            if run.document(slot).line is not None:
                break  # a run of records is of one file
    return held


def _holds(source: Source, known: _Held | None) -> Holds:
    kind = kind_of(source.file)
    if known is not None and known.sha256 and known.number == 1:
        return "text"
    if kind is not None and kind[0] in _TABLES and kind[1] in _WRITTEN:
        # Of another encoding, a text is not the bytes that are written.
        return "rows" if known is not None and known.encoding in _PLAIN else "other"
    if kind == (".zip", ""):
        return "members"
    if kind is not None and kind[0] in _COLUMNS:
        return "columns" if known is not None and not kind[1] else "other"
    wide = known is not None and known.encoding.startswith(_WIDE)
    by_line = is_by_line(os.fsencode(os.fsdecode(source.file).removesuffix(".gz"))) if kind else False
    return "lines" if by_line and not wide else "other"


def _file(file: bytes, root: bytes, number: int, holds: Holds, held: _Held | None) -> File:
    """Return a file of a plan, with its digest: that of its text, if the file is one, else of its bytes."""
    relative = b"" if file == root else os.path.relpath(file, root)
    path, raw = _written(relative)
    try:
        with open_regular(file) as stream:
            status = os.fstat(stream.fileno())
            if held is not None and held.stamp and held.stamp != stamp_of(status):
                raise UnreadableFileError(f"{os.fsdecode(file)}: {CHANGED}; make the plan again")
            digest = held.sha256 if held is not None and held.sha256 else digest_of(stream)
    except OSError:
        return File(number, path, 0, "", holds, raw)
    return File(number, path, status.st_size, digest, holds, raw)


def digest_of(stream: FileIO) -> str:
    """Return the SHA-256 of what is left to read in *stream*, in hexadecimal digits."""
    import hashlib

    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def path_of(file: File) -> bytes:
    """Return the path of a *file* relative to its root, as the system has it."""
    from base64 import b64decode

    return b64decode(file.raw) if file.raw else file.path.encode()


def _written(path: bytes) -> tuple[str, str]:
    try:
        return path.decode(), ""
    except UnicodeDecodeError:
        return path.decode("utf-8", "backslashreplace"), b64encode(path).decode()


def _utf8(path: str) -> str:
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{path!r}: its name is not UTF-8, so no plan can name it; give a folder above it") from error
    return path


def positions_by_file(documents: Documents, numbers: dict[bytes, int]) -> Sequence[int]:
    """Return the number of the file of each of *documents*."""
    from provenance.documents import openers

    return [numbers[file] for file in openers(documents)]
