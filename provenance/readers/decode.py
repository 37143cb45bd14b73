"""From the bytes of a text to UTF-8: as they are, by byte order mark, by the settings, or by a reported guess."""

from __future__ import annotations

from provenance.readers.candidates import candidates, mended
from provenance.readers.encodings import UTF_8, WAY_OUT, UndecodableError, decode_as, first_wrong_byte, marked

_MEND = "save the file as UTF-8 to decide"


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


def decode_again(raw: bytes, encoding: str) -> str:
    """Return the text of *raw*, which `decode` gave *encoding*: the same text."""
    if encoding in UTF_8:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    from provenance.readers.mixed import decode_mixed, is_mixed

    if is_mixed(encoding):
        return decode_mixed(raw, encoding).removeprefix("\ufeff")
    return decode_as(raw, encoding).removeprefix("\ufeff")


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
        raise UndecodableError(f"{begin} and no other encoding fits; {WAY_OUT}")
    note = f"{begin}: read as {encoding}, which is a guess; --encoding decides"
    return decode_as(raw, encoding).removeprefix("\ufeff"), encoding, note
