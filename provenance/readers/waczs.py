"""From a packed web archive (WACZ 1.1.1, a zip file) to the web archives in it; its indexes and lists are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

# What its members need is said for the file as a whole.
import fastwarc  # noqa: F401

from provenance.readers import archives, zips
from provenance.readers.found import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, Document
    from provenance.readers.archives import Member
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

_ARCHIVES = b"archive/"


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the pages of all web archives in a packed one, and notices."""
    yield from archives.read(file, settings, collector, members)


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the texts of the documents *wanted*, in their order."""
    return archives.reread(file, wanted, settings, members)


def members(file: OpenFile, settings: Reading) -> Iterator[Member]:
    """Yield the members; what lies beside the web archives repeats in part what these hold."""
    for member in zips.members(file, settings):
        if member.name.startswith(_ARCHIVES) or member.hindrance:
            yield member
        else:
            yield member._replace(hindrance="says what lies in the web archives beside it", passed=INDEX)
