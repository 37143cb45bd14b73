"""From scanned texts to pairs and groups of those that are the same but for misread letters, broken and glued words.

Two scans of one page may share no word at all.  Texts are therefore compared by their letters, without spaces:
candidates share letter grams (candidates.py), and are verified by an alignment (alignment.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.grouping.listing import list_pairs
from provenance.grouping.noisy.alignment import aligned
from provenance.grouping.noisy.candidates import candidates
from provenance.grouping.noisy.completion import incomplete
from provenance.grouping.noisy.values import MAX_WORDS, Aligned, Articles, Scans, joined
from provenance.grouping.representatives import represent
from provenance.grouping.values import concatenate
from provenance.grouping.verify import measured
from provenance.model import MEASURES, RELATIONS, Grouping, Notice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.grouping.values import Edges
    from provenance.model import Group, Pairs

__all__ = ["Articles", "Scans", "grouped"]

MISREAD, ALIGNED = RELATIONS.index("misread"), MEASURES.index("aligned")


def grouped(scans: Scans, edges: Edges, crowded: NDArray[np.bool_]) -> Grouping:
    """Return the pairs and groups of documents, by shingles as *edges* have them, and by aligned letters.

    Pairs of *edges* stay as they are.  *crowded* classes have more partners than are listed, not all of them known.
    """
    from provenance.grouping import notices

    classes, settings = scans.classes, scans.settings
    ranks, large = scans.ranks()
    found = aligned(scans, *_fresh(*candidates(scans, ranks), edges))
    more = incomplete(len(classes), found, edges)
    found = joined(found, aligned(scans, *more))
    everything = concatenate([edges, _measured(scans, found)])
    everything = everything.take(np.lexsort((everything.right, everything.left)))
    assignment = represent(classes, everything, scans.ids)
    pairs, left_out = list_pairs(classes, everything, crowded, assignment, settings.listed_partners)
    owner = np.full(int(classes.members.max(initial=-1)) + 1, -1, np.int64)
    owner[classes.members] = np.repeat(np.arange(len(classes)), classes.sizes)
    groups = tuple(_with_measures(group, owner, found) for group in assignment.groups())
    said = notices(left_out, settings.listed_partners, exact=not crowded.any())
    return Grouping(_misread(pairs, owner, found), groups, said + _too_large(large))


def _fresh(
    left: NDArray[np.int64], right: NDArray[np.int64], edges: Edges
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the candidates that are no pair by their shingles."""
    new = ~np.isin(left << 32 | right, edges.left << 32 | edges.right)
    return left[new], right[new]


def _measured(scans: Scans, found: Aligned) -> Edges:
    """Return *found* as edges, with the shingles that they share."""
    edges = measured(scans.classes, found.left, found.right, scans.shingles, scans.settings)
    order = np.lexsort((edges.right, edges.left))
    edges = edges.take(order)
    edges.aligned = found.similarity
    return edges


def _misread(pairs: Pairs, owner: NDArray[np.int64], found: Aligned) -> Pairs:
    """Return *pairs* with the relation, the measure and the containments of those that *found* has."""
    left, right = owner[pairs.left], owner[pairs.right]
    at, known = found.slots(left, right)
    rows, at = np.flatnonzero(known), at[known]
    turned = left[rows] > right[rows]
    forth, back = found.left_in_right[at], found.right_in_left[at]
    columns = {name: getattr(pairs, name).copy() for name in ("relation", "measure", "left_in_right", "right_in_left")}
    columns["relation"][rows], columns["measure"][rows] = MISREAD, ALIGNED
    columns["left_in_right"][rows] = np.where(turned, back, forth)
    columns["right_in_left"][rows] = np.where(turned, forth, back)
    return attrs.evolve(pairs, **columns)


def _with_measures(group: Group, owner: NDArray[np.int64], found: Aligned) -> Group:
    """Return *group* with the measure of each similarity, if any is of aligned letters."""
    members = owner[list(group.members)]
    known = found.slots(members, np.full(len(members), owner[group.representative]))[1]
    if not known.any():
        return group
    return attrs.evolve(group, measures=tuple(MEASURES[ALIGNED if one else 0] for one in known.tolist()))


def _too_large(count: int) -> tuple[Notice, ...]:
    if not count:
        return ()
    message = f"{count:,} texts of more than {MAX_WORDS:,} words are not compared by their letters"
    return (Notice("over limit", "", None, message),)
