"""OVL: passages that a document shares with documents that it is no copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Span
from provenance.rules.find import LIMIT, place
from provenance.rules.rule import Rule, Samples
from provenance.rules.wording import folded, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from provenance.model import Finding
    from provenance.model.passages import Passages
    from provenance.rules.case import Case
    from provenance.rules.find import Crowd, Find

    # A carrier as its columns hold it: document, start, end, words, similarity, kind.
    Row = tuple[int, int, int, int, float, int]

_BRIDGE = (
    "The old bridge over the canal was opened again on Monday after nine months of repairs. The mayor thanked the "
    "forty workers who had laid every one of its stones by hand.\n"
)
_LIBRARY = (
    "The library of the town lends ladders, drills and a telescope to anyone who has held a card for more than a "
    "year. Nobody came in the first month.\n"
)
_FERRY = "Ferries between the two islands will sail four times a day from the spring on, twice as often as last year.\n"
_QUOTATION = "“We have never asked anyone to wait for so long, and nobody will have to wait for so long again”"
_FORMULA = "The governor could not be reached for comment on the matter on the day of printing."


def shared_passage(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document shares a passage with a document that it is no copy of.

    What it does: looks for passages of at least ten words (`--min-words`) that occur, with small changes or none, in
    several documents.  Every document but the one where the passage appears first is reported.  Copies of whole
    documents, quotations and stock phrases have rules of their own.

    Why it matters: a paragraph taken from another text is not independent evidence, and a test text that shares it
    with the training data has been seen before.

    What to do: compare the two with `provenance compare`; then credit the passage or leave it as it is.
    """
    passages = _passages(case)
    yield from _carriers(case, find, passages, ~passages.form & ~passages.quoted, "passage")


SHARED_PASSAGE = Rule(
    "OVL001",
    "shared-passage",
    "warning",
    shared_passage,
    needs=("group", "passages"),
    samples=Samples(
        found={"bridge.txt": f"{_BRIDGE}\n{_FERRY}", "library.txt": f"{_LIBRARY}\n{_FERRY}"},
        silent={"bridge.txt": f"{_BRIDGE}\n{_FERRY}", "library.txt": _LIBRARY},
    ),
)


