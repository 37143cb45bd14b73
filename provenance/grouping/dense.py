"""Pairs of documents that share even their rare shingles with many others, at a cost linear in the documents.

Where any two documents may be partners, not all pairs can be found.  What is found suffices for the listing: a document
is either *scanned*, which yields all its partners, or it has more partners than are listed.  The latter mostly follows
from the scans of others: documents that share most of one core of shingles share much of it with each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.grouping.bands import min_agreements
from provenance.grouping.postings import SLACK
from provenance.grouping.values import Edges
from provenance.grouping.verify import SHINGLES_AT_ONCE
from provenance.kernels import kernels
from provenance.sets import distinct, first_indices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.grouping.postings import Postings
    from provenance.grouping.values import Classes, ShingleSource
    from provenance.settings import Grouping as Settings

# Candidates per document that may be spent on complete scans of documents with more partners than are listed: these
# scans tell about other documents, and the scanned ones make good representatives.
PIVOTS = 64
STEP = 2048  # candidates compared at a time


def scan_crowd(
    classes: Classes,
    meeting: NDArray[np.int64],
    sizes: NDArray[np.int64],
    postings: Postings,
    shingles: ShingleSource,
    settings: Settings,
) -> tuple[Edges, NDArray[np.int64]]:
    """Return the verified pairs of the classes *meeting* that share a posting, and the classes that have further ones.

    *meeting* is in the order of preference, *sizes* counts the shingles of its classes, *postings* holds indices into
    it.
    """
    scan = _Scan(classes, meeting, sizes, postings, shingles, settings)
    for place in distinct(postings.documents).tolist():
        scan.run(place)
    left, right, shared = scan.pairs()
    one, other = meeting[left], meeting[right]
    swap = one > other
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    edges = Edges(meeting[left], meeting[right], shared, sizes[left], sizes[right])
    return edges, meeting[np.flatnonzero(scan.crowded)]


class _Scan:
    """The state of the scans: which documents are done or have too many partners, and how many partners are known."""

    def __init__(
        self,
        classes: Classes,
        meeting: NDArray[np.int64],
        sizes: NDArray[np.int64],
        postings: Postings,
        shingles: ShingleSource,
        settings: Settings,
    ) -> None:
        self.sets = _Sets(classes.first[meeting], sizes, shingles)
        self.signatures = np.ascontiguousarray(classes.signatures[meeting])
        self.weights = classes.sizes[meeting]
        self.sizes = sizes
        self.threshold, self.limit = settings.threshold, settings.listed_partners
        self.min_agreements = min_agreements(settings.threshold)
        self.postings = postings
        order = np.argsort(postings.documents, kind="stable")
        self.postings_of = np.repeat(np.arange(len(postings.bounds) - 1), np.diff(postings.bounds))[order]
        self.posting_bounds = np.searchsorted(postings.documents[order], np.arange(len(meeting) + 1))
        self.scanned = np.zeros(len(meeting), bool)
        self.seen = np.full(len(meeting), -1)
        self.crowded = np.zeros(len(meeting), bool)
        self.partners = self.weights - 1
        self.budget = PIVOTS * len(meeting)
        self._pairs: list[tuple[NDArray[np.int64], ...]] = []

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the distinct pairs, and how many shingles each shares."""
        left, right, shared = (np.concatenate(column) for column in zip(*self._pairs, strict=True))
        first = first_indices(np.minimum(left, right) << 32 | np.maximum(left, right))
        return left[first], right[first], shared[first]

    def run(self, place: int) -> None:
        """Find all partners of the document at *place*, or mark it as having too many."""
        self.crowded[place] |= self.partners[place] > self.limit
        if self.crowded[place]:
            return
        others, shared, complete = self._new_partners(place)
        self.scanned[place] = complete
        self._pairs.append((np.full(len(others), place), others, shared))
        self.partners[others] += self.weights[place]
        self.partners[place] += int(self.weights[others].sum())
        if int(self.weights[others].sum()) > self.limit:
            self._mark_crowded(place, others)
        self.crowded[place] = not complete

    def _new_partners(self, place: int) -> tuple[NDArray[np.int64], NDArray[np.int64], bool]:
        """Return the partners that no scan has found yet, what they share, and whether the list is complete."""
        others, shared = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        pivot = self.budget > 0
        missing = self.limit + 1 - int(self.partners[place])
        for batch in self._candidates(place):
            self.budget -= len(batch)
            count = self.sets.shared(place, batch)
            near = count / (self.sizes[place] + self.sizes[batch] - count) >= self.threshold
            others.append(batch[near])
            shared.append(count[near])
            missing -= int(self.weights[batch[near]].sum())
            if missing <= 0 and not pivot:
                return np.concatenate(others), np.concatenate(shared), False
        return np.concatenate(others), np.concatenate(shared), True

    def _candidates(self, place: int) -> Iterator[NDArray[np.int64]]:
        """Yield, in batches, the documents that share a posting and agree enough in size and permutations."""
        size, bounds = self.sizes[place], self.postings.bounds
        self.seen[place] = place
        for posting in self.postings_of[self.posting_bounds[place] : self.posting_bounds[place + 1]].tolist():
            for begin in range(int(bounds[posting]), int(bounds[posting + 1]), STEP):
                batch = self.postings.documents[begin : min(begin + STEP, int(bounds[posting + 1]))]
                batch = batch[(self.seen[batch] != place) & ~self.scanned[batch]]
                self.seen[batch] = place
                sizes = self.sizes[batch]
                batch = batch[(sizes >= size * self.threshold - SLACK) & (sizes * self.threshold <= size + SLACK)]
                agreements = kernels.agreements(self.signatures, np.full(len(batch), place), batch)
                yield batch[agreements >= self.min_agreements]

    def _mark_crowded(self, place: int, others: NDArray[np.int64]) -> None:
        """Mark those of a document and its partners that must have too many partners among each other.

        Two sets that share s and s' values with a third set of n values share at least s + s' - n with each other.  The
        best third set holds the shingles of the document that more than half of its partners have.
        """
        members = np.append(others, place)
        core = self.sets.core(place, members)
        needed = self.sizes[members] * (self.threshold / (1 + self.threshold)) + SLACK
        excess = self.sets.within(core, members) - len(core) / 2 - needed
        order = np.argsort(-excess, kind="stable")
        reach = np.searchsorted(-excess[order], excess[order], "right")
        weights = self.weights[members[order]]
        within = np.concatenate((np.zeros(1, np.int64), np.cumsum(weights)))[reach]
        itself = np.where(2 * excess[order] >= 0, 1, 1 - weights)
        self.crowded[members[order]] |= within - itself > self.limit


