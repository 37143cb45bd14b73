"""From what a document's container says (fields, crawl header, file name, sidecar) to claims with their asserters."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from provenance.attribution.dates.moments import (
    FIRST_NEWSPAPER,
    Moment,
    day_of,
    possible,
    spelled,
)
from provenance.attribution.dates.months import ABBREVIATED, month_after
from provenance.attribution.dates.pending import Pending
from provenance.model import Claim, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.dates.pending import Found
    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import ClaimFlag, Document

_PATTERNS = {
    "header": r"\s{0,8}date[:\s]\s?(\d{4}-\d{2}-\d{2})(?=\s|$)",
    # 2024-03-05, 20240305, 20240305101500; not eight digits of a longer number
    "name": r"(?<!\d)(\d{4})([-_.]?)(\d{2})[-_.]?(\d{2})(?:(?!\d)|(?=(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d)))",
    # 19-03-2024, 03.19.2024: only where the numbers prove their order
    "name behind": r"(?<!\d)(\d{2})([-_.])(\d{2})\2(\d{4})(?!\d)",
    # harbour-opens-2024-03-05/, harbour-opens-20240305.html, t20240305_1234.html, at the end of an address
    "slug": r"(?<=[/_t-])(\d{4})(-?)(\d{2})\2(\d{2})(?=/?$|(?:_\d{3,9})?\.[a-z]{3,5}$)",
    # /20240305/, /2024/0305/, /202403/05/
    "dense": r"(?<=/)(\d{4})(/?)(\d{2})/?(\d{2})(?=/)",
    # 5-march-2024, 05mar2024, 5_de_marzo_de_2024; 2024Mar05; march-5-2024; march-2024
    "named day": r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[-_. ]{0,2}(?:de[-_ ])?([^\W\d_]{3,10})[-_., ]{0,2}(?:de[-_ ])?"
    r"(\d{4})(?!\d)",
    "year first": r"(?<!\d)(\d{4})[-_. ]{0,2}([^\W\d_]{3,10})[-_. ]{0,2}(\d{1,2})(?!\d)",
    "month first": r"(?<![^\W_])([^\W\d_]{3,10})[-_. ]{0,2}(\d{1,2})(?:st|nd|rd|th)?[-_., ]{1,2}(\d{4})(?!\d)",
    "month": r"(?<![^\W_])([^\W\d_]{3,10})[-_ ](\d{4})(?!\d)",
    "address": r"https?://[^\s<>\"'|]{4,500}$",
    "folders": r"(?<=/)(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?=[/-])",
    "host": r"(?:[a-z]+://)?(?:www\.)?([^/:?#\s]+)",
}
_PARTS = 8  # labels of a host name, from its end


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def statements_of(text: str, document: Document | None) -> tuple[tuple[Statement, ...], int, str]:
    """Return what the container states, where the article's own words begin, and the file's path.

    A text without a document is looked at for a crawl header of its own.
    """
    if document is not None:
        return document.statements, document.header, document.path
    found = _pattern("header").match(text)
    if not found:
        return (), 0, ""
    header = found.end() + (text[found.end() : found.end() + 1] == " ")
    return (Statement("date", found[1], "crawl header", Span(*found.span(1))),), header, ""


def out_of_time(value: str, as_of: str | None) -> Iterator[ClaimFlag]:
    """Yield what is wrong with a day: before there were newspapers, or after the one that counts as today."""
    if value[:4].isdigit() and int(value[:4]) < FIRST_NEWSPAPER:
        yield "implausible"
    elif as_of and day_of(value) > day_of(as_of) + 1 > 1:
        yield "future"


def address_claims(line: Line, agencies: Agencies, *, own: bool) -> Iterator[Found]:
    """Yield the address that a line consists of, whose site it is on, and its day where it is the page's *own*."""
    found = _pattern("address").search(line.text)
    if found:
        start = line.start + found.start()
        span = Span(start, line.start + found.end())
        yield Claim("url", found[0], span, "masthead", "address", "high")
        key = site(found[0], agencies)
        if key:
            # The page's own address above it names whose page it is; one below may be a link to anywhere.
            name: Literal["source", "distributor"] = "source" if own else "distributor"
            yield Claim(name, key, span, "masthead", "address", "medium", ("site",))
        day = _folders(found[0]) if own else None
        if day and (date := _day_of(day)):
            moment = Moment(start + day.start(1), start + day.end(4), "address", *date)
            yield Pending(moment, "published", "masthead", "medium")


def site(url: str, agencies: Agencies) -> str:
    """Return the agency whose own site *url* is on, or ""."""
    found = _pattern("host").match(url.strip().lower())
    host = ".".join(found[1].rsplit(".", _PARTS)[-_PARTS:]) if found else ""
    while "." in host:
        if host in agencies.domains:
            return agencies.domains[host]
        host = host.partition(".")[2]
    return ""


@lru_cache(64)  # a file of records has one name for all of them
def file_name_claims(path: str, as_of: str | None = None) -> tuple[Claim, ...]:
    """Return the date in the name of a file or its folder: 2024-03-05_x.txt, 05mar2024.txt, 2024/03/05/x.txt."""
    folder, _, name = path.rpartition("/")
    filed = day_in_path(f"{folder}/") if folder else ""
    if filed:
        return (_filed(filed, as_of, "folder"),)
    for found in _pattern("name").finditer(name):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        if 1900 <= year <= 2099 and month and day and possible(year, month, day):
            return (_filed(spelled(year, month, day), as_of),)
    for found in _pattern("name behind").finditer(name):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        day, month = (one, other) if one > other else (other, one)
        if 1900 <= year <= 2099 and (day > 12 or day == month) and month and possible(year, month, day):
            return (_filed(spelled(year, month, day), as_of),)
    return _named_day(name.casefold(), as_of)


# Which groups of a pattern are year, month and day.
_NAMED = (("named day", 3, 2, 1), ("year first", 1, 2, 3), ("month first", 3, 1, 2), ("month", 2, 1, 0))


def _named_day(name: str, as_of: str | None) -> tuple[Claim, ...]:
    """Return the day, or the month, that a file's name gives with the name of a month."""
    for pattern, *places in _NAMED:
        for found in _pattern(pattern).finditer(name):
            year, word, day = (found[place] if place else "0" for place in places)
            month = month_after(word) % ABBREVIATED
            sure = month and (int(day) or month_after(word) < ABBREVIATED) and 1900 <= int(year) <= 2099
            if sure and possible(int(year), month, int(day)):
                return (_filed(spelled(int(year), month, int(day)), as_of),)
    return ()


def _filed(value: str, as_of: str | None, *flags: ClaimFlag) -> Claim:
    flags = (*flags, *out_of_time(value, as_of))
    return Claim("published", value, None, "file name", "file-name", "medium", flags)


def day_in_path(path: str) -> str:
    """Return the day that the folders of an address or a path name, "" for none: /2024/03/05/, /2024-03-05/."""
    found = _folders(path)
    day = _day_of(found) if found else None
    return spelled(*day) if day else ""


def _folders(path: str) -> re.Match[str] | None:
    if not any(c.isdigit() for c in path):
        return None
    plain = path.partition("?")[0].partition("#")[0]
    return _pattern("folders").search(path) or _pattern("slug").search(plain) or _pattern("dense").search(plain)


def _day_of(found: re.Match[str]) -> tuple[int, int, int] | None:
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    return (year, month, day) if 1990 <= year <= 2099 and month and day and possible(year, month, day) else None
