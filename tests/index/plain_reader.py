"""A reader of an index, written from docs/format.md alone, with nothing of the package."""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

M64, M32 = (1 << 64) - 1, (1 << 32) - 1
WORD, SHINGLE, LENGTH, STEP = 0x9E3779B97F4A7C15, 0xD1342543DE82EF95, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB
TIERS = {"passages": (8, 3), "dense": (6, 3), "sparse": (6, 10)}


def mix(x: int) -> int:
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & M64
    x = (x ^ x >> 27) * 0x94D049BB133111EB & M64
    return x ^ x >> 31


def polynomial(base: int, values: list[int]) -> int:
    h = 0
    for value in values:
        h = (h * base + value) & M64
    return h


def word(folded: str) -> int:
    return mix(polynomial(WORD, list(map(ord, folded))))


def shingles(words: list[int]) -> set[int]:
    size = min(5, len(words))
    runs = [words[at : at + size] for at in range(len(words) - size + 1)] if words else []
    return {mix((polynomial(SHINGLE, run) + len(run) * LENGTH) & M64) for run in runs}


def digest(words: list[int]) -> int:
    return sum(mix((h + (at + 1) * STEP) & M64) for at, h in enumerate(words)) & M64


def signature(found: set[int], factors: list[int], addends: list[int]) -> list[int]:
    mixed = []
    for one in found:
        x = one >> 32
        x = (x ^ x >> 16) * 0x85EBCA6B & M32
        x = (x ^ x >> 13) * 0xC2B2AE35 & M32
        mixed.append(x ^ x >> 16)
    return [min((a * x + b) & M32 for x in mixed) for a, b in zip(factors, addends, strict=True)]


def band_keys(numbers: list[int], threshold: float) -> list[int]:
    rows = next(r for r in range(128, 0, -1) if 1 - (1 - threshold**r) ** (128 // r) >= 0.999)
    keys = []
    for band in range(128 // rows):
        h = band
        for number in numbers[band * rows : (band + 1) * rows]:
            h = mix((h + number + STEP) & M64)
        keys.append(h >> 28)
    return keys


def run_hash(words: list[int]) -> int:
    r = polynomial(WORD, words)
    r = (r ^ r >> 31) * 0xBF58476D1CE4E5B9 & M64
    return r ^ r >> 29


def print_keys(words: list[int], tier: str) -> list[tuple[int, int]]:
    run, window = TIERS[tier]
    hashes = [run_hash(words[at : at + run]) for at in range(len(words) - run + 1)]
    kept = set()
    for first in range(1 - window, len(hashes)):
        inside = range(max(first, 0), min(first + window, len(hashes)))
        least = min((hashes[at] for at in inside), default=None)
        kept.update(at for at in inside if hashes[at] == least)
    return [(mix(hashes[at]) >> 28, at) for at in sorted(kept)]


def numbers(packed: bytes, count: int, bits: int) -> list[int]:
    whole = int.from_bytes(packed, "little")
    return [whole >> at * bits & (1 << bits) - 1 for at in range(count)]


def postings(path: Path) -> list[tuple[int, int, int]]:
    """All postings of a segment: key, document, place."""
    raw = path.read_bytes()
    magic, checksum, bits, count, directory = struct.unpack_from("<8sIIQQ", raw)
    assert (magic, checksum) == (b"PRVPOST1", zlib.crc32(raw[12:32]))
    size = 8 * ((1 << bits) + 1)
    assert struct.unpack_from("<I", raw, directory + size)[0] == zlib.crc32(raw[directory : directory + size])
    found = []
    ends = struct.unpack_from(f"<{(1 << bits) + 1}Q", raw, directory)
    for number, (begin, end) in enumerate(pairwise(ends)):
        bucket = raw[begin:end]
        checksum, own, n, least, *widths, _ = struct.unpack_from("<IIIIBBBB", bucket)
        assert (checksum, own) == (zlib.crc32(bucket[4:]), number)
        at, columns = 20, []
        for width in widths:
            some = (n * width + 7) // 8
            columns.append(numbers(bucket[at : at + some], n, width))
            at += some
        key = number << 36 - bits
        for delta, document, place in zip(*columns, strict=True):
            key += delta
            found.append((key, document + least, place))
    assert len(found) == count
    return found


class Reader:
    """An index: its manifest, its documents by number, all its postings, and its texts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = sqlite3.connect(folder / "index.sqlite")
        content, checksum = self.database.execute("SELECT content, checksum FROM manifest").fetchone()
        assert zlib.crc32(content.encode()) == checksum
        self.manifest = json.loads(content)
        self.removed = {number for (number,) in self.database.execute("SELECT number FROM removed")}
        self.ids = dict(self.database.execute("SELECT number, id FROM documents"))

    def postings(self, kind: str) -> set[tuple[int, int, int]]:
        found = set()
        for file, *_ in self.manifest["segments"]:
            found.update(postings(self.folder / f"{file:06d}.{kind}"))
        for number, bands, prints in self.database.execute("SELECT number, bands, prints FROM tail"):
            count = len(prints) // 12
            keys = struct.unpack(f"<{len(bands) // 8}Q", bands), struct.unpack_from(f"<{count}Q", prints)
            places = struct.unpack_from(f"<{count}I", prints, 8 * count)
            if kind == "bands":
                found.update((key, number, 0) for key in keys[0])
            else:
                found.update((key, number, place) for key, place in zip(keys[1], places, strict=True))
        return {one for one in found if one[1] not in self.removed}

    def texts(self) -> dict[int, str]:
        known = self.database.execute("SELECT number, text_begin, text_size FROM documents WHERE text_begin NOT NULL")
        places = {number: place for number, *place in known}
        found = {}
        for file, first, last, size, dictionary in self.manifest["texts"]:
            raw = (self.folder / f"{file:06d}.texts").read_bytes()
            rest = struct.pack("<III", dictionary, first, last)
            assert raw[:24] == b"PRVTEXT1" + struct.pack("<I", zlib.crc32(rest)) + rest
            assert len(raw) == size
            for number in (number for number in places if first <= number <= last):
                record = raw[places[number][0] : sum(places[number])]
                assert struct.unpack_from("<I", record)[0] == zlib.crc32(struct.pack("<Q", number) + record[4:])
                found[number] = self.text(record[4:], dictionary)
        for number, text, dictionary in self.database.execute("SELECT number, text, dictionary FROM tail"):
            found[number] = self.text(text, dictionary)
        return found

    def text(self, packed: bytes, dictionary: int) -> str:
        known = b""
        if dictionary:
            raw = (self.folder / f"{dictionary:06d}.dictionary").read_bytes()
            known = raw[12:]
            assert raw[:12] == b"PRVDICT1" + struct.pack("<I", zlib.crc32(known))
        if self.manifest["parameters"]["codec"] == "zstd":
            import zstandard

            work = zstandard.ZstdDecompressor(dict_data=zstandard.ZstdCompressionDict(known) if known else None)
            return work.decompress(packed).decode("utf-8", "surrogatepass")
        return zlib.decompressobj(-15, known).decompress(packed).decode("utf-8", "surrogatepass")
