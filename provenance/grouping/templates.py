"""From pairs to those that are one template: the same words, but for figures or for the signs of figures."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.kernels import kernels
from provenance.model import RELATIONS
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from provenance.model import Pairs

    Keys = NDArray[np.uint64]
    # The texts of documents in a buffer of UTF-8, with its offsets and the places where their articles begin.
    Articles = Callable[[NDArray[np.int64]], tuple[bytes, NDArray[np.int64], NDArray[np.int64]]]
    # From the bytes of a buffer, its offsets and the places where articles begin, to a key of each article.
    Key = Callable[[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]], Keys]

IDENTICAL, NEAR, TEMPLATE = map(RELATIONS.index, ("identical", "near", "template"))
_MAX_DRIFT = 0.05  # share by which the word counts of a template's two uses differ: "412.6" is two words, "7" is one
_SPACES, _BYTES = 10, 120  # in a line of prose, the one or the other; others are mastheads, times, counts of readers
_HEAD_LINES, _DATELINE = 3, 64  # lines of prose, and bytes of them, in which a dateline is: figures before a dash
_SEPARATORS, _DASHES = (np.frombuffer(some, np.uint8) for some in (b".,:/", b"-\xe2"))
_SPACE, _NEWLINE, _HYPHEN = (np.uint8(one) for one in b" \n-")
_MINUSES = (b"\xe2\x88\x92", b"\xe2\x80\x93")  # a minus sign, and the dash that is used as one
_GAP = b"\n" * _DATELINE  # between articles
_AT_ONCE = 1 << 12  # documents whose bytes are looked at together
_ONES = np.ones(128, np.uint32)  # permutations for signatures, which nobody looks at
_MIX = np.uint64(0x9E3779B97F4A7C15)


def with_templates(pairs: Pairs, words: NDArray[np.int64], articles: Articles) -> Pairs:
    """Return *pairs* in which those are templates that differ in figures only, or, if identical, in signs of figures.

    *words* counts the words of each document.  Figures outside of prose, such as the time above a page or the count of
    its readers, and those of a dateline are what copies of a page differ in: such pairs stay near.
    """
    near = np.flatnonzero(pairs.relation == NEAR)
    left, right = words[pairs.left[near]], words[pairs.right[near]]
    near = near[_as_long(left, right)]
    one, other = _keys(pairs, near, articles, _words)
    near = near[one == other]
    one, other = _keys(pairs, near, articles, _prose)
    same = np.flatnonzero(pairs.relation == IDENTICAL)
    relation = pairs.relation.copy()
    relation[near[(one != other) | (one == 0)]] = TEMPLATE
    one, other = _keys(pairs, same, articles, _signs)
    relation[same[one != other]] = TEMPLATE
    return attrs.evolve(pairs, relation=relation)


def _keys(pairs: Pairs, some: NDArray[np.int64], articles: Articles, key: Key) -> tuple[Keys, Keys]:
    """Return the keys of the left and of the right articles of *some* pairs."""
    if not len(some):
        return np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    left, right = pairs.left[some].astype(np.int64), pairs.right[some].astype(np.int64)
    nodes = distinct(np.concatenate((left, right)))
    blocks = (articles(nodes[at : at + _AT_ONCE]) for at in range(0, len(nodes), _AT_ONCE))
    found = np.concatenate([key(*_apart(*block)) for block in blocks])
    return found[np.searchsorted(nodes, left)], found[np.searchsorted(nodes, right)]


def article_keys(buffer: bytes, offsets: NDArray[np.int64], starts: NDArray[np.int64]) -> tuple[Keys, Keys, Keys]:
    """Return the keys of articles by which `templates_by_keys` knows two uses of one template."""
    columns = _apart(buffer, offsets, starts)
    return _words(*columns), _prose(*columns), _signs(*columns)


def templates_by_keys(
    relation: NDArray[np.int8],
    words: tuple[NDArray[np.int64], NDArray[np.int64]],
    left: tuple[Keys, Keys, Keys],
    right: tuple[Keys, Keys, Keys],
) -> NDArray[np.bool_]:
    """Return which pairs are templates by the *words* and the keys of both sides; see ``with_templates``."""
    near = (relation == NEAR) & _as_long(*words) & (left[0] == right[0]) & ((left[1] != right[1]) | (left[1] == 0))
    found: NDArray[np.bool_] = near | ((relation == IDENTICAL) & (left[2] != right[2]))
    return found


def _as_long(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return of which two texts with so many words the one is about as long as the other."""
    found: NDArray[np.bool_] = np.abs(left - right) <= np.maximum(2, _MAX_DRIFT * np.maximum(left, right))
    return found


