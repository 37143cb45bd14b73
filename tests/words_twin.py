"""The slow twin: words, shingles and similarity, character by character, as the reference for the kernels."""

from __future__ import annotations

import functools
import unicodedata

from hypothesis import strategies as st

SPACELESS = "0E00-0EFF 1000-109F 1780-17FF 3040-30FF 3400-4DBF 4E00-9FFF F900-FAFF 20000-3FFFF"
DROPPED = (
    "0300-036F 0591-05C7 0610-061A 064B-065F 0670-0670 06D6-06ED 1AB0-1AFF 1DC0-1DFF 20D0-20FF FE20-FE2F "
    "00AD-00AD 200B-200D 2060-2060 FEFF-FEFF"
)
# Letters of many scripts, marks of all kinds, expansions, separators and halves of surrogate pairs.
AWKWARD = [
    *"abC_9 .\n-'ßéÉİŉǅ½ﬁ№ﷺ",
    *"Hà Nội", "e\u0301", "o\u0323\u0302", "\u0301", "한국", "\u1112\u1161\u11ab",
    *"ひらがなカナｶﾞ漢字々〇", "\u3099", "\u30fc", *"กำลังไทย", "\u0e31", "\u0e48", *"ລາວ", "\u1031", "\u102c", "\u17d2",
    *"कि", "\u093f", "\u094d", "\u05b0", "\u05d0", "\u064b", "\u0628", "\u0f71", "\u20dd", "\u0488",
    "\u200b", "\u00ad", "\ufeff", "\u200d", "😀", "👩‍👧", "\U0001f1fb",
    "\ud800", "\udc00", "\udfff", "\x00", "\U0002f800", "\U000e0001",
]  # fmt: skip


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Generate arbitrary texts, half of them from awkward pieces."""
    anything = st.text(st.characters(), max_size=max_size)
    return st.lists(st.sampled_from(AWKWARD) | anything, max_size=max_size).map("".join) | anything


def _ranges(table: str) -> list[range]:
    pairs = [entry.split("-") for entry in table.split()]
    return [range(int(first, 16), int(last, 16) + 1) for first, last in pairs]


@functools.lru_cache(1 << 16)
def _within(character: str, table: str) -> bool:
    return any(ord(character) in block for block in _ranges(table))


def fold(text: str) -> list[tuple[str, int]]:
    """Return the folded characters, each with the place of its original."""
    found = []
    for place, character in enumerate(text):
        once = unicodedata.normalize("NFKD", character).casefold()
        for folded in unicodedata.normalize("NFKD", once):
            found.extend([] if _within(folded, DROPPED) else [(folded, place)])
    return found


def locate(text: str) -> list[tuple[int, int, str]]:
    """Return the words of a text: start, end and folded word."""
    found: list[list] = []
    kind = None
    for character, place in fold(text):
        spaceless = _within(character, SPACELESS)
        if character == "_" or character.isalnum():
            continues = kind == "run" and not spaceless
            kind = "single" if spaceless else "run"
        elif unicodedata.category(character).startswith("M"):
            continues = kind is not None and not (kind == "run" and spaceless)
            kind = kind if continues else None
        else:
            continues, kind = False, None
        if kind is not None and continues:
            found[-1][1:] = [place + 1, found[-1][2] + character]
        elif kind is not None:
            found.append([place, place + 1, character])
    return [(start, end, word) for start, end, word in found]


@functools.lru_cache(4096)
def shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = [word for _, _, word in locate(text)]
    return frozenset(tuple(words[i : i + 5]) for i in range(max(1, len(words) - 4)) if words)


def jaccard(left: str, right: str) -> float:
    one, other = shingles(left), shingles(right)
    return len(one & other) / len(one | other) if one and other else 0.0
