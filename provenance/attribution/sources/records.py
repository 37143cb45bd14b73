"""From a day among the fields of a record to whether it is of what the record describes: a letter, a case, a tide."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from provenance.attribution.dates.labels import is_label, role_of
from provenance.attribution.dates.months import word_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.layout import reads_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.attribution.layout import Line

_REACH = 5  # lines before and behind a day in which other fields of its record are looked for
_FIELDS = 2  # such fields make a record
_KEY = 4  # words of a field's name
_VALUE = 80  # characters of a field
_DATES = word_set(
    "date datum data fecha дата tarih tarihi tanggal ngày 日期 日付 日時 날짜 التاريخ تاريخ dátum dato päivämäärä pvm"
    " datums kuupäev data: dată ημερομηνία תאריך तारीख তারিখ datering datierung datación datation"
)
# Fields that texts have of themselves: who wrote and sent them, where they are filed, how long they are.
_OWN = word_set(
    "author authors autor autora auteur autore by byline source sources quelle fonte fuente bron kilde källa источник"
    " автор title titel titre título titolo headline subject betreff objet asunto oggetto re category categories"
    " kategorie catégorie categoría categoria rubrik rubrique section ressort tags tag keywords schlagworte mots-clés"
    " topic topics thema temas url link web website www email e-mail mail phone telephone tel telefon teléfono"
    " téléphone fax contact contacts kontakt contacto contatto media press presse prensa stampa from to cc von an de à"
    " para da a publication publisher outlet newspaper zeitung journal periódico giornale edition ausgabe édition"
    " edición edizione language sprache langue idioma lingua length words word views comments reads read time reporter"
    " reporters editor editors redaktion rédaction redacción redazione photographer foto photo photos bild image"
    " copyright rights release no number nr country region lang id posted published updated modified created story"
    " dateline place issue volume page pages written text texte texto testo"
)


def without_fields(pending: Sequence[Pending], lines: Sequence[Line]) -> list[Pending]:
    """Return *pending* with a day that a record's field gives, and no word says is of publication, as one that is only
    mentioned: Date: 4 June 1893, beside Reference and Extent.
    """
    fields = {
        each.moment.start
        for each in pending
        if each.says("published") and each.asserter == "masthead" and _is_field(each.moment.start, lines)
    }
    return [
        Pending(each.moment, "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and each.moment.start in fields
        else each
        for each in pending
    ]


def _is_field(start: int, lines: Sequence[Line]) -> bool:
    place = bisect_right(lines, start, key=_start) - 1
    if _key(lines[place].text) not in _DATES:
        return False
    around = [*_run(lines[max(0, place - _REACH) : place][::-1]), *_run(lines[place + 1 : place + 1 + _REACH])]
    return sum(_describes(line.text) for line in around) >= _FIELDS


def _start(line: Line) -> int:
    return line.start


def _run(lines: Sequence[Line]) -> list[Line]:
    """Return the *lines* up to the first sentence."""
    stop = next((place for place, line in enumerate(lines) if reads_on(line.text)), len(lines))
    return list(lines[:stop])


def _key(text: str) -> str:
    """Return the name of the field that a line is, in lower case; "" where it is none."""
    for sign in (": ", "： ", "："):
        key, found, value = text.partition(sign)
        if found and value and key.count(" ") < _KEY and len(text) < _VALUE:
            return key.strip(" *•-").lower()
    return ""


def _describes(text: str) -> bool:
    """Whether a line is a field of what a record describes, and not of the text itself."""
    words = _key(text).split()
    return bool(words) and _OWN.isdisjoint(words) and not all(map(is_label, words)) and role_of(" ".join(words)) is None
