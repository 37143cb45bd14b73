"""From a family of places to whether its places are stretches of a series: lines that are all uses of a few forms.

Minutes, tariffs, build logs and rows of questions and answers fill in the same lines again and again.  The aligner then
finds that the first half of the series resembles the second half, as a page resembles its copy.  The difference is that
a line of a series resembles a third line as well, and that its counterpart is filled in differently.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from provenance.form.slots import are_one_form
from provenance.model import Span
from provenance.words import locate_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.form.families import Family
    from provenance.form.lines import Line

_ALIKE = 0.6  # share of words that two lines of one form have in common
_MOST = 0.8  # share of the words of lines that have a counterpart; so many belong to lines of the series
_MIN_WORDS = 3  # of a line: shorter ones are marks and headings
_MAX_WORDS = 400  # of a line that is compared
_MAX_ROWS = 24  # lines of a place that are compared, each with at most _MAX_OTHERS others
_MAX_OTHERS = 96

_Row = tuple[Span, list[int]]


def is_series(text: str, family: Family, rows: Sequence[Line]) -> bool:
    """Return whether the lines in the places of *family* are uses of forms that the text fills in three times or more.

    *rows* are the lines of the text.  Places with the same words are copies, whatever they consist of; so are places
    most of whose lines have the same words, such as a tariff that is printed again with a misprint.
    """
    if family.overlap.similarity == 1:
        return False
    left, right = family.overlap.left, family.overlap.right
    one, two = _inside(text, left, rows), _inside(text, right, rows)
    if not one or not two:
        return False
    first, last = left.start - 2 * len(left), right.end + 2 * len(right)
    around = _inside(text, Span(max(first, 0), min(last, len(text))), rows, _MAX_OTHERS)
    matched = own = 0
    for at, (span, words) in enumerate(one):
        counterparts = [ids for _, ids in two if _are_alike(words, ids)]
        if not counterparts:
            continue
        matched += len(words)
        said_again = any(words == ids for place, (_, ids) in enumerate(one) if place != at)
        if said_again or (words not in counterparts and _is_filled_in(text, span, words, around)):
            own += len(words)
    return matched > 0 and own >= _MOST * matched


def _inside(text: str, place: Span, rows: Sequence[Line], most: int = _MAX_ROWS) -> list[_Row]:
    """Return the spans and the words of the first *most* lines that lie in *place* for more than half."""
    found: list[_Row] = []
    for start, end, _ in rows[bisect_left(rows, place.start, key=lambda row: row[1]) :]:
        if start >= place.end or len(found) == most:
            break
        if 2 * (min(end, place.end) - max(start, place.start)) > end - start:
            words = locate_within(text, start, end).ids.tolist()
            if _MIN_WORDS <= len(words) <= _MAX_WORDS:
                found.append((Span(start, end), words))
    return found


def _is_filled_in(text: str, span: Span, words: list[int], around: Sequence[_Row]) -> bool:
    """Return whether two other lines or more fill in the form of the line at *span* with something else."""
    others = 0
    for other, ids in around:
        if other != span and words != ids and _are_alike(words, ids) and are_one_form(text, span, other):
            others += 1
            if others > 1:
                return True
    return False


def _are_alike(one: list[int], two: list[int]) -> bool:
    if min(len(one), len(two)) < _ALIKE * max(len(one), len(two)):
        return False
    return Levenshtein.normalized_similarity(one, two, score_cutoff=_ALIKE) > 0
