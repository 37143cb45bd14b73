"""From a text to which of some phrases it may have: all of them are looked for at once, since most texts have none."""

from __future__ import annotations

from functools import cache

from provenance.kernels import kernels

_BITS = 63  # phrases that a scan tells apart; one more shares a bit with the first


def seen(phrases: tuple[str, ...], text: str) -> int:
    """Return a bit for each of *phrases* that *text* may have, the lowest for the first; it has none of the others.

    Case and the spaces around a phrase make no difference here.
    """
    found = 0
    for _, _, bits in _scan(phrases).lines(text, 0):
        found |= bits
    return found


@cache
def _scan(phrases: tuple[str, ...]) -> kernels.Clues:
    return kernels.Clues((phrase.strip().lower(), 1 << number % _BITS) for number, phrase in enumerate(phrases))
