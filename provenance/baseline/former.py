"""From a document to the digest of its words by which a baseline of an earlier version names it.

Version 1 of words neither closed divided ones nor undid mojibake, and folded fewer letters.  Remove this module, and
what calls it, one minor version after words became version 2.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from provenance.folding import CLASS_SHIFT, entries
from provenance.kernels.plain.words import POINT, hash_words, pieces, points_of, split

_VERSION = 1


def former_digest(text: str, header: int) -> str:
    """Return the digest of the words of *text* from code point *header* on, as version 1 had them."""
    from hashlib import blake2b

    hasher = blake2b(digest_size=8)
    points = points_of(text[header:])
    for begin, end in pieces(points):
        folded = [entry for point in points[begin:end].tolist() for entry in _entries(point)]
        column = np.array(folded, np.uint32)
        first, last = split(column >> np.uint32(CLASS_SHIFT))
        if len(first):
            hasher.update(hash_words(column & POINT, first, last).astype("<u8").tobytes())
    return hasher.hexdigest()


@cache
def _entries(point: int) -> list[int]:
    return entries(point, _VERSION)
