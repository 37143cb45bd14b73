"""From bytes that are not UTF-8 to the encodings they may be in, and to UTF-8 where only a few of them are damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLE_BYTES = 1 << 20

# charset-normalizer sorts equally likely codecs by name, which would make French text Central European.
COMMON = ("cp1252", "cp1251", "cp1250", "mac_roman")


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
    """Yield codecs that decode *raw* and that charset-normalizer thinks possible for *sample*, the likeliest first."""
    from charset_normalizer import from_bytes

    if len(sample) > _SAMPLE_BYTES:
        # A cut at white space is not within a character in nearly every encoding
        cut = max(sample.rfind(b"\n", 0, _SAMPLE_BYTES), sample.rfind(b" ", 0, _SAMPLE_BYTES))
        sample = sample[: cut if cut > 0 else _SAMPLE_BYTES]
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
