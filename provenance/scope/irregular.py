"""From folders to the paths that git would open there and wait at for ever: named pipes, and devices without an end.

git asks for the type of few of the files that it opens.  So this is asked before git is.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from provenance.scope.folders import common_folder, git_folder, is_bare

if TYPE_CHECKING:
    from collections.abc import Iterator

# What git reads in every folder of a working tree that it enters.
_READ_BY_GIT = frozenset((b".gitignore", b".gitattributes", b".gitmodules"))


def on_the_way(folder: bytes) -> Iterator[bytes]:
    """Yield such paths among the files by which git finds the repository around *folder*, a real path."""
    at, below = folder, b""
    while at != below:
        inner = git_folder(at)
        if inner:
            yield from _in_git_folder(inner)
            if is_bare(inner):
                return
        # git asks of every folder whether it is a bare repository.
        yield from _waiting(os.path.join(at, b"HEAD"), os.path.join(at, b"commondir"))
        at, below = os.path.dirname(at), at


def in_working_tree(top: bytes) -> Iterator[bytes]:
    """Yield such paths below *top*, but not in its own git folder.

    A folder that cannot be listed is passed over, as git does.
    """
    folders = [top]
    while folders:
        folder = folders.pop()
        for entry in _entries(folder):
            if entry.name == b".git":
                if folder != top:
                    yield from _in_git_folder(git_folder(folder))
            elif entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            # git follows no link here.
            elif entry.name in _READ_BY_GIT and not entry.is_symlink():
                yield from _waiting(entry.path)


def _in_git_folder(folder: bytes) -> Iterator[bytes]:
    folders = list(dict.fromkeys((folder, common_folder(folder)))) if folder else []
    while folders:
        for entry in _entries(folders.pop()):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif not entry.is_file(follow_symlinks=False):
                yield from _waiting(entry.path)


def _entries(folder: bytes) -> list[os.DirEntry[bytes]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (OSError, ValueError):
        return []


def _waiting(*paths: bytes) -> Iterator[bytes]:
    """Yield those of *paths* at which an open or a read may wait for ever; a socket fails at once."""
    for path in paths:
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError):
            continue
        is_device = stat.S_ISCHR(mode) or stat.S_ISBLK(mode)
        if stat.S_ISFIFO(mode) or (is_device and not os.path.samefile(path, os.devnull)):
            yield path