def _apart(
    buffer: bytes, offsets: NDArray[np.int64], starts: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """Return the columns of texts that end with so many empty lines that no key depends on the text behind it."""
    bounds = offsets.tolist()
    texts = [buffer[begin:end] for begin, end in pairwise(bounds)]
    gaps = np.arange(len(bounds)) * len(_GAP)
    apart = _GAP.join([*texts, b""])
    return np.frombuffer(apart, np.uint8), offsets - offsets[0] + gaps, starts - offsets[0] + gaps[:-1]


def _words(points: NDArray[np.uint8], offsets: NDArray[np.int64], starts: NDArray[np.int64]) -> Keys:
    """Return a key of the words of each article without its figures, and of how many figures it has."""
    digits = _are_digits(points)
    figures = digits.copy()
    figures[1:-1] |= np.isin(points[1:-1], _SEPARATORS) & digits[:-2] & digits[2:]
    firsts = np.flatnonzero(figures & ~np.append(False, figures[:-1])[: len(figures)])
    counts = np.searchsorted(firsts, offsets[1:]) - np.searchsorted(firsts, starts)
    return _digests(np.where(digits, _SPACE, points), offsets, starts) ^ (counts.astype(np.uint64) * _MIX)


def _prose(points: NDArray[np.uint8], offsets: NDArray[np.int64], starts: NDArray[np.int64]) -> Keys:
    """Return a key of the lines of prose in each article, without the figures of a dateline; 0 without such lines."""
    begins = distinct(np.concatenate((starts, offsets, np.flatnonzero(points == _NEWLINE) + 1)))
    lengths = np.diff(begins)
    spaces = np.concatenate(([0], np.cumsum(points == _SPACE)))
    prose = (np.diff(spaces[begins]) >= _SPACES) | (lengths >= _BYTES)
    kept = np.where(np.repeat(prose, lengths), points[begins[0] : begins[-1]], _SPACE)
    lines = begins[:-1][prose] - begins[0]
    heads = np.searchsorted(lines, starts - begins[0])[:, None] + np.arange(_HEAD_LINES)
    heads = distinct(lines[heads[heads < len(lines)]])
    places = np.minimum(heads[:, None] + np.arange(_DATELINE), len(kept) - 1)
    head = kept[places]
    dashes = (head[:, :-1] == _SPACE) & np.isin(head[:, 1:], _DASHES)
    # The figures before the last dash near the head of a line.
    ends = np.where(dashes.any(axis=1), dashes.shape[1] - np.argmax(dashes[:, ::-1], axis=1), 0)
    dated = places[(np.arange(_DATELINE) < ends[:, None]) & _are_digits(head)]
    kept[dated] = _SPACE
    # "2,000" is "2000".
    plain = ~_are_thousands(kept)
    bounds = np.concatenate(([0], np.cumsum(plain)))
    return _digests(kept[plain], bounds[offsets - begins[0]], bounds[starts - begins[0]])


def _are_thousands(points: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which bytes separate a figure from three further digits."""
    padded = np.concatenate(([False], _are_digits(points), [False] * 4))
    before, *after = (padded[at : at + len(points)] for at in (0, 2, 3, 4, 5))
    return np.isin(points, _SEPARATORS[:2]) & before & after[0] & after[1] & after[2] & ~after[3]


def _signs(points: NDArray[np.uint8], offsets: NDArray[np.int64], starts: NDArray[np.int64]) -> Keys:
    """Return a key of which figures in each article are negative; 0 if none is."""
    digits = np.append(_are_digits(points), False)
    before = np.flatnonzero(~digits[:-1] & digits[1:])  # the bytes before figures
    signed = points[before] == _HYPHEN
    marks = np.where(signed, before, before - 2)
    for minus in _MINUSES:
        ends = before >= 2
        for at, byte in enumerate(minus):
            ends &= points[np.maximum(before - 2 + at, 0)] == byte
        signed |= ends
    # After a letter or a digit it is a hyphen: "F-16", "1990-1995".
    previous = np.where(marks > 0, points[np.maximum(marks - 1, 0)], _SPACE)
    signed &= ~_are_letters(previous)
    article = np.searchsorted(offsets, before, side="right") - 1
    ordinal = np.arange(len(before)) - np.searchsorted(before, starts)[np.minimum(article, len(starts) - 1)]
    signed &= before >= starts[np.minimum(article, len(starts) - 1)]
    found = np.zeros(len(starts), np.uint64)
    np.add.at(found, article[signed], (ordinal[signed].astype(np.uint64) + np.uint64(1)) * _MIX)
    return found


def _are_digits(points: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return (points >= ord("0")) & (points <= ord("9"))


def _are_letters(points: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which bytes are of letters or digits: any byte of a character beyond ASCII counts."""
    lower = points | np.uint8(0x20)
    return _are_digits(points) | ((lower >= ord("a")) & (lower <= ord("z"))) | (points >= 0x80)


def _digests(points: NDArray[np.uint8], offsets: NDArray[np.int64], starts: NDArray[np.int64]) -> Keys:
    return kernels.sketch(points.tobytes(), offsets, starts, _ONES, _ONES)[1]
