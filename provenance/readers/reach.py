"""Whether a place is within reach of the roots: below one of them, and not passed over there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.readers.blocks import open_file
from provenance.readers.roots import folders_above, hides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.readers.ignore import Ignoring
    from provenance.readers.roots import Root

# Ends notices about links that were not followed.
REPORT = b"audit.json"
_REPORT_MARKS = (b'"tool": "provenance"', b'"tool":"provenance"')
_SNIFFED_BYTES = 200
_OUT = "out of what was given"
_HIDDEN = "to what is hidden"
_EXCLUDED = "to what is excluded"
_REPORTS = "into a report folder"


class Reach:
    """The reach of the *roots*, without what *ignoring* passes over; *named* are files that were named as such."""

    def __init__(self, roots: Sequence[Root], named: set[bytes], ignoring: Ignoring | None) -> None:
        self._tops = [root.real for root in roots if root.folder]
        self._named = named
        self._ignoring = ignoring

    def hindrance(self, real: bytes, output: bytes | None, *, folder: bool) -> str:
        """Return where a link to the file or *folder* at *real* leads, where no walk would find that; else "".

        Everything in *output*, and in other folders of reports, is out of reach.
        """
        if real in self._named or real in self._tops:
            return ""
        reason = _OUT
        for top in self._tops:
            if top not in folders_above(real):
                continue
            reason = self.passed_over(real, top, folder=folder)
            if not reason and any(up == output or is_report(os.path.join(up, REPORT)) for up in _between(real, top)):
                reason = _REPORTS
            if not reason:
                return ""
        return reason

    def passed_over(self, real: bytes, top: bytes, *, folder: bool) -> str:
        """Return why a walk from *top* passes over what lies at *real* below it, to end a notice; else ""."""
        if hides(real[len(top) :].lstrip(b"/")):
            return _HIDDEN
        ways = [(real, folder), *((up, True) for up in _between(real, top))]
        if self._ignoring and any(self._ignoring.passes_over(way, folder=up) for way, up in ways):
            return _EXCLUDED
        return ""


def _between(real: bytes, top: bytes) -> list[bytes]:
    """Return the folders between *real* and *top* above it."""
    above = folders_above(real)
    return above[: above.index(top)]


def is_report(file: bytes) -> bool:
    """Tell whether *file* is an audit.json that this tool wrote."""
    try:
        with open_file(file) as stream:
            first = stream.read(_SNIFFED_BYTES)
    except (OSError, UnreadableFileError):
        return False
    return any(mark in first for mark in _REPORT_MARKS)
