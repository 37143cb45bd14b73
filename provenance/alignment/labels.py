"""From passages and the sources of their documents to stock phrases, boilerplate, and each document's ledger."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from provenance import sets
from provenance.model import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.model import Passage

    Places = NDArray[np.int64]

# A stock phrase is short and occurs in many documents of several sources; a press release is long.
STOCK_WORDS, STOCK_DOCUMENTS, STOCK_SOURCES = 25, 5, 3
# Boilerplate occurs in more than half of a source's documents.
BOILERPLATE_WORDS, BOILERPLATE_DOCUMENTS = 80, 3
KINDS = STOCK, REPEATED, SHARED = range(3)  # what a character counts as; the first that applies
FEWEST = min(STOCK_DOCUMENTS, BOILERPLATE_DOCUMENTS)


def labelled(passages: Iterable[Passage], sources: Sequence[str]) -> list[Passage]:
    """Return *passages* with stock phrases and boilerplate marked; *sources* names each document's ("": unknown)."""
    totals = Counter(sources)
    found = []
    for passage in passages:
        words = passage.carriers[0].words
        # Most passages are long, or of two documents: neither.
        if len(passage.carriers) < FEWEST or words > BOILERPLATE_WORDS:
            found.append(passage)
            continue
        documents = {carrier.document for carrier in passage.carriers}
        counts = Counter(sources[document] for document in documents)
        del counts[""]
        stock = words <= STOCK_WORDS and len(documents) >= STOCK_DOCUMENTS and len(counts) >= STOCK_SOURCES
        boilerplate = any(
            number >= BOILERPLATE_DOCUMENTS and number * 2 > totals[source] for source, number in counts.items()
        )
        found.append(evolve(passage, stock=stock, boilerplate=boilerplate) if stock or boilerplate else passage)
    return found


def ledgers(passages: Iterable[Passage], lengths: Sequence[int]) -> tuple[Ledger, ...]:
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


def _columns(passages: Iterable[Passage]) -> tuple[Places, Places, Places, Places]:
    """Return as what the characters of carriers count, the carriers' documents, and where they start and end."""
    rows: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    for passage in passages:
        form = passage.stock or passage.boilerplate
        first = passage.carriers[0].document
        for carrier in passage.carriers if form else passage.carriers[1:]:
            rows[0].append(STOCK if form else REPEATED if carrier.document == first else SHARED)
            rows[1].append(carrier.document)
            rows[2].append(carrier.span.start)
            rows[3].append(carrier.span.end)
    kinds, documents, starts, ends = (np.array(column, np.int64) for column in rows)
    return kinds, documents, starts, ends


def _covered(documents: Places, starts: Places, ends: Places, count: int) -> Places:
    """Return how many characters of each of *count* documents lie in the spans, which are places in all of them."""
    order = np.argsort(starts, kind="stable")
    documents, starts, ends = documents[order], starts[order], ends[order]
    reached = np.maximum.accumulate(np.concatenate((np.zeros(1, np.int64), ends)))[:-1]
    fresh = np.maximum(0, ends - np.maximum(starts, reached))
    found = np.zeros(count, np.int64)
    np.add.at(found, documents, fresh)
    return found
