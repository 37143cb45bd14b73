"""The texts of an index: each compressed by itself, with a dictionary made from the first ones, and read by place."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Protocol
from zlib import crc32

from provenance.errors import UnusableIndexError
from provenance.index.database import TextsRow
from provenance.index.files import NewFile, OpenFile, checked, named_failure, write_new

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

MAGIC = b"PRVTEXT1"
DICTIONARY = b"PRVDICT1"
HEAD = struct.Struct(
    "<8sIIII"
)  # magic, checksum of the rest, the dictionary's number (0: none), first and last document
BLOCK = 1 << 20  # bytes that are copied at a time
_NUMBER, _CHECKSUM = struct.Struct("<Q"), struct.Struct("<I")
MARK = 4  # bytes of checksum before each text
SAMPLES = 512  # texts from which a dictionary is made
SAMPLE_BYTES = 4096  # of each
ZLIB_DICTIONARY, ZSTD_DICTIONARY = 1 << 15, 1 << 16  # bytes; zlib looks back no further
ZLIB_LEVEL, ZSTD_LEVEL = 1, 3
RAW = -15  # deflate without a frame: the checksum is ours
EXTRA = "pip install 'provenance-audit[index]'"


class Codec(Protocol):
    """Compresses texts, each by itself; for one thread."""

    def compress(self, text: bytes) -> bytes:
        """Return *text* compressed."""

    def decompress(self, packed: bytes) -> bytes:
        """Return the text.  Any exception means that *packed* is damaged."""


class Zlib:
    """Deflate, which Python always has."""

    def __init__(self, dictionary: bytes) -> None:
        self._dictionary = dictionary
        # A prepared compressor is copied for each text: to read the dictionary again would take as long as the text.
        self._prepared = (
            zlib.compressobj(ZLIB_LEVEL, zlib.DEFLATED, RAW, 8, zlib.Z_DEFAULT_STRATEGY, dictionary)
            if dictionary
            else zlib.compressobj(ZLIB_LEVEL, zlib.DEFLATED, RAW, 8)
        )

    def compress(self, text: bytes) -> bytes:
        """Return *text* compressed."""
        work = self._prepared.copy()
        return work.compress(text) + work.flush()

    def decompress(self, packed: bytes) -> bytes:
        """Return the text."""
        work = zlib.decompressobj(RAW, self._dictionary) if self._dictionary else zlib.decompressobj(RAW)
        return work.decompress(packed) + work.flush()


class Zstd:
    """Zstandard, an extra: half the time and a fifth less space."""

    def __init__(self, dictionary: bytes) -> None:
        import zstandard

        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._compressor = zstandard.ZstdCompressor(level=ZSTD_LEVEL, dict_data=known, write_checksum=False)
        self._decompressor = zstandard.ZstdDecompressor(dict_data=known)

    def compress(self, text: bytes) -> bytes:
        """Return *text* compressed."""
        packed: bytes = self._compressor.compress(text)
        return packed

    def decompress(self, packed: bytes) -> bytes:
        """Return the text."""
        text: bytes = self._decompressor.decompress(packed)
        return text


def best_codec() -> str:
    """Return the name of the best codec that is installed."""
    from importlib.util import find_spec

    return "zstd" if find_spec("zstandard") else "zlib"


def codec(name: str, dictionary: bytes = b"") -> Codec:
    """Return the codec *name*.  Raises UnusableIndexError where it is not installed."""
    if name == "zlib":
        return Zlib(dictionary)
    try:
        return Zstd(dictionary)
    except ImportError as error:
        raise UnusableIndexError(f"the texts of this index are compressed with zstandard; run: {EXTRA}") from error


def trained(name: str, samples: Sequence[bytes]) -> bytes:
    """Return a dictionary for texts like *samples*; b"" where there are too few."""
    step = max(1, len(samples) // SAMPLES)
    some: list[bytes | bytearray | memoryview[int]] = [
        sample[:SAMPLE_BYTES] for sample in samples[::step][:SAMPLES] if sample
    ]
    if name == "zlib":
        return b"".join(map(bytes, some))[-ZLIB_DICTIONARY:]
    import zstandard

    try:
        dictionary: bytes = zstandard.train_dictionary(ZSTD_DICTIONARY, some, level=ZSTD_LEVEL, k=1024, d=8).as_bytes()
        return dictionary
    except zstandard.ZstdError:
        return b""


def write_dictionary(path: str, dictionary: bytes) -> None:
    """Write a *dictionary* with its checksum."""
    write_new(path, lambda stream: _write_all(stream, DICTIONARY + struct.pack("<I", crc32(dictionary)), dictionary))


def _write_all(stream: BinaryIO, *parts: bytes) -> None:
    stream.writelines(parts)


def read_dictionary(path: str) -> bytes:
    """Return the dictionary in the file at *path*."""
    file = OpenFile(path)
    try:
        whole = file.read(file.size, 0)
    finally:
        file.close()
    start = len(DICTIONARY) + 4
    checked(path, whole[: len(DICTIONARY)] == DICTIONARY and len(whole) >= start)
    (checksum,) = struct.unpack_from("<I", whole, len(DICTIONARY))
    checked(path, crc32(whole[start:]) == checksum)
    return whole[start:]


def marked(number: int, packed: bytes) -> bytes:
    """Return a compressed text with the checksum of itself and of its document's *number*."""
    return _CHECKSUM.pack(crc32(packed, crc32(_NUMBER.pack(number)))) + packed


