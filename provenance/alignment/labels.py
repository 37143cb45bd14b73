"""From passages and what their documents belong to, to stock phrases, boilerplate, and each document's ledger."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance import sets
from provenance.model import Ledger
from provenance.model.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

# A stock phrase is short and occurs in many stories, or in some of several sources; a press release is long.
STOCK_WORDS, STOCK_STORIES, STOCK_DOCUMENTS, STOCK_SOURCES = 25, 8, 5, 3
# Boilerplate occurs in more than half of a source's documents, or of those of a site, a folder or the corpus.  A block
# at the beginning or the end of texts, such as a menu or a footer, needs fewer of them, or may be longer.  Three takes
# of one story have a lead in common.
BOILERPLATE_WORDS, BOILERPLATE_DOCUMENTS, BOILERPLATE_STORIES = 80, 4, 10
EDGE_WORDS, EDGE_STORIES = 400, 5
# A block at an edge in this many stories is boilerplate, even where nobody knows their site.
EDGE_ALONE = 20
# A block is at an edge within this share of the text from its beginning or end: at least and at most so many letters.
EDGE, EDGE_LEAST, EDGE_MOST = 0.1, 40, 400
AT_EDGE = 0.75  # share of the carriers of such a block that have it there
COVERED = 0.8  # share of a place that lies in stock phrases and boilerplate if it is no more than they are
KINDS = STOCK, REPEATED, SHARED = range(3)  # what a character counts as; the first that applies
FEWEST = min(STOCK_DOCUMENTS, BOILERPLATE_DOCUMENTS)


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


def labelled(
    passages: Passages, origins: Origins, lengths: Sequence[int], edge: NDArray[np.bool_] | None = None
) -> Passages:
    """Return *passages* with stock phrases and boilerplate marked, by how many documents have them.

    *edge* says which of them are at the beginning or the end of texts (None: by *lengths*).
    """
    # Most passages are of two documents: neither.
    asked = np.flatnonzero((passages.sizes >= FEWEST) & (passages.heads["words"] <= EDGE_WORDS))
    if not len(asked):
        return passages
    stock, boilerplate = passages.stock.copy(), passages.boilerplate.copy()
    frequency = Frequency(origins, len(lengths))
    if edge is None:
        edge = at_edges(passages, np.zeros(len(lengths), np.int64), np.asarray(lengths, np.int64))
    owners, words = passages.carriers["document"], passages.heads["words"].tolist()
    for at in asked.tolist():
        documents = sets.distinct(owners[passages.bounds[at] : passages.bounds[at + 1]].astype(np.int64))
        stories = frequency.stories(documents)
        short = words[at] <= STOCK_WORDS
        several = short and frequency.has_sources(documents)
        stock[at] |= several or (short and stories >= STOCK_STORIES)
        # A phrase that a few documents of several sources have belongs to none of them.
        if (words[at] <= BOILERPLATE_WORDS or edge[at]) and not (several and stories < BOILERPLATE_STORIES):
            block = words[at] <= BOILERPLATE_WORDS
            boilerplate[at] |= frequency.is_most(documents, stories, edge=bool(edge[at]), short=block)
    return Passages(passages.carriers, passages.bounds, passages.quoted, stock, boilerplate)


def spread(passages: Passages, lengths: Sequence[int]) -> Passages:
    """Return *passages* with those marked as well whose places lie in stock phrases and boilerplate, for the most part.

    Two documents that have a footer in common may be found to share a piece of it besides.
    """
    if not passages.form.any():
        return passages
    carriers = passages.carriers
    within = Form(passages, lengths).share(*(carriers[name] for name in ("document", "start", "end"))) >= COVERED
    inside = np.logical_and.reduceat(within, passages.bounds[:-1]) & ~passages.form
    boilerplate = passages.boilerplate | inside
    return Passages(carriers, passages.bounds, passages.quoted, passages.stock, boilerplate)


class Form:
    """Where the documents of a corpus have stock phrases and boilerplate."""

    def __init__(self, passages: Passages, lengths: Sequence[int]) -> None:
        # The places of all documents count through, one after the other.
        self._bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.asarray(lengths, np.int64))))
        carriers = passages.carriers[np.repeat(passages.form, passages.sizes)]
        starts, ends = (self._bounds[carriers["document"]] + carriers[name] for name in ("start", "end"))
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], np.maximum.accumulate(ends[order]) if len(order) else ends
        first = np.append(True, starts[1:] > ends[:-1])[: len(starts)]
        last = np.append(first[1:], True)[: len(starts)]
        self._starts, self._ends = starts[first], ends[last]
        self._before = np.concatenate((np.zeros(1, np.int64), np.cumsum(self._ends - self._starts)))

    def share(
        self, documents: NDArray[np.int32], starts: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """Return the share of each place, from *starts* to *ends* in *documents*, that lies in them, 0 to 1."""
        begin, stop = self._bounds[documents] + starts, self._bounds[documents] + ends
        return (self._covered(stop) - self._covered(begin)) / np.maximum(1, stop - begin)

    def within(self, document: int, start: int, end: int) -> Places:
        """Return where stock phrases and boilerplate begin and end between *start* and *end* in *document*, in turn."""
        shift = int(self._bounds[document])
        first = int(np.searchsorted(self._ends, start + shift, side="right"))
        last = int(np.searchsorted(self._starts, end + shift))
        return np.stack((self._starts[first:last], self._ends[first:last]), axis=1).ravel() - shift

    def _covered(self, places: Places) -> Places:
        """Return how many characters before each of *places* lie in stock phrases and boilerplate."""
        if not len(self._starts):
            return np.zeros(len(places), np.int64)
        at = np.searchsorted(self._starts, places, side="right") - 1
        known = np.maximum(at, 0)
        inside = np.clip(places - self._starts[known], 0, self._ends[known] - self._starts[known])
        return np.where(at < 0, 0, self._before[known] + inside)


class Frequency:
    """How many documents have a passage: of each source, site and folder, and in all."""

    def __init__(self, origins: Origins, count: int) -> None:
        self._sources = origins.sources
        self._totals = Counter(origins.sources)
        self._stories = np.arange(count) if origins.stories is None else origins.stories
        # Each of several ways to divide the documents, as a number for each document; -1: its part is unknown.
        self._parts: list[Places] = [np.zeros(count, np.int64)]
        for names in origins.sites():
            numbers = {name: number for number, name in enumerate(sorted(set(names) - {""}))}
            self._parts.append(np.array([numbers.get(name, -1) for name in names], np.int64))
        self._sizes = [self._counted(part, np.arange(count)) for part in self._parts]

    def half(self) -> Places:
        """Return for each document how many places a block has at least that most of a source, site or folder have."""
        found = np.full(len(self._stories), len(self._stories) + 1, np.int64)
        for part, sizes in zip(self._parts, self._sizes, strict=True):
            half = np.array([sizes.get(name, 0) // 2 + 1 for name in range(int(part.max(initial=0)) + 1)], np.int64)
            found = np.where(part >= 0, np.minimum(found, np.maximum(EDGE_STORIES, half[part])), found)
        most = {name: max(BOILERPLATE_DOCUMENTS, total // 2 + 1) for name, total in self._totals.items() if name}
        if most:
            found = np.minimum(found, [most.get(name, len(self._stories) + 1) for name in self._sources])
        return found

    def each(self, numbers: Places, documents: Places, count: int) -> Places:
        """Return how many stories of *documents* have each of the *numbers* below *count*."""
        keys = sets.distinct(numbers * len(self._stories) + self._stories[documents])
        return np.bincount(keys // len(self._stories), minlength=count)

    def stories(self, documents: Places) -> int:
        """Return how many stories *documents* are: copies of one text are one."""
        return len(sets.distinct(self._stories[documents]))

    def has_sources(self, documents: Places) -> bool:
        """Return whether *documents* are enough, of enough sources, for a stock phrase."""
        return len(documents) >= STOCK_DOCUMENTS and len(self._of_sources(documents)) >= STOCK_SOURCES

    def is_most(self, documents: Places, stories: int, *, edge: bool, short: bool) -> bool:
        """Return whether *documents* are most of a source, or as many *stories* most of a site, a folder or all."""
        if short and any(
            number >= BOILERPLATE_DOCUMENTS and number * 2 > self._totals[source]
            for source, number in self._of_sources(documents).items()
        ):
            return True
        if edge and stories >= EDGE_ALONE:
            return True
        least = EDGE_STORIES if edge and short else BOILERPLATE_STORIES
        if stories < least:
            return False
        for part, sizes in zip(self._parts, self._sizes, strict=True):
            counts = self._counted(part, documents)
            if any(number >= least and number * 2 > sizes[name] for name, number in counts.items()):
                return True
        return False

    def _of_sources(self, documents: Places) -> Counter[str]:
        counts = Counter(self._sources[document] for document in documents.tolist())
        del counts[""]
        return counts

    def _counted(self, part: Places, documents: Places) -> dict[int, int]:
        """Return how many stories of *documents* are in each part."""
        keys = part[documents] * len(self._stories) + self._stories[documents]
        names, which = sets.unique_inverse(sets.distinct(keys[part[documents] >= 0]) // len(self._stories))
        return dict(zip(names.tolist(), np.bincount(which).tolist(), strict=True))


def at_edges(
    passages: Passages, lead: Places, tail: Places, counted: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Return which passages are at the beginning, or at the end, of most of the texts that have them.

    The texts go from *lead* to *tail*, by their positions; only the places of carriers that are *counted* count.
    """
    carriers = passages.carriers
    begins, ends = lead[carriers["document"]], tail[carriers["document"]]
    near = np.clip(EDGE * (ends - begins), EDGE_LEAST, EDGE_MOST)
    counted = np.ones(len(carriers), np.bool_) if counted is None else counted
    total = np.maximum(1, np.add.reduceat(counted.astype(np.int64), passages.bounds[:-1]))
    shares = [
        np.add.reduceat((some & counted).astype(np.int64), passages.bounds[:-1]) / total
        for some in (carriers["start"] <= begins + near, carriers["end"] >= ends - near)
    ]
    return np.maximum(*shares) >= AT_EDGE


