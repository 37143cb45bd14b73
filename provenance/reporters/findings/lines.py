"""From findings to lines: JSON lines, and ``path:line:column: CODE message`` as compilers print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import one_line
from provenance.reporters.findings.locations import Locations

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config


def jsonl(report: Report, stream: TextIO, _: Config, __: Places) -> None:
    """Write a JSON object per finding, as audit.json holds it."""
    from provenance.reporters.audit_json.sections import findings
    from provenance.reporters.encode import encoder

    encode = encoder(len(report.evidence.documents))
    stream.writelines(f"{encode(record)}\n" for record in findings(report))


def concise(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write a line per finding, with lines and columns from 1; the column of a record counts within its text."""
    locations = Locations(report, config.extent.root)
    for finding in report.findings:
        location = locations.finding(finding)
        within = 1 if finding.document is None or finding.span is None else finding.span.start + 1
        place = f"{one_line(location.path)}:{location.line}:{location.column or within}"
        stream.write(f"{place}: {finding.code} {one_line(finding.message)}\n")
