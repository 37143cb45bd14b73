"""From a code point to its folded form and class, by the unicodedata of the running Python.

The kernels, compiled or in numpy, call this the first time they meet a code point.
"""

from __future__ import annotations

import unicodedata

# Classes of folded code points: separator; letter of a run; letter that is a word by itself; mark that continues both;
# mark of a script written without spaces, which continues its letters and ends a run.
OTHER, LETTER, SINGLE, MARK, OWN_MARK = range(5)
CLASS_SHIFT = 21

# Scripts written without spaces: Thai and Lao, Myanmar, Khmer, kana, Han.
_SPACELESS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
# Code points that fold to nothing: combining diacritics, Hebrew points, Arabic vowel signs; soft hyphen, zero-width
# characters, byte-order mark.
_DROPPED = (
    (0x00AD, 0x00AD), (0x0300, 0x036F), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x200B, 0x200D), (0x2060, 0x2060), (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF),
)  # fmt: skip


def entries(code_point: int) -> list[int]:
    """Return the folded form of a code point: code points, each with its class in the bits above the lowest 21."""
    if 0xD800 <= code_point <= 0xDFFF:
        return [code_point]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code_point)).casefold())
    return [ord(c) | _class(c) << CLASS_SHIFT for c in folded if not _within(ord(c), _DROPPED)]


def _class(character: str) -> int:
    spaceless = _within(ord(character), _SPACELESS)
    if character.isalnum() or character == "_":
        return SINGLE if spaceless else LETTER
    if unicodedata.category(character)[0] == "M":
        return OWN_MARK if spaceless else MARK
    return OTHER


def _within(code_point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code_point <= last for first, last in ranges)
