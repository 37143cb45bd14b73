"""From a text and its repeated passages to the pages, titles and leads that stand twice, and the copy to keep."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from provenance.form.lines import lines
from provenance.form.spans import minus, near, trimmed, union
from provenance.model import Overlap, Repeats, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.form.lines import Line
    from provenance.model import OverlapKind, Trait

# A title has at least so many words; shorter lines that stand twice are section names, credits and list items.
TITLE_WORDS = 4
_TITLE_LENGTH = 300
# Titles and leads stand among the first so many lines that are not chrome, and have at most so many words.
_HEAD_LINES = 5
_LEAD_WORDS = 60
# Two passages belong to one page when so little lies between them, on both sides, beside chrome and white space.
_GAP = 400
_GAP_WORDS = 8
# Shorter passages must be so much alike, and all must be letters to such a share: reports of figures are much alike.
_LONG = 80
_ALIKE = 0.9
_LETTERS = 0.7
# How many bundles that end nearby are tried: passages of twelve words leave no room for more that do not overlap.
_TRIES = 32
# A passage of which so little is outside the chrome is chrome.
_OWN = 0.2
_OTHERS = bytes(one for one in range(256) if one > 127 or not (chr(one).isalnum() or one == ord("_")))
_NOTHING = Repeats()
_WORST_LAST: tuple[OverlapKind, ...] = ("verbatim", "near", "loose", "misread", "reordered", "stock")


def repetition(text: str, header: int, overlaps: Sequence[Overlap], traits: Sequence[Trait]) -> Repeats:
    """Return what *text* repeats in itself, given its repeated passages and its traits.

    *overlaps* are those of ``align.repeats``, however it split or bundled them; titles that stand again as lines are
    added.  ``copies.choose`` says which copy is kept.
    """
    if not overlaps and "\n" not in text:
        return _NOTHING
    chrome = union(trait.span for trait in traits if trait.kind == "chrome" and trait.span and trait.count == 1)
    rows = _rows(text, header, chrome)
    own = [one for one in overlaps if one.left.start >= header and _is_prose(text, one, chrome)]
    bundles = [one for one in _bundled(text, chrome, own) if one.similarity >= _ALIKE or one.words >= _LONG]
    titles = list(_titles(rows, bundles))
    if not bundles and not titles:
        return _NOTHING
    from provenance.form.copies import choose

    glued = union(trait.span for trait in traits if trait.kind == "glued" and trait.span and trait.count == 1)
    pages, leads = _sorted_out(bundles, rows[:_HEAD_LINES], (len(text) - header) // 3)
    leads = sorted([*leads, *titles], key=_place)
    kept, dropped = choose(text, chrome, glued, pages, leads)
    redundant = tuple(span for span in (trimmed(text, one) for one in dropped) if len(span))
    return Repeats(tuple(pages), tuple(leads), trimmed(text, kept), redundant, sum(map(len, redundant)) / len(text))


def _is_prose(text: str, overlap: Overlap, chrome: list[Span]) -> bool:
    """Return whether *overlap* is of prose on both sides: neither chrome nor the figures of a table."""
    for side in (overlap.left, overlap.right):
        passage = text[side.start : side.end]
        written = len(passage) - sum(map(passage.count, " \n"))
        if sum(map(str.isalpha, passage)) < _LETTERS * written:
            return False
        if sum(map(len, minus([side], near(chrome, side)))) <= len(side) * _OWN:
            return False
    return True


def _sorted_out(bundles: list[Overlap], head: Sequence[Line], longest: int) -> tuple[list[Overlap], list[Overlap]]:
    """Return the pages and the leads of *bundles*: a lead begins with a line of the head and is at most *longest*."""
    pages: list[Overlap] = []
    leads: list[Overlap] = []
    starts = {start for start, _, _ in head}
    end = head[-1][1] if head else 0
    for one in bundles:
        is_lead = one.left.start in starts and one.left.end <= end and one.words <= _LEAD_WORDS
        (leads if is_lead and len(one.left) <= longest else pages).append(one)
    return pages, leads


def _place(overlap: Overlap) -> tuple[Span, Span]:
    return overlap.left, overlap.right


def _rows(text: str, header: int, chrome: list[Span]) -> list[Line]:
    """Return the lines of *text* that are not chrome."""
    found = list(lines(text, header))
    if not chrome:
        return found
    return [row for row in found if minus([span := Span(row[0], row[1])], near(chrome, span))]


def _titles(rows: Sequence[Line], bundles: Sequence[Overlap]) -> Iterator[Overlap]:
    """Yield the lines at the head of the text that stand again as lines, outside the repeats that are known."""
    short = [row for row in rows if len(row[2]) <= _TITLE_LENGTH]
    openings = {_opening(row[2]) for row in rows[:_HEAD_LINES] if len(row[2]) <= _TITLE_LENGTH}
    again = [row for row in short if _opening(row[2]) in openings]
    if len(again) <= len(openings) or len({_ascii(row[2]) for row in again}) == len(again):
        return
    end = rows[:_HEAD_LINES][-1][1]
    first: dict[str, Span] = {}
    known: dict[Span, list[Span]] = {}
    for start, stop, line in again:
        span, words = Span(start, stop), _words(line)
        earlier = first.get(" ".join(words))
        if earlier is None and stop <= end and _is_title(words):
            first[" ".join(words)] = span
            known[span] = union(one.right for one in bundles if one.left.start < stop and start < one.left.end)
        elif earlier is not None and not near(known[earlier], span):
            yield Overlap(earlier, span, len(words), 1.0, "verbatim")


def _opening(line: str) -> str:
    """Return the first word of *line*, which is quick to compare; one title may have quotation marks, its copy not."""
    return line.split(None, 1)[0].strip("\"'“”‘’«»").casefold()


def _ascii(line: str) -> bytes:
    """Return the letters and digits of *line* that are ASCII: lines of the same words have the same ones."""
    return line.casefold().encode("utf-8", "surrogatepass").translate(None, _OTHERS)


def _is_title(words: list[str]) -> bool:
    """Return whether *words* may be a title, and not a row of a table: enough of them, and few of them figures."""
    return len(words) >= TITLE_WORDS and 3 * sum(map(str.isdigit, words)) <= len(words)


def _words(line: str) -> list[str]:
    import re

    return re.findall(r"\w+", line.casefold())


def _bundled(text: str, chrome: list[Span], overlaps: Sequence[Overlap]) -> list[Overlap]:
    """Return *overlaps* with those that continue each other on both sides made one, in order."""
    bundles: list[list[Overlap]] = []
    # The ends of the bundles' right sides in order, and which bundle each belongs to.
    ends: list[tuple[int, int]] = []
    for overlap in sorted(overlaps, key=_place):
        found = _continued(text, chrome, overlap, bundles, ends)
        if found is None:
            number = len(bundles)
            bundles.append([overlap])
        else:
            number = ends.pop(found)[1]
            bundles[number].append(overlap)
        entry = overlap.right.end, number
        ends.insert(bisect_left(ends, entry), entry)
    return sorted((_merged(bundle) for bundle in bundles), key=_place)


def _continued(
    text: str, chrome: list[Span], overlap: Overlap, bundles: list[list[Overlap]], ends: list[tuple[int, int]]
) -> int | None:
    """Return the place in *ends* of the nearest bundle that *overlap* continues, None where it starts one."""
    after = bisect_right(ends, (overlap.right.start, len(bundles)))
    for at in range(after - 1, max(after - _TRIES, 0) - 1, -1):
        if _continues(text, chrome, bundles[ends[at][1]][-1], overlap):
            return at
    return None


def _continues(text: str, chrome: list[Span], before: Overlap, after: Overlap) -> bool:
    """Return whether only chrome and a few words lie between two overlaps, on both sides."""
    for left, right in ((before.left, after.left), (before.right, after.right)):
        if not 0 <= right.start - left.end <= _GAP:
            return False
        gap = Span(left.end, right.start)
        if sum(len(text[one.start : one.end].split()) for one in minus([gap], near(chrome, gap))) > _GAP_WORDS:
            return False
    return True


def _merged(bundle: Sequence[Overlap]) -> Overlap:
    first, last = bundle[0], bundle[-1]
    if len(bundle) == 1:
        return first
    words = sum(one.words for one in bundle)
    return Overlap(
        Span(first.left.start, last.left.end),
        Span(first.right.start, last.right.end),
        words,
        sum(one.words * one.similarity for one in bundle) / words if words else first.similarity,
        max((one.kind for one in bundle), key=_WORST_LAST.index),
        all(one.quoted for one in bundle),
    )
