"""From a report to what its findings and groups say of each document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model import Report


def codes_by_document(report: Report) -> dict[int, tuple[str, ...]]:
    """Return the codes found in each document that has any, each once, in order."""
    found: dict[int, tuple[str, ...]] = {}
    # The same few tuples are shared: a new container for each finding would keep the garbage collector busy.
    joined: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}
    for finding in report.findings:
        if finding.document is not None:
            known = found.get(finding.document, ()), finding.code
            if known not in joined:
                joined[known] = tuple(sorted({*known[0], finding.code}))
            found[finding.document] = joined[known]
    return found


def groups_by_document(report: Report) -> dict[int, int]:
    """Return the position of the group of each document that is in one."""
    return {member: at for at, group in enumerate(report.evidence.groups) for member in group.members}
