"""From a git repository and paths to the documents that a check is about; all are still compared with everything.

What changed since a commit is counted from where the branch left it (the merge base), in the working tree, new files
included.  In files of records the changed lines are told apart from the others, so that one added record does not put a
whole corpus into question.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.documents import Documents
from provenance.errors import UsageError
from provenance.readers.sidecars import ENDING, names_for
from provenance.readers.source import place, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import Finding, Report
    from provenance.scope.git import Lines

# What brings the history that a shallow clone lacks.
_WHOLE = "git fetch --unshallow, in CI fetch-depth 0 or GIT_DEPTH 0"


class Scope:
    """The files and folders, by where they really lie, that findings must touch.

    *files* leads from a file to the ranges of lines of it that count, None for all of it.  A sidecar counts as its
    text, a link as what it leads to where nothing else leads there.  *notes* are sentences on what may count too much.
    """

    def __init__(
        self, files: Mapping[bytes, Lines | None], folders: Sequence[bytes] = (), notes: Sequence[str] = ()
    ) -> None:
        self.notes = tuple(notes)
        self._files = dict(files)
        self._sidecars = {file for file in files if file.endswith(ENDING)}
        self._folders = tuple(folder.rstrip(b"/") + b"/" for folder in folders)
        self._real: dict[bytes, bytes] = {}

    def __bool__(self) -> bool:
        return bool(self._files or self._folders)

    def holds(self, file: bytes, line: int | None) -> bool:
        """Return whether the document at *line* of *file* (None: the whole file) counts."""
        real = self._real.get(file)
        if real is None:
            self._real[file] = real = os.path.realpath(file)
        if real.startswith(self._folders):
            return True
        if real not in self._files:
            return place(file) in self._files or (bool(self._sidecars) and self._has_sidecar(real))
        lines = self._files[real]
        return lines is None or line is None or any(first <= line <= last for first, last in lines)

    def _has_sidecar(self, real: bytes) -> bool:
        folder, name = os.path.split(real)
        return any(os.path.join(folder, each) in self._sidecars for each in names_for(name))

    def below(self, path: str) -> bool:
        """Return whether anything that counts lies at or below *path*."""
        real = os.path.realpath(os.fsencode(path))
        top = real.rstrip(b"/") + b"/"
        if any(file == real or file.startswith(top) for file in self._files):
            return True
        return any(folder.startswith(top) or top.startswith(folder) for folder in self._folders)

    def both(self, other: Scope) -> Scope:
        """Return the scope of what either holds."""
        folders = [folder.rstrip(b"/") for folder in self._folders + other._folders]
        files = self._files | other._files
        for file in self._files.keys() & other._files.keys():
            own, others = self._files[file], other._files[file]
            files[file] = None if own is None or others is None else own + others
        return Scope(files, folders, self.notes + other.notes)


def narrowed(report: Report, scope: Scope) -> tuple[Finding, ...]:
    """Return the findings of *report* that touch the *scope*, at their own place or at one they point to.

    What is accepted in vain belongs to no text, and stays.
    """
    documents = Documents.of(report.evidence.documents)
    files = {(notice.path, notice.line): notice.file for notice in report.evidence.notices}
    held: dict[int, bool] = {}

    def holds(document: int) -> bool:
        if document not in held:
            held[document] = scope.holds(documents.opener(document), documents.place(document)[1])
        return held[document]

    def touches(finding: Finding) -> bool:
        if finding.code.startswith("SUP"):
            return True
        if finding.document is None:
            file = files.get((finding.path, finding.line), b"")
            # What is about no single file is about the run.
            return not file or scope.holds(file, finding.line)
        return holds(finding.document) or any(holds(place.document) for place in finding.evidence)

    return tuple(finding for finding in report.findings if touches(finding))


def focused(paths: Sequence[str]) -> Scope:
    """Return the scope of files and folders.  Raises UsageError for a path that is not there."""
    files: dict[bytes, Lines | None] = {}
    folders = []
    for path in paths:
        real = os.path.realpath(os.fsencode(path))
        if os.path.isdir(real):
            folders.append(real)
        elif os.path.exists(real):
            files[real] = None
        else:
            raise UsageError(f"--focus {path}: there is no such file or folder")
    return Scope(files, folders)


def staged(paths: Sequence[str]) -> Scope:
    """Return the scope of what is staged for the next commit in the repository of all *paths*."""
    from provenance.scope.git import Git

    return _differing(Git(paths, "--staged").changes("--cached", new=False))


def changed_since(reference: str, paths: Sequence[str]) -> Scope:
    """Return the scope of what changed since the branch left *reference*, with files that git does not know yet.

    Where there is no common commit, what differs from *reference* itself counts; in a shallow clone, whose history may
    only be missing, that is a UsageError.
    """
    from provenance.scope.git import Git

    git = Git(paths, "--changed-since")
    # Else git would take it for an option.
    named = not reference.startswith("-")
    found = git.ask("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}").strip() if named else b""
    if not found:
        hint = f" (this clone is shallow: {_WHOLE})" if git.shallow else ""
        raise UsageError(
            f"--changed-since {reference}: git knows no such commit here; fetch it{hint}, or name a branch, tag or "
            "commit"
        )
    commit = found.decode("ascii")
    base = git.ask("merge-base", commit, "HEAD").strip().decode("ascii")
    if not base and git.shallow and not git.follows(commit):
        raise UsageError(
            f"--changed-since {reference}: this clone is shallow and does not reach back to where the branch left it: "
            f"{_WHOLE}"
        )
    return _differing(git.changes(base or commit, new=True), _unfiltered(git.raw))


def _unfiltered(raw: Mapping[bytes, bytes]) -> list[str]:
    """Return a sentence about files that count as changed although only a filter may make them differ."""
    if not raw:
        return []
    first = min(raw)
    more = f" and {len(raw) - 1:,} more" if len(raw) > 1 else ""
    said = (
        f"--changed-since: {shown(first)}{more} may count as changed though nothing was: no filter of git is run here"
    )
    return [f"{said} (filter={shown(raw[first])}), and without it the bytes differ"]


def _differing(files: Mapping[bytes, Lines | None], notes: Sequence[str] = ()) -> Scope:
    """Return the scope of *files*; of a link to a folder and of another repository, all that lies there."""
    return Scope(files, [os.path.realpath(file) for file in files if os.path.isdir(file)], notes)
