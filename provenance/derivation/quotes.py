"""From two texts to which of them sets the other's own prose in quotation marks."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from provenance import sets

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from provenance.model import Pairs

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
    """What one text has in quotation marks, as plain words: all of it, *quoted*, one passage a line, with a space on
    either side; and the passages that are long enough to tell, *said*, each behind its longest word.
    """

    __slots__ = ("quoted", "said")

    def __init__(self, text: str) -> None:
        passages = list(map(_plain, _quoted(text)))
        self.quoted = "\n".join(f" {words} " for words in passages)
        self.said = tuple(
            (max(words.split(" "), key=len), words) for words in passages if words.count(" ") + 1 >= FEWEST_WORDS
        )


def quoting(one: str, two: str) -> int:
    """Return which text quotes what stands in the other as its own prose: -1 *one*, 1 *two*, 0 neither or both.

    What both have in quotation marks somebody else said; it tells nothing about them.
    """
    pages = Page(one), Page(two)
    return int(quotes(pages[1], pages[0], one.casefold())) - int(quotes(pages[0], pages[1], two.casefold()))


def quoters(pairs: Pairs, at: NDArray[np.intp], text: Callable[[int], str]) -> NDArray[np.int64]:
    """Return of each pair which document quotes the other's prose (-1 left, 1 right, 0 neither, or not one of *at*)."""
    found = np.zeros(len(pairs), np.int64)
    places = sets.distinct(np.concatenate((pairs.left[at], pairs.right[at]))).tolist()
    pages = {place: Page(text(place)) for place in places}
    says = np.zeros(places[-1] + 1 if places else 0, bool)
    says[[place for place in places if pages[place].said]] = True
    # A text is opened and folded once for all that may quote it.
    folded = lru_cache(maxsize=1)(lambda place: text(place).casefold())
    for sources, quoting, sign in ((pairs.left, pairs.right, 1), (pairs.right, pairs.left, -1)):
        some = at[says[quoting[at]]]
        some = some[np.argsort(sources[some], kind="stable")]
        columns = some.tolist(), sources[some].tolist(), quoting[some].tolist()
        for pair, source, page in zip(*columns, strict=True):
            found[pair] += sign * quotes(pages[page], pages[source], folded(source))
    return found


def quotes(page: Page, source: Page, folded: str) -> bool:
    """Say whether *page* has a quotation that *source* has outside of quotation marks.

    *folded* is the text of *source*, casefolded.  To look for a word in it costs a hundredth of telling its words
    apart, which is done only where all words of a quotation that *source* does not quote as well are in it.
    """
    alone = [
        words
        for longest, words in page.said
        if longest in folded and f" {words} " not in source.quoted and all(word in folded for word in words.split(" "))
    ]
    if not alone:
        return False
    whole = f" {_plain(folded)} "
    return any(f" {words} " in whole for words in alone)


def _plain(text: str) -> str:
    return " ".join(_pattern("word").findall(text.casefold()))


def _quoted(text: str) -> list[str]:
    return [next(part for part in found.groups() if part is not None) for found in _pattern("quote").finditer(text)]
