"""What a run covers on the disk; the command line and git decide that, and no setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.model import Value

if TYPE_CHECKING:
    from collections.abc import Mapping


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Extent(Value):
    """The project's folder, and which of its files a run reads.  Files and folders are real paths: links are resolved.

    *root* is the folder of the configuration file: patterns and the paths in reports start there; "": the working
    directory.  *instead* maps files to those to read in their place, also where the file itself is gone; *without* are
    files to leave out.  *whole* are folders that the run reads completely: a file that it did not find there is gone.
    """

    root: str = ""
    instead: Mapping[bytes, bytes] = attrs.field(factory=dict)
    without: frozenset[bytes] = frozenset()
    whole: tuple[bytes, ...] = ()
