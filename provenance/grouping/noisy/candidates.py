"""From scanned texts to pairs that may be the same: those that share letter grams, of which rare ones count for more.

Of two scans with 15 % of their letters wrong, a run of six letters is the same in every seventh place.
"""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels import kernels
from provenance.threads import cores, map_ahead

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.grouping.noisy.values import Scans

RUN = 6  # letters of a gram
KEPT_GRAMS = 256  # of a text at least: those with the least hashes, the same for all texts
CROWD = 64  # texts with a gram, the longest first, that all others with it are compared with
MOST = 8  # candidates among longer texts for each text: those that share most
# The weight of what two texts share for each gram of the smaller one, in the weight of a gram that 256 texts have.
# Of scans with 15 % wrong letters that were cut as well, 99.5 % share 0.09.
LEAST, COMMON = 0.05, 256
AT_ONCE = 1 << 11  # texts that are in memory at a time


def candidates(scans: Scans, ranks: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs (left < right) of the classes *ranks* that may be the same but for misread letters."""
    if len(ranks) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    documents = scans.classes.first[ranks]
    blocks = [documents[at : at + AT_ONCE] for at in range(0, len(documents), AT_ONCE)]
    threads = scans.settings.jobs or cores()
    parts = [part for _, part in map_ahead(lambda block: _grams(scans, block), blocks, threads)]
    hashes, counts, levels = (np.concatenate(column) for column in zip(*parts, strict=True))
    del parts
    bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    least = int(256 * LEAST * 4 * log2(1 + len(ranks) / COMMON))
    left, right, _ = kernels.letter_candidates(hashes, bounds, levels, (CROWD, max(1, least), MOST))
    one, other = ranks[left], ranks[right]
    return np.minimum(one, other), np.maximum(one, other)


def _grams(
    scans: Scans, documents: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the hashes of some letter grams of each document, how many each has, and by which level they were kept.

    At level n, one of 2^n grams is kept; a text at a higher level keeps none that it would not keep at a lower one.
    """
    letters, bounds = kernels.scanned_letters(*scans.articles(documents))
    levels = np.log2(np.maximum(np.diff(bounds) // KEPT_GRAMS, 1)).astype(np.int64)
    hashes, ends = kernels.letter_grams(letters, bounds, levels, RUN)
    return hashes, np.diff(ends), levels
