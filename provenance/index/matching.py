"""From a text to the documents of an index that have parts of it: candidates by their keys, then exact measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from provenance.alignment.carried import overlap_of
from provenance.errors import UsageError
from provenance.grouping.ties import MIN_CONTAINED, parts
from provenance.index.keys import keyed
from provenance.index.parameters import TIERS, rebuilding
from provenance.kernels import kernels
from provenance.model import RELATIONS, Batch, Overlap, Value
from provenance.words import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.index.reader import Hits, Snapshot
    from provenance.index.rows import Stored
    from provenance.kernels.compiled import Letters
    from provenance.kernels.rows import Row
    from provenance.model import Document
    from provenance.settings import Aligning, Grouping

    Numbers = NDArray[np.int64]

MOST_CARRIERS = 1000  # documents that one run of words is looked up in
MOST_DOCUMENTS = 1000  # that a text is compared with; those that have most in common with it come first
RUN_WORDS = 8  # of a run from which the kernels align
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

    def __init__(self, snapshot: Snapshot, batch: Batch, position: int, bounds: Bounds, words: int) -> None:
        self._snapshot, self._batch, self._position, self._bounds = snapshot, batch, position, bounds
        self._words = words
        self._matches: list[Match] = []

    def found(self) -> tuple[Match, ...]:
        """Return the matches, the closest first."""
        return tuple(sorted(self._matches, key=_closeness))

    def compare(self, numbers: Numbers, hits: tuple[Numbers, Numbers, Numbers]) -> None:
        """Compare the text with the documents of these *numbers*; *hits* are documents, places here, places there."""
        stored = self._snapshot.documents(numbers.tolist())
        known = [stored[number] for number in numbers.tolist()]
        texts = self._snapshot.texts(known)
        measured = self._measured(known, texts)
        text = self._batch.text(self._position)
        own = kernels.Letters(readable(text))
        for one, other, (jaccard, inside, covers, same) in zip(known, texts, measured, strict=True):
            rows = slice(*np.searchsorted(hits[0], (one.number, one.number + 1)).tolist())
            there = other.decode("utf-8", "surrogatepass")
            near = jaccard >= self._bounds.threshold or same
            overlaps = self._overlaps((text, own), there, (hits[1][rows], hits[2][rows]), near=near)
            if overlaps or near:
                relation = self._relation(one, overlaps, (jaccard, inside, covers), same=same)
                found = Match(one.document, one.number, relation, jaccard, inside, covers, overlaps)
                self._matches.append(found)

    def _measured(self, known: Sequence[Stored], texts: Sequence[bytes]) -> list[tuple[float, float, float, bool]]:
        """Return for each document the similarity, both containments, and whether its words are the text's words."""
        from provenance.sketch import shingle_sets

        begin, end = self._batch.offsets[self._position : self._position + 2].tolist()
        heads = [int(self._batch.starts[self._position]) - begin]
        heads += [_head(one.document, text) for one, text in zip(known, texts, strict=True)]
        pieces = [bytes(self._batch.buffer[begin:end]), *texts]
        offsets = np.append(0, np.cumsum([len(piece) for piece in pieces], dtype=np.int64))
        values, bounds = shingle_sets(b"".join(pieces), offsets, offsets[:-1] + np.array(heads, np.int64))
        others = np.arange(1, len(pieces))
        common = kernels.shared(values, bounds, np.zeros(len(others), np.int64), others)
        sizes = np.diff(bounds)
        here, there = max(int(sizes[0]), 1), np.maximum(sizes[1:], 1)
        every = np.maximum(sizes[0] + sizes[1:] - common, 1)
        alike = (common == sizes[0]) & (common == sizes[1:])
        # Equal sets of shingles are equal texts unless one repeats itself.
        same = [bool(one) and self._same_words(known[at], texts[at], heads) for at, one in enumerate(alike)]
        return list(
            zip((common / every).tolist(), (common / here).tolist(), (common / there).tolist(), same, strict=True)
        )

    def _same_words(self, stored: Stored, text: bytes, heads: Sequence[int]) -> bool:
        from provenance.words import locate

        own = locate(self._batch.text(self._position))
        other = locate(text.decode("utf-8", "surrogatepass"), stored.document.header)
        skipped = len(own) - len(other)
        return (
            skipped >= 0
            and bool(len(other))
            and np.array_equal(own.ids[skipped:], other.ids)
            and (skipped == 0 or heads[0] > 0)
        )

    def _overlaps(
        self, here: tuple[str, Letters], there: str, places: tuple[Numbers, Numbers], *, near: bool
    ) -> tuple[Overlap, ...]:
        """Return the passages that the text and a document share, from the *places* of equal runs in both."""
        (text, own), other = here, kernels.Letters(readable(there))
        least = self._bounds.min_words
        if min(len(own), len(other)) < RUN_WORDS or (near and not len(places[0])):
            rows = kernels.align_texts(own, other, least) if near else []
            return tuple(overlap_of(row, text, there) for row in rows)
        # Runs of fewer words may begin where none of eight does.
        back = np.maximum(0, np.maximum(places[0] - (len(own) - RUN_WORDS), places[1] - (len(other) - RUN_WORDS)))
        left, right = places[0] - back, places[1] - back
        sound = (left >= 0) & (right >= 0)
        left, right = left[sound], right[sound]
        order = np.lexsort((right, left))
        there_at, here_at = right[order].astype(np.int32), left[order].astype(np.int32)
        columns = np.zeros(len(order), np.int32), there_at, here_at, np.zeros(len(order), np.uint8)
        work = kernels.Carrying(own, columns, least)
        needed = work.step()
        while needed >= 0:
            needed = work.step(other)
        return tuple(_turned(row.item()[1:], text, there) for row in work.rows())

    def _relation(
        self, stored: Stored, overlaps: Sequence[Overlap], shares: tuple[float, float, float], *, same: bool
    ) -> str:
        if same:
            return "identical"
        jaccard, *held = shares
        if jaccard >= self._bounds.threshold:
            return "near"
        if max(held) >= MIN_CONTAINED:
            return "contained"
        if overlaps and all(overlap.quoted for overlap in overlaps):
            return "quotation"
        sizes = np.maximum(1, (self._words, stored.words)).reshape(2, 1)
        covered = sum(overlap.words for overlap in overlaps) / sizes
        here = [overlap.right.start for overlap in sorted(overlaps, key=_place)]
        moved = np.array([here != sorted(here) or any(overlap.kind == "reordered" for overlap in overlaps)])
        return RELATIONS[int(parts(covered, sizes, np.array(held).reshape(2, 1), moved)[0])]


def _place(overlap: Overlap) -> tuple[int, int]:
    return overlap.left.start, overlap.right.start


def _turned(row: Row, text: str, there: str) -> Overlap:
    """Return a row of the kernels, whose left side is the other document, as an overlap that has it on the right."""
    found = overlap_of(row, there, text)
    return attrs.evolve(found, left=found.right, right=found.left, quoted=bool(found.quoted))


def _head(document: Document, text: bytes) -> int:
    """Return the bytes before the article's own words."""
    if not document.header:
        return 0
    return len(text.decode("utf-8", "surrogatepass")[: document.header].encode("utf-8", "surrogatepass"))


def _closeness(found: Match) -> tuple[int, float, int, str, int]:
    words = sum(overlap.words for overlap in found.overlaps)
    return ORDER.index(found.relation), -found.jaccard, -words, found.document.id, found.number
