"""From findings to a Code Quality report of GitLab (docs.gitlab.com, "Code Quality report format")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.encode import encode
from provenance.reporters.findings.locations import Locations

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Finding, Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write an array with an object per finding, each on its own line."""
    locations = Locations(report, config.extent.root)
    before = "[\n"
    for finding in report.findings:
        stream.write(before + encode(_issue(finding, locations, report)))
        before = ",\n"
    stream.write("\n]\n" if report.findings else "[]\n")


def _issue(finding: Finding, locations: Locations, report: Report) -> dict[str, object]:
    where = locations.finding(finding)
    lines = {"begin": where.line} | ({} if where.end_line is None else {"end": where.end_line})
    return {
        "type": "issue",
        "description": f"{finding.code} {report.rule(finding.code)[0]}: {finding.message}",
        "check_name": finding.code,
        # GitLab shows one finding per fingerprint, so fingerprints differ within a report.
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": where.path, "lines": lines},
    }
