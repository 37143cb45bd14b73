"""From the repeats of a text to families: the places of one content, however many there are."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from provenance.model import Overlap, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAME = 0.8  # share of what two places cover together that they have in common if they are the same place
_BETTER = 0.05  # by how much more alike two places are than those of a family if they are not a series of it
_MADE_OF = 0.9  # share of a passage that the places of a family cover if the passage is a series of them
_ANCHOR = 32  # characters that are looked up to find more copies
_ALIKE = 0.95  # share of characters that two copies have in common
_MAX_ALIKE = 1 << 13  # characters of copies that are compared besides being the same
_MAX_OCCURRENCES = 128  # of these characters that are looked at
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
            series = next((one for one in found.values() if _is_series(overlap, one)), None)
            if series is not None:
                _add(series.places, _projected(overlap, series.places))
                continue
            family = next(
                (one for one in found.values() if _among(overlap.left, one) or _among(overlap.right, one)), None
            )
        if family is None:
            family = found[overlap.left] = Family([overlap.left, overlap.right], overlap)
            if few:
                _add(family.places, list(_occurrences(text, family.places)))
        else:
            _add(family.places, [overlap.left, overlap.right])
    return sorted(found.values(), key=lambda family: family.places)


def _occurrences(text: str, places: Sequence[Span]) -> Iterator[Span]:
    """Yield where the text says again what the first of *places* says, with the same characters or nearly so.

    A few characters of it are looked up, since copies of a page differ in a date or in line breaks.
    """
    left = places[0]
    piece = text[left.start : left.end]
    seen = set()
    for part in (1, 2, 3):
        anchor = (len(piece) - _ANCHOR) * part // 4
        if anchor < 0:
            return
        sought, at, tries = piece[anchor : anchor + _ANCHOR], left.end, 0
        while (at := text.find(sought, at)) >= 0 and tries < _MAX_OCCURRENCES:
            start, tries = max(at - anchor, left.end), tries + 1
            other = "" if start in seen else text[start : start + len(piece)]
            seen.add(start)
            if piece == other or (len(piece) <= _MAX_ALIKE and _are_alike(piece, other)):
                yield Span(start, start + len(other))
            at += _ANCHOR


def _are_alike(one: str, two: str) -> bool:
    return Levenshtein.normalized_similarity(one, two, score_cutoff=_ALIKE) > 0


def _is_series(overlap: Overlap, family: Family) -> bool:
    """Return whether the left place of *overlap* consists of several places of *family*, with hardly anything between.

    Places that are more alike than those of the family are no series of it: a page of like clauses that is printed
    twice is a page, and its clauses are not.
    """
    if overlap.similarity > family.overlap.similarity + _BETTER:
        return False
    span = overlap.left
    whole = sum(span.start <= place.start and place.end <= span.end for place in family.places)
    covered = sum(max(min(place.end, span.end) - max(place.start, span.start), 0) for place in family.places)
    return whole > 1 and covered >= _MADE_OF * len(span)


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
