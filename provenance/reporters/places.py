"""From spans in code points to byte offsets, excerpts, and lines and columns, reading each text once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.model.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.model import Claim, Evidence

    Offset = int | None

_DOCUMENTS_AT_ONCE = 1024  # whose claims are written together, so that few columns of text are in memory


class ClaimPlaces(NamedTuple):
    """The claims of some documents in a row, in columns: whose they are, and their places; "" and None outside a text.

    *first* is the position of the first of these documents, and *counts* says how many claims each has.
    """

    first: int
    counts: list[int]
    claims: list[Claim]
    starts: list[Offset]
    ends: list[Offset]
    byte_starts: list[Offset]
    byte_ends: list[Offset]
    excerpts: list[str]


class CarrierPlaces(NamedTuple):
    """The places in bytes of all carriers, passage by passage, in columns."""

    byte_starts: NDArray[np.int64]
    byte_ends: NDArray[np.int64]


class Places:
    """The places of a report's claims and passages, in code points and in bytes of the documents' UTF-8.

    Each text is read once, when the first place of any is asked for, and not kept.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._measured: tuple[list[ClaimPlaces], CarrierPlaces] | None = None

    def claims(self) -> list[ClaimPlaces]:
        """Return all claims, a block of documents after the other."""
        return self._columns()[0]

    def carriers(self) -> CarrierPlaces:
        """Return the places of all carriers."""
        return self._columns()[1]

    def _columns(self) -> tuple[list[ClaimPlaces], CarrierPlaces]:
        if self._measured is None:
            carriers = _Carriers(self._evidence)
            blocks = list(_blocks(self._evidence, carriers))
            self._measured = blocks, carriers.places
        return self._measured


class _Carriers:
    """The places of all carriers, as those of code points until the text of their document is measured."""

    def __init__(self, evidence: Evidence) -> None:
        carriers = Passages.of(evidence.passages).carriers
        self.places = CarrierPlaces(carriers["start"].astype(np.int64), carriers["end"].astype(np.int64))
        # The slots of carriers by document: those of document *d* are ``order[firsts[d]:firsts[d + 1]]``.
        owners = carriers["document"]
        self._order = np.argsort(owners, kind="stable")
        bounds = np.searchsorted(owners[self._order], np.arange(len(evidence.documents) + 1))
        self._firsts: list[int] = bounds.tolist()

    def __contains__(self, document: int) -> bool:
        return self._firsts[document] < self._firsts[document + 1]

    def points(self, document: int) -> list[int]:
        """Return the ends of the places in *document*."""
        slots = self._slots(document)
        return [*self.places.byte_starts[slots].tolist(), *self.places.byte_ends[slots].tolist()]

    def measure(self, document: int, offsets: dict[int, int]) -> None:
        """Let the places in *document* be those of bytes."""
        slots = self._slots(document)
        for column in self.places:
            column[slots] = [offsets[at] for at in column[slots].tolist()]

    def _slots(self, document: int) -> NDArray[np.int64]:
        return self._order[self._firsts[document] : self._firsts[document + 1]]


def _blocks(evidence: Evidence, carriers: _Carriers) -> Iterator[ClaimPlaces]:
    """Yield the claims in blocks of documents; the carriers in these are measured as their texts come by."""
    claims = [attribution.claims for attribution in evidence.attributions] or [()] * len(evidence.documents)
    needed = [at for at, own in enumerate(claims) if at in carriers or any(claim.span is not None for claim in own)]
    texts = zip(needed, evidence.texts(needed), strict=True)
    upcoming = next(texts, None)
    for first in range(0, len(claims), _DOCUMENTS_AT_ONCE):
        some = claims[first : first + _DOCUMENTS_AT_ONCE]
        block = ClaimPlaces(first, [len(own) for own in some], [one for own in some for one in own], [], [], [], [], [])
        for position, own in enumerate(some, first):
            text = ""
            if upcoming is not None and upcoming[0] == position:
                text, upcoming = upcoming[1], next(texts, None)
            _measure(block, own, text, position, carriers)
        yield block


def _measure(block: ClaimPlaces, claims: Sequence[Claim], text: str, document: int, carriers: _Carriers) -> None:
    """Add to *block* the places of the *claims* of one document, and measure the carriers in it."""
    spans = [claim.span for claim in claims]
    starts = [None if span is None else span.start for span in spans]
    ends = [None if span is None else span.end for span in spans]
    block.starts.extend(starts)
    block.ends.extend(ends)
    block.excerpts.extend(["" if span is None else text[span.start : span.end] for span in spans])
    if not text.isascii():
        points = (*filter(None, starts), *filter(None, ends), *carriers.points(document), 0)
        offsets = byte_offsets(text, points) or {}
        carriers.measure(document, offsets)
        starts = [None if at is None else offsets[at] for at in starts]
        ends = [None if at is None else offsets[at] for at in ends]
    block.byte_starts.extend(starts)
    block.byte_ends.extend(ends)


def byte_offsets(text: str, points: Iterable[int]) -> dict[int, int] | None:
    """Return the UTF-8 offset of each code point offset in *points*; None for a text where the two are the same."""
    if text.isascii():
        return None
    found, at, total = {}, 0, 0
    for point in sorted(set(points)):
        total += len(text[at:point].encode("utf-8", "surrogatepass"))
        found[point] = total
        at = point
    return found


def line_and_column(text: str, start: int) -> tuple[int, int]:
    """Return the 1-based line of the character at *start* and its 1-based column in code points."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


class Lines:
    """The lines of one text, for many places of it."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, start: int) -> tuple[int, int]:
        """Return what ``line_and_column`` does."""
        from bisect import bisect_right

        line = bisect_right(self._starts, start)
        return line, start - self._starts[line - 1] + 1
