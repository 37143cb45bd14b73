"""OVL: passages that a document shares with documents that it is no copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Place, Span
from provenance.rules.find import place
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

_SAME = 0.8  # share of a place that lies in another one if it is the same place
_MAX_COMPARED = 200  # places that meet and are compared with each other; more take quadratic time
_MAX_PLACES = 100  # further places of a block that its finding points to

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
_FOOTER = (
    "The Harbour Courier is printed in the old customs house. Letters to the editor reach us by Thursday noon, and no "
    "part of this paper may be reprinted without the consent of the publisher.\n"
)
_FORMULA = "The governor could not be reached for comment on the matter on the day of printing."
_PAGES = {
    "bridge": _BRIDGE,
    "ferry": _FERRY,
    "library": _LIBRARY,
    "nets": "Nobody knows how many nets there are in the bay, since they are sunk in spring and never counted.\n",
    "orchard": "Growers in the upper valley have picked three weeks early because the spring came without a frost.\n",
    "tunnel": "Work on the second tunnel stops for the winter, as the rock above the east portal is still moving.\n",
}


def shared_passage(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """The document shares a passage with a document that it is no copy of.

    What it does: looks for passages of at least ten words (`--min-words`) that occur, with small changes or none, in
    several documents.  Every document but the one where the passage appears first is reported; a place that lies in
    another one of the same document is not reported again.  Copies of whole documents, quotations, stock phrases and
    boilerplate have rules of their own.

    Why it matters: a paragraph taken from another text is not independent evidence, and a test text that shares it
    with the training data has been seen before.

    What to do: compare the two with `provenance compare`; then credit the passage or leave it as it is.
    """
    yield from _carriers(case, find, "passage", quoted=False)


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

    What it does: looks for shared passages that are, in at least one of the documents, in quotation marks, in lines
    that begin with `>`, as replies to mails quote them, or in teasers: short lines that break off with an ellipsis and
    link to another page.

    Why it matters: it is no fault, since two reports of one speech quote the same words; but it shows which reports
    are about the same event.

    What to do: nothing.
    """
    yield from _carriers(case, find, "quotation", quoted=True)


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
    """The document contains a phrase that many documents have.

    What it does: reports short passages that eight or more documents have, or five documents of three sources: formulas
    of business, law and diplomacy.  Copies of one text count once.  So are passages of two documents that consist of
    common phrases, or are one form with other figures and names, if nothing else says that one is from the other: rare
    names, or another passage that they share.  A phrase is one finding, at its first place, with
    the number of documents that have it; passages.csv lists all of them.  This rule is off by default; turn it on with
    `--extend-select OVL003`.

    Why it matters: it is no fault, but such phrases make documents look more alike than they are.

    What to do: nothing.  Select the rule to see which shared passages OVL001 and OVL002 leave out.
    """
    passages = _passages(case)
    yield from _blocks(case, find, passages, passages.stock & ~passages.boilerplate, "stock phrase")


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


def boilerplate(case: Case, find: Find) -> Iterator[Finding | Crowd]:
    """A block of text is in most documents of a source, a site, a folder or the corpus.

    What it does: reports the menus, footers, notices and signatures that most documents of one source, one site, one
    folder or the whole corpus have, and blocks that twenty or more documents have at their beginning or end, or as
    lines of their own.  A block is one finding, at its first place, with the number of documents that have it;
    passages.csv lists all of them.  No pair of documents is related by boilerplate, and OVL001 does not report it: a
    passage that has other shared words beside a block is reported without the block.

    Why it matters: the words of the block count as often as there are documents, and models learn them first.

    What to do: remove the block when the texts are extracted, or leave it: nothing else here is affected by it.
    """
    passages = _passages(case)
    yield from _blocks(case, find, passages, passages.boilerplate, "boilerplate")


BOILERPLATE = Rule(
    "OVL004",
    "boilerplate",
    "info",
    boilerplate,
    needs=("group", "passages"),
    samples=Samples(
        found={f"{name}.txt": f"{text}\n{_FOOTER}" for name, text in _PAGES.items()},
        silent={f"{name}.txt": f"{text}\n{_FOOTER if name < 'k' else ''}" for name, text in _PAGES.items()},
    ),
)


def _passages(case: Case) -> Passages:
    from provenance.model.passages import Passages

    return Passages.of(case.evidence.passages)


