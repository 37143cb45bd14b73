"""From writers of files to whole files in a folder: written beside their places, then renamed, all or none."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from provenance.cleanups import cleaning_up
from provenance.errors import UnwritableFileError, UsageError
from provenance.processes import map_forked
from provenance.together import place_together
from provenance.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO, TextIO


def check_folder(folder: str, names: Iterable[str]) -> None:
    """Raise UsageError where *names* cannot be written into *folder*, as far as can be seen without writing."""
    _check_way(folder)
    for path in (os.path.join(folder, name) for name in names):
        if os.path.isdir(path):
            raise UsageError(
                f"{path}: this is a folder, where a report is to be written; move it, or give another place"
            )


def check_file(path: str, coming: str = "") -> None:
    """Raise UsageError where no file can be written at *path*, as far as can be seen without writing.

    *coming* is a folder that will be made first.
    """
    folder = os.path.dirname(path)
    if os.path.isdir(path):
        raise UsageError(f"{path}: this is a folder; name a file in it")
    made = coming and f"{os.path.realpath(coming)}{os.sep}".startswith(f"{os.path.realpath(folder)}{os.sep}")
    if not os.path.lexists(folder or os.curdir) and not made:
        raise UsageError(f"{path}: there is no folder {folder}; make it first, or give another place")
    if os.path.exists(path) and not os.path.isfile(path):
        _check_access(path, os.W_OK)  # a device or a named pipe
    else:
        _check_way(folder or os.curdir)


def write_all(folder: str, writers: Mapping[str, Callable[[TextIO], None]], processes: int = 1) -> list[str]:
    """Write each named file of *folder* and return the paths; the folder is made where it is missing.

    Several *processes* write at the same time.

    No file appears under its name before all are written, and they replace older ones together; an error or an
    interruption leaves what was there.  What a killed run has left is removed.  Raises UnwritableFileError.
    """
    made = _make(folder)
    # Only folders that are still empty are removed.
    with cleaning_up(partial(_remove_empty, made)), _beside(folder, folder) as path:
        parts = {os.path.join(folder, name): path() for name in writers}
        _write_parts(list(zip(parts.values(), parts, writers.values(), strict=True)), processes)
        _place(parts)
    for place in (folder, *map(os.path.dirname, made)):
        _settle(place)
    return list(parts)


def write_file(path: str, writer: Callable[[TextIO], None]) -> None:
    """Write one file at *path*; a device or a named pipe is written to, and never replaced."""
    if os.path.exists(path) and not os.path.isfile(path):
        _write(path, path, writer, new=False)
        return
    with _beside(os.path.dirname(path), path) as beside:
        part = beside()
        _write(part, path, writer)
        _place({path: part})
    _settle(os.path.dirname(path))


def write_bytes(path: str, writer: Callable[[BinaryIO], None]) -> None:
    """Write one file at *path* as bytes; as ``write_file`` does."""

    def write(stream: TextIO) -> None:
        writer(stream.buffer)

    write_file(path, write)


def _check_way(folder: str) -> None:
    """Raise UsageError where *folder* is none, cannot be made, or nothing can be written into it."""
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder.rstrip(os.sep)) or os.curdir
    if not os.path.isdir(folder):
        kind = "a link that leads nowhere" if not os.path.exists(folder) else "no folder"
        raise UsageError(f"{folder}: this is {kind}, so no report can be written into it; give another place")
    _check_access(folder, os.W_OK | os.X_OK)


def _check_access(place: str, mode: int) -> None:
    if not os.access(place, mode):
        raise UsageError(f"{place}: you may not write there; fix its permissions or give another place")


def _make(folder: str) -> list[str]:
    """Make *folder* and those above it where they are missing, and return these, the innermost first."""
    missing, place = list[str](), folder
    while place and not os.path.isdir(place):
        missing.append(place)
        place = os.path.dirname(place.rstrip(os.sep))
    try:
        os.makedirs(folder, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _unwritable(folder, error) from error
    return missing


@contextmanager
def _beside(folder: str, shown: str) -> Iterator[Callable[[], str]]:
    """Give paths for files in *folder* that are not finished.  Raises UnwritableFileError about *shown*."""
    try:
        with unfinished(folder) as path:
            yield path
    except OSError as error:
        raise _unwritable(shown, error) from error


def _write(path: str, shown: str, writer: Callable[[TextIO], None], *, new: bool = True) -> None:
    """Write one file.  A *new* one is flushed to the disk: after a power cut it would be empty under a report's name.

    It must be new: in a folder that others write into, a link may have been put in its way.
    """
    try:
        with open(path, "x" if new else "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            writer(stream)
            if new:
                stream.flush()
                os.fsync(stream.fileno())
    except OSError as error:
        raise _unwritable(shown, error) from error


def _write_parts(parts: Sequence[tuple[str, str, Callable[[TextIO], None]]], processes: int) -> None:
    """Write each of *parts*: where, the path to show in an error, and the function that writes it."""
    if processes == 1:
        for part in parts:
            _write(*part)
        return

    def work(part: tuple[str, str, Callable[[TextIO], None]]) -> bytes:
        _write(*part)
        return b""

    for part, written in zip(parts, map_forked(work, parts, processes), strict=True):
        if written is None:
            # Written again from the start by this process, which raises the error if there is one.
            with suppress(FileNotFoundError):
                os.remove(part[0])
            _write(*part)


def _place(parts: Mapping[str, str]) -> None:
    try:
        place_together(parts)
    except OSError as error:
        raise _unwritable(os.fsdecode(error.filename), error) from error


def _settle(folder: str) -> None:
    """Flush the names in *folder* to the disk.

    Not every system can, and Windows opens no folder; the files are there in any case.
    """
    with suppress(OSError):
        opened = os.open(folder or os.curdir, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _remove_empty(folders: Iterable[str]) -> None:
    for folder in folders:
        with suppress(OSError):
            os.rmdir(folder)


def _unwritable(path: str, error: Exception) -> UnwritableFileError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return UnwritableFileError(f"{path}: cannot be written: {reason}; give another place or fix its permissions")
