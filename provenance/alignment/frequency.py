"""From the documents that have each of some passages to how often these occur, in all and in a source or a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance import sets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Which = NDArray[np.bool_]

# Boilerplate occurs in more than half of a source's documents, or of those of a site, a folder or the corpus.  A block
# at the beginning or the end of texts, such as a menu or a footer, needs fewer of them.  Three takes of one story have
# a lead in common.
BOILERPLATE_DOCUMENTS, BOILERPLATE_STORIES, EDGE_STORIES = 4, 10, 5
# A block at an edge in this many stories is boilerplate, even where nobody knows their site.
EDGE_ALONE = 20


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Origins:
    """What the documents of a corpus belong to, by position.

    *sources* names each document's source ("": unknown).  *sites* returns further names of all documents, such as their
    sites and their folders ("": unknown); few corpora need them.  *stories* has equal numbers for copies of one text,
    which count once.
    """

    sources: Sequence[str]
    sites: Callable[[], Sequence[Sequence[str]]] = tuple
    stories: Places | None = None


class Divisions:
    """Several ways to divide the documents of a corpus: by their sources, by sites and folders, and all as one part.

    A part is a number for each document, -1 if it is unknown.  *sizes* count the stories of each part.
    """

    def __init__(self, origins: Origins, count: int) -> None:
        self.stories = np.arange(count) if origins.stories is None else origins.stories
        self.sources = _numbered(origins.sources)
        self.totals = np.bincount(self.sources[self.sources >= 0], minlength=1)
        self.parts = [np.zeros(count, np.int64), *map(_numbered, origins.sites())]
        self.sizes = [self._size(part) for part in self.parts]

    def half(self) -> Places:
        """Return for each document how many places a block has at least that most of a source, site or folder have."""
        count = len(self.stories)
        found = np.full(count, count + 1, np.int64)
        columns = [(part, sizes, EDGE_STORIES) for part, sizes in zip(self.parts, self.sizes, strict=True)]
        for part, sizes, least in (*columns, (self.sources, self.totals, BOILERPLATE_DOCUMENTS)):
            half = np.maximum(least, sizes // 2 + 1)
            found = np.where(part >= 0, np.minimum(found, half[part]), found)
        return found

    def stories_of(self, numbers: Places, documents: Places, count: int) -> Places:
        """Return how many stories of *documents* have each of the *numbers* below *count*."""
        pairs, _ = _once(numbers, self.stories[documents], len(self.stories))
        return np.bincount(pairs, minlength=count)

    def _size(self, part: Places) -> Places:
        known = np.flatnonzero(part >= 0)
        parts, _ = _once(part[known], self.stories[known], len(self.stories))
        return np.bincount(parts, minlength=1)


class Frequency:
    """How often each of *count* passages occurs: in how many *documents*, *stories* and known *sources*.

    The rows of *passages* and *documents* say which document has which passage, any number of times.
    """

    def __init__(self, divisions: Divisions, passages: Places, documents: Places, count: int) -> None:
        self._divisions, self._count = divisions, count
        self._passages, self._documents = _once(passages, documents, len(divisions.stories))
        of_stories, _ = _once(self._passages, divisions.stories[self._documents], len(divisions.stories))
        self._named = _counted(self._passages, divisions.sources[self._documents])
        self.documents = np.bincount(self._passages, minlength=count)
        self.stories = np.bincount(of_stories, minlength=count)
        self.sources = np.bincount(self._named[0], minlength=count)

    def are_most(self, edge: Which, short: Which) -> Which:
        """Return which passages are in most documents of a source, or in most stories of a site, a folder or all.

        *edge* and *short* say which are at an edge of texts, and which are short.
        """
        passages, sources, numbers = self._named
        many = (numbers >= BOILERPLATE_DOCUMENTS) & (numbers * 2 > self._divisions.totals[sources])
        found = short & self._any(passages[many])
        found |= edge & (self.stories >= EDGE_ALONE)
        least = np.where(edge & short, EDGE_STORIES, BOILERPLATE_STORIES)
        # The more often, the fewer: most passages are out of the question, and need not be counted by parts.
        asked = ~found & (self.stories >= least)
        rows = asked[self._passages]
        passages, documents = self._passages[rows], self._documents[rows]
        for part, sizes in zip(self._divisions.parts, self._divisions.sizes, strict=True):
            owners, parts, numbers = self._stories_of(passages, part[documents], documents)
            many = (numbers >= least[owners]) & (numbers * 2 > sizes[parts])
            found |= asked & self._any(owners[many])
        return found

    def _stories_of(self, passages: Places, parts: Places, documents: Places) -> tuple[Places, Places, Places]:
        """Return passages and *parts* that go together, once, and how many stories of *documents* they have."""
        known = np.flatnonzero(parts >= 0)
        base = int(parts.max(initial=0)) + 1
        keys, which = sets.unique_inverse(passages[known] * base + parts[known])
        pairs, _ = _once(which, self._divisions.stories[documents[known]], len(self._divisions.stories))
        return *np.divmod(keys, base), np.bincount(pairs, minlength=len(keys))

    def _any(self, passages: Places) -> Which:
        found = np.zeros(self._count, np.bool_)
        found[passages] = True
        return found


def _numbered(names: Sequence[str]) -> Places:
    """Return a number for each of *names*, the same for equal ones, -1 for ""."""
    numbers = {name: number for number, name in enumerate(sorted(set(names) - {""}))}
    return np.array([numbers.get(name, -1) for name in names], np.int64)


def _once(ones: Places, others: Places, base: int) -> tuple[Places, Places]:
    """Return the pairs of *ones* and *others*, which are less than *base*, ascending and each once."""
    return np.divmod(sets.distinct(ones * base + others), np.int64(max(1, base)))


def _counted(passages: Places, names: Places) -> tuple[Places, Places, Places]:
    """Return passages and known *names* (-1: unknown) that go together, once, and how often they do."""
    known = names >= 0
    base = int(names.max(initial=0)) + 1
    keys, which = sets.unique_inverse(passages[known] * base + names[known])
    return *np.divmod(keys, base), np.bincount(which, minlength=len(keys))
