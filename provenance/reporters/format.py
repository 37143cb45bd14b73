"""What a row of the table of output formats holds: how a report is written, where, and what it needs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import BinaryIO, TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

    Writer = Callable[[Report, TextIO, Config, Places], None]
    BinaryWriter = Callable[[Report, BinaryIO, Config, Places], None]
    FolderWriter = Callable[[Report, str, Config], list[str]]

FINDINGS = frozenset(("rules",))


# A named tuple, since --help lists the formats: importing attrs would double the time that it takes.
class Format(NamedTuple):
    """One way to write a report.

    *writer* writes it to a stream, *folder* as several files into a folder, which cannot be printed: a function, or
    "module:function" in this package, imported when it first writes.  *needs* are the stages whose values are shown;
    *fills* is a pair of stages, the second of which is needed too where the first one runs for another report.
    *file* is the name in the output folder, "" for what is written on request only; --write calls it *key*, or by
    the format's name where that is "".  A format *for_people* follows the encoding of the terminal; every other one is
    UTF-8 wherever it goes.  *binary* writes it as bytes, which cannot be printed
    either.  *by_suffix* are
    suffixes of files for which another writer is used.
    """

    name: str
    help: str
    writer: str | Writer = ""
    needs: frozenset[str] = FINDINGS
    file: str = ""
    key: str = ""
    folder: str | FolderWriter = ""
    for_people: bool = False
    fills: tuple[str, str] | None = None
    binary: str | BinaryWriter = ""
    by_suffix: tuple[tuple[str, str], ...] = ()

    def at(self, path: str) -> Format:
        """Return the format for a file at *path*, whose suffix may choose another writer."""
        for suffix, writer in self.by_suffix:
            if path.lower().endswith(suffix):
                return self._replace(writer=writer)
        return self

    def write(self, report: Report, stream: TextIO, config: Config, places: Places | None = None) -> None:
        """Write *report* to *stream*; formats that are written together share *places*."""
        if places is None:
            from provenance.reporters.places import Places

            places = Places(report.evidence)
        write: Writer = getattr(*_attribute(self.writer)) if isinstance(self.writer, str) else self.writer
        write(report, stream, config, places)

    def write_binary(self, report: Report, stream: BinaryIO, config: Config, places: Places) -> None:
        """Write *report* to *stream* as bytes."""
        write: BinaryWriter = getattr(*_attribute(self.binary)) if isinstance(self.binary, str) else self.binary
        write(report, stream, config, places)

    def write_folder(self, report: Report, path: str, config: Config) -> list[str]:
        """Write *report* into the folder at *path* and return the paths of its files."""
        write: FolderWriter = getattr(*_attribute(self.folder)) if isinstance(self.folder, str) else self.folder
        return write(report, path, config)


def _attribute(writer: str) -> tuple[ModuleType, str]:
    """Return the imported module of *writer* ("module:function") and the name of the function in it."""
    module, _, function = writer.partition(":")
    return import_module(f"provenance.reporters.{module}"), function
