"""From file names to the git filters that convert them, and to the Git LFS files that are unchanged; no filter is run.

A filter is a command that a repository or its user configures, such as Git LFS or encryption.  Without it, the bytes of
a file differ from those that git stores, whether it changed or not.  A Git LFS pointer contains the checksum of its
file, so it can be compared without the filter.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Protocol

from provenance.files import open_regular
from provenance.readers.blocks import POINTER_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from provenance.scope.repository import Repository

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:(?P<sum>[0-9a-f]{64})\nsize (?P<size>[0-9]+)\n"
)


class Git(Protocol):
    """What answers questions about a repository, without running anything that it configures."""

    repository: Repository

    def output(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what a command of git prints."""

    def place(self, name: bytes) -> bytes:
        """Return where the file *name* of the repository lies."""


def filtered(git: Git, names: Collection[bytes], *steps: str) -> dict[bytes, bytes]:
    """Return the filters of those of *names* whose filter has a command for one of *steps*."""
    known = git.repository.filters(*steps)
    if not known or not names:
        return {}
    output = git.output("check-attr", "-z", "--stdin", "filter", given=b"".join(name + b"\0" for name in names))
    parts = output.split(b"\0")
    return {name: driver for name, driver in zip(parts[::3], parts[2::3], strict=False) if driver in known}


def pointed_to(git: Git, objects: Mapping[bytes, bytes]) -> set[bytes]:
    """Return the names whose object is a Git LFS pointer to the same bytes that the working tree has.

    *objects* maps each name to its object.
    """
    found = set()
    for name, content in zip(objects, _small(git, list(objects.values())), strict=True):
        pointer = _POINTER.fullmatch(content)
        if pointer and _holds(git.place(name), pointer["sum"].decode(), int(pointer["size"])):
            found.add(name)
    return found


def _small(git: Git, objects: list[bytes]) -> list[bytes]:
    """Return the contents of *objects*, b"" for those that are large or missing."""
    if not objects:
        return []
    sizes = git.output("cat-file", "--batch-check=%(objectsize)", given=b"\n".join((*objects, b"")))
    wanted = [
        position for position, size in enumerate(sizes.splitlines()) if size.isdigit() and int(size) < POINTER_BYTES
    ]
    contents = [b""] * len(objects)
    output = git.output("cat-file", "--batch=%(objectsize)", given=b"".join(objects[each] + b"\n" for each in wanted))
    for position in wanted:
        size, _, output = output.partition(b"\n")
        contents[position], output = output[: int(size)], output[int(size) + 1 :]
    return contents


def _holds(file: bytes, checksum: str, size: int) -> bool:
    """Return whether *file* has the *size* and the SHA-256 that a pointer names."""
    from hashlib import file_digest

    try:
        with open_regular(file, follow=False) as stream:
            same_size = os.fstat(stream.fileno()).st_size == size
            return same_size and file_digest(stream, "sha256").hexdigest() == checksum
    except OSError:
        return False
