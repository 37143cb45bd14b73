"""From a day in a list of other texts, in an archive or under a comment to the verdict that it is not the text's."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import phrase_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.layout import begins_body, reads_on
from provenance.attribution.sources import chrome
from provenance.attribution.sources.own import line_behind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line

_BACK = 15  # lines above a day in which the heading of its list is looked for
_BODY = 7  # lines below a day of its own in which the body begins
_HEADING = 44  # characters of the longest heading
_WORDS = 2  # spaces of the shortest title
_SENTENCE = 25  # characters of a sentence, however short
_COUNTED = " ()0123456789:.#*=_•►▶»>-–—|[]"  # what is around a heading: Comments (2)
# What is above the months of a blog, and above what readers say.
_OTHERS = phrase_set(
    "archive|archives|archiv|archivo|archivos|arquivo|arquivos|archivio|archief|arkiv|arkisto|archiwum|архив|архивы|архів"
    "|arşiv|arhiva|arhivă|lưu trữ|arsip|アーカイブ|归档|보관함|comments|reader comments|kommentare|leserkommentare"
    "|commentaires|comentarios|comentários|commenti|reacties|kommentarer|kommentit|komentarze|komentáře|komentarji"
    "|komentari|комментарии|коментарі|коментари|yorumlar|bình luận|komentar|コメント|评论|評論|댓글|التعليقات|نظرات"
)


def without_linked(
    pending: Sequence[Pending], lines: Sequence[Line], bare: AbstractSet[int]
) -> list[Pending]:  # fmt: skip
    """Return *pending* without the days of other texts: those without a label (their start is among *bare*), below the
    heading of a list, an archive or comments, where the text is above that, or where its own day is further down.
    """
    places = {
        each.moment.start: line_behind(each.moment.start, lines) - 1 for each in pending if each.says("published")
    }
    days = sorted({place for start, place in places.items() if start in bare})
    headings = [n for n, line in enumerate(lines) if _heads(line.text)] if days else []
    if not headings:
        return list(pending)
    others = _behind_text(days, headings, lines)
    others |= _above_text(days, headings, lines, sorted(set(places.values()) - others))
    return [
        Pending(each.moment, "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and each.moment.start in bare and places[each.moment.start] in others
        else each
        for each in pending
    ]


def _heads(text: str) -> bool:
    return len(text) <= _HEADING and (chrome.heading(text) or text.strip(_COUNTED).lower() in _OTHERS)


def _heading_of(place: int, headings: Sequence[int]) -> int:
    """Return the place of the heading that the line at *place* is below; -1: it is below none."""
    at = bisect_left(headings, place) - 1
    return headings[at] if at >= 0 and place - headings[at] <= _BACK else -1


def _behind_text(days: Sequence[int], headings: Sequence[int], lines: Sequence[Line]) -> set[int]:
    """Return the *days* in lists that a sentence is above, and below which no body begins."""
    first = next((n for n, line in enumerate(lines) if _is_sentence(line.text)), len(lines))
    return {
        place
        for place in days
        if first < _heading_of(place, headings) and not begins_body(lines[place + 1 : place + 1 + _BODY])
    }


def _is_sentence(text: str) -> bool:
    return reads_on(text) or (len(text) >= _SENTENCE and text[-1] in ".!?…。।۔")


def _above_text(days: Sequence[int], headings: Sequence[int], lines: Sequence[Line], dated: Sequence[int]) -> set[int]:
    """Return the *days* in a list above the text: the title of another and its day (of the places *dated*) are below
    each of them; the last one's list ends with a button, where the text itself has no day.
    """
    begins = next((n for n, line in enumerate(lines) if _is_sentence(line.text)), 0)
    listed = [place for place in days if place < begins and _heading_of(place, headings) >= 0]
    own = [place for place in dated if place <= begins]
    others = {
        place for place in listed if any(_is_title(line) for line in lines[place + 1 : min(own[-1], place + _BACK)])
    }
    last = listed[-1] if listed else -1
    if others and own[-1] == last and _ends_list(lines[last + 1 : min(begins, last + _BACK)]):
        before = lines[max(others) + 1 : last]
        if not any(chrome.button(line.text) for line in before):
            others.add(last)
    return others


def _is_title(line: Line, spaces: int = _WORDS) -> bool:
    """Whether a line has words enough for a title, and no number, as a stamp and its byline have."""
    text = line.text
    return text.count(" ") >= spaces and not any(map(str.isdigit, text)) and not text.startswith(("By ", "by ", "BY "))


def _ends_list(below: Sequence[Line]) -> bool:
    """Whether a button, and a title behind it, are in the lines *below* a day."""
    button = next((n for n, line in enumerate(below) if chrome.button(line.text)), -1)
    return button >= 0 and any(_is_title(line, 1) and not chrome.button(line.text) for line in below[button:])
