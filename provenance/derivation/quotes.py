"""From two texts to which of them sets the other's own prose in quotation marks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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


class Page:
    """What one text has in quotation marks, as plain words: all *passages*, and those long enough to tell, *said*.

    Each of these has its longest word beside it.
    """

    __slots__ = ("passages", "said")

    def __init__(self, text: str) -> None:
        self.passages = tuple(map(_plain, _quoted(text)))
        self.said = tuple(
            (max(words.split(" "), key=len), words) for words in self.passages if words.count(" ") + 1 >= FEWEST_WORDS
        )


def quoting(one: str, two: str) -> int:
    """Return which text quotes what stands in the other as its own prose: -1 *one*, 1 *two*, 0 neither or both.

    What both have in quotation marks somebody else said; it tells nothing about them.
    """
    pages = Page(one), Page(two)
    return int(quotes(pages[1], pages[0], lambda: one)) - int(quotes(pages[0], pages[1], lambda: two))


def quotes(page: Page, source: Page, text: Callable[[], str]) -> bool:
    """Say whether *page* has a quotation that *source*, whose whole *text* is, has outside of quotation marks."""
    if not page.said:
        return False
    folded = text().casefold()
    # To look for a word costs a hundredth of telling a text's words apart.
    said = [words for longest, words in page.said if longest in folded]
    if not said:
        return False
    whole, quoted = f" {_plain(folded)} ", [f" {words} " for words in source.passages]
    return any(f" {words} " in whole and not any(f" {words} " in passage for passage in quoted) for words in said)


def _plain(text: str) -> str:
    return " ".join(_pattern("word").findall(text.casefold()))


def _quoted(text: str) -> list[str]:
    return [next(part for part in found.groups() if part is not None) for found in _pattern("quote").finditer(text)]
