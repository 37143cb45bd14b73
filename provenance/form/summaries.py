"""From a family of places to whether one sums up or announces the other: key points, teasers, quoted comments.

The pages of a news site say much twice on purpose.  The key points above a live report repeat the first sentences of
its entries, the teasers of a front page repeat the leads below, and a comment quotes the one that it answers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.form.lines import MIN_TITLE_WORDS, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.form.families import Family
    from provenance.form.lines import Line
    from provenance.model import Span

_KEY = 5  # words at the beginning of a line by which it is found again
_MIN_POINTS = 3  # sentences of a list that sums up
_MOST = 2 / 3  # of these go on, where they are said again, with a text of their own
_MIN_OWN = 5  # words of such a text
_MAX_AWAY = 40  # lines above and below a place that are looked at
_MAX_TEASER = 60  # words below the headline of a teaser
_MAX_HEADLINE = 16  # words
_MAX_QUOTED = 250  # words of a quotation
_MORE_QUOTED = 0.3  # share of one place, beyond that of the other, which quotations are that begin a line
_ENDS = tuple(".!?…。！？।؟")
_CLOSERS = "\"”'’»)]"
# A bullet; the end of a text that is cut off, with the words of a link behind it: "… Read more".
_BULLET = re.compile(r"[-–—•*·‣▪◦]\s")
_CUT = re.compile(r"(?:…|[.]{3})\s*(?:\S+\s*){0,4}$")
_LAST = 80  # characters of a line in which its end is looked for
_MAX_LABEL = 6  # words of the heading of a list
_WORD = re.compile(r"\w*[^\W\d_]\w*")
_MARKS = {"“": "”", '"': '"', "„": "“”", "«": "»", "»": "«", "‘": "’", "「": "」", "『": "』", "‹": "›"}


def is_summary(family: Family, rows: Sequence[Line]) -> bool:
    """Return whether a place of *family* lies in a list each point of which begins a longer text elsewhere.

    *rows* are the lines of the text.  In a page that is printed twice, the lines follow one another in both places.
    """
    if len(family.places) != 2:
        return False
    inside = [_rows_in(rows, place) for place in family.places]
    if not all(inside):
        return False
    first, last = max(inside[0].start - _MAX_AWAY, 0), min(inside[1].stop + _MAX_AWAY, len(rows))
    keys = {at: _key(rows[at][2]) for at in range(first, last)}
    found: dict[tuple[str, ...], list[int]] = {}
    for at, key in keys.items():
        if len(key) == _KEY:
            found.setdefault(key, []).append(at)
    mates = {at: other for pair in found.values() if len(pair) == 2 for at, other in (pair, pair[::-1])}
    return any(_sums_up(rows, mates, part) for part in inside)


def _rows_in(rows: Sequence[Line], place: Span) -> range:
    """Return the numbers of the lines that *place* touches."""
    first = bisect_left(rows, place.start + 1, key=lambda row: row[1])
    return range(first, bisect_left(rows, place.end, key=lambda row: row[0]))


def _key(line: str) -> tuple[str, ...]:
    """Return the first words of *line* that are no numbers, such as those of an item or a time."""
    return tuple(_WORD.findall(line[:200].casefold())[:_KEY])


def _sums_up(rows: Sequence[Line], mates: dict[int, int], inside: range) -> bool:
    """Return whether the lines *inside* a place, and those around them that recur, are points that go on elsewhere."""
    at = next((at for at in inside if at in mates), None)
    if at is None:
        return False
    first = last = at
    while first - 1 in mates and mates[first - 1] != last:
        first -= 1
    while last + 1 in mates and mates[last + 1] != first:
        last += 1
    if 2 * sum(first <= one <= last for one in inside) < len(inside):
        return False
    points = [one for one in range(first, last + 1) if _is_sentence(rows[one][2])]
    longer = sum(_goes_on(rows, mates, one) for one in points)
    return len(points) >= _MIN_POINTS and (longer >= _MOST * len(points) or _are_picked(rows, mates, points))


def _are_picked(rows: Sequence[Line], mates: dict[int, int], points: Sequence[int]) -> bool:
    """Return whether *points* are the items of a list, and are said elsewhere apart from each other, without bullets.

    An entry of a live report may be no longer than its point; it has its time above it, and links below.
    """
    items = sum(_BULLET.match(rows[one][2]) is not None and not _BULLET.match(rows[mates[one]][2]) for one in points)
    apart = sum(mates[two] - mates[one] > 1 for one, two in pairwise(points))
    return items == len(points) and apart >= _MOST * (len(points) - 1)


def _goes_on(rows: Sequence[Line], mates: dict[int, int], at: int) -> bool:
    """Return whether the text goes on behind what line *at* says, where it is said again."""
    again = mates[at]
    if len(rows[again][2].split()) >= len(rows[at][2].split()) + _MIN_OWN:
        return True
    for below in range(again + 1, min(again + 4, len(rows))):
        if below in mates:
            return False
        if _is_sentence(rows[below][2]) and len(rows[below][2].split()) >= _MIN_OWN:
            return True
    return False


def _is_sentence(line: str) -> bool:
    return line.rstrip(_CLOSERS).endswith(_ENDS)


def are_teasers(family: Family, rows: Sequence[Line]) -> bool:
    """Return whether the places of *family* are headlines with a short text, as in a list of links.

    The text is below the headline, or behind it and cut off.
    """
    inside = [rows[at][2] for at in _rows_in(rows, family.places[0])]
    if not inside:
        return False
    cut = sum(_CUT.search(line[-_LAST:]) is not None for line in inside)
    if cut > 1 and cut + sum(len(line.split()) <= _MAX_LABEL for line in inside) >= len(inside):
        return True
    # The place may begin or end within a teaser.
    inside = inside[_is_sentence(inside[0]) :]
    heads, texts = inside[::2], inside[1::2]
    return (
        bool(texts)
        and all(MIN_TITLE_WORDS <= len(line.split()) <= _MAX_HEADLINE and not _is_sentence(line) for line in heads)
        and all(len(line.split()) <= _MAX_TEASER and _is_sentence(line) for line in texts)
    )


def is_quotation(text: str, family: Family) -> bool:
    """Return whether a place of *family* is what someone else said, from one quotation mark to the other.

    A comment that quotes another one may begin with the same name, so that the place does.
    """
    if family.overlap.words > _MAX_QUOTED:
        return False
    if any(_is_in_marks(text, place) for place in family.places):
        return True
    shares = [_quoted_share(text, place) for place in family.places]
    return max(shares) - min(shares) >= _MORE_QUOTED


def _is_in_marks(text: str, place: Span) -> bool:
    before = text[max(place.start - 2, 0) : place.start].rstrip()[-1:]
    closing = _MARKS.get(before or " ", "")
    last, after = text[place.end - 1], text[place.end : place.end + 4].lstrip(".!?…,; \u00a0\u202f")[:1]
    if not closing or not (last in closing or (after and after in closing)):
        return False
    # An apostrophe closes nothing; any other mark inside would end the quotation before the place ends.
    return before == "‘" or not any(mark in text[place.start : place.end - 1] for mark in closing)


def _quoted_share(text: str, place: Span) -> float:
    """Return the share of *place* in quotations that begin a line."""
    quoted = 0
    for _, _, line in lines(text[max(place.start - 2, 0) : place.end + 4]):
        closing = _MARKS.get(line[0], "")
        ends = [line.rfind(mark) if line[0] == "‘" else line.find(mark, 1) for mark in closing]
        quoted += max(ends, default=0)
    return quoted / len(place)
