"""From passages and what their documents belong to, to stock phrases, boilerplate, and each document's ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance import sets
from provenance.alignment.frequency import BOILERPLATE_DOCUMENTS, BOILERPLATE_STORIES, Divisions, Frequency
from provenance.model import Ledger
from provenance.model.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.alignment.frequency import Origins

    Places = NDArray[np.int64]

# A stock phrase is short and occurs in many stories, or in some of several sources; a press release is long.
STOCK_WORDS, STOCK_STORIES, STOCK_DOCUMENTS, STOCK_SOURCES = 25, 8, 5, 3
BOILERPLATE_WORDS = 80
EDGE_WORDS = 400  # a block at the beginning or the end of texts, such as a menu or a footer, may be longer
# A block is at an edge within this share of the text from its beginning or end: at least and at most so many letters.
EDGE, EDGE_LEAST, EDGE_MOST = 0.1, 40, 400
AT_EDGE = 0.75  # share of the carriers of such a block that have it there
COVERED = 0.8  # share of a place that lies in stock phrases and boilerplate if it is no more than they are
KINDS = STOCK, REPEATED, SHARED = range(3)  # what a character counts as; the first that applies
FEWEST = min(STOCK_DOCUMENTS, BOILERPLATE_DOCUMENTS)
CARRIERS_AT_ONCE = 1 << 20  # of passages that are counted together: about 100 bytes each


def labelled(passages: Passages, origins: Origins, lengths: Sequence[int]) -> Passages:
    """Return *passages* with stock phrases and boilerplate marked, by how many documents have them."""
    if not len(_asked(passages)):
        return passages
    edge = at_edges(passages, np.zeros(len(lengths), np.int64), np.asarray(lengths, np.int64))
    return marked(passages, Divisions(origins, len(lengths)), edge)


def marked(passages: Passages, divisions: Divisions, edge: NDArray[np.bool_]) -> Passages:
    """Return *passages* marked as `labelled` does; *edge* says which are at the beginning or the end of texts."""
    asked = _asked(passages)
    stock, boilerplate = passages.stock.copy(), passages.boilerplate.copy()
    breaks = np.flatnonzero(np.diff(np.cumsum(passages.sizes[asked]) // CARRIERS_AT_ONCE)) + 1
    for some in np.split(asked, breaks) if len(asked) else ():
        taken = passages.take(some)
        of_stock, of_boilerplate = _labels(taken, divisions, edge[some])
        stock[some] |= of_stock
        boilerplate[some] |= of_boilerplate
    return Passages(passages.carriers, passages.bounds, passages.quoted, stock, boilerplate)


def _asked(passages: Passages) -> Places:
    """Return the passages that may be either: most are of two documents."""
    return np.flatnonzero((passages.sizes >= FEWEST) & (passages.heads["words"] <= EDGE_WORDS))


def _labels(
    passages: Passages, divisions: Divisions, edge: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which of *passages* are stock phrases, and which are boilerplate; *edge* are those at an edge of texts."""
    rows = np.repeat(np.arange(len(passages)), passages.sizes)
    documents = passages.carriers["document"].astype(np.int64)
    frequency = Frequency(divisions, rows, documents, len(passages))
    words = passages.heads["words"]
    short, block = words <= STOCK_WORDS, words <= BOILERPLATE_WORDS
    several = short & (frequency.documents >= STOCK_DOCUMENTS) & (frequency.sources >= STOCK_SOURCES)
    # A phrase that a few documents of several sources have belongs to none of them.
    own = (block | edge) & ~(several & (frequency.stories < BOILERPLATE_STORIES))
    return several | (short & (frequency.stories >= STOCK_STORIES)), own & frequency.are_most(edge, block)


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
