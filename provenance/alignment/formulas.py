"""From short passages to those that are formulas: made of runs of words that many other documents have as well.

"Said it expects to report a loss for the quarter" may be, word for word, in two documents only.  But most of its runs
of four words are in others, so the two documents need not have it from each other.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from provenance import sets
from provenance.kernels import kernels
from provenance.model.passages import KINDS, Passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Places = NDArray[np.int64]
    # From positions, ascending, to the texts of these documents.
    Texts = Callable[[Sequence[int]], Iterable[str]]

WORDS, FORM_WORDS = 30, 120  # of a formula that is the same everywhere, and of one with other figures, at most
LETTERS = 5  # characters to a word, at least: four syllables or signs are hardly more than a word
RUN = 4  # words
OTHERS = 2  # documents beside its carriers that must have a run, at least
PER_OTHER = 6  # words of a passage to each of them: the versions of one story share long passages, and are few
COMMON = 0.5  # share of a formula's runs that so many have
SAMPLE = 1 << 14  # documents in which runs are counted, each a story of its own
LENGTH = 1 << 12  # characters of such a document that are looked at
TOGETHER = 1 << 20  # characters whose words are hashed at once
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_TABLE = 24  # bits of a hash, at most, by which most runs are found to be of no passage
_VERBATIM = KINDS.index("verbatim")
_FIGURE = np.uint64(1)  # what all figures count as


def with_formulas(passages: Passages, texts: Texts, stories: Places) -> Passages:
    """Return *passages* in which those are stock phrases that consist of common runs of words.

    *texts* gives the texts of documents.  *stories* has equal numbers for copies of one text, which count once.
    """
    heads, bounds = passages.heads, passages.bounds[:-1]
    verbatim = np.logical_and.reduceat(passages.carriers["kind"] == _VERBATIM, bounds) if len(bounds) else bounds > 0
    short = heads["words"] <= np.where(verbatim, WORDS, FORM_WORDS)
    long_words = heads["end"] - heads["start"] >= LETTERS * heads["words"]
    candidates = np.flatnonzero(~passages.form & short & long_words)
    if not len(candidates) or len(stories) < OTHERS:
        return passages
    # Figures that all carriers have are a sign that they have them from each other; others are slots of a form.
    plain, slotted, owners = _runs_of(heads[candidates], texts)
    known, which = sets.unique_inverse(np.where(verbatim[candidates][owners], plain, slotted))
    firsts = np.sort(sets.first_indices(stories))
    sample = firsts[:: -(-len(firsts) // SAMPLE)]
    counts = _counted(known, texts(sample.tolist()))[which]
    others = np.maximum(OTHERS, heads["words"][candidates] // PER_OTHER)
    common = counts >= (passages.sizes[candidates] + others)[owners]
    total = np.bincount(owners, minlength=len(candidates))
    share = np.bincount(owners, common, len(candidates)) / np.maximum(1, total)
    stock = passages.stock.copy()
    stock[candidates[(share >= COMMON) & (total > 0)]] = True
    return Passages(passages.carriers, passages.bounds, passages.quoted, stock, passages.boilerplate)


def _runs_of(heads: NDArray[np.void], texts: Texts) -> tuple[Hashes, Hashes, Places]:
    """Return the runs of words in the first places of passages, also without figures, and the passage of each."""
    documents, which = sets.unique_inverse(heads["document"].astype(np.int64))
    order = np.argsort(which, kind="stable")
    bounds = np.searchsorted(which[order], np.arange(len(documents) + 1))

    def pieces() -> Iterator[str]:
        for at, text in enumerate(texts(documents.tolist())):
            for row in order[bounds[at] : bounds[at + 1]].tolist():
                yield text[heads["start"][row] : heads["end"][row]]

    found = list(_hashed(pieces()))
    plain, slotted, owners = (np.concatenate(column) for column in zip(*found, strict=True))
    return plain, slotted, order[owners]


def _counted(known: Hashes, texts: Iterable[str]) -> Places:
    """Return in how many of *texts* each of the *known* runs occurs; these ascend."""
    # Most runs of texts are none of these: a table of 16 places for each says so sooner than a search.
    shift = np.uint64(64 - min(_TABLE, len(known).bit_length() + 4))
    table = np.zeros(1 << (64 - int(shift)), np.bool_)
    table[known >> shift] = True
    found = [np.zeros(0, np.uint64)]
    for plain, slotted, owners in _hashed(text[:LENGTH] for text in texts):
        figures = np.flatnonzero(slotted != plain)
        for runs, places in ((plain, owners), (slotted[figures], owners[figures])):
            some = np.flatnonzero(table[runs >> shift])
            found.append(_once(runs[some], places[some]))
    ordered = np.sort(np.concatenate(found))
    return np.searchsorted(ordered, known, side="right") - np.searchsorted(ordered, known)


def _once(runs: Hashes, texts: Places) -> Hashes:
    """Return the *runs*, each once for each of *texts* that has it."""
    order = np.argsort(runs ^ (texts.astype(np.uint64) * _FACTOR))
    runs, texts = runs[order], texts[order]
    fresh = np.ones(len(runs), np.bool_)
    fresh[1:] = (runs[1:] != runs[:-1]) | (texts[1:] != texts[:-1])
    return runs[fresh]


def _hashed(texts: Iterable[str]) -> Iterator[tuple[Hashes, Hashes, Places]]:
    """Yield the runs of words of *texts*, many texts at a time: as they are, with all figures alike, and their texts.

    The last column holds the number of the text of each.
    """
    first = 0
    for some in _batches(texts):
        ids, figures, owners = _words(some)
        count = max(0, len(ids) - RUN + 1)
        whole = owners[:count] == owners[RUN - 1 :]
        plain, slotted = (_runs(words, count)[whole] for words in (ids, np.where(figures, _FIGURE, ids)))
        yield plain, slotted, owners[:count][whole] + first
        first += len(some)


def _runs(ids: Hashes, count: int) -> Hashes:
    runs = np.zeros(count, np.uint64)
    for step in range(RUN):
        runs = (runs ^ ids[step : step + count]) * _FACTOR
    return runs


def _words(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.bool_], Places]:
    """Return the hashes of the words of *texts*, which are figures, and the number of the text of each."""
    joined = "\n".join(texts)
    starts, _, ids = kernels.locate(joined)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)[starts]
    ends = np.cumsum(np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts)))
    sizes = np.diff(np.searchsorted(starts, ends), prepend=0)
    return ids, (points >= ord("0")) & (points <= ord("9")), np.repeat(np.arange(len(texts)), sizes)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield *texts* in batches, at least one."""
    waiting = iter(texts)
    while True:
        some, size = [], 0
        for text in islice(waiting, TOGETHER // 64):
            some.append(text)
            size += len(text)
            if size >= TOGETHER:
                break
        yield some
        if size < TOGETHER and len(some) < TOGETHER // 64:
            return
