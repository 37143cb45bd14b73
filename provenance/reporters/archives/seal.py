"""A seal: one tree of hashes over the files of a bundle, and the hashes of their lines, to find the place of an edit.

The tree is that of RFC 9162 (2.1.1), with SHA-256: a leaf is the hash of 0 and a file's path, size and digest, and a
node is the hash of 1 and its two children.  Who keeps the root can tell later that nothing was changed, added or
removed.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from provenance.reporters.encode import encode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME, VERSION = "seal.json", 1
_LINE_DIGITS = 12  # of the hash of a line: it only finds the place of an edit, which the hash of the file proves


class Sealed(NamedTuple):
    """What a seal says about a file: *lines* holds a hash for each of its lines, one after the other."""

    path: str
    bytes: int
    sha256: str
    lines: str = ""


def sealed(path: str, content: bytes) -> Sealed:
    """Return what a seal says about a file."""
    text = b"\0" not in content
    return Sealed(path, len(content), sha256(content).hexdigest(), line_hashes(content) if text else "")


def line_hashes(content: bytes) -> str:
    """Return the hashes of the lines of a file, joined."""
    return "".join(sha256(line).hexdigest()[:_LINE_DIGITS] for line in content.split(b"\n"))


def split(lines: str) -> list[str]:
    """Return the hashes of lines one by one."""
    return [lines[at : at + _LINE_DIGITS] for at in range(0, len(lines), _LINE_DIGITS)]


def root_of(files: Sequence[Sealed]) -> str:
    """Return the root of the tree over *files*, in the order of their paths."""
    leaves = [
        sha256(
            b"\0" + f"{one.path}\0{one.bytes}\0{one.sha256}\0{sha256(one.lines.encode()).hexdigest()}".encode()
        ).digest()
        for one in sorted(files)
    ]
    return _tree(leaves).hex()


def _tree(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\1" + _tree(leaves[:half]) + _tree(leaves[half:])).digest()


def seal(contents: Mapping[str, bytes]) -> bytes:
    """Return the seal of files by their names."""
    files = sorted(sealed(path, content) for path, content in contents.items())
    rows = ",\n".join(encode(one._asdict()) for one in files)
    return f'{{"tool":"provenance",\n"seal":{VERSION},\n"root":"{root_of(files)}",\n"files":[\n{rows}\n]}}\n'.encode()
