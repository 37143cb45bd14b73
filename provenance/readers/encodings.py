"""The encodings of texts: the names they go by, the marks they begin with, and whether bytes fit one."""

from __future__ import annotations

import codecs

from provenance.errors import UnreadableFileError, UsageError

# The longest first: the mark of UTF-32 in little-endian order begins with the one of UTF-16.
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

UTF_8 = ("utf-8", "utf-8-sig")
WAY_OUT = "pass --encoding or fix the file"
_SNIFFED_BYTES = 8192
# A PDF may have no NUL for long, and what stands in it is no text.
_PDF = b"%PDF-"
_SLICE_BYTES = 1 << 20


class UndecodableError(UnreadableFileError):
    """No encoding fits the bytes."""


class BinaryFileError(UnreadableFileError):
    """A file is no text at all; *beginning* is what it begins with."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__("is a binary file")
        self.beginning = beginning[:_SNIFFED_BYTES]


def known_encoding(encoding: str | None) -> str | None:
    """Return Python's name of *encoding* (None: detection); a UsageError where it does not decode bytes."""
    if encoding is None:
        return None
    try:
        b" ".decode(encoding)
    except UnicodeError:
        pass  # a known one: a single space is half a character of UTF-16
    except (LookupError, ValueError) as error:
        raise UsageError(f"--encoding: {encoding!r} is no encoding that Python knows") from error
    return codecs.lookup(encoding).name


def marked(first: bytes) -> str | None:
    """Return the encoding that the byte order mark of *first* stands for, None without one."""
    return next((encoding for mark, encoding in MARKS if first.startswith(mark)), None)


def is_binary(first: bytes) -> bool:
    """Tell whether a file whose *first* bytes these are is no text: an unexplained NUL in 8 KiB, or PDF's signature."""
    if first.startswith(_PDF):
        return True
    return first.find(b"\0", 0, _SNIFFED_BYTES) >= 0 and marked(first) in (None, "utf-8-sig")


def decode_as(raw: bytes, encoding: str) -> str:
    """Return *raw* decoded by one codec and no other."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"byte {error.start} cannot be {encoding}; {WAY_OUT}") from error
    except (UnicodeError, ValueError) as error:
        raise UndecodableError(f"it cannot be {encoding} ({error}); {WAY_OUT}") from error


def first_wrong_byte(raw: bytes, end: int | None = None) -> int | None:
    """Return the offset of the first byte before *end* that is not UTF-8, None when all are; needs little memory."""
    if raw.isascii():
        return None
    view = memoryview(raw)[:end]
    start = 0
    while start < len(view):
        stop = start + _SLICE_BYTES
        try:
            start += codecs.utf_8_decode(view[start:stop], "strict", stop >= len(view))[1]
        except UnicodeDecodeError as error:
            return start + error.start
    return None