def _carriers(case: Case, find: Find, kind: str, *, quoted: bool) -> Iterator[Finding | Crowd]:
    """Yield a finding for each place of a passage in a document that is no copy of the first one with it."""
    passages = _passages(case)
    if not (~passages.form & (passages.quoted == quoted)).any():
        return
    import numpy as np

    firsts = np.repeat(passages.bounds[:-1], passages.sizes)
    documents, words = passages.carriers["document"].astype(np.int64), passages.carriers["words"]
    # The first carrier of a passage is in its own document.
    shared = np.flatnonzero(
        np.repeat(~passages.form, passages.sizes)
        & (words >= case.aligning.min_words)
        & (documents != documents[firsts])
    )
    shared = shared[~case.copies.tied(documents[firsts[shared]], documents[shared])]
    said = np.repeat(passages.quoted, passages.sizes)
    shared = shared[_one_a_place(passages.carriers[shared], said[shared])]
    shared = shared[said[shared] == quoted]

    def make(at: int) -> Finding:
        first, carrier = passages.carriers[[firsts[shared[at]], shared[at]]].tolist()
        return _finding(case, find, first, carrier, kind)

    if len(shared) > find.limit:
        shared = shared[_in_order(passages.carriers[shared], case, make)]
    yield from find.each(documents[shared], make)


def _one_a_place(carriers: NDArray[np.void], said: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return which of *carriers*, in order, do not lie in a longer place of the same document, for the most part.

    Of equal places one is kept: one that is not *said*, that is quoted, and is most like the first carrier.
    """
    import numpy as np

    documents, starts, ends = (carriers[name].astype(np.int64) for name in ("document", "start", "end"))
    order = np.lexsort((-carriers["similarity"], said, -ends, starts, documents))
    documents, starts, ends = documents[order], starts[order], ends[order]
    # Ends of all documents count through, so that none reaches into the next document.
    size = int(ends.max(initial=0)) + 1
    reach = np.maximum.accumulate(documents * size + ends)
    meets = np.append(False, reach[:-1] > documents[1:] * size + starts[1:])[: len(order)]
    kept = np.ones(len(order), np.bool_)
    begins = np.flatnonzero(~meets)
    for first, last in zip(begins.tolist(), np.append(begins[1:], len(order)).tolist(), strict=False):
        if last - first > 1:
            kept[first:last] = _longest(starts[first:last].tolist(), ends[first:last].tolist())
    return np.sort(order[kept])


def _longest(starts: list[int], ends: list[int]) -> list[bool]:
    """Return which places are kept: the longest first, and no place that lies in one of them for the most part."""
    kept = [False] * len(starts)
    taken: list[tuple[int, int]] = []
    for at in sorted(range(len(starts)), key=lambda at: (starts[at] - ends[at], at)):
        start, end = starts[at], ends[at]
        if all(min(end, stop) - max(start, begin) < _SAME * (end - start) for begin, stop in taken[:_MAX_COMPARED]):
            kept[at] = True
            taken.append((start, end))
    return kept


def _blocks(
    case: Case, find: Find, passages: Passages, wanted: NDArray[np.bool_], kind: str
) -> Iterator[Finding | Crowd]:
    """Yield a finding for each of the *wanted* passages, at its first carrier."""
    if not wanted.any():
        return
    import numpy as np

    blocks = np.flatnonzero(wanted)
    blocks = blocks[np.argsort(passages.heads["document"][blocks], kind="stable")]

    def make(at: int) -> Finding:
        head, *others = passages.carriers[slice(*passages.bounds[blocks[at] : blocks[at] + 2])].tolist()
        document, start, end, words, *_ = head
        carriers = len({document, *(other[0] for other in others)})
        text = case.evidence.text(document)[start:end]
        places = [Place(other[0], Span(*other[1:3])) for other in others[:_MAX_PLACES]]
        message = f"{kind} of {words:,} words in {carriers:,} documents: {quoted(text)}"
        return find(document, message, folded(text), span=Span(start, end), others=tuple(places))

    yield from find.each(passages.heads["document"][blocks].astype(np.int64), make)


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


RULES = (SHARED_PASSAGE, SHARED_QUOTATION, STOCK_PHRASE, BOILERPLATE)
