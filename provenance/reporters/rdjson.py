"""From findings to the Reviewdog Diagnostic Format, as one JSON object (reviewdog, proto/rdf).

Its columns count bytes of UTF-8, and the end of a range is the place after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.json_file import line as json_line
from provenance.reporters.locations import Locations

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Finding, Report
    from provenance.reporters.locations import Location
    from provenance.settings import Config

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def write(report: Report, stream: TextIO, config: Config) -> None:
    """Write an object with a diagnostic a finding, one a line."""
    locations = Locations(report, config.extent.root, as_bytes=True)
    stream.write('{"source":{"name":"provenance"},\n"diagnostics":[')
    before = "\n"
    for finding in report.findings:
        stream.write(before + json_line(_diagnostic(finding, locations)))
        before = ",\n"
    stream.write("\n]}\n" if report.findings else "]}\n")


def _diagnostic(finding: Finding, locations: Locations) -> dict[str, object]:
    said: dict[str, object] = {
        "message": finding.message,
        "location": _location(locations.finding(finding)),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    others = [{"message": "the other place", "location": _location(other)} for other in locations.others(finding)]
    return said | ({"relatedLocations": others} if others else {})


def _location(where: Location) -> dict[str, object]:
    start = {"line": where.line} | ({} if where.column is None else {"column": where.column})
    span: dict[str, object] = {"start": start}
    if where.end_line is not None and where.end_column is not None:
        span["end"] = {"line": where.end_line, "column": where.end_column}
    return {"path": where.path, "range": span}
