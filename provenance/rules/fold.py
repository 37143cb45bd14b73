"""From the findings of one rule to as many as a reader can use: too many in one file become one finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.model import SEVERITIES, Place
from provenance.rules.find import LIMIT, Crowd, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Finding
    from provenance.rules.rule import Rule


MANY = "many"  # subject of a finding that stands for many


def order(finding: Finding) -> tuple[str, int, int, int, str, str, str]:
    """Return the sort key of a finding, by its place; no two different findings share a key."""
    start, end = (finding.span.start, finding.span.end) if finding.span else (-1, -1)
    return finding.path, finding.line or 0, start, end, finding.code, finding.message, finding.fingerprint


def fold(rule: Rule, findings: Iterable[Finding | Crowd], limit: float = LIMIT) -> list[Finding]:
    """Return *findings* of *rule*; more than *limit* in one file become one, with count, first and last place."""
    few: dict[str, list[Finding]] = {}
    crowds: dict[str, Folded] = {}
    for finding in findings:
        if isinstance(finding, Crowd):
            taken = crowds.setdefault(finding.first.path, Folded(finding.first))
            taken.take(finding)
            for each in few.pop(finding.first.path, ()):
                taken.add(each)
            continue
        crowd = crowds.get(finding.path)
        if crowd is not None:
            crowd.add(finding)
            continue
        some = few.setdefault(finding.path, [])
        some.append(finding)
        if len(some) > limit:
            crowds[finding.path] = crowd = Folded(some[0])
            for each in few.pop(finding.path):
                crowd.add(each)
    result = [finding for some in few.values() for finding in some]
    result.extend(crowd.as_one(rule) for crowd in crowds.values())
    return result


class Folded:
    """Findings of one rule: their count, the first and the last."""

    def __init__(self, finding: Finding) -> None:
        self.first = self.last = finding
        self.severity = finding.severity
        self.count = 0

    def take(self, crowd: Crowd) -> None:
        """Add a crowd, of whose findings only the first and the last were made."""
        count = self.count + crowd.count
        self.add(crowd.first)
        self.add(crowd.last)
        self.count = count

    def add(self, finding: Finding) -> None:
        """Count one more, which may stand for several."""
        self.count += finding.count
        if order(finding) < order(self.first):
            self.first = finding
        if order(finding) > order(self.last):
            self.last = finding
        self.severity = min(self.severity, finding.severity, key=SEVERITIES.index)

    def as_one(self, rule: Rule) -> Finding:
        """Return one finding for all of them, which are in one file."""
        places = _where(self.first), _where(self.last)
        return self.summed(f"{self.count:,} findings of {rule.name} in this file", self.first.path, places)

    def summed(self, sentence: str, key: str, places: tuple[str, str] = ("", "")) -> Finding:
        """Return one finding for all of them; its message begins with *sentence*, and *key* makes its fingerprint."""
        first, last = (
            place or finding.path + (f":{finding.line}" if finding.line else "")
            for place, finding in zip(places, (self.first, self.last), strict=True)
        )
        return attrs.evolve(
            self.first,
            severity=self.severity,
            message=f"{sentence}; the first, {first}: {self.first.message}; the last, {last}: {self.last.message}",
            evidence=tuple(
                Place(finding.document, finding.span)
                for finding in (self.first, self.last)
                if finding.document is not None
            ),
            fingerprint=fingerprint(self.first.code, key, MANY),
            count=self.count,
            subject=MANY,
        )


def _where(finding: Finding) -> str:
    where = "" if finding.line is None else f"line {finding.line}"
    if finding.span is not None:
        where += f"{', ' if where else ''}character {finding.span.start}"
    return where or "the whole file"


def distinct(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return *findings* in their order, with a new fingerprint for each that has the fingerprint of an earlier one."""
    seen: dict[str, int] = {}
    result = []
    for finding in findings:
        number = seen.get(finding.fingerprint, 0)
        seen[finding.fingerprint] = number + 1
        result.append(
            attrs.evolve(finding, fingerprint=fingerprint(finding.fingerprint, str(number))) if number else finding
        )
    return tuple(result)
