"""From a report to lines and files: explicit tables of the files of the output folder and of the formats."""

from __future__ import annotations

import os
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.reporters.csv_file import write as write_table
from provenance.reporters.folder import check_file, check_folder, write_all, write_file
from provenance.reporters.html import write as write_page
from provenance.reporters.html import write_folder
from provenance.reporters.json_file import write as write_json
from provenance.reporters.lines import write_concise, write_csv, write_jsonl
from provenance.reporters.markdown import write as write_markdown
from provenance.reporters.places import Places
from provenance.reporters.screen import write as write_screen
from provenance.reporters.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from provenance.model import Report
    from provenance.settings import Config, Reporting

    Writer = Callable[[Report, TextIO, Config], None]
    Watch = Callable[[str, int, int], None]

__all__ = [
    "FILES", "FOLDERS", "FORMATS", "NEEDS", "TABLES", "TEXT_FORMATS", "check_names", "check_places", "emit", "needs",
    "write",
]  # fmt: skip


def _late(name: str) -> Writer:
    """Return the writer of the module *name*, which is imported when it first writes."""

    def write_it(report: Report, stream: TextIO, config: Config) -> None:
        writer: Writer = import_module(f"provenance.reporters.{name}").write
        writer(report, stream, config)

    return write_it


# The files of the output folder by the names that --write takes; a folder that holds audit.json, the last, is whole.
FILES = {
    "documents": "documents.csv",
    "claims": "claims.csv",
    "pairs": "pairs.csv",
    "passages": "passages.csv",
    "groups": "groups.csv",
    "findings": "findings.csv",
    "report": "report.md",
    "html": "report.html",
    "audit": "audit.json",
}
FORMATS: dict[str, Writer] = {
    "table": write_screen,
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
    "markdown": write_markdown,
    "concise": write_concise,
    "full": _late("full"),
    "github": _late("github"),
    "gitlab": _late("gitlab"),
    "junit": _late("junit"),
    "rdjson": _late("rdjson"),
    "sarif": _late("sarif"),
    "html": write_page,
}
# What -o writes a folder of.
FOLDERS = {"html-dir": write_folder}
# Formats for people follow the terminal's encoding; all others are UTF-8 wherever they go.
TEXT_FORMATS = ("table", "concise", "full")

_EVERYTHING = frozenset(
    ("digests", "sketch", "group", "align", "repeats", "inspect", "attribute", "derive", "passages", "rules")
)
_JUDGED = frozenset(("rules",))
# What each file and format shows.  A format for people shows what the selected rules needed, and asks for no more.
NEEDS = {
    "documents": _EVERYTHING,
    "claims": frozenset(("attribute",)),
    "pairs": frozenset(("sketch", "group")),
    "passages": frozenset(("sketch", "group", "align", "repeats", "passages")),
    "groups": frozenset(("sketch", "group")),
    "findings": _JUDGED,
    "report": _EVERYTHING,
    "audit": _EVERYTHING,
    "table": _JUDGED,
    "json": _EVERYTHING,
    "jsonl": _JUDGED,
    "csv": _JUDGED,
    "markdown": _EVERYTHING,
    "concise": _JUDGED,
    "full": _JUDGED,
    "github": _JUDGED,
    "gitlab": _JUDGED,
    "junit": _JUDGED,
    "rdjson": _JUDGED,
    "sarif": _JUDGED,
    "html": _EVERYTHING,
    "html-dir": _EVERYTHING,
}


def needs(reporting: Reporting) -> frozenset[str]:
    """Return the stages whose values the files and formats asked for show."""
    names = (*_folder_files(reporting), *reporting.formats, *(name for name, _ in reporting.files))
    return frozenset().union(*(NEEDS[name] for name in names))


def _folder_files(reporting: Reporting) -> list[str]:
    """Return the names of the files to write into the output folder."""
    return [name for name in FILES if not reporting.write or name in reporting.write]


def check_names(reporting: Reporting) -> None:
    """Raise UsageError, listing what there is, for a file or format that does not exist."""
    for name in reporting.write:
        if name not in FILES:
            raise UsageError(f"--write: there is no file {name!r}; the files are {', '.join(FILES)}")
    for name in reporting.formats:
        if name not in FORMATS:
            raise UsageError(f"there is no format {name!r}; the formats are {', '.join(FORMATS)}")
    for name, _ in reporting.files:
        if name not in FORMATS and name not in FOLDERS:
            raise UsageError(f"there is no format {name!r}; the formats are {', '.join((*FORMATS, *FOLDERS))}")
    if "-" in (path for _, path in reporting.files):
        raise UsageError("--report: - is no file; name one, or print the format with -f")


def check_places(reporting: Reporting, *, folder: bool) -> None:
    """Raise UsageError where a file asked for cannot be written, or two in one place.

    *folder*: those of the output folder too.  Nothing is written, so what only writing shows is still to come.
    """
    paths = [path for _, path in reporting.files]
    if folder:
        names = [FILES[name] for name in _folder_files(reporting)]
        check_folder(reporting.output, names)
        paths += [os.path.join(reporting.output, name) for name in names]
    for name, path in reporting.files:
        if name in FOLDERS:
            check_folder(path, ())
        else:
            check_file(path, reporting.output if folder else "")
        special = os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path))
        if not special and sum(os.path.realpath(other) == os.path.realpath(path) for other in paths) > 1:
            raise UsageError(f"{path}: two reports would be written there; give each a place of its own")


def write(report: Report, config: Config, watch: Watch | None = None) -> list[str]:
    """Write the files asked for into the output folder and return their paths.

    All are written beside their places first and renamed when the last one is whole.  With *write* naming some of
    them, others that an earlier run left there stay as they are.  *watch* is called with what
    is being written, how many files are written, and how many there will be.  Raises UnwritableFileError.
    """
    places = Places(report.evidence)
    files = {FILES[name]: _writer(name, report, config, places) for name in _folder_files(config.reporting)}
    if watch is not None:
        files = {
            name: partial(_told, writer, partial(watch, f"writing {name}", done, len(files)))
            for done, (name, writer) in enumerate(files.items())
        }
    return write_all(config.reporting.output, files)


def emit(report: Report, config: Config, watch: Watch | None = None) -> list[str]:
    """Write each (format, path) of the settings' *files* and return the paths; *watch* is called as by ``write``.

    Raises UnwritableFileError.
    """
    written: list[str] = []
    for done, (name, path) in enumerate(config.reporting.files):
        if watch is not None:
            watch(f"writing {name}", done, len(config.reporting.files))
        if name in FOLDERS:
            written += FOLDERS[name](report, path, config)
        else:
            write_file(path, partial(_emit, FORMATS[name], report, config))
            written.append(path)
    return written


def _writer(name: str, report: Report, config: Config, places: Places) -> Callable[[TextIO], None]:
    """Return what writes the file of the output folder that *name* stands for."""

    def write_one(stream: TextIO) -> None:
        if name in TABLES:
            write_table(stream, TABLES[name](report, places))
        elif name == "audit":
            write_json(report, stream, config, places)
        elif name == "html":
            write_page(report, stream, config)
        else:
            write_markdown(report, stream, config)

    return write_one


def _told(writer: Callable[[TextIO], None], tell: Callable[[], None], stream: TextIO) -> None:
    tell()
    writer(stream)


def _emit(writer: Writer, report: Report, config: Config, stream: TextIO) -> None:
    writer(report, stream, config)
