"""Whether a file is a report that this tool wrote, by what it begins with: such files are never read as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.model.columns import FINDINGS, TABLES
from provenance.readers.formats import FORMAT_OF

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK = 1 << 16  # bytes of a file that are enough
_MARKED = 512  # bytes in which reports of one piece have their marks
_MARKDOWN = b"# Provenance report\n\n- "
_PAGE = b'<meta name="generator" content="provenance">'
_DOCUMENTS = (b'"tool":"provenance"', b'"source":{"name":"provenance"}', b'"tool":{"driver":{"name":"provenance"')
_FINDING = (*FINDINGS, "count", "places")  # the fields of a finding in JSON lines


class OwnReportError(UnreadableFileError):
    """A file is a report that this tool wrote."""

    def __init__(self) -> None:
        super().__init__("is a report of this tool, which is never read")


def refuse_own(beginning: bytes, suffix: str) -> None:
    """Raise OwnReportError where a file that begins with these bytes, called *suffix*, is a report."""
    if is_own(beginning, suffix):
        raise OwnReportError


def is_own(beginning: bytes, suffix: str) -> bool:
    """Tell whether a file that begins with these bytes (LOOK are enough), called *suffix*, is a report."""
    known = _MARKS.get(FORMAT_OF[suffix].name) if suffix in FORMAT_OF else None
    return known is not None and known(beginning)


def _is_markdown(beginning: bytes) -> bool:
    return beginning.startswith(_MARKDOWN)


def _is_page(beginning: bytes) -> bool:
    return _PAGE in beginning[:_MARKED]


def _is_document(beginning: bytes) -> bool:
    # Written without blanks and with its mark first: a document of others that mentions the tool is not like that.
    start = beginning[:_MARKED]
    return start.startswith(b"{") and any(mark in start for mark in _DOCUMENTS)


def _is_table(beginning: bytes) -> bool:
    header = beginning.partition(b"\n")[0].rstrip(b"\r")
    return tuple(header.decode("utf-8", "replace").split(",")) in TABLES


def _is_findings(beginning: bytes) -> bool:
    if not beginning.startswith(b'{"document":'):
        return False
    from orjson import JSONDecodeError, loads

    try:
        record: object = loads(beginning.partition(b"\n")[0])
    except JSONDecodeError:
        return False
    return isinstance(record, dict) and tuple(record) == _FINDING


# By the name of the format in which a report is written.
_MARKS: dict[str, Callable[[bytes], bool]] = {
    "text": _is_markdown,
    "HTML": _is_page,
    "JSON": _is_document,
    "JSON lines": _is_findings,
    "CSV": _is_table,
}
