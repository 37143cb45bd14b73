"""From pairs of texts, of which one may be dropped for the other, to those that are kept: greedily, by a policy."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.kernels import kernels
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Set = tuple[int, ...]
    # From sets of documents to the one of each that the policy prefers, and why.
    Choose = Callable[[Sequence[Set]], Sequence[tuple[int, str]]]

# Rounds in which the policy chooses; what is undecided after them is walked through by length.
MAX_ROUNDS = 100
_UNDECIDED, _KEPT, _DROPPED = range(3)


class Edges(NamedTuple):
    """Pairs of positions: *lesser* may be dropped if *better* is kept, to which it has that *similarity*."""

    lesser: NDArray[np.int64]
    better: NDArray[np.int64]
    similarity: NDArray[np.float64]


class Walked(NamedTuple):
    """The kept documents with the reasons of the policy, and for each dropped one the kept one in its place."""

    kept: dict[int, str]
    dropped: dict[int, tuple[int, float]]


class Walk:
    """Walks through the documents that *edges* connect, in the order of preference, and drops what it may.

    In a round, the policy chooses one of each set of documents that are not decided yet; it is kept, and what may be
    dropped for it is dropped.  The sets are the members of the same *group* (a number for each document), or without
    *groups* those that edges connect.
    """

    def __init__(self, edges: Edges, choose: Choose, length: Callable[[int], tuple[int, str]]) -> None:
        self._edges = edges
        self._choose = choose
        self._length = length
        self._nodes = distinct(np.concatenate((edges.lesser, edges.better)))
        self._places = {position: node for node, position in enumerate(self._nodes.tolist())}
        lesser, better = np.searchsorted(self._nodes, edges.lesser), np.searchsorted(self._nodes, edges.better)
        order = np.argsort(better, kind="stable")
        self._lesser, self._ends = lesser[order], (lesser, better)
        self._bounds = np.searchsorted(better[order], np.arange(len(self._nodes) + 1)).tolist()
        self._states = np.zeros(len(self._nodes), np.int8)
        self._kept: dict[int, str] = {}

    def run(self, groups: NDArray[np.int64] | None) -> Walked:
        """Return what is kept and what is dropped."""
        for _ in range(MAX_ROUNDS):
            sets = self._sets(groups)
            if not sets:
                break
            several = [one for one in sets if len(one) > 1]
            for position, why in self._choose(several) if several else ():
                self._keep(position, why)
            for one in sets:
                if len(one) == 1:
                    self._keep(one[0], "")
        left = self._nodes[self._states == _UNDECIDED].tolist()
        for position in sorted(left, key=self._length):
            self._keep(position, "longest of those left")
        return Walked(self._kept, self._dropped())

    def _keep(self, position: int, why: str) -> None:
        node = self._places[position]
        if self._states[node] != _UNDECIDED:
            return
        self._states[node] = _KEPT
        self._kept[position] = why
        lesser = self._lesser[self._bounds[node] : self._bounds[node + 1]]
        self._states[lesser[self._states[lesser] == _UNDECIDED]] = _DROPPED

    def _sets(self, groups: NDArray[np.int64] | None) -> list[Set]:
        """Return the sets of documents that are undecided, in the order of their first ones."""
        left = np.flatnonzero(self._states == _UNDECIDED)
        if groups is None:
            one, other = self._ends
            both = (self._states[one] == _UNDECIDED) & (self._states[other] == _UNDECIDED)
            labels = kernels.components(len(self._nodes), one[both], other[both])[left]
        else:
            labels = groups[self._nodes[left]]
        positions = self._nodes[left]
        order = np.lexsort((positions, labels))
        # Slices of a list: an array for each set would take ten times as long.
        ordered = positions[order].tolist()
        cuts = (np.flatnonzero(np.diff(labels[order])) + 1).tolist()
        bounds = pairwise([0, *cuts, len(ordered)]) if ordered else ()
        return sorted(tuple(ordered[begin:end]) for begin, end in bounds)

    def _dropped(self) -> dict[int, tuple[int, float]]:
        """Return for each dropped document the kept one that it is closest to, and how close."""
        edges = self._edges
        lesser, better = self._ends
        live = np.flatnonzero((self._states[lesser] == _DROPPED) & (self._states[better] == _KEPT))
        order = live[np.lexsort((edges.better[live], -edges.similarity[live], edges.lesser[live]))]
        firsts = np.flatnonzero(np.append(True, np.diff(edges.lesser[order]) != 0)[: len(order)])
        rows = order[firsts]
        pairs = zip(edges.better[rows].tolist(), edges.similarity[rows].tolist(), strict=True)
        return dict(zip(edges.lesser[rows].tolist(), pairs, strict=True))
