"""From findings to SARIF 2.1.0 (OASIS): a result per finding, at the later document, with the earlier as related.

Fingerprints are our own: one made from the line, as code hosts do, would be the same for every pair of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from provenance.documents import Ids
from provenance.reporters.encode import encode
from provenance.reporters.findings.github import worst_first
from provenance.reporters.findings.locations import Locations
from provenance.version import __version__

if TYPE_CHECKING:
    from typing import TextIO

    from provenance.model import Finding, Report
    from provenance.reporters.findings.locations import Location
    from provenance.reporters.places import Places
    from provenance.settings import Config

    Record = dict[str, object]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
RESULTS = 5_000  # results; code hosts drop the rest of a run in an order of their own
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write one run with the RESULTS most severe results; a notification counts the rest."""
    kept = report.findings
    if len(kept) > RESULTS:
        chosen = set(map(id, worst_first(report)[:RESULTS]))
        kept = tuple(finding for finding in kept if id(finding) in chosen)
    codes = sorted({finding.code for finding in kept})
    stream.write(f'{{"$schema":{encode(SCHEMA)},\n"version":"2.1.0",\n"runs":[{{"tool":{{"driver":')
    stream.write(f"{encode(_driver(report, kept, codes))}}},\n")
    stream.write(f'"columnKind":"unicodeCodePoints",\n"invocations":[{encode(_invocation(report, len(kept)))}],\n')
    stream.write('"results":[')
    locations = Locations(report, config.extent.root)
    before = "\n"
    for finding in kept:
        stream.write(before + encode(_result(finding, locations, report, codes.index(finding.code))))
        before = ",\n"
    stream.write("\n]}]}\n" if kept else "]}]}\n")


def _driver(report: Report, findings: tuple[Finding, ...], codes: list[str]) -> Record:
    severities = {finding.code: finding.severity for finding in reversed(findings)}
    rules = []
    for code in codes:
        name, page = report.rule(code)
        summary = page.partition("\n")[0] or code
        rules.append(
            {
                "id": code,
                "name": name,
                "shortDescription": {"text": summary},
                "fullDescription": {"text": summary},
                "help": {"text": page or code},
                "defaultConfiguration": {"level": _LEVELS[severities[code]]},
            }
        )
    return {"name": "provenance", "version": __version__, "semanticVersion": __version__, "rules": rules}


def _invocation(report: Report, kept: int) -> Record:
    notices = report.evidence.notices
    missed = [notice for notice in notices if notice.misses][:RESULTS]
    notifications = [_notification(f"{notice.path}: {notice.message}".removeprefix(": ")) for notice in missed]
    whole = not notifications
    if kept < len(report.findings):
        left = len(report.findings) - kept
        text = f"{left:,} of {len(report.findings):,} findings, the least severe, are left out of this report"
        notifications.append(_notification(text))
    return {"executionSuccessful": whole, "toolExecutionNotifications": notifications}


def _notification(text: str) -> Record:
    return {"level": "warning", "message": {"text": _plain(text)}}


def _result(finding: Finding, locations: Locations, report: Report, rule: int) -> Record:
    name = None if finding.document is None else Ids(report.evidence.documents)[finding.document]
    where: Record = {"physicalLocation": _physical(locations.finding(finding))}
    if name is not None:
        where["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "document"}]
    others = [
        {"id": at, "message": {"text": "the other place"}, "physicalLocation": _physical(other)}
        for at, other in enumerate(locations.others(finding), 1)
    ]
    properties: Record = {"count": finding.count}
    if finding.span is not None:
        properties |= {"start": finding.span.start, "end": finding.span.end}
    if finding.score is not None:
        properties["score"] = round(finding.score, 6)
    result: Record = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(finding.message)},
        "locations": [where],
        "partialFingerprints": {
            "primaryLocationLineHash": finding.fingerprint,
            "provenanceFinding/v1": finding.fingerprint,
        },
        "properties": properties,
    }
    return result | ({"relatedLocations": others} if others else {})


def _physical(where: Location) -> Record:
    region: Record = {"startLine": where.line}
    if where.column is not None and where.end_line is not None and where.end_column is not None:
        region |= {"startColumn": where.column, "endLine": where.end_line, "endColumn": where.end_column}
    return {"artifactLocation": {"uri": quote(where.file), "uriBaseId": "%SRCROOT%"}, "region": region}


def _plain(text: str) -> str:
    """Return *text* escaped so that no part of it is a link (SARIF 2.1.0, 3.11.6)."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
