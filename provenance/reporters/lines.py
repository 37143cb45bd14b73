"""From findings to lines: JSON lines, CSV, and ``path:line:column: CODE message`` as compilers print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters import csv_file
from provenance.reporters.display import one_line
from provenance.reporters.json_file import findings as records
from provenance.reporters.json_file import line as json_line
from provenance.reporters.places import Places, line_and_column
from provenance.reporters.tables import findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from provenance.config import Config
    from provenance.model import Finding, Report


def write_jsonl(report: Report, stream: TextIO, _: Config) -> None:
    """Write a JSON object a finding."""
    stream.writelines(f"{json_line(record)}\n" for record in records(report))


def write_csv(report: Report, stream: TextIO, _: Config) -> None:
    """Write what findings.csv holds."""
    csv_file.write(stream, findings(report, Places(report.evidence)))


def write_concise(report: Report, stream: TextIO, _: Config) -> None:
    """Write a line a finding, with lines and columns from 1; a record's column counts within its text."""
    stream.writelines(
        f"{one_line(finding.path)}:{line}:{column}: {finding.code} {one_line(finding.message)}\n"
        for finding, line, column in _placed(report)
    )


def _placed(report: Report) -> Iterator[tuple[Finding, int, int]]:
    """Yield each finding with its line and column in its file."""
    at, text = -1, ""
    for finding in report.findings:
        if finding.document is None or finding.span is None:
            yield finding, finding.line or 1, 1
        elif report.evidence.documents[finding.document].line is not None:
            yield finding, finding.line or 1, finding.span.start + 1
        else:
            if finding.document != at:
                at, text = finding.document, report.evidence.text(finding.document)
            yield finding, *line_and_column(text, finding.span.start)
