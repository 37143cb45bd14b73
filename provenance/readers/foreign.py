"""What files are that nothing reads, and how to convert them.  Imported only where there is such a file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from provenance.readers.formats import FORMAT_OF, FORMATS, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.readers.format import Format

# Marks the part of a notice that says how to convert files.
TO_READ = "; to read them: "

_PACKED = {
    b"\x1f\x8b": ("gzip", ".gz"), b"\x28\xb5\x2f\xfd": ("zstd", ".zst"), b"BZh": ("bzip2", ".bz2"),
    b"\xfd7zXZ\0": ("xz", ".xz"),
}  # fmt: skip
_LOOK = 512  # bytes


def advice_for(suffixes: Iterable[str]) -> str:
    """Return how to convert files with these *suffixes*, a clause per format, to end a notice; "" where none can be."""
    found: dict[Format, list[str]] = {}
    for suffix in suffixes:
        if suffix in FORMAT_OF:
            found.setdefault(FORMAT_OF[suffix], []).append(suffix)
    said = [f"{' '.join(sorted(found[row]))} ({row.name}): {row.advice}" for row in FORMATS if row in found]
    return TO_READ + "; ".join(said) if said else ""


def why_unread(suffix: str) -> str:
    """Return why a file with this *suffix* is not read and what to do about it, as a notice about the file."""
    if suffix in FORMAT_OF:
        row = FORMAT_OF[suffix]
        return f"is not read because {suffix} is {row.name}: {row.advice}"
    return (
        f"has an unknown suffix; known are {' '.join(sorted(SUFFIXES))}, each also with .gz, .zst, .bz2 or .xz; "
        "rename it to .txt if it is text, or pipe it in and give -"
    )


@cache
def why_passed_over(suffix: str) -> str:
    """Return the same of a file that nobody named, in fewer words."""
    if suffix in FORMAT_OF:
        row = FORMAT_OF[suffix]
        return f"{row.name}: {row.advice}"
    return f"no reader takes {suffix}" if suffix else "has no suffix, which says what reads it"


def resemblance(content: bytes) -> str:
    """Return which format *content* looks like, to end a notice about a binary file; "" where none is recognized."""
    for signature, (packing, suffix) in _PACKED.items():
        if content.startswith(signature):
            return f"; it is packed with {packing}: add {suffix} to its name, or unpack it"
    for row in FORMATS:
        if content.startswith(row.signatures):
            return f"; it looks like {row.name}: {row.advice or f'rename it to {row.suffixes[0]}'}"
    low, high = (content[at:_LOOK:2].count(0) for at in (1, 0))
    if max(low, high) > len(content[:_LOOK]) // 4 > min(low, high) == 0:
        return f"; it looks like UTF-16 without a byte order mark: pass --encoding utf-16-{'le' if low else 'be'}"
    return ""
