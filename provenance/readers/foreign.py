"""From files that nothing reads to what they are and how they become texts, each kind named once.

Imported only where there is such a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.readers.formats import FORMAT_OF, FORMATS, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.readers.formats import Format

# How the part of a notice begins that says so.
TO_READ = "; to have them read: "

_GZIP = b"\x1f\x8b"
_LOOK = 512  # bytes


def ways(suffixes: Iterable[str]) -> str:
    """Return how files of these *suffixes* become texts, each kind once, as the end of a sentence; "": none does."""
    found: dict[Format, list[str]] = {}
    for suffix in suffixes:
        if suffix in FORMAT_OF:
            found.setdefault(FORMAT_OF[suffix], []).append(suffix)
    said = [f"{' '.join(sorted(found[row]))} ({row.name}), {row.advice}" for row in FORMATS if row in found]
    return TO_READ + "; ".join(said) if said else ""


def way(suffix: str) -> str:
    """Return why a file of this *suffix* is not read and what to do, as the end of a sentence."""
    if suffix in FORMAT_OF:
        row = FORMAT_OF[suffix]
        return f"is not read, since {suffix} is {row.name}: {row.advice}"
    return (
        f"has an unknown suffix; known are {' '.join(sorted(SUFFIXES))}, each also with .gz; if it is text, name it "
        ".txt, or pipe it in and give -"
    )


def look(content: bytes) -> str:
    """Return what *content*, which is no text, looks like, as the end of a sentence; "" where nothing is recognized."""
    if content.startswith(_GZIP):
        return "; it is packed with gzip: let its name end with .gz, or unpack it"
    for row in FORMATS:
        if content.startswith(row.signatures):
            return f"; it looks like {row.name}: {row.advice or f'let its name end with {row.suffixes[0]}'}"
    low, high = (content[at:_LOOK:2].count(0) for at in (1, 0))
    if max(low, high) > len(content[:_LOOK]) // 4 > min(low, high) == 0:
        return f"; it looks like UTF-16 without a byte order mark: pass --encoding utf-16-{'le' if low else 'be'}"
    return ""
