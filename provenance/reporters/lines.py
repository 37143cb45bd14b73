"""From findings to lines: JSON lines, CSV, and ``path:line:column: CODE message`` as compilers print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters import csv_file
from provenance.reporters.display import one_line
from provenance.reporters.json_file import encoder
from provenance.reporters.json_file import findings as records
from provenance.reporters.locations import Locations
from provenance.reporters.places import Places
from provenance.reporters.tables import findings

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Report
    from provenance.settings import Config


def write_jsonl(report: Report, stream: TextIO, _: Config) -> None:
    """Write a JSON object a finding."""
    stream.writelines(f"{one}\n" for one in map(encoder(len(report.evidence.documents)), records(report)))


def write_csv(report: Report, stream: TextIO, _: Config) -> None:
    """Write what findings.csv holds."""
    csv_file.write(stream, findings(report, Places(report.evidence)))


def write_concise(report: Report, stream: TextIO, config: Config) -> None:
    """Write a line a finding, with lines and columns from 1; a record's column counts within its text."""
    locations = Locations(report, config.extent.root)
    for finding in report.findings:
        location = locations.finding(finding)
        within = 1 if finding.document is None or finding.span is None else finding.span.start + 1
        place = f"{one_line(location.path)}:{location.line}:{location.column or within}"
        stream.write(f"{place}: {finding.code} {one_line(finding.message)}\n")