def shared_quotation(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document shares a quotation with another document.

    What it does: looks for shared passages that are in quotation marks in at least one of the documents.

    Why it matters: it is no fault, since two reports of one speech quote the same words; but it shows which reports
    are about the same event.

    What to do: nothing.
    """
    passages = _passages(case)
    yield from _carriers(case, find, passages, ~passages.form & passages.quoted, "quotation")


SHARED_QUOTATION = Rule(
    "OVL002",
    "shared-quotation",
    "info",
    shared_quotation,
    needs=("group", "passages"),
    samples=Samples(
        found={
            "bridge.txt": f"{_BRIDGE}\n{_QUOTATION}, the mayor said.\n",
            "library.txt": f"{_LIBRARY}\nAt the bridge, the mayor had this to say: {_QUOTATION}.\n",
        },
        silent={"bridge.txt": f"{_BRIDGE}\n{_FERRY}", "library.txt": f"{_LIBRARY}\n{_FERRY}"},
    ),
)


def stock_phrase(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document contains a phrase that many documents of several sources have, or most documents of one source.

    What it does: reports shared passages that are marked as stock: formulas of diplomacy, an outlet's boilerplate.
    This rule is off by default; turn it on with `--extend-select OVL003`.

    Why it matters: it is no fault, but such phrases make documents look more alike than they are.

    What to do: nothing.  Select the rule to see which shared passages OVL001 and OVL002 leave out.
    """
    passages = _passages(case)
    yield from _carriers(case, find, passages, passages.form, "stock phrase")


STOCK_PHRASE = Rule(
    "OVL003",
    "stock-phrase",
    "info",
    stock_phrase,
    needs=("group", "passages"),
    on=False,
    samples=Samples(
        found={
            "bridge.txt": f"HANOI, 12 May 2023 (VNA) - {_BRIDGE}\n{_FORMULA}\n",
            "ferry.txt": f"PARIS, 12 May 2023 (AFP) - {_FERRY}\n{_FORMULA}\n",
            "library.txt": f"LONDON, 12 May 2023 (Reuters) - {_LIBRARY}\n{_FORMULA}\n",
            "nets.txt": "BERLIN, 12 May 2023 (dpa) - Nobody knows how many nets there are in the bay, since they are "
            f"sunk in spring and never counted.\n\n{_FORMULA}\n",
            "orchard.txt": "ROME, 12 May 2023 (ANSA) - Growers in the upper valley have picked three weeks early "
            f"because the spring came without a frost.\n\n{_FORMULA}\n",
        },
        silent={
            "bridge.txt": f"HANOI, 12 May 2023 (VNA) - {_BRIDGE}\n{_FORMULA}\n",
            "ferry.txt": f"PARIS, 12 May 2023 (AFP) - {_FERRY}\n{_FORMULA}\n",
        },
    ),
)


def _passages(case: Case) -> Passages:
    from provenance.model.passages import Passages

    return Passages.of(case.evidence.passages)


def _carriers(
    case: Case, find: Find, passages: Passages, wanted: NDArray[np.bool_], kind: str
) -> Iterator[Finding | Crowd]:
    """Yield a finding for each document with one of the *wanted* passages that is no copy of the first one with it."""
    if not wanted.any():
        return
    import numpy as np

    firsts = np.repeat(passages.bounds[:-1], passages.sizes)
    documents, words = passages.carriers["document"].astype(np.int64), passages.carriers["words"]
    # The first carrier of a passage is in its own document.
    shared = np.flatnonzero(
        np.repeat(wanted, passages.sizes) & (words >= case.aligning.min_words) & (documents != documents[firsts])
    )
    shared = shared[~case.copies.tied(documents[firsts[shared]], documents[shared])]

    def make(at: int) -> Finding:
        first, carrier = passages.carriers[[firsts[shared[at]], shared[at]]].tolist()
        return _finding(case, find, first, carrier, kind)

    if len(shared) > LIMIT:
        shared = shared[_in_order(passages.carriers[shared], case, make)]
    yield from find.each(documents[shared], make)


def _in_order(carriers: NDArray[np.void], case: Case, make: Callable[[int], Finding]) -> NDArray[np.int64]:
    """Return which of *carriers* comes first, second, …, in the order of their findings, which ``make(i)`` makes.

    Of a crowd only the first and the last are shown, so that only findings of one and the same place are made for it.
    """
    import numpy as np

    from provenance.documents import file_numbers, lines
    from provenance.rules.fold import order

    count, documents = len(carriers), carriers["document"].astype(np.int64)
    # Lines do not ascend with documents where several of them are one file as a whole.
    line = np.fromiter((line or 0 for line in lines(case.evidence.documents)), np.int64)
    keys = np.stack(
        (file_numbers(case.evidence.documents)[documents], line[documents], carriers["start"], carriers["end"])
    )
    ranks = np.lexsort(keys[::-1])
    begins = np.flatnonzero(np.append(True, (keys[:, ranks[1:]] != keys[:, ranks[:-1]]).any(axis=0)))
    sizes = np.diff(begins, append=count)
    for begin, end in zip(begins[sizes > 1].tolist(), (begins + sizes)[sizes > 1].tolist(), strict=True):
        ranks[begin:end] = sorted(ranks[begin:end].tolist(), key=lambda at: order(make(at)))
    return ranks


def _finding(case: Case, find: Find, first: Row, carrier: Row, kind: str) -> Finding:
    (head, begin, stop, *_), (document, start, end, words, similarity, _) = first, carrier
    text = case.evidence.text(document)[start:end]
    return find(
        document,
        f"{kind} of {words:,} words shared with {find.name(head)}, similarity {similarity:.2f}: {quoted(text)}",
        find.stable_name(head),
        folded(text),
        span=Span(start, end),
        others=place(head, Span(begin, stop)),
        score=similarity,
    )


RULES = (SHARED_PASSAGE, SHARED_QUOTATION, STOCK_PHRASE)
