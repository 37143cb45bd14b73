"""From a plan and the files that it is about to the lines of it that may be carried out: nothing that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UnreadableFileError, UsageError
from provenance.files import open_regular
from provenance.model import Document
from provenance.plan.sources import digest_of
from provenance.plan.values import key_of, member_of
from provenance.readers.rereading import reread
from provenance.readers.source import shown
from provenance.settings import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.plan.places import Places
    from provenance.plan.values import Key, Line, Settings


class Checked(NamedTuple):
    """The lines of a plan to carry out, by file; *texts* of documents that are dropped, and *troubles* to report.

    *changed* are the numbers of files that are not what they were: nothing of them is touched.
    """

    lines: dict[int, list[Line]]
    texts: dict[Key, str]
    troubles: list[str]
    changed: frozenset[int]


def checked(places: Places, *, texts: bool = False, streamed: bool = False) -> Checked:
    """Return what of the plan in *places* may be carried out, with the *texts* of what is dropped if they are wanted.

    *streamed*: the caller reads each file to its end, and stops if it has changed; no file is read before that.

    A document is dropped only if its own file and that of the document kept in its place have the digests of the plan.
    Raises UsageError for a plan whose lines are not about the texts that are there: one that was edited by hand.  The
    lines of a sealed plan are about the texts of their files, so nothing is read again for them.
    """
    plan = places.plan
    asked = {number for line in plan.lines for number in _files_of(line)}
    read = [] if streamed else sorted(asked)
    troubles = {number: trouble for number in read if (trouble := _trouble(places, number))}
    said = [f"{places.shown(number)}: {trouble}, so it is not touched" for number, trouble in troubles.items()]
    wanted: dict[int, list[Line]] = {}
    held_back = 0
    for line in plan.lines:
        if line.file in troubles:
            continue
        if line.kept is not None and line.kept.file in troubles:
            held_back += 1
            continue
        wanted.setdefault(line.file, []).append(line)
    if held_back:
        said.append(f"{held_back:,} documents stay because what is kept in their place has changed")
    found = dict(_verified(places, wanted, texts=texts))
    return Checked(wanted, found, said, frozenset(troubles))


def reading_of(settings: Settings) -> Reading:
    """Return how the texts of a plan were read."""
    return Reading(
        include=tuple(settings.include),
        exclude=tuple(settings.exclude),
        gitignore=settings.gitignore,
        follow_links=settings.follow_links,
        encoding=settings.encoding,
        fields=settings.fields,
    )


def _files_of(line: Line) -> Iterator[int]:
    yield line.file
    if line.kept is not None:
        yield line.kept.file


def _trouble(places: Places, number: int) -> str:
    """Return why a file may not be touched, "" if it is what the plan saw."""
    try:
        same = digest_matches(places.files[number], places.plan.head.files[number].sha256)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if same else "changed since the plan was made"


def digest_matches(place: bytes, sha256: str) -> bool:
    """Return whether the file at *place* has this digest.  Raises OSError."""
    with open_regular(place) as stream:
        return digest_of(stream) == sha256


def _verified(places: Places, wanted: dict[int, list[Line]], *, texts: bool) -> Iterator[tuple[Key, str]]:
    """Yield the texts of documents if they are wanted, after each record was found to be what its line says."""
    for number, lines in wanted.items():
        file = places.plan.head.files[number]
        if file.holds == "text":
            if len(lines) > 1 or lines[0].line is not None or lines[0].sha256 != file.sha256:
                raise _not_there(lines[0])
            if not texts:
                continue
        asked = [line for line in lines if line.action == "drop"] if places.plan.sealed else lines
        if not asked or (places.plan.sealed and not texts):
            continue
        for line, text in zip(asked, _texts(places, number, asked), strict=True):
            if texts and line.action == "drop":
                yield key_of(line), text


def _texts(places: Places, number: int, lines: list[Line]) -> list[str]:
    reading = reading_of(places.plan.head.settings)
    place = places.files[number]
    if any(line.member for line in lines):
        return _read_through(place, lines, reading)
    documents = [Document(line.id, line.path, place, line.line, line.bytes, line.sha256, _AS_READ) for line in lines]
    try:
        return reread(documents, reading)
    except UnreadableFileError:
        return _read_through(place, lines, reading)


_AS_READ = "utf-8"


def _read_through(place: bytes, lines: list[Line], reading: Reading) -> list[str]:
    """Return the texts of *lines* by reading their file as the audit does, encodings and all."""
    import os

    import attrs

    from provenance.readers import read

    reading = attrs.evolve(reading, include=(), exclude=())
    wanted = {key_of(line)[1:]: line for line in lines}
    found: dict[tuple[str, int | None], str] = {}
    for batch in read([os.fsdecode(place)], reading):
        for slot, document in enumerate(batch.documents):
            key = place_in(document, place)
            line = wanted.get(key)
            if line is not None and key not in found and document.sha256 == line.sha256:
                found[key] = batch.text(slot)
    missing = next((line for key, line in wanted.items() if key not in found), None)
    if missing is not None:
        raise _not_there(missing)
    return [found[key_of(line)[1:]] for line in lines]


def place_in(document: Document, file: bytes) -> tuple[str, int | None]:
    """Return the path within an archive, and the line, of a *document* of a *file* that was read by itself."""
    import os

    return member_of(document.path, shown(os.path.basename(file))), document.line


def _not_there(line: Line) -> UsageError:
    where = line.path if line.line is None else f"{line.path}, line {line.line}"
    return UsageError(f"{where}: this is not the text that the plan names ({line.id!r}); make the plan again")
