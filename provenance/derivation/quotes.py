"""From two texts to which of them sets the other's own prose in quotation marks."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance import sets
from provenance.derivation.spread import alone

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from provenance.derivation.spread import Map
    from provenance.model import Pairs

# Shorter quotations are found in many texts; longer ones are pages in which a mark was forgotten.
FEWEST_WORDS, LONGEST = 8, 2000
TOGETHER = 256  # texts that are worked on at once
_PATTERNS = {
    "quote": rf'"([^"\n]{{1,{LONGEST}}})"|“([^“”\n]{{1,{LONGEST}}})”|„([^„“”\n]{{1,{LONGEST}}})[“”]'
    rf"|«([^«»\n]{{1,{LONGEST}}})»|「([^「」\n]{{1,{LONGEST}}})」",
    "word": r"\w+",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


class Page(NamedTuple):
    """What one text has in quotation marks, as plain words: all of it, *quoted*, one passage a line, with a space on
    either side; and the passages that are long enough to tell, *said*.
    """

    quoted: str
    said: list[str]


def page_of(text: str) -> Page:
    """Return what *text* has in quotation marks."""
    passages = list(map(_plain, _quoted(text)))
    quoted = "\n".join(f" {words} " for words in passages)
    return Page(quoted, [words for words in passages if words.count(" ") + 1 >= FEWEST_WORDS])


def quoting(one: str, two: str) -> int:
    """Return which text quotes the other's own prose: -1 *one*, 1 *two*, 0 neither or both.

    What both have in quotation marks somebody else said; it tells nothing about them.
    """
    pages = page_of(one), page_of(two)
    sides = [
        any(Source(page, text).has_as_prose(longest_word(words), words) for words in other.said)
        for page, text, other in ((pages[0], one, pages[1]), (pages[1], two, pages[0]))
    ]
    return sides[0] - sides[1]


def quoters(pairs: Pairs, at: NDArray[np.intp], text: Callable[[int], str], spread: Map = alone) -> NDArray[np.int64]:
    """Return of each pair which document quotes the other's prose (-1 left, 1 right, 0 neither, or not one of *at*).

    *spread* is the map with which texts are worked on.
    """
    found = np.zeros(len(pairs), np.int64)
    places = sets.distinct(np.concatenate((pairs.left[at], pairs.right[at]))).tolist()
    parts = [places[first : first + TOGETHER] for first in range(0, len(places), TOGETHER)]
    made = spread(lambda part: [page_of(text(place)) for place in part], parts, list[Page])
    quotations = _Quotations(dict(zip(places, chain.from_iterable(made), strict=True)))
    sources, quoting = (
        np.concatenate((pairs.left[at], pairs.right[at])),
        np.concatenate((pairs.right[at], pairs.left[at])),
    )
    order = quotations.from_some(quoting)
    order = order[np.argsort(sources[order], kind="stable")]
    sources, quoting = sources[order], quoting[order]
    starts = np.flatnonzero(np.diff(sources, prepend=-1))
    bounds = [*starts[::TOGETHER].tolist(), len(order)]

    def hits(part: slice) -> list[int]:
        return quotations.hits(sources[part], quoting[part], text)

    slices = list(map(slice, bounds[:-1], bounds[1:]))
    for part, some in zip(slices, spread(hits, slices, list[int]), strict=True):
        which = order[part][some]
        # Not "+=": two texts that quote each other are there twice, and count once each.
        np.add.at(found, at[which % len(at)], np.where(which < len(at), 1, -1))
    return found


class _Quotations:
    """The quotations of some *pages*, by their places; each has a number, because copies of one text quote the same."""

    def __init__(self, pages: dict[int, Page]) -> None:
        numbers: dict[str, int] = {}
        self._pages = pages
        self._said = {
            place: {numbers.setdefault(words, len(numbers)) for words in page.said} for place, page in pages.items()
        }
        self._words = [(longest_word(words), words) for words in numbers]

    def from_some(self, places: NDArray[np.int32]) -> NDArray[np.intp]:
        """Return the indices of those *places* whose pages have quotations."""
        says = np.zeros(max(self._pages, default=-1) + 1, bool)
        says[[place for place, own in self._said.items() if own]] = True
        return np.flatnonzero(says[places])

    def hits(self, sources: NDArray[np.int32], quoting: NDArray[np.int32], text: Callable[[int], str]) -> list[int]:
        """Return the indices at which the page *quoting* quotes the prose of one of *sources*, which are in order.

        Each text is opened once, and looked through once for each quotation.
        """
        found: list[int] = []
        bounds = np.append(np.flatnonzero(np.diff(sources, prepend=-1)), len(sources)).tolist()
        pages = quoting.tolist()
        for first, last in pairwise(bounds):
            place = int(sources[first])
            source = Source(self._pages[place], text(place))
            asked = set().union(*map(self._said.__getitem__, pages[first:last])) - self._said[place]
            had = {number for number in asked if source.has_as_prose(*self._words[number])}
            if had:
                found.extend(index for index in range(first, last) if not had.isdisjoint(self._said[pages[index]]))
        return found


class Source:
    """A text that others may quote, and its page."""

    __slots__ = ("_folded", "_page", "_whole")

    def __init__(self, page: Page, text: str) -> None:
        self._page, self._folded = page, text.casefold()
        self._whole = ""

    def has_as_prose(self, longest: str, words: str) -> bool:
        """Say whether the text has the quotation *words*, with its *longest* word, outside of quotation marks.

        To look for a word costs a hundredth of telling the text's words apart, which is done only where all words of a
        quotation that the text does not quote as well are in it.
        """
        if longest not in self._folded or f" {words} " in self._page.quoted:
            return False
        if not all(map(self._folded.__contains__, words.split(" "))):
            return False
        self._whole = self._whole or f" {_plain(self._folded)} "
        return f" {words} " in self._whole


def longest_word(words: str) -> str:
    """Return the longest of *words*, the first of several; what is rare is long."""
    return max(words.split(" "), key=len)


def _plain(text: str) -> str:
    return " ".join(_pattern("word").findall(text.casefold()))


def _quoted(text: str) -> list[str]:
    return [next(part for part in found.groups() if part is not None) for found in _pattern("quote").finditer(text)]
