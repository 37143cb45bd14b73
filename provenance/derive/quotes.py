"""From two texts to which of them sets the other's own prose in quotation marks."""

from __future__ import annotations

import re
from functools import cache

# Shorter quotations are found in many texts; longer ones are pages in which a mark was forgotten.
FEWEST_WORDS, LONGEST = 8, 2000
_PATTERNS = {
    "quote": rf'"([^"\n]{{1,{LONGEST}}})"|“([^“”\n]{{1,{LONGEST}}})”|„([^„“”\n]{{1,{LONGEST}}})[“”]'
    rf"|«([^«»\n]{{1,{LONGEST}}})»|「([^「」\n]{{1,{LONGEST}}})」",
    "word": r"\w+",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def quoting(one: str, two: str) -> int:
    """Return which text quotes what stands in the other as its own prose: -1 *one*, 1 *two*, 0 neither or both.

    What both have in quotation marks somebody else said; it tells nothing about them.
    """
    forth, back = _quotes(two, one), _quotes(one, two)
    return int(forth) - int(back)


def _quotes(page: str, source: str) -> bool:
    """Say whether *page* has a quotation that *source* has outside of quotation marks."""
    said = [words for words in map(_plain, _quoted(page)) if words.count(" ") + 1 >= FEWEST_WORDS]
    if not said:
        return False
    prose, quoted = f" {_plain(source)} ", [f" {_plain(passage)} " for passage in _quoted(source)]
    return any(f" {words} " in prose and not any(f" {words} " in passage for passage in quoted) for words in said)


def _quoted(text: str) -> list[str]:
    return [next(part for part in found.groups() if part is not None) for found in _pattern("quote").finditer(text)]


def _plain(text: str) -> str:
    return " ".join(_pattern("word").findall(text.casefold()))
