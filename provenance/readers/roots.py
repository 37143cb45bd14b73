"""From the paths given to the roots of a walk, each with a unique name.

How a file is called: with one root, a file in that folder by its path relative to the folder, a file given as such by
its name.  With several roots, a folder's files begin with the folder's name, as if what holds them all had been given;
names are lengthened by the folders above until no root's name equals, or lies within, another's.  So ids are unique
and do not depend on how or in what order the paths were typed.  A root that lies in another root is not counted as one.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.readers.source import STDIN, absent

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOWHERE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


class Root:
    """A path given: *file* opens it, *real* is where it lies, *parts* are the names on its way, *name* is its own."""

    __slots__ = ("file", "folder", "name", "parts", "real")

    def __init__(self, file: bytes, *, folder: bool) -> None:
        self.file = file
        self.real = file if file == STDIN else os.path.realpath(file)
        self.parts = [part for part in file.replace(os.fsencode(os.sep), b"/").split(b"/") if part]
        self.folder = folder
        self.name = b"/".join(self.parts[-1:])


def roots_of(paths: Sequence[str | os.PathLike[str]], output: bytes | None) -> tuple[list[Root], set[bytes]]:
    """Return the distinct roots that *paths* name, and where the files that were given as such really lie.

    A UsageError names a path that does not exist or that is the *output* folder, or says that nothing was given.
    """
    if not paths:
        raise UsageError("nothing to scan: no path was given")
    known: dict[bytes, Root] = {}
    for path in paths:
        root = _root(os.fspath(path))
        if root.folder and root.real == output:
            raise UsageError(f"{path}: this is the output folder, which is never read; choose another --output")
        # Of several paths to one place, one without links names it
        known[root.real] = min(root, known.get(root.real, root), key=_straightness)
    roots = sorted((root for root in known.values() if not _is_covered(root, known)), key=_straightness)
    if len(roots) > 1:
        tell_apart(roots)
    return roots, {root.real for root in known.values() if not root.folder}


def _straightness(root: Root) -> tuple[bool, bytes]:
    return root.file != root.real, root.file


def _root(path: str) -> Root:
    if os.fsencode(path) == STDIN:
        return Root(STDIN, folder=False)
    file = os.fsencode(path)
    folder = False
    try:
        folder = stat.S_ISDIR(os.stat(file).st_mode)
    except (OSError, ValueError) as error:
        # Anything else exists, and opening it will say why it cannot be read
        if isinstance(error, ValueError) or (error.errno in _NOWHERE and not os.path.islink(file)):
            raise UsageError(absent(path)) from error
    # ".." after a link leads elsewhere than its spelling says
    return Root(os.path.realpath(file) if b".." in file.split(b"/") else os.path.abspath(file), folder=folder)


def _is_covered(root: Root, known: dict[bytes, Root]) -> bool:
    """Tell whether the walk through another root comes by *root*: nothing hidden lies between them."""
    return any(
        above in known and known[above].folder and not hides(root.real[len(above) :].lstrip(b"/"))
        for above in folders_above(root.real)
    )


def tell_apart(roots: list[Root]) -> None:
    """Lengthen the names of *roots* until none equals another or lies within it."""
    depths = dict.fromkeys(roots, 1)
    while True:
        counts: dict[bytes, int] = {}
        for root, depth in depths.items():
            root.name = b"/".join(root.parts[-depth:])
            counts[root.name] = counts.get(root.name, 0) + 1
        within = {above for name in counts for above in folders_above(name)}
        outer = within & counts.keys()
        unclear = [
            root
            for root in roots
            if counts[root.name] > 1 or root.name in outer or not outer.isdisjoint(folders_above(root.name))
        ]
        short = [root for root in unclear if depths[root] < len(root.parts)]
        if not short:
            return
        for root in short:
            depths[root] += 1


def folders_above(path: bytes) -> list[bytes]:
    """Return the folders above *path*, the nearest first."""
    folders = []
    cut = path.rfind(b"/")
    while cut > 0:
        folders.append(path[:cut])
        cut = path.rfind(b"/", 0, cut)
    return [*folders, b"/"] if path.startswith(b"/") and path != b"/" else folders


def hides(relative: bytes) -> bool:
    """Tell whether a part of a path that begins at a folder hides what lies there."""
    return relative.startswith(b".") or b"/." in relative
