"""From findings and the settings that accept some of them to the remaining findings and notices of unused settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.documents import Documents
from provenance.paths import Patterns, literal_prefix, relative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Evidence, Finding, Notice
    from provenance.settings import Acceptance, Extent, Judging


def severe(findings: Sequence[Finding], judging: Judging) -> list[Finding]:
    """Return *findings* with the severities that the settings assign; the longest matching prefix of a code decides."""
    assigned = sorted(judging.severity, key=lambda pair: len(pair[0]))
    if not assigned:
        return list(findings)
    changed = []
    for finding in findings:
        severity = finding.severity
        for prefix, wanted in assigned:
            severity = wanted if finding.code.startswith(prefix) else severity
        changed.append(finding if severity == finding.severity else attrs.evolve(finding, severity=severity))
    return changed


def accepted(
    findings: Sequence[Finding], evidence: Evidence, judging: Judging, extent: Extent, selected: Sequence[str]
) -> tuple[list[Finding], list[Notice]]:
    """Return the findings that no setting accepts, and a notice for each setting that accepts none.

    A setting gets a notice only if its rules are among the *selected* codes, and if each of its paths matches documents
    of this run or lies in folders that the run read completely, so that what it names must be gone.
    """
    names = _Names(evidence, extent)
    acceptances = [_Acceptance(one, names) for one in judging.acceptances]
    remaining = []
    for finding in findings:
        accepting = [one for one in acceptances if one.takes(finding)]
        for one in accepting:
            one.used = True
        if not accepting:
            remaining.append(finding)
    notices = [one.notice() for one in acceptances if not one.used and one.could_take(selected)]
    return remaining, notices


class _Names:
    """The paths of documents and other files, relative to the project's root."""

    def __init__(self, evidence: Evidence, extent: Extent) -> None:
        self.documents = Documents.of(evidence.documents)
        self._root = os.path.abspath(os.fsencode(extent.root or os.curdir))
        self._whole = tuple(os.path.join(folder, b"") for folder in extent.whole)
        self._known: dict[int, str] = {}
        self._complete = not any(notice.misses for notice in evidence.notices)
        self._files = {(notice.path, notice.line): notice.file for notice in evidence.notices if notice.file}

    def name(self, document: int) -> str:
        if document not in self._known:
            self._known[document] = self.path(self.documents.opener(document))
        return self._known[document]

    def path(self, file: bytes) -> str:
        return relative(file, self._root).decode("utf-8", "backslashreplace")

    def of(self, finding: Finding) -> str:
        """Return the path of the file that a *finding* without a document is about."""
        file = self._files.get((finding.path, finding.line))
        return self.path(file) if file else finding.path

    def lacks(self, pattern: str, setting: Acceptance) -> bool:
        """Return whether files that match *pattern* would have been read by this run if there were any."""
        if os.path.dirname(os.path.abspath(os.fsencode(setting.file))) != self._root:
            return False
        place = os.path.realpath(os.path.join(self._root, os.fsencode(literal_prefix(pattern))))
        return self._complete and os.path.join(place, b"").startswith(self._whole)


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
            return len(self._patterns) == 1 and self._patterns[0].covers(self._names.of(finding))
        own = self._fit(finding.document)
        if len(own) == 1:
            return own[0]
        others = {place.document for place in finding.evidence} - {finding.document}
        return any((own[0] and other[1]) or (own[1] and other[0]) for other in map(self._fit, others))

    def could_take(self, selected: Sequence[str]) -> bool:
        if not any(code.startswith(self._setting.codes) for code in selected):
            return False
        return all(self._names.lacks(path, self._setting) for path in self._unmet())

    def notice(self) -> Notice:
        from provenance.model import Notice

        setting = self._setting
        file = os.path.abspath(os.fsencode(setting.file))
        gone = self._unmet()
        why = f"no text fits {' or '.join(gone)}" if gone else "there is no such finding"
        message = f"accepts {', '.join(setting.codes)} of {' and '.join(setting.paths)} in vain: {why}"
        return Notice("unused suppression", self._names.path(file), setting.line or None, message, file=file)

    def _unmet(self) -> list[str]:
        """Return the paths of the setting that match no document of this run."""
        fits = [self._fit(document) for document in range(len(self._names.documents))]
        return [path for at, path in enumerate(self._setting.paths) if not any(fit[at] for fit in fits)]

    def _fit(self, document: int) -> tuple[bool, ...]:
        if document not in self._fits:
            name = self._names.name(document)
            self._fits[document] = tuple(pattern.covers(name) for pattern in self._patterns)
        return self._fits[document]
