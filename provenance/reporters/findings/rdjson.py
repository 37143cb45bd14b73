"""From findings to the Reviewdog Diagnostic Format, as one JSON object (reviewdog, proto/rdf).

Columns count bytes of UTF-8, and the end of a range is exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.encode import encode
from provenance.reporters.findings.locations import Locations

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Finding, Report
    from provenance.reporters.findings.locations import Location
    from provenance.reporters.places import Places
    from provenance.settings import Config

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write an object with a diagnostic per finding, each on its own line."""
    locations = Locations(report, config.extent.root, as_bytes=True)
    stream.write('{"source":{"name":"provenance"},\n"diagnostics":[')
    before = "\n"
    for finding in report.findings:
        stream.write(before + encode(_diagnostic(finding, locations)))
        before = ",\n"
    stream.write("\n]}\n" if report.findings else "]}\n")


def _diagnostic(finding: Finding, locations: Locations) -> dict[str, object]:
    diagnostic: dict[str, object] = {
        "message": finding.message,
        "location": _location(locations.finding(finding)),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    others = [{"message": "the other place", "location": _location(other)} for other in locations.others(finding)]
    return diagnostic | ({"relatedLocations": others} if others else {})


def _location(where: Location) -> dict[str, object]:
    start = {"line": where.line} | ({} if where.column is None else {"column": where.column})
    span: dict[str, object] = {"start": start}
    if where.end_line is not None and where.end_column is not None:
        span["end"] = {"line": where.end_line, "column": where.end_column}
    return {"path": where.path, "range": span}
