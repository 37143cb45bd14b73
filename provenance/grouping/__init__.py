"""From signatures to exactly verified pairs and to groups around representatives.

Documents with equal words form a *class*: a thousand copies cost as much as one, and are expanded again when pairs are
listed.  Candidates come from bands of the signatures (bands.py) and, where too many documents meet in one band, from
prefix filtering (prefix_filter.py); every candidate is verified on its shingle sets (verify.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.grouping.bands import candidates
from provenance.grouping.listing import list_pairs
from provenance.grouping.prefix_filter import filter_pairs
from provenance.grouping.representatives import represent
from provenance.grouping.values import Classes, Edges, ShingleSource, concatenate
from provenance.grouping.verify import verify
from provenance.model import Grouping, Notice
from provenance.sets import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.grouping.noisy import Articles
    from provenance.model import Sketches
    from provenance.settings import Grouping as Settings

__all__ = ["collapse", "group"]


def group(
    sketches: Sketches,
    shingles: ShingleSource,
    ids: Sequence[str],
    settings: Settings,
    articles: Articles | None = None,
) -> Grouping:
    """Return the pairs of at least the threshold and the groups of documents, as positions in *sketches*.

    *shingles* returns the sorted distinct shingle hashes of the documents at given positions, document after document,
    with their bounds; it may be called from several threads.  *ids* break ties between otherwise equal documents, so
    the result does not depend on the order of the corpus.  Documents without words pair with none.  *articles* returns
    the texts of documents, for settings that look for misread copies.
    """
    classes = collapse(sketches)
    edges, crowded = _edges(classes, shingles, ids, settings)
    if settings.noisy and articles is not None:
        from provenance.grouping.noisy import Scans, grouped

        return grouped(Scans(classes, shingles, articles, ids, settings), edges, crowded)
    assignment = represent(classes, edges, ids)
    pairs, left_out = list_pairs(classes, edges, crowded, assignment, settings.listed_partners)
    return Grouping(pairs, assignment.groups(), notices(left_out, settings.listed_partners, exact=not crowded.any()))


def collapse(sketches: Sketches) -> Classes:
    """Return the classes of documents with equal words, in the order of their first documents."""
    worded = np.flatnonzero(sketches.words)
    digests, words = sketches.digests[worded], sketches.words[worded]
    order = np.argsort(digests)
    starts = _changes(digests[order], words[order])
    firsts = np.minimum.reduceat(order, starts) if starts.size else starts
    # Class and document are sorted as one integer: a stable sort by class takes three times as long.
    keys = np.sort(np.repeat(firsts, np.diff(starts, append=len(order))) << 32 | order)
    bounds = np.append(_changes(keys >> 32), len(keys))
    members = worded[keys & 0xFFFFFFFF]
    first = members[bounds[:-1]]
    if sketches.rows is not None:
        slots = np.searchsorted(sketches.rows, first)
        all_rows = len(first) == len(sketches.rows)
    else:
        slots, all_rows = first, len(first) == len(sketches.words)
    signatures = sketches.signatures if all_rows else sketches.signatures[slots]
    return Classes(members, bounds, sketches.words[first], signatures)


def _changes(*columns: NDArray[np.int64] | NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the indices at which runs of equal values begin."""
    begins = np.zeros(len(columns[0]), bool)
    begins[:1] = True
    for column in columns:
        begins[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(begins)


def _edges(
    classes: Classes, shingles: ShingleSource, ids: Sequence[str], settings: Settings
) -> tuple[Edges, NDArray[np.bool_]]:
    """Return the pairs of classes, and a mask of classes with more partners than are listed, not all of them known."""
    left, right, meeting = candidates(classes.signatures, settings.threshold)
    crowded = np.zeros(len(classes), bool)
    verified = []
    if meeting.size:
        crowd = filter_pairs(classes, meeting, shingles, ids, settings)
        crowded[crowd.crowded] = True
        verified.append(crowd.edges)
        pairs = distinct(np.concatenate((left << 32 | right, crowd.left << 32 | crowd.right)))
        pairs = pairs[~np.isin(pairs, crowd.edges.left << 32 | crowd.edges.right)]
        left, right = pairs >> 32, pairs & 0xFFFFFFFF
        # A pair of two crowded classes is never listed, so it need not be verified.
        listable = ~(crowded[left] & crowded[right])
        left, right = left[listable], right[listable]
    verified.append(verify(classes, left, right, shingles, settings))
    edges = concatenate(verified)
    return edges.take(np.lexsort((edges.right, edges.left))), crowded


def notices(left_out: int, listed: int, *, exact: bool) -> tuple[Notice, ...]:
    if not left_out and exact:
        return ()
    count = f"{left_out:,}" if exact else f"at least {left_out:,}"
    message = (
        f"{count} pairs are not listed because both documents have more than {listed:,} partners; each of these "
        "documents is listed with its group's representative"
    )
    return (Notice("over limit", "", None, message),)
