"""From derivations, or the directions of pairs where there are none, to ties between documents: who copied whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import DIRECTIONS

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
    return [attribution.source or NO_SOURCE for attribution in evidence.attributions]
