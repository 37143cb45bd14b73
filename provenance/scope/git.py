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
# No settings of a submodule are read: git would run its own in there to see whether it is clean.
_RAW = ("diff", "--raw", "--no-abbrev", "--no-ext-diff", "--no-renames", "--ignore-submodules=dirty", "-z")
_WHOLE = "git fetch --refetch --no-filter"


class Git:
    """Asks git about the *repository* that all *paths* lie in, and has it run nothing that anybody configured.

    *top* is where its working tree really lies; *refusal* is what git said when it last refused; *raw* names the files
    that count as changed by their bytes, though a filter stands between these and what git keeps.  Raises UsageError
    where there is none, where git does not trust it, and where a path lies in another one.
    """

    def __init__(self, paths: Sequence[str], option: str) -> None:
        self.repository = repository(paths, option)
        self.top = self.repository.top
        self._option = option
        self._stand_in = StandIn(self.repository)
        self.refusal = ""
        self.raw: dict[bytes, bytes] = {}

    def told(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what git answers to *arguments* and to what is *given* on its input.

        Raises ProvenanceError where it refuses.
        """
        answer = self.ask(*arguments, given=given)
        if self.refusal:
            way_out = f"; this clone is partial, {_WHOLE} makes it whole" if self.repository.partial else ""
            raise ProvenanceError(f"{self._option}: git {arguments[0]} does not work here: {self.refusal}{way_out}")
        return answer

    def ask(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return the same, but nothing where it refuses."""
        done = run_git(arguments, os.fsdecode(self.top), self._stand_in.environment, self._option, given)
        self.refusal = ""
        if done.returncode:
            said = last_word(done.stderr.decode("utf-8", "replace").strip())
            self.refusal = said or f"exit status {done.returncode}"
            return b""
        return done.stdout

    def changes(self, against: str, *, new: bool) -> dict[bytes, Lines | None]:
        """Return what differs from the commit *against* in the working tree; *new*: files unknown to git too.

        *against* may be --cached: then it is what is staged.  Each file has the lines that differ, None for all.  Files
        that are gone are left out, but not sidecars: their texts may be judged otherwise now.
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
        """Return the names of files that differ from the commit *against*, each with git's letter for how."""
        changed, here = {}, {}
        told = self.names(*_RAW, against)
        for told_of, name in zip(told[::2], told[1::2], strict=True):
            _, _, before, after, status = told_of.split(b" ")
            # A change of mode changes no text.
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
        told = (entry.partition(b"\t") for entry in self.names("ls-files", "--stage", "-z"))
        return [name for mode, _, name in told if mode.startswith(_SUBMODULE)]

    def _is_dirty(self, name: bytes) -> bool:
        """Return whether the submodule *name* has what its commit has not, or cannot be looked into."""
        folder = self.place(name)
        if os.path.islink(folder) or not os.path.lexists(os.path.join(folder, b".git")):
            return False
        try:
            inner = Git([os.fsdecode(folder)], self._option)
            return inner.top != folder or bool(inner.changes("HEAD", new=True))
        except ProvenanceError:
            return True

    @property
    def shallow(self) -> bool:
        """Whether the clone lacks history."""
        return self.ask("rev-parse", "--is-shallow-repository").strip() == b"true"

    def follows(self, commit: str) -> bool:
        """Return whether *commit* is a parent of the one checked out, also where a shallow clone cuts it off."""
        head = self.ask("cat-file", "commit", "HEAD").partition(b"\n\n")[0]
        return f"parent {commit}".encode() in head.splitlines()

    def unknown(self) -> Sequence[bytes]:
        """Return the files that git neither knows nor ignores; a repository within this one ends with "/"."""
        return self.names("ls-files", "--others", "--exclude-standard", "-z")

    def names(self, *arguments: str) -> Sequence[bytes]:
        """Return the parts, which end with a NUL, of an answer about all of the working tree."""
        return [name for name in self.told(*arguments).split(b"\0") if name]

    def place(self, name: bytes) -> bytes:
        """Return where the file or link that git calls *name* lies, or the folder of a repository within this one."""
        return place(os.path.join(self.top, name.rstrip(b"/")))

    def _lines(self, name: bytes, against: str) -> Lines:
        """Return the ranges of lines of the file *name* that were added or changed."""
        options = ("--unified=0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text")
        hunks = _HUNK.findall(self.told("diff", *options, against, "--", os.fsdecode(name)))
        ranges = ((int(start), int(start) + int(count or 1) - 1) for start, count in hunks)
        return tuple((first, last) for first, last in ranges if last >= first)
