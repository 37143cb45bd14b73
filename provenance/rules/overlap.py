"""OVL: passages that a document shares with documents that it is no copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.find import place
from provenance.rules.wording import folded, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.model import Carrier, Finding, Passage
    from provenance.rules.case import Case
    from provenance.rules.find import Find


def shared_passage(case: Case, find: Find) -> Iterator[Finding]:
    """A passage of the document stands in another document that is no copy of it.

    Held against it: at least ten words (`--min-words`) that say the same; reported at every document but the one
    that the passage is first seen in.  Copies of whole documents are reported as such, and quotations and stock phrases
    have rules of their own.

    Why it hurts: a paragraph taken over is not independent evidence, and in a test set it has been seen in training.

    What to do: look at both with `provenance compare`; credit the passage or leave it.
    """
    yield from _shared(case, find, lambda passage: not passage.quoted, "passage")


def shared_quotation(case: Case, find: Find) -> Iterator[Finding]:
    """The document shares a quotation with another document.

    Held against it: a shared passage that stands in quotation marks in at least one of them.

    Why it hurts: it does not; two reports of one speech quote the same words.  It ties reports of one event together.

    What to do: nothing.
    """
    yield from _shared(case, find, lambda passage: passage.quoted, "quotation")


def stock_phrase(case: Case, find: Find) -> Iterator[Finding]:
    """The document has a phrase that many documents of several sources have, or most documents of one.

    Held against it: a shared passage that is marked as stock: formulas of diplomacy, boilerplate of an outlet.  This
    rule is off unless it is selected.

    Why it hurts: it does not, but it makes documents look more alike than they are.

    What to do: nothing; select this rule to see what is passed over.
    """
    for passage in case.evidence.passages:
        if passage.stock or passage.boilerplate:
            yield from _carriers(case, find, passage, "stock phrase")


def _shared(case: Case, find: Find, wanted: Callable[[Passage], bool], kind: str) -> Iterator[Finding]:
    for passage in case.evidence.passages:
        if not passage.stock and not passage.boilerplate and wanted(passage):
            yield from _carriers(case, find, passage, kind)


def _carriers(case: Case, find: Find, passage: Passage, kind: str) -> Iterator[Finding]:
    """Yield a finding for each carrier of *passage* in a document that is no copy of the first carrier's."""
    first = passage.carriers[0]
    for carrier in passage.carriers[1:]:
        if carrier.words < case.aligning.min_words or carrier.document == first.document:
            continue
        if not case.copies.tied(first.document, carrier.document):
            yield _finding(case, find, first, carrier, kind)


def _finding(case: Case, find: Find, first: Carrier, carrier: Carrier, kind: str) -> Finding:
    text = case.evidence.text(carrier.document)[carrier.span.start : carrier.span.end]
    return find(
        carrier.document,
        f"{kind} of {carrier.words:,} words shared with {find.name(first.document)}, "
        f"similarity {carrier.similarity:.2f}: {quoted(text)}",
        find.stable_name(first.document),
        folded(text),
        span=carrier.span,
        others=place(first.document, first.span),
        score=carrier.similarity,
    )
