"""From paths to the git repository around them, which is never a repository inside the corpus.

This runs nothing that a repository configures: git only says where the repository is and which settings it has, and
reads no object and no working tree for that.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.errors import UsageError
from provenance.readers.source import place, shown
from provenance.scope.folders import common_folder, is_bare
from provenance.scope.irregular import in_working_tree, on_the_way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from subprocess import CompletedProcess

    Environment = Mapping[str, str]

# Take paths literally, take no locks, and do not treat a folder of the corpus with the files of a bare repository as a
# repository: git lets anybody commit such a folder.
_ALWAYS = ("--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "safe.bareRepository=explicit")
# Variables that git sets for a hook; they are about the hook's own repository only.
_OF_A_HOOK = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
# These, and other variables by which a user says which repository is meant and how it is configured.
_KEPT = frozenset({
    *_OF_A_HOOK, "GIT_WORK_TREE", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH",
    "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
})  # fmt: skip


@attrs.frozen
class Repository:
    """A git repository: *top* is the real path of its working tree, *folder* its .git folder.

    *common* is the folder that linked working trees share, otherwise equal to *folder*.  *index* and *objects* are in
    these folders, or where the variables of a hook point; *alternates* are further object folders of a hook.
    *settings* are all git settings here; sections and keys are in lower case.
    """

    top: bytes
    folder: bytes
    common: bytes
    index: str
    objects: str
    alternates: str
    settings: Mapping[str, str]

    @property
    def partial(self) -> bool:
        """Whether this is a partial clone, which fetches objects when they are needed."""
        return any(
            name == "extensions.partialclone"
            or (name.startswith("remote.") and name.endswith((".promisor", ".partialclonefilter")))
            for name in self.settings
        )

    def filters(self, *steps: str) -> frozenset[bytes]:
        """Return the names of the filters that have a command for one of *steps*: clean, smudge or process."""
        return frozenset(
            os.fsencode(name.removeprefix("filter.").removesuffix(f".{step}"))
            for name, value in self.settings.items()
            for step in steps
            if value and name.startswith("filter.") and name.endswith(f".{step}")
        )


def run_git(
    arguments: Sequence[str], at: str, environment: Environment, option: str, given: bytes = b""
) -> CompletedProcess[bytes]:
    """Return the result of git in the folder *at*.  Raises UsageError, naming *option*, if git cannot be started."""
    from subprocess import run

    try:
        return run(
            ["git", "-C", at, *_ALWAYS, *arguments], capture_output=True, check=False, input=given, env=environment
        )
    except OSError as error:
        raise UsageError(f"{option}: git cannot be run: {error.strerror}; install it, or leave out {option}") from error


def last_word(said: str) -> str:
    """Return the last line of git's error output, without "fatal: "."""
    return said.rpartition("\n")[2].strip().removeprefix("fatal: ")


def repository(paths: Sequence[str], option: str) -> Repository:
    """Return the repository that contains all *paths*.

    Raises UsageError if there is none, if git does not trust it, if git would wait for ever to read it, or if a path is
    in another one.
    """
    given = [path for path in paths if path != "-"] or [os.curdir]
    return _Search(given, option).found()


