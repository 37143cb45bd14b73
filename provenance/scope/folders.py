"""From a folder to the git folder of its repository, by the rules of git and without running it."""

from __future__ import annotations

import os

from provenance.files import contents

_MAX_BYTES = 1 << 16  # of a file that contains a path


def git_folder(at: bytes) -> bytes:
    """Return the git folder of a repository whose working tree is *at*, b"" if there is none."""
    path = os.path.join(at, b".git")
    if os.path.isdir(path):
        return path
    try:
        said = contents(path, _MAX_BYTES)
    except (OSError, ValueError):
        return b""
    named = said.startswith(b"gitdir: ")
    return os.path.join(at, said.removeprefix(b"gitdir: ").rstrip(b"\r\n")) if named else b""


def common_folder(folder: bytes) -> bytes:
    """Return the git folder that the linked working tree of *folder* shares with the main one."""
    try:
        return os.path.join(folder, contents(os.path.join(folder, b"commondir"), _MAX_BYTES).strip())
    except (OSError, ValueError):
        return folder


def is_bare(folder: bytes) -> bool:
    """Return whether git may take *folder* itself for a repository, perhaps with its objects in another one."""
    if not os.path.lexists(os.path.join(folder, b"HEAD")):
        return False
    return os.path.lexists(os.path.join(folder, b"commondir")) or all(
        os.path.isdir(os.path.join(folder, name)) for name in (b"objects", b"refs")
    )