def unmarked(number: int, record: bytes, path: str) -> bytes:
    """Return the compressed text in a *record* that `marked` made.  Raises UnusableIndexError for any other."""
    packed = record[MARK:]
    checked(path, record[:MARK] == _CHECKSUM.pack(crc32(packed, crc32(_NUMBER.pack(number)))))
    return packed


class TextWriter:
    """Writes a file of texts, record by record; all are compressed with the same *dictionary*."""

    def __init__(self, file: NewFile, number: int, dictionary: int) -> None:
        self.dictionary = dictionary
        self._file, self._number = file, number
        self._at, self._first, self._last = HEAD.size, 0, 0
        with named_failure(file.path):
            file.stream.write(bytes(HEAD.size))

    def add(self, texts: Iterable[tuple[int, bytes]]) -> dict[int, tuple[int, int]]:
        """Write compressed texts, by the numbers of their documents; return where each begins, and its size."""
        places: dict[int, tuple[int, int]] = {}
        records = []
        for number, packed in texts:
            record = marked(number, packed)
            records.append(record)
            places[number] = self._at, len(record)
            self._at += len(record)
            self._first, self._last = self._first or number, number
        with named_failure(self._file.path):
            self._file.stream.write(b"".join(records))
        return places

    def finish(self) -> TextsRow:
        """Write the head, sync the file, and return what the manifest says about it."""
        rest = struct.pack("<III", self.dictionary, self._first, self._last)
        with named_failure(self._file.path):
            self._file.stream.seek(0)
            self._file.stream.write(MAGIC + struct.pack("<I", crc32(rest)) + rest)
        return TextsRow(self._number, self._first, self._last, self._file.finish(), self.dictionary)

    def abandon(self) -> None:
        """Remove the file."""
        self._file.abandon()


class TextFile:
    """An open file of texts.  Methods may be called from several threads."""

    def __init__(self, path: str, row: TextsRow) -> None:
        self._file = OpenFile(path)
        self.row = row
        checked(path, self._file.size == row.bytes)
        head = self._file.read(HEAD.size, 0)
        rest = struct.pack("<III", row.dictionary, row.first, row.last)
        checked(path, head == MAGIC + struct.pack("<I", crc32(rest)) + rest)

    @property
    def path(self) -> str:
        """The path of the file."""
        return self._file.path

    def packed(self, number: int, begin: int, size: int) -> bytes:
        """Return the compressed text of the document *number*."""
        record = self._file.mapped()[begin : begin + size]
        checked(self._file.path, len(record) == size)
        return unmarked(number, record, self._file.path)

    def block(self, begin: int) -> bytes:
        """Return the bytes from *begin* on, at most BLOCK."""
        return self._file.read(min(BLOCK, self.row.bytes - begin), begin)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def join(target: NewFile, number: int, files: Sequence[TextFile]) -> TextsRow:
    """Write the texts of *files*, which have one dictionary, into one file: all but the first are behind the others."""
    first, last, dictionary = files[0].row.first, files[-1].row.last, files[0].row.dictionary
    rest = struct.pack("<III", dictionary, first, last)
    try:
        with named_failure(target.path):
            target.stream.write(MAGIC + struct.pack("<I", crc32(rest)) + rest)
            for file in files:
                for at in range(HEAD.size, file.row.bytes, BLOCK):
                    target.stream.write(file.block(at))
        return TextsRow(number, first, last, target.finish(), dictionary)
    except BaseException:
        target.abandon()
        raise


def unpacked(work: Codec, packed: bytes, path: str) -> bytes:
    """Return the text that *packed* holds.  Raises UnusableIndexError, naming *path*, where it holds none."""
    try:
        return work.decompress(packed)
    except Exception as error:  # each library has exceptions of its own
        raise UnusableIndexError(f"{path}: a text cannot be decompressed: {error}") from error


def all_packed(work: Codec, texts: Iterable[bytes]) -> list[bytes]:
    """Return *texts* compressed."""
    return list(map(work.compress, texts))
