"""From pairs of classes to groups: each document at least the threshold similar to its group's representative."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import pick
from provenance.grouping.values import preference
from provenance.kernels import kernels
from provenance.model import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.grouping.values import Classes, Edges


class Standing:
    """Who represents whom.  *by_class* is the representative's class, -1 for a class that stands alone.

    *documents* are those in groups, ordered by group and document; *representative* and *similarity* go with them.
    """

    __slots__ = ("by_class", "documents", "representative", "similarity")

    def __init__(
        self,
        by_class: NDArray[np.int64],
        documents: NDArray[np.int64],
        representative: NDArray[np.int64],
        similarity: NDArray[np.float64],
    ) -> None:
        self.by_class = by_class
        self.documents = documents
        self.representative = representative
        self.similarity = similarity

    def groups(self) -> tuple[Group, ...]:
        """Return the groups in the order of their first documents."""
        if not self.documents.size:
            return ()
        begins = np.flatnonzero(np.append(True, np.diff(self.representative) != 0))
        bounds = [*begins.tolist(), len(self.documents)]
        documents, similarity = self.documents.tolist(), self.similarity.tolist()
        found = []
        for begin, end, one in zip(bounds[:-1], bounds[1:], self.representative[begins].tolist(), strict=True):
            found.append(Group(one, tuple(documents[begin:end]), tuple(similarity[begin:end]), keep=one))
        return tuple(sorted(found, key=lambda group: group.members))


def represent(classes: Classes, edges: Edges, ids: Sequence[str]) -> Standing:
    """Return who represents whom.

    The document with the most partners that no group has yet (then the longest, then the first id) represents them;
    one that is left without such a partner stands alone.
    """
    sizes = classes.sizes
    linked = sizes > 1
    linked[edges.left] = linked[edges.right] = True
    some = np.flatnonzero(linked)
    best = _best_members(classes, some, ids)
    order = preference(classes, some, pick(ids, best))
    place = np.zeros(len(classes), np.int64)
    place[some[order]] = np.arange(len(some))
    found, similarity = kernels.representatives(
        place[edges.left], place[edges.right], edges.similarity, sizes[some[order]]
    )
    by_class = np.full(len(classes), -1, np.int64)
    by_class[some[order]] = np.where(found >= 0, some[order][found], -1)
    member_of = np.repeat(np.arange(len(classes)), sizes)
    by_rank = np.empty(len(classes), np.int64)
    by_rank[some] = best
    nearness = np.zeros(len(classes))
    nearness[some[order]] = similarity
    grouped = by_class[member_of] >= 0
    documents, owner = classes.members[grouped], member_of[grouped]
    representative = by_rank[by_class[owner]]
    sort = np.lexsort((documents, representative))
    return Standing(by_class, documents[sort], representative[sort], nearness[owner][sort])


def _best_members(classes: Classes, some: NDArray[np.int64], ids: Sequence[str]) -> NDArray[np.int64]:
    """Return the document with the first id of each of the classes *some*."""
    best = classes.first[some]
    several = np.flatnonzero(classes.sizes[some] > 1)
    begins, sizes = classes.bounds[some[several]], classes.sizes[some[several]]
    ends = np.cumsum(sizes)
    members = classes.members[np.repeat(begins - (ends - sizes), sizes) + np.arange(int(sizes.sum()))]
    names = pick(ids, members)
    firsts = [
        min(range(begin, end), key=names.__getitem__)
        for begin, end in zip((ends - sizes).tolist(), ends.tolist(), strict=True)
    ]
    best[several] = members[firsts]
    return best
