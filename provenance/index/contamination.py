"""From the records of a test set to how much of each stands in a training corpus: exact runs of words, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.index.carriers import Rolled
from provenance.index.keys import print_keys, winnowed
from provenance.index.matching import MOST_CARRIERS, MOST_DOCUMENTS
from provenance.index.spoken import long_runs, spoken, sums_of
from provenance.model import Span, Value
from provenance.words import Words, locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.index.reader import Snapshot
    from provenance.index.rows import Stored
    from provenance.model import Batch, Document
    from provenance.scope import Scope

PALM_RUN, PALM_SHARE = 8, 0.7  # Chowdhery and others, PaLM, 2022, section 8
GPT3_RUN = 13  # Brown and others, Language Models are Few-Shot Learners, 2020, appendix C


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Shared(Value):
    """What one training document has of a record: runs of equal words as spans in the record and in the document.

    *words* counts the record's words in these runs.
    """

    document: Document
    words: int
    runs: tuple[tuple[Span, Span], ...]


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Contamination(Value):
    """How much of a record stands in the training corpus.

    *share* is the part of its *words* that is in runs of equal words of at least the length asked for, *longest* the
    words of the longest run in one document, *eights* the share of its runs of eight words that are found.  *short*: it
    has too few words to be looked up, and the rest says nothing.  *capped*: not all documents were looked at.
    """

    document: Document
    words: int
    share: float
    longest: int
    eights: float
    shared: tuple[Shared, ...]
    short: bool
    capped: bool

    @property
    def like(self) -> dict[str, bool]:
        """Whether the record is contaminated by the rules of other reports, by their names."""
        return {"gpt3": self.longest >= GPT3_RUN, "palm": self.eights >= PALM_SHARE}


# From how many words on an index must find runs for the numbers of other reports.
LIKE = {"gpt3": GPT3_RUN, "palm": PALM_RUN}


def contaminated(snapshot: Snapshot, batch: Batch, least: int, own: Scope) -> Iterator[Contamination]:
    """Yield for each text of *batch* what the index has of it in runs of *least* words or more.

    *least* is at least what the index promises to find.  Documents of the files in *own*, which are those of the test
    set, do not count.
    """
    hashes, _, counts = winnowed(batch, snapshot.manifest.parameters)
    hits = snapshot.find("prints", print_keys(hashes), MOST_CARRIERS)
    ends = np.cumsum(counts)
    for position, (begin, end) in enumerate(zip((ends - counts).tolist(), ends.tolist(), strict=True)):
        rows = slice(*np.searchsorted(hits.keys, (begin, end)).tolist())
        numbers, met = np.unique(hits.documents[rows], return_counts=True)
        # Those that have most in common with the record come first.
        kept = np.sort(numbers[np.lexsort((numbers, -met))[:MOST_DOCUMENTS]]).tolist()
        crowded = np.diff(np.searchsorted(hits.crowded, (begin, end)))[0] > 0
        capped = bool(crowded or len(kept) < len(numbers))
        stored = snapshot.documents(kept)
        known = [stored[number] for number in kept if not own.holds(stored[number].document.file, None)]
        yield _compared(snapshot, (batch.documents[position], batch.text(position)), known, least, capped=capped)


def _compared(
    snapshot: Snapshot, record: tuple[Document, str], known: Sequence[Stored], least: int, *, capped: bool
) -> Contamination:
    """Compare a record with documents word by word."""
    document, text = record
    words = locate(text, document.header)
    own, sums = Rolled(words.ids), sums_of(text, words)
    covered = np.zeros(len(words), np.bool_)
    eights = np.zeros(max(0, len(words) - PALM_RUN + 1), np.bool_)
    longest = 0
    found: list[Shared] = []
    for one, raw in zip(known, snapshot.texts(known), strict=True):
        other = locate(raw.decode("utf-8", "surrogatepass"))
        rolled = Rolled(other.ids)
        here, there = own.common(rolled, PALM_RUN)
        eights[here[long_runs(here, there, PALM_RUN, sums)]] = True
        here, there = own.common(rolled, least)
        long = long_runs(here, there, least, sums)
        here, there = here[long], there[long]
        if len(here):
            begin, _, length = own.longest(rolled, least) or (0, 0, 0)
            longest = max(longest, spoken(sums, begin, length))
            inside = _marked(here, least, len(words))
            covered |= inside
            found.append(Shared(one.document, int(inside.sum()), tuple(_runs((words, other), here, there, least))))
    found.sort(key=lambda one: (-one.words, one.document.id))
    short = spoken(sums, 0, len(words)) < snapshot.manifest.parameters.sampling.guarantee
    share = float(covered.mean()) if len(words) else 0.0
    of_eights = float(eights.mean()) if len(eights) else 0.0
    return Contamination(document, len(words), share, longest, of_eights, tuple(found), short, capped)


def _marked(begins: NDArray[np.int64], length: int, count: int) -> NDArray[np.bool_]:
    """Return which of *count* words are in runs of *length* words from *begins* on."""
    steps = np.zeros(count + 1, np.int64)
    steps[begins] += 1
    steps[begins + length] -= 1
    return np.cumsum(steps)[:count] > 0


def _runs(
    sides: tuple[Words, Words], here: NDArray[np.int64], there: NDArray[np.int64], least: int
) -> Iterator[tuple[Span, Span]]:
    """Yield runs of *least* words that follow each other in both texts as one, by their places in both."""
    new = np.append(True, (np.diff(here) != 1) | (np.diff(there) != 1))
    begins = np.flatnonzero(new)
    for at, end in zip(begins.tolist(), np.append(begins[1:], len(here)).tolist(), strict=True):
        length = least + end - at - 1
        left, right = (
            Span(int(side.starts[place]), int(side.ends[place + length - 1]))
            for side, place in zip(sides, (int(here[at]), int(there[at])), strict=True)
        )
        yield left, right
