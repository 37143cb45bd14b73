"""From documents that share even their rare shingles with many to their pairs, at a cost that grows with the documents.

Where everybody may be a partner of everybody, not all pairs can be known.  What is known is enough for what is listed:
a document is *scanned*, which gives all its partners, or it has more partners than are listed.  The latter is learnt
from scans of others, without looking: Jaccard distance is a metric, so documents near a scanned one are partners.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.group.bands import agreeing
from provenance.group.values import Edges
from provenance.group.verify import HELD
from provenance.words import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance import config
    from provenance.group.crowd import Postings
    from provenance.group.values import Classes, Shingles

SLACK = 1e-9
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
    settings: config.Grouping,
) -> tuple[Edges, NDArray[np.int64]]:
    """Return the verified pairs of the classes *meeting* that share a posting, and the classes that have more of them.

    *meeting* stands in the order of preference, *sizes* counts its shingles, *postings* holds places in it.
    """
    scan = _Scan(classes, meeting, sizes, postings, shingles, settings)
    for place in np.unique(postings.documents).tolist():
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
        settings: config.Grouping,
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
        self.crowded = np.zeros(len(meeting), bool)
        self.known = self.weights - 1
        self.budget = PIVOTS * len(meeting)
        self._found: list[tuple[NDArray[np.int64], ...]] = []

    def found(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the pairs found, each once, and how many shingles they share."""
        left, right, shared = (np.concatenate(column) for column in zip(*self._found, strict=True))
        _, first = np.unique(np.minimum(left, right) << 32 | np.maximum(left, right), return_index=True)
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
        if complete:
            self._learn(others, shared / (self.sizes[place] + self.sizes[others] - shared), int(self.weights[place]))
        self.crowded[place] = not complete

    def _partners(self, place: int) -> tuple[NDArray[np.int64], NDArray[np.int64], bool]:
        """Return the partners that no scan has found yet, what they share, and whether these are all there are."""
        others, shared = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        candidates = self._candidates(place)
        stop = self.limit + 1 - int(self.known[place]) if self.budget < 0 else None
        for begin in range(0, len(candidates), STEP):
            some = candidates[begin : begin + STEP]
            count = self.sets.shared(place, some)
            near = count / (self.sizes[place] + self.sizes[some] - count) >= self.threshold
            others.append(some[near])
            shared.append(count[near])
            self.budget -= len(some)
            if stop is not None and (stop := stop - int(self.weights[some[near]].sum())) <= 0:
                return np.concatenate(others), np.concatenate(shared), False
        return np.concatenate(others), np.concatenate(shared), True

    def _candidates(self, place: int) -> NDArray[np.int64]:
        bounds = self.postings.bounds
        own = self.owned[self.owns[place] : self.owns[place + 1]]
        # One posting after the other into a mask: together they may be many times the documents.
        wanted = np.zeros(len(self.sizes), bool)
        for posting in own.tolist():
            wanted[self.postings.documents[bounds[posting] : bounds[posting + 1]]] = True
        wanted[place] = False
        wanted &= ~self.scanned
        some: NDArray[np.int64] = np.flatnonzero(wanted)
        size, sizes = self.sizes[place], self.sizes[some]
        some = some[(sizes >= size * self.threshold - SLACK) & (sizes * self.threshold <= size + SLACK)]
        alike = kernels.agreements(self.signatures, np.full(len(some), place), some)
        return some[alike >= self.agreeing]

    def _learn(self, others: NDArray[np.int64], similarity: NDArray[np.float64], weight: int) -> None:
        """Mark those of the partners of one document that must be partners of too many of the others."""
        order = np.argsort(-similarity, kind="stable")
        distance = 1 - similarity[order]
        reach = np.searchsorted(distance, (1 - self.threshold) - distance - SLACK, "right")
        within = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.weights[others[order]])))[reach]
        self.crowded[others[order]] |= within - self.weights[others[order]] + weight > self.limit


class _Sets:
    """The shingle sets of documents: all of them where they fit into memory, else asked for when they are needed."""

    def __init__(self, documents: NDArray[np.int64], sizes: NDArray[np.int64], shingles: Shingles) -> None:
        self._documents = documents
        self._shingles = shingles
        self._kept = self._load(np.arange(len(documents))) if int(sizes.sum()) <= 4 * HELD else None

    def shared(self, place: int, others: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many shingles each of *others* shares with the document at *place*."""
        if self._kept is not None:
            return kernels.shared(*self._kept, np.full(len(others), place), others)
        values, offsets = self._load(np.append(others, place))
        return kernels.shared(values, offsets, np.full(len(others), len(others)), np.arange(len(others)))

    def _load(self, places: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        return self._shingles(self._documents[places])
