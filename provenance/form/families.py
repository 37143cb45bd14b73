"""From the repeats of a text to families: the places of one content, however many there are."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from provenance.model import Overlap, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAME = 0.8  # share of what two places cover together that they have in common if they are the same place
_MADE_OF = 0.9  # share of a passage that the places of a family cover if the passage is a series of them
_MAX_COMPARED = 200  # overlaps; more are not compared with each other, since that takes quadratic time


class Family(NamedTuple):
    """The places of one content in a text, in order and disjoint; *overlap* is between two of them."""

    places: list[Span]
    overlap: Overlap

    def overlaps(self) -> list[Overlap]:
        """Return the overlaps of the first place with each other one."""
        one, first = self.overlap, self.places[0]
        if len(self.places) == 2:
            return [one]
        return [Overlap(first, place, one.words, one.similarity, one.kind, one.quoted) for place in self.places[1:]]


def families(text: str, overlaps: Sequence[Overlap]) -> list[Family]:
    """Return the families of *overlaps* in the order of their first places.

    Of eight copies in a row the aligner finds that the second repeats the first, that the second pair repeats the first
    pair, and that the second four repeat the first four.  These are one family of eight places.  Of sixty-four it does
    not find them all, so that the same characters are looked up besides.
    """
    found: dict[Span, Family] = {}
    few = len(overlaps) <= _MAX_COMPARED
    for overlap in sorted(overlaps, key=lambda one: (len(one.left), one.left, one.right)):
        family = found.get(overlap.left)
        if family is None and few:
            series = next((one for one in found.values() if _is_series(overlap.left, one.places)), None)
            if series is not None:
                _add(series.places, _projected(overlap, series.places))
                continue
            family = next(
                (one for one in found.values() if _among(overlap.left, one) or _among(overlap.right, one)), None
            )
        if family is None:
            family = found[overlap.left] = Family([overlap.left, overlap.right], overlap)
            if few:
                _add(family.places, list(_occurrences(text, overlap.left)))
        else:
            _add(family.places, [overlap.left, overlap.right])
    return sorted(found.values(), key=lambda family: family.places)


def _occurrences(text: str, span: Span) -> Iterator[Span]:
    """Yield the places after *span* that have the same characters."""
    piece, at = text[span.start : span.end], span.end
    while piece and (at := text.find(piece, at)) >= 0:
        yield Span(at, at + len(span))
        at += len(span)


def _is_series(span: Span, places: Sequence[Span]) -> bool:
    """Return whether *span* consists of several of *places*, with hardly anything between them."""
    inside = [len(place) for place in places if span.start <= place.start and place.end <= span.end]
    return len(inside) > 1 and sum(inside) >= _MADE_OF * len(span)


def _projected(overlap: Overlap, places: Sequence[Span]) -> list[Span]:
    """Return where the right side of *overlap* has what its left side has at *places*."""
    left, right = overlap.left, overlap.right
    scale = len(right) / len(left)
    return [
        Span(*(right.start + round((at - left.start) * scale) for at in (place.start, place.end)))
        for place in places
        if left.start <= place.start and place.end <= left.end
    ]


def _add(places: list[Span], more: Sequence[Span]) -> None:
    """Add to *places* those of *more* that overlap none of them."""
    for span in more:
        at = bisect_left(places, span)
        before = places[at - 1].end if at else 0
        after = places[at].start if at < len(places) else span.end
        if before <= span.start and span.end <= after:
            places.insert(at, span)


def _among(span: Span, family: Family) -> bool:
    for place in family.places:
        common = min(place.end, span.end) - max(place.start, span.start)
        if common >= _SAME * (max(place.end, span.end) - min(place.start, span.start)):
            return True
    return False
