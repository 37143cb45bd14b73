"""From paths to what git says about the repository around them: which files differ, and in which lines."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from provenance.errors import ProvenanceError
from provenance.readers.formats import is_by_line
from provenance.readers.sidecars import ENDING
from provenance.readers.source import place
from provenance.scope.filters import filtered, pointed_to
from provenance.scope.repository import last_word, repository, run_git
from provenance.scope.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import Sequence

    Lines = tuple[tuple[int, int], ...]

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_SUBMODULE = b"160000"
# "dirty": to see whether a submodule is clean, git would run a git there that obeys the submodule's settings.
_RAW = ("diff", "--raw", "--no-abbrev", "--no-ext-diff", "--no-renames", "--ignore-submodules=dirty", "-z")
_COMPLETE = "git fetch --refetch --no-filter"  # for a partial clone


class Git:
    """Runs git in the *repository* of all *paths*, in such a way that git runs no configured command.

    *top* is the real path of its working tree.  *option* is the one that messages name.  *refusal* is git's last error.
    *raw* maps files that count as changed by their bytes to the filter that may be the only reason.  Raises UsageError
    as `repository` does.
    """

    def __init__(self, paths: Sequence[str], option: str) -> None:
        self.repository = repository(paths, option)
        self.top = self.repository.top
        self.option = option
        self._stand_in = StandIn(self.repository)
        self.refusal = ""
        self.raw: dict[bytes, bytes] = {}

    def output(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return the output of git with *arguments* and the input *given*.  Raises ProvenanceError if it fails."""
        output = self.output_if_any(*arguments, given=given)
        if self.refusal:
            way_out = f"; this clone is partial, {_COMPLETE} makes it complete" if self.repository.partial else ""
            raise ProvenanceError(f"{self.option}: git {arguments[0]} failed: {self.refusal}{way_out}")
        return output

    def output_if_any(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return the output of git, or b"" if it fails."""
        done = run_git(arguments, os.fsdecode(self.top), self._stand_in.environment, self.option, given)
        self.refusal = ""
        if done.returncode:
            said = last_word(done.stderr.decode("utf-8", "replace").strip())
            self.refusal = said or f"exit status {done.returncode}"
            return b""
        return done.stdout

    def changes(self, against: str, *, new: bool) -> dict[bytes, Lines | None]:
        """Return the files that differ between the commit *against* and the working tree; *new*: untracked files too.

        *against* can be --cached, for what is staged.  Each file has the line ranges that differ, None for all of it.
        Deleted files are left out, except sidecars: their texts may get other findings now.
        """
        files: dict[bytes, Lines | None] = {}
        changed = self._changed(against)
        for name, status in changed.items():
            in_lines = is_by_line(name) and status == b"M"
            files[self.place(name)] = self._lines(name, against) if in_lines else None
        if new:
            files |= dict.fromkeys((self.place(name) for name in self.unknown()), None)
            files |= dict.fromkeys(
                (self.place(name) for name in self._submodules() if name not in changed and self._is_dirty(name)), None
            )
        return files

    def _changed(self, against: str) -> dict[bytes, bytes]:
        """Return the names of files that differ from the commit *against*, each with git's status letter."""
        changed, here = {}, {}
        fields = self.names(*_RAW, against)
        for change, name in zip(fields[::2], fields[1::2], strict=True):
            _, _, before, after, status = change.split(b" ")
            # If only the mode changed, the text did not.
            if (status == b"M" and before == after) or (status == b"D" and not name.endswith(ENDING)):
                continue
            changed[name] = status
            if status == b"M" and not after.strip(b"0"):
                here[name] = before
        self.raw = filtered(self, here, "clean", "process")
        for name in pointed_to(self, {name: here[name] for name in self.raw}):
            del changed[name], self.raw[name]
        return changed

    def _submodules(self) -> list[bytes]:
        entries = (entry.partition(b"\t") for entry in self.names("ls-files", "--stage", "-z"))
        return [name for mode, _, name in entries if mode.startswith(_SUBMODULE)]

    def _is_dirty(self, name: bytes) -> bool:
        """Return whether the submodule *name* differs from its commit, or cannot be examined."""
        folder = self.place(name)
        if os.path.islink(folder) or not os.path.lexists(os.path.join(folder, b".git")):
            return False
        try:
            inner = Git([os.fsdecode(folder)], self.option)
            return inner.top != folder or bool(inner.changes("HEAD", new=True))
        except ProvenanceError:
            return True

    @property
    def shallow(self) -> bool:
        """Whether the clone lacks history."""
        return self.output_if_any("rev-parse", "--is-shallow-repository").strip() == b"true"

    def follows(self, commit: str) -> bool:
        """Return whether *commit* is a parent of HEAD, also at the edge of a shallow clone."""
        head = self.output_if_any("cat-file", "commit", "HEAD").partition(b"\n\n")[0]
        return f"parent {commit}".encode() in head.splitlines()

    def unknown(self) -> Sequence[bytes]:
        """Return the untracked files that git does not ignore; a nested repository ends with "/"."""
        return self.names("ls-files", "--others", "--exclude-standard", "-z")

    def names(self, *arguments: str) -> Sequence[bytes]:
        """Return the NUL-terminated fields of git's output."""
        return [name for name in self.output(*arguments).split(b"\0") if name]

    def place(self, name: bytes) -> bytes:
        """Return the path of the file or link that git calls *name*, or of a nested repository."""
        return place(os.path.join(self.top, name.rstrip(b"/")))

    def _lines(self, name: bytes, against: str) -> Lines:
        """Return the line ranges of the file *name* that were added or changed."""
        options = ("--unified=0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text")
        hunks = _HUNK.findall(self.output("diff", *options, against, "--", os.fsdecode(name)))
        ranges = ((int(start), int(start) + int(count or 1) - 1) for start, count in hunks)
        return tuple((first, last) for first, last in ranges if last >= first)
