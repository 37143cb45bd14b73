"""From paths to the repository of git around them: found by git, told apart from repositories within the corpus.

Nothing that a repository configures is run here: git is only asked where it lies and what it is set to, which reads no
object and no working tree.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.errors import UsageError
from provenance.readers.source import place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from subprocess import CompletedProcess

    Environment = Mapping[str, str]

# Names are no patterns, nobody waits for our locks, and a folder of the corpus that has the files of a bare repository
# (git commits and clones such a folder) is none.
_ALWAYS = ("--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "safe.bareRepository=explicit")
# What git tells a hook, which holds for the hook's own repository only.
_OF_A_HOOK = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
# The other variables that say which repository is meant, and what its user set.
_KEPT = frozenset({
    *_OF_A_HOOK, "GIT_WORK_TREE", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH",
    "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
})  # fmt: skip


@attrs.frozen
class Repository:
    """*top* is where the working tree really lies, *folder* where git keeps the repository.

    *common* is the folder that linked working trees share, else the same.  *index* and *objects* lie in these, or where
    a hook was told; *alternates* is what it was told of more objects.  *settings* has all that git is set to here, the
    names of sections and keys in lower case.
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
        """Whether the clone leaves objects to be fetched when they are needed."""
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
    """Return what git did in the folder *at*.  Raises UsageError where it cannot be run, in the name of *option*."""
    from subprocess import run

    try:
        return run(
            ["git", "-C", at, *_ALWAYS, *arguments], capture_output=True, check=False, input=given, env=environment
        )
    except OSError as error:
        raise UsageError(f"{option}: git cannot be run: {error.strerror}") from error


def last_word(said: str) -> str:
    """Return the last line that git *said*, without what marks it as the end of its work."""
    return said.rpartition("\n")[2].strip().removeprefix("fatal: ")


def repository(paths: Sequence[str], option: str) -> Repository:
    """Return the repository that all *paths* lie in.

    Raises UsageError where there is none, where git does not trust it, and where a path lies in another one.
    """
    given = [path for path in paths if path != "-"] or [os.curdir]
    return _Search(given, option).found()


class _Search:
    """Asks git about the repository around the first of the paths that are *given*."""

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
        # git's words are looked at, so they are to be its own.
        self._environment["LANGUAGE"] = "en"

    def found(self) -> Repository:
        top = self._working_tree()
        if not top:
            raise self._nowhere()
        top = os.path.realpath(top)
        folder = self._ask("rev-parse", "--absolute-git-dir").removesuffix(b"\n")
        # A git that does not know safe.bareRepository found one that names a working tree.
        if os.path.realpath(folder) == top and "GIT_DIR" not in self._environment:
            raise self._bare(top)
        for path in self._given:
            if os.path.lexists(path):
                self._refuse_foreign(path, top)
        return self._made(top, folder)

    def _made(self, top: bytes, folder: bytes) -> Repository:
        settings = {}
        for line in self._ask("config", "--list", "-z").split(b"\0")[:-1]:
            name, told, value = line.partition(b"\n")
            settings[os.fsdecode(name)] = os.fsdecode(value) if told else "true"
        index, objects, alternates = (self._environment.get(name, "") for name in _OF_A_HOOK[1:])
        common = _common(folder)
        return Repository(
            top=top,
            folder=folder,
            common=common,
            # git takes what a hook is told from the top.
            index=os.path.join(os.fsdecode(top), index or os.fsdecode(os.path.join(folder, b"index"))),
            objects=os.path.join(os.fsdecode(top), objects or os.fsdecode(os.path.join(common, b"objects"))),
            alternates=alternates,
            settings=settings,
        )

    def _ask(self, *arguments: str, at: str = "") -> bytes:
        """Return what git answers, nothing where it refuses."""
        done = run_git(arguments, at or self._folder, self._environment, self._option)
        self._said = done.stderr.decode("utf-8", "replace").strip() if done.returncode else ""
        return b"" if done.returncode else done.stdout

    def _working_tree(self) -> bytes:
        """Return the top of the working tree around the folder, and keep of a hook's environment what holds for it."""
        question = ("rev-parse", "--show-toplevel")
        told = {name: self._environment[name] for name in _OF_A_HOOK if name in self._environment}
        if not told or "GIT_WORK_TREE" in self._environment:
            return self._ask(*question).removesuffix(b"\n")
        own = self._ask(*question, at=os.curdir).removesuffix(b"\n")
        for name in told:
            del self._environment[name]
        top = self._ask(*question).removesuffix(b"\n")
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
        at = os.path.realpath(os.fsencode(self._folder))
        while not _is_bare(at):
            above = os.path.dirname(at)
            if above == at:
                said = last_word(self._said)
                why = f" ({said})" if said else ""
                return UsageError(
                    f"{self._option}: {where} is in no git repository{why}; leave the option out to check all"
                )
            at = above
        return self._bare(at)

    def _bare(self, folder: bytes) -> UsageError:
        return UsageError(
            f"{self._option}: {os.fsdecode(folder)} has the files of a bare repository of git (HEAD, objects, refs), "
            "whose settings may run anything, so git is not asked about it; take them away, name a folder above it, "
            "or leave the option out to check all"
        )

    def _refuse_foreign(self, path: str, top: bytes) -> None:
        """Raise UsageError where *path* does not lie in the working tree at *top*, but in another repository."""
        at = os.path.realpath(os.fsencode(path)) if os.path.isdir(path) else place(os.path.abspath(os.fsencode(path)))
        while at != top:
            if _is_bare(at):
                raise self._bare(at)
            above = os.path.dirname(at)
            if above == at or os.path.lexists(os.path.join(at, b".git")):
                raise UsageError(
                    f"{self._option}: {path} is not in the repository of the first path, {os.fsdecode(top)}; check "
                    "each by itself"
                )
            at = above


def _common(folder: bytes) -> bytes:
    """Return the folder of git that a linked working tree, whose own is *folder*, shares with the others."""
    try:
        with open(os.path.join(folder, b"commondir"), "rb") as file:
            return os.path.join(folder, file.read().strip())
    except OSError:
        return folder


def _is_bare(folder: bytes) -> bool:
    """Return whether git may take *folder* itself for a repository; its objects may lie in another one."""
    if not os.path.lexists(os.path.join(folder, b"HEAD")):
        return False
    return os.path.lexists(os.path.join(folder, b"commondir")) or all(
        os.path.isdir(os.path.join(folder, name)) for name in (b"objects", b"refs")
    )
