"""From files to rows that say what became of each: read, read in part, or passed over, why, and what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.model import Input
from provenance.readers.blocks import open_file
from provenance.readers.found import (
    ABOVE,
    BINARY,
    BROKEN,
    EXCLUDED,
    HIDDEN,
    ORPHAN,
    OWN,
    REPORT,
    SPECIAL,
    TWICE,
    UNKNOWN,
    UNSTAGED,
)
from provenance.readers.source import shown, suffix_of

if TYPE_CHECKING:
    from provenance.model import Fate, NoticeKind
    from provenance.readers.collect import Collector
    from provenance.readers.found import Found
    from provenance.readers.opening import OpenFile
    from provenance.settings import Reading

MOST_COUNTED = 10_000  # files in a folder that is left out
_WHY = {
    HIDDEN: "is hidden",
    BROKEN: "is a broken link",
    SPECIAL: "is neither a file nor a folder",
    TWICE: "leads to what is read anyway",
    ABOVE: "leads to a folder above it",
    OWN: "is a report folder, which is never read",
    REPORT: "is a report of this tool, which is never read",
    EXCLUDED: "is excluded by include, exclude or .gitignore; name it on the command line to have it read",
    ORPHAN: "is a sidecar without a text",
    UNSTAGED: "is not in the next commit",
}
_UNOPENED = frozenset((BROKEN, SPECIAL, TWICE, ABOVE))
_FATES: dict[NoticeKind, Fate] = {"over limit": "over limit", "passed over": "passed over"}


def add_read(file: OpenFile, documents: int, collector: Collector) -> None:
    """Give the collector the row of a *file* that was read as so many documents."""
    source = file.source
    fate, why = _fate(source.path, documents, collector)
    collector.add_input(Input(source.path, file.size, file.found_digest(), file.media_type, documents, fate, why))


def add_unopened(path: str, documents: int, collector: Collector) -> None:
    """Give the collector the row of something that could not be opened, or of standard input."""
    fate, why = _fate(path, documents, collector)
    collector.add_input(Input(path, None, "", "", documents, fate, why))


def _fate(path: str, documents: int, collector: Collector) -> tuple[Fate, str]:
    problem = collector.problem(path)
    if problem is None:
        return "read", ""
    kind, why = problem
    return "read in part" if documents else _FATES.get(kind, "unreadable"), why


def add_inputs(found: Found, settings: Reading, collector: Collector) -> None:
    """Give the collector the rows of all that a walk passed over or could not read.

    Files are looked into, and the files of folders counted, only where an output wants digests.
    """
    for path, file, kind in found.left:
        opened = kind in {BINARY, REPORT}  # their paths are those shown
        name = path.decode("utf-8", "surrogateescape") if opened else shown(path)
        if path.endswith(b"/"):
            why = _WHY[kind] + (f"; {_count(file)} in it" if settings.digests and kind != OWN else "")
            collector.add_input(Input(name, None, "", "inode/directory", 0, "passed over", why))
            continue
        size, beginning = _look(file) if settings.digests and kind not in _UNOPENED else (None, b"")
        suffix = suffix_of(path)
        collector.add_input(
            Input(name, size, "", _media_type(beginning, suffix), 0, "passed over", _why(kind, suffix, beginning))
        )
    for notice in found.notices:
        if notice.misses:
            collector.add_input(Input(notice.path, None, "", "", 0, "unreadable", notice.message))


def _media_type(beginning: bytes, suffix: str) -> str:
    if not beginning:
        return ""
    from provenance.readers.sniff import media_type

    return media_type(beginning, suffix)


def _why(kind: int, suffix: str, beginning: bytes) -> str:
    """Return why a file of this *kind* was passed over, and what to do."""
    if kind == BINARY:
        from provenance.readers.foreign import resemblance

        return f"is a binary file{resemblance(beginning)}"
    if kind != UNKNOWN:
        return _WHY[kind]
    from provenance.readers.foreign import why_passed_over

    return why_passed_over(suffix)


def _look(file: bytes) -> tuple[int | None, bytes]:
    """Return the size of a *file* that is not read, and what it begins with."""
    from provenance.readers.sniff import LOOK

    try:
        with open_file(file) as stream:
            return os.fstat(stream.fileno()).st_size, stream.read(LOOK)
    except (OSError, UnreadableFileError):
        return None, b""


def _count(folder: bytes) -> str:
    """Return how many files lie in and below a *folder*, in words; at most MOST_COUNTED are counted."""
    count, waiting = 0, [folder]
    while waiting and count < MOST_COUNTED:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        count += 1
        except OSError:
            continue
    if count >= MOST_COUNTED:
        return f"{MOST_COUNTED:,} files or more"
    return f"{count:,} file{'s' * (count != 1)}"
