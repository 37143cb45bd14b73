"""From passages and the sources of their documents to stock phrases, boilerplate, and each document's ledger."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from provenance import sets
from provenance.model import Ledger
from provenance.model.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

# A stock phrase is short and occurs in many documents of several sources; a press release is long.
STOCK_WORDS, STOCK_DOCUMENTS, STOCK_SOURCES = 25, 5, 3
# Boilerplate occurs in more than half of a source's documents.
BOILERPLATE_WORDS, BOILERPLATE_DOCUMENTS = 80, 3
KINDS = STOCK, REPEATED, SHARED = range(3)  # what a character counts as; the first that applies
FEWEST = min(STOCK_DOCUMENTS, BOILERPLATE_DOCUMENTS)


def labelled(passages: Passages, sources: Sequence[str]) -> Passages:
    """Return *passages* with stock phrases and boilerplate marked; *sources* names each document's ("": unknown)."""
    totals = Counter(sources)
    stock, boilerplate = passages.stock.copy(), passages.boilerplate.copy()
    owners, words = passages.carriers["document"], passages.heads["words"]
    # Most passages are long, or of two documents: neither.
    for at in np.flatnonzero((passages.sizes >= FEWEST) & (words <= BOILERPLATE_WORDS)).tolist():
        documents = set(owners[passages.bounds[at] : passages.bounds[at + 1]].tolist())
        counts = Counter(sources[document] for document in documents)
        del counts[""]
        stock[at] = words[at] <= STOCK_WORDS and len(documents) >= STOCK_DOCUMENTS and len(counts) >= STOCK_SOURCES
        boilerplate[at] = any(
            number >= BOILERPLATE_DOCUMENTS and number * 2 > totals[source] for source, number in counts.items()
        )
    return Passages(passages.carriers, passages.bounds, passages.quoted, stock, boilerplate)


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
