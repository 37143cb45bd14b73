"""From the texts of a corpus to what each document carries of earlier ones, in time linear in texts and copies."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance import sets
from provenance.alignment.letters import Letters
from provenance.alignment.meetings import RUNS, Meetings, meetings
from provenance.alignment.texts import aligned
from provenance.alignment.verbatim import verbatim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.model import Overlap, Span
    from provenance.settings import Aligning

    Stretch = tuple[int, NDArray[np.int64], NDArray[np.int64]]
    # An overlap, and how many words either side of it has.
    Told = tuple[Overlap, tuple[int, int]]
    # What another document and this one share about some places, given the other, those places, and the work.
    About = Callable[[int, bytes, Callable[[], list[Told]]], list[Told]]
    # What a document shares with others: each of these, and what was told about it and some places.
    Parts = Iterator[tuple[int, list[Told]]]
    # The parts of a document, known or worked out, given the document, the others that it meets, and where it does.
    Recall = Callable[[int, Sequence[int], bytes, Callable[[About], Parts]], Parts]

MARGIN = 60  # words on both sides of a meeting that are aligned
WHOLE = 4000  # words between the first and the last meeting that are aligned as one
APART = 200  # words between meetings that are aligned by themselves where there are more
KEPT = 1 << 23  # letters of documents that are kept at hand


class Library:
    """The texts of a corpus and their letters, the latest used of them kept at hand."""

    def __init__(self, text: Callable[[int], str]) -> None:
        self._text = text
        self._kept: OrderedDict[int, tuple[str, Letters]] = OrderedDict()
        self._size = 0

    def __getitem__(self, document: int) -> tuple[str, Letters]:
        if document in self._kept:
            self._kept.move_to_end(document)
            return self._kept[document]
        text = self._text(document)
        letters = Letters(text)
        self._kept[document] = text, letters
        self._size += len(letters.codes)
        while self._size > KEPT and len(self._kept) > 2:
            _, (_, old) = self._kept.popitem(last=False)
            self._size -= len(old.codes)
        return text, letters


class Carried:
    """Overlaps between documents in the order they are found: *heads* are the earlier documents, *documents* the later.

    *words* counts those of both sides of each overlap.
    """

    def __init__(self) -> None:
        self.heads: list[int] = []
        self.documents: list[int] = []
        self.overlaps: list[Overlap] = []
        self.words: list[tuple[int, int]] = []

    def add(self, head: int, document: int, told: Told) -> None:
        """Take in that *document* has on the right of an overlap what *head* has on its left."""
        self.heads.append(head)
        self.documents.append(document)
        self.overlaps.append(told[0])
        self.words.append(told[1])


def carried(
    texts: Iterable[str],
    text: Callable[[int], str],
    settings: Aligning,
    order: NDArray[np.int64] | None = None,
    recall: Recall | None = None,
) -> Carried:
    """Return the overlaps of each document with the earliest ones that have the same passages, in linear time.

    *texts* are read once, in order; *text* gives one by position.  *order* holds positions, the earliest
    document first.  Of twelve equal words or more at least eight are found, wherever they stand;
    of edited passages those that keep runs of eight.
    """
    found = Carried()
    library = Library(text)
    everything = meetings(texts, order)
    for first, last in _between(np.diff(everything.document) != 0, len(everything)):
        _read(everything, first, last, library, settings, found, recall or _anew)
    return found


def _anew(_: int, __: Sequence[int], ___: bytes, work: Callable[[About], Parts]) -> Parts:
    return work(lambda _, __, about: about())


def _read(
    some: Meetings, first: int, last: int, library: Library, settings: Aligning, found: Carried, recall: Recall
) -> None:
    """Find out what one document, that of meetings *first* to *last*, carries."""
    document = int(some.document[first])
    here, there, proof = some.place[first:last], some.other_place[first:last], some.proof[first:last]
    others, which = sets.unique_inverse(some.other[first:last])
    # What is told about a document depends on these, on its text, on those of the others, and on nothing else.
    met = b"".join(map(bytes, (which, there, here, proof)))
    work = partial(_parts, document, (some.other[first:last], there, here, proof), library, settings)
    for head, told in recall(document, others.tolist(), met, work):
        for one in told:
            found.add(head, document, one)


def _parts(
    document: int,
    met: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]],
    library: Library,
    settings: Aligning,
    about: About,
) -> Parts:
    """Yield what *document* shares with others; what it is known to carry by then is not looked at again."""
    known: dict[int, list[Overlap]] = {}
    text, letters = library[document]
    others, there, here, proof = met
    for run, long in zip(RUNS, (False, True), strict=True):
        rows = np.flatnonzero(proof == long)
        stretches = sorted(_stretches(others[rows], there[rows], here[rows]), key=lambda one: (-len(one[1]), one[0]))
        for head, left, right in stretches:
            # Of what is known to be another document's, a word more at an end is chance.
            within = _covering(known, letters.starts[right + 1])
            within &= _covering(known, letters.starts[right + run - 2])
            if within.all():
                continue
            earlier, theirs = library[head]
            places = left[~within], right[~within]
            work = partial(_told, (theirs, letters), (earlier, text), places, settings)
            yield head, _new(known.setdefault(head, []), about(head, b"".join(map(bytes, places)), work))


def _covering(known: dict[int, list[Overlap]], places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which code points at *places* lie in a right side of what is *known*."""
    covered = np.zeros(len(places), np.bool_)
    for overlaps in known.values():
        for overlap in overlaps:
            covered |= (places >= overlap.right.start) & (places < overlap.right.end)
    return covered


