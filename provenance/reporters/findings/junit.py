"""From findings to JUnit XML, by the schema of Jenkins (xunit plugin, junit-10.xsd).

Each finding is a test, which failed if its severity is the fail level or above.  A check without findings is one test
that passed, since servers take a report without tests for a broken one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import one_line
from provenance.reporters.findings.locations import Locations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from provenance.model import Finding, Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write one test suite to *stream*, which is UTF-8."""
    fatal = config.judging.fatal
    failed = sum(1 for finding in report.findings if finding.severity in fatal)
    counts = f'tests="{max(len(report.findings), 1)}" failures="{failed}" errors="0"'
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="provenance" {counts}>\n')
    stream.write(f'<testsuite name="provenance" {counts} skipped="0">\n')
    locations = Locations(report, config.extent.root)
    for finding in report.findings:
        stream.writelines(_test(finding, locations, report, failed=finding.severity in fatal))
    if not report.findings:
        stream.write('<testcase name="no findings" classname="provenance"/>\n')
    stream.write("</testsuite>\n</testsuites>\n")


def _test(finding: Finding, locations: Locations, report: Report, *, failed: bool) -> Iterator[str]:
    where = locations.finding(finding).place
    name = f"{finding.code} {report.rule(finding.code)[0]}"
    others = "".join(f"\nthe other: {_escaped(other.place)}" for other in locations.others(finding))
    said = f"{_escaped(where)}: {_escaped(finding.severity)}: {_escaped(finding.message)}{others}"
    yield f'<testcase name="{_escaped(where)}" classname="provenance.{_escaped(name)}">'
    if failed:
        yield f'<failure type="{finding.severity}" message="{_escaped(finding.message)}">{said}</failure>'
    else:
        yield f"<system-out>{said}</system-out>"
    yield "</testcase>\n"


def _escaped(text: str) -> str:
    """Return *text* escaped for XML, with backslash escapes for characters that XML cannot hold."""
    return one_line(text).translate(_ESCAPES)
