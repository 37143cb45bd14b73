"""From the work of stages that take their own way to how far they are: what they call anyway tells it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.carried import About, Parts
    from provenance.alignment.carried import Recall as Carried
    from provenance.derivation.direction import Recall as Shown
    from provenance.derivation.profiles import PageFacts as Printed
    from provenance.grouping.values import Shingles
    from provenance.model import Pairs
    from provenance.pipeline.stages import Stages


def compared(shingles: Shingles, stages: Stages) -> Shingles:
    """Return *shingles*; whoever watches is told how many documents were compared by theirs, on any thread."""
    if stages.watch is None:
        return shingles
    done = 0

    def counted(positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        nonlocal done
        stages.tell("group", done, 0)
        done += len(positions)
        return shingles(positions)

    return counted


def aligned(recall: Carried | None, ranks: NDArray[np.int64], stages: Stages) -> Carried | None:
    """Return *recall*; whoever watches is told how many documents of *ranks*, the earliest first, are done with."""
    if stages.watch is None:
        return recall
    places = np.empty(len(ranks), np.int64)
    places[ranks] = np.arange(len(ranks))

    def told(document: int, others: Sequence[int], met: bytes, work: Callable[[About], Parts]) -> Parts:
        stages.tell("alignment", int(places[document]), len(places))
        return work(lambda _, __, find: find()) if recall is None else recall(document, others, met, work)

    return told


def printed(recall: Shown | None, pairs: Pairs, stages: Stages) -> Shown | None:
    """Return *recall*; whoever watches is told how many of the documents of *pairs* were read for what they name."""
    if stages.watch is None:
        return recall
    total, done = len(distinct(np.concatenate((pairs.left, pairs.right)))), count()

    def told(document: int, work: Callable[[], Printed]) -> Printed:
        stages.tell("derive", next(done), total)
        return work() if recall is None else recall(document, work)

    return told