class _Search:
    """The search for the repository around the first of the *given* paths."""

    def __init__(self, given: Sequence[str], option: str) -> None:
        self._given = given
        self._folder = given[0] if os.path.isdir(given[0]) else os.path.dirname(given[0]) or os.curdir
        self._option = option
        self._said = ""
        self._environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_") or name in _KEPT or name.startswith(("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_"))
        }
        # The code below reads git's messages, so they must not be translated.
        self._environment["LANGUAGE"] = "en"

    def found(self) -> Repository:
        self._refuse_irregular(on_the_way(os.path.realpath(os.fsencode(self._folder))))
        top = self._working_tree()
        if not top:
            raise self._nowhere()
        top = os.path.realpath(top)
        self._refuse_irregular(in_working_tree(top))
        folder = self._ask("rev-parse", "--absolute-git-dir").removesuffix(b"\n")
        # A git older than safe.bareRepository may have found a bare one whose settings name a working tree.
        if os.path.realpath(folder) == top and "GIT_DIR" not in self._environment:
            raise self._bare(top)
        for path in self._given:
            if os.path.lexists(path):
                self._refuse_foreign(path, top)
        return self._made(top, folder)

    def _made(self, top: bytes, folder: bytes) -> Repository:
        settings = {}
        for line in self._ask("config", "--list", "-z").split(b"\0")[:-1]:
            name, separator, value = line.partition(b"\n")
            settings[os.fsdecode(name)] = os.fsdecode(value) if separator else "true"
        index, objects, alternates = (self._environment.get(name, "") for name in _OF_A_HOOK[1:])
        common = common_folder(folder)
        return Repository(
            top=top,
            folder=folder,
            common=common,
            # The variables of a hook are relative to the top.
            index=os.path.join(os.fsdecode(top), index or os.fsdecode(os.path.join(folder, b"index"))),
            objects=os.path.join(os.fsdecode(top), objects or os.fsdecode(os.path.join(common, b"objects"))),
            alternates=alternates,
            settings=settings,
        )

    def _ask(self, *arguments: str, at: str = "") -> bytes:
        """Return the output of git, or b"" if it fails."""
        done = run_git(arguments, at or self._folder, self._environment, self._option)
        self._said = done.stderr.decode("utf-8", "replace").strip() if done.returncode else ""
        return b"" if done.returncode else done.stdout

    def _working_tree(self) -> bytes:
        """Return the top of the working tree around the folder; keep a hook's variables only if they are about it."""
        question = ("rev-parse", "--show-toplevel")
        of_hook = {name: self._environment[name] for name in _OF_A_HOOK if name in self._environment}
        if not of_hook or "GIT_WORK_TREE" in self._environment:
            return self._ask(*question).removesuffix(b"\n")
        own = self._ask(*question, at=os.curdir).removesuffix(b"\n")
        for name in of_hook:
            del self._environment[name]
        top = self._ask(*question).removesuffix(b"\n")
        inside = os.path.realpath(os.fsencode(self._folder)) + b"/"
        if own and not top and "GIT_DIR" in of_hook and inside.startswith(own.rstrip(b"/") + b"/"):
            # The user keeps the repository apart from its texts.
            of_hook = {name: os.path.abspath(value) for name, value in of_hook.items()}
            self._environment |= {**of_hook, "GIT_WORK_TREE": os.fsdecode(own)}
            return own
        if own and own == top:
            of_hook.pop("GIT_DIR", None)
            self._environment |= {name: os.path.join(os.fsdecode(top), value) for name, value in of_hook.items()}
        return top

    def _nowhere(self) -> UsageError:
        where = os.path.abspath(self._folder)
        if "safe.directory" in self._said:
            way_out = self._said.rpartition("\n")[2].strip()
            said = f"git does not trust the repository around {where}, which belongs to another user"
            return UsageError(f"{self._option}: {said}; if you do, run: {way_out}")
        at = os.path.realpath(os.fsencode(self._folder))
        while not is_bare(at):
            above = os.path.dirname(at)
            if above == at:
                said = last_word(self._said)
                why = f" ({said})" if said else ""
                return UsageError(
                    f"{self._option}: {where} is not in a git repository{why}; leave out the option to check everything"
                )
            at = above
        return self._bare(at)

    def _bare(self, folder: bytes) -> UsageError:
        return UsageError(
            f"{self._option}: {os.fsdecode(folder)} has the files of a bare git repository (HEAD, objects, refs), "
            "whose settings could run any command, so git is not used here; remove these files, name a folder above, "
            "or leave out the option to check everything"
        )

    def _refuse_irregular(self, paths: Iterable[bytes]) -> None:
        for path in paths:
            raise UsageError(
                f"{self._option}: {shown(path)} is not a regular file, and git may wait for it for ever; remove it"
            )

    def _refuse_foreign(self, path: str, top: bytes) -> None:
        """Raise UsageError if *path* is not in the working tree at *top*, but in another repository."""
        at = os.path.realpath(os.fsencode(path)) if os.path.isdir(path) else place(os.path.abspath(os.fsencode(path)))
        while at != top:
            if is_bare(at):
                raise self._bare(at)
            above = os.path.dirname(at)
            if above == at or os.path.lexists(os.path.join(at, b".git")):
                raise UsageError(
                    f"{self._option}: {path} is not in the repository of the first path, {os.fsdecode(top)}; check "
                    "each repository by itself"
                )
            at = above
