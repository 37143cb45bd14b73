"""From a text to the documents of an index that have parts of it: candidates by their keys, then exact measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.alignment.carried import overlap_of
from provenance.alignment.kinds import LOOKED_AT, regarded
from provenance.errors import UsageError
from provenance.grouping.ties import MIN_CONTAINED, parts
from provenance.index.keys import keyed
from provenance.index.parameters import TIERS, rebuilding
from provenance.index.shelf import shingles_of
from provenance.kernels import kernels
from provenance.model import RELATIONS, Batch, Overlap, Span, Value
from provenance.model.passages import KINDS
from provenance.words import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.index.reader import Hits, Snapshot
    from provenance.index.server import Server
    from provenance.index.shelf import Ready, Source
    from provenance.kernels.compiled import Letters
    from provenance.kernels.rows import Row
    from provenance.model import Document
    from provenance.settings import Aligning, Grouping

    Numbers = NDArray[np.int64]
    Shares = NDArray[np.float64]

MOST_CARRIERS = 1000  # documents that one run of words is looked up in
MOST_DOCUMENTS = 1000  # that a text is compared with; those that have most in common with it come first
RUN_WORDS = 8  # of a run from which the kernels align
NEAR, CONTAINED, QUOTATION = map(RELATIONS.index, ("near", "contained", "quotation"))
ORDER = ("identical", "near", "contained", "excerpt", "quotation", "shared")


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Match(Value):
    """What a text has in common with one document of an index.

    *relation* is one of identical, near, contained, excerpt, quotation and shared, as in pairs.csv.  *jaccard* is
    exact, and so are *inside*, the share of the text's shingles that the document has, and *covers*, the share of the
    document's that the text has.  *number* is the document's in the index.  *overlaps* have their left side in the text
    and their right side in the document.
    """

    document: Document
    number: int
    relation: str
    jaccard: float
    inside: float
    covers: float
    overlaps: tuple[Overlap, ...]


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Matches(Value):
    """What an index has of a text: *found*, the closest first.

    *left_out* counts documents that share something, but less than the ones the text was compared with; *crowded* is
    whether some run of words is in so many documents that not all of them were looked at.
    """

    found: tuple[Match, ...]
    left_out: int = 0
    crowded: bool = False


class Bounds(NamedTuple):
    """From what on a text and a document match: Jaccard similarity, and words of a shared passage."""

    threshold: float
    min_words: int


def bounds_of(snapshot: Snapshot, grouping: Grouping, aligning: Aligning) -> Bounds:
    """Return the bounds that the settings give.  Raises UsageError where the index promises less."""
    made = snapshot.manifest.parameters
    if grouping.threshold < made.threshold:
        raise UsageError(
            f"--threshold {grouping.threshold:g}: {snapshot.folder} finds pairs from {made.threshold:g} on; for fewer, "
            f"run: provenance index create --threshold {grouping.threshold:g} NEW PATH..."
        )
    check_run(snapshot, aligning.min_words, f"--min-words {aligning.min_words}")
    return Bounds(grouping.threshold, aligning.min_words)


def bounds_at(server: Server, grouping: Grouping, aligning: Aligning) -> Bounds:
    """Return the bounds that the settings give.  Raises UsageError where the server promises less."""
    if grouping.threshold < server.threshold:
        raise UsageError(
            f"--threshold {grouping.threshold:g}: {server.folder} finds pairs from {server.threshold:g} on; make one "
            "of another name that finds more"
        )
    return Bounds(grouping.threshold, aligning.min_words)


def check_run(snapshot: Snapshot, words: int, asked: str) -> None:
    """Raise UsageError, which begins with what was *asked*, where the index finds no runs of so few *words*."""
    made = snapshot.manifest.parameters
    least = made.sampling.guarantee
    if words >= least:
        return
    tier = next((name for name in ("passages", "dense") if TIERS[name].guarantee <= words), "")
    more = f"; {rebuilding(snapshot.folder, {'tier': tier})}" if tier else "; no index finds runs of so few words"
    raise UsageError(f"{asked}: {snapshot.folder} finds passages of {least} words or more{more}")


def match(snapshot: Snapshot, batch: Batch, bounds: Bounds) -> list[Matches]:
    """Return what the index has of each text in *batch*, in order."""
    keys = keyed(batch, snapshot.manifest.parameters)
    bands = snapshot.find("bands", keys.bands[0], MOST_DOCUMENTS)
    prints = snapshot.find("prints", keys.prints[0], MOST_CARRIERS)
    if not len(bands.keys) and not len(prints.keys):
        return [Matches(())] * len(keys.words)
    met = _met(keys.bands[1], bands), _met(keys.prints[1], prints)
    crowded = set(keys.bands[1][bands.crowded].tolist()) | set(keys.prints[1][prints.crowded].tolist())
    found = []
    for position in range(len(keys.words)):
        rows = [slice(*np.searchsorted(one.texts, (position, position + 1)).tolist()) for one in met]
        numbers, left_out = _candidates([one.documents[some] for one, some in zip(met, rows, strict=True)])
        text = _Text(snapshot, batch, position, bounds, int(keys.words[position]))
        if len(numbers):
            hits = met[1].hits[rows[1]]
            here = keys.prints[2][prints.keys[hits]].astype(np.int64)
            text.compare(numbers, (met[1].documents[rows[1]], here, prints.places[hits].astype(np.int64)))
        found.append(Matches(text.found(), left_out, position in crowded))
    return found


def match_at(server: Server, batch: Batch, bounds: Bounds) -> list[Matches]:
    """Return the near-duplicates that a server has of each text in *batch*, in order."""
    from provenance.sketch import sketch

    sketches = sketch(batch)
    worded = np.flatnonzero(sketches.words)
    met = dict(zip(worded.tolist(), server.candidates(sketches.signatures[worded]), strict=True))
    nowhere = np.zeros(0, np.int64)
    found = []
    for position, words in enumerate(sketches.words.tolist()):
        numbers = met.get(position, [])
        text = _Text(server, batch, position, bounds, words)
        if numbers:
            text.compare(np.array(numbers[:MOST_DOCUMENTS]), (nowhere, nowhere, nowhere))
        found.append(Matches(text.found(), max(0, len(numbers) - MOST_DOCUMENTS)))
    return found


class _Met(NamedTuple):
    """Hits by text, then by document: positions of texts, documents, and the rows in the hits."""

    texts: Numbers
    documents: Numbers
    hits: Numbers


def _met(owners: NDArray[np.uint32], hits: Hits) -> _Met:
    texts, documents = owners[hits.keys].astype(np.int64), hits.documents.astype(np.int64)
    order = np.lexsort((hits.keys, documents, texts))
    return _Met(texts[order], documents[order], order)


def _candidates(met: Sequence[Numbers]) -> tuple[Numbers, int]:
    """Return the documents to compare a text with, ascending, and how many are left out: those met least often."""
    every = np.sort(np.concatenate(met))
    begins = np.flatnonzero(np.append(True, every[1:] != every[:-1])[: len(every)])
    numbers, counts = every[begins], np.diff(begins, append=len(every))
    if len(numbers) <= MOST_DOCUMENTS:
        return numbers, 0
    kept = np.sort(np.lexsort((numbers, -counts))[:MOST_DOCUMENTS])
    return numbers[kept], len(numbers) - MOST_DOCUMENTS


class _Text:
    """One text, and what is found of it."""

    def __init__(self, source: Source, batch: Batch, position: int, bounds: Bounds, words: int) -> None:
        self._source, self._batch, self._position, self._bounds = source, batch, position, bounds
        self._words = words
        self._matches: list[Match] = []

    def found(self) -> tuple[Match, ...]:
        """Return the matches, the closest first."""
        return tuple(sorted(self._matches, key=_closeness))

    def compare(self, numbers: Numbers, hits: tuple[Numbers, Numbers, Numbers]) -> None:
        """Compare the text with the documents of these *numbers*; *hits* are documents, places here, places there."""
        known = self._source.shelf.take(numbers.tolist())
        measured = self._measured(known)
        near = measured.same | (measured.jaccard >= self._bounds.threshold)
        places = np.minimum(np.searchsorted(numbers, hits[0]), len(numbers) - 1)
        kept = numbers[places] == hits[0]
        overlaps = self._overlaps(known, (places[kept], hits[1][kept], hits[2][kept]), near)
        found = [at for at, one in enumerate(near.tolist()) if one or overlaps[at]]
        relations = self._relations(known, measured, overlaps, found)
        jaccard, inside, covers = (column[found].tolist() for column in measured[:3])
        for row, (at, relation) in enumerate(zip(found, relations, strict=True)):
            one, shared = known[at].stored, tuple(overlaps[at])
            self._matches.append(
                Match(one.document, one.number, relation, jaccard[row], inside[row], covers[row], shared)
            )

    def _measured(self, known: Sequence[Ready]) -> _Measured:
        begin, end = self._batch.offsets[self._position : self._position + 2].tolist()
        head = int(self._batch.starts[self._position]) - begin
        own, _ = shingles_of([bytes(self._batch.buffer[begin:end])], [head])
        sets = [own, *(one.shingles for one in known)]
        bounds = np.append(0, np.cumsum([len(one) for one in sets]))
        others = np.arange(1, len(sets))
        common = kernels.shared(np.concatenate(sets), bounds, np.zeros(len(others), np.int64), others)
        sizes = np.diff(bounds)
        here, there = max(int(sizes[0]), 1), np.maximum(sizes[1:], 1)
        every = np.maximum(sizes[0] + sizes[1:] - common, 1)
        same = (common == sizes[0]) & (common == sizes[1:])
        # Equal sets of shingles are equal texts unless one repeats itself.
        for at in np.flatnonzero(same).tolist():
            same[at] = self._same_words(known[at], head)
        return _Measured(common / every, common / here, common / there, same)

    def _same_words(self, known: Ready, head: int) -> bool:
        from provenance.words import locate

        own = locate(self._batch.text(self._position))
        other = locate(known.text, known.stored.document.header)
        skipped = len(own) - len(other)
        return (
            skipped >= 0
            and bool(len(other))
            and np.array_equal(own.ids[skipped:], other.ids)
            and (skipped == 0 or head > 0)
        )

    def _overlaps(
        self, known: Sequence[Ready], hits: tuple[Numbers, Numbers, Numbers], near: NDArray[np.bool_]
    ) -> list[list[Overlap]]:
        """Return the passages that the text shares with each document; *hits* are of equal runs, as in `compare`."""
        text = self._batch.text(self._position)
        own, least = kernels.Letters(readable(text)), self._bounds.min_words
        others = [one.letters for one in known]
        found: list[list[Overlap]] = [[] for _ in others]
        for document, *row in kernels.carry_each(own, others, _meetings(own, others, hits), least).tolist():
            found[document].append(_turned(tuple(row), text, known[document].text))
        met = np.bincount(hits[0], minlength=len(others))
        short = np.array([min(len(own), len(other)) < RUN_WORDS for other in others])
        for at in np.flatnonzero(near & (short | (met == 0))).tolist():
            rows = kernels.align_texts(own, others[at], least)
            found[at] = [overlap_of(row, text, known[at].text) for row in rows]
        return found

    def _relations(
        self, known: Sequence[Ready], measured: _Measured, overlaps: Sequence[list[Overlap]], found: list[int]
    ) -> list[str]:
        """Return how the text and each document that is *found* belong together."""
        sizes = np.maximum(1, [[self._words] * len(found), [known[at].stored.words for at in found]])
        words = np.array([sum(overlap.words for overlap in overlaps[at]) for at in found])
        held = np.stack((measured.inside[found], measured.covers[found]))
        moved = np.array([_moved(overlaps[at]) for at in found], np.bool_)
        codes = parts(words / sizes, sizes, held, moved)
        quoted = [bool(overlaps[at]) and all(overlap.quoted for overlap in overlaps[at]) for at in found]
        codes[quoted] = QUOTATION
        codes[held.max(axis=0, initial=0) >= MIN_CONTAINED] = CONTAINED
        codes[measured.jaccard[found] >= self._bounds.threshold] = NEAR
        return ["identical" if measured.same[at] else RELATIONS[code] for at, code in zip(found, codes, strict=True)]


class _Measured(NamedTuple):
    """For each document the similarity, both containments, and whether its words are the text's words."""

    jaccard: Shares
    inside: Shares
    covers: Shares
    same: NDArray[np.bool_]


