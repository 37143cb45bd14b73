"""From a folder to what git says about the repository around it: which files differ, and in which lines."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from provenance.errors import ProvenanceError, UsageError
from provenance.readers.sidecars import ENDING
from provenance.readers.source import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    Lines = tuple[tuple[int, int], ...]

_RECORDS = (b".jsonl", b".ndjson")
_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
# What a user's settings add to the output would be taken for part of it, and nobody waits for our locks.
_ALWAYS = (
    "--no-optional-locks",
    "-c",
    "diff.relative=false",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
)


class Git:
    """Asks git about the repository around a folder.  Raises UsageError where there is none.

    *top* is where its working tree really lies; *refusal* is what git said when it last refused.
    """

    def __init__(self, folder: str, option: str) -> None:
        self._folder = folder
        self._option = option
        self._environment = _environment()
        self.refusal = ""
        top = self.ask("rev-parse", "--show-toplevel").rstrip(b"\n")
        if not top:
            said = f" ({self.refusal})" if self.refusal else ""
            where = os.path.abspath(folder)
            raise UsageError(f"{option}: {where} is in no git repository{said}; leave the option out to check all")
        self.top = os.path.realpath(top)

    def told(self, *arguments: str, at_top: bool = False, given: bytes = b"") -> bytes:
        """Return what git answers to *arguments* and to what is *given* on its input.

        Raises ProvenanceError where it refuses.
        """
        answer = self.ask(*arguments, at_top=at_top, given=given)
        if self.refusal:
            raise ProvenanceError(f"{self._option}: git {arguments[0]} does not work here: {self.refusal}")
        return answer

    def ask(self, *arguments: str, at_top: bool = False, given: bytes = b"") -> bytes:
        """Return the same, but nothing where it refuses."""
        from subprocess import run

        command = ["git", "-C", os.fsdecode(self.top) if at_top else self._folder, *_ALWAYS, *arguments]
        try:
            done = run(command, capture_output=True, check=False, input=given, env=self._environment)
        except OSError as error:
            raise UsageError(f"{self._option}: git cannot be run: {error.strerror}") from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            self.refusal = said.removeprefix("fatal: ") or f"exit status {done.returncode}"
            return b""
        self.refusal = ""
        return done.stdout

    def changes(self, against: str, *, new: bool) -> dict[bytes, Lines | None]:
        """Return what differs from the commit *against* in the working tree; *new*: files unknown to git too.

        *against* may be --cached: then it is what is staged.  Each file has the lines that differ, None for all.  Files
        that are gone are left out, but not sidecars: their texts may be judged otherwise now.
        """
        told = self.names("diff", "--name-status", "--no-ext-diff", "--no-renames", "-z", against)
        pairs = zip(told[::2], told[1::2], strict=True)
        known = [self.place(name) for status, name in pairs if status != b"D" or name.endswith(ENDING)]
        files = {file: self._lines(file, against) if file.endswith(_RECORDS) else None for file in known}
        if new:
            files |= dict.fromkeys((self.place(name) for name in self.unknown()), None)
        return files

    def unknown(self) -> Sequence[bytes]:
        """Return the files that git neither knows nor ignores; a repository within this one ends with "/"."""
        return self.names("ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/")

    def names(self, *arguments: str) -> Sequence[bytes]:
        """Return the parts of an answer that end with a NUL."""
        return [name for name in self.told(*arguments).split(b"\0") if name]

    def place(self, name: bytes) -> bytes:
        """Return where the file or link that git calls *name* lies, or the folder of a repository within this one."""
        return place(os.path.join(self.top, name.rstrip(b"/")))

    def _lines(self, file: bytes, against: str) -> Lines:
        """Return the ranges of lines of *file* that were added or changed."""
        options = ("diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text", against, "--")
        hunks = _HUNK.findall(self.told(*options, os.fsdecode(file)))
        ranges = ((int(start), int(start) + int(count or 1) - 1) for start, count in hunks)
        return tuple((first, last) for first, last in ranges if last >= first)


def _environment() -> dict[str, str]:
    """Return the environment without what a hook of a linked working tree is told, which holds at its top only."""
    own = dict(os.environ)
    if "GIT_WORK_TREE" not in own:
        own.pop("GIT_DIR", None)
    return own
