"""From the start of a paragraph to an East Asian or a Saudi dateline: 新华社北京3月5日电, (서울=연합뉴스)"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.datelines.parts import Dateline, Parts
from provenance.attribution.dates.calendars import day_alone
from provenance.attribution.dates.scan import find_dates
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.sources.agencies import Agencies

_PATTERNS = {
    # 新华社北京3月5日电; not a day that neither 电 nor a dash follows: 北京3月5日的天气
    "telegram": r"""(?x)
        [（(【\[]? 据?
        ( [^\d\s（）()【】\[\]電电]{2,24}? ) \s?                       # agency and place
        (
            (?: [\d〇零一二三四五六七八九]{4} 年 )?
            (?: [\d一二三四五六七八九十]{1,2} 月 )?
            [\d一二三四五六七八九十]{1,3} 日
        )
        (?: (?: [电電讯訊] | 报道 | 報導 ) [】）)\]]? | \s? [-–—]{1,2} (?=\s) )
    """,
    # دمشق-سانا, صنعاء - سبأ :, تهران- ایرنا-
    "arabic": r"([\u0620-\u06ff][\u0620-\u06ff\s]{1,24}?)\s?[-–—/]\s?([A-Z\u0620-\u06ff][A-Z\u0620-\u06ff\s]{1,20}?)"
    r"\s?(?:[-–—:.،/]|$)",
    # به گزارش خبرگزاری مهر،
    "reported": r"به گزارش\s(?:خبرگزاری\s|خبرنگار\s)?([\u0620-\u06ff]{2,12})(?:[،,]|\s)",
    # who signs behind a dateline: (서울=연합뉴스) 홍길동 기자 =, 电 (记者 李四)
    "within": r"[（(【]?[^\s()（）\d]{2,6}?(?:记者|記者)([^\s()（）\d]{4,24}?)"
    r"(?:[\d一二三四五六七八九十]{1,2}月)?[\d一二三四五六七八九十]{1,3}日[電电]",
    "korean": r"\s?([가-힣]{2,4}(?:[\s·]{1,3}[가-힣]{2,4}){0,2})\s(?:기자|특파원|통신원)\s?=",
    "chinese": r"\s?[（(](?:本报|本社)?(?:记者|記者)[\s:：]{0,2}([^\s()（）\d][^()（）\d]{1,20}?)\s?[)）]",
}
_OWN = frozenset(("本报", "本報", "本社", "本网"))
_CORRESPONDING = "الموافق"
_TRIM = " \t\u3000=＝・·、,，"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def telegram_at(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """Return the Chinese or Arabic dateline at *start*, or None."""
    window = text[start : start + 60]
    if "日" not in window:
        if not "\u0620" <= text[start : start + 1] <= "\u06ff":
            return None
        if _CORRESPONDING in window:
            return _corresponding(text, start, end, agencies)
        return _arabic(text, start, end, agencies)
    found = _pattern("telegram").match(text, start, end)
    if not found:
        return None
    head = found[1]
    length = _begun(head, agencies)
    if not length and head[:2] not in _OWN:
        return None
    chain = (agencies.named(head[:length]),) if length else ()
    place = head[length or 2 :]
    if place.startswith(("记者", "記者")):
        # a name is between the title and the place: of three characters, as most are, where two are left
        place = place.rpartition("、")[2].removeprefix("记者").removeprefix("記者")
        place = place[3 if len(place) > 4 else 2 :]
    stop = found.end()
    if text[found.start()] not in "（(【[" and text[stop - 1] in "】）)]":
        stop -= 1
    date = next(find_dates(text, *found.span(2)), None) or day_alone(text, *found.span(2))
    return Dateline(start, stop, place, chain, date)


def _arabic(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """PLACE - AGENCY, with a sign or nothing behind it; به گزارش AGENCY، as Iran's agencies begin their own stories."""
    found = _pattern("arabic").match(text, start, end)
    key = agencies.named(found[2].strip()) if found else ""
    if found and key:
        return Dateline(start, found.end(), found[1].strip(), (key,))
    found = _pattern("reported").match(text, start, end)
    key = agencies.named(found[1]) if found else ""
    return Dateline(start, found.end(), "", (key,)) if found and key else None


def _corresponding(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """PLACE, a day of the Islamic calendar, one of ours, AGENCY: الرياض 24 شعبان 1445 هـ الموافق 05 مارس 2024 م واس"""
    at = text.find(_CORRESPONDING, start, end)
    date = next(find_dates(text, at, min(end, at + 40), loose=True), None)
    first = next((place for place in range(start, at) if text[place].isdigit()), at)
    place = text[start:first].strip(_TRIM)
    if not date or not 0 < len(place) < 40:
        return None
    words = text[date.end : min(end, date.end + 30)].replace("م ", "  ", 1).split()
    key = agencies.named(words[0].strip("/().,")) if words else ""
    return Dateline(start, text.index(words[0], date.end) + len(words[0]), place, (key,), date) if key else None


def signed_claims(text: str, start: int, end: int) -> Iterator[Claim]:
    """Yield who signs within a Chinese dateline at [start, end), or right behind it, as Koreans do."""
    within = _pattern("within").match(text, start, end)
    if within:
        *names, last = within[1].replace("記者", "").replace("记者", "").split("、")
        for name in (*names, last[: 3 if len(last) > 4 else 2]):
            at = text.index(name, within.start(1))
            yield Claim("author", name, Span(at, at + len(name)), "byline", "byline", "medium", ("dateline",))
    following = text[end : end + 4].lstrip(" (（")[:1]
    if following >= "\u3400":
        found = _pattern("korean" if following >= "\uac00" else "chinese").match(text, end)
        if found:
            yield Claim("author", found[1].strip(), Span(*found.span(1)), "byline", "byline", "medium", ("dateline",))


def _begun(head: str, agencies: Agencies) -> int:
    """Return the length of the agency's name that *head* begins with, 0 where it begins with none."""
    return next((n for n in range(min(len(head), 8), 1, -1) if agencies.named(head[:n])), 0)


def inside(text: str, start: int, end: int, agencies: Agencies) -> Parts | None:
    """Return place, agency and date of a dateline that is all inside one bracket, or None."""
    inner = text[start:end]
    if agencies.named(inner):
        return None
    date = next(find_dates(text, start, end), None) or day_alone(text, start, end)
    if date:
        before, after = (
            text[start : date.start].strip(_TRIM),
            text[date.end : end].strip(_TRIM).removeprefix("발").strip(),
        )
        key = agencies.named(after) or agencies.named(before)
        if not key:
            length = _begun(before, agencies) if after.endswith(("報導", "报道", "電", "电")) else 0
            return Parts(before[length:], (agencies.named(before[:length]),), date) if length else None
        return Parts(before if agencies.named(after) else after, (key,), date)
    for sign in "=＝":
        place, found, name = inner.partition(sign)
        key = agencies.named(name) if found else ""
        if key:
            return Parts(place.strip(_TRIM).split("·")[0], (key,))
    if inner.isascii() or inner[:1].isupper() or inner[:1].islower():
        return None
    for length in range(min(len(inner) - 1, 8), 1, -1):
        key = agencies.named(inner[-length:])
        if key:
            return Parts(inner[:-length].strip(_TRIM), (key,))
    return None
