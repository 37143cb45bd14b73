"""From paths to what git says about the repository around them: which files differ, and in which lines."""

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
# What a user's settings add to the output would be taken for part of it, names are no patterns, whether a file may be
# executed is no matter of its text, and nobody waits for our locks.
_ALWAYS = (
    "--no-optional-locks", "--literal-pathspecs", "-c", "diff.relative=false", "-c", "core.fsmonitor=false",
    "-c", "core.quotePath=false", "-c", "core.fileMode=false",
)  # fmt: skip
# Variables that would change what the same question is answered.
_CHANGING = ("GIT_DIFF_OPTS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")
# What git tells a hook, which holds for the hook's own repository only.
_OF_A_HOOK = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


class Git:
    """Asks git about the repository that all *paths* lie in.

    *top* is where its working tree really lies; *refusal* is what git said when it last refused.  Raises UsageError
    where there is none, where git does not trust it, and where a path lies in another one.
    """

    def __init__(self, paths: Sequence[str], option: str) -> None:
        given = [path for path in paths if path != "-"] or [os.curdir]
        self._folder = given[0] if os.path.isdir(given[0]) else os.path.dirname(given[0]) or os.curdir
        self._option = option
        # git's words are looked at, so they are to be its own.
        kept = {name: value for name, value in os.environ.items() if name not in _CHANGING}
        self._environment = kept | {"LANGUAGE": "en"}
        self.refusal = self._said = ""
        top = self._working_tree()
        if not top:
            raise self._nowhere()
        self.top = os.path.realpath(top)
        for path in given:
            if os.path.lexists(path):
                self._refuse_foreign(path)

    def _working_tree(self) -> bytes:
        """Return the top of the working tree around the folder, and keep of a hook's environment what holds for it."""
        question = ("rev-parse", "--show-toplevel")
        told = {name: self._environment[name] for name in _OF_A_HOOK if name in self._environment}
        if not told or "GIT_WORK_TREE" in self._environment:
            return self.ask(*question).removesuffix(b"\n")
        own = self.ask(*question, at=os.curdir).removesuffix(b"\n")
        for name in told:
            del self._environment[name]
        top = self.ask(*question).removesuffix(b"\n")
        inside = os.path.realpath(os.fsencode(self._folder)) + b"/"
        if own and not top and "GIT_DIR" in told and inside.startswith(own.rstrip(b"/") + b"/"):
            # Somebody keeps the repository apart from its texts.
            told = {name: os.path.abspath(value) for name, value in told.items()}
            self._environment |= {**told, "GIT_WORK_TREE": os.fsdecode(own)}
            return own
        if own and own == top:
            told.pop("GIT_DIR", None)
            self._environment |= {name: os.path.join(os.fsdecode(top), value) for name, value in told.items()}
        return top

    def _nowhere(self) -> UsageError:
        where = os.path.abspath(self._folder)
        if "safe.directory" in self._said:
            way_out = self._said.rpartition("\n")[2].strip()
            said = (
                f"git does not trust the repository around {where}, which belongs to another user; if you do: {way_out}"
            )
            return UsageError(f"{self._option}: {said}")
        said = f" ({self.refusal})" if self.refusal else ""
        return UsageError(f"{self._option}: {where} is in no git repository{said}; leave the option out to check all")

    def _refuse_foreign(self, path: str) -> None:
        """Raise UsageError where *path* does not lie in this repository's working tree."""
        at = os.path.realpath(os.fsencode(path)) if os.path.isdir(path) else place(os.path.abspath(os.fsencode(path)))
        while at != self.top:
            above = os.path.dirname(at)
            if above == at or os.path.lexists(os.path.join(at, b".git")):
                top = os.fsdecode(self.top)
                raise UsageError(
                    f"{self._option}: {path} is not in the repository of the first path, {top}; check each by itself"
                )
            at = above

    def told(self, *arguments: str, at: str = "", given: bytes = b"") -> bytes:
        """Return what git answers in the folder *at* to *arguments* and to what is *given* on its input.

        Raises ProvenanceError where it refuses.
        """
        answer = self.ask(*arguments, at=at, given=given)
        if self.refusal:
            raise ProvenanceError(f"{self._option}: git {arguments[0]} does not work here: {self.refusal}")
        return answer

    def ask(self, *arguments: str, at: str = "", given: bytes = b"") -> bytes:
        """Return the same, but nothing where it refuses."""
        from subprocess import run

        command = ["git", "-C", at or self._folder, *_ALWAYS, *arguments]
        try:
            done = run(command, capture_output=True, check=False, input=given, env=self._environment)
        except OSError as error:
            raise UsageError(f"{self._option}: git cannot be run: {error.strerror}") from error
        if done.returncode:
            self._said = done.stderr.decode("utf-8", "replace").strip()
            said = self._said.rpartition("\n")[2].strip()
            self.refusal = said.removeprefix("fatal: ") or f"exit status {done.returncode}"
            return b""
        self.refusal = ""
        return done.stdout

    def changes(self, against: str, *, new: bool) -> dict[bytes, Lines | None]:
        """Return what differs from the commit *against* in the working tree; *new*: files unknown to git too.

        *against* may be --cached: then it is what is staged.  Each file has the lines that differ, None for all.  Files
        that are gone are left out, but not sidecars: their texts may be judged otherwise now.
        """
        told = self.names("diff", "--raw", "--no-abbrev", "--no-ext-diff", "--no-renames", "-z", against)
        files: dict[bytes, Lines | None] = {}
        for told_of, name in zip(told[::2], told[1::2], strict=True):
            _, _, before, after, status = told_of.split(b" ")
            # A change of mode changes no text.
            if (status == b"M" and before == after) or (status == b"D" and not name.endswith(ENDING)):
                continue
            in_lines = name.endswith(_RECORDS) and status == b"M"
            files[self.place(name)] = self._lines(name, against) if in_lines else None
        if new:
            files |= dict.fromkeys((self.place(name) for name in self.unknown()), None)
        return files

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
        return [name for name in self.told(*arguments, at=os.fsdecode(self.top)).split(b"\0") if name]

    def place(self, name: bytes) -> bytes:
        """Return where the file or link that git calls *name* lies, or the folder of a repository within this one."""
        return place(os.path.join(self.top, name.rstrip(b"/")))

    def _lines(self, name: bytes, against: str) -> Lines:
        """Return the ranges of lines of the file *name* that were added or changed."""
        options = ("--unified=0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text")
        hunks = _HUNK.findall(self.told("diff", *options, against, "--", os.fsdecode(name), at=os.fsdecode(self.top)))
        ranges = ((int(start), int(start) + int(count or 1) - 1) for start, count in hunks)
        return tuple((first, last) for first, last in ranges if last >= first)
