"""From the start of a paragraph to the dateline that stands there: PLACE(/PLACE)*[, COUNTRY][, DATE] [(CHAIN)] DASH."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.attribute.dates import find_dates
from provenance.attribute.months import weekday_table

if TYPE_CHECKING:
    from provenance.attribute.agencies import Agencies
    from provenance.attribute.moments import Moment

WINDOW = 150
_PATTERNS = {
    "bracket": r"[(\[（［【/]\s?([^()\[\]（）［］【】/\n]{2,60}(?:/[^()\[\]（）【】/\n\s]{2,30})?)\s?[)\]）］】/]",
    "dash": r"(?<=[\s.,)\]/])(?:--?|[–—―‒])(?=\s|[^\W\d_]|[\"“«'‘(]|$)|(?<=[\d\w])(?:--?|[–—―])(?=\s)|:(?=\s)|\s?=(?=\s)",
    "after bracket": r"[.,]?\s{0,2}(?:--?|[–—―‒:=]|\.-)|\.(?=\s)",
    "dressing": r"[\s*•►■◆▲●>#\"'“«]{0,8}",
    "telegram": r"(?:[（(【\[]|据)?([^\d\s（）()【】\[\]电電]{2,24}?)\s?((?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)[电電讯訊]",
    "upper place": r"[^\W\d_a-z][^\W\d_a-z.'’-]{1,}(?:[\s/,]\s?[^\W\d_a-z][^\W\d_a-z.'’-]+){0,4}(?=\s(?:--?|[–—―])\s)",
}
_SMALL = frozenset(
    "de del la las los el le les du des di da do dos das of the upon on sur am im an der den und y e and al ad"
    " bin saint na nad v w u aan zee op ben".split()
)
_NO_PLACE = frozenset(
    "BREAKING UPDATE UPDATED ANALYSIS LIVE WATCH VIDEO OPINION EXCLUSIVE FACTBOX URGENT CORRECTED LEAD NEWS PHOTOS PHOTO"
    " TABLE TEXT NOTE ADVISORY ALERT FLASH BRIEF INTERVIEW FEATURE COMMENTARY EDITORIAL SPORTS SOCCER".split()
)
_TRIM = " \t.,;·•"


@lru_cache(maxsize=None)
def pattern(name: str) -> re.Pattern[str]:
    """Return one of this module's patterns, compiled when first used."""
    return re.compile(_PATTERNS[name])


class Dateline:
    """A dateline at [start, end): *place* as printed, *agencies* of its chain (short names), its *date*.

    *unknown* is a name in the chain's place that no agency of the table has.
    """

    __slots__ = ("agencies", "date", "end", "place", "start", "unknown")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.place = ""
        self.agencies: tuple[str, ...] = ()
        self.unknown = ""
        self.date: Moment | None = None


