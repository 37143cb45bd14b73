"""How files are packed, by the suffix that says so: the media type of what is packed, and how its content comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Started = Callable[[int, int], None]
    Unpacking = Callable[[Iterable[bytes], Started | None], Iterator[bytes]]

GZIP, ZSTD, BZIP2, XZ = ".gz", ".zst", ".bz2", ".xz"
MEDIA_TYPES = {
    GZIP: "application/gzip", ZSTD: "application/zstd", BZIP2: "application/x-bzip2", XZ: "application/x-xz",
}  # fmt: skip


def _gzip() -> Unpacking:
    from provenance.readers.gzipped import inflated

    return inflated


def _zstd() -> Unpacking:
    from provenance.readers.zstandards import decompressed

    return decompressed


def _bzip2() -> Unpacking:
    from provenance.readers.streams import from_bzip2

    return from_bzip2


def _xz() -> Unpacking:
    from provenance.readers.streams import from_xz

    return from_xz


_UNPACKING = {GZIP: _gzip, ZSTD: _zstd, BZIP2: _bzip2, XZ: _xz}


def unpacked(packing: str, blocks: Iterable[bytes], started: Started | None = None) -> Iterator[bytes]:
    """Return the content of *blocks* of at most PACKED_BLOCK bytes, packed as the suffix *packing* says.

    *started* is called where one of several parts begins, with the bytes given and those taken before it.

    Raises UnreadableFileError where they are damaged, and where an extra is not installed.
    """
    return _UNPACKING[packing]()(blocks, started)
