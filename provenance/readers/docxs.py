"""From a document of Word (docx, ECMA-376) to its text, its pages and what its properties state; by python-docx."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
from docx.opc.exceptions import OpcError
from lxml.etree import LxmlError

from provenance.errors import UnreadableFileError
from provenance.readers.blocks import OverLimitError
from provenance.readers.extracted import Extracted, property_of, read_extracted, reread_extracted
from provenance.readers.gzipped import HARMLESS, MAX_RATIO
from provenance.readers.word_lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Batch, Document, Statement
    from provenance.readers.collect import Collector
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

_OLD = b"\xd0\xcf\x11\xe0"
_TEMPLATE = "2013-12-23T23:15:00+00:00"  # stands in each document that python-docx makes from its own template
# What the library raises for files that are not as they should be.
_DAMAGE = (
    OpcError, LxmlError, zipfile.BadZipFile, ValueError, KeyError, IndexError, TypeError, AttributeError,
    RecursionError, NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip
_STATED = (("title", "title"), ("author", "author"), ("modified", "updated"))


def read(file: OpenFile, settings: Reading, collector: Collector) -> Iterator[Batch]:
    """Give the collector the document that a file of Word holds, or a notice why there is none."""
    yield from read_extracted(file, settings, collector, extract)


def reread(file: OpenFile, wanted: Sequence[Document], settings: Reading) -> list[str]:
    """Return the text of a file of Word, once for each of *wanted*."""
    return reread_extracted(file, wanted, settings, extract)


def extract(content: bytes) -> Extracted:
    """Return what a document of Word holds.  Raises UnreadableFileError."""
    if content.startswith(_OLD):
        raise UnreadableFileError("is encrypted, or in the old format of Word; save it as docx without a password")
    try:
        _refuse_bomb(content)
        document = docx.Document(io.BytesIO(content))
        lines = Lines(document.element.body)
        return Extracted(lines.text, tuple(_statements(document)), lines.pages)
    except UnreadableFileError:
        raise
    except _DAMAGE as error:
        raise UnreadableFileError(f"is no docx that can be read: {error}") from error


def _refuse_bomb(content: bytes) -> None:
    """Raise OverLimitError for a file that unpacks to far more than its size: the library unpacks all of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(info.file_size for info in archive.infolist())
    if size > max(HARMLESS, MAX_RATIO * len(content)):
        raise OverLimitError(f"unpacks to more than {MAX_RATIO} times its size")


def _statements(document: docx.document.Document) -> Iterator[Statement]:
    """Yield what the properties state; the day on which a file was made is not when its text was published."""
    for name, role in _STATED:
        try:
            value = getattr(document.core_properties, name)
        except _DAMAGE:
            continue
        said = value.isoformat() if role == "updated" and value else str(value or "").strip()
        if said != _TEMPLATE:
            yield from property_of(role, said, f"docx {name}")
