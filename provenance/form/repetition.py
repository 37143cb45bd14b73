"""From a text and its repeated passages to repeated pages, titles and leads, and the copy to keep."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from provenance.form.families import families
from provenance.form.lines import MIN_TITLE_WORDS, lines
from provenance.form.spans import minus, near, trimmed, union
from provenance.model import Overlap, Repeats, Span
from provenance.words import dereferenced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.form.families import Family
    from provenance.form.lines import Line
    from provenance.model import OverlapKind, Trait

_MAX_TITLE_LENGTH = 300  # characters
_HEAD_LINES = 5  # lines other than chrome at the head of a text, where titles and leads are
_MAX_LEAD_WORDS = 60
_MAX_WORDS_ABOVE = 30  # words of titles above a lead
_MAX_GAP = 400  # characters between two passages of one page, on both sides
_MAX_GAP_WORDS = 8  # words in such a gap besides chrome
_LONG_WORDS = 80  # words of a passage from which on its similarity does not matter
_MIN_SIMILARITY = 0.9  # of shorter passages
_MIN_LETTERS = 0.7  # share of letters in a passage of prose: reports of figures resemble each other
_MAX_TRIES = 32  # nearby bundles compared; with passages of twelve words no more can end there without overlapping
_MIN_SAID_AGAIN = 0.4  # share of a text that its repeats cover if all of it is printed more than once
_MIN_OUTSIDE = 0.2  # share of a passage outside the chrome; one with less is chrome
_OTHERS = bytes(one for one in range(256) if one > 127 or not (chr(one).isalnum() or one == ord("_")))
_NO_TITLE = re.compile(r"[:：]$|^[>|]|[{}=;]|[.]{4}")  # it introduces something, is quoted, is code or a row of a list
_NOTHING = Repeats()
_WORST_LAST: tuple[OverlapKind, ...] = ("verbatim", "near", "loose", "misread", "reordered", "stock")


def repetition(text: str, header: int, overlaps: Sequence[Overlap], traits: Sequence[Trait]) -> Repeats:
    """Return the repeats within *text*, given its repeated passages and its traits.

    *overlaps* are those of ``alignment.repeats``, however they are split or bundled; titles repeated as whole lines are
    added.  ``copies.choose`` decides which copy is kept.
    """
    if not overlaps and "\n" not in text:
        return _NOTHING
    text = dereferenced(text)
    chrome = union(trait.span for trait in traits if trait.kind == "chrome" and trait.span and trait.count == 1)
    rows = _rows(text, header, chrome)
    prose = [overlap for overlap in overlaps if overlap.left.start >= header and _is_prose(text, overlap, chrome)]
    bundles = [
        bundle
        for bundle in _bundled(text, chrome, prose)
        if bundle.similarity >= _MIN_SIMILARITY or bundle.words >= _LONG_WORDS
    ]
    whole = _whole(text, header, chrome, overlaps)
    found = families(text, bundles) if bundles else []
    found = sorted(
        [*whole, *(one for one in found if not any(near(copy.places, one.places[0]) for copy in whole))], key=_first
    )
    titles = [one for one in _titles(rows, found) if not any(_is_between(one, copies.places) for copies in whole)]
    if not found and not titles:
        return _NOTHING
    from provenance.form.copies import choose
    from provenance.form.lawful import defects, is_form, is_page, is_rewritten

    pages: list[Overlap] = []
    leads: list[Overlap] = []
    forms: list[Span] = []
    for family in found:
        is_lead = _is_lead(text, header, rows[:_HEAD_LINES], family)
        if is_lead or (is_page(text, family) and (family in whole or not is_rewritten(text, family))):
            if _is_quoted(text, family) if family in whole else is_form(text, family, chrome, rows):
                forms.append(family.places[0])
            else:
                (leads if is_lead else pages).extend(family.overlaps())
    # A line that the form of the text says again, such as the first answer of a hearing, is no title.
    forms = union(forms)
    leads += [title for title in defects(text, titles, found, chrome, rows) if not near(forms, title.left)]
    if not pages and not leads:
        return _NOTHING
    leads.sort(key=_place)
    glued = union(trait.span for trait in traits if trait.kind == "glued" and trait.span and trait.count == 1)
    kept, dropped = choose(text, chrome, glued, pages, leads)
    redundant = tuple(span for span in (trimmed(text, copy) for copy in dropped) if len(span))
    return Repeats(tuple(pages), tuple(leads), trimmed(text, kept), redundant, sum(map(len, redundant)) / len(text))


def _whole(text: str, header: int, chrome: list[Span], overlaps: Sequence[Overlap]) -> list[Family]:
    """Return the copies of the whole *text*, if it is printed more than once: then its overlaps cover most of it."""
    said_again = sum(map(len, union(side for overlap in overlaps for side in (overlap.left, overlap.right))))
    if said_again < _MIN_SAID_AGAIN * (len(text) - header):
        return []
    from provenance.form.prints import is_whole, prints

    return [family for family in prints(text, header) if is_whole(text, header, chrome, family)]


def _is_between(title: Overlap, places: Sequence[Span]) -> bool:
    """Return whether *title* is a line between the copies at *places*, such as "Print this page"."""
    return places[0].start < title.left.start and title.right.end < places[-1].end


def _is_quoted(text: str, family: Family) -> bool:
    """Return whether some copies of a whole text are quoted, and not all, as in a thread that is printed twice."""
    from provenance.form.lawful import quoted_places

    return 0 < len(quoted_places(text, family)) < len(family.places)


def _first(family: Family) -> list[Span]:
    return family.places


def _is_prose(text: str, overlap: Overlap, chrome: list[Span]) -> bool:
    """Return whether both sides of *overlap* are prose: neither chrome nor figures of a table."""
    for side in (overlap.left, overlap.right):
        passage = text[side.start : side.end]
        visible = len(passage) - sum(map(passage.count, " \n"))
        if sum(map(str.isalpha, passage)) < _MIN_LETTERS * visible:
            return False
        if sum(map(len, minus([side], near(chrome, side)))) <= len(side) * _MIN_OUTSIDE:
            return False
    return True


def _is_lead(text: str, header: int, head: Sequence[Line], family: Family) -> bool:
    """Return whether the places of *family* are a lead: the first one begins with a line of the *head*.

    All places together are no more than two thirds of the text, so that a short page is no lead, however often it
    occurs.
    """
    first = family.places[0]
    return (
        family.overlap.words <= _MAX_LEAD_WORDS
        and any(first.start == start for start, _, _ in head)
        and first.end <= head[-1][1]
        and 3 * sum(map(len, family.places)) <= 2 * (len(text) - header)
        and len(text[header : first.start].split()) <= _MAX_WORDS_ABOVE
    )


def _place(overlap: Overlap) -> tuple[Span, Span]:
    return overlap.left, overlap.right


def _rows(text: str, header: int, chrome: list[Span]) -> list[Line]:
    """Return the lines of *text* that are not chrome."""
    rows = list(lines(text, header))
    if not chrome:
        return rows
    return [row for row in rows if minus([span := Span(row[0], row[1])], near(chrome, span))]


def _titles(rows: Sequence[Line], found: Sequence[Family]) -> Iterator[Overlap]:
    """Yield the lines at the head of the text that recur as lines, outside the repeats that are already known."""
    short = [row for row in rows if len(row[2]) <= _MAX_TITLE_LENGTH]
    openings = {_opening(row[2]) for row in rows[:_HEAD_LINES] if len(row[2]) <= _MAX_TITLE_LENGTH}
    again = [row for row in short if _opening(row[2]) in openings]
    if len(again) <= len(openings) or len({_ascii(row[2]) for row in again}) == len(again):
        return
    end = rows[:_HEAD_LINES][-1][1]
    first: dict[str, Span] = {}
    known: dict[Span, list[Span]] = {}
    for start, stop, line in again:
        span, words = Span(start, stop), _words(line)
        earlier = first.get(" ".join(words))
        if (
            earlier is None
            and stop <= end
            and _is_title(words)
            and not _NO_TITLE.search(line)
            and not _is_address(line)
        ):
            first[" ".join(words)] = span
            known[span] = union(place for family in found if near(family.places, span) for place in family.places)
        elif earlier is not None and not near(known[earlier], span):
            yield Overlap(earlier, span, len(words), 1.0, "verbatim")


def _opening(line: str) -> str:
    """Return the first word of *line*, for a fast comparison, without quotation marks, which a copy may lack."""
    return line.split(None, 1)[0].strip("\"'“”‘’«»").casefold()


def _ascii(line: str) -> bytes:
    """Return the ASCII letters and digits of *line*: lines with the same words have the same ones."""
    return line.casefold().encode("utf-8", "surrogatepass").translate(None, _OTHERS)


def _is_title(words: list[str]) -> bool:
    """Return whether *words* may be a title and not a row of a table: enough words, and few figures."""
    return len(words) >= MIN_TITLE_WORDS and 3 * sum(map(str.isdigit, words)) <= len(words)


def _is_address(line: str) -> bool:
    """Return whether *line* has too few words for a title besides addresses of pages and of mail."""
    rest = [piece for piece in line.split() if not ("@" in piece or "://" in piece or ("." in piece and "/" in piece))]
    return len(rest) < MIN_TITLE_WORDS and len(rest) < len(line.split())


def _words(line: str) -> list[str]:
    return re.findall(r"\w+", line.casefold())


def _bundled(text: str, chrome: list[Span], overlaps: Sequence[Overlap]) -> list[Overlap]:
    """Return *overlaps*, in order, with those merged that continue each other on both sides."""
    bundles: list[list[Overlap]] = []
    # The right ends of the bundles in ascending order, each with the number of its bundle.
    ends: list[tuple[int, int]] = []
    for overlap in sorted(overlaps, key=_place):
        place = _continued(text, chrome, overlap, bundles, ends)
        if place is None:
            number = len(bundles)
            bundles.append([overlap])
        else:
            number = ends.pop(place)[1]
            bundles[number].append(overlap)
        entry = overlap.right.end, number
        ends.insert(bisect_left(ends, entry), entry)
    return sorted((_merged(bundle) for bundle in bundles), key=_place)


def _continued(
    text: str, chrome: list[Span], overlap: Overlap, bundles: list[list[Overlap]], ends: list[tuple[int, int]]
) -> int | None:
    """Return the index in *ends* of the nearest bundle that *overlap* continues, None if it starts a new one."""
    after = bisect_right(ends, (overlap.right.start, len(bundles)))
    for at in range(after - 1, max(after - _MAX_TRIES, 0) - 1, -1):
        bundle = bundles[ends[at][1]]
        # A page does not overlap its copy, as verses and refrains in turns would.
        if overlap.left.end <= bundle[0].right.start and _continues(text, chrome, bundle[-1], overlap):
            return at
    return None


def _continues(text: str, chrome: list[Span], before: Overlap, after: Overlap) -> bool:
    """Return whether only chrome and a few words lie between two overlaps, on both sides."""
    for left, right in ((before.left, after.left), (before.right, after.right)):
        if not 0 <= right.start - left.end <= _MAX_GAP:
            return False
        gap = Span(left.end, right.start)
        if sum(len(text[rest.start : rest.end].split()) for rest in minus([gap], near(chrome, gap))) > _MAX_GAP_WORDS:
            return False
    return True


def _merged(bundle: Sequence[Overlap]) -> Overlap:
    first, last = bundle[0], bundle[-1]
    if len(bundle) == 1:
        return first
    words = sum(overlap.words for overlap in bundle)
    return Overlap(
        Span(first.left.start, last.left.end),
        Span(first.right.start, last.right.end),
        words,
        sum(overlap.words * overlap.similarity for overlap in bundle) / words if words else first.similarity,
        max((overlap.kind for overlap in bundle), key=_WORST_LAST.index),
        all(overlap.quoted for overlap in bundle),
    )
