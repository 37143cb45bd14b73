"""From what a walk found to a digest: while that is the same, reading would give the same documents and notices.

A file is known by its device, inode, size and times.  Nobody can set the time of the last status change, so a file that
was changed under its old size and modification time is seen too.  What changed just before it was looked at may change
again within the same tick of the clock: as in git's index ("racy git"), such a file is known by its content.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from struct import Struct
from typing import TYPE_CHECKING

from provenance.files import contents
from provenance.readers.collect import Collector
from provenance.readers.inputs import add_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.readers.found import Found
    from provenance.readers.source import Source
    from provenance.settings import Reading

TICK = 2_000_000_000  # nanoseconds: the coarsest clock of a file system, that of FAT
DIGEST_BYTES = 16
_NUMBERS = Struct("<QQQqq")
_64_BITS = (1 << 64) - 1


class Stamps:
    """The names and the stamps of all that was *found*.  Raises OSError for a file that cannot be looked at."""

    def __init__(self, found: Found, settings: Reading) -> None:
        self._names = list(_names(found, settings))
        self._files: list[bytes] = []
        self._changed: list[int] = []
        stamps = []
        for source in found.sources:
            for path in (source.real,) if source.sidecar is None else (source.real, source.sidecar):
                # Of a sidecar, the file to which a link leads is read.
                status = os.stat(path, follow_symlinks=path is source.sidecar)
                changed = status.st_mtime_ns, status.st_ctime_ns
                stamps.append(
                    _NUMBERS.pack(status.st_dev & _64_BITS, status.st_ino & _64_BITS, status.st_size, *changed)
                )
                self._files.append(path)
                self._changed.append(max(changed))
        self._stamps = b"".join(stamps)

    def doubtful(self, since: int) -> list[bytes]:
        """Return the files that changed less than a tick before *since* (system time, in nanoseconds) or later."""
        return [file for file, changed in zip(self._files, self._changed, strict=True) if changed > since - TICK]

    def digest(self, since: int) -> bytes:
        """Return a digest of all stamps, and of the content of the files that are `doubtful`.

        Raises OSError for one of these that cannot be read.
        """
        hasher = blake2b(digest_size=DIGEST_BYTES)
        for part in (*self._names, self._stamps, *map(contents, self.doubtful(since))):
            hasher.update(b"%d " % len(part))
            hasher.update(part)
        return hasher.digest()


def _names(found: Found, settings: Reading) -> Iterator[bytes]:
    """Yield all names that were found, and what is said of files that are not read."""
    yield from (b"%b\0%b\0%d" % (root.file, root.name, root.folder) for root in found.roots)
    yield from map(_names_of, found.sources)
    collector = Collector(settings.batch_bytes)
    add_inputs(found, settings, collector)
    left = [one for batch in collector.rest() for one in batch.inputs]
    said = repr((left, sorted(found.left), found.notices, found.summary()))
    yield said.encode("utf-8", "surrogateescape")


def _names_of(source: Source) -> bytes:
    names = (source.path.encode("utf-8", "surrogateescape"), source.file, source.real, source.sidecar or b"")
    return b"\0".join((*names, b"named" * source.named))
