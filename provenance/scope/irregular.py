"""From a working tree to the files of git in it that are not files: git opens a named pipe and waits for ever."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What git reads in every folder of a working tree that it enters.
_READ_BY_GIT = frozenset((b".gitignore", b".gitattributes", b".gitmodules"))


def irregular(top: bytes) -> Iterator[bytes]:
    """Yield the paths below *top* that git would open as its own files and that are pipes, sockets or devices.

    A folder that cannot be listed is passed over, as git does.
    """
    waiting = [top]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != b".git":
                            waiting.append(entry.path)
                    # Git follows no link here, and a file is fine.
                    elif entry.name in _READ_BY_GIT and not (entry.is_symlink() or entry.is_file()):
                        yield entry.path
        except OSError:
            continue
