"""From a repository to a stand-in: the same commits, index and files, but no setting that makes git run a command.

Git commands that read the working tree run what a repository configures: filters, the file system monitor, hooks, and
in a partial clone any command that is set as its transport.  No option turns all of that off in every version of git.
So git gets a temporary folder with links to the refs and objects of the repository, and with a settings file that only
says how to read names and line ends.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from functools import partial
from typing import TYPE_CHECKING

from provenance.cleanups import register_cleanup
from provenance.files import contents

if TYPE_CHECKING:
    from provenance.scope.repository import Environment, Repository

# Settings that decide which files git sees and what their bytes are.  None of them names a command.
_SETTINGS = frozenset({
    "core.autocrlf", "core.eol", "core.ignorecase", "core.precomposeunicode", "core.symlinks", "core.longpaths",
    "core.trustctime", "core.checkstat", "core.excludesfile", "core.attributesfile", "core.sparsecheckout",
    "core.sparsecheckoutcone", "sparse.expectfilesoutsideofpatterns", "extensions.objectformat",
    "extensions.refstorage",
})  # fmt: skip
# Files in the user's git folder that apply if these settings are missing.
_DEFAULT_FILES = {"core.excludesfile": "ignore", "core.attributesfile": "attributes"}
_LINKED = (b"refs", b"logs", b"reftable", b"packed-refs", b"info", b"shallow")


class StandIn:
    """A stand-in that exists as long as this object; *environment* makes git use it."""

    def __init__(self, repository: Repository) -> None:
        folder = tempfile.mkdtemp(prefix="provenance-")
        self._close = weakref.finalize(self, register_cleanup(partial(shutil.rmtree, folder, ignore_errors=True)))
        seen = os.path.join(folder, "git")
        # A linked working tree has its own HEAD, and shares branches and settings with the others.
        shared = os.path.join(folder, "common") if repository.common != repository.folder else seen
        for made, lender in {seen: repository.folder, shared: repository.common}.items():
            _lend(lender, os.fsencode(made))
        if shared != seen:
            with open(os.path.join(seen, "commondir"), "w", encoding="utf-8") as file:
                file.write("../common\n")
        with open(os.path.join(shared, "config"), "wb") as file:
            file.write(os.fsencode(_settings(repository)))
        self.environment = _environment(repository, folder, seen)


def _environment(repository: Repository, folder: str, seen: str) -> Environment:
    """Return the environment for git, without variables that lead it to another repository or to anybody's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name == "GIT_EXEC_PATH"}
    if repository.alternates:
        kept["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = repository.alternates
    return kept | {
        "GIT_DIR": seen,
        "GIT_WORK_TREE": os.fsdecode(repository.top),
        "GIT_INDEX_FILE": repository.index,
        "GIT_OBJECT_DIRECTORY": repository.objects,
        "GIT_CONFIG_NOSYSTEM": "1",
        # Before 2.32, git finds the user's settings only through HOME.
        "GIT_CONFIG_GLOBAL": os.devnull,
        "HOME": folder,
        "XDG_CONFIG_HOME": folder,
        # The stand-in has no remote.  If git learns of one all the same, it must not contact it.
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LANGUAGE": "en",
    }


def _lend(lender: bytes, folder: bytes) -> None:
    """Fill *folder* with links to the refs, and the files that belong to them, of the git folder *lender*."""
    os.mkdir(folder)
    for name in os.listdir(lender):
        if name in _LINKED or name.startswith(b"sharedindex.") or name.endswith(b"_HEAD"):
            _lead(os.path.join(lender, name), os.path.join(folder, name))
    head = os.path.join(lender, b"HEAD")
    # git reads a symbolic link at HEAD as the name of a branch.
    content = b"ref: " + os.readlink(head) if os.path.islink(head) else contents(head)
    with open(os.path.join(folder, b"HEAD"), "wb") as file:
        file.write(content)


def _lead(there: bytes, here: bytes) -> None:
    is_folder = os.path.isdir(there)
    try:
        os.symlink(there, here, target_is_directory=is_folder)
    except OSError:
        # On Windows, not every user may create links.
        copy = shutil.copytree if is_folder else shutil.copyfile
        copy(os.fsdecode(there), os.fsdecode(here))


def _settings(repository: Repository) -> str:
    """Return a settings file with the harmless settings of *repository*."""
    own = {name: value for name, value in repository.settings.items() if name in _SETTINGS}
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    settings = {name: os.path.join(home, "git", file) for name, file in _DEFAULT_FILES.items()} | own
    for name in _DEFAULT_FILES:
        settings[name] = os.path.expanduser(settings[name])
    lines = ['[core]\n\trepositoryformatversion = "1"\n\tbare = "false"\n']
    # Whether a file is executable does not change its text.
    lines.append('\tfileMode = "false"\n\tquotePath = "false"\n')
    for name, value in settings.items():
        section, _, key = name.partition(".")
        lines.append(f"[{section}]\n\t{key} = {_quoted(value)}\n")
    return "".join(lines)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
