"""The folders that a server was started with: nothing outside of them is opened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

RECORD = "#"  # between a file and the line or the id of a record


class Roots:
    """Folders, by their real paths.  Raises UsageError for one that is none."""

    def __init__(self, folders: Sequence[str]) -> None:
        self._folders = [os.path.realpath(folder) for folder in folders]
        for given, real in zip(folders, self._folders, strict=True):
            if not os.path.isdir(real):
                raise UsageError(f"{given}: there is no such folder; give the folders that may be read")

    @property
    def folders(self) -> list[str]:
        """The real paths of the folders."""
        return list(self._folders)

    def inside(self, path: str) -> str:
        """Return the real path of a file or folder below a root, given from a root or whole.

        Raises UsageError where *path* leads out, through links too, and where there is nothing.
        """
        if "\0" in path or not path:
            raise UsageError(f"{path!r}: this is no path")
        for folder in self._folders:
            real = os.path.realpath(os.path.join(folder, path))
            if self._holds(real):
                if os.path.exists(real):
                    return real
            elif os.path.isabs(path):
                break
        if any(self._holds(os.path.realpath(os.path.join(folder, path))) for folder in self._folders):
            raise UsageError(f"{path}: there is no such file or folder below the folders of this server")
        raise UsageError(f"{path}: this lies outside of the folders that this server may read")

    def record(self, name: str) -> str:
        """Return a name of one text, a file or FILE#LINE or FILE#ID, with the real path of its file."""
        if RECORD in name:
            try:
                return self.inside(name)
            except UsageError:
                file, _, part = name.partition(RECORD)
                return f"{self.inside(file)}{RECORD}{part}"
        return self.inside(name)

    def shown(self, path: str) -> str:
        """Return *path* from its root where it lies below one."""
        for folder in self._folders:
            if path == folder or path.startswith(os.path.join(folder, "")):
                return os.path.relpath(path, folder)
        return path

    def _holds(self, real: str) -> bool:
        return any(real == folder or real.startswith(os.path.join(folder, "")) for folder in self._folders)
