"""From a repository with something staged to its texts as the next commit will hold them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from provenance.errors import UsageError
from provenance.scope.git import Git
from provenance.unfinished import at_the_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.config import Config

_REGULAR = b"100"


@contextmanager
def next_commit(config: Config, paths: Sequence[str]) -> Iterator[Config]:
    """Give *config* so that what lies in the repository of all *paths* is read as it is staged.

    A file that differs from what is staged is copied out for as long as this lasts.  What git neither knows nor ignores
    is left out: the next commit does not hold it.  The baseline is read as it is staged, too; settings are not.
    """
    from tempfile import TemporaryDirectory

    git = Git(paths, "--staged")
    staged, out = _differing(git)
    out |= {git.place(name) for name in git.unknown()}
    copies = TemporaryDirectory(prefix="provenance-")
    with at_the_end(copies.cleanup):
        instead = _copied(git, staged, os.path.join(os.path.realpath(copies.name), ""))
        yield attrs.evolve(config, reading=attrs.evolve(config.reading, instead=instead, without=frozenset(out)))


def _differing(git: Git) -> tuple[list[bytes], set[bytes]]:
    """Return the names of files that the working tree has otherwise than they are staged, and files that are not."""
    raw = git.names("diff", "--raw", "--no-renames", "--no-ext-diff", "--ignore-submodules=all", "-z")
    staged, out = [], set()
    for told, name in zip(raw[::2], raw[1::2], strict=True):
        mode, *_, status = told.lstrip(b":").split(b" ")
        if status.startswith(b"U"):
            shown = name.decode("utf-8", "backslashreplace")
            raise UsageError(
                f"--staged: {shown} is not merged, so there is no next commit yet; resolve it and git add it"
            )
        if status.startswith(b"A"):
            out.add(git.place(name))
        elif mode.startswith(_REGULAR):
            staged.append(name)
        else:
            # A link, where a file stands now.
            out.add(git.place(name))
    return staged, out


def _copied(git: Git, names: Sequence[bytes], folder: str) -> dict[bytes, bytes]:
    """Copy what is staged of the files *names* below *folder*; return where each file lies, and its copy."""
    if not names:
        return {}
    git.told(
        "checkout-index",
        "-z",
        "--stdin",
        f"--prefix={folder}",
        at=os.fsdecode(git.top),
        given=b"\0".join((*names, b"")),
    )
    return {git.place(name): os.path.join(os.fsencode(folder), name) for name in names}
