"""From findings to annotations of GitHub Actions, and to a Markdown table for the step summary.

GitHub shows ten errors, ten warnings and ten notices of a step and silently drops the rest, so the worst come first
and the last line counts all of them ("Workflow commands for GitHub Actions", "Usage limits").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import count, escaped, one_line
from provenance.reporters.findings.locations import Locations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from provenance.model import Finding, Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

SHOWN = 10  # annotations of each level in a step
SUMMARY_BYTES = 1_000_000  # a step summary above 1 MiB is rejected as a whole
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_RANKS = {severity: rank for rank, severity in enumerate(_COMMANDS)}


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write a workflow command for each of the worst findings, and a line that counts the rest."""
    locations = Locations(report, config.extent.root)
    numbers = dict.fromkeys(_COMMANDS, 0)
    for finding in worst_first(report):
        numbers[finding.severity] += 1
        if numbers[finding.severity] <= SHOWN:
            stream.write(_command(finding, locations, report) + "\n")
    left = [
        f"{SHOWN} of {count(number, command)}"
        for command, number in zip(_COMMANDS.values(), numbers.values(), strict=True)
        if number > SHOWN
    ]
    if left:
        stream.write(f"provenance: annotated {', '.join(left)}, which is as many as a step can show\n")


def worst_first(report: Report) -> list[Finding]:
    """Return the findings by severity, and within a severity by place."""
    return sorted(report.findings, key=lambda finding: _RANKS[finding.severity])


def summary(report: Report, config: Config, room: int = SUMMARY_BYTES) -> str:
    """Return the findings as a Markdown table of at most *room* bytes, cut at a row; the last line counts the rest."""
    lines = list(_head(report))
    used = sum(len(line.encode("utf-8", "backslashreplace")) + 1 for line in lines)
    # Leave room for the line that counts the rest.
    room -= 100
    rows = _rows(report, Locations(report, config.extent.root))
    for number, row in enumerate(rows):
        used += len(row.encode("utf-8", "backslashreplace")) + 1
        if used > room:
            lines += ["", f"{count(len(report.findings) - number, 'more finding')} not shown here."]
            break
        lines.append(row)
    return "\n".join(lines) + "\n" if used <= room or len(lines) > 1 else ""


def _head(report: Report) -> Iterator[str]:
    from provenance.reporters.overview.rows import severities

    checked = count(len(report.evidence.documents), "document")
    yield f"### Provenance: {severities(report) if report.findings else 'nothing new'} in {checked}"
    if report.findings:
        yield ""
        yield "| rule | severity | where | message | the other |"
        yield "|---|---|---|---|---|"


def _rows(report: Report, locations: Locations) -> Iterator[str]:
    for finding in worst_first(report):
        cells = (
            f"{finding.code} {report.rule(finding.code)[0]}",
            finding.severity,
            locations.finding(finding).place,
            finding.message,
            ", ".join(other.place for other in locations.others(finding)[:3]),
        )
        yield f"| {' | '.join(map(escaped, cells))} |"


def _command(finding: Finding, locations: Locations, report: Report) -> str:
    where = locations.finding(finding)
    properties = {"file": where.path, "line": str(where.line)}
    if where.column is not None and where.end_line is not None and where.end_column is not None:
        properties["endLine"] = str(where.end_line)
        # GitHub rejects columns on different lines.
        if where.end_line == where.line and where.end_column > where.column:
            properties |= {"col": str(where.column), "endColumn": str(where.end_column)}
    properties["title"] = f"{finding.code} {report.rule(finding.code)[0]}"
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    others = "".join(f"\nthe other: {other.place}" for other in locations.others(finding)[:3])
    return f"::{_COMMANDS[finding.severity]} {said}::{_message(one_line(finding.message) + others)}"


def _message(text: str) -> str:
    """Return *text* escaped so that it ends neither the command nor its line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
