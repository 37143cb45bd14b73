"""The dateline at the start of a paragraph: PLACE(/PLACE)*[, COUNTRY][, DATE] [(CHAIN)] DASH."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.datelines.parts import LABELS, Dateline, nameable, placelike, read_parts, spelled_out
from provenance.attribution.datelines.telegrams import inside, telegram_at
from provenance.attribution.dates.scan import find_dates
from provenance.attribution.sources.nobody import is_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.datelines.parts import Parts
    from provenance.attribution.sources.agencies import Agencies

WINDOW = 150  # characters of a line in which its dateline ends
_DATED = 16  # characters of a bracket that has an agency and a day in it
_NAME = 40  # characters of an agency's name, and of its office
_PLACE_WORDS = 4  # spaces of the longest name of an office
SHORT = 60  # characters: what follows an agency's name and a dash is a sentence if it is longer
_SENTENCE_ENDS = frozenset('.!?…"”»。।۔')
_PATTERNS = {
    "opening": r"[({\[（［【/]",
    "bracket": r"[({\[（［【/]\s?"
    r"([^(){}\[\]（）［］【】/\n]{2,60}(?:/[^()\[\]（）【】/\s]{2,30}){0,3})\s?[)}\]）］】/]",
    "stop": r"[.,]?\s{0,2}(?:--?|[–—―‒:=_])|\.-|\.(?=\s)",
    "dressing": r"[\s*•►■◆▲●>#\"“«]{0,8}"
    r"(?:\(?(?:RPT|LEAD|\d?(?:st|nd|rd|th)?\s?LD|URGENT|CORRECTED|UPDATE\s?\d?)\)?\s?[-:]{1,2}\s?)?",
    "sign": r"[-–—―‒:=]",
    # . УНІАН.; 2018 г. INTERFAX -
    "behind day": r"(?:\s?[гр]\.)?[\s.,]{1,3}([^\n.–—]{2,28}?)\s?(?:\.|\s[-–—]{1,2}(?=\s))",
    # (By the Associated Press.), (By Telegraph to Reuter's Agency)
    "by": r"(?:By|BY|From|FROM)\s(?:(?:Telegraph|Cable|TELEGRAPH|CABLE)\s(?:to|from|TO|FROM)\s)?(?:the\s|THE\s)?",
    # PORT ELLIS, Minn. —; not "Port Ellis —", nor a dash that adjoins a word
    "upper place": r"""(?x)
        (
            [^\W\d_a-z] [^\W\d_a-z.'’-]{1,}                         # a word in capitals
            (?: [\s/,] \s? [^\W\d_a-z] [^\W\d_a-z.'’-]+ ){0,4}       # and up to four more
        )
        (?: , \s [^\W\d_] [^\W\d_]{1,12} \.? (?: \s [^\W\d_]{2,12} ){0,2} )?   # the country or state
        (?= \s (?: --? | [–—―] ) \s )                              # a dash apart from both sides
    """,
    # Nairobi, Kenya — The; not where the sentence goes on in small letters behind the dash
    "place": r"""(?x)
        (
            [^\W\d_] [^\W\d_.'’-]{1,20} (?: [\s'’-] [^\W\d_]{1,16} ){0,3}         # a city of up to four words
            (?: , \s [^\W\d_] [^\W\d_.]{1,16} (?: \s [^\W\d_]{2,14} ){0,2} )?     # the country or state
        )
        \s (?: --? | [–—―] )
        (?= \s ["“«‘']? [^\W\d_a-zà-ÿ] )                           # a capital, or a quotation mark before it
    """,
    # a bracket, a dash or colon that no words adjoin on both sides, the last character of a telegram's dateline
    "closing": r"[-:(\[/（［【–—―‒=电電讯訊](?:(?<![-:])|(?!\w)|(?<!\w[-:]))",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def dateline_at(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """Return the dateline with which the line [start, end) begins, or None."""
    long = end - start >= 100
    dressed = _pattern("dressing").match(text, start, end)
    start = dressed.end() if dressed else start
    end = min(end, start + WINDOW)
    return (
        telegram_at(text, start, end, agencies)
        or (_bracketed(text, start, end, agencies, long=long) if _pattern("opening").search(text, start, end) else None)
        or _dashed(text, start, end, agencies)
        or _stopped(text, start, end, agencies)
        or _slashed(text, start, end, agencies)
        or (None if long else _filling(text, start, end, agencies))
    )


def dateline_behind(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """Return the dateline that follows a distributor's prefix at once: most often there is no sign of one."""
    if not _pattern("closing").search(text, start, min(end, start + WINDOW)):
        return None
    return dateline_at(text, start, end, agencies) or bare_place(text, start, end)


def bare_place(text: str, start: int, end: int) -> Dateline | None:
    """Return a place in capitals with a dash behind it and nothing else: weak, and only where a lead begins."""
    found = _pattern("upper place").match(text, start, min(end, start + 60))
    if not found or not found[1].isupper() or len(found[1]) < 4:
        return _known_place(text, start, end)
    if not LABELS.isdisjoint(found[1].replace("/", " ").split()) or not placelike(found[0], known=False):
        return None
    if len(found[0]) < 6 and not _known_place(f"{found[0].title()} — A", 0, 12):
        return None  # NATO, FIFA
    stop = next(_dashes(text, found.end(), found.end() + 4), 0)
    follows = text[stop:end].lstrip(" \"'“‘«")[:1]
    if not stop or follows.islower():
        return None
    return Dateline(start, stop, found[0])


def _known_place(text: str, start: int, end: int) -> Dateline | None:
    """Nairobi, Kenya —; Paris —: in small letters only where the country, or the city, is known."""
    found = _pattern("place").match(text, start, min(end, start + 60))
    if not found:
        return None
    from provenance.attribution.gazetteer import is_city, is_land

    city, _, land = found[1].rpartition(", ")
    if not (is_land(land) if city else is_city(land)):
        return None
    return Dateline(start, found.end(), found[1])


def _dashes(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the dashes and colons end that can close a dateline."""
    place = start
    while True:
        found = _pattern("sign").search(text, place, end)
        if not found:
            return
        at, sign = found.start(), found[0]
        stop = at + (2 if sign == "-" and text[at + 1 : at + 2] == "-" else 1)
        before, after = text[at - 1 : at], text[stop : stop + 1]
        spaced = not after or after.isspace()
        if spaced if sign in ":=" or before.isalnum() else (spaced or after.isalnum() or after in "\"“«'‘(["):
            yield stop
        place = stop


def _bracketed(text: str, start: int, end: int, agencies: Agencies, *, long: bool) -> Dateline | None:
    for count, found in enumerate(_pattern("bracket").finditer(text, start, end)):
        if count == 3 or found.start() - start > 80:
            break
        stop = _pattern("stop").match(text, found.end(), end)
        close = stop.end() if stop else found.end()
        held = inside(text, found.start(1), found.end(1), agencies) if found.start() == start else None
        if held:
            return Dateline(start, close, held.place, held.agencies, held.date)
        by = _pattern("by").match(text, found.start(1), found.end(1))
        chain = agencies.chain(text[by.end() : found.end(1)] if by else found[1]) or _correspondent(found[1], agencies)
        chain = chain or _misread(text[start : found.start()], found[1], agencies)
        unknown = "" if chain else found[1].strip()
        if not chain and not (long and stop and stop[0].strip() not in {".", ":"} and nameable(unknown)):
            continue
        parts = read_parts(text, start, found.start(), agencies, named=not unknown)
        bare = Dateline(start, close, "", chain, None, unknown)
        if parts is None or (text[found.start()] == "/" and agencies.printed(text[found.end() : end].strip())):
            continue  # Jane Roe / AFP / Getty Images
        dateline = bare if parts.place else _without_place(text, found, end, bare, agencies, closed=bool(stop))
        if dateline is None:
            continue
        if unknown and not (parts.date or parts.place.isupper() or placelike(parts.place, known=False)):
            continue
        if _parenthesis(text[dateline.end : end], parts, agencies, stopped=bool(stop)) or spelled_out(
            parts, found[1], agencies
        ):
            continue
        if chain and not parts.date and found.end() - found.start() > _DATED:  # (Newsfile Corp. - March 5, 2024)
            parts = parts._replace(date=next(find_dates(text, *found.span(1)), None))
        return _with_rest(text, found.end(), end, dateline.filled(parts), agencies)
    return None


def _misread(before: str, named: str, agencies: Agencies) -> tuple[str, ...]:
    """Return the agency in a bracket of a scan behind a place in capitals, as old papers print it, or behind "By"."""
    by = _pattern("by").match(named)
    said = (named[by.end() :] if by else named).rstrip(". ")
    if not by and not (before[:4].isupper() and before[:4].isalpha()):
        return ()
    key = agencies.misread(said) or ("UPI" if said == "UP" and any(map(str.isdigit, before)) else "")
    return (key,) if key in agencies.entries else ()


def _correspondent(named: str, agencies: Agencies) -> tuple[str, ...]:
    """/Корр. ТАСС Иван Петров/"""
    head, _, rest = named.partition(". ")
    key = agencies.begun(rest) if head.lower() in {"корр", "кор", "corr"} else ""
    return (key,) if key else ()


def _without_place(
    text: str, bracket: re.Match[str], end: int, dateline: Dateline, agencies: Agencies, *, closed: bool
) -> Dateline | None:
    """Return a dateline whose bracket has no place before it, None where that is none.

    It is *closed* by a dash, or by the kind of its bracket, or its place follows: (dpa) LIMA -.
    """
    if dateline.unknown:
        return None
    if closed or text[bracket.start()] in "【［":
        return dateline
    if bracket.start() == dateline.start and end - bracket.end() > SHORT and agencies.printed(bracket[1]):
        return dateline  # (Belga) Le gouvernement …
    placed = _with_rest(text, bracket.end(), end, dateline, agencies)
    return placed if placed.place else None


def _parenthesis(rest: str, parts: Parts, agencies: Agencies, *, stopped: bool) -> bool:
    """Whether the bracket only explains the words before it: "Voice of America (VOA) said", "the party (SPA) - a"."""
    follows = rest.lstrip(" \"'“‘«")[:1]
    if follows.islower() and not parts.place.islower():
        return True
    return not (stopped or parts.date) and bool(agencies.named(parts.place))


def _with_rest(text: str, start: int, end: int, dateline: Dateline, agencies: Agencies) -> Dateline:
    """Return a dateline with the place or date behind its bracket: (ANSA) - ROMA, 05 MAR - ; Hanoi (VNA), March 5 -."""
    if dateline.date:
        return dateline
    if not dateline.place:
        begin = dateline.end
        while text[begin : begin + 1].isspace():
            begin += 1
        inner = _dashed(text, begin, end, agencies) or bare_place(text, begin, end)
        if inner and not inner.agencies:
            return Dateline(dateline.start, inner.end, inner.place, dateline.agencies, inner.date, dateline.unknown)
        return dateline
    date = next(find_dates(text, start, min(end, start + 24), loose=True), None)
    if date and not text[start : date.start].strip(" ,-–—("):
        closing = text[date.end : date.end + 3].strip(" ")
        wired = not agencies.wires.isdisjoint(dateline.agencies)
        if wired and (closing[:1] == "/" or closing[:2] == "--"):
            # / ACCESSWIRE / March 5, 2024 /; (BUSINESS WIRE)--Aug 16, 2022--Fenwick
            stop = text.index(closing[0], date.end) + (1 if closing[0] == "/" else 2)
            return Dateline(dateline.start, stop, dateline.place, dateline.agencies, date, dateline.unknown)
        stop = next(_dashes(text, date.end, min(end, date.end + 4)), 0)
        if stop and not text[date.end : stop].strip(" ).,-–—:="):
            return Dateline(dateline.start, stop, dateline.place, dateline.agencies, date, dateline.unknown)
    return dateline


def _dashed(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """PLACE, DATE -; PLACE, DATE, AGENCY -; PLACE. DATE. AGENCY -; PLACE, DATE - AGENCY."""
    sited = None
    for count, stop in enumerate(_dashes(text, start, end)):
        if count == 4 or stop - start > 100:
            break
        body = stop - 1
        while body > start and text[body - 1] in "-–—―‒:=":
            body -= 1
        parts = read_parts(text, start, body, agencies, named=False)
        if parts is None or not (parts.place or parts.agencies):
            continue
        if not (parts.date or parts.agencies):
            sited = sited or _of_site(start, stop, parts.place)
            continue
        if text[stop - 1] in ":=" and not (parts.date and parts.agencies):
            continue
        if not (parts.place or parts.date) and text[stop:end].lstrip()[:1].islower():
            continue  # MENA - a region of many countries
        if not (parts.place or parts.date) and end - stop < SHORT and text[end - 1] not in _SENTENCE_ENDS:
            continue  # a site's name on a line of its own: KYODO NEWS - Mar 5, 2024
        dateline = Dateline(start, stop, parts.place, parts.agencies, parts.date)
        if not (parts.date or agencies.wires.isdisjoint(parts.agencies)):
            return _with_rest(text, stop, end, dateline, agencies)
        return dateline if dateline.agencies else _with_name_behind(text, end, dateline, agencies)
    return sited


def _of_site(start: int, stop: int, place: str) -> Dateline | None:
    """QUILLON, PORT24.com - The: a place in capitals, and a site by its address."""
    town, _, site = place.rpartition(", ")
    return Dateline(start, stop, town, (), None, site) if town.isupper() and is_site(site) else None


def _slashed(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """ایسنا/خراسان جنوبی: an agency and its office, in a script without capitals, before a colon."""
    slash = text.find("/", start, min(end, start + _NAME))
    if slash < 0 or text[start].isascii() or text[start].isupper() or text[start].islower():
        return None
    stop = text.find(":", slash, min(end, slash + _NAME))
    place = text[slash + 1 : stop].strip() if stop > 0 else ""
    key = agencies.printed(text[start:slash].strip()) if place else ""
    if not key or place.count(" ") >= _PLACE_WORDS or any(map(str.isdigit, place)) or stop + 1 == end:
        return None
    return Dateline(start, stop + 1, place, (key,))


def _stopped(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """КИЇВ. 5 березня. УНІАН. Full stops throughout."""
    if ". " not in text[start : start + 40]:
        return None
    date = next(find_dates(text, start, min(end, start + 70), loose=True), None)
    named = _pattern("behind day").match(text, date.end, end) if date else None
    key = agencies.printed(named[1].strip(" .,")) if named else ""
    parts = read_parts(text, start, date.start, agencies, named=True) if date and key else None
    if parts is None or not parts.place:
        return None
    return Dateline(start, named.end() if named else end, parts.place, (key,), date)


def _filling(text: str, start: int, end: int, agencies: Agencies) -> Dateline | None:
    """Baku, March 5, AZERTAC: a line of its own, with the agency at its end."""
    comma = text.rfind(", ", start, end)
    if comma < 0 or end - start > SHORT or not agencies.printed(text[comma + 2 : end].rstrip(".")):
        return None
    parts = read_parts(text, start, end, agencies, named=False)
    if parts is None or not (parts.place and parts.date and parts.agencies):
        return None
    return Dateline(start, end, parts.place, parts.agencies, parts.date)


def _with_name_behind(text: str, end: int, dateline: Dateline, agencies: Agencies) -> Dateline:
    """МОСКВА, 5 мар - РИА Новости. The name is followed by a full stop."""
    stop = text.find(".", dateline.end, min(end, dateline.end + 48))
    if stop < 0:
        return dateline
    named = text[dateline.end : stop].strip()
    key = agencies.printed(named) or agencies.printed(named.partition(", ")[0])  # РИА Новости, Иван Петров
    return Dateline(dateline.start, stop + 1, dateline.place, (key,), dateline.date) if key else dateline
