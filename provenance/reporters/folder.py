"""From writers of files to whole files in a folder: written beside their places, then renamed, all or none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO


def write_all(folder: str, writers: Mapping[str, Callable[[TextIO], None]]) -> list[str]:
    """Write each named file of *folder* and return the paths; the folder is made where it is missing.

    No file appears under its name before all are written.  An error or an interruption leaves none of them, or where it
    comes between two renames some of them whole.  Raises UnwritableFileError.
    """
    made = _make(folder)
    parts = {name: os.path.join(folder, f".{name}.{os.urandom(4).hex()}.part") for name in writers}
    try:
        for name, part in parts.items():
            _write(part, os.path.join(folder, name), writers[name])
        for name, part in parts.items():
            _rename(part, os.path.join(folder, name))
        made = False
    finally:
        for part in parts.values():
            _remove(part)
        if made:
            _remove_empty(folder)
    return [os.path.join(folder, name) for name in writers]


def write_file(path: str, writer: Callable[[TextIO], None]) -> None:
    """Write one file at *path*; a device or a named pipe is written to, and never replaced."""
    if os.path.exists(path) and not os.path.isfile(path):
        _write(path, path, writer)
        return
    part = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{os.urandom(4).hex()}.part")
    try:
        _write(part, path, writer)
        _rename(part, path)
    finally:
        _remove(part)


def _make(folder: str) -> bool:
    """Make *folder* where it is missing and return whether it was."""
    try:
        if os.path.isdir(folder):
            return False
        os.makedirs(folder)
    except (OSError, ValueError) as error:
        raise _unwritable(folder, error) from error
    return True


def _write(path: str, shown: str, writer: Callable[[TextIO], None]) -> None:
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            writer(stream)
    except OSError as error:
        raise _unwritable(shown, error) from error


def _rename(part: str, path: str) -> None:
    try:
        os.replace(part, path)
    except OSError as error:
        raise _unwritable(path, error) from error


def _remove(part: str) -> None:
    try:
        os.unlink(part)
    except OSError:
        return


def _remove_empty(folder: str) -> None:
    try:
        os.rmdir(folder)
    except OSError:
        return


def _unwritable(path: str, error: Exception) -> UnwritableFileError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return UnwritableFileError(f"{path}: cannot be written: {reason}; give another place or mend its permissions")
