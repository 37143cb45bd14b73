"""From findings to locations for other programs: a path relative to the project's root, lines and columns from 1."""

from __future__ import annotations

import os
from bisect import bisect_right
from typing import TYPE_CHECKING

from provenance.documents import Documents
from provenance.paths import relative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Evidence, Finding, Report, Span


class Location:
    """A place in a file: *file* is its path from the root as bytes, *path* the same as text.

    *column*, *end_line* and *end_column* (the one after the last) are None for a record, whose span
    counts within its text and not within the line of its file.
    """

    __slots__ = ("column", "end_column", "end_line", "file", "line")

    def __init__(
        self,
        file: bytes,
        line: int,
        column: int | None = None,
        end_line: int | None = None,
        end_column: int | None = None,
    ) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.end_line = end_line
        self.end_column = end_column

    @property
    def path(self) -> str:
        """The path as text; bytes that are not UTF-8 are written as backslash escapes."""
        return self.file.decode("utf-8", "backslashreplace")

    @property
    def place(self) -> str:
        """The path, line and column as compilers print them."""
        return f"{self.path}:{self.line}" + ("" if self.column is None else f":{self.column}")


class Locations:
    """The locations of a report's findings and of the places they point to, with paths from the folder *root*.

    Columns count code points, or with *as_bytes* the bytes of UTF-8.
    """

    def __init__(self, report: Report, root: str = "", *, as_bytes: bool = False) -> None:
        self._evidence = report.evidence
        self._documents = Documents.of(report.evidence.documents)
        self._root = os.path.abspath(os.fsencode(root or os.curdir))
        self._as_bytes = as_bytes
        self._files = _files_of_notices(report.evidence)
        self._at = -1
        self._text = ""
        self._lines: Sequence[int] = ()

    def finding(self, finding: Finding) -> Location:
        """Return the location of *finding*."""
        if finding.document is None:
            file = self._files.get((finding.path, finding.line))
            return Location(self._relative(file) if file else os.fsencode(finding.path), finding.line or 1)
        return self.place(finding.document, finding.span)

    def others(self, finding: Finding) -> list[Location]:
        """Return the locations of the other places of *finding*."""
        return [self.place(place.document, place.span) for place in finding.evidence]

    def place(self, document: int, span: Span | None) -> Location:
        """Return the location of *span* in the document at that position; None is the whole document."""
        file = self._relative(self._documents.opener(document))
        _, line = self._documents.place(document)
        if line is not None:
            return Location(file, line)
        # Places in a text that was taken out of something else are none in the file.
        if span is None or not self._documents.origin(document).verbatim:
            return Location(file, 1)
        self._load(document)
        return Location(file, *self._point(span.start), *self._point(span.end))

    def excerpt(self, document: int, span: Span) -> str:
        """Return the text of *span*."""
        self._load(document)
        return self._text[span.start : span.end]

    def _load(self, document: int) -> None:
        if document != self._at:
            self._at, self._text = document, self._evidence.text(document)
            self._lines = [0, *(at + 1 for at, sign in enumerate(self._text) if sign == "\n")]

    def _point(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        start = self._lines[line - 1]
        before = self._text[start:offset]
        return line, 1 + (len(before.encode("utf-8", "surrogatepass")) if self._as_bytes else len(before))

    def _relative(self, file: bytes) -> bytes:
        return relative(file, self._root)


def _files_of_notices(evidence: Evidence) -> dict[tuple[str, int | None], bytes]:
    """Return the paths that open the files of notices, by the path and line that are shown."""
    return {(notice.path, notice.line): notice.file for notice in evidence.notices if notice.file}
