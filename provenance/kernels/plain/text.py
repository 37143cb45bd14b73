"""From words to shingles: digests, signatures, and sets of shingle hashes (compiled: text.h)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.kernels.plain.words import PIECE, locate, mix

if TYPE_CHECKING:
    from provenance.kernels.plain.words import Hashes, Places, Points

SHINGLE = 5
_M64 = (1 << 64) - 1
SHINGLE_BASE = np.uint64(0xD1342543DE82EF95)
_LENGTH_SEED = np.uint64(0xA0761D6478BD642F)
PLACE_STEP = np.uint64(0xE7037ED1A0B428DB)


def decode(buffer: bytes) -> str:
    """Return the text of *buffer*, as its words are read."""
    # Invalid bytes separate words; so do lone surrogates, which the decoder treats as invalid bytes.
    return buffer.decode("utf-8", "replace")


def _word_ids(buffer: bytes, offsets: Places, starts: Places) -> tuple[Hashes, Places]:
    """Return the hashes of the words of all documents, document after document, and the number of words of each."""
    columns, counts = [np.zeros(0, np.uint64)], np.zeros(len(starts), np.int64)
    gathered, owners, size = [], [], 0
    bounds = zip(starts.tolist(), offsets[1:].tolist(), strict=True)
    for i, (begin, end) in enumerate(bounds):
        gathered.append(decode(buffer[begin:end]))
        owners.append(i)
        size += end - begin
        if size >= PIECE or i == len(starts) - 1:
            lengths = np.cumsum([len(text) + 1 for text in gathered])
            places, _, ids = locate("\n".join(gathered))
            counts[owners] = np.diff(np.searchsorted(places, lengths), prepend=0)
            columns.append(ids)
            gathered, owners, size = [], [], 0
    return np.concatenate(columns), counts


def bounds_of(counts: Places) -> Places:
    """Return the bounds of consecutive rows of *counts* items each, from 0 to their sum."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))


def _shingles(ids: Hashes, counts: Places) -> tuple[Hashes, Places]:
    """Return the hashes of the runs of five words of every document, in order, and their bounds."""
    bounds, numbers = bounds_of(counts), np.where(counts > 0, np.maximum(counts - SHINGLE + 1, 1), 0)
    sums = np.zeros(len(ids), np.uint64)
    for i in range(min(SHINGLE, len(ids))):
        sums[: len(ids) - i] = sums[: len(ids) - i] * SHINGLE_BASE + ids[i:]
    within = np.arange(len(ids)) - np.repeat(bounds[:-1], counts)
    hashes = sums[within < np.repeat(numbers, counts)]
    ends = bounds_of(numbers)
    lengths = np.full(len(hashes), SHINGLE, np.uint64)
    for i in np.flatnonzero((counts > 0) & (counts < SHINGLE)).tolist():
        short = 0
        for word in ids[bounds[i] : bounds[i + 1]].tolist():
            short = (short * int(SHINGLE_BASE) + word) & _M64
        hashes[ends[i]], lengths[ends[i]] = short, counts[i]
    return mix(hashes + lengths * _LENGTH_SEED), ends


def shingle_sets(buffer: bytes, offsets: Places, starts: Places) -> tuple[Hashes, Places]:
    """Return the distinct shingle hashes of each document, ascending, document after document, and their bounds."""
    shingles, ends = _shingles(*_word_ids(buffer, offsets, starts))
    sets = [np.unique(shingles[begin:end]) for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
    return np.concatenate([np.zeros(0, np.uint64), *sets]), bounds_of(np.array([len(s) for s in sets], np.int64))


def sketch(
    buffer: bytes, offsets: Places, starts: Places, factors: Points, addends: Points
) -> tuple[Places, Hashes, Points]:
    """Return the number of words, the digest of the word sequence, and the signature of every document.

    The digest is the sum of hashes of every word with its position.
    """
    ids, counts = _word_ids(buffer, offsets, starts)
    bounds = bounds_of(counts)
    within = (np.arange(len(ids)) - np.repeat(bounds[:-1], counts)).astype(np.uint64)
    filled = np.flatnonzero(counts)
    digests = np.zeros(len(counts), np.uint64)
    if len(filled):
        digests[filled] = np.add.reduceat(mix(ids + (within + np.uint64(1)) * PLACE_STEP), bounds[filled])
    shingles, ends = _shingles(ids, counts)
    return counts, digests, _signatures(_premix(shingles), ends, factors, addends)


def _premix(shingles: Hashes) -> Points:
    """Return the top halves of *shingles* after MurmurHash3's finalizer, as datasketch's affine schemes apply it."""
    hashes = (shingles >> np.uint64(32)).astype(np.uint32)
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))


def _signatures(hashes: Points, ends: Places, factors: Points, addends: Points) -> Points:
    """Return the least value of every permutation over each document's hashes; all ones for a document without any."""
    columns = np.full((len(factors), len(ends) - 1), 0xFFFFFFFF, np.uint32)
    filled = np.flatnonzero(np.diff(ends))
    for i in range(0, len(filled), 128):
        chunk = filled[i : i + 128]
        begin, end = int(ends[chunk[0]]), int(ends[chunk[-1] + 1])
        # 128 documents at a time, and long ones in pieces, so that a permutation stays within the CPU cache.
        cuts = np.union1d(ends[chunk], np.arange(begin, end, 1 << 15))
        owners = np.searchsorted(ends[chunk], cuts, "right") - 1
        for j in range(len(factors)):
            least = np.minimum.reduceat(hashes[begin:end] * factors[j] + addends[j], cuts - begin)
            np.minimum.at(columns[j], chunk[owners], least)
    return np.ascontiguousarray(columns.T)
