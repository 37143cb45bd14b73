"""From findings to edges: what an entry of a baseline is compared with to accept a finding."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.documents import Documents
from provenance.paths import relative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Evidence, Finding

    Ends = tuple[tuple[str, str], ...]

MANY = "many"  # subject of one finding that stands for many
UNNAMED = "#"  # ends the name of a record that has no id of its own, so only its file is known


class Edge:
    """A finding about one or two documents: *ends* are their (name, content), in order.

    *documents* are their positions in the same order; empty for a finding about a file without a document.
    """

    __slots__ = ("code", "documents", "ends", "finding", "score", "subject")

    def __init__(self, finding: Finding, ends: Ends, documents: tuple[int, ...]) -> None:
        self.finding = finding
        self.code = finding.code
        self.ends = ends
        self.documents = documents
        self.subject = finding.subject[:16]
        self.score = float(finding.count) if finding.subject == MANY else finding.score

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its documents."""
        return tuple(name for name, _ in self.ends)

    @property
    def contents(self) -> tuple[str, ...]:
        """The contents of its documents, sorted."""
        return tuple(sorted(content for _, content in self.ends))


class Names:
    """Names of documents relative to the project's *root*, and digests of their words, computed when asked for."""

    def __init__(self, evidence: Evidence, root: str) -> None:
        self._evidence = evidence
        self._documents = Documents.of(evidence.documents)
        self._root = os.path.abspath(os.fsencode(root or os.curdir))
        self._contents: dict[int, str] = {}

    def name(self, document: int) -> str:
        """Return the path of a file; for a record, the path of its file and its own id if it has one."""
        path, own = self.path(self._documents.opener(document)), self._documents.id_at(document)
        shown, line = self._documents.place(document)
        if line is None:
            return path
        return f"{path}{UNNAMED}{own}" if own != f"{shown}#{line}" else path + UNNAMED

    def path(self, file: bytes) -> str:
        """Return the path of *file* relative to the root."""
        return relative(file, self._root).decode("utf-8", "backslashreplace")

    def content(self, document: int) -> str:
        """Return a digest of the article's words, which ignores line breaks, case and accents.

        It is the version of words and 16 hexadecimal digits.
        """
        found = self._contents.get(document)
        if found is None:
            self._contents[document] = found = self._content(document)
        return found

    def former(self, document: int) -> str:
        """Return the digest by which a baseline of an earlier version names the document."""
        from provenance.baseline.former import former_digest

        return former_digest(self._evidence.text(document), self._evidence.documents[document].header)

    def _content(self, document: int) -> str:
        from hashlib import blake2b

        from provenance.words import VERSION, locate

        words = locate(self._evidence.text(document), self._evidence.documents[document].header)
        return f"{VERSION}:{blake2b(words.ids.astype('<u8').tobytes(), digest_size=8).hexdigest()}"


def is_former(content: str) -> bool:
    """Return whether *content* is a digest of words that an earlier version wrote."""
    return bool(content) and ":" not in content


def edges(findings: Sequence[Finding], evidence: Evidence, names: Names) -> list[Edge]:
    """Return the edge of each finding, in order."""
    files = {(notice.path, notice.line): notice.file for notice in evidence.notices if notice.file}
    return [_edge(finding, names, files) for finding in findings]


def _edge(finding: Finding, names: Names, files: dict[tuple[str, int | None], bytes]) -> Edge:
    if finding.document is None or finding.subject == MANY:
        file = files.get((finding.path, finding.line))
        return Edge(finding, ((names.path(file) if file else finding.path, ""),), ())
    other = next((place.document for place in finding.evidence if place.document != finding.document), None)
    documents = (finding.document,) if other is None else (finding.document, other)
    ends = sorted((names.name(document), names.content(document), document) for document in documents)
    return Edge(
        finding, tuple((name, content) for name, content, _ in ends), tuple(document for _, _, document in ends)
    )
