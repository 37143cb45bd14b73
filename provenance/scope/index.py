"""From a repository with staged changes to its texts as the next commit will have them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import attrs

from provenance.cleanups import cleaning_up
from provenance.errors import ProvenanceError, UsageError
from provenance.readers.formats import kind_of
from provenance.readers.sidecars import ENDING
from provenance.readers.source import shown
from provenance.scope.filters import filtered, pointed_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.scope.git import Git
    from provenance.settings import Config

_REGULAR = b"100"


@contextmanager
def next_commit(config: Config, git: Git, paths: Sequence[str]) -> Iterator[Config]:
    """Give *config* changed so that files in the repository of *git* are read as they are staged.

    If a file differs from what is staged, the staged version is written to a temporary folder and read from there.
    Untracked files are left out, since the next commit will not have them.  The baseline is read as staged too, but
    the settings are not.
    """
    from tempfile import TemporaryDirectory

    staged, out = _differing(git)
    same = _behind_filters(git, staged, paths)
    copied = [name for name in staged if name not in same]
    out |= {git.place(name) for name in git.unknown()}
    copies = TemporaryDirectory(prefix="provenance-")
    with cleaning_up(copies.cleanup):
        instead = _copied(git, copied, os.path.join(os.path.realpath(copies.name), ""))
        yield attrs.evolve(config, extent=attrs.evolve(config.extent, instead=instead, without=frozenset(out)))


def _differing(git: Git) -> tuple[dict[bytes, bytes], set[bytes]]:
    """Return the staged objects of files that differ in the working tree, by name, and the paths to leave out."""
    raw = git.names("diff", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=all", "-z")
    staged, out = {}, set()
    for change, name in zip(raw[::2], raw[1::2], strict=True):
        mode, _, kept, _, status = change.lstrip(b":").split(b" ")
        if status.startswith(b"U"):
            raise UsageError(
                f"--staged: {shown(name)} has a merge conflict, so there is no next commit yet; resolve and git add it"
            )
        if status.startswith(b"A"):
            out.add(git.place(name))
        elif mode.startswith(_REGULAR):
            staged[name] = kept
        else:
            # A link is staged where the working tree has a file.
            out.add(git.place(name))
    return staged, out


def _behind_filters(git: Git, staged: Mapping[bytes, bytes], paths: Sequence[str]) -> set[bytes]:
    """Return the names of *staged* files that differ only because of a git filter.

    Raises ProvenanceError if a text below *paths* cannot be read as staged without its filter.
    """
    behind = filtered(git, staged, "smudge", "process")
    same = pointed_to(git, {name: staged[name] for name in filtered(git, staged, "clean", "smudge", "process")})
    tops = tuple(os.path.join(os.path.realpath(os.fsencode(path)), b"") for path in paths)
    for name in sorted(behind.keys() - same):
        is_text = name.endswith(ENDING) or kind_of(name) is not None
        if is_text and os.path.join(git.place(name), b"").startswith(tops):
            driver = behind[name].decode("utf-8", "backslashreplace")
            raise ProvenanceError(
                f"--staged: {shown(name)} differs from its staged version, which only the git filter {driver} can "
                "produce, and no filter is run here; git add the file, or check a fresh checkout"
            )
    return same


def _copied(git: Git, names: Sequence[bytes], folder: str) -> dict[bytes, bytes]:
    """Write the staged versions of the files *names* below *folder*; return the path of each file and of its copy."""
    if not names:
        return {}
    git.output("checkout-index", "-z", "--stdin", f"--prefix={folder}", given=b"\0".join((*names, b"")))
    return {git.place(name): os.path.join(os.fsencode(folder), name) for name in names}
