"""From a text and the places that matter in it to the stretches of it that a page shows, and the gaps between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTEXT = 160  # characters around each place
GAP = 480  # characters; a shorter gap is not worth the line that replaces it
LONG = 800  # characters; of a longer passage only both ends are shown
_WORD = 40


def windows(text: str, places: Sequence[tuple[int, int]], *, full: bool) -> list[tuple[int, int]]:
    """Return the stretches of *text* to show: around *places*, its beginning and its end; all of it where *full*.

    They are in order and apart, and begin and end between words where words are of usual length.
    """
    size = len(text)
    if full or size <= GAP:
        return [(0, size)]
    ends = [(0, min(CONTEXT, size)), (max(0, size - CONTEXT), size)]
    wanted = sorted(ends + [piece for place in places for piece in _pieces(*place)])
    found: list[tuple[int, int]] = []
    for start, end in wanted:
        first, last = max(0, start - CONTEXT), min(size, end + CONTEXT)
        if found and first - found[-1][1] < GAP:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return [_between_words(text, *window) for window in found]


def _pieces(start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= LONG:
        return [(start, end)]
    return [(start, start + LONG // 4), (end - LONG // 4, end)]


def _between_words(text: str, start: int, end: int) -> tuple[int, int]:
    if start:
        start = next((at + 1 for at in range(start, start + _WORD) if text[at].isspace()), start)
    if end < len(text):
        end = next((at for at in range(end, end - _WORD, -1) if text[at].isspace()), end)
    return start, end