class _Sets:
    """The shingle sets of documents: kept in memory if all of them fit, otherwise loaded on demand."""

    def __init__(self, documents: NDArray[np.int64], sizes: NDArray[np.int64], shingles: ShingleSource) -> None:
        self._documents = documents
        self._sizes = sizes
        self._shingles = shingles
        fits = int(sizes.sum()) <= 4 * SHINGLES_AT_ONCE
        self._kept = shingles(documents) if fits else None

    def shared(self, place: int, others: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many shingles each of *others* shares with the document at *place*."""
        if self._kept is not None:
            return kernels.shared(*self._kept, np.full(len(others), place), others)
        return self.within(self._load(np.array([place]))[0], others)

    def within(self, core: NDArray[np.uint64], others: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many shingles of *core*, which ascend, each of *others* has."""
        counts = [np.zeros(0, np.int64)]
        for values, offsets in self._parts(others):
            number = len(offsets) - 1
            ends = np.append(offsets, len(values) + len(core))
            left = np.full(number, number)
            counts.append(kernels.shared(np.concatenate((values, core)), ends, left, np.arange(number)))
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
        filled = np.cumsum(self._sizes[places]) // SHINGLES_AT_ONCE
        for part in np.split(places, np.flatnonzero(np.diff(filled)) + 1):
            yield self._load(part)

    def _load(self, places: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        if self._kept is None:
            return self._shingles(self._documents[places])
        values, bounds = self._kept
        sizes = self._sizes[places]
        offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        return values[np.repeat(bounds[places] - offsets[:-1], sizes) + np.arange(offsets[-1])], offsets
