"""From documents that share even their rare shingles with many to their pairs, at a cost that grows with the documents.

Where everybody may be a partner of everybody, not all pairs can be known.  What is known is enough for what is listed:
a document is *scanned*, which gives all its partners, or it has more partners than are listed.  The latter is mostly
learnt from the scans of others: documents that share most of one core of shingles share much of it with each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.grouping.bands import agreeing
from provenance.grouping.postings import SLACK
from provenance.grouping.values import Edges
from provenance.grouping.verify import HELD
from provenance.kernels import kernels
from provenance.sets import distinct, first_indices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.grouping.postings import Postings
    from provenance.grouping.values import Classes, Shingles
    from provenance.settings import Grouping as Settings

# Scans that go through all candidates although the document turns out to have more partners than are listed, in
# candidates per document: they tell about the others, and their documents represent well.
PIVOTS = 64
STEP = 2048


def work_through(
    classes: Classes,
    meeting: NDArray[np.int64],
    sizes: NDArray[np.int64],
    postings: Postings,
    shingles: Shingles,
    settings: Settings,
) -> tuple[Edges, NDArray[np.int64]]:
    """Return the verified pairs of the classes *meeting* that share a posting, and the classes that have more of them.

    *meeting* stands in the order of preference, *sizes* counts its shingles, *postings* holds places in it.
    """
    scan = _Scan(classes, meeting, sizes, postings, shingles, settings)
    for place in distinct(postings.documents).tolist():
        scan.document(place)
    left, right, shared = scan.found()
    one, other = meeting[left], meeting[right]
    swap = one > other
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    edges = Edges(meeting[left], meeting[right], shared, sizes[left], sizes[right])
    return edges, meeting[np.flatnonzero(scan.crowded)]


class _Scan:
    """The state of working through: who was scanned, who has too many partners, and how many are known of each."""

    def __init__(
        self,
        classes: Classes,
        meeting: NDArray[np.int64],
        sizes: NDArray[np.int64],
        postings: Postings,
        shingles: Shingles,
        settings: Settings,
    ) -> None:
        self.sets = _Sets(classes.first[meeting], sizes, shingles)
        self.signatures = np.ascontiguousarray(classes.signatures[meeting])
        self.weights = classes.sizes[meeting]
        self.sizes = sizes
        self.threshold, self.limit = settings.threshold, settings.listed_partners
        self.agreeing = agreeing(settings.threshold)
        self.postings = postings
        order = np.argsort(postings.documents, kind="stable")
        self.owned = np.repeat(np.arange(len(postings.bounds) - 1), np.diff(postings.bounds))[order]
        self.owns = np.searchsorted(postings.documents[order], np.arange(len(meeting) + 1))
        self.scanned = np.zeros(len(meeting), bool)
        self.seen = np.full(len(meeting), -1)
        self.crowded = np.zeros(len(meeting), bool)
        self.known = self.weights - 1
        self.budget = PIVOTS * len(meeting)
        self._found: list[tuple[NDArray[np.int64], ...]] = []

    def found(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the pairs found, each once, and how many shingles they share."""
        left, right, shared = (np.concatenate(column) for column in zip(*self._found, strict=True))
        first = first_indices(np.minimum(left, right) << 32 | np.maximum(left, right))
        return left[first], right[first], shared[first]

    def document(self, place: int) -> None:
        """Find all partners of the document at *place*, or that they are too many."""
        self.crowded[place] |= self.known[place] > self.limit
        if self.crowded[place]:
            return
        others, shared, complete = self._partners(place)
        self.scanned[place] = complete
        self._found.append((np.full(len(others), place), others, shared))
        self.known[others] += self.weights[place]
        self.known[place] += int(self.weights[others].sum())
        if int(self.weights[others].sum()) > self.limit:
            self._learn(place, others)
        self.crowded[place] = not complete

    def _partners(self, place: int) -> tuple[NDArray[np.int64], NDArray[np.int64], bool]:
        """Return the partners that no scan has found yet, what they share, and whether these are all there are."""
        others, shared = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        pivot = self.budget > 0
        missing = self.limit + 1 - int(self.known[place])
        for some in self._candidates(place):
            self.budget -= len(some)
            count = self.sets.shared(place, some)
            near = count / (self.sizes[place] + self.sizes[some] - count) >= self.threshold
            others.append(some[near])
            shared.append(count[near])
            missing -= int(self.weights[some[near]].sum())
            if missing <= 0 and not pivot:
                return np.concatenate(others), np.concatenate(shared), False
        return np.concatenate(others), np.concatenate(shared), True

    def _candidates(self, place: int) -> Iterator[NDArray[np.int64]]:
        """Yield, a few at a time, the documents that share a posting and agree enough in size and permutations."""
        size, bounds = self.sizes[place], self.postings.bounds
        self.seen[place] = place
        for posting in self.owned[self.owns[place] : self.owns[place + 1]].tolist():
            for begin in range(int(bounds[posting]), int(bounds[posting + 1]), STEP):
                some = self.postings.documents[begin : min(begin + STEP, int(bounds[posting + 1]))]
                some = some[(self.seen[some] != place) & ~self.scanned[some]]
                self.seen[some] = place
                sizes = self.sizes[some]
                some = some[(sizes >= size * self.threshold - SLACK) & (sizes * self.threshold <= size + SLACK)]
                alike = kernels.agreements(self.signatures, np.full(len(some), place), some)
                yield some[alike >= self.agreeing]

    def _learn(self, place: int, others: NDArray[np.int64]) -> None:
        """Mark those of a document and its partners that must have too many partners among them.

        Two sets that share s and s' values with a third one of n share at least s + s' - n with each other.  The best
        third one holds the shingles of the document that more than half of its partners have.
        """
        some = np.append(others, place)
        core = self.sets.core(place, some)
        needed = self.sizes[some] * (self.threshold / (1 + self.threshold)) + SLACK
        excess = self.sets.within(core, some) - len(core) / 2 - needed
        order = np.argsort(-excess, kind="stable")
        reach = np.searchsorted(-excess[order], excess[order], "right")
        weights = self.weights[some[order]]
        within = np.concatenate((np.zeros(1, np.int64), np.cumsum(weights)))[reach]
        itself = np.where(2 * excess[order] >= 0, 1, 1 - weights)
        self.crowded[some[order]] |= within - itself > self.limit


