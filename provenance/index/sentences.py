"""From a text and its words to its sentences: where each begins, in words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.words import Words

# After these a full stop ends nothing; after a single letter it does not either.
_SHORTENED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "prof",
        "gen",
        "col",
        "lt",
        "capt",
        "sen",
        "rep",
        "gov",
        "jr",
        "sr",
        "vs",
        "no",
        "nos",
        "vol",
        "pp",
        "fig",
        "inc",
        "ltd",
        "co",
    ]
)


@cache
def _stop() -> re.Pattern[str]:
    # Matches "end. Next", "end.” Next", "完。" and an empty line; not "3.5" or "example.org".
    return re.compile(r"[.!?…][\"”’»)\]]{0,3}(?=\s)|[。！？][”’」』)\]]{0,3}|\n[^\S\n]{0,80}\n")


def sentences(text: str, words: Words) -> NDArray[np.int64]:
    """Return the bounds of the sentences of *text*: sentence *i* has the words from bound *i* to the next one."""
    bounds = {0, len(words)}
    for stop in _stop().finditer(text):
        at = int(np.searchsorted(words.starts, stop.end()))
        if 0 < at < len(words) and not (text[stop.start()] == "." and _continues(text, words, at)):
            bounds.add(at)
    return np.array(sorted(bounds), np.int64)


def _continues(text: str, words: Words, at: int) -> bool:
    """Return whether the full stop before word *at* is one of a shortened word."""
    before = text[words.starts[at - 1] : words.ends[at - 1]]
    return text[words.starts[at]].islower() or before.lower() in _SHORTENED or (len(before) == 1 and before.isalpha())