def ledgers(passages: Passages, lengths: Sequence[int]) -> tuple[Ledger, ...]:
    """Return what each document's characters are; *lengths* counts them.

    Each character counts once: as stock (or boilerplate), else as repeated inside its document, else as shared with an
    earlier one, else as first here.
    """
    # The places of carriers count through all documents, one after the other.
    bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.asarray(lengths, np.int64))))
    kinds, documents, starts, ends = _columns(passages)
    starts, ends = starts + bounds[documents], ends + bounds[documents]
    covered = np.array([_covered(documents[kinds <= kind], starts[kinds <= kind], ends[kinds <= kind], len(lengths))
                        for kind in range(len(KINDS))])  # fmt: skip
    stock, repeated, shared = np.diff(covered, axis=0, prepend=0)
    # Most documents have one of these two ledgers, so they share the two objects.
    nothing, own = Ledger(0.0, 0.0, 0.0, 0.0), Ledger(1.0, 0.0, 0.0, 0.0)
    found = [own if length else nothing for length in lengths]
    listed = sets.distinct(documents)
    sizes = np.diff(bounds)[listed]
    listed, sizes = listed[sizes > 0], sizes[sizes > 0]
    shares = (
        (sizes - covered[-1, listed]) / sizes,
        shared[listed] / sizes,
        stock[listed] / sizes,
        repeated[listed] / sizes,
    )
    for document, *ledger in zip(listed.tolist(), *(column.tolist() for column in shares), strict=True):
        found[document] = Ledger(*ledger)
    return tuple(found)


