"""From pairs and groups to who is a copy of whom: every copy is named once, by its closest tie.

Closest first: the same bytes, the same words, then what a pair's relation says.  Copies in the same bytes are collapsed
before words are looked at, and copies in the same words before near ones, so that a thousand copies give a thousand
findings and not a million.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from provenance.model import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.model import Evidence, Group

IDENTICAL, NEAR, CONTAINED, REORDERED = (RELATIONS.index(r) for r in ("identical", "near", "contained", "reordered"))


class Tie:
    """That *copy* is tied to *other* as *relation* says, how similar they are, and how many *more* pairs it has."""

    __slots__ = ("copy", "more", "other", "relation", "similarity")

    def __init__(self, copy: int, other: int, relation: int, similarity: float, more: int = 0) -> None:
        self.copy = copy
        self.other = other
        self.relation = relation
        self.similarity = similarity
        self.more = more


class Copies:
    """The copies of a corpus: *bytes* and *words* lead from each copy to the one it repeats; *near* are the others."""

    def __init__(self, evidence: Evidence) -> None:
        self._pairs = evidence.pairs
        self._size = max(len(evidence.documents), 1)
        self._keys = self._pairs.left.astype(np.int64) * self._size + self._pairs.right
        self._kept = np.zeros(self._size, np.bool_)
        self._group = np.full(self._size, -1, np.int64)
        for number, group in enumerate(evidence.groups):
            self._group[list(group.members)] = number
            self._kept[group.keep] = True
        self.bytes = self._collapsed(_same_bytes(evidence, self._same_words()))
        self.words = self._collapsed(self._same_words())
        for copy in self.bytes:
            self.words.pop(copy, None)
        self.near = sorted(self._near(evidence.groups), key=lambda tie: tie.copy)

    def tied(self, left: int, right: int) -> bool:
        """Return whether two documents are copies of each other, in any way that a DUP rule reports."""
        if self._group[left] >= 0 and self._group[left] == self._group[right]:
            return True
        at = self._pair(min(left, right), max(left, right))
        return at is not None and bool(self._pairs.relation[at] <= REORDERED)

    def _pair(self, left: int, right: int) -> int | None:
        key = left * self._size + right
        at = int(np.searchsorted(self._keys, key))
        return at if at < len(self._keys) and self._keys[at] == key else None

    def _collapsed(self, classes: Iterator[list[int]]) -> dict[int, int]:
        """Return, for every class of equal documents, which one the others repeat: the group's keep, else the first."""
        result: dict[int, int] = {}
        for members in classes:
            first = next((member for member in members if self._kept[member]), members[0])
            result.update((member, first) for member in members if member != first)
        return result

    def _same_words(self) -> Iterator[list[int]]:
        pairs = self._pairs
        identical = np.flatnonzero(pairs.relation == IDENTICAL)
        root: dict[int, int] = {}
        # In order of (left, right) the first pair of a class names its first member.
        for left, right in zip(pairs.left[identical].tolist(), pairs.right[identical].tolist(), strict=True):
            root.setdefault(right, root.get(left, left))
        classes: dict[int, list[int]] = {}
        for member, first in root.items():
            classes.setdefault(first, [first]).append(member)
        for members in classes.values():
            yield sorted(members)

    def _near(self, groups: tuple[Group, ...]) -> Iterator[Tie]:
        for group in groups:
            for member in group.members:
                if member != group.keep and not self._collapsed_away(member):
                    yield self._tie(group, member)
        yield from self._across()

    def _collapsed_away(self, document: int) -> bool:
        return document in self.bytes or document in self.words

    def _tie(self, group: Group, member: int) -> Tie:
        """Return what ties *member* to the one to keep or, where that pair is not listed, to the representative."""
        for other in (group.keep, group.representative):
            at = self._pair(min(member, other), max(member, other))
            if at is not None:
                return Tie(member, other, self._seen_from(member, at), float(self._pairs.jaccard[at]))
        other, measured = (group.keep, group.keep) if member == group.representative else (group.representative, member)
        return Tie(member, other, NEAR, group.similarity[bisect_left(group.members, measured)])

    def _seen_from(self, copy: int, at: int) -> int:
        """Return the relation of pair *at*; a document that contains the other is near it, not contained."""
        relation = int(self._pairs.relation[at])
        return NEAR if relation == CONTAINED and copy != self._inner(at) else relation

    def _inner(self, at: int) -> int:
        """Return the document of pair *at* that is contained in the other."""
        pairs = self._pairs
        return int(pairs.left[at] if pairs.left_in_right[at] >= pairs.right_in_left[at] else pairs.right[at])

    def _across(self) -> Iterator[Tie]:
        """Yield the closest tie of every document whose pairs no group accounts for, with how many more it has."""
        closest: dict[int, tuple[float, int]] = {}
        counts: dict[int, int] = {}
        for copy, at in self._unaccounted():
            if self._collapsed_away(copy):
                continue
            counts[copy] = counts.get(copy, 0) + 1
            similarity = float(self._pairs.jaccard[at])
            if copy not in closest or similarity > closest[copy][0]:
                closest[copy] = similarity, at
        for copy, (similarity, at) in closest.items():
            left, right = int(self._pairs.left[at]), int(self._pairs.right[at])
            other = right if copy == left else left
            yield Tie(copy, other, self._seen_from(copy, at), similarity, counts[copy] - 1)

    def _unaccounted(self) -> Iterator[tuple[int, int]]:
        """Yield (copy, pair) for each pair across groups of which no document is named by its group.

        A document that stands alone is the copy of one in a group; of two that stand alone, and of two that their
        groups keep, the later is; and one that is contained in the other is, whatever their groups.
        """
        pairs = self._pairs
        left, right = pairs.left, pairs.right
        across = (self._group[left] < 0) | (self._group[left] != self._group[right])
        across &= pairs.relation <= REORDERED
        alone = self._group < 0
        contained = pairs.relation == CONTAINED
        lonely = across & ~contained & (alone[left] | alone[right])
        keeps = across & ~contained & self._kept[left] & self._kept[right]
        which: NDArray[np.int32] = np.where(alone[right] | ~alone[left], right, left)
        which = np.where(contained, np.where(pairs.left_in_right >= pairs.right_in_left, left, right), which)
        for at in np.flatnonzero(lonely | keeps | (across & contained)).tolist():
            copy = int(which[at])
            # One that its group names already needs no second finding.
            if alone[copy] or self._kept[copy]:
                yield copy, at


def _same_bytes(evidence: Evidence, same_words: Iterator[list[int]]) -> Iterator[list[int]]:
    """Yield the documents with words that have the same bytes, where there are several, in order.

    Where no digests were asked for, sizes and texts are compared: of the documents that have the same words only.
    """
    documents, text = evidence.documents, evidence.text
    named = any(document.sha256 for document in documents)
    classes: dict[tuple[object, ...], list[int]] = {}
    for members in [range(len(documents))] if named else same_words:
        for position in members:
            if evidence.words[position]:
                document = documents[position]
                same = (document.sha256,) if named else (document.size, text(position))
                classes.setdefault(same, []).append(position)
    yield from (members for members in classes.values() if len(members) > 1)
