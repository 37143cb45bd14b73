"""From a text and its repeated passages to the pages, titles and leads that stand twice, and the copy to keep."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from provenance.inspect.lines import lines
from provenance.inspect.spans import minus, near, trimmed, union
from provenance.model import Overlap, Repeats, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
# How many bundles that end nearby are tried: passages of twelve words leave no room for more that do not overlap.
_TRIES = 32
# A passage of which so little is outside the chrome is chrome.
_OWN = 0.2
_WORST_LAST: tuple[OverlapKind, ...] = ("verbatim", "near", "loose", "misread", "reordered", "stock")


def repetition(text: str, header: int, overlaps: Sequence[Overlap], traits: Sequence[Trait]) -> Repeats:
    """Return what *text* repeats in itself, given its repeated passages and its traits.

    *overlaps* are those of ``align.repeats``, however it split or bundled them; titles that stand again as lines are
    added.  ``copies.choose`` says which copy is kept.
    """
    chrome = union(trait.span for trait in traits if trait.kind == "chrome" and trait.span and trait.count == 1)
    glued = union(trait.span for trait in traits if trait.kind == "glued" and trait.span and trait.count == 1)
    rows = list(_rows(text, header, chrome))
    bundles = _bundled(text, chrome, [one for one in overlaps if one.left.start >= header and _is_text(one, chrome)])
    titles = list(_titles(rows, bundles))
    if not bundles and not titles:
        return Repeats()
    head = rows[min(_HEAD_LINES, len(rows)) - 1][0].end if rows else header
    longest = (len(text) - header) // 3
    pages = [one for one in bundles if one.words > _LEAD_WORDS or one.left.end > head or len(one.left) > longest]
    leads = sorted([*(one for one in bundles if one not in pages), *titles], key=_place)
    from provenance.inspect.copies import choose

    kept, dropped = choose(text, chrome, glued, pages, leads)
    keep = trimmed(text, kept)
    redundant = tuple(span for span in (trimmed(text, one) for one in dropped) if len(span))
    return Repeats(tuple(pages), tuple(leads), keep, redundant, sum(map(len, redundant)) / len(text))


def _is_text(overlap: Overlap, chrome: list[Span]) -> bool:
    """Return whether both sides of *overlap* are more than chrome: captions and tags may stand twice."""
    return all(
        sum(map(len, minus([side], near(chrome, side)))) > len(side) * _OWN for side in (overlap.left, overlap.right)
    )


def _place(overlap: Overlap) -> tuple[Span, Span]:
    return overlap.left, overlap.right


def _rows(text: str, header: int, chrome: list[Span]) -> Iterator[tuple[Span, str]]:
    """Yield the lines of *text* that are not chrome, with their places."""
    for start, end, line in lines(text, header):
        span = Span(start, end)
        around = near(chrome, span)
        if not around or minus([span], around):
            yield span, line


def _titles(rows: Sequence[tuple[Span, str]], bundles: Sequence[Overlap]) -> Iterator[Overlap]:
    """Yield the lines at the head of the text that stand again as lines, outside the repeats that are known."""
    first: dict[str, Span] = {}
    for span, line in rows[:_HEAD_LINES]:
        if len(line) <= _TITLE_LENGTH and len(words := _words(line)) >= TITLE_WORDS:
            first.setdefault(" ".join(words), span)
    openings = {title.partition(" ")[0] for title in first}
    known = {
        title: union(one.right for one in bundles if min(one.left.end, title.end) > max(one.left.start, title.start))
        for title in first.values()
    }
    for span, line in rows if first else ():
        if len(line) > _TITLE_LENGTH or not openings.intersection(_words(line[:64])[:1]):
            continue
        words = _words(line)
        earlier = first.get(" ".join(words))
        if earlier is not None and earlier != span and not near(known[earlier], span):
            yield Overlap(earlier, span, len(words), 1.0, "verbatim")


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
