"""From the words before a dateline's dash to place, date and agency, or to nothing where other words stand there."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from provenance.attribution.dates.moments import Moment
from provenance.attribution.dates.months import weekday, word_set
from provenance.attribution.dates.scan import find_dates

if TYPE_CHECKING:
    from provenance.attribution.sources.agencies import Agencies

LONGEST = 75  # characters of a place, its country and an agency
_EDGES = " \t\xa0\u3000,;·•-–—―/("
_SMALL = word_set(
    "de del de la las los el le les du des di da do dos das of the upon on sur am im an der den und y e and al ad"
    " bin saint na nad v w u aan zee op ben near"
)
# What a sentence begins with.
_OPENERS = word_set(
    "On In At By From Since Until A An As For To And But After Before Last This That It He She We They There"
    " Here Am Im En Em Von Ab Seit Bis Nach Desde Hasta Depuis Dal Dopo В На С По От Ngày Từ Sau Theo Photo"
    " Photos Image Video Watch Read Source File Updated Published Posted Note Editor Editors Table Text Also See"
    " Page Vol Issue c"
    " Publié Publiée Mis Mise Modifié Publicado Publicada Actualizado Actualizada Atualizado Atualizada Pubblicato"
    " Aggiornato Veröffentlicht Aktualisiert Stand Erstellt Gepubliceerd Geplaatst Bijgewerkt Publicerad Publicerat"
    " Uppdaterad Uppdaterat Publisert Oppdatert Offentliggjort Opdateret Julkaistu Päivitetty Opublikowano Publikováno"
    " Опубликовано Обновлено Опубліковано Оновлено Публикувано Yayınlanma Güncelleme Diterbitkan Diperbarui Đăng Cập"
    " Objavljeno Publicat Actualizat Közzétéve Frissítve Issued Modified First Last Created"
)
# Words in capitals that precede a dash and are no place.
LABELS = word_set(
    "BREAKING UPDATE UPDATED ANALYSIS LIVE WATCH VIDEO OPINION EXCLUSIVE FACTBOX URGENT CORRECTED LEAD NEWS"
    " PHOTOS PHOTO TABLE TEXT NOTE ADVISORY ALERT FLASH BRIEF INTERVIEW FEATURE COMMENTARY EDITORIAL SPORTS"
    " SOCCER FIXTURE FIXTURES ENQUIRIES CORRECTION MARKET MARKETS STOCKS FOREX OIL GOLD REUTERS POLL TREASURIES"
    " UNESCO UNICEF INTERPOL BREXIT CLOSE OPEN HIGHLIGHTS SUMMARY DIARY CALENDAR"
)
_FIRMS = word_set("Inc Corp Ltd Co Plc PLC AG SA NV Cos Corporation Company Group Holdings GmbH LLC LP Trust Bancorp")
# What follows a date or its year, abbreviated: kovo 5 d., 2 listopada 2023 r.
_YEARS = word_set("d r g m roku godine г года р року ж")
_BEFORE_DATES = word_set("في ngày den le el am on dated il lunes today em dia pada tanggal dnia du")


@cache
def _unread() -> re.Pattern[str]:
    # PELLWORTH, Janunry 18.: a month as a scan has it
    return re.compile(r"(?<=[A-Z]),\s[A-Z]\w{2,9}\.?\s\d{1,2}[.,]?$")


class Parts(NamedTuple):
    """What is printed before a dash: *place*, *agencies* (short names) that stand without brackets, the *date*."""

    place: str = ""
    agencies: tuple[str, ...] = ()
    date: Moment | None = None


class Dateline:
    """A dateline at [start, end): *place* as printed, *agencies* of its chain (short names), its *date*.

    *unknown* is a name in the chain's place that no agency of the table has.  Types keep it as it was made (Final).
    """

    __slots__ = ("agencies", "date", "end", "place", "start", "unknown")

    def __init__(
        self, start: int, end: int, place: str = "", agencies: tuple[str, ...] = (), date: Moment | None = None,
        unknown: str = "",
    ) -> None:  # fmt: skip
        self.start: Final = start
        self.end: Final = end
        self.place: Final = place
        self.agencies: Final = agencies
        self.date: Final = date
        self.unknown: Final = unknown

    def filled(self, parts: Parts) -> Dateline:
        """Return the dateline with what it lacks taken from *parts*."""
        place, agencies, date = self.place or parts.place, self.agencies or parts.agencies, self.date or parts.date
        return Dateline(self.start, self.end, place, agencies, date, self.unknown)


def read_parts(text: str, start: int, end: int, agencies: Agencies, *, named: bool) -> Parts | None:
    """Read PLACE, COUNTRY, DATE, AGENCY between *start* and *end*, each of them optional; None where it is a sentence.

    *named*: an agency is known to follow, so that a place may be written in lower case.
    """
    date = None
    if end - start > 3:
        date = next(find_dates(text, start, end, loose=True), None) or (_apart(text, start, end) if named else None)
    chain: tuple[str, ...] = ()
    if date:
        rest = text[date.end : end].strip(_EDGES + ".)")
        if rest and text[start : date.start].isupper() and _aside(text[date.end : end].strip(" .")):
            rest = ""
        if rest and weekday(rest) < 0 and rest not in _YEARS:
            key = agencies.printed(rest)
            if not key:
                # 5 марта, Минск /БЕЛТА/
                first = named and not text[start : date.start].strip() and placelike(rest, known=True)
                return Parts(rest, (), date) if first else None
            chain = (key,)
    words = text[start : date.start if date else end].strip(_EDGES)
    if named and not date and (misread := _unread().search(words)):
        words = words[: misread.start()]
    if not words:
        return Parts("", chain, date)
    return _with_place(words, Parts("", chain, date), agencies, known=named or bool(date))


def _aside(said: str) -> bool:
    """Whether a bracket stands behind the date of an old dispatch: ROME, Aug. 19 (via Berlin)—"""
    return said[:1] in {"(", "["} and said[-1] in ")]" and len(said) < 40


def _apart(text: str, start: int, end: int) -> Moment | None:
    """Return the day of a Kuwaiti dateline, with a dash on each side of its day: الكويت - 5 - 3 (كونا)"""
    words = text[start:end].split()
    if len(words) < 5 or words[-4] != "-" or words[-2] != "-" or not (words[-1] + words[-3]).isdecimal():
        return None
    day, month = int(words[-3]), int(words[-1])
    at = text.rindex(words[-3], start, text.rindex("-", start, end))
    if not (0 < day < 32 and 0 < month <= 12):
        return None
    return Moment(at, text.rindex(words[-1], start, end) + len(words[-1]), "day-month", 0, month, day)


def _with_place(words: str, parts: Parts, agencies: Agencies, *, known: bool) -> Parts | None:
    """Return *parts* with the place that *words* are, and an agency named among them; None where they are neither."""
    if len(words) > LONGEST:
        return None
    chain = parts.agencies
    kept: list[str] = []
    segments = words.replace(" - ", ",").replace(" – ", ",").split(",")
    for segment in segments:
        part = segment.strip(_EDGES)
        if parts.date and part.rpartition(" ")[2].lower() in _BEFORE_DATES:
            part = part.rpartition(" ")[0]
        name = part.strip(".")
        # Of two letters AP alone is no part of the United States (MASONTOWN, PA.).
        key = agencies.printed(name) if (len(name) > 2 or (name == "AP" and kept)) and not chain else ""
        if key and (kept or not known or len(segments) > 1):
            chain = (key,)
        elif name and weekday(name) < 0:
            if not placelike(part, known=known):
                return None
            kept.append(part)
    if len(kept) == 1 and not chain:
        chain, kept = _named_within(kept[0], agencies, dated=parts.date is not None)
    return Parts(_undotted(", ".join(kept)), chain, parts.date)


def _named_within(part: str, agencies: Agencies, *, dated: bool) -> tuple[tuple[str, ...], list[str]]:
    """Return the agency that a place ends with (MINSK. BELTA) or, *dated*, begins with, and what else is there."""
    head, stop, tail = part.rpartition(". ")
    if stop and (key := agencies.printed(tail)):
        return (key,), [head]
    if dated and (key := agencies.printed(part.partition(" ")[0])):
        return (key,), [part.partition(" ")[2]]  # AKP Phnom Penh, March 5, 2024
    return (), [part]


def _undotted(place: str) -> str:
    """Drop a full stop that ends the place (Москва.), keep one that abbreviates (ST. PAUL, Minn.; Washington, D.C.)."""
    if not place.endswith("."):
        return place
    last = place[:-1].replace(",", " ").split(" ")[-1]
    return place if "," in place or "." in last or (" " in place and len(last) < 6) else place[:-1]


def placelike(part: str, *, known: bool) -> bool:
    """Whether *part* is a handful of capitalised words, or of words in a script without capitals.

    *known*: a date or an agency is beside it, so that "sioux falls" and "New york" are places too.
    """
    words = part.replace("/", " ").replace("[", " ").replace("]", " ").split()
    if not 0 < len(words) <= 6 or words[0] in _OPENERS or part in LABELS or not _FIRMS.isdisjoint(words):
        return False
    if known and len(words) <= 3 and part.islower():
        return all(word.replace(".", "").replace("-", "").isalpha() for word in words)
    lower = 0
    for word in words:
        if word[-1] == ":" and word is not words[-1]:
            return False  # Apologies: Cllr Roe (PA)
        first = word.lstrip("'’‘\"(")[:1]
        if not first.isalpha():
            return False
        if first.islower() and word not in _SMALL and "'" not in word and "’" not in word:
            lower += 1
    return not lower or (known and lower == 1 and len(words) == 2 and words[0][0].isupper() and words[0] != "The")


def nameable(name: str) -> bool:
    """Whether a name in brackets can be a service that the table does not know: capitalised words, no initials."""
    words = name.split()
    return (
        0 < len(words) <= 4
        and len(name) > 2
        and all(word[0].isupper() for word in words)
        and not any(c.isdigit() or c in ".,;:-" for c in name)
    )


def spelled_out(parts: Parts, named: str, agencies: Agencies) -> bool:
    """Whether a bracket has the initials of the words before it, which it is short for: Alcoholics Anonymous (AA) –"""
    words = [word for word in parts.place.replace("-", " ").split() if word[:1].isupper()]
    if len(words) < 2 or parts.date or parts.place.isupper() or not named.isupper() or agencies.named(parts.place):
        return False
    return "".join(word[0] for word in words) == named.strip()