def dateline_at(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """Return the dateline with which the line [start, end) begins, or None."""
    dressed = pattern("dressing").match(text, start, end)
    start = dressed.end() if dressed else start
    end = min(end, start + WINDOW)
    return (
        _telegram(text, start, end, agencies)
        or _bracketed(text, start, end, agencies)
        or _dashed(text, start, end, agencies)
    )


def bare_place(text: str, start: int, end: int) -> Dateline | None:
    """Return a place in capitals with a dash behind it and nothing else: weak, and only where a lead begins."""
    found = pattern("upper place").match(text, start, min(end, start + 60))
    if not found or not found[0].isupper() or len(found[0]) < 4 or not _NO_PLACE.isdisjoint(found[0].replace("/", " ").split()):
        return None
    dash = pattern("dash").search(text, found.end(), found.end() + 4)
    if not dash:
        return None
    dateline = Dateline(start, dash.end())
    dateline.place = found[0]
    return dateline


def _telegram(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """新华社北京3月5日电, （中央社記者張三台北5日電）."""
    if "日" not in text[start : start + 60]:
        return None
    found = pattern("telegram").match(text, start, end)
    if not found:
        return None
    dateline = Dateline(start, found.end())
    head = found[1]
    for length in range(min(len(head), 8), 1, -1):
        key = agencies.named(head[:length])
        if key:
            dateline.agencies = (key,)
            head = head[length:]
            break
    else:
        if head[:2] not in {"本报", "本報", "本社"}:
            return None
        head = head[2:]
    if head.startswith(("记者", "記者")):
        head = head[-2:]
    dateline.place = head
    dateline.date = next(find_dates(text, found.start(2), found.end(2)), None)
    return dateline


def _bracketed(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    for count, found in enumerate(pattern("bracket").finditer(text, start, end)):
        if count == 3:
            break
        chain = agencies.chain(found[1])
        stop = pattern("after bracket").match(text, found.end(), end)
        dateline = Dateline(start, stop.end() if stop else found.end())
        if not chain:
            inner = _inside(text, found, agencies)
            if inner:
                chain, dateline.place, dateline.date = inner
            elif not (stop and _nameable(found[1]) and stop[0].strip() not in {"", ".", ":"}):
                continue
            else:
                dateline.unknown = found[1].strip()
        dateline.agencies = chain
        if not _read_parts(text, start, found.start(), dateline, agencies):
            continue
        if not dateline.place and not stop and not dateline.date:
            continue
        if dateline.unknown and not dateline.place:
            continue
        _read_behind(text, found.end(), end, dateline, agencies)
        return dateline
    return None


def _read_behind(text: str, start: int, end: int, dateline: Dateline, agencies: Agencies) -> None:
    """(ANSA) - ROMA, 05 MAR - ; Hanoi (VNA), March 5 -."""
    if dateline.date:
        return
    if not dateline.place:
        begin = dateline.end + len(text[dateline.end : end]) - len(text[dateline.end : end].lstrip())
        inner = _dashed(text, begin, end, agencies) or bare_place(text, begin, end)
        if inner and not inner.agencies:
            dateline.place, dateline.date, dateline.end = inner.place, inner.date, inner.end
        return
    date = next(find_dates(text, start, min(end, start + 24)), None)
    if date and not text[start : date.start].strip(" ,-–—("):
        dash = pattern("dash").search(text, date.end, min(end, date.end + 4))
        if dash and not text[date.end : dash.start()].strip(" ).,"):
            dateline.date, dateline.end = date, dash.end()


def _inside(
    text: str, bracket: re.Match[str], agencies: Agencies
) -> tuple[tuple[str, ...], str, Moment | None] | None:
    """(서울=연합뉴스), 【北京共同】, ［東京 ５日 ロイター］, 【3月5日 AFP】: place, date and agency in one bracket."""
    inner = bracket[1].strip()
    date = next(find_dates(text, bracket.start(1), bracket.end(1)), None)
    if date:
        before, after = text[bracket.start(1) : date.start], text[date.end : bracket.end(1)]
        key = agencies.named(after.strip(_TRIM + "=＝"))
        if key:
            return (key,), before.strip(_TRIM), date
        return None
    for length in range(2, min(len(inner), 9)):
        key = agencies.named(inner[-length:])
        if key and not inner.isascii() and (inner[-length - 1 : -length] in "=＝・ " or not inner[0].isupper()):
            words = inner[:-length].strip(" =＝・").split()
            return (key,), words[0] if words else "", None
    return None


def _dashed(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """PLACE, DATE -; PLACE, DATE, AGENCY -; PLACE. DATE. AGENCY -; PLACE, DATE - AGENCY."""
    for count, dash in enumerate(pattern("dash").finditer(text, start, end)):
        if count == 4:
            break
        dateline = Dateline(start, dash.end())
        if not _read_parts(text, start, dash.start(), dateline, agencies):
            continue
        if dateline.date and not dateline.agencies and text[dash.start()] != ":":
            _name_behind(text, end, dateline, agencies)
        colon = text[dash.start()] == ":"
        if (dateline.place or dateline.agencies) and (dateline.date or dateline.agencies):
            if colon and not (dateline.date and dateline.agencies):
                continue
            return dateline
    return None


def _name_behind(text: str, end: int, dateline: Dateline, agencies: Agencies) -> None:
    """МОСКВА, 5 мар - РИА Новости. The name is followed by a full stop."""
    stop = text.find(".", dateline.end, min(end, dateline.end + 24))
    key = agencies.printed(text[dateline.end : stop].strip()) if stop > 0 else ""
    if key:
        dateline.agencies, dateline.end = (key,), stop + 1


def _read_parts(text: str, start: int, end: int, dateline: Dateline, agencies: Agencies) -> bool:
    """Read place, date and agency between *start* and *end*; False where anything else stands there."""
    date = next(find_dates(text, start, end), None) if end - start > 3 else None
    if date and date.flags[0] in {"year", "month-year"} and not date.year:
        date = None
    place_end = date.start if date else end
    if date:
        dateline.date = date
        rest = text[date.end : end].strip(_TRIM + "(/")
        if rest:
            key = agencies.printed(rest) or agencies.printed(rest.strip("/()"))
            if not key:
                return _only_weekday(rest)
            dateline.agencies = (key,)
    words = text[start:place_end].strip(_TRIM)
    if not words:
        return bool(date or dateline.agencies)
    return _read_place(words, dateline, agencies)


def _read_place(words: str, dateline: Dateline, agencies: Agencies) -> bool:
    if len(words) > 70:
        return False
    kept = []
    for segment in words.split(","):
        part = segment.strip(_TRIM if len(segment) > 6 else " \t,;")
        key = "" if dateline.agencies else agencies.printed(part)
        if key:
            dateline.agencies = (key,)
        elif part and not _only_weekday(part):
            if not _placelike(part, lower=dateline.date is not None):
                return False
            kept.append(part)
    if not dateline.agencies and len(kept) == 1 and ". " in kept[0]:
        head, _, tail = kept[0].rpartition(". ")
        key = agencies.printed(tail)
        if key:
            dateline.agencies, kept = (key,), [head]
    dateline.place = ", ".join(kept)
    return True


def _only_weekday(part: str) -> bool:
    return part.strip(_TRIM).lower() in weekday_table()


def _placelike(part: str, *, lower: bool) -> bool:
    """A handful of capitalised words, or of words in a script without capitals."""
    words = part.replace("/", " ").replace("[", " ").replace("]", " ").split()
    if not 0 < len(words) <= 6 or words[0] in _NO_PLACE:
        return False
    if lower and len(words) <= 3 and part.islower():
        return all(word.replace(".", "").isalpha() for word in words)
    for word in words:
        first = word.lstrip("'’‘\"(")[:1]
        if not first.isalpha() or (first.islower() and word not in _SMALL and "'" not in word and "’" not in word):
            return False
    return words[0][0].isupper() or not words[0][0].islower()


def _nameable(name: str) -> bool:
    """Whether a name in brackets can be a service that the table does not know: two letters at least, capitalised."""
    words = name.split()
    return (
        0 < len(words) <= 4
        and all(word[0].isupper() for word in words)
        and not any(c.isdigit() for c in name)
        and len(name.strip()) > 2
        and not name.strip().endswith(".")
    )
