"""From a text to the documents of an index that carry its sentences, word for word, and which of these came first.

Documents are found by their fingerprints, as the tier of the index promises, and then compared with the text word by
word, so nothing is estimated.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.derivation.intervals import days_between, interval
from provenance.index.keys import print_keys, winnowed
from provenance.index.matching import MOST_CARRIERS
from provenance.index.sentences import sentences
from provenance.index.spoken import spoken, sums_of
from provenance.model import Attribution, Span, Value
from provenance.words import Words, locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.index.reader import Snapshot
    from provenance.model import Batch, Document

    Numbers = NDArray[np.int64]
    Hashes = NDArray[np.uint64]
    _Hits = tuple[Numbers, Numbers, Numbers]

_BASE = 0x9E3779B97F4A7C15
_MODULUS = 1 << 64
_INVERSE = pow(_BASE, -1, _MODULUS)
_MOST_TEXTS = 2048  # documents whose words are kept while a text is looked at


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Carrier(Value):
    """A document that has the *words* words at *here* (in the text) at *there*; *whole*: that is the whole sentence."""

    document: Document
    number: int
    here: Span
    there: Span
    words: int
    whole: bool


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Sentence(Value):
    """A sentence at *span* with the documents that carry it: those that have the whole of it first, then by length.

    *short*: it has fewer words than the index promises to find, so there may be more.  *crowded*: more documents share
    a phrase of it than were looked at.
    """

    span: Span
    words: int
    carriers: tuple[Carrier, ...]
    short: bool
    crowded: bool

    @property
    def whole(self) -> int:
        """The number of documents that have the whole sentence."""
        return sum(one.whole for one in self.carriers)


def carried(snapshot: Snapshot, batch: Batch, least: int) -> Iterator[tuple[Sentence, ...]]:
    """Yield for each text of *batch* its sentences, with all documents that have one or *least* words in a row of it.

    *least* is at least what the index promises to find.
    """
    hashes, places, counts = winnowed(batch, snapshot.manifest.parameters)
    hits = snapshot.find("prints", print_keys(hashes), MOST_CARRIERS)
    ends = np.cumsum(counts)
    for position, (begin, end) in enumerate(zip((ends - counts).tolist(), ends.tolist(), strict=True)):
        rows = slice(*np.searchsorted(hits.keys, (begin, end)).tolist())
        crowded = hits.crowded[slice(*np.searchsorted(hits.crowded, (begin, end)).tolist())]
        here = (
            places[hits.keys[rows]].astype(np.int64),
            hits.documents[rows].astype(np.int64),
            hits.places[rows].astype(np.int64),
        )
        yield _Text(snapshot, batch.text(position), least).sentences(here, places[crowded].astype(np.int64))


class _Text:
    """One text, and the documents that it is compared with."""

    def __init__(self, snapshot: Snapshot, text: str, least: int) -> None:
        self._snapshot, self._text, self._least = snapshot, text, least
        sampling = snapshot.manifest.parameters.sampling
        self._run, self._guarantee = sampling.run, sampling.guarantee
        self._words = locate(text)
        self._spoken = sums_of(text, self._words)
        self._known: dict[int, tuple[Document, Words]] = {}
        self._sums: dict[int, Rolled] = {}

    def sentences(self, hits: _Hits, crowded: Numbers) -> tuple[Sentence, ...]:
        """Return the sentences; *hits* are places of runs here, ascending, documents that have them, and where."""
        bounds = sentences(self._text, self._words).tolist()
        return tuple(self._sentence(at, end, hits, crowded) for at, end in pairwise(bounds))

    def _sentence(self, at: int, end: int, hits: _Hits, crowded: Numbers) -> Sentence:
        short = end - at < self._guarantee
        # The runs of a short sentence reach into its neighbours: where these are carried too, it is found.
        first, last = (at - self._run + 1, end) if short else (at, end - self._run + 1)
        rows = slice(*np.searchsorted(hits[0], (first, last)).tolist())
        # By document, where each run that it has lies in it when the text's first word lies at 0.
        shifts: dict[int, set[int]] = {}
        for number, shift in zip(hits[1][rows].tolist(), (hits[2][rows] - hits[0][rows]).tolist(), strict=True):
            shifts.setdefault(number, set()).add(shift)
        carriers = sorted(self._carriers(at, end, shifts), key=_order)
        span = self._span(self._words, at, end - at)
        many = bool(((crowded >= first) & (crowded < last)).any())
        return Sentence(span, end - at, tuple(carriers), short, many)

    def _carriers(self, at: int, end: int, shifts: Mapping[int, set[int]]) -> Iterator[Carrier]:
        own = self._words.ids[at:end]
        rolled: Rolled | None = None
        for number, (document, words) in self._read(sorted(shifts)).items():
            # A run is listed where a document has it first, so this is the first place of the whole sentence too.
            wholes = [at + by for by in shifts[number] if at + by >= 0 and _same(words.ids[at + by : end + by], own)]
            found = (0, min(wholes), len(own)) if wholes else None
            if found is None:
                rolled = rolled or Rolled(own)
                found = rolled.longest(self._rolled(number), self._least)
            if found is not None:
                here, there, length = found
                if length < len(own) and spoken(self._spoken, at + here, length) < self._least:
                    continue
                yield Carrier(
                    document,
                    number,
                    self._span(self._words, at + here, length),
                    self._span(words, there, length),
                    length,
                    length == len(own),
                )

    def _rolled(self, number: int) -> Rolled:
        if number not in self._sums:
            self._sums[number] = Rolled(self._known[number][1].ids)
        return self._sums[number]

    def _read(self, numbers: Sequence[int]) -> dict[int, tuple[Document, Words]]:
        """Return these documents, with their words."""
        missing = [number for number in numbers if number not in self._known]
        if len(self._known) + len(missing) > _MOST_TEXTS:
            self._known.clear()
            self._sums.clear()
            missing = list(numbers)
        stored = self._snapshot.documents(missing) if missing else {}
        some = list(stored.values())
        for one, raw in zip(some, self._snapshot.texts(some), strict=True):
            self._known[one.number] = one.document, locate(raw.decode("utf-8", "surrogatepass"))
        return {number: self._known[number] for number in numbers}

    @staticmethod
    def _span(words: Words, at: int, length: int) -> Span:
        return Span(int(words.starts[at]), int(words.ends[at + length - 1]))


def _same(one: Hashes, other: Hashes) -> bool:
    return len(one) == len(other) and bool((one == other).all())


class Rolled:
    """The words of a text with a hash of any run of them (a polynomial modulo 2^64, whose base has an inverse)."""

    def __init__(self, ids: Hashes) -> None:
        self._ids = ids
        size = len(ids)
        self._sums = np.append(np.uint64(0), np.cumsum(ids * _powers(_BASE, size), dtype=np.uint64))
        self._inverses = _powers(_INVERSE, size)

    def longest(self, other: Rolled, least: int) -> tuple[int, int, int] | None:
        """Return the first place here, the place there and the length of the longest run of words that *other* has too.

        None where that is shorter than *least* and not all of this text.
        """
        size = len(self._ids)
        whole = self._common(other, size)
        if whole is not None or size <= least:
            return whole
        best = self._common(other, least)
        low, high = least, size - 1
        while best is not None and low < high:
            middle = (low + high + 1) // 2
            found = self._common(other, middle)
            if found is None:
                high = middle - 1
            else:
                best, low = found, middle
        return best

    def _common(self, other: Rolled, length: int) -> tuple[int, int, int] | None:
        """Return a run of *length* words that both have, compared word by word."""
        own, theirs = self._runs(length), other._runs(length)
        if not len(own):
            return None
        # Sorting the few runs of a sentence takes a tenth of the time of np.isin, which sorts both.
        order = np.argsort(own, kind="stable")
        nearest = order[np.minimum(np.searchsorted(own, theirs, sorter=order), len(own) - 1)]
        for place in np.flatnonzero(own[nearest] == theirs).tolist():
            at = int(nearest[place])
            if np.array_equal(self._ids[at : at + length], other._ids[place : place + length]):
                return at, place, length
        return None

    def common(self, other: Rolled, length: int) -> tuple[Numbers, Numbers]:
        """Return where runs of *length* words begin that *other* has too, and the first place of each there."""
        own, theirs = self._runs(length), other._runs(length)
        if not len(own) or not len(theirs):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        order = np.argsort(theirs, kind="stable")
        there = order[np.minimum(np.searchsorted(theirs, own, sorter=order), len(theirs) - 1)]
        here = np.flatnonzero(theirs[there] == own)
        there = there[here]
        same = np.ones(len(here), np.bool_)
        for step in range(length):
            same &= self._ids[here + step] == other._ids[there + step]
        return here[same], there[same]

    def _runs(self, length: int) -> Hashes:
        """Return the hash of the run of *length* words at each place."""
        count = max(0, len(self._ids) - length + 1)
        return (self._sums[length : length + count] - self._sums[:count]) * self._inverses[:count]


def _powers(base: int, count: int) -> Hashes:
    return _more_powers(base, max(count, 1 << 10).bit_length())[:count]


@lru_cache(maxsize=16)
def _more_powers(base: int, bits: int) -> Hashes:
    """Return powers of *base* modulo 2^64, as many as numbers of so many bits count."""
    powers = np.full(1 << bits, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def _order(one: Carrier) -> tuple[bool, int, str, int]:
    return not one.whole, -one.words, one.document.id, one.number


def first_of(attributions: Sequence[Attribution]) -> int | None:
    """Return which of some documents surely came before all others that have a date; None: that is not sure."""
    dated = [(found, at) for at, one in enumerate(attributions) if (found := interval(one.published)) and found[3]]
    if not dated:
        return None
    earliest, first = min(dated, key=lambda one: (one[0][1], one[0][0], one[1]))
    return first if all(at == first or days_between(earliest, other) > 0 for other, at in dated) else None