def _new(before: list[Overlap], told: list[Told]) -> list[Told]:
    """Return what of *told* meets no overlap of the same two texts *before* on both sides, and add it to these."""
    found = []
    for one in told:
        overlap = one[0]
        if not any(_meet(overlap.left, other.left) and _meet(overlap.right, other.right) for other in before):
            before.append(overlap)
            found.append(one)
    return found


def _told(
    sides: tuple[Letters, Letters],
    texts: tuple[str, str],
    places: tuple[NDArray[np.int64], NDArray[np.int64]],
    settings: Aligning,
) -> list[Told]:
    """Return the overlaps of two texts about some words, with the words of both sides."""
    return [
        (overlap, (sides[0].words_in(overlap.left), sides[1].words_in(overlap.right)))
        for overlap in _aligned(sides, texts, places, settings)
    ]


def _aligned(
    sides: tuple[Letters, Letters],
    texts: tuple[str, str],
    places: tuple[NDArray[np.int64], NDArray[np.int64]],
    settings: Aligning,
) -> list[Overlap]:
    """Return the overlaps of two texts about the words that begin the same runs."""
    left, right = places
    if (left - right == left[0] - right[0]).all():
        exact = verbatim(sides, texts, (int(left[0]), int(right[0])), settings.min_words)
        if exact is not None and exact[2] > right[-1]:
            return [exact[0]]
    parts = [
        side.part(int(words.min()) - MARGIN, int(words.max()) + RUNS[-1] + MARGIN)
        for side, words in zip(sides, places, strict=True)
    ]
    return aligned((parts[0], parts[1]), texts, settings)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _stretches(others: NDArray[np.int64], there: NDArray[np.int64], here: NDArray[np.int64]) -> Iterator[Stretch]:
    """Yield what lies together: the other document, the words there, the words here."""
    order = np.lexsort((here, others))
    others, there, here = others[order], there[order], here[order]
    for first, last in _between(others[1:] != others[:-1], len(others)):
        left, right = there[first:last], here[first:last]
        if max(left.max() - left.min(), right[-1] - right[0]) <= WHOLE:
            yield int(others[first]), left, right
        else:
            far = (right[1:] - right[:-1] > APART) | (np.abs(left[1:] - left[:-1]) > APART)
            for begin, end in _between(far, len(left)):
                yield int(others[first]), left[begin:end], right[begin:end]


def _between(breaks: NDArray[np.bool_], count: int) -> Iterator[tuple[int, int]]:
    """Return the stretches of *count* rows that the *breaks* between them leave."""
    edges = [0, *(np.flatnonzero(breaks) + 1).tolist(), count] if count else [0]
    return pairwise(edges)
