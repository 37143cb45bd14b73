"""From postings to a segment file, and from a segment to the postings of a key: sorted once, read by place.

A segment never changes.  Each bucket has a checksum and says its number, so a flipped byte anywhere, in the directory
too, is an error and never another answer.
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from provenance.errors import UnusableIndexError
from provenance.index.files import OpenFile, checked, write_new
from provenance.kernels import kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Numbers = NDArray[np.uint32]
    Columns = tuple[Keys, Numbers, Numbers]
    Part = tuple[NDArray[np.uint8], NDArray[np.int64]]  # buckets, and where each ends

MAGIC = b"PRVPOST1"
KEY_BITS = 36
HEAD = struct.Struct("<8sIIQQ")  # magic, checksum of the rest, bits, postings, place of the directory
BUCKET = 128  # the least number of postings that a bucket has on average
MAX_BITS = 24
TOGETHER = 1 << 20  # postings in memory at a time while segments are merged
ALL = 1 << 62  # postings of a key, where none is left out


def directory_bits(count: int) -> int:
    """Return how many bits of a key number its bucket in a segment of *count* postings."""
    return min(max((count // BUCKET).bit_length() - 1, 0), MAX_BITS)


def write_segment(path: str, columns: Columns) -> int:
    """Return the size of a new file, a segment of the postings in *columns*: keys, documents, places; by document."""
    bits = directory_bits(len(columns[0]))
    return _write(path, bits, [kernels.pack_postings(*columns, bits, 0, 1 << bits)])


def _write(path: str, bits: int, parts: Iterable[Part]) -> int:
    def body(stream: BinaryIO) -> None:
        stream.write(bytes(HEAD.size))
        directory, at, count = [np.zeros(0, np.int64)], HEAD.size, 0
        for packed, ends in parts:
            stream.write(packed.data)
            directory.append(np.append(0, ends[:-1]) + at if len(ends) else ends)
            at += len(packed)
            count += _count(packed, ends)
        places = np.append(np.concatenate(directory), at).astype("<u8").tobytes()
        stream.write(places + struct.pack("<I", crc32(places)))
        rest = struct.pack("<IQQ", bits, count, at)
        stream.seek(0)
        stream.write(MAGIC + struct.pack("<I", crc32(rest)) + rest)

    return write_new(path, body)


def _count(packed: NDArray[np.uint8], ends: NDArray[np.int64]) -> int:
    """Return the number of postings in buckets that follow each other: each says its own at byte 8."""
    begins = np.append(0, ends[:-1])[: len(ends)]
    return int(sum(packed[begins + 8 + byte].astype(np.int64).sum() << 8 * byte for byte in range(4)))


class Segment:
    """An open segment.  Methods may be called from several threads."""

    def __init__(self, path: str) -> None:
        self._file = OpenFile(path)
        head = self._file.read(HEAD.size, 0)
        magic, checksum, self.bits, self.count, self._directory = HEAD.unpack(head)
        checked(path, magic == MAGIC and crc32(head[12:]) == checksum and self.bits <= MAX_BITS)
        checked(path, self._file.size == self._directory + 8 * ((1 << self.bits) + 1) + 4)

    @property
    def path(self) -> str:
        """The path of the file."""
        return self._file.path

    @property
    def size(self) -> int:
        """The bytes of the file."""
        return self._file.size

    def find(self, keys: Keys, most: int = ALL) -> tuple[NDArray[np.int64], Numbers, Numbers]:
        """Return how many postings each of *keys* has, and the documents and places of at most *most* of each."""
        try:
            return kernels.find_postings(self._file.mapped(), (self._directory, self.bits), keys, most)
        except ValueError as error:
            raise UnusableIndexError(f"{self.path}: {error}; {ADVICE}") from error

    def part(self, first: int, last: int) -> Columns:
        """Return the postings in the buckets *first* to *last*, the last one not included."""
        ends = self._file.read(8 * (last - first + 1), self._directory + 8 * first)
        begin, end = struct.unpack_from("<Q", ends)[0], struct.unpack_from("<Q", ends, 8 * (last - first))[0]
        checked(self.path, HEAD.size <= begin <= end <= self._directory)
        packed = self._file.read(end - begin, begin)
        try:
            return kernels.unpack_postings(packed, self.bits, first, last)
        except ValueError as error:
            raise UnusableIndexError(f"{self.path}: {error}; {ADVICE}") from error

    def verify(self) -> None:
        """Read everything.  Raises UnusableIndexError where something is damaged."""
        whole = self._file.read(8 * ((1 << self.bits) + 1), self._directory)
        (checksum,) = struct.unpack("<I", self._file.read(4, self._directory + len(whole)))
        checked(self.path, crc32(whole) == checksum)
        checked(self.path, sum(len(part[0]) for part in parts_of(self)) == self.count)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def parts_of(segment: Segment) -> Iterator[Columns]:
    """Yield the postings of a segment, some buckets at a time."""
    step = max(1, (TOGETHER << segment.bits) // max(segment.count, 1))
    for first in range(0, 1 << segment.bits, step):
        yield segment.part(first, min(first + step, 1 << segment.bits))


ADVICE = "restore the index from a copy, or make it anew with: provenance index create"


def merge(path: str, segments: Sequence[Segment], kept: Callable[[Numbers], NDArray[np.bool_]]) -> int:
    """Write the postings of *segments* whose documents are *kept*; documents ascend from segment to segment.

    A part of all keys is in memory at a time: the same buckets of all segments.
    """
    total = sum(segment.count for segment in segments)
    bits = directory_bits(total)
    coarse = min((bits, *(segment.bits for segment in segments)))
    step = max(1, (TOGETHER << coarse) // max(total, 1))

    def parts() -> Iterator[Part]:
        for first in range(0, 1 << coarse, step):
            last = min(first + step, 1 << coarse)
            read = [segment.part(first << segment.bits - coarse, last << segment.bits - coarse) for segment in segments]
            keys, documents, places = (np.concatenate(column) for column in zip(*read, strict=True))
            mask = kept(documents)
            if not mask.all():
                keys, documents, places = keys[mask], documents[mask], places[mask]
            yield kernels.pack_postings(keys, documents, places, bits, first << bits - coarse, last << bits - coarse)

    return _write(path, bits, parts())


def segment_path(folder: str, number: int, kind: str) -> str:
    """Return the path of a file of an index."""
    return os.path.join(folder, f"{number:06d}.{kind}")
