"""From a text to its words: folded for comparison, with their offsets in the original text.

A word is a run of letters, digits, underscores and the marks that follow them; in scripts written without spaces each
letter, with its marks, is a word. Folding drops case, compatibility forms, diacritics and invisible characters. A
word that a line end divides is one word, and mojibake counts as what it once was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.folding import VERSION
from provenance.kernels import kernels

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from provenance.model import Span

__all__ = ["VERSION", "Folded", "Words", "dereferenced", "fold", "locate", "locate_within", "readable"]

OTHER, LETTER, SINGLE, MARK, OWN_MARK = range(5)


class Words:
    """The words of a text, in order: word *i* is ``text[starts[i]:ends[i]]``; equal words have equal 64-bit *ids*."""

    __slots__ = ("ends", "ids", "starts")

    def __init__(self, starts: NDArray[np.int64], ends: NDArray[np.int64], ids: NDArray[np.uint64]) -> None:
        self.starts = starts
        self.ends = ends
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    def covered(self, spans: Iterable[Span]) -> int:
        """Return how many of the words begin within one of *spans*."""
        import numpy as np

        inside = np.zeros(len(self), np.bool_)
        for span in spans:
            inside[np.searchsorted(self.starts, span.start) : np.searchsorted(self.starts, span.end)] = True
        return int(inside.sum())


class Folded:
    """A folded text in columns: its code points, the class of each, and the offset in the text that each comes from.

    One code point may fold to several ("ß" folds to two) or to none (a combining diacritic).  *classes* are
    OTHER (between words), LETTER, SINGLE (a word by itself), MARK and OWN_MARK.
    """

    __slots__ = ("classes", "places", "points")

    def __init__(self, points: NDArray[np.uint32], classes: NDArray[np.uint8], places: NDArray[np.int64]) -> None:
        self.points = points
        self.classes = classes
        self.places = places

    def __len__(self) -> int:
        return len(self.points)


def readable(text: str) -> str:
    """Return *text* as its words are read: mojibake undone, and words whole that line ends divide.

    It is as long as *text*, so that places are the same: what is left over is invisible characters, which fold to
    nothing.  Most texts are returned as they are.
    """
    if not kernels.doubtful(text):
        return text
    from provenance.divisions import divisions
    from provenance.mojibake import mended

    text = mended(text)
    pieces, done = [], 0
    for start, end in divisions(text):
        pieces += [text[done:start], "\u00ad" * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def dereferenced(text: str) -> str:
    """Return *text* with its character references (``&#233;``, ``&eacute;``) read, and as long, so that places hold.

    What is left over of a reference is invisible characters, which fold to nothing.  Only the copies within one text
    are compared so: the words of a text are what it has.
    """
    if "&" not in text or ";" not in text:
        return text
    import html
    import re

    # Word joiners: soft hyphens behind an accented letter would look like mojibake.
    def read(reference: re.Match[str]) -> str:
        written = reference.group()
        said = html.unescape(written)
        return said.ljust(len(written), "\u2060") if said != written and len(said) <= len(written) else written

    return re.sub(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});", read, text)


def locate(text: str, start: int = 0) -> Words:
    """Return the words of *text* from code point *start* on, as if the text began there; offsets count from its real
    beginning."""
    read = readable(text[start:]) if start else readable(text)
    starts, ends, ids = kernels.locate(read, 0)
    return Words(starts + start, ends + start, ids) if start else Words(starts, ends, ids)


def locate_within(text: str, start: int, end: int) -> Words:
    """Return the words from code point *start* to *end* of *text*, as the whole text shows how to read them."""
    return Words(*kernels.locate(readable(text)[:end], start))


def fold(text: str) -> Folded:
    """Return *text* without case, compatibility forms and diacritics, as columns."""
    return Folded(*kernels.fold(text))
