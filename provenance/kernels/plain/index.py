"""From postings (a key, a document, a place) to the buckets of a segment of an index, and back (compiled: postings.h).

Of a key's 36 bits the first few number its bucket.  docs/format.md describes the bytes of a bucket.
"""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.meeting import winnowed
from provenance.kernels.plain.words import locate

if TYPE_CHECKING:
    from mmap import mmap

    from numpy.typing import NDArray

    Buffer = bytes | mmap
    Hashes = NDArray[np.uint64]
    Numbers = NDArray[np.uint32]
    Columns = tuple[Hashes, Numbers, Numbers]

KEY_BITS = 36
_HEAD = struct.Struct("<IIIIBBBB")
_ENDS = struct.Struct("<QQ")


def prints(
    buffer: bytes, offsets: NDArray[np.int64], run: int, window: int
) -> tuple[Hashes, NDArray[np.int32], NDArray[np.int32]]:
    """Return the hashes and places of the runs of words that are kept, and the number of those of each text.

    Text *i* is ``buffer[offsets[i]:offsets[i + 1]]`` in UTF-8.  Of *window* runs of *run* words that follow each other
    the one with the least hash is kept (see `traces`).
    """
    if run < 1 or window < 1:
        raise ValueError("expected runs of at least one word, in windows of at least one run")
    bounds = offsets.tolist()
    texts = [bytes(buffer[a:b]).decode("utf-8", "surrogatepass") for a, b in pairwise(bounds)]
    kept = [winnowed(locate(text)[2], run, window) for text in texts]
    hashes = np.concatenate([np.zeros(0, np.uint64), *(one for one, _ in kept)])
    places = np.concatenate([np.zeros(0, np.int32), *(other for _, other in kept)])
    return hashes, places, np.array([len(one) for one, _ in kept], np.int32)


