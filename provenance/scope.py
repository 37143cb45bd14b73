"""From a git repository and paths to the documents that a check is about; all are still compared with everything.

What changed since a commit is counted from where the branch left it (the merge base), in the working tree, new files
included.  In files of records the changed lines are told apart from the others, so that one added record does not put a
whole corpus into question.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import Finding, Report

    Lines = tuple[tuple[int, int], ...]

_RECORDS = (b".jsonl", b".ndjson")
_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


class Scope:
    """The files and folders, by where they really lie, that findings must touch.

    *files* leads from a file to the ranges of lines of it that count, None for all of it.
    """

    def __init__(self, files: Mapping[bytes, Lines | None], folders: Sequence[bytes] = ()) -> None:
        self._files = dict(files)
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
            return False
        lines = self._files[real]
        return lines is None or line is None or any(first <= line <= last for first, last in lines)

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
        return Scope(self._files | other._files, folders)


def narrowed(report: Report, scope: Scope) -> tuple[Finding, ...]:
    """Return the findings of *report* that touch the *scope*, at their own place or at one they point to.

    What is accepted in vain belongs to no text, and stays.
    """
    documents = report.evidence.documents
    files = {(notice.path, notice.line): notice.file for notice in report.evidence.notices}
    held: dict[int, bool] = {}

    def holds(document: int) -> bool:
        if document not in held:
            held[document] = scope.holds(documents[document].file, documents[document].line)
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


def staged(folder: str) -> Scope:
    """Return the scope of what is staged for the next commit in the repository around *folder*."""
    git = _Git(folder, "--staged")
    return git.scope("--cached", new=False)


def changed_since(reference: str, folder: str) -> Scope:
    """Return the scope of what changed since the branch left *reference*, with files that git does not know yet.

    Where there is no common commit (a shallow clone), what differs from *reference* itself counts.
    """
    git = _Git(folder, "--changed-since")
    # Else git would take it for an option.
    named = not reference.startswith("-")
    commit = git.ask("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}").strip() if named else b""
    if not commit:
        raise UsageError(
            f"--changed-since {reference}: git knows no such commit here; fetch it, or name a branch, tag or commit"
        )
    base = git.ask("merge-base", commit.decode("ascii"), "HEAD").strip() or commit
    return git.scope(base.decode("ascii"), new=True)


class _Git:
    """Asks git about the repository around a folder.  Raises UsageError where there is none."""

    def __init__(self, folder: str, option: str) -> None:
        self._folder = folder
        self._option = option
        self._refusal = ""
        top = self.ask("rev-parse", "--show-toplevel").rstrip(b"\n")
        if not top:
            said = f" ({self._refusal})" if self._refusal else ""
            where = os.path.abspath(folder)
            raise UsageError(f"{option}: {where} is in no git repository{said}; leave the option out to check all")
        self._top = os.path.realpath(top)

    def ask(self, *arguments: str) -> bytes:
        """Return what git answers; nothing where it refuses."""
        from subprocess import run

        # What a user's settings add to the output would be taken for part of it.
        command = ["git", "-C", self._folder, "-c", "diff.relative=false", "-c", "core.fsmonitor=false", *arguments]
        try:
            done = run(command, capture_output=True, check=False)
        except OSError as error:
            raise UsageError(f"{self._option}: git cannot be run: {error.strerror}") from error
        self._refusal = done.stderr.decode("utf-8", "replace").partition("\n")[0].strip()
        return done.stdout if done.returncode == 0 else b""

    def scope(self, against: str, *, new: bool) -> Scope:
        """Return what differs from the commit *against* in the working tree; *new*: files unknown to git too.

        *against* may be --cached: then it is what is staged.
        """
        known = self._names("diff", "--name-only", "--no-ext-diff", "--no-renames", "--diff-filter=d", "-z", against)
        files: dict[bytes, Lines | None] = {
            file: self._lines(file, against) if file.endswith(_RECORDS) else None for file in known
        }
        if new:
            files |= dict.fromkeys(
                self._names("ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"), None
            )
        return Scope(files)

    def _names(self, *arguments: str) -> list[bytes]:
        names = self.ask(*arguments).split(b"\0")
        return [os.path.realpath(os.path.join(self._top, name)) for name in names if name]

    def _lines(self, file: bytes, against: str) -> Lines:
        """Return the ranges of lines of *file* that were added or changed."""
        options = ("diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text", against, "--")
        hunks = _HUNK.findall(self.ask(*options, os.fsdecode(file)))
        ranges = ((int(start), int(start) + int(count or 1) - 1) for start, count in hunks)
        return tuple((first, last) for first, last in ranges if last >= first)
