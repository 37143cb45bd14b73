"""From pairs of documents and their claims to who copied whom, which member of a group to keep, and how many sources.

Order in the corpus and ids prove nothing here and decide nothing: where the evidence does not say, neither does this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.derive.keep import settle
from provenance.model import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.model import Attribution, Derivation, Group, Pairs

__all__ = ["derive", "independent_sources", "settle"]


def derive(
    pairs: Pairs, attributions: Sequence[Attribution], text: Callable[[int], str], groups: Sequence[Group] = ()
) -> tuple[Pairs, tuple[Derivation, ...]]:
    """Return *pairs* with their directions, and the derivations behind them: undecided, all of them, so far."""
    undecided = np.full(len(pairs), DIRECTIONS.index("undecided"), np.int8)
    return attrs.evolve(pairs, direction=undecided), ()


def independent_sources(
    groups: Sequence[Group], attributions: Sequence[Attribution], derivations: Sequence[Derivation]
) -> tuple[Group, ...]:
    """Return *groups* with the number of their independent sources, where it is known: nowhere so far."""
    return tuple(groups)
