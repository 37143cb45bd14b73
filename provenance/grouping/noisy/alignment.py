"""From candidates to pairs that are the same but for misread letters, by an alignment of their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.grouping.noisy.values import Aligned
from provenance.grouping.verify import parts
from provenance.kernels import kernels
from provenance.sets import distinct
from provenance.threads import cores, map_ahead

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.grouping.noisy.values import Scans

MIN_LETTERS = 100  # aligned letters: fewer may agree by chance, or be a phrase
MIN_PART, MANY_LETTERS = 0.5, 400  # what texts cut at different ends both have: share of the shorter one, or letters
MIN_LENGTH = 0.25  # share of the longer text; with less, the one is an excerpt of the other
MIN_AGREEING = 0.58  # share of the aligned letters that agree: with 15 % wrong on both sides it is about 0.7
MIN_MISREAD, MIN_WORDS = 0.05, 4  # misread words, as a share and as such; texts with fewer were edited at most
MOSTLY = 0.6  # share of the words that differ which are misread, not replaced by others
LETTERS = 6  # of a word; words in the place of others are counted by their letters
# A form that was filled in differently differs in its figures, or in the words of its blanks, more than misreading
# explains.  Both are weighed as the logarithm of odds, in nats; texts below the limit are no copies.
LIMIT = -3.5
BY_CHANCE = 0.25  # share of the digits of two figures that agree
BLANKS = 0.15  # share of the long words of a form that are filled in


def least_similarity(threshold: float) -> float:
    """Return the share of aligned letters from which two texts are a pair.

    Of two texts of one length with the Jaccard similarity *threshold*, each has this share of the other's shingles.
    """
    return 2 * threshold / (1 + threshold)


def aligned(scans: Scans, left: NDArray[np.int64], right: NDArray[np.int64]) -> Aligned:
    """Return those of the pairs of classes that are the same but for misread letters."""
    threads = scans.settings.jobs or cores()
    order = np.argsort(kernels.components(len(scans.classes), left, right)[left], kind="stable")
    runs = parts(order, left, right, scans.classes.words, threads)
    rows = [row for _, row in map_ahead(lambda part: _measured(scans, left[part], right[part]), runs, threads)]
    columns = (np.concatenate(column) for column in zip(_NOTHING, *rows, strict=True))
    return Aligned(*columns)


_NOTHING = (np.zeros(0, np.int64),) * 2 + (np.zeros(0),) * 3


def _measured(
    scans: Scans, left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the columns of those of the pairs that are the same but for misread letters."""
    nodes = distinct(np.concatenate((left, right)))
    letters, bounds = kernels.scanned_letters(*scans.articles(scans.classes.first[nodes]))
    one, other = np.searchsorted(nodes, left), np.searchsorted(nodes, right)
    found = kernels.measured_letters(letters, bounds, one, other).astype(np.float64)
    sizes = np.diff(bounds)
    ours, theirs = np.maximum(sizes[one], 1), np.maximum(sizes[other], 1)
    here, there, here_aligned, there_aligned, agreeing, columns, words, differing, misread, replaced, *forms = found.T
    similarity = np.maximum(here_aligned / np.maximum(here, 1), there_aligned / np.maximum(there, 1))
    both, shorter = np.minimum(here, there), np.minimum(ours, theirs)
    same = similarity >= least_similarity(scans.settings.threshold)
    same &= np.minimum(here_aligned, there_aligned) >= MIN_LETTERS
    same &= both >= np.minimum(MIN_PART * shorter, MANY_LETTERS)
    same &= np.maximum(here, there) >= MIN_LENGTH * np.maximum(ours, theirs)
    same &= agreeing >= MIN_AGREEING * columns
    same &= misread >= np.maximum(MIN_MISREAD * words, MIN_WORDS)
    same &= misread >= MOSTLY * (differing + replaced / LETTERS)
    same &= _odds(agreeing / np.maximum(columns, 1), *forms) >= LIMIT
    return left[same], right[same], similarity[same], (here_aligned / ours)[same], (there_aligned / theirs)[same]


def _odds(
    agreeing: NDArray[np.float64],
    figures: NDArray[np.float64],
    kept: NDArray[np.float64],
    longs: NDArray[np.float64],
    lost: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return what speaks for one text misread, not for a form filled in differently: at most 0, in nats.

    *agreeing* is the share of the aligned letters that agree, *figures* and *kept* count digits, *longs* and *lost*
    long words, those that agree hardly anywhere.
    """
    share = np.clip(agreeing, 0.6, 0.9)
    digits = kept * np.log(share / BY_CHANCE) + (figures - kept) * np.log((1 - share) / (1 - BY_CHANCE))
    # Of long words with so many letters wrong, about this share agrees in less than half of them.
    by_misreading = 0.01 + (1 - np.clip(agreeing, 0.6, 0.98)) ** 2
    filled = by_misreading + BLANKS
    words = (longs - lost) * np.log((1 - by_misreading) / (1 - filled)) + lost * np.log(by_misreading / filled)
    # What agrees does not make up for what does not: most of a form is printed.
    odds: NDArray[np.float64] = np.minimum(digits, 0) + np.minimum(words, 0)
    return odds
