"""From a report to lines and files: what is asked for is found in the table of formats, checked, and written."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.reporters.folder import check_file, check_folder, write_all, write_bytes, write_file
from provenance.reporters.formats import FORMATS, files, find, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO, TextIO

    from provenance.model import Report
    from provenance.reporters.format import Format
    from provenance.reporters.places import Places
    from provenance.settings import Config, Reporting

    Watch = Callable[[str, int, int], None]

_MIN_FORKED = 5000  # documents; the files of fewer are written in the time that starting processes takes

__all__ = ["check_names", "check_places", "emit", "format_named", "needs", "write"]


def format_named(name: str) -> Format:
    """Return the format called *name*.  Raises UsageError, listing what there is, for a format that does not exist."""
    found = find(name)
    if found is None:
        raise UsageError(f"there is no format {name!r}; the formats are {', '.join(FORMATS)}")
    return found


def needs(reporting: Reporting) -> frozenset[str]:
    """Return the stages whose values the files and formats asked for show."""
    names = (*reporting.formats, *(name for name, _ in reporting.files))
    rows = (*_folder_files(reporting).values(), *map(format_named, names))
    needed = frozenset().union(*(row.needs for row in rows))
    return needed.union(row.fills[1] for row in rows if row.fills and row.fills[0] in needed)


def check_names(reporting: Reporting) -> None:
    """Raise UsageError, listing what there is, for a file or format that does not exist."""
    keys = files()
    for key in reporting.write:
        if key not in keys:
            raise UsageError(f"--write: there is no file {key!r}; the files are {', '.join(keys)}")
    for name in reporting.formats:
        if format_named(name).folder or format_named(name).binary:
            kind, place = ("a folder", "DIR") if format_named(name).folder else ("binary", "FILE")
            raise UsageError(
                f"-f: {name} is {kind} and cannot be printed: write it with -o {name}={place}; "
                f"the other formats are {', '.join(printable())}"
            )
    for name, path in reporting.files:
        format_named(name)
        if path == "-":
            raise UsageError("--report: - is no file; name one, or print the format with -f")


def check_places(reporting: Reporting, *others: str, folder: bool) -> None:
    """Raise UsageError where a file asked for cannot be written, or two would be written to one place.

    *others* are files that are written beside the reports; *folder*: the files of the output folder count too.  Nothing
    is written, so an error that only writing shows is still to come.
    """
    paths = [*(path for _, path in reporting.files), *others]
    if folder:
        names = [row.file for row in _folder_files(reporting).values()]
        check_folder(reporting.output, names)
        paths += [os.path.join(reporting.output, name) for name in names]
    places = [(path, bool(format_named(name).folder)) for name, path in reporting.files]
    for path, is_folder in (*places, *((path, False) for path in others)):
        if is_folder:
            check_folder(path, ())
        else:
            check_file(path, reporting.output if folder else "")
        special = os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path))
        if not special and sum(os.path.realpath(other) == os.path.realpath(path) for other in paths) > 1:
            raise UsageError(f"{path}: two reports would be written there; give each a place of its own")


def write(report: Report, config: Config, watch: Watch | None = None) -> list[str]:
    """Write the files asked for into the output folder and return their paths.

    All are written under temporary names and renamed when the last one is whole.  Files of an earlier run that
    *write* does not name stay as they are.  *watch* is called with what is being written, how many files are
    written, and how many there will be.  Raises UnwritableFileError.
    """
    from provenance.reporters.places import Places

    places = Places(report.evidence)
    rows = _folder_files(config.reporting).values()
    writers = {}
    for done, row in enumerate(rows):
        tell = None if watch is None else partial(watch, f"writing {row.file}", done, len(rows))
        writers[row.file] = partial(_write_one, row, report, config, places, tell)
    return write_all(config.reporting.output, writers, _processes(report, config, len(writers)))


def _processes(report: Report, config: Config, count: int) -> int:
    """Return how many processes should write *count* files."""
    from provenance.processes import can_fork
    from provenance.threads import cores

    if count > 1 and len(report.evidence.documents) >= _MIN_FORKED and can_fork():
        return config.grouping.jobs or cores()
    return 1


def emit(report: Report, config: Config, watch: Watch | None = None) -> list[str]:
    """Write each (format, path) of the settings' *files* and return the paths; *watch* is called as by ``write``.

    Raises UnwritableFileError.
    """
    from provenance.reporters.places import Places

    written: list[str] = []
    places = Places(report.evidence)
    for done, (name, path) in enumerate(config.reporting.files):
        if watch is not None:
            watch(f"writing {name}", done, len(config.reporting.files))
        row = format_named(name).at(path)
        if row.folder:
            written += row.write_folder(report, path, config)
        elif row.binary:
            write_bytes(path, partial(_write_packed, row, report, config, places))
            written.append(path)
        else:
            write_file(path, partial(_write_one, row, report, config, places, None))
            written.append(path)
    return written


def _folder_files(reporting: Reporting) -> dict[str, Format]:
    """Return the formats to write into the output folder, by their keys."""
    return {key: row for key, row in files().items() if not reporting.write or key in reporting.write}


def _write_one(
    row: Format, report: Report, config: Config, places: Places, tell: Callable[[], None] | None, stream: TextIO
) -> None:
    if tell is not None:
        tell()
    row.write(report, stream, config, places)


def _write_packed(row: Format, report: Report, config: Config, places: Places, stream: BinaryIO) -> None:
    row.write_binary(report, stream, config, places)
