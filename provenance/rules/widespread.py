"""From findings to as many as a reader can use: what one rule finds in many texts of a corpus becomes one finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.rules.fold import MANY, Folded, order

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from provenance.model import Finding, Report

SHARE, LEAST_TEXTS = 10, 50  # a finding of more than a tenth of the texts, of this many or more, is one finding
# What to do about all of them at once.
_REMEDY = "--list {code} lists each, and `provenance baseline create --by-rule {code}` accepts them in one entry"
_REMEDIES = {
    "SRC001": f"set `source` in provenance.toml for their folder; {_REMEDY}",
    "DATE001": f"set `published` in provenance.toml for their folder; {_REMEDY}",
    "DUP001": f"`provenance dedup plan` removes the copies; {_REMEDY}",
    "DUP002": f"`provenance dedup plan` removes the copies; {_REMEDY}",
    "DUP003": f"`provenance dedup plan` removes the copies; {_REMEDY}",
}
MOST = 100  # texts with findings of one rule; more are one finding, however large the corpus is


def gathered(report: Report, listed: Container[str]) -> tuple[Finding, ...]:
    """Return the findings of *report*, those of each rule that many of its texts have as one, in order.

    Such a finding counts the others and names the first and the last.  *listed* are the
    codes of rules of which each finding is wanted.
    """
    texts = len(report.evidence.documents)
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        by_rule.setdefault((finding.code, finding.severity), []).append(finding)
    crowds = {
        key: _gathered(some, texts, report)
        for key, some in by_rule.items()
        if len(some) > 1 and _is_many(_texts(some), texts) and key[0] not in listed
    }
    if not crowds:
        return report.findings
    rest = [finding for finding in report.findings if (finding.code, finding.severity) not in crowds]
    return tuple(sorted((*rest, *crowds.values()), key=order))


def _is_many(number: int, texts: int) -> bool:
    return number > MOST or (texts >= LEAST_TEXTS and number * SHARE > texts)


def _texts(findings: Iterable[Finding]) -> int:
    """Return in how many texts the *findings* are; one that stands for many in a file counts each of them."""
    single = {finding.document for finding in findings if finding.subject != MANY} - {None}
    return len(single) + sum(finding.count for finding in findings if finding.subject == MANY)


def _gathered(findings: Sequence[Finding], texts: int, report: Report) -> Finding:
    name, _ = report.rule(findings[0].code)
    folded = Folded(findings[0])
    for finding in findings:
        folded.add(finding)
    number = min(_texts(findings), texts)
    code = findings[0].code
    found = folded.summed(f"{folded.count:,} findings of {name} in {number:,} of {texts:,} texts", f"{name} of many")
    return attrs.evolve(found, message=f"{found.message}; {_REMEDIES.get(code, _REMEDY).format(code=code)}")
