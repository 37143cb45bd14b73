"""From a git repository and paths to the documents that a check reports on; the whole corpus is compared all the same.

"Changed since a commit" means: in the working tree, since the branch left that commit (the merge base), including new
files.  In files of records only the changed lines count, so one added record does not put a whole file in scope.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from provenance.documents import Documents
from provenance.errors import UsageError
from provenance.readers.sidecars import ENDING, names_for
from provenance.readers.source import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import Finding, Report
    from provenance.scope.git import Git, Lines

_DEEPEN = "git fetch --unshallow, or in CI fetch-depth 0 (GitHub) or GIT_DEPTH 0 (GitLab)"  # for a shallow clone


class Scope:
    """The files and folders, by their real paths, that findings must be about.

    *files* maps each file to the line ranges in scope, None for the whole file.  A sidecar stands for its text, and a
    link for its target.  *notes* are sentences about files that may be in scope without need.  *git*
    is the repository in which they were found, None if it was not asked.
    """

    def __init__(
        self,
        files: Mapping[bytes, Lines | None],
        folders: Sequence[bytes] = (),
        notes: Sequence[str] = (),
        git: Git | None = None,
    ) -> None:
        self.notes = tuple(notes)
        self.git = git
        self._files = dict(files)
        self._sidecars = {file for file in files if file.endswith(ENDING)}
        self._folders = tuple(folder.rstrip(b"/") + b"/" for folder in folders)
        self._places: dict[bytes, tuple[bytes, bytes]] = {}
        self._real_folder = cache(os.path.realpath)
        self._links = cache(_links_in)

    def __bool__(self) -> bool:
        return bool(self._files or self._folders)

    def holds(self, file: bytes, line: int | None) -> bool:
        """Return whether the document at *line* of *file* (None: the whole file) is in scope."""
        if file not in self._places:
            self._places[file] = self._found(file)
        place, real = self._places[file]
        if real.startswith(self._folders):
            return True
        if real not in self._files:
            return place in self._files or (bool(self._sidecars) and self._has_sidecar(real))
        lines = self._files[real]
        return lines is None or line is None or any(first <= line <= last for first, last in lines)

    def _found(self, file: bytes) -> tuple[bytes, bytes]:
        """Return the real path of *file* as it is named, and that of the file to which it leads.

        The links above it are followed once for each folder, and those in it are listed once: a folder may hold all
        files of a corpus.
        """
        folder, name = os.path.split(file)
        real_folder = self._real_folder(folder)
        place = os.path.join(real_folder, name)
        links = self._links(real_folder)
        is_link = os.path.islink(place) if links is None else name in links
        return place, os.path.realpath(place) if is_link else place

    def _has_sidecar(self, real: bytes) -> bool:
        folder, name = os.path.split(real)
        return any(os.path.join(folder, each) in self._sidecars for each in names_for(name))

    def below(self, path: str) -> bool:
        """Return whether anything in scope is at or below *path*."""
        real = os.path.realpath(os.fsencode(path))
        top = real.rstrip(b"/") + b"/"
        if any(file == real or file.startswith(top) for file in self._files):
            return True
        return any(folder.startswith(top) or top.startswith(folder) for folder in self._folders)

    def both(self, other: Scope) -> Scope:
        """Return the union of both scopes, with the *git* of the first that has one."""
        folders = [folder.rstrip(b"/") for folder in self._folders + other._folders]
        files = self._files | other._files
        for file in self._files.keys() & other._files.keys():
            own, others = self._files[file], other._files[file]
            files[file] = None if own is None or others is None else own + others
        return Scope(files, folders, self.notes + other.notes, self.git or other.git)


def _links_in(folder: bytes) -> frozenset[bytes] | None:
    """Return the names of the links in *folder*, None if it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return frozenset(entry.name for entry in entries if entry.is_symlink())
    except OSError:
        return None


def narrowed(report: Report, scope: Scope) -> tuple[Finding, ...]:
    """Return the findings of *report* in *scope*: at their own place, or at one that they refer to.

    Findings about unused acceptances belong to no text, and stay.
    """
    documents = Documents.of(report.evidence.documents)
    files = {(notice.path, notice.line): notice.file for notice in report.evidence.notices}

    @cache
    def holds(document: int) -> bool:
        return scope.holds(documents.opener(document), documents.place(document)[1])

    def touches(finding: Finding) -> bool:
        if finding.code.startswith("SUP"):
            return True
        if finding.document is None:
            file = files.get((finding.path, finding.line), b"")
            # A finding without a file is about the run.
            return not file or scope.holds(file, finding.line)
        return holds(finding.document) or any(map(holds, [place.document for place in finding.evidence]))

    return tuple(finding for finding in report.findings if touches(finding))


def focused(paths: Sequence[str]) -> Scope:
    """Return the scope of files and folders.  Raises UsageError for a path that does not exist."""
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


def new_among(paths: Sequence[str]) -> Scope:
    """Return the scope of *paths*, of which "-" is standard input."""
    stdin: dict[bytes, Lines | None] = {os.path.realpath(b"-"): None} if "-" in paths else {}
    return focused([path for path in paths if path != "-"]).both(Scope(stdin))


def staged(paths: Sequence[str]) -> Scope:
    """Return the scope of what is staged for the next commit in the repository of all *paths*."""
    from provenance.scope.git import Git

    git = Git(paths, "--staged")
    return _differing(git, git.changes("--cached", new=False))


def changed_since(reference: str, paths: Sequence[str]) -> Scope:
    """Return the scope of what changed since the branch left *reference*, including untracked files.

    If there is no common commit, what differs from *reference* itself counts.  In a shallow clone that is a UsageError,
    since the common commit may only be missing.
    """
    from provenance.scope.git import Git

    git = Git(paths, "--changed-since")
    # git would take it for an option.
    named = not reference.startswith("-")
    found = git.output_if_any("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}").strip() if named else b""
    if not found:
        hint = f" (this clone is shallow: {_DEEPEN})" if git.shallow else ""
        raise UsageError(
            f"--changed-since {reference}: git knows no such commit here; fetch it{hint}, or give another "
            "branch, tag or commit"
        )
    commit = found.decode("ascii")
    base = git.output_if_any("merge-base", commit, "HEAD").strip().decode("ascii")
    if not base and git.shallow and not git.follows(commit):
        raise UsageError(
            f"--changed-since {reference}: this clone is shallow and lacks the commit where the branch left it; run "
            f"{_DEEPEN}"
        )
    return _differing(git, git.changes(base or commit, new=True), _unfiltered(git.raw))


def _unfiltered(raw: Mapping[bytes, bytes]) -> list[str]:
    """Return a sentence about files that count as changed, though perhaps only a filter makes them differ."""
    if not raw:
        return []
    first = min(raw)
    more = f" and {len(raw) - 1:,} more" if len(raw) > 1 else ""
    said = f"--changed-since: {shown(first)}{more} may count as changed though only a filter makes the bytes differ"
    return [f"{said} (filter={shown(raw[first])}); no git filter is run here"]


def _differing(git: Git, files: Mapping[bytes, Lines | None], notes: Sequence[str] = ()) -> Scope:
    """Return the scope of *files*.  A link to a folder or another repository counts with everything in it."""
    return Scope(files, [os.path.realpath(file) for file in files if os.path.isdir(file)], notes, git)
