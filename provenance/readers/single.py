"""From one path to one text: a file, standard input, or a record by its line or its id."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError, UsageError
from provenance.readers.collect import Collector
from provenance.readers.dispatch import batches_of, checked
from provenance.readers.formats import kind_of
from provenance.readers.sidecars import beside
from provenance.readers.source import INSIDE, STDIN, Source, absent, shown, suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from provenance.model import Document, Notice
    from provenance.settings import Reading

    Found = tuple[Document, str]

_BATCH_BYTES = 1 << 16
_MIN_LIKENESS = 60  # of 100, for a name to be suggested
_MAX_SUGGESTED = 3  # names


def open_text(
    path: str | os.PathLike[str], settings: Reading, *, stdin: BinaryIO | None = None
) -> tuple[Document, str, tuple[Notice, ...]]:
    """Return one document with its text, and the notices about it: a text file, ``-``, ``FILE#LINE`` or ``FILE#ID``.

    A number is a line where the file has it, else an id.  A file of records needs neither when it holds only one.  A
    UsageError says that there is no such file, line or id, with the nearest ones, or that there are several records; an
    UnreadableFileError that it cannot be read.
    """
    settings = checked(settings)
    source, name, member = _located(os.fspath(path), settings)
    line = int(name) if name is not None and name.isascii() and name.isdigit() and len(name) < 16 else None
    found: dict[bool, list[Found]] = {True: [], False: []}
    notices: list[Notice] = []
    ids: list[str] = []
    for document, text, more in _documents(source, settings, stdin):
        notices += more
        if document is None or (member and document.path != f"{source.path}{INSIDE}{member}"):
            continue
        by_line = line is not None and (document.number or document.line) == line
        if name is None or by_line or document.id in {name, f"{document.path}#{name}"}:
            found[by_line].append((document, text))
        else:
            ids.append(document.id)
        if by_line or (name is None and len(found[False]) > 1):
            break
    matches = found[True] or found[False]
    if len(matches) > 1:
        raise UsageError(_several(source.path, name, [document for document, _ in matches]))
    if matches:
        at = matches[0][0].line
        return *matches[0], tuple(notice for notice in notices if name is None or notice.line in (None, at))
    raise _nothing(source.path, name, [n for n in notices if name is None or n.line in (None, line)], ids)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return " (did you mean X, Y?)" for the names of *known* most like *word*, "" when none is."""
    from rapidfuzz import fuzz, process

    alike = process.extract(word, list(known), scorer=fuzz.ratio, score_cutoff=_MIN_LIKENESS, limit=_MAX_SUGGESTED)
    names = dict.fromkeys(name for name, *_ in sorted(alike, key=lambda found: (-found[1], found[0])))
    return f" (did you mean {', '.join(map(_safe, names))}?)" if names else ""


def _safe(name: str) -> str:
    return name if name.isprintable() else name.encode("unicode_escape").decode("ascii")


def _several(path: str, name: str | None, documents: list[Document]) -> str:
    lines = ", ".join(str(document.line) for document in documents[:3])
    if name is None:
        return f"{path}: it holds several records; say {path}#LINE or {path}#ID"
    return f"{path}: several records have the id {name!r} (lines {lines}); say {path}#LINE"


def _nothing(path: str, name: str | None, notices: list[Notice], ids: list[str]) -> Exception:
    if notices:
        where = path if notices[0].line is None else f"{path}, line {notices[0].line}"
        return UnreadableFileError(f"{where}: {notices[0].message}")
    if name is None:
        return UsageError(f"{path}: it has no record")
    what = f"record in line {name}" if name.isdigit() else f"record with the id {name!r}"
    return UsageError(f"{path}: it has no {what}{nearest(name, ids)}")


def _documents(
    source: Source, settings: Reading, stdin: BinaryIO | None
) -> Iterator[tuple[Document | None, str, tuple[Notice, ...]]]:
    """Yield the documents of the source with their texts, and the notices of each batch before its documents."""
    collector = Collector(_BATCH_BYTES)
    for batch in collector.followed_by_rest(batches_of(source, settings, collector, stdin)):
        yield None, "", batch.notices
        for position, document in enumerate(batch.documents):
            yield document, batch.text(position), ()


def _located(path: str, settings: Reading) -> tuple[Source, str | None, str]:
    """Return what *path* names, what follows ``#`` where it is not itself the name of a file, and a member or ""."""
    file = os.fsencode(path)
    name, member = None, ""
    if file == STDIN:
        return Source("-", STDIN, STDIN, 0, ("", ""), named=True), None, ""
    if not os.path.lexists(file) and INSIDE in path:
        file, member = _in_archive(path)
        member, _, name = member.partition("#")
        name = name or None
    elif not os.path.lexists(file):
        file, name = _cut(path, file)
    if os.path.isdir(file):
        raise UsageError(f"{path!r}: this is a folder; give one text")
    kind = kind_of(file)
    if kind is None:
        from provenance.readers.foreign import why_unread

        raise UsageError(f"{path!r}: it {why_unread(suffix_of(file))}")
    real, sidecar = os.path.realpath(file), beside(file, settings)
    return Source(shown(file), os.path.abspath(file), real, 0, kind, named=True, sidecar=sidecar), name, member


def _in_archive(path: str) -> tuple[bytes, str]:
    """Return the archive and the member of ``ARCHIVE!/MEMBER``."""
    archive, _, member = path.partition(INSIDE)
    while not os.path.isfile(archive) and INSIDE in member:
        more, _, member = member.partition(INSIDE)
        archive = f"{archive}{INSIDE}{more}"
    if not os.path.isfile(archive):
        raise UsageError(f"{path!r}: there is no archive {archive!r}")
    return os.fsencode(archive), member


def _cut(path: str, file: bytes) -> tuple[bytes, str]:
    """Return the file and the name of ``FILE#NAME``; a name may hold "#" itself, so the first file that exists."""
    at = file.find(b"#")
    while at > 0:
        if os.path.isfile(file[:at]) and file[at + 1 :]:
            return file[:at], file[at + 1 :].decode("utf-8", "backslashreplace")
        at = file.find(b"#", at + 1)
    if path.startswith("-"):
        raise UsageError(absent(path))
    folder, name = os.path.split(path.partition("#")[0])
    try:
        beside = os.listdir(folder or os.curdir)
    except OSError:
        beside = []
    raise UsageError(f"{path!r}: there is no such file{nearest(name, beside)}")
