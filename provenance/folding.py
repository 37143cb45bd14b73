"""From a code point to its folded form and class, by the unicodedata of the running Python.

The kernels, compiled or in numpy, call this the first time they meet a code point.
"""

from __future__ import annotations

import unicodedata

VERSION = 2  # of what a word is: signatures, shingles and digests of words of two versions cannot be compared

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
# What only stretches a word: the tatweel of Arabic, that of N'Ko, and a tail that some fonts put behind a letter.
_STRETCHES = frozenset("\u0640\u07fa\ufe73")
# Presentation forms of Arabic.  Vowel signs by themselves decompose to a space and the sign, within words too.
_PRESENTED = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
# Letters that are no letter with a mark to Unicode, but that people write as the letters behind them where a keyboard,
# a font or an address has no others.  The Persian kaf and yeh are the Arabic ones on another keyboard.
_SPELLED = {
    "ı": "i", "ȷ": "j", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ŋ": "n", "ə": "e", "ǝ": "e", "ĸ": "k",
    "ٱ": "ا", "ک": "ك", "ی": "ي",
}  # fmt: skip
_SCRIPTS = ("LATIN ", "CYRILLIC ")  # alphabets in which a stroke, a hook or a tail is left out like an accent


def entries(code_point: int, version: int = VERSION) -> list[int]:
    """Return the folded form of a code point: code points, each with its class in the bits above the lowest 21."""
    if 0xD800 <= code_point <= 0xDFFF:
        return [code_point]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code_point)).casefold())
    if version > 1:
        folded = _plainer(folded, presented=_within(code_point, _PRESENTED))
    return [ord(c) | _class(c) << CLASS_SHIFT for c in folded if not _within(ord(c), _DROPPED)]


def _plainer(folded: str, *, presented: bool) -> str:
    """Return a folded code point as version 2 has it: without what Unicode does not decompose."""
    if presented and len(folded) > 1 and unicodedata.combining(folded[1]):
        folded = folded.removeprefix(" ")
    plain = unicodedata.normalize("NFKD", "".join(map(_without_stroke, folded)))
    return "".join(_SPELLED.get(letter, letter) for letter in plain if letter not in _STRETCHES)


def _without_stroke(letter: str) -> str:
    """Return the letter that *letter* is by its name: "LATIN SMALL LETTER O WITH STROKE" is "o"."""
    name, _, addition = unicodedata.name(letter, "").partition(" WITH ")
    if not addition or not name.startswith(_SCRIPTS):
        return letter
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return letter


def _class(character: str) -> int:
    spaceless = _within(ord(character), _SPACELESS)
    if character.isalnum() or character == "_":
        return SINGLE if spaceless else LETTER
    if unicodedata.category(character)[0] == "M":
        return OWN_MARK if spaceless else MARK
    return OTHER


def _within(code_point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code_point <= last for first, last in ranges)
