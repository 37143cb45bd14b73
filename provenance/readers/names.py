"""From the names of an archive's members to names that lead nowhere else, each given once."""

from __future__ import annotations

import re

from provenance.readers.source import shown

_DRIVE = re.compile("[A-Za-z]:")
_UNNAMED = "unnamed"
# What macOS adds to archives beside the files themselves.
_SHADOWS = "__MACOSX"


class Names:
    """The names of one archive's members so far."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def safe(self, name: bytes) -> tuple[str, str]:
        """Return the *name* of the next member as a path below its archive, and what was wrong with it, or "".

        Absolute paths, drives and steps upwards are left out, since nothing may look as if it lay outside of the
        archive.  The second member of a name, and each further one, is numbered.
        """
        whole = shown(name)
        drive = _DRIVE.match(whole)
        parts = (whole[drive.end() :] if drive else whole).split("/")
        inner = "/".join(part for part in parts if part not in {"", ".", ".."}) or _UNNAMED
        trouble = ""
        if whole.startswith("/") or drive or ".." in parts:
            trouble = f"is called {whole!r} in its archive, which leads out of it; it is read as {inner!r}"
        count = self._counts[inner] = self._counts.get(inner, 0) + 1
        if count > 1:
            first, inner = inner, _numbered(inner, count)
            trouble = trouble or f"is another member called {first!r}; it is read as {inner!r}"
        return inner, trouble

    @staticmethod
    def hides(name: str) -> bool:
        """Tell whether a member is hidden, or a shadow file of macOS."""
        return any(part.startswith(".") or part == _SHADOWS for part in name.split("/"))


def _numbered(name: str, count: int) -> str:
    """Return *name* with a number before its suffixes, which still say what reads it."""
    folder, slash, last = name.rpartition("/")
    dot = last.find(".", 1)
    stem, suffixes = (last[:dot], last[dot:]) if dot > 0 else (last, "")
    return f"{folder}{slash}{stem} ({count}){suffixes}"
