"""From some texts of a corpus to whether many of its words are misread, as words of scans are.

No dictionary is asked, for any language: what a corpus itself often says is right, and a rare word that differs from it
in one letter is that word misread.  Endings do not count, since inflected words differ there.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w{7,}")  # shorter words are too easily others
_OFTEN = 5  # occurrences from which a spelling is right
_RARELY = 5  # times as many occurrences has the right spelling, at least
_ENDING = 3  # letters that inflection changes
_LEAST = 20  # occurrences of misread words: fewer are typing errors
SHARE = 0.02  # of the occurrences of frequent long words from which many are misread


def misread_share(texts: Iterable[str]) -> float:
    """Return the share of the occurrences of frequent long words that have one letter wrong; 0 for a handful."""
    counts = Counter(word for text in texts for word in _WORD.findall(text.lower()))
    often = {word: count for word, count in counts.items() if count >= _OFTEN and word.isalpha()}
    right = {pattern: count for word, count in often.items() for pattern in _without_a_letter(word)}
    wrong = sum(
        count
        for word, count in counts.items()
        if word not in often and any(right.get(pattern, 0) >= _RARELY * count for pattern in _without_a_letter(word))
    )
    return wrong / (wrong + sum(often.values())) if wrong >= _LEAST else 0.0


def _without_a_letter(word: str) -> Iterator[tuple[str, str]]:
    """Yield *word* without each of its letters but the last ones, in two parts."""
    return ((word[:at], word[at + 1 :]) for at in range(len(word) - _ENDING))
