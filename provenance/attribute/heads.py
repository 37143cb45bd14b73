"""From the lines before the lead to a site's own lines: timestamps, names, bylines, takes, and the title."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.attribute.dates import find_dates
from provenance.attribute.layout import reads_on
from provenance.attribute.months import weekday_table
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribute.agencies import Agencies
    from provenance.attribute.layout import Line
    from provenance.attribute.moments import Moment

_PUBLISHED = frozenset(
    "published publish posted post date dated on at first issued released release time created by from ist hrs hours"
    " publicado publicada publié publiée le à el veröffentlicht vom am um uhr pubblicato il alle ore опубликовано дата"
    " ngày đăng lúc giờ gmt utc dipublikasikan terbit pukul yayınlanma tarihi tarih opublikowano dnia vydáno publicat"
    " 发布时间 发布 发表 时间 来源 公開 掲載 配信 입력 등록 نشر في نُشر last min read minutes kl de la of the news agency"
    " horas edt est pm am a.m p.m thứ hai ba tư năm sáu bảy chủ nhật cn".split()
)
_UPDATED = frozenset(
    "updated update modified edited revised actualizado actualizada actualisé actualisée mis jour mise aktualisiert"
    " aggiornato atualizado atualizada обновлено cập nhật diperbarui güncelleme güncellenme aktualizacja aktualizováno"
    " 更新 更新日 更新时间 수정 تحديث".split()
)
_PATTERNS = {
    "word": r"[^\W\d_][^\W\d_.'’]*",
    "byline": r"(?:By|BY|by|Von|Por|POR|Par|PAR|Di|Oleh|Автор[:：]?|Bởi|Door|Autor:|Author:|Tác giả:)\s(?=[^\W\d_])([^\n|•·]{2,80}?)"
    r"(?=\s?(?:[|•·]|--|—|–|\s-\s)|$)",
    "width": r"([^\n,]{2,60}?),\s\d{3,4},\s$",
    "take": r"(?:\(?(?:(\d)(?:st|nd|rd|th)\s)?(LD|LEAD|Lead|ld)(?:\s?\((\d)\))?\)?(?=[\s:)-])|(?:UPDATE|WRAPUP|RPT|REFILE|CORRECTED"
    r"|CORRECTION|URGENT|ADVISORY|REPEAT|WRITETHRU)(?:\s\d{1,2})?(?=\s?[-:(]|\s\d))",
}


@lru_cache(maxsize=None)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


class Stamp:
    """A line of dates that a site puts at its article: its moments with the property of each."""

    __slots__ = ("moments", "names")

    def __init__(self, moments: list[tuple[Moment, str]], names: list[tuple[str, int, int]]) -> None:
        self.moments = moments
        self.names = names


def stamp_of(line: Line, text: str, agencies: Agencies) -> Stamp | None:
    """Return the timestamps of a line that holds nothing but timestamps, labels and names of agencies, or None."""
    if len(line.text) > 140 or not any(c.isdigit() for c in line.text):
        return None
    moments = list(find_dates(text, line.start, line.end))
    if not moments:
        return None
    dated: list[tuple[Moment, str]] = []
    names: list[tuple[str, int, int]] = []
    place = line.start
    for moment in [*moments, None]:
        until = moment.start if moment else line.end
        label = _label(text, place, until, agencies, names)
        if label is None:
            return None
        if moment:
            dated.append((moment, label or "published"))
            place = moment.end
    return Stamp(dated, names)


def _label(text: str, start: int, end: int, agencies: Agencies, names: list[tuple[str, int, int]]) -> str | None:
    """Return the property that the words between two dates give the next one, None where they are no label."""
    between = text[start:end]
    if not between.strip(" \t,|-–—:;•·/()[]."):
        return ""
    property_ = ""
    for piece in re.split(r"[|•·,;:()\[\]–—]|\s-\s", between):
        part = piece.strip(" \t.-/")
        if not part:
            continue
        key = agencies.named(part)
        if key:
            at = text.index(part, start, end)
            names.append((key, at, at + len(part)))
            continue
        words = [found[0].lower() for found in _pattern("word").finditer(part)]
        if any(word in _UPDATED for word in words):
            property_ = "updated"
        if not all(word in _PUBLISHED or word in _UPDATED or word in weekday_table() for word in words):
            return None
    return property_


def glued_stamp(text: str, line: Line, agencies: Agencies) -> tuple[Moment, str, int, int] | None:
    """Return date and agency glued to the end of a line ("… on Tuesday. 28.09.2021, Sputnik International")."""
    tail = max(line.start, line.end - 70)
    comma = text.rfind(", ", tail, line.end)
    if comma < 0:
        return None
    name = text[comma + 2 : line.end]
    key = agencies.named(name)
    if not key:
        return None
    for moment in find_dates(text, max(line.start, comma - 40), comma):
        if moment.end == comma and text[line.start : moment.start].rstrip()[-1:] in {*".!?…\"”»", ""}:
            return moment, key, comma + 2, line.end
    return None


def image_line(text: str, line: Line) -> tuple[Moment, int] | None:
    """Return date and the end of the name in "West Hanoi - Sputnik International, 1920, 28.09.2021"."""
    if len(line.text) > 200 or not line.text[-1].isdigit():
        return None
    for moment in find_dates(text, max(line.start, line.end - 24), line.end):
        if moment.end == line.end:
            found = _pattern("width").search(text, max(line.start, moment.start - 80), moment.start)
            if found:
                return moment, found.end(1)
    return None


def byline_claims(line: Line, agencies: Agencies) -> Iterator[Claim]:
    """Yield who a line such as "By Jane Doe, Reuters" or "Reuters" names."""
    text = line.text
    key = agencies.printed(text.strip(" -—–|:."))
    if key:
        yield Claim("source", key, Span(line.start, line.end), "masthead", "name-line", "high")
        return
    found = _pattern("byline").match(text)
    if not found or len(text) > 120:
        return
    span = Span(line.start, line.start + found.end())
    author, _, service = found[1].partition(",")
    chain = agencies.chain(service) if service else ()
    whole = agencies.chain(found[1]) if not chain else ()
    if whole:
        yield Claim("source", whole[0], span, "byline", "byline/agency", "medium")
    elif author[:1].isupper() or not author[:1].islower():
        yield Claim("author", author.strip(), span, "byline", "byline", "medium")
        if chain:
            yield Claim("source", chain[0], span, "byline", "byline/agency", "medium")


def take_claims(line: Line) -> Iterator[Claim]:
    """Yield the mark of a take ("(LEAD)", "2nd LD", "UPDATE 1-", "CORRECTED-") at a line's start."""
    found = _pattern("take").match(line.text)
    if found:
        span = Span(line.start, line.start + found.end())
        yield Claim("take", found[0].strip("() "), span, "body", "take-mark", "high")


def title_line(lines: list[Line], taken: set[int], body: int) -> Line | None:
    """Return the line that is the article's title, or None.

    *taken* are starts of lines that are something else; *body* is where the lead begins.  A line that comes again in
    the text is the best candidate (pages print their title twice), then the first of at least three words.
    """
    candidates = [line for line in lines[:12] if line.start < body and line.start not in taken and _titular(line.text)]
    if not candidates:
        return None
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.text] = seen.get(line.text, 0) + 1
    return next((line for line in candidates if seen[line.text] > 1), candidates[0])


def _titular(text: str) -> bool:
    if not 8 <= len(text) <= 250 or text[-1] in ".。:：;,，" or reads_on(text):
        return text[-1:] in "?!" and 8 <= len(text) <= 160
    return text.count(" ") >= 2 or not text.isascii()
