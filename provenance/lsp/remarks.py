"""From the findings about one text to remarks in an editor: where, what, why, what to do, and the other side."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol.types import (
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    Location,
    Range,
)
from pygls.uris import from_fs_path

from provenance.baseline.update import entry_of
from provenance.documents import Documents
from provenance.lsp.places import Lines
from provenance.model import Span
from provenance.reporters.display import one_line
from provenance.reporters.findings.sides import help_of, origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.baseline import Edge, Judgement
    from provenance.model import Finding, Report

_SEVERITY = {
    "error": DiagnosticSeverity.Error,
    "warning": DiagnosticSeverity.Warning,
    "info": DiagnosticSeverity.Information,
}
_MOST_OTHERS = 10  # places that one remark leads to
_MOST_LETTERS = 600  # of the other text, as it is quoted
_REASON = "accepted in the editor"


class Remark(NamedTuple):
    """A *diagnostic*; *help* says what to do about it, and *quotes* what the other side says, each with its place.

    *accepting* is the line of the baseline that accepts it.  *repeated* are the ranges that repeat an earlier part
    of the text, and *words* counts the words in them.
    """

    diagnostic: Diagnostic
    help: str
    quotes: list[tuple[str, str]]
    accepting: str
    repeated: list[Range]
    words: int


def remarks(report: Report, judgement: Judgement, file: str, text: str, encoding: str) -> list[Remark]:
    """Return the remarks about *file*, which holds *text*; the editor counts columns by *encoding*."""
    return list(_Text(report, judgement, file, text, encoding).remarks())


class _Text:
    """One text that is open in an editor, and what was found out about all texts."""

    def __init__(self, report: Report, judgement: Judgement, file: str, text: str, encoding: str) -> None:
        self._report, self._evidence, self._judgement = report, report.evidence, judgement
        self._documents = Documents.of(report.evidence.documents)
        self._file, self._text, self._encoding = file, text, encoding
        self._lines = Lines(text, encoding)
        self._files = {(one.path, one.line): one.file for one in report.evidence.notices if one.file}
        self._counts = Counter((edge.code, edge.names, edge.contents, edge.subject) for edge in judgement.edges)
        self._real: dict[bytes, str] = {}

    def remarks(self) -> Iterator[Remark]:
        """Yield the remarks about new findings, in their order."""
        new = {finding.fingerprint for finding in self._judgement.new}
        for edge in self._judgement.edges:
            if edge.finding.fingerprint in new:
                where = self._where(edge.finding)
                if where is not None:
                    yield self._remark(edge, where)

    def _where(self, finding: Finding) -> Range | None:
        """Return the place in the text that *finding* is about, None if it is about others."""
        if finding.document is None:
            file = self._files.get((finding.path, finding.line), b"")
            return self._lines.line(finding.line or 1) if file and self._is_this(file) else None
        if self._is_this(self._documents.opener(finding.document)):
            return self._range(finding.document, finding.span)
        for place in finding.evidence:
            if self._is_this(self._documents.opener(place.document)):
                return self._range(place.document, place.span)
        return None

    def _range(self, document: int, span: Span | None) -> Range:
        """Return the range of *span* where the file is the text, else the line that the document begins in."""
        line = self._documents.place(document)[1]
        if line is not None or span is None or not self._is_verbatim(document):
            return self._lines.line(line or 1)
        return self._lines.range(self._shifted(span))

    def _is_verbatim(self, document: int) -> bool:
        return self._text.removeprefix("\ufeff") == self._evidence.text(document)

    def _shifted(self, span: Span) -> Span:
        mark = int(self._text.startswith("\ufeff"))
        return Span(span.start + mark, span.end + mark)

    def _is_this(self, opener: bytes) -> bool:
        if opener not in self._real:
            self._real[opener] = os.path.realpath(os.fsdecode(opener))
        return self._real[opener] == self._file

    def _remark(self, edge: Edge, where: Range) -> Remark:
        finding = edge.finding
        name, page = self._report.rule(finding.code)
        others = list(self._others(finding))
        diagnostic = Diagnostic(
            where,
            self._message(finding),
            _SEVERITY[finding.severity],
            finding.code,
            source="provenance",
            related_information=[DiagnosticRelatedInformation(place, said) for place, said, _ in others],
            data=finding.fingerprint,
        )
        count = self._counts[edge.code, edge.names, edge.contents, edge.subject]
        repeated, words = self._repeated(finding)
        return Remark(
            diagnostic,
            f"{name}: {help_of(page)}",
            [(said, quoted) for _, said, quoted in others],
            entry_of(edge, _REASON, count).text,
            repeated,
            words,
        )

    def _message(self, finding: Finding) -> str:
        """Return what the rule says, which may be about another text that this one is beside."""
        own = finding.document is None or self._is_this(self._documents.opener(finding.document))
        return one_line(finding.message if own else f"{finding.path}: {finding.message}")

    def _others(self, finding: Finding) -> Iterator[tuple[Location, str, str]]:
        """Yield the places in other texts, and further ones in this: where, whose it is, and what it says."""
        places = [(finding.document, finding.span), *((one.document, one.span) for one in finding.evidence)]
        own = self._where(finding)
        for document, span in places[: _MOST_OTHERS + 1]:
            if document is None:
                continue
            text, opener = self._evidence.text(document), self._documents.opener(document)
            path, line = self._documents.place(document)
            if self._is_this(opener):
                where = self._range(document, span)
                if where == own:
                    continue
            else:
                lines = Lines(text, self._encoding)
                plain = line is None and self._evidence.documents[document].origin.verbatim
                nowhere = Lines("", self._encoding).line(1)
                where = lines.range(span) if plain and span else lines.line(1) if plain else nowhere
                if line is not None:
                    where = Range(type(where.start)(line - 1, 0), type(where.start)(line, 0))
            shown = path if line is None else f"{path}:{line}"
            said = one_line(f"{shown}{origin(self._evidence, document)}")
            uri = from_fs_path(os.path.realpath(os.fsdecode(opener))) or ""
            quoted = text[span.start : span.end] if span else text[self._evidence.documents[document].header :]
            yield Location(uri, where), said, _shortened(quoted)

    def _repeated(self, finding: Finding) -> tuple[list[Range], int]:
        """Return the ranges that repeat an earlier part of the text, and the number of their words."""
        document = finding.document
        if not finding.code.startswith("REP") or document is None or not self._evidence.repeats:
            return [], 0
        if not self._is_this(self._documents.opener(document)) or not self._is_verbatim(document):
            return [], 0
        spans = self._evidence.repeats[document].redundant
        text = self._evidence.text(document)
        words = sum(len(text[span.start : span.end].split()) for span in spans)
        return [self._lines.range(self._shifted(span)) for span in spans], words


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]} […]"
