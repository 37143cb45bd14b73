"""From passages to those that are no more than a form: names and titles, or a text with other figures and names."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Levenshtein

from provenance.model.passages import KINDS, Passages
from provenance.words import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.words import Words

    # From positions, ascending, to the texts of these documents.
    Texts = Callable[[Sequence[int]], Iterable[str]]

MAX_WORDS = 150  # of a form; of a longer passage much more is the same than its form
MAX_NAMED = 20  # words of a passage that is no more than names and figures
NAMED = 0.6  # share of its words that are figures or begin with a capital
SPACING = 12  # words to a figure or a name that differs, at most; an update of a story has fewer new figures
MOST = 0.65  # share of what differs that is figures and names
MAX_SLOT = 4  # words of a slot on either side: where more differ, something was rewritten
_TOGETHER = 1 << 10  # passages whose texts are in memory at a time
_VERBATIM = KINDS.index("verbatim")
_FIGURE = re.compile(r"\d+")


def with_forms(passages: Passages, texts: Texts) -> Passages:
    """Return *passages* in which those are stock phrases that are names and titles, or the form of a report.

    Two reports of one form have other figures, or another name, every few words; two versions of one report differ
    in words that were added, left out or replaced.  *texts* gives the texts of documents.
    """
    asked = np.flatnonzero(~passages.form & (passages.heads["words"] <= MAX_WORDS) & (passages.sizes >= 2))
    differing = _differing(passages, asked)
    some = asked[(passages.heads["words"][asked] <= MAX_NAMED) | (differing >= 0)]
    differing = _differing(passages, some)
    stock = passages.stock.copy()
    for first in range(0, len(some), _TOGETHER):
        part = some[first : first + _TOGETHER]
        rows = np.stack(
            (passages.bounds[part], np.maximum(differing[first : first + _TOGETHER], passages.bounds[part]))
        )
        left, right = (_pieces(passages.carriers[side], texts) for side in rows)
        for at, one, other in zip(part.tolist(), left, right, strict=True):
            stock[at] = are_names(one) or (one != other and is_form(one, other))
    return Passages(passages.carriers, passages.bounds, passages.quoted, stock, passages.boilerplate)


def _differing(passages: Passages, some: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a carrier of each of *some* passages that differs from the first one, -1 if none does."""
    found = np.full(len(passages), -1, np.int64)
    rows = np.flatnonzero(passages.carriers["kind"] != _VERBATIM)[::-1]
    found[np.repeat(np.arange(len(passages)), passages.sizes)[rows]] = rows
    return found[some]


def _pieces(carriers: NDArray[np.void], texts: Texts) -> list[str]:
    """Return the texts of *carriers*."""
    order = np.argsort(carriers["document"], kind="stable").tolist()
    documents = sorted(set(carriers["document"].tolist()))
    found = [""] * len(carriers)
    waiting = iter(order)
    counts = Counter(carriers["document"].tolist())
    for document, text in zip(documents, texts(documents), strict=True):
        for row in islice(waiting, counts[document]):
            found[row] = text[carriers["start"][row] : carriers["end"][row]]
    return found


def are_names(text: str) -> bool:
    """Return whether a short passage is names, titles and figures, for the most part."""
    words = locate(text)
    if len(words) > MAX_NAMED or text.isupper():
        return False
    firsts = [text[start] for start in words.starts.tolist()]
    return sum(one.isupper() or one.isdigit() for one in firsts) >= NAMED * len(firsts)


def is_form(one: str, other: str) -> bool:
    """Return whether two passages that say almost the same differ in figures and names, every few words."""
    left, right = locate(one), locate(other)
    kinds = Counter(_is_slot(*sides) for sides in _changes(one, other, left, right))
    return kinds[True] * SPACING >= max(len(left), len(right)) and kinds[True] >= MOST * kinds.total()


def slots(ones: NDArray[np.void], others: NDArray[np.void], texts: Texts) -> NDArray[np.int64]:
    """Return in how many places a figure or a name differs between the carriers *ones* and *others* of passages."""
    found: list[int] = []
    for first in range(0, len(ones), _TOGETHER):
        pieces = (_pieces(some[first : first + _TOGETHER], texts) for some in (ones, others))
        # Eight carriers are in 28 pairs, and most of them say the same.
        located, slots_of = cache(locate), cache(_slots)
        found += [slots_of(one, other, located) if one != other else 0 for one, other in zip(*pieces, strict=True)]
    return np.array(found, np.int64)


def _slots(one: str, other: str, located: Callable[[str], Words]) -> int:
    """Return in how many places a figure or a name differs between *one* and *other*."""
    changes = _changes(one, other, located(one), located(other))
    return sum(any(map(_fills, ours)) and any(map(_fills, theirs)) for ours, theirs in changes)


def figures(carriers: NDArray[np.void], texts: Texts) -> NDArray[np.int64]:
    """Return how many figures *carriers* of passages have."""
    found: list[int] = []
    for first in range(0, len(carriers), _TOGETHER):
        found += [len(_FIGURE.findall(piece)) for piece in _pieces(carriers[first : first + _TOGETHER], texts)]
    return np.array(found, np.int64)


def _changes(one: str, other: str, left: Words, right: Words) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of *one* that are others in *other*, and these."""
    for step in Levenshtein.opcodes(left.ids.tolist(), right.ids.tolist()):
        if step.tag != "equal":
            ours = [one[left.starts[at] : left.ends[at]] for at in range(step.src_start, step.src_end)]
            theirs = [other[right.starts[at] : right.ends[at]] for at in range(step.dest_start, step.dest_end)]
            yield ours, theirs


def _is_slot(ours: list[str], theirs: list[str]) -> bool:
    """Return whether both sides have a figure, or both have a name, and not the same one misread."""
    both = [*ours, *theirs]
    if all(word.isdigit() for word in both):
        return True
    if not ours or not theirs or max(len(ours), len(theirs)) > MAX_SLOT:
        return False
    if any(map(_has_digit, ours)) and any(map(_has_digit, theirs)):
        return True
    return ours[0][0].isupper() and theirs[0][0].isupper() and ours[0].casefold() != theirs[0].casefold()


def _fills(word: str) -> bool:
    return word[0].isupper() or _has_digit(word)


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))
