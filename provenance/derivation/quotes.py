"""From two texts to which of them sets the other's own prose in quotation marks."""

from __future__ import annotations

import re
from functools import cache
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
    """Return which text quotes the other's own prose: -1 *one*, 1 *two*, 0 neither or both.

    What both have in quotation marks somebody else said; it tells nothing about them.
    """
    texts = one.casefold(), two.casefold()
    pages = Page(one), Page(two)
    sides = [
        _has_as_prose(pages[source], texts[source], [words for _, words in pages[page].said])
        for page, source in ((1, 0), (0, 1))
    ]
    return sides[0] - sides[1]


def quoters(pairs: Pairs, at: NDArray[np.intp], text: Callable[[int], str]) -> NDArray[np.int64]:
    """Return of each pair which document quotes the other's prose (-1 left, 1 right, 0 neither, or not one of *at*)."""
    found = np.zeros(len(pairs), np.int64)
    places = sets.distinct(np.concatenate((pairs.left[at], pairs.right[at]))).tolist()
    pages = {place: Page(text(place)) for place in places}
    says = np.zeros(places[-1] + 1 if places else 0, bool)
    says[[place for place in places if pages[place].said]] = True
    for sources, quoting, sign in ((pairs.left, pairs.right, 1), (pairs.right, pairs.left, -1)):
        some = at[says[quoting[at]]]
        some = some[np.argsort(sources[some], kind="stable")]
        source, folded = -1, ""
        for pair, place, page in zip(*(c.tolist() for c in (some, sources[some], quoting[some])), strict=True):
            if place != source:  # a text is opened and folded once for all that may quote it
                source, folded = place, text(place).casefold()
            said = [words for longest, words in pages[page].said if longest in folded]
            if said and _has_as_prose(pages[source], folded, said):
                found[pair] += sign
    return found


def _has_as_prose(source: Page, folded: str, said: list[str]) -> bool:
    """Say whether *source*, whose text is *folded*, has one of the quotations *said* outside of quotation marks.

    To look for a word costs a hundredth of telling the text's words apart, which is done only where all words of a
    quotation that *source* does not quote as well are in it.
    """
    alone = [
        words
        for words in said
        if f" {words} " not in source.quoted and all(word in folded for word in words.split(" "))
    ]
    if not alone:
        return False
    whole = f" {_plain(folded)} "
    return any(f" {words} " in whole for words in alone)


def _plain(text: str) -> str:
    return " ".join(_pattern("word").findall(text.casefold()))


def _quoted(text: str) -> list[str]:
    return [next(part for part in found.groups() if part is not None) for found in _pattern("quote").finditer(text)]
