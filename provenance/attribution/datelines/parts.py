"""From the words before a dateline's dash to place, date and agency, or to nothing where other words stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.dates.moments import Moment
from provenance.attribution.dates.months import weekday, word_set
from provenance.attribution.dates.scan import find_dates

if TYPE_CHECKING:
    from provenance.attribution.sources.agencies import Agencies

LONGEST = 75
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
# What stands alone in capitals before a dash without being a place.
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


class Parts:
    """What stands before a dash: *place* as printed, *agencies* (short names) named without brackets, the *date*."""

    __slots__ = ("agencies", "date", "place")

    def __init__(self) -> None:
        self.place = ""
        self.agencies: tuple[str, ...] = ()
        self.date: Moment | None = None


def read_parts(text: str, start: int, end: int, agencies: Agencies, *, named: bool) -> Parts | None:
    """Read PLACE, COUNTRY, DATE, AGENCY between *start* and *end*, each of them optional; None where it is a sentence.

    *named*: an agency is known to follow, so that a place may be written in lower case.
    """
    parts = Parts()
    if end - start > 3:
        parts.date = next(find_dates(text, start, end, loose=True), None) or (
            _apart(text, start, end) if named else None
        )
    place_end = end
    if parts.date:
        place_end = parts.date.start
        rest = text[parts.date.end : end].strip(_EDGES + ".)")
        if rest and text[start : parts.date.start].isupper() and _aside(text[parts.date.end : end].strip(" .")):
            rest = ""
        if rest and weekday(rest) < 0 and rest not in _YEARS:
            key = agencies.printed(rest)
            if not key:
                # 5 марта, Минск /БЕЛТА/
                first = named and not text[start : parts.date.start].strip() and placelike(rest, known=True)
                parts.place = rest if first else ""
                return parts if first else None
            parts.agencies = (key,)
    words = text[start:place_end].strip(_EDGES)
    if words and not _read_place(words, parts, agencies, known=named or bool(parts.date)):
        return None
    return parts


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


def _read_place(words: str, parts: Parts, agencies: Agencies, *, known: bool) -> bool:
    if len(words) > LONGEST:
        return False
    kept: list[str] = []
    segments = words.replace(" - ", ",").replace(" – ", ",").split(",")
    for segment in segments:
        part = segment.strip(_EDGES)
        if parts.date and part.rpartition(" ")[2].lower() in _BEFORE_DATES:
            part = part.rpartition(" ")[0]
        name = part.strip(".")
        # Of two letters AP alone is no part of the United States (MASONTOWN, PA.).
        key = agencies.printed(name) if (len(name) > 2 or (name == "AP" and kept)) and not parts.agencies else ""
        if key and (kept or not known or len(segments) > 1):
            parts.agencies = (key,)
        elif part.strip(".") and weekday(part.strip(".")) < 0:
            if not placelike(part, known=known):
                return False
            kept.append(part)
    if len(kept) == 1 and ". " in kept[0] and not parts.agencies:
        head, _, tail = kept[0].rpartition(". ")
        key = agencies.printed(tail)
        if key:
            parts.agencies, kept = (key,), [head]
    if len(kept) == 1 and parts.date and not parts.agencies and (key := agencies.printed(kept[0].partition(" ")[0])):
        parts.agencies, kept = (key,), [kept[0].partition(" ")[2]]  # AKP Phnom Penh, March 5, 2024
    parts.place = _undotted(", ".join(kept))
    return True


def _undotted(place: str) -> str:
    """Drop a full stop that ends the place (Москва.), keep one that abbreviates (ST. PAUL, Minn.; Washington, D.C.)."""
    if not place.endswith("."):
        return place
    last = place[:-1].replace(",", " ").split(" ")[-1]
    return place if "," in place or "." in last or (" " in place and len(last) < 6) else place[:-1]


def placelike(part: str, *, known: bool) -> bool:
    """Whether *part* is a handful of capitalised words, or of words in a script without capitals.

    *known*: a date or an agency stands beside it, so that "sioux falls" and "New york" are places too.
    """
    words = part.replace("/", " ").replace("[", " ").replace("]", " ").split()
    if not 0 < len(words) <= 6 or words[0] in _OPENERS or part in LABELS or not _FIRMS.isdisjoint(words):
        return False
    if known and len(words) <= 3 and part.islower():
        return all(word.replace(".", "").replace("-", "").isalpha() for word in words)
    lower = 0
    for word in words:
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
