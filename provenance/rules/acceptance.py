"""From findings and what the settings accept to the findings that are left, and SUP001 for what is accepted in vain."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.documents import all_of
from provenance.paths import Patterns, relative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.config import Acceptance, Judging
    from provenance.model import Evidence, Finding, Notice


def severe(findings: Sequence[Finding], judging: Judging) -> list[Finding]:
    """Return *findings* with the severities that the settings give; the longest prefix of a code decides."""
    given = sorted(judging.severity, key=lambda pair: len(pair[0]))
    if not given:
        return list(findings)
    changed = []
    for finding in findings:
        severity = finding.severity
        for prefix, wanted in given:
            severity = wanted if finding.code.startswith(prefix) else severity
        changed.append(finding if severity == finding.severity else attrs.evolve(finding, severity=severity))
    return changed


def accepted(
    findings: Sequence[Finding], evidence: Evidence, judging: Judging, speaking: Sequence[str]
) -> tuple[list[Finding], list[Notice]]:
    """Return the findings that no setting accepts, and a notice for each setting that accepts none.

    A setting is blamed only where its rules are among the *speaking* codes and its paths fit documents of this run.
    """
    names = _Names(evidence, judging.root)
    acceptances = [_Acceptance(one, names) for one in judging.accept]
    left = []
    for finding in findings:
        takers = [one for one in acceptances if one.takes(finding)]
        for one in takers:
            one.used = True
        if not takers:
            left.append(finding)
    notices = [one.notice(judging.root) for one in acceptances if not one.used and one.could_take(speaking)]
    return left, notices


class _Names:
    """The paths of documents from the project's root."""

    def __init__(self, evidence: Evidence, root: str) -> None:
        self.documents = all_of(evidence.documents)
        self._root = os.path.abspath(os.fsencode(root or os.curdir))
        self._known: dict[int, str] = {}

    def name(self, document: int) -> str:
        if document not in self._known:
            self._known[document] = relative(self.documents.opener(document), self._root).decode(
                "utf-8", "backslashreplace"
            )
        return self._known[document]


class _Acceptance:
    def __init__(self, setting: Acceptance, names: _Names) -> None:
        self.used = False
        self._setting = setting
        self._names = names
        self._patterns = [Patterns((path,)) for path in setting.paths]
        self._fits: dict[int, tuple[bool, ...]] = {}

    def takes(self, finding: Finding) -> bool:
        if not finding.code.startswith(self._setting.codes):
            return False
        if finding.document is None:
            return len(self._patterns) == 1 and self._patterns[0].hold(finding.path)
        own = self._fit(finding.document)
        if len(own) == 1:
            return own[0]
        others = {place.document for place in finding.evidence} - {finding.document}
        return any((own[0] and other[1]) or (own[1] and other[0]) for other in map(self._fit, others))

    def could_take(self, speaking: Sequence[str]) -> bool:
        if not any(code.startswith(self._setting.codes) for code in speaking):
            return False
        fits = [self._fit(document) for document in range(len(self._names.documents))]
        return all(any(fit[at] for fit in fits) for at in range(len(self._patterns)))

    def notice(self, root: str) -> Notice:
        from provenance.model import Notice

        setting = self._setting
        file = os.path.abspath(os.fsencode(setting.file))
        shown = relative(file, os.path.abspath(os.fsencode(root or os.curdir))).decode("utf-8", "backslashreplace")
        said = f"accepts {', '.join(setting.codes)} of {' and '.join(setting.paths)} in vain: there is no such finding"
        return Notice("unused suppression", shown, setting.line or None, said, file=file)

    def _fit(self, document: int) -> tuple[bool, ...]:
        if document not in self._fits:
            name = self._names.name(document)
            self._fits[document] = tuple(pattern.hold(name) for pattern in self._patterns)
        return self._fits[document]
