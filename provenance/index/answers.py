"""From matches to answers: which of two texts came first and why, where a document is from, and what a text has new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.alignment.labels import STOCK_DOCUMENTS, STOCK_SOURCES, STOCK_WORDS
from provenance.model import CONFIDENCES, DIRECTIONS, NEAR_BELOW, RELATIONS, Attribution, Pairs, Value
from provenance.words import locate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.index.matching import Match, Matches
    from provenance.index.shelf import Source
    from provenance.model import Batch, Document
    from provenance.settings import Attributing

# A document that only shares a passage is not worth the fifth of a millisecond that its claims take.
ATTRIBUTED = ("identical", "near", "contained", "excerpt")
MOST_ATTRIBUTED = 50  # documents for each text
_MOST_KNOWN = 1 << 14  # attributions that are remembered
_TOGETHER = 1 << 10  # documents that are read at a time
_NAMES_OF_SOURCES = ("source", "publisher", "host")


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Known(Value):
    """A match with the document's attribution (None: not looked at), and which of both texts came first.

    *first* is "text", "document", "undecided" or "" (nothing says); *why* gives the reasons.
    """

    match: Match
    attribution: Attribution | None
    first: str
    confidence: str
    why: tuple[str, ...]


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Answer(Value):
    """What an index says about one text.

    *new*, *indexed* and *stock* are the shares of its words that no document has, that some document has, and that are
    in phrases of many documents of several sources; they sum to 1 (all 0 for a text without words).
    """

    document: Document
    attribution: Attribution
    matches: tuple[Known, ...]
    new: float
    indexed: float
    stock: float
    left_out: int
    crowded: bool


class Answers:
    """Makes answers from matches, and remembers what the documents of an index say about themselves."""

    def __init__(self, source: Source, settings: Attributing) -> None:
        self._source, self._settings = source, settings
        self._known: dict[int, tuple[str, Attribution]] = {}

    def of(self, batch: Batch, found: Sequence[Matches]) -> Iterable[Answer]:
        """Yield the answer about each text of *batch*, of which *found* says what the index has."""
        for position, (document, matches) in enumerate(zip(batch.documents, found, strict=True)):
            yield self._answer(document, batch.text(position), matches)

    def attributions(self, numbers: Sequence[int]) -> dict[int, Attribution]:
        """Return what documents say about themselves, by number."""
        found: dict[int, Attribution] = {}
        for at in range(0, len(numbers), _TOGETHER):
            said = self._said(numbers[at : at + _TOGETHER])
            found.update((number, attribution) for number, (_, attribution) in said.items())
        return found

    def _answer(self, document: Document, text: str, matches: Matches) -> Answer:
        from provenance.attribution import attribute

        own = attribute(text, document, self._settings)
        asked = [one for one in matches.found if one.relation in ATTRIBUTED][:MOST_ATTRIBUTED]
        said = self._said([one.number for one in asked])
        judged = _directed((text, own), asked, said, self._source.threshold) if asked else {}
        known = []
        for match in matches.found:
            attribution = said[match.number][1] if match.number in said else None
            known.append(Known(match, attribution, *judged.get(match.number, ("", "", ()))))
        return Answer(document, own, tuple(known), *shares(text, matches.found), matches.left_out, matches.crowded)

    def _said(self, numbers: Sequence[int]) -> dict[int, tuple[str, Attribution]]:
        """Return the texts and the attributions of documents, by number."""
        from provenance.attribution import attribute

        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        missing = [number for number in numbers if number not in self._known]
        stored = self._source.documents(missing)
        documents = [stored[number] for number in missing]
        for one, raw in zip(documents, self._source.texts(documents), strict=True):
            text = raw.decode("utf-8", "surrogatepass")
            self._known[one.number] = text, attribute(text, one.document, self._settings)
        return {number: self._known[number] for number in numbers}


def _directed(
    own: tuple[str, Attribution], matches: Sequence[Match], said: dict[int, tuple[str, Attribution]], threshold: float
) -> dict[int, tuple[str, str, tuple[str, ...]]]:
    """Return for each match, by number, which text came first, how sure that is, and why."""
    from provenance.derivation import derive

    texts = [own, *(said[match.number] for match in matches)]
    count = len(matches)
    pairs = Pairs(
        left=np.zeros(count, np.int32),
        right=np.arange(1, count + 1, dtype=np.int32),
        jaccard=np.array([match.jaccard for match in matches]),
        left_in_right=np.array([match.inside for match in matches]),
        right_in_left=np.array([match.covers for match in matches]),
        relation=np.array([_code(match, threshold) for match in matches], np.int8),
        direction=np.zeros(count, np.int8),
        confidence=np.zeros(count, np.int8),
    )
    derived = derive(pairs, [attribution for _, attribution in texts], lambda at: texts[at][0])
    reasons = {max(one.original, one.copy): one.reasons for one in derived.derivations}
    first = {"": "", "left": "document", "right": "text", "undecided": "undecided"}
    return {
        match.number: (
            first[DIRECTIONS[int(derived.pairs.direction[at])]],
            CONFIDENCES[int(derived.pairs.confidence[at])],
            reasons.get(at + 1, ()),
        )
        for at, match in enumerate(matches)
    }


def _code(match: Match, threshold: float) -> int:
    if match.relation == "near" and match.jaccard < threshold:
        return NEAR_BELOW
    return RELATIONS.index(match.relation)


def shares(text: str, matches: Iterable[Match]) -> tuple[float, float, float]:
    """Return the shares of the words of *text* that are new, in the index, and in stock phrases."""
    starts = locate(text).starts
    count = len(starts)
    if not count:
        return 0.0, 0.0, 0.0
    sources: dict[str, NDArray[np.bool_]] = {}
    spans: list[tuple[int, int]] = []
    words, stated = [], []
    for match in matches:
        source = _source(match.document)
        # Of a text that is there word for word, nothing is new, the words that are too few for a passage neither.
        if match.relation == "identical":
            spans.append((0, len(text)))
            words.append(STOCK_WORDS + 1)
            stated.append(source)
        for overlap in match.overlaps:
            spans.append((overlap.left.start, overlap.left.end))
            words.append(overlap.words)
            stated.append(source)
    # All passages at once: a call for each takes longer than all that is done with it.
    first, last = np.searchsorted(starts, np.array(spans, np.int64).reshape(-1, 2)).T
    lengthy = np.array(words, np.int64) > STOCK_WORDS
    carriers = _depth(first, last, count)
    long = _depth(first[lengthy], last[lengthy], count) > 0
    for at in np.flatnonzero(~lengthy).tolist():
        if stated[at]:
            sources.setdefault(stated[at], np.zeros(count, np.bool_))[first[at] : last[at]] = True
    # Stock is what only short passages carry: what a longer one has too is a copy.
    stock = (carriers >= STOCK_DOCUMENTS) & ~long
    stock &= sum(sources.values(), np.zeros(count, np.int64)) >= STOCK_SOURCES
    new, phrases = int((carriers == 0).sum()), int(stock.sum())
    return new / count, (count - new - phrases) / count, phrases / count


def _depth(first: NDArray[np.int64], last: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return for each of *count* words how many of the ranges from *first* to *last* have it."""
    steps = np.bincount(first, minlength=count + 1) - np.bincount(last, minlength=count + 1)
    return np.cumsum(steps)[:count]


def _source(document: Document) -> str:
    """Return the source that a document's container states, "" if it states none."""
    stated = {statement.name: statement.value for statement in document.statements}
    return next((stated[name] for name in _NAMES_OF_SOURCES if name in stated), "")
