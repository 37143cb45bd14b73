"""From two documents that share a passage to what else says that one has it from the other: names, figures, more text.

A story and the next version of it have rare names and figures in common, and other passages.  Two reports that one form
was filled in for have not: they have common names in common, and differ in the figures of the form.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.alignment.counts import Counts
from provenance.alignment.tokens import batches, tokens
from provenance.sets import unique_inverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.counts import Test
    from provenance.model.passages import Passages

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]
    Texts = Callable[[Sequence[int]], Iterable[str]]

MAX_CARRIERS = 8  # documents with a passage that are compared with each other, at most
RARE, LEAST = 300, 8  # a name that fewer than one in 300 documents have is rare, and one that fewer than eight have
FIGURES = 4  # times as rare as a name is a figure that says as much: most figures are of no matter
_PAIRS_AT_ONCE = 1 << 12
_PART = 8  # one document in so many of a sample, by which most common words are known


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Links:
    """Pairs of documents that share passages: *rows* are their places in the column of carriers of *passages*.

    *owners* number the passage of each pair, of the *count* that were asked for.  What says that the documents of a
    pair have the passage from one another counts from 0; the unit is that of a name e times as rare as the most common
    one that counts.
    """

    passages: Passages
    count: int
    owners: Places
    rows: tuple[Places, Places]

    def named(self, some: Places, texts: Texts, sample: Sequence[int]) -> NDArray[np.float64]:
        """Return what the rare names and figures say that the documents of *some* pairs have in common.

        Rare is what few documents of the *sample* have.
        """
        if not len(some):
            return np.zeros(0)
        column = self.passages.carriers["document"]
        those, which = unique_inverse(np.concatenate([column[side[some]] for side in self.rows]).astype(np.int64))
        names, figures, bounds = _names(those, texts, _common_words(texts, sample))
        weights = _weights(names, figures, texts, sample)
        # Most of these are so common still that they say nothing.
        telling = weights > 0
        names, weights, bounds = names[telling], weights[telling], np.append(0, np.cumsum(telling))[bounds]
        said = np.zeros(len(some))
        for first in range(0, len(some), _PAIRS_AT_ONCE):
            last = min(first + _PAIRS_AT_ONCE, len(some))
            at, pair = _common(names, bounds, which[first:last], which[len(some) + first : len(some) + last])
            said[first:last] = np.bincount(pair, weights[at], last - first)
        return said

    @property
    def words(self) -> Places:
        """The words of the second place of each pair."""
        return self.passages.carriers["words"][self.rows[1]].astype(np.int64)

    @property
    def similarity(self) -> NDArray[np.float64]:
        """The share of words that the two places of each pair have in common with the first place of the passage."""
        carriers = self.passages.carriers["similarity"]
        similarity: NDArray[np.float64] = np.minimum(*(carriers[side] for side in self.rows))
        return similarity

    def open(self, tied: NDArray[np.bool_], most: float) -> Places:
        """Return the pairs that are not *tied*, of the passages that have a share of strangers above *most*."""
        return np.flatnonzero(~tied & (self.strangers(tied) > most)[self.owners])

    def strangers(self, tied: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return of each passage the share of its documents that no pair that is *tied* has with another one."""
        owners = np.full(len(self.passages.carriers), -1, np.int64)
        alone = np.ones(len(owners), np.bool_)
        for side in self.rows:
            owners[side] = self.owners
            alone[side[tied]] = False
        compared = owners >= 0
        sizes = np.bincount(owners[compared], minlength=self.count)
        return np.bincount(owners[compared & alone], minlength=self.count) / np.maximum(1, sizes)


def links(passages: Passages, asked: Places) -> Links:
    """Return the pairs of documents that share the *asked* ones of *passages*: of each, the first few documents."""
    return Links(passages, len(asked), *_pairs(passages, asked))


def _common_words(texts: Texts, sample: Sequence[int]) -> Test:
    """Return a test for words that are too common to say anything, by a part of the *sample*: most words of texts are
    among them, and need not be counted.
    """
    return Counts(texts(sample[::_PART])).common(math.ceil(max(LEAST, len(sample) / RARE)))


def _weights(names: Hashes, figures: NDArray[np.bool_], texts: Texts, sample: Sequence[int]) -> NDArray[np.float64]:
    """Return what each of *names* says if two documents of the *sample* have it, 0 for one that is common."""
    known, which = unique_inverse(names)
    rare = np.maximum(LEAST, len(sample) / RARE / np.where(figures, FIGURES, 1))
    return np.log(np.maximum(1, rare / np.maximum(2, Counts(texts(sample), known=known).of(known)[which])))


def _pairs(passages: Passages, asked: Places) -> tuple[Places, tuple[Places, Places]]:
    """Return the numbers in *asked* of the passages of pairs, and the rows of their carriers."""
    sizes = np.minimum(passages.sizes[asked], MAX_CARRIERS)
    owners, left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in range(2, MAX_CARRIERS + 1):
        some = np.flatnonzero(sizes == size)
        one, other = np.triu_indices(size, 1)
        firsts = passages.bounds[asked[some]][:, None]
        owners.append(np.repeat(some, len(one)))
        left.append((firsts + one).ravel())
        right.append((firsts + other).ravel())
    owner, one, other = map(np.concatenate, (owners, left, right))
    documents = passages.carriers["document"]
    foreign = documents[one] != documents[other]
    return owner[foreign], (one[foreign], other[foreign])


def _names(documents: Places, texts: Texts, common: Test) -> tuple[Hashes, NDArray[np.bool_], Places]:
    """Return the names and figures of *documents* that are not *common*: each once, which are figures, and where each
    document begins."""
    names, figures = [np.zeros(0, np.uint64)], [np.zeros(0, np.bool_)]
    sizes = [0]
    for some in batches(texts(documents.tolist())):
        found = tokens(some)
        chosen = np.flatnonzero((found.names | found.figures) & ~common(found.ids))
        order = chosen[np.lexsort((found.ids[chosen], found.owners[chosen]))]
        ids, owners = found.ids[order], found.owners[order]
        fresh = np.ones(len(ids), np.bool_)
        fresh[1:] = (ids[1:] != ids[:-1]) | (owners[1:] != owners[:-1])
        names.append(ids[fresh])
        figures.append(found.figures[order][fresh])
        sizes += np.bincount(owners[fresh], minlength=len(some)).tolist()
    return np.concatenate(names), np.concatenate(figures), np.cumsum(sizes)


def _common(names: Hashes, bounds: Places, left: Places, right: Places) -> tuple[Places, Places]:
    """Return the places in *names* that documents *left* have in common with documents *right*, and their pairs."""
    places, pairs = zip(*(_spread(bounds, side) for side in (left, right)), strict=True)
    place, pair = np.concatenate(places), np.concatenate(pairs)
    order = np.lexsort((names[place], pair))
    place, pair = place[order], pair[order]
    twice = np.flatnonzero((names[place[1:]] == names[place[:-1]]) & (pair[1:] == pair[:-1]))
    return place[twice], pair[twice]


def _spread(bounds: Places, documents: Places) -> tuple[Places, Places]:
    """Return the places of all names of *documents*, one after the other, and the number of the document of each."""
    sizes = bounds[documents + 1] - bounds[documents]
    pairs = np.repeat(np.arange(len(documents)), sizes)
    return np.arange(len(pairs)) - np.repeat(np.cumsum(sizes) - sizes - bounds[documents], sizes), pairs
