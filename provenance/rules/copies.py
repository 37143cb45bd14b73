"""From pairs and groups to which document is a copy of which: every copy appears once, with its closest tie.

The closest ties are the same bytes, then the same words, then the relation of a pair.  Copies with the same bytes are
collapsed before words are compared, and copies with the same words before near ones, so that a thousand copies give a
thousand findings and not a million.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from provenance.documents import Documents, digest_keys, sizes
from provenance.kernels import kernels
from provenance.model import RELATIONS
from provenance.sets import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.model import Evidence, Group

    Columns = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]
    Relation = Literal["near", "contained", "reordered", "template", "misread"]

IDENTICAL, NEAR, CONTAINED, REORDERED, TEMPLATE, MISREAD = range(6)
# Those that DUP rules report.
assert RELATIONS[:6] == ("identical", "near", "contained", "reordered", "template", "misread")


class Ties:
    """Ties in columns: a *copy*, the *other* document, their *relation* and *similarity*, and the copy's other pairs.

    *more* is the number of these other pairs.  Each copy occurs once, and copies ascend.
    """

    __slots__ = ("copy", "more", "other", "relation", "similarity")

    def __init__(self, *runs: Columns) -> None:
        columns = list(map(np.concatenate, zip(*runs, strict=True)))
        order = np.argsort(columns[0], kind="stable")
        self.copy, self.other, self.relation, self.similarity, self.more = (column[order] for column in columns)

    def of(self, relation: Relation) -> NDArray[np.int64]:
        """Return where the ties of *relation* are in the columns, in ascending order."""
        return np.flatnonzero(self.relation == RELATIONS.index(relation))


class Copies:
    """The copies of a corpus: *bytes* and *words* are columns of copies and of what they repeat, *near* are ties."""

    def __init__(self, evidence: Evidence) -> None:
        self._documents = evidence.documents
        self._pairs = evidence.pairs
        self._similarity = evidence.pairs.similarity
        self._size = max(len(evidence.documents), 1)
        self._keys = self._pairs.left.astype(np.int64) * self._size + self._pairs.right
        self._kept = np.zeros(self._size, np.bool_)
        self._group = np.full(self._size, -1, np.int64)
        self._fill(evidence.groups)
        members, words = self._same_words()
        self.bytes = self._collapsed(*_same_bytes(evidence, members, words))
        copies, others = self._collapsed(members, words)
        self._away = np.zeros(self._size, np.bool_)
        self._away[self.bytes[0]] = True
        left = ~self._away[copies]
        self.words = copies[left], others[left]
        self._away[copies] = True
        self.near = Ties(self._within(evidence.groups), self._across())

    @property
    def linked(self) -> NDArray[np.bool_]:
        """Which of the copies with the same *bytes* are the same file as what they repeat, under a second name."""

        def is_linked(copy: int, other: int) -> bool:
            one, two = self._documents[copy], self._documents[other]
            return one.line is None and two.line is None and one.stamp != 0 and one.stamp == two.stamp

        ends = zip(*(side.tolist() for side in self.bytes), strict=True)
        return np.array([is_linked(*each) for each in ends], np.bool_)

    def _fill(self, groups: tuple[Group, ...]) -> None:
        sizes = [len(group.members) for group in groups]
        members = np.fromiter((member for group in groups for member in group.members), np.int64, sum(sizes))
        self._group[members] = np.repeat(np.arange(len(groups)), sizes)
        self._kept[np.fromiter((group.keep for group in groups), np.int64, len(groups))] = True

    def tied(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which documents of *one* are copies of those beside them in *other*, in any way a DUP rule reports."""
        at, tied = self._pair(one, other)
        tied[tied] = self._pairs.relation[at[tied]] <= MISREAD
        tied |= (self._group[one] >= 0) & (self._group[one] == self._group[other])
        return tied

    def _pair(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the position of each pair of documents in the list of pairs, and whether it is listed."""
        keys = np.minimum(one, other) * self._size + np.maximum(one, other)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return at, self._keys[at] == keys if len(self._keys) else np.zeros(len(keys), np.bool_)

    def _collapsed(
        self, members: NDArray[np.int64], classes: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the copies among documents of one class, and what each repeats: the one to keep, else the first."""
        order = np.lexsort((members, ~self._kept[members], classes))
        members, classes = members[order], classes[order]
        begins = np.append(True, classes[1:] != classes[:-1])[: len(classes)]
        firsts = members[begins][np.cumsum(begins) - 1]
        copies, others = members[~begins], firsts[~begins]
        order = np.argsort(copies)
        return copies[order], others[order]

    def _same_words(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the documents with the same words as another one, and a class for each: equal words, equal class."""
        pairs = self._pairs
        identical = pairs.relation == IDENTICAL
        left, right = pairs.left[identical], pairs.right[identical]
        members = distinct(np.concatenate((left, right)).astype(np.int64))
        ends = (np.searchsorted(members, side) for side in (left, right))
        return members, kernels.components(len(members), *ends)

    def _within(self, groups: tuple[Group, ...]) -> Columns:
        """Return the ties of members to the one to keep or, where that pair is not listed, to the representative."""
        sizes = [len(group.members) for group in groups]
        members = np.fromiter((member for group in groups for member in group.members), np.int64, sum(sizes))
        similarity = np.fromiter((share for group in groups for share in group.similarity), np.float64, sum(sizes))
        keep, represents = (
            np.repeat(np.fromiter(column, np.int64, len(groups)), sizes)
            for column in ((group.keep for group in groups), (group.representative for group in groups))
        )
        copies = (members != keep) & ~self._away[members]
        nearness = np.zeros(self._size)
        nearness[members] = similarity
        members, keep, represents = members[copies], keep[copies], represents[copies]
        to_keep, kept = self._pair(members, keep)
        to_first, first = self._pair(members, represents)
        at, listed, itself = np.where(kept, to_keep, to_first), kept | first, members == represents
        other = np.where(kept | itself, keep, represents)
        relation = np.full(len(members), NEAR, np.int64)
        relation[listed] = self._seen_from(members[listed], at[listed])
        # Where neither pair is listed, similarities to the representative are known: also of the one to keep.
        similarity = nearness[np.where(itself, keep, members)]
        similarity[listed] = self._similarity[at[listed]]
        return members, other, relation, similarity, np.zeros(len(members), np.int64)

    def _seen_from(self, copies: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the relations of the pairs *at* as seen from *copies*: the longer of two is near, not contained."""
        relation = self._pairs.relation[at].astype(np.int64)
        relation[(relation == CONTAINED) & (copies != self._inner[at])] = NEAR
        return relation

    @property
    def _inner(self) -> NDArray[np.int64]:
        """The document of each pair that has the larger share of its shingles in the other."""
        pairs = self._pairs
        return np.where(pairs.left_in_right >= pairs.right_in_left, pairs.left, pairs.right).astype(np.int64)

    def _across(self) -> Columns:
        """Return the closest tie of each document with pairs that no group accounts for, and how many more it has."""
        copies, at = self._unaccounted()
        left = ~self._away[copies]
        copies, at = copies[left], at[left]
        order = np.lexsort((at, -self._similarity[at], copies))
        begins = np.flatnonzero(np.append(True, np.diff(copies[order]) != 0)[: len(order)])
        more = np.diff(np.append(begins, len(order))) - 1
        copies, at = copies[order][begins], at[order][begins]
        ends = self._pairs.left[at].astype(np.int64) + self._pairs.right[at]
        return copies, ends - copies, self._seen_from(copies, at), self._similarity[at], more

    def _unaccounted(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the copy and the position of each pair across groups whose copy is not reported in its own group.

        Of a document outside of all groups and one in a group, the first is the copy.  Of two outside, and of two that
        their groups keep, the later one is.  A document contained in the other is the copy, whatever their groups.
        """
        pairs = self._pairs
        left, right = pairs.left, pairs.right
        across = (self._group[left] < 0) | (self._group[left] != self._group[right])
        across &= pairs.relation <= MISREAD
        alone = self._group < 0
        contained = pairs.relation == CONTAINED
        lonely = across & ~contained & (alone[left] | alone[right])
        keeps = across & ~contained & self._kept[left] & self._kept[right]
        which = np.where(contained, self._inner, np.where(alone[right] | ~alone[left], right, left)).astype(np.int64)
        # A document that is reported in its group needs no second finding.
        open_ = (lonely | keeps | (across & contained)) & (alone[which] | self._kept[which])
        at = np.flatnonzero(open_)
        return which[at], at


def _same_bytes(
    evidence: Evidence, members: NDArray[np.int64], words: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the documents with words that have the same bytes as another one, and a class for each.

    Without digests, sizes and texts are compared, of documents with the same words only.
    """
    documents = Documents.of(evidence.documents)
    keys = digest_keys(documents)
    named = bool(keys.any())
    if named:
        members = np.flatnonzero(evidence.words)
    key = keys[members] if named else (words << 32 | sizes(documents)[members]).astype(np.uint64)
    order = np.argsort(key, kind="stable")
    same = np.append(key[order][1:] == key[order][:-1], False)[: len(order)]
    candidates = np.sort(members[order][same | np.append(False, same)[: len(order)]]).tolist()
    numbers: dict[str, int] = {}
    contents = map(documents.digest, candidates) if named else evidence.texts(candidates)
    classes = [numbers.setdefault(one, len(numbers)) for one in contents]
    return np.array(candidates, np.int64), np.array(classes, np.int64)
