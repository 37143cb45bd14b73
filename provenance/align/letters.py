"""From a text to its letters: what alignment compares, with the way back to words and to places in the text."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
DROPPED = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe20-\ufe2f\u00ad\u200b-\u200d\u2060\ufeff"
)


class Letters:
    """The folded letters of a text's words in columns.

    *codes* holds the code points; the letters of word *w* are ``codes[firsts[w]:firsts[w + 1]]`` and it stands in the
    text at ``starts[w]:ends[w]``; *ids* has a number a word, equal for equal words.
    """

    __slots__ = ("codes", "ends", "firsts", "ids", "starts")

    def __init__(self, text: str) -> None:
        folded, places = _folded(text)
        found = [match.span() for match in _word().finditer(folded)]
        bounds = np.array(found, dtype=np.int64).reshape(-1, 2)
        self.firsts: NDArray[np.int64] = np.concatenate(([0], np.cumsum(bounds[:, 1] - bounds[:, 0])))
        self.starts: NDArray[np.int64] = places[bounds[:, 0]]
        self.ends: NDArray[np.int64] = places[bounds[:, 1] - 1] + 1
        self.ids: list[int] = [hash(folded[start:end]) for start, end in found]
        joined = "".join(folded[start:end] for start, end in found)
        self.codes: NDArray[np.uint32] = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)

    def word(self, letter: int) -> int:
        """Return the word that holds *letter*."""
        return int(np.searchsorted(self.firsts, letter, "right")) - 1

    def string(self, start: int, end: int) -> str:
        """Return letters *start* to *end* as a string."""
        return self.codes[start:end].tobytes().decode("utf-32-le", "surrogatepass")


def _folded(text: str) -> tuple[str, NDArray[np.int64]]:
    pieces = [_fold(letter) for letter in text]
    lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
    return "".join(pieces), np.repeat(np.arange(len(text), dtype=np.int64), lengths)


@cache
def _fold(letter: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return re.sub(f"[{DROPPED}]", "", decomposed)


@cache
def _word() -> re.Pattern[str]:
    dropped = re.compile(f"[{DROPPED}]")
    letters = map(chr, range(sys.maxunicode + 1))
    marks = "".join(c for c in letters if unicodedata.category(c)[0] == "M" and not dropped.match(c))
    return re.compile(rf"(?=\w)[{SPACELESS}][{marks}]*|(?![{SPACELESS}])\w(?:(?![{SPACELESS}])[\w{marks}])*")
