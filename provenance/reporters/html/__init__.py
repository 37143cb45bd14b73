"""From a report to one page that people open offline, search, print and trust; or to a folder for large corpora."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

__all__ = ["write", "write_folder"]


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write the page to *stream*: all in one, with no address in it that a browser would open."""
    # Imported where it is used: a check that writes no page pays nothing for it.
    from provenance.reporters.html.page import page

    stream.writelines(page(report, config))


def write_folder(report: Report, folder: str, config: Config) -> list[str]:
    """Write a page with all texts into *folder*, in files that it opens as they are needed, and return their paths.

    Raises UnwritableFileError.
    """
    from provenance.reporters.folder import write_all
    from provenance.reporters.html.parts import parts

    return write_all(folder, parts(report, config))
