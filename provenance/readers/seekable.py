"""From an open file to bytes to seek in: the file itself, or a copy of what comes packed or out of an archive."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.readers.opening import OpenFile, Stream
    from provenance.settings import Reading

_IN_MEMORY = 16 << 20  # bytes of a copy; a larger one goes to a temporary file without a name


@contextmanager
def seekable(file: OpenFile, settings: Reading) -> Iterator[Stream]:
    """Give a stream of what *file* holds in which one can go anywhere."""
    if file.seekable:
        if settings.digests:
            deque(file.content(), maxlen=0)
            file.stream.seek(0)
        yield file.stream
        return
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(_IN_MEMORY) as copy:
        for block in file.content():
            copy.write(block)
        copy.seek(0)
        yield copy