class _Sets:
    """The shingle sets of documents: all of them where they fit into memory, else asked for when they are needed."""

    def __init__(self, documents: NDArray[np.int64], sizes: NDArray[np.int64], shingles: Shingles) -> None:
        self._documents = documents
        self._sizes = sizes
        self._shingles = shingles
        fits = int(sizes.sum()) <= 4 * HELD
        self._kept = shingles(documents) if fits else None

    def shared(self, place: int, others: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many shingles each of *others* shares with the document at *place*."""
        if self._kept is not None:
            return kernels.shared(*self._kept, np.full(len(others), place), others)
        return self.within(self._load(np.array([place]))[0], others)

    def within(self, core: NDArray[np.uint64], others: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many of the ascending shingles of *core* each of *others* has."""
        counts = [np.zeros(0, np.int64)]
        for values, offsets in self._parts(others):
            number = len(offsets) - 1
            ends = np.append(offsets, len(values) + len(core))
            every = np.arange(number)
            counts.append(kernels.shared(np.concatenate((values, core)), ends, np.full(number, number), every))
        return np.concatenate(counts)

    def core(self, place: int, others: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the shingles of the document at *place* that more than half of *others* have."""
        own = self._load(np.array([place]))[0]
        counts = np.zeros(len(own), np.int64)
        for values, _ in self._parts(others):
            at = np.minimum(np.searchsorted(own, values), len(own) - 1)
            counts += np.bincount(at[own[at] == values], minlength=len(own))
        return own[2 * counts > len(others)]

    def _parts(self, places: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]]:
        filled = np.cumsum(self._sizes[places]) // HELD
        for part in np.split(places, np.flatnonzero(np.diff(filled)) + 1):
            yield self._load(part)

    def _load(self, places: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        if self._kept is None:
            return self._shingles(self._documents[places])
        values, bounds = self._kept
        sizes = self._sizes[places]
        offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        return values[np.repeat(bounds[places] - offsets[:-1], sizes) + np.arange(offsets[-1])], offsets
