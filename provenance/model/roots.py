"""The files and folders that were given, and where the files below them are."""

from __future__ import annotations

import os
from typing import NamedTuple

MEMBER = "!/"  # between the name of an archive and that of its member


class Root(NamedTuple):
    """A path that was given: the *name* that reports call it by, the *file* that opens it, whether it is a *folder*."""

    name: bytes
    file: bytes
    folder: bool


class Roots(tuple[Root, ...]):
    """All that were given; with several, the names of files begin with that of their root."""

    __slots__ = ()

    def file(self, name: str) -> bytes:
        """Return what opens the file that reports call *name*, b"" where that cannot be said."""
        raw = name.encode("utf-8", "surrogateescape")
        for root in self:
            if not root.folder and raw == root.name:
                return root.file
            if root.folder and len(self) == 1:
                return os.path.join(root.file, raw)
            if root.folder and raw.startswith(root.name + b"/"):
                return os.path.join(root.file, raw[len(root.name) + 1 :])
        return b""
