"""From claims and derivations to what the drawings show: the day and source of each document, who copied whom."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.model import DIRECTIONS
from provenance.reporters.html.markup import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Evidence

NO_SOURCE = "no source"
_LEFT, _RIGHT = DIRECTIONS.index("left"), DIRECTIONS.index("right")


def ties(evidence: Evidence) -> Iterator[tuple[int, int, bool]]:
    """Yield (original, copy, whether that is decided); of an undecided pair in the order of the corpus."""
    if evidence.derivations:
        for derivation in evidence.derivations:
            yield derivation.original, derivation.copy, derivation.decided
        return
    pairs = evidence.pairs
    for left, right, direction in zip(pairs.left.tolist(), pairs.right.tolist(), pairs.direction.tolist(), strict=True):
        if direction == _LEFT:
            yield right, left, True
        else:
            yield left, right, direction == _RIGHT


def sources(evidence: Evidence) -> list[str]:
    """Return the source of each document, NO_SOURCE where nothing says it."""
    if not evidence.attributions:
        return [NO_SOURCE] * len(evidence.documents)
    return [cut(attribution.source) or NO_SOURCE for attribution in evidence.attributions]


def in_query(source: str) -> str:
    """Return the name of a *source* as the page's filter takes it between quotation marks."""
    return "none" if source == NO_SOURCE else source.replace('"', " ")


# Of a corpus many documents share a date.
@lru_cache(10_000)
def day(published: str) -> str:
    """Return the first day, month or year that an EDTF date names ("2021-09-05", "2021-09", "2021"), "" for none."""
    begin = next((at for at in range(len(published) - 3) if _digits(published[at : at + 4], 4)), None)
    if begin is None:
        return ""
    end = begin + 4
    while end < begin + 10 and published[end : end + 1] == "-" and _digits(published[end + 1 : end + 3], 2):
        end += 3
    return published[begin:end]


def _digits(text: str, number: int) -> bool:
    return len(text) == number and text.isascii() and text.isdecimal()


@lru_cache(10_000)
def ordinal(named: str) -> int | None:
    """Return the number of the day that *named* is, or with which its month or year begins; None for no such day."""
    from datetime import date

    year, month, of_month = (*map(int, named.split("-")), 1, 1)[:3] if named else (0, 1, 1)
    try:
        return date(year, month, of_month).toordinal()
    except ValueError:
        return None
