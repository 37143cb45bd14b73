"""From the roots and files that a plan names to paths on the disk, none of which leads out of its root."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.plan.sources import path_of

if TYPE_CHECKING:
    from provenance.plan.values import File, Plan, Root


class Places:
    """Where the roots and files of *plan* lie; the paths of its roots are relative to *folder*.

    Raises UsageError for a root that does not exist, for a path that leads out of its root, by ".." or, unless
    *follow_links*, by a link, and for two paths that lead to one file.
    """

    def __init__(self, plan: Plan, folder: str, *, follow_links: bool = False) -> None:
        self.plan = plan
        self.roots = [_root(root, folder) for root in plan.head.roots]
        self._real = [os.path.realpath(root) for root in self.roots]
        self._follow = follow_links
        self.files = [self._file(file) for file in plan.head.files]
        self._check_once()

    def _check_once(self) -> None:
        """Raise UsageError for a file that the plan names twice: it could be dropped as a copy of itself."""
        seen: set[bytes] = set()
        for file, place in zip(self.plan.head.files, self.files, strict=True):
            # Two texts may share a sidecar.
            if file.holds != "sidecar":
                real = os.path.realpath(place)
                if real in seen:
                    raise UsageError(f"{file.path!r}: the plan names this file twice; make the plan again")
                seen.add(real)

    def _file(self, file: File) -> bytes:
        relative, root = path_of(file), self.plan.head.roots[file.root]
        if (relative == b"") == root.folder or (relative and not stays_inside(relative)):
            raise UsageError(f"{file.path!r}: the plan names a path that is not below its root; make the plan again")
        place = os.path.join(self.roots[file.root], relative) if relative else self.roots[file.root]
        if not self._follow and relative and not self.is_straight(place, file):
            real = os.path.realpath(place)
            if not real.startswith(os.path.join(self._real[file.root], b"")):
                raise UsageError(f"{file.path!r}: a link leads out of the root; --follow-links allows that")
        return place

    def is_straight(self, place: bytes, file: File) -> bool:
        """Return whether no link leads to the file at *place* from its root."""
        if not path_of(file):
            return not os.path.islink(place)
        return os.path.realpath(place) == os.path.join(self._real[file.root], path_of(file))

    def shown(self, number: int) -> str:
        """Return the path of a file for people: relative to its root, with the root's name where there are several."""
        file = self.plan.head.files[number]
        root = self.plan.head.roots[file.root]
        name = file.path or os.path.basename(os.path.normpath(root.path))
        return f"{root.name}/{name}" if root.name and file.path else root.name or name

    def target(self, number: int) -> bytes:
        """Return the path of a file relative to the folder that the corpus is copied to."""
        file = self.plan.head.files[number]
        root = self.plan.head.roots[file.root]
        parts = [part for part in os.fsencode(root.name).split(b"/") if part]
        relative = path_of(file)
        if not stays_inside(b"/".join((*parts, relative)) if relative else b"/".join(parts) or b"x"):
            raise UsageError(f"{root.name!r}: the plan names a root that cannot be copied; make the plan again")
        if not relative:
            return os.path.join(*parts) if parts else os.path.basename(self.roots[file.root])
        return os.path.join(*parts, relative)


def _root(root: Root, folder: str) -> bytes:
    path = os.path.normpath(os.path.join(folder or os.curdir, root.path))
    if "\0" in path or not os.path.exists(path):
        raise UsageError(f"{path!r}: the plan is about this path, and there is nothing; run it where the corpus lies")
    if os.path.isdir(path) != root.folder:
        kind = "folder" if root.folder else "file"
        raise UsageError(f"{path!r}: this was a {kind} when the plan was made; make the plan again")
    return os.fsencode(os.path.abspath(path))


def stays_inside(relative: bytes) -> bool:
    """Return whether a *relative* path cannot lead out of the folder that it begins in, but by links."""
    parts = relative.split(b"/")
    windows = os.sep == "\\" and (b"\\" in relative or b":" in relative)
    return not ({b"", b".", b".."} & set(parts) or b"\0" in relative or windows)
