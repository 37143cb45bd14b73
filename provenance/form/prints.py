"""From a text to what it prints again as a whole: the copies of one run of words, however they are set.

An aligner looks for the longest passage that occurs again.  In a text that is form throughout (clauses, rows of prices,
verses), or that is printed four times, that is a mixture of items and of copies.  What tells the copies apart are the
runs of words that only they have: in a text that is printed n times, those occur n times, first all of them in the
first copy, then all of them in the second.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq, Levenshtein

from provenance.form.families import Family
from provenance.form.slots import differ_in_slots
from provenance.form.spans import minus, near
from provenance.model import Overlap, Span
from provenance.sets import distinct
from provenance.words import locate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.words import Words

    Places = NDArray[np.int64]

_RUN = 5  # words of a run
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MAX_COPIES = 128
_MIN_RUNS = 2  # that all copies and nothing else have
_MIN_WORDS = 20  # of a copy
_DRIFT, _DRIFT_SHARE = 10, 0.1  # words, and share of the words between two runs, by which two copies differ there
_MAX_LONGER = 1.6  # how much longer than the shortest copy another one is, at most
_MIN_ALIKE = 0.9  # share of the words of a copy that another copy has in the same order
_MAX_COMPARED = 1 << 14  # words of a copy that is compared word by word; of a longer one its runs are enough
_MAX_REST = 0.2  # characters before and after the copies of a whole text, for each one between their ends
_MAX_GAP_WORDS = 16  # words between two copies of a whole text
_MAX_LABEL = 80  # characters before a copy that are looked at
_MAX_SLOTTED = 8  # copies that are compared word by word with the first one
_ADDRESS = re.compile(r"(?i)https?://|\bwww[.]|@")
_STOP = re.compile(r"[.!?…。！？।؟]+(?:[\"'”’»)\]]+(?=\s|$))?")
_STOPS = ".!?…。！？।؟\"'”’»)]"
_DIGITS = re.compile(r"\d+")


class _Hull(NamedTuple):
    """The words from *starts* to *ends* are copies of each other, in the order of their places."""

    starts: Places
    ends: Places

    @property
    def words(self) -> int:
        """The words of all copies, with those between them if these are few.

        Five copies with a line between them would else be fewer words than four copies of a page and a line.
        """
        sizes, gaps = self.ends - self.starts, self.starts[1:] - self.ends[:-1]
        near = gaps.max() <= min(_MAX_GAP_WORDS, int(sizes.min()))
        return int(sizes.sum() + gaps.sum() if near else sizes.sum())


def prints(text: str, header: int = 0) -> list[Family]:
    """Return the copies of what *text* prints two times or more, in the order of their places; no two overlap.

    A copy has at least 20 words.  Time grows as sorting the words does.
    """
    words = locate(text, header)
    if len(words) < 2 * _MIN_WORDS:
        return []
    hulls = [_grown(words.ids, hull) for hull in _hulls(words.ids)]
    taken = np.zeros(len(words), np.bool_)
    found = []
    for hull in sorted(hulls, key=lambda one: (-one.words, -len(one.starts), int(one.starts[0]))):
        if any(taken[start:end].any() for start, end in zip(hull.starts, hull.ends, strict=True)):
            continue
        if not _are_alike(words.ids, hull):
            continue
        for start, end in zip(hull.starts, hull.ends, strict=True):
            taken[start:end] = True
        found.append(_family(text, words, hull))
    return sorted(found, key=lambda family: family.places)


def _hulls(ids: NDArray[np.uint64]) -> Iterator[_Hull]:
    """Yield for each number of copies the stretches between runs that occur so many times, in the same order."""
    count = len(ids) - _RUN + 1
    hashes = np.zeros(count, np.uint64)
    for at in range(_RUN):
        hashes = hashes * _BASE + ids[at : at + count]
    order = np.argsort(hashes, kind="stable")
    ranked = hashes[order]
    firsts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))
    sizes = np.diff(np.append(firsts, count))
    for copies in distinct(sizes[(sizes > 1) & (sizes <= _MAX_COPIES)]).tolist():
        chosen = firsts[sizes == copies]
        if len(chosen) < _MIN_RUNS:
            continue
        rows = order[chosen[:, None] + np.arange(copies)]
        rows = rows[np.argsort(rows[:, 0], kind="stable")]
        linked = _linked(rows)
        # A run that fits neither with the one before it nor with the next is a turn of phrase: it divides no copy.
        rows = rows[np.append(False, linked) | np.append(linked, False)]
        for part in np.split(rows, np.flatnonzero(~_linked(rows)) + 1):
            if len(part) >= _MIN_RUNS and (part[-1, :-1] + _RUN <= part[0, 1:]).all():
                yield _Hull(part[0], part[-1] + _RUN)


def _linked(rows: Places) -> NDArray[np.bool_]:
    """Return for each row but the last whether the next one follows it at much the same distance in each copy."""
    steps = np.diff(rows, axis=0)
    if not len(steps):
        return np.zeros(0, np.bool_)
    least, most = steps.min(axis=1), steps.max(axis=1)
    linked: NDArray[np.bool_] = (least > 0) & (most - least <= _DRIFT + _DRIFT_SHARE * least)
    return linked


def _grown(ids: NDArray[np.uint64], hull: _Hull) -> _Hull:
    """Return *hull* with the words before and after its places that are the same in all copies."""
    starts, ends = hull.starts.copy(), hull.ends.copy()
    while starts[0] > 0 and (starts[1:] > ends[:-1]).all() and len(set(ids[starts - 1].tolist())) == 1:
        starts -= 1
    while ends[-1] < len(ids) and (ends[:-1] < starts[1:]).all() and len(set(ids[ends].tolist())) == 1:
        ends += 1
    return _Hull(starts, ends)


def _are_alike(ids: NDArray[np.uint64], hull: _Hull) -> bool:
    """Return whether nearly all words of the shorter one of the first copy and another are in the longer one."""
    sizes = hull.ends - hull.starts
    if sizes.min() < _MIN_WORDS or sizes.max() > _MAX_LONGER * sizes.min() + _DRIFT:
        return False
    if sizes.max() > _MAX_COMPARED:
        return True
    first, *others = _copies(ids, hull)
    return all(
        first == one or LCSseq.similarity(first, one) >= _MIN_ALIKE * min(len(first), len(one)) for one in others
    )


def _copies(ids: NDArray[np.uint64], hull: _Hull) -> list[list[int]]:
    return [ids[start:end].tolist() for start, end in zip(hull.starts, hull.ends, strict=True)]


def _family(text: str, words: Words, hull: _Hull) -> Family:
    starts = [int(words.starts[start]) for start in hull.starts]
    ends = [int(words.ends[end - 1]) for end in hull.ends]
    places = [
        Span(start, _stop(text, start, end, limit))
        for start, end, limit in zip(starts, ends, [*starts[1:], len(text)], strict=True)
    ]
    first, *others = _copies(words.ids, hull)
    # Of copies with other words the least alike is shown, so that none of them is called the same.
    alike = 1.0
    if max(map(len, (first, *others))) <= _MAX_COMPARED:
        alike = min(1.0 if first == one else Levenshtein.normalized_similarity(first, one) for one in others)
    elif any(first != one for one in others):
        alike = _MIN_ALIKE
    count = max(len(first), len(others[0]))
    overlap = Overlap(places[0], places[1], count, alike, "verbatim" if alike == 1 else "near")
    return Family(places, overlap)


def _stop(text: str, start: int, end: int, limit: int) -> int:
    """Return *end* moved to where the sentence ends: behind a full stop or, of a copy that another cuts off, the line.

    *start* is where the copy begins, and *limit* where the next one does.
    """
    stop = _STOP.match(text, end)
    if stop:
        return stop.end()
    line = text.find("\n", end, limit)
    line = len(text[: line if line >= 0 else limit].rstrip())
    return line if end < line <= end + _MAX_REST * (end - start) and text[line - 1] in _STOPS else end


def is_whole(text: str, header: int, chrome: list[Span], family: Family) -> bool:
    """Return whether *family* are copies of the whole text, with at most a line of its own before each one.

    Then it does not matter what the text consists of: form excuses that its items are alike, and not that all of them
    come again in the same order.  A few words that differ from copy to copy, such as the days of a forecast, make
    items of the copies, and the text is one.
    """
    places = family.places
    gaps = [_outside(text, chrome, Span(one.end, two.start)) for one, two in pairwise(places)]
    if any(len(gap.split()) > _MAX_GAP_WORDS for gap in gaps) or _are_own(gaps):
        return False
    above = Span(max(header, places[0].start - _MAX_LABEL), places[0].start)
    labels = [_last_line(_outside(text, chrome, above)), *gaps]
    outside = minus([Span(header, places[0].start), Span(places[-1].end, len(text))], chrome)
    rest = sum(len(text[one.start : one.end].strip()) for one in outside) - len(labels[0])
    if rest > _MAX_REST * (places[-1].end - places[0].start):
        return False
    others = family.overlaps()[:_MAX_SLOTTED] if family.overlap.similarity < 1 else []
    return not _are_labels(labels) and not any(differ_in_slots(text, one, itemised=True) for one in others)


def _are_own(gaps: list[str]) -> bool:
    """Return whether each of several copies is followed by words of its own: these are items, and what ends them.

    The lines between the copies of a page are the same, but for a number.
    """
    return len(gaps) > 1 and all(gaps) and len({_DIGITS.sub("0", gap).casefold() for gap in gaps}) == len(gaps)


def _outside(text: str, chrome: list[Span], gap: Span) -> str:
    """Return what *text* says in *gap* outside its *chrome*."""
    return "".join(text[one.start : one.end] for one in minus([gap], near(chrome, gap))).strip() if len(gap) else ""


def _last_line(said: str) -> str:
    return said.rsplit("\n", 1)[-1]


def _are_labels(labels: list[str]) -> bool:
    """Return whether each copy has a label of its own, and these are of one kind: days, names, numbers."""
    if len(set(labels)) < len(labels) or not all(labels):
        return False
    kinds = [(_ADDRESS.search(label) is not None, _DIGITS.search(label) is not None) for label in labels]
    first, *others = (_DIGITS.sub("0", _last_line(label)).casefold() for label in labels)
    # The lines between the copies of a page are numbered, and the title above the first one is not.
    return kinds[0] == kinds[1] and not (len(others) > 1 and len(set(others)) == 1 and first != others[0])
