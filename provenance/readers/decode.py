"""From the bytes of a text to UTF-8: as they are, by byte order mark, by the settings, or by a guess that is told."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

# The longest first: the mark of UTF-32 in little-endian order begins with the one of UTF-16.
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

UTF_8 = ("utf-8", "utf-8-sig")
BINARY_SNIFF = 8192
# It may have no NUL for long, and what stands in it is no text.
_PDF = b"%PDF-"
GUESS_SAMPLE = 1 << 20
_SLICE = 1 << 20


class UndecodableError(UnreadableFileError):
    """No encoding fits the bytes."""


def known_encoding(encoding: str | None) -> str | None:
    """Return Python's name of *encoding* (None: detection); a UsageError when it decodes no bytes to text."""
    if encoding is None:
        return None
    try:
        b" ".decode(encoding)
    except UnicodeError:
        pass  # it is one: a space alone is half a character of UTF-16
    except (LookupError, ValueError) as error:
        raise UsageError(f"--encoding: {encoding!r} is no encoding that Python knows") from error
    return codecs.lookup(encoding).name


def marked(first: bytes) -> str | None:
    """Return the encoding that a byte order mark at the start of *first* tells, None without one."""
    return next((encoding for mark, encoding in MARKS if first.startswith(mark)), None)


def is_binary(first: bytes) -> bool:
    """Tell whether the *first* bytes of a file are no text: an unexplained NUL in the first 8 KiB, or PDF's mark."""
    if first.startswith(_PDF):
        return True
    return first.find(b"\0", 0, BINARY_SNIFF) >= 0 and marked(first) in (None, "utf-8-sig")


def decode(raw: bytes, encoding: str | None) -> tuple[bytes, str, str]:
    """Return *raw* as UTF-8 without a byte order mark, the codec that did it, and "" or how it was guessed.

    *encoding* is the operator's word.  The text is kept as it is: no newline is translated.  UndecodableError names
    the first byte that fits nothing.
    """
    chosen = encoding or marked(raw) or "utf-8"
    if chosen in UTF_8:
        wrong = first_wrong_byte(raw)
        if wrong is None:
            return raw.removeprefix(b"\xef\xbb\xbf"), chosen, ""
        if encoding is None:
            text, chosen, note = guess(raw, wrong)
            return text.encode(), chosen, note
    return decode_as(raw, chosen).removeprefix("\ufeff").encode(), chosen, ""


def decode_as(raw: bytes, encoding: str) -> str:
    """Return *raw* decoded by one codec and no other."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"byte {error.start} cannot be {encoding}; {_WAY_OUT}") from error
    except (UnicodeError, ValueError) as error:
        raise UndecodableError(f"it cannot be {encoding} ({error}); {_WAY_OUT}") from error


def decode_again(raw: bytes, encoding: str) -> str:
    """Return the text of *raw*, which `decode` gave *encoding*: the same text."""
    if encoding in UTF_8:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    from provenance.readers.mixed import decode_mixed, is_mixed

    if is_mixed(encoding):
        return decode_mixed(raw, encoding).removeprefix("\ufeff")
    return decode_as(raw, encoding).removeprefix("\ufeff")


def first_wrong_byte(raw: bytes) -> int | None:
    """Return the offset of the first byte that is not UTF-8, None when all are; needs little memory."""
    if raw.isascii():
        return None
    view = memoryview(raw)
    start = 0
    while start < len(raw):
        stop = start + _SLICE
        try:
            start += codecs.utf_8_decode(view[start:stop], "strict", stop >= len(raw))[1]
        except UnicodeDecodeError as error:
            return start + error.start
    return None


def guess(raw: bytes, wrong: int) -> tuple[str, str, str]:
    """Return the text of *raw*, whose byte *wrong* is not UTF-8, the codec guessed, and the sentence that tells it.

    UTF-8 with a few broken bytes stays UTF-8; where whole lines are UTF-8 the others are in another encoding; anything
    else is charset-normalizer's guess from the first megabyte.
    """
    from provenance.readers.mixed import mixed

    begin = f"byte {wrong} (0x{raw[wrong]:02x}) is not UTF-8"
    text = mended(raw)
    if text is not None:
        return text.removeprefix("\ufeff"), "utf-8", f"{begin}: each broken place was replaced by U+FFFD"
    found = mixed(raw)
    if found is not None:
        text, encodings, lines = found
        return (
            text.removeprefix("\ufeff"),
            encodings,
            f"{begin}: {lines}, which is a guess, the others as UTF-8; {_MEND}",
        )
    encoding = next(candidates(raw, raw), None)
    if encoding is None:
        raise UndecodableError(f"{begin} and no other encoding fits; {_WAY_OUT}")
    note = f"{begin}: read as {encoding}, which is a guess; --encoding decides"
    return decode_as(raw, encoding).removeprefix("\ufeff"), encoding, note


def mended(raw: bytes) -> str | None:
    """Return *raw* with U+FFFD for what is not UTF-8, where that is rare among characters beyond ASCII, else None.

    Hardly a byte of another encoding is valid UTF-8 by chance, so one broken in ten means damage, and so does a
    character whose end was cut off with the end of the file, where any other one is whole.
    """
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(raw.translate(None, bytes(range(128, 256))))
    cut = broken == 1 and text.endswith("\ufffd") and beyond_ascii > 1
    return text if cut or beyond_ascii >= 10 * broken else None


def candidates(sample: bytes, raw: bytes) -> Iterator[str]:
    """Yield codecs that decode *raw* and that charset-normalizer holds possible for *sample*, the likeliest first."""
    from charset_normalizer import from_bytes

    if len(sample) > GUESS_SAMPLE:
        # Not within a character: ASCII ends one in nearly every encoding
        cut = max(sample.rfind(b"\n", 0, GUESS_SAMPLE), sample.rfind(b" ", 0, GUESS_SAMPLE))
        sample = sample[: cut if cut > 0 else GUESS_SAMPLE]
    matches = list(from_bytes(sample))
    likeliest = [
        match for match in matches if (match.chaos, match.coherence) == (matches[0].chaos, matches[0].coherence)
    ]
    equal = {encoding for match in likeliest for encoding in match.could_be_from_charset}
    for encoding in (*(common for common in COMMON if common in equal), *(match.encoding for match in matches)):
        try:
            raw.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        yield encoding


# charset-normalizer sorts by name what it holds equally likely, so that French text becomes Central European.
COMMON = ("cp1252", "cp1251", "cp1250", "mac_roman")

_MEND = "save the file as UTF-8 to decide"
_WAY_OUT = "pass --encoding or mend the file"