def _columns(passages: Passages) -> tuple[Places, Places, Places, Places]:
    """Return as what the characters of carriers count, the carriers' documents, and where they start and end."""
    form, first = np.repeat(passages.form, passages.sizes), np.zeros(len(passages.carriers), np.bool_)
    first[passages.bounds[:-1]] = True
    documents = passages.carriers["document"].astype(np.int64)
    inside = documents == np.repeat(passages.heads["document"], passages.sizes)
    kinds = np.where(form, STOCK, np.where(inside, REPEATED, SHARED))
    # The first carrier of a passage has it first.
    counted = form | ~first
    starts, ends = (passages.carriers[name][counted].astype(np.int64) for name in ("start", "end"))
    return kinds[counted], documents[counted], starts, ends


def _covered(documents: Places, starts: Places, ends: Places, count: int) -> Places:
    """Return how many characters of each of *count* documents lie in the spans, which are places in all of them."""
    order = np.argsort(starts, kind="stable")
    documents, starts, ends = documents[order], starts[order], ends[order]
    reached = np.maximum.accumulate(np.concatenate((np.zeros(1, np.int64), ends)))[:-1]
    fresh = np.maximum(0, ends - np.maximum(starts, reached))
    found = np.zeros(count, np.int64)
    np.add.at(found, documents, fresh)
    return found