def _meetings(
    own: Letters, others: Sequence[Letters], hits: tuple[Numbers, Numbers, Numbers]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return equal runs as the kernels take them: in the order of documents, and of places in the text."""
    numbers, here, there = hits
    sizes = np.array([len(other) for other in others])
    # Runs of fewer words may begin where none of eight does.
    back = np.maximum(0, np.maximum(here - (len(own) - RUN_WORDS), there - (sizes[numbers] - RUN_WORDS)))
    left, right = here - back, there - back
    sound = (left >= 0) & (right >= 0)
    numbers, left, right = numbers[sound], left[sound], right[sound]
    order = np.lexsort((right, left, numbers))
    return numbers[order].astype(np.int32), right[order].astype(np.int32), left[order].astype(np.int32)


def _moved(overlaps: Sequence[Overlap]) -> bool:
    """Return whether the passages of a document are in another order there."""
    if len(overlaps) < 2:
        return any(overlap.kind == "reordered" for overlap in overlaps)
    here = [overlap.right.start for overlap in sorted(overlaps, key=_place)]
    return here != sorted(here) or any(overlap.kind == "reordered" for overlap in overlaps)


def _place(overlap: Overlap) -> tuple[int, int]:
    return overlap.left.start, overlap.right.start


def _turned(row: Row, text: str, there: str) -> Overlap:
    """Return a row of the kernels, whose left side is the other document, as an overlap that has it on the right."""
    a, b, c, d, words, similarity, kind, quoted, *_ = row
    if kind in LOOKED_AT:
        similarity, kind = regarded(row, there, text)
    return Overlap(Span(c, d), Span(a, b), words, similarity, KINDS[kind], bool(quoted))


def _closeness(found: Match) -> tuple[int, float, int, str, int]:
    words = sum(overlap.words for overlap in found.overlaps)
    return ORDER.index(found.relation), -found.jaccard, -words, found.document.id, found.number
