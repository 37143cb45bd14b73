"""From passages and the sources of their documents to stock phrases, boilerplate, and each document's ledger."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import evolve

from provenance.model import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.model import Passage, Span

# A stock phrase is short and stands in many documents of several sources; a press release is long.
STOCK_WORDS, STOCK_DOCUMENTS, STOCK_SOURCES = 25, 5, 3
# Boilerplate stands in more than half of a source's documents.
BOILERPLATE_WORDS, BOILERPLATE_DOCUMENTS = 80, 3


def labelled(passages: Iterable[Passage], sources: Sequence[str]) -> list[Passage]:
    """Return *passages* with stock phrases and boilerplate marked; *sources* names each document's ("": unknown)."""
    totals = Counter(sources)
    found = []
    for passage in passages:
        documents = {carrier.document for carrier in passage.carriers}
        counts = Counter(sources[document] for document in documents)
        del counts[""]
        words = passage.carriers[0].words
        stock = words <= STOCK_WORDS and len(documents) >= STOCK_DOCUMENTS and len(counts) >= STOCK_SOURCES
        boilerplate = words <= BOILERPLATE_WORDS and any(
            number >= BOILERPLATE_DOCUMENTS and number * 2 > totals[source] for source, number in counts.items()
        )
        found.append(evolve(passage, stock=stock, boilerplate=boilerplate) if stock or boilerplate else passage)
    return found


def ledgers(passages: Iterable[Passage], lengths: Sequence[int]) -> tuple[Ledger, ...]:
    """Return what each document's characters are; *lengths* counts them.

    A character is told once: as stock (or boilerplate), else as repeated inside its document, else as shared with an
    earlier one, else as first here.
    """
    columns: tuple[dict[int, list[Span]], ...] = ({}, {}, {})
    for passage in passages:
        first, *others = passage.carriers
        if passage.stock or passage.boilerplate:
            for carrier in passage.carriers:
                columns[0].setdefault(carrier.document, []).append(carrier.span)
        else:
            for carrier in others:
                column = columns[1 if carrier.document == first.document else 2]
                column.setdefault(carrier.document, []).append(carrier.span)
    # Most documents are one of these: told by one value each, and not one a document.
    nothing, own = Ledger(0.0, 0.0, 0.0, 0.0), Ledger(1.0, 0.0, 0.0, 0.0)
    told = set().union(*columns)
    return tuple(
        (_ledger([column.get(at, []) for column in columns], length) if at in told else own) if length else nothing
        for at, length in enumerate(lengths)
    )


def _ledger(spans: list[list[Span]], length: int) -> Ledger:
    told: list[Span] = []
    shares, before = [], 0
    for some in spans:
        told += some
        reached = _covered(told)
        shares.append((reached - before) / length)
        before = reached
    stock, repeated, shared = shares
    return Ledger(first_here=(length - before) / length, shared_earlier=shared, stock=stock, repeated=repeated)


def _covered(spans: list[Span]) -> int:
    total = reached = 0
    for span in sorted(spans):
        total += max(0, span.end - max(span.start, reached))
        reached = max(reached, span.end)
    return total
