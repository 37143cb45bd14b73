"""From a batch of texts to the keys of an index: band keys of their signatures, and fingerprints of runs of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.grouping.bands import PERMUTATIONS, rows_per_band
from provenance.kernels import kernels
from provenance.kernels.plain.words import mix
from provenance.sketch import readable_columns, sketch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.index.parameters import Parameters
    from provenance.model import Batch

    Keys = NDArray[np.uint64]
    Columns = tuple[Keys, NDArray[np.uint32], NDArray[np.uint32]]

KEY_SHIFT = np.uint64(28)  # a key is the first 36 bits of a hash
STEP = np.uint64(0xE7037ED1A0B428DB)


class Keyed(NamedTuple):
    """The keys of some texts: columns of keys, texts (by their positions) and places, ordered by text and place.

    *words* and *digests* are those of ``sketch``.
    """

    words: NDArray[np.int64]
    digests: Keys
    bands: Columns
    prints: Columns


def keyed(batch: Batch, parameters: Parameters) -> Keyed:
    """Return the keys of the texts in *batch*."""
    sketches = sketch(batch)
    worded = np.flatnonzero(sketches.words)
    rows = rows_per_band(parameters.threshold)
    keys = band_keys(sketches.signatures if len(worded) == len(sketches.words) else sketches.signatures[worded], rows)
    owners = np.repeat(worded.astype(np.uint32), keys.shape[1])
    bands = keys.reshape(-1), owners, np.zeros(len(owners), np.uint32)
    hashes, places, counts = winnowed(batch, parameters)
    prints = print_keys(hashes), np.repeat(np.arange(len(counts), dtype=np.uint32), counts), places.astype(np.uint32)
    return Keyed(sketches.words, sketches.digests, bands, prints)


def winnowed(batch: Batch, parameters: Parameters) -> tuple[Keys, NDArray[np.int32], NDArray[np.int32]]:
    """Return the winnowed hashes of each text, in its whole, their places in words, and how many each text has."""
    buffer, offsets, _ = readable_columns(batch.buffer, batch.offsets, batch.offsets[:-1])
    return kernels.prints(buffer, offsets, *parameters.sampling)


def band_keys(signatures: NDArray[np.uint32], rows: int) -> Keys:
    """Return the keys of the bands of each signature, *rows* permutations a band; equal values in two bands differ."""
    bands = PERMUTATIONS // rows
    keys = np.tile(np.arange(bands, dtype=np.uint64), (len(signatures), 1))
    columns = signatures[:, : bands * rows].reshape(len(signatures), bands, rows)
    for row in range(rows):
        keys = mix(keys + columns[:, :, row] + STEP)
    return keys >> KEY_SHIFT


def print_keys(hashes: Keys) -> Keys:
    """Return the keys of winnowed hashes, which are mixed again: small ones were preferred, and buckets are equal."""
    return mix(hashes) >> KEY_SHIFT


def shifted(columns: Columns, by: int) -> Columns:
    """Return *columns* with *by* added to the documents."""
    keys, documents, places = columns
    return keys, documents + np.uint32(by), places
