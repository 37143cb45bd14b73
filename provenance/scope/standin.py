"""From a repository to one that stands in for it: the same commits, index and files, but nothing set that git runs.

Commands that read the working tree run what a repository configures: the filters that .gitattributes names, the file
system monitor, hooks; a partial clone fetches what it lacks by any command that is set as its transport.  No option of
git turns all of that off, in every version.  So git is given a folder of our own that leads to the refs and objects of
the repository, and settings that hold nothing but how names and line ends are to be read.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from functools import partial
from typing import TYPE_CHECKING

from provenance.unfinished import register_cleanup

if TYPE_CHECKING:
    from provenance.scope.repository import Environment, Repository

# What decides which files git sees, and what their bytes are; none of these names anything to run.
_SETTINGS = frozenset({
    "core.autocrlf", "core.eol", "core.ignorecase", "core.precomposeunicode", "core.symlinks", "core.longpaths",
    "core.trustctime", "core.checkstat", "core.excludesfile", "core.attributesfile", "core.sparsecheckout",
    "core.sparsecheckoutcone", "sparse.expectfilesoutsideofpatterns", "extensions.objectformat",
    "extensions.refstorage",
})  # fmt: skip
# Files that a user has where no setting names others.
_USUAL = {"core.excludesfile": "ignore", "core.attributesfile": "attributes"}
_LENT = (b"refs", b"logs", b"reftable", b"packed-refs", b"info", b"shallow")


class StandIn:
    """Stands in for a repository for as long as it lives; *environment* is that in which git sees it."""

    def __init__(self, repository: Repository) -> None:
        folder = tempfile.mkdtemp(prefix="provenance-")
        self._close = weakref.finalize(self, register_cleanup(partial(shutil.rmtree, folder, ignore_errors=True)))
        seen = os.path.join(folder, "git")
        # In a linked working tree HEAD is its own, branches and settings are those of all.
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
    """Return the variables for git: none that would lead it elsewhere, or to settings of anybody."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name == "GIT_EXEC_PATH"}
    if repository.alternates:
        kept["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = repository.alternates
    return kept | {
        "GIT_DIR": seen,
        "GIT_WORK_TREE": os.fsdecode(repository.top),
        "GIT_INDEX_FILE": repository.index,
        "GIT_OBJECT_DIRECTORY": repository.objects,
        "GIT_CONFIG_NOSYSTEM": "1",
        # Before 2.32 git knows the place of a user's settings from HOME only.
        "GIT_CONFIG_GLOBAL": os.devnull,
        "HOME": folder,
        "XDG_CONFIG_HOME": folder,
        # There is no remote; should git come to know of one, it may not be reached.
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LANGUAGE": "en",
    }


def _lend(lender: bytes, folder: bytes) -> None:
    """Make *folder* lead to the refs of the folder of git *lender*, and to what belongs to them."""
    os.mkdir(folder)
    for name in os.listdir(lender):
        if name in _LENT or name.startswith(b"sharedindex.") or name.endswith(b"_HEAD"):
            _lead(os.path.join(lender, name), os.path.join(folder, name))
    head = os.path.join(lender, b"HEAD")
    # git takes a link for the name of a branch.
    if os.path.islink(head):
        content = b"ref: " + os.readlink(head)
    else:
        with open(head, "rb") as file:
            content = file.read()
    with open(os.path.join(folder, b"HEAD"), "wb") as file:
        file.write(content)


def _lead(there: bytes, here: bytes) -> None:
    is_folder = os.path.isdir(there)
    try:
        os.symlink(there, here, target_is_directory=is_folder)
    except OSError:
        # Windows lets not everybody make links.
        copy = shutil.copytree if is_folder else shutil.copyfile
        copy(os.fsdecode(there), os.fsdecode(here))


def _settings(repository: Repository) -> str:
    """Return a file of settings with what is harmless of those of *repository*."""
    told = {name: value for name, value in repository.settings.items() if name in _SETTINGS}
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    usual = {name: os.path.join(home, "git", file) for name, file in _USUAL.items()}
    told = usual | told
    for name in _USUAL:
        told[name] = os.path.expanduser(told[name])
    lines = ['[core]\n\trepositoryformatversion = "1"\n\tbare = "false"\n']
    # Whether a file may be executed is no matter of its text.
    lines.append('\tfileMode = "false"\n\tquotePath = "false"\n')
    for name, value in told.items():
        section, _, key = name.partition(".")
        lines.append(f"[{section}]\n\t{key} = {_quoted(value)}\n")
    return "".join(lines)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
