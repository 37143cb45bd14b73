"""From short passages to those that are formulas: common runs of words that strangers share, with or without slots.

"Said it expects to report a loss for the quarter" may be, word for word, in two documents only.  But many of its runs
of four words are in others, so the two documents need not have it from each other.  What says that they do are rare
names and figures that they share, and other passages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance import sets
from provenance.alignment.counts import FACTOR, Counts
from provenance.alignment.labels import COVERED, Form
from provenance.alignment.links import links
from provenance.alignment.tied import Ties
from provenance.alignment.tokens import batches, tokens
from provenance.model.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.tied import Found

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]
    # From positions, ascending, to the texts of these documents.
    Texts = Callable[[Sequence[int]], Iterable[str]]

MAX_WORDS = 150  # of a formula
# Characters to a word that is no figure, at least: four syllables or signs are hardly more than a word.  Fewer are
# enough where one of the words is long: then the others are no syllables.
LETTERS, FEWER, LONG = 4.6, 4.0, 7
RUN = 4  # words
OTHERS = 2  # documents beside its carriers that must have a run, at least
MOST = 0.5  # share of the documents with a formula that are strangers to the others
SAMPLE = 1 << 14  # documents in which runs are counted, each a story of its own


def with_formulas(passages: Passages, texts: Texts, stories: Places, overlaps: Found | None = None) -> Passages:
    """Return *passages* in which those are stock phrases that consist of common runs of words, and tie strangers.

    *texts* gives the texts of documents.  *stories* has equal numbers for copies of one text, which count once.
    *overlaps* are all those of the corpus: documents that share more than the passage are no strangers.
    """
    heads = passages.heads
    asked = np.flatnonzero(~passages.form & (heads["words"] <= MAX_WORDS) & (passages.sizes > 1))
    if not len(asked) or len(stories) < OTHERS:
        return passages
    firsts = np.sort(sets.first_indices(stories))
    sample = firsts[:: -(-len(firsts) // SAMPLE)].tolist()
    # The cheapest evidence comes first, and what costs more is looked for only where that leaves a passage open.
    found = links(passages, asked)
    ties = Ties(found, overlaps, len(stories))
    some = sets.distinct(found.owners[found.open(ties.tied, MOST)])
    share = np.zeros(len(asked))
    share[some] = _shares(heads[asked[some]], passages.sizes[asked[some]], texts, sample)
    ties.ask(share[found.owners])
    open_ = found.open(ties.tied, MOST)
    ties.name(open_, found.named(open_, texts, sample))
    open_ = found.open(ties.tied, MOST)
    may_be = ties.tied.copy()
    may_be[open_] = ties.may_be(open_)
    # Where they would be too few, nobody compares words.
    worth = may_be & ~ties.tied & (found.strangers(may_be) <= MOST)[found.owners]
    ties.compare(np.flatnonzero(worth), texts)
    stock = passages.stock.copy()
    stock[asked[found.strangers(ties.tied) > MOST]] = True
    return Passages(passages.carriers, passages.bounds, passages.quoted, stock, passages.boilerplate)


def are_common(before: Passages, passages: Passages, overlaps: Found, lengths: Sequence[int]) -> NDArray[np.bool_]:
    """Return which of *overlaps* are no more than form: they lie in that of *before*, or are formulas of *passages*.

    *passages* are those of *before* with formulas marked, which tie the strangers that have them, and nobody else: a
    sentence that two versions of a story share may be, with other figures, in a third one.  A piece of a block that
    many documents have is form in all of them.
    """
    later, rows = overlaps
    if not passages.form.any():
        return np.zeros(len(rows), np.bool_)
    share = Form(before, lengths).share(later, rows["right_start"], rows["right_end"])
    strange = np.repeat(passages.form & ~before.form, passages.sizes)
    strange[passages.bounds[:-1]] = False
    carriers = passages.carriers
    heads = np.repeat(passages.heads["document"], passages.sizes)[strange]
    places = (carriers[name][strange] for name in ("document", "start", "end"))
    known = np.sort(_keys(heads, *places))
    keys = _keys(rows["document"], later, rows["right_start"], rows["right_end"])
    at = np.minimum(np.searchsorted(known, keys), max(0, len(known) - 1))
    return (share >= COVERED) | (known[at] == keys if len(known) else np.zeros(len(rows), np.bool_))


def _keys(*columns: NDArray[np.int32]) -> Hashes:
    """Return a hash for each row of *columns*."""
    keys = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        keys = (keys ^ column.astype(np.uint64)) * FACTOR
        keys ^= keys >> np.uint64(32)
    return keys


def _runs_of(heads: NDArray[np.void], texts: Texts) -> tuple[Hashes, Places, NDArray[np.bool_]]:
    """Return the runs of words in the first places of passages, the passages, and which have words of letters."""
    documents, which = sets.unique_inverse(heads["document"].astype(np.int64))
    order = np.argsort(which, kind="stable")
    bounds = np.searchsorted(which[order], np.arange(len(documents) + 1))

    def pieces() -> Iterator[str]:
        for at, text in enumerate(texts(documents.tolist())):
            for row in order[bounds[at] : bounds[at + 1]].tolist():
                yield text[heads["start"][row] : heads["end"][row]]

    columns = [(np.zeros(0, np.uint64), np.zeros(0, np.int64))]
    figures, long = np.zeros(len(heads), np.int64), np.zeros(len(heads), np.bool_)
    first = 0
    for some in batches(pieces()):
        found = tokens(some)
        runs, owners = _runs(found.ids, found.owners)
        columns.append((runs, order[owners + first]))
        rows = order[first : first + len(some)]
        figures[rows] = np.bincount(found.owners, found.figures, len(some))
        long[rows] = [_has_long(piece) for piece in some]
        first += len(some)
    runs, owners = (np.concatenate(column) for column in zip(*columns, strict=True))
    least = np.where(long, FEWER, LETTERS)
    return runs, owners, heads["end"] - heads["start"] >= least * (heads["words"] - figures)


def _has_long(text: str) -> bool:
    """Return whether a word between blanks has LONG letters or more, and nothing but letters."""
    return any(len(word) >= LONG and word.isalpha() for word in text.split())


def _shares(heads: NDArray[np.void], sizes: Places, texts: Texts, sample: Sequence[int]) -> NDArray[np.float64]:
    """Return the share of each passage's runs that documents beside its carriers have, of those in the *sample*.

    A passage of syllables or signs, *heads* being its first place and *sizes* its carriers, has none.
    """
    runs, owners, spelled = _runs_of(heads, texts)
    runs, owners = runs[spelled[owners]], owners[spelled[owners]]
    known, which = sets.unique_inverse(runs)
    common = Counts(texts(sample), _runs, known).of(known)[which] >= (sizes + OTHERS)[owners]
    return np.bincount(owners, common, len(heads)) / np.maximum(1, np.bincount(owners, minlength=len(heads)))


def _runs(ids: Hashes, owners: Places) -> tuple[Hashes, Places]:
    """Return the runs of RUN words with the *ids*, each within one text, and their *owners*."""
    count = max(0, len(ids) - RUN + 1)
    whole = owners[:count] == owners[RUN - 1 :]
    runs = np.zeros(count, np.uint64)
    for step in range(RUN):
        runs = (runs ^ ids[step : step + count]) * FACTOR
    return runs[whole], owners[:count][whole]
