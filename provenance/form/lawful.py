"""From a family of places to whether its repetition is form (a refrain, a clause, a quoted message) or a page twice."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.form.lines import MIN_TITLE_WORDS, lines
from provenance.form.series import is_series
from provenance.form.slots import LONG, differ_in_slots
from provenance.form.spans import minus, near, union
from provenance.form.summaries import are_teasers, is_quotation, is_summary
from provenance.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.form.families import Family
    from provenance.form.lines import Line
    from provenance.model import Overlap

_MIN_WORDS = 20  # of a run of sentences: shorter ones are turns of phrase and captions
_MIN_WORDS_OF_ONE = 40  # of a single sentence
_SURE_WORDS = 60  # of sentences that are repeated with changes, or of words in quotation marks that are set apart
_MIN_SIMILARITY = 0.96  # of fewer words, unless they are repeated at once
_MIN_COVER = 0.04  # share of the text that all places of a passage shorter than a page cover
_MAX_COVER = 0.5  # share of the text that all places of a refrain or of an item cover; a page printed twice covers more
_MAX_COVER_OF_LINES = 0.8  # the same for verse, which may be a refrain for the most part
_MAX_COVER_OF_TEASERS = 0.65  # the same for two lists of links
_MAX_HEADING = 8  # words of the heading of an item
_STOPS = ".,;:!?—…。，；：！？।؟،"
_ENDS = tuple(".!?…。！？।؟")
_OPENING, _CLOSING = '"“„«‘‹「『', '"”“»’›」』'
_END = 5  # of a place that is so many times as long
_MIN_ARTICLE = 3  # lines of a title and the paragraphs below it
_MIN_ITEMS = 3  # items in a text that consists of items
_MAX_LINE = 60  # characters of a heading or of a mark
_MAX_VERSE = 76  # characters of a line of verse, of an address or of a table, on average
_MIN_VERSE = 8  # lines of a text in verse
_MAX_ABOVE = 500  # characters looked at above a quoted message
_MAX_COMPARED = 8  # places that are compared word by word with the first one
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*(?=\s|[^\W\d_])")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
# A number, a date or a time; a bullet; a letter in parentheses; a speaker or a label; a question.
_ITEM = re.compile(
    r"""
      (?=\S{0,12}[.):\]/–-]) [(\[§\#]? \d [\d.,:/–-]* [.):\]]? (?=\s|$)
    | [•–—*·▪◦-] \s
    | [(] \w{1,4} [)] \s
    | \w{1,3} [.)] \s
    | [^\W\d_]+ \s [\d.]* \d [.:)] (?=\s|$)
    | [^\W\d_]+ (?:\s [^\W\d_]+)? [.] \s
    | [^\W\d_] [^:：\n!?]{0,40} [:：] (?=\s|$)
    | [^\n]{0,160} [?？] $
    """,
    re.VERBOSE,
)
_QUOTING_MARK = (">", "|")
# The line above a quoted message: "On 3 March, Mr Pell wrote:".  Without a date, it may introduce anything.
_QUOTING = re.compile(r"(?:\S+\s+){1,14}\S*[:：]")
# The last line of the header of a message that follows as a whole, and one of the others.
_SUBJECT = re.compile(r"(?i)(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|тема|chủ đề|主题|件名)\s?[:：]")
_FIELD = re.compile(r"[^\W\d_][\w -]{0,20}[:：]\s")


def is_page(text: str, family: Family) -> bool:
    """Return whether the places of *family* are as long as pages, or are runs of sentences that matter in the text."""
    words, places = family.overlap.words, family.places
    if words >= LONG:
        return True
    cover = sum(map(len, places)) / len(text)
    if words < _MIN_WORDS or cover < _MIN_COVER:
        return False
    several = _SENTENCE_END.search(text, places[0].start, places[0].end - 1) is not None
    return several or words >= _MIN_WORDS_OF_ONE or cover >= _MAX_COVER


def is_rewritten(text: str, family: Family) -> bool:
    """Return whether *family* is a short passage that is said again elsewhere in other words: a turn of phrase."""
    overlap = family.overlap
    few = overlap.words < _SURE_WORDS and overlap.similarity < _MIN_SIMILARITY
    return few and _gap_words(text, family.places[:2]) > 0


def is_form(text: str, family: Family, chrome: list[Span], rows: Sequence[Line]) -> bool:
    """Return whether the places of *family* say the same because the form of the text demands it.

    *rows* are the lines of the text that are not *chrome*.
    """
    overlap, places = family.overlap, family.places
    if quoted_places(text, family) or is_quotation(text, family) or is_summary(family, rows):
        return True
    cover = sum(map(len, places)) / len(text)
    itemised = _gap_words(text, places) > 0 and _are_items(text, places, rows, cover)
    if _differs_in_slots(text, family, itemised=itemised) or is_series(text, family, rows):
        return True
    spread = len(places) > 2 and _are_spread(text, places, chrome)
    teasers = cover < _MAX_COVER_OF_TEASERS and are_teasers(family, rows)
    if overlap.words >= LONG:
        return (spread and cover < _MAX_COVER) or teasers
    return (
        spread
        or itemised
        or (overlap.words < _SURE_WORDS and _gap_words(text, places) > 0 and _follow_their_own(text, rows, places))
        or teasers
        or (overlap.words < _SURE_WORDS and (overlap.quoted or any(_is_quoted(text, place) for place in places)))
        or (
            cover < _MAX_COVER_OF_LINES
            and all(is_in_short_lines(text, place) for place in places)
            and not (overlap.words >= _SURE_WORDS and _is_in_sentences(text, places[0]))
        )
    )


def _differs_in_slots(text: str, family: Family, *, itemised: bool) -> bool:
    overlaps = family.overlaps()[:_MAX_COMPARED]
    return 2 * sum(differ_in_slots(text, one, itemised=itemised) for one in overlaps) > len(overlaps)


def quoted_places(text: str, family: Family) -> list[Span]:
    """Return the places of *family* that are quoted as in a reply: by marks before their lines, or by a line above."""
    return [place for place in family.places if _is_marked(text, place) or _is_introduced(text, family, place)]


def _is_marked(text: str, place: Span) -> bool:
    begin = text.rfind("\n", 0, place.start) + 1
    rows = [line for _, _, line in lines(text[begin : place.end])]
    return 2 * sum(row.startswith(_QUOTING_MARK) for row in rows) > len(rows)


def _is_introduced(text: str, family: Family, place: Span) -> bool:
    begin = text.rfind("\n", 0, place.start) + 1
    if text[begin : place.start].strip():
        return False
    above = [line for _, _, line in lines(text[max(begin - _MAX_ABOVE, 0) : begin])][-2:]
    if above and _QUOTING.fullmatch(above[-1]) and (family.overlap.words < LONG or _DIGIT.search(above[-1])):
        return True
    return len(above) == 2 and _FIELD.match(above[0]) is not None and _SUBJECT.match(above[1]) is not None


def _is_quoted(text: str, place: Span) -> bool:
    """Return whether *place* is what stands between quotation marks."""
    before = text[max(place.start - 3, 0) : place.start].rstrip()[-1:]
    after = text[place.end - len(place) // _END : place.end + 3]
    return before != "" and before in _OPENING and any(one in _CLOSING for one in after)


def _are_spread(text: str, places: Sequence[Span], chrome: list[Span]) -> bool:
    """Return whether other text lies between any two neighbours of *places*, a different one each time."""
    seen = set()
    for one, two in pairwise(places):
        gap = Span(one.end, two.start)
        between = " ".join(text[rest.start : rest.end] for rest in minus([gap], near(chrome, gap)))
        seen.add(tuple(_WORD.findall(between.casefold())))
    return () not in seen and len(seen) == len(places) - 1


def _are_items(text: str, places: Sequence[Span], rows: Sequence[Line], cover: float) -> bool:
    """Return whether *places* lie in different items of a text that consists of items, each within one of them."""
    marked = [start for start, _, line in rows if _ITEM.match(line)]
    if _are_within(places, marked) or _are_labelled(text, places):
        return True
    if cover >= _MAX_COVER or _is_article(rows, places[0]):
        return False
    headed = [
        start for (start, _, line), (_, _, below) in pairwise(rows) if len(line) < len(below) and _is_heading(line)
    ]
    return _are_within(places, sorted({*marked, *headed}))


def _is_article(rows: Sequence[Line], place: Span) -> bool:
    """Return whether *place* begins with its own title, which several paragraphs follow: an article, not an item.

    What the items of a form say again follows titles that differ.
    """
    inside = [line for start, end, line in rows if place.start <= start and end <= place.end]
    if len(inside) < _MIN_ARTICLE or not any(start == place.start for start, _, _ in rows):
        return False
    title, *paragraphs = inside
    long = sum(len(line) > len(title) and line.rstrip(_CLOSING)[-1:] in _ENDS for line in paragraphs)
    return len(title.split()) >= MIN_TITLE_WORDS and title[-1] not in _STOPS and long >= _MIN_ARTICLE - 1


def _are_labelled(text: str, places: Sequence[Span]) -> bool:
    """Return whether each of *places* follows a mark of its own (a number, a day, a speaker), or a line of one word."""
    labels = [text[text.rfind("\n", 0, place.start) + 1 : place.start].strip() for place in places]
    if not any(labels):
        above = [text[max(place.start - _MAX_LINE, 0) : place.start].rstrip() for place in places]
        labels = [line[line.rfind("\n") + 1 :] for line in above]
        return len(set(labels)) == len(labels) and all(_WORD.fullmatch(label) for label in labels)
    return len(set(labels)) == len(labels) and all(
        len(label) <= _MAX_LINE and (mark := _ITEM.match(f"{label} ")) is not None and mark.end() >= len(label)
        for label in labels
    )


def _follow_their_own(text: str, rows: Sequence[Line], places: Sequence[Span]) -> bool:
    """Return whether each of *places* goes on what only it has: words before it in its line, or a heading above it.

    A page that is printed twice begins the same both times.
    """
    if _is_article(rows, places[0]):
        return False
    own = []
    for place in places:
        before = text[: place.start].rstrip()
        line = before[before.rfind("\n") + 1 :]
        inside = "\n" not in text[len(before) : place.start]
        if not line or not (inside or _is_heading(line)):
            return False
        own.append(tuple(_WORD.findall(line.casefold())[-_MAX_HEADING:]))
    return () not in own and len(set(own)) == len(own)


def _is_heading(line: str) -> bool:
    return len(line) <= _MAX_LINE and len(line.split()) <= _MAX_HEADING and line[-1] not in _STOPS


def _are_within(places: Sequence[Span], items: Sequence[int]) -> bool:
    """Return whether each of *places* lies within one of *items*, given by their starts, and no two in the same one.

    The ends of a place do not count: the mark of the next item is often the same as well.
    """
    if len(items) < _MIN_ITEMS:
        return False
    homes = [bisect_right(items, place.start + len(place) // _END) for place in places]
    ends = [bisect_right(items, place.end - len(place) // _END) for place in places]
    return homes == ends and min(homes) > 0 and len(set(homes)) == len(homes)


def is_in_short_lines(text: str, place: Span) -> bool:
    """Return whether *place* consists of several short lines of their own, as verse and addresses do."""
    begin = text.rfind("\n", 0, place.start) + 1
    rows = [line for _, _, line in lines(text[begin : place.end])]
    if len(rows) < 2 or sum(map(len, rows)) > _MAX_VERSE * len(rows):
        return False
    # Lines of prose that is broken at a margin go on in small letters, and mostly end within a sentence.
    small = sum(row[0].islower() for row in rows)
    return 4 * small <= len(rows) or 2 * sum(row[-1] in _STOPS for row in rows) >= len(rows)


def _is_in_sentences(text: str, place: Span) -> bool:
    """Return whether the lines of *place* are nearly all sentences, as short paragraphs of prose are."""
    rows = [line for _, _, line in lines(text[place.start : place.end])]
    return 5 * sum(line.rstrip(_CLOSING).endswith(_ENDS) for line in rows) >= 4 * (len(rows) - 1)


def defects(
    text: str, titles: Sequence[Overlap], found: Sequence[Family], chrome: list[Span], rows: Sequence[Line]
) -> list[Overlap]:
    """Return those of *titles*, lines that recur, that the form of the text does not demand.

    A refrain, a line of verse, and the entries of a list of contents are form.
    """
    places: dict[Span, list[Span]] = {}
    for title in titles:
        places.setdefault(title.left, [title.left]).append(title.right)
    for first, again in places.items():
        known = [place for family in found if near(family.places, first) for place in family.places]
        again[:] = sorted([*again, *(place for place in union(known) if not near(again, place))])
    spread = {first for first, again in places.items() if len(again) > 2 and _are_spread(text, again, chrome)}
    once = [again for again in places.values() if len(again) == 2]
    # The entries of a list of contents are close together, and what they head is apart.
    for one, two in pairwise(once):
        if _gap_words(text, (one[0], two[0])) <= _MAX_HEADING < _gap_words(text, (one[1], two[1])):
            spread |= {one[0], two[0]}
    if len(rows) >= _MIN_VERSE and is_in_short_lines(text, Span(rows[0][0], rows[-1][1])):
        spread |= {first for first, again in places.items() if _gap_words(text, again)}
    return [title for title in titles if title.left not in spread]


def _gap_words(text: str, places: Sequence[Span]) -> int:
    """Return the least number of words between two neighbours of *places*."""
    return min(len(_WORD.findall(text, one.end, max(one.end, two.start))) for one, two in pairwise(places))