def pack_postings(
    keys: Hashes, documents: Numbers, places: Numbers, bits: int, first: int, last: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the buckets *first* to *last* (not included), one after the other, and where each of them ends.

    The first *bits* bits of a key number its bucket; in a bucket, postings are sorted by key, and those of one key
    keep their order.  Of postings of one key and document that follow each other the first one is kept.  ValueError
    where a key lies outside of the buckets.
    """
    keys = np.asarray(keys, np.uint64)
    if not len(keys) == len(documents) == len(places) or not 0 <= bits <= 32 or not first <= last <= 1 << bits:
        raise ValueError("expected three columns of one length, and buckets of the directory")
    order = np.argsort(keys, kind="stable")
    keys, documents, places = keys[order], np.asarray(documents, np.uint32)[order], np.asarray(places, np.uint32)[order]
    fresh = np.ones(len(keys), np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (documents[1:] != documents[:-1])
    keys, documents, places = keys[fresh], documents[fresh], places[fresh]
    numbers = (keys >> np.uint64(KEY_BITS - bits)).astype(np.int64)
    if len(numbers) and not first <= numbers[0] <= numbers[-1] < last:
        raise ValueError("a key lies outside of the buckets")
    bounds = np.searchsorted(numbers, np.arange(first, last + 1)).tolist()
    buckets = [
        _packed(keys[begin:end], documents[begin:end], places[begin:end], number, bits)
        for number, begin, end in zip(range(first, last), bounds, bounds[1:], strict=False)
    ]
    ends = np.cumsum([len(bucket) for bucket in buckets], dtype=np.int64)
    return np.frombuffer(b"".join(buckets), np.uint8), ends


def unpack_postings(packed: bytes, bits: int, first: int, last: int) -> Columns:
    """Return the postings of the buckets *first* to *last* (not included), which *packed* holds and nothing else.

    ValueError names the bucket that is damaged.
    """
    found: list[Columns] = [(np.zeros(0, np.uint64), np.zeros(0, np.uint32), np.zeros(0, np.uint32))]
    at, view = 0, memoryview(packed)
    for number in range(first, last):
        columns, size = _unpacked(view[at:], number, bits)
        found.append(columns)
        at += size
    if at != len(packed):
        raise ValueError(f"bucket {last} is damaged")
    keys, documents, places = zip(*found, strict=True)
    return np.concatenate(keys), np.concatenate(documents), np.concatenate(places)


def find_postings(
    segment: Buffer, directory: tuple[int, int], keys: Hashes, most: int
) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """Return how many postings each of *keys* has in the file *segment*, and the documents and places of those.

    At most *most* postings of a key are returned, the first ones; they follow each other in the order of *keys*.
    *directory* is where the directory begins, and the bits that number a bucket: it holds where each bucket begins, and
    where the last one ends.  ValueError names a bucket that is damaged.
    """
    start, bits = directory
    view = memoryview(segment)
    if not 0 <= bits <= 32 or (len(keys) and int(keys.max()) >> KEY_BITS):
        raise ValueError("expected keys of 36 bits")
    if len(view) - start < 8 * ((1 << bits) + 1):
        raise ValueError("the directory is cut off")
    counts = np.zeros(len(keys), np.int64)
    documents, places = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint32)]
    for at, key in enumerate(keys.tolist()):
        number = key >> KEY_BITS - bits
        begin, end = _ENDS.unpack_from(view, start + 8 * number)
        if begin >= end or end > start:
            raise ValueError(f"bucket {number} is damaged")
        (found, owners, words), size = _unpacked(view[begin:end], number, bits)
        if size != end - begin:
            raise ValueError(f"bucket {number} is damaged")
        left, right = np.searchsorted(found, key), np.searchsorted(found, key, "right")
        counts[at] = right - left
        right = min(right, left + most)
        documents.append(owners[left:right])
        places.append(words[left:right])
    return counts, np.concatenate(documents), np.concatenate(places)


def _packed(keys: Hashes, documents: Numbers, places: Numbers, number: int, bits: int) -> bytes:
    from zlib import crc32

    first = np.uint64(number << KEY_BITS - bits)
    deltas = np.diff(keys, prepend=first)
    least = int(documents.min()) if len(documents) else 0
    columns = (deltas, documents.astype(np.uint64) - np.uint64(least), places.astype(np.uint64))
    widths = [int(np.bitwise_or.reduce(column)).bit_length() if len(column) else 0 for column in columns]
    body = b"".join(map(_column, columns, widths))
    head = _HEAD.pack(0, number, len(keys), least, *widths, 0)[4:]
    return struct.pack("<I", crc32(head + body)) + head + body


def _unpacked(packed: bytes | memoryview, number: int, bits: int) -> tuple[Columns, int]:
    """Return the postings of the bucket at the beginning of *packed*, and its size.  ValueError if it is damaged."""
    from zlib import crc32

    damaged = ValueError(f"bucket {number} is damaged")
    if len(packed) < _HEAD.size:
        raise damaged
    checksum, own, count, least, *widths, _ = _HEAD.unpack_from(packed)
    if own != number or any(width > most for width, most in zip(widths, (KEY_BITS, 32, 32), strict=True)):
        raise damaged
    sizes = [(count * width + 7) // 8 for width in widths]
    size = _HEAD.size + sum(sizes)
    if size > len(packed) or crc32(packed[4:size]) != checksum:
        raise damaged
    at, columns = _HEAD.size, []
    for width, some in zip(widths, sizes, strict=True):
        columns.append(_numbers(packed[at : at + some], count, width))
        at += some
    keys = np.uint64(number << KEY_BITS - bits) + np.cumsum(columns[0], dtype=np.uint64)
    return (keys, columns[1].astype(np.uint32) + np.uint32(least), columns[2].astype(np.uint32)), size


def _column(numbers: Hashes, width: int) -> bytes:
    """Return *numbers* of *width* bits each, the lowest bit first, as bytes."""
    places = np.arange(width, dtype=np.uint64)
    found = (numbers[:, None] >> places & np.uint64(1)).astype(np.uint8)
    return np.packbits(found.reshape(-1), bitorder="little").tobytes()


def _numbers(packed: bytes | memoryview, count: int, width: int) -> Hashes:
    found = np.unpackbits(np.frombuffer(packed, np.uint8), count=count * width, bitorder="little")
    return found.reshape(count, width).astype(np.uint64) @ (np.uint64(1) << np.arange(width, dtype=np.uint64))
