"""From pairs of classes to groups, each around a representative that is similar to every member."""

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


class Assignment:
    """The representative of each document in a group.  *by_class* is the representative's class, -1 for no group.

    *documents* are those in groups, ordered by group and document; *representative* and *similarity* are parallel.
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
        groups = []
        for begin, end, first in zip(bounds[:-1], bounds[1:], self.representative[begins].tolist(), strict=True):
            groups.append(Group(first, tuple(documents[begin:end]), tuple(similarity[begin:end]), keep=first))
        return tuple(sorted(groups, key=lambda group: group.members))


def represent(classes: Classes, edges: Edges, ids: Sequence[str]) -> Assignment:
    """Return the representative of each document.

    The document with the most ungrouped partners (then the longest, then the one with the first id) represents them; a
    document left without ungrouped partners is in no group.
    """
    sizes = classes.sizes
    linked = sizes > 1
    linked[edges.left] = linked[edges.right] = True
    grouped_classes = np.flatnonzero(linked)
    best = best_members(classes, grouped_classes, ids)
    order = preference(classes, grouped_classes, pick(ids, best))
    place = np.zeros(len(classes), np.int64)
    place[grouped_classes[order]] = np.arange(len(grouped_classes))
    chosen, similarity = kernels.representatives(
        place[edges.left], place[edges.right], edges.similarity, sizes[grouped_classes[order]]
    )
    by_class = np.full(len(classes), -1, np.int64)
    by_class[grouped_classes[order]] = np.where(chosen >= 0, grouped_classes[order][chosen], -1)
    member_of = np.repeat(np.arange(len(classes)), sizes)
    by_rank = np.empty(len(classes), np.int64)
    by_rank[grouped_classes] = best
    nearness = np.zeros(len(classes))
    nearness[grouped_classes[order]] = similarity
    grouped = by_class[member_of] >= 0
    documents, owner = classes.members[grouped], member_of[grouped]
    representative = by_rank[by_class[owner]]
    sort = np.lexsort((documents, representative))
    return Assignment(by_class, documents[sort], representative[sort], nearness[owner][sort])


def best_members(classes: Classes, selected: NDArray[np.int64], ids: Sequence[str]) -> NDArray[np.int64]:
    """Return the document with the first id of each of the classes *selected*."""
    best = classes.first[selected]
    copied = np.flatnonzero(classes.sizes[selected] > 1)
    begins, sizes = classes.bounds[selected[copied]], classes.sizes[selected[copied]]
    ends = np.cumsum(sizes)
    members = classes.members[np.repeat(begins - (ends - sizes), sizes) + np.arange(int(sizes.sum()))]
    member_ids = pick(ids, members)
    firsts = [
        min(range(begin, end), key=member_ids.__getitem__)
        for begin, end in zip((ends - sizes).tolist(), ends.tolist(), strict=True)
    ]
    best[copied] = members[firsts]
    return best
