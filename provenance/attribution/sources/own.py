"""From the dates in the lines of a page to those of its article: not of the page itself, nor of other articles."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import phrase_set, word_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.layout import LAST_LINES, reads_on
from provenance.attribution.sources import chrome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line
    from provenance.model import Claim

_UNDER = 3  # lines under a title that can have its day
_HALLS = 2  # lines below the day of an event in which its hall is named
_HALL_WORDS = 4  # words of the name of a hall without more signs of an event
_HALL = 60  # characters of such a line
_ADMITTING = 15  # lines below it in which admission is looked for
_MINUTES = 5  # characters of a time of day without seconds
_BESIDE = 2  # lines between a day and the byline that is beside it
_NAMING = frozenset(("author", "source"))
# Where events are: a word of the name of a place, or what one ends with.
_VENUES = word_set(
    "hall theatre theater church cathedral museum gallery arena stadium auditorium library pavilion opera house club"
    " saal kirche dom stadion bibliothek galerie oper salle théâtre église cathédrale musée bibliothèque stade opéra"
    " espace sala teatro iglesia catedral museo biblioteca estadio auditorio plaza piazza chiesa duomo stadio igreja"
    " catedral biblioteca estádio centro zaal kerk schouwburg bibliotheek kyrka teatern teater museet kirken kirke"
    " kirkko teatteri kirjasto teatr kościół muzeum biblioteka hala divadlo kostel kostol knihovna knižnica színház"
    " templom könyvtár театр музей церковь библиотека зал стадион бібліотека църква читалище kazalište crkva dvorana"
    " gledališče cerkev tiyatrosu salonu kültür merkezi müzesi tiyatro"
)
_VENUE_ENDINGS = (
    "halle", "saal", "kirche", "theater", "haus", "platz", "museum", "zaal", "kerk", "huset", "kyrkan", "salen",
    "biblioteket", "bibliotek", "talo",
    "sali", "dom kultury", "劇場", "会館", "ホール", "剧院", "体育馆", "音乐厅", "극장", "회관",
)  # fmt: skip
# What texts about events say of admission and booking.
_ADMISSION = phrase_set(
    "admission|tickets|ticket office|box office|free entry|entry is free|entry free|doors open|eintritt|vorverkauf"
    "|abendkasse|karten gibt es|anmeldung|entrée libre|entrée gratuite|entrée :|billetterie|réservation|entrada libre"
    "|entrada gratuita|entradas|taquilla|ingresso libero|ingresso gratuito|biglietti|prevendita|prenotazion"
    "|entrada franca|ingressos|bilhetes|bilheteria|toegang|kaarten|entré|biljetter|inträde|billetter|vapaa pääsy"
    "|liput|wstęp|bilety|vstup|vstupné|predpredaj|belépő|jegyek|intrarea|bilete|вход свободный|билеты|вхід|квитки"
    "|вход свободен|ulaznice|ulaz |vstopnice|εισιτήρια|είσοδος|biletler|giriş ücretsiz|入場料|入場無料|チケット"
    "|门票|入场|입장료|입장권|예매|تذاكر|الدخول مجاني"
)


def accepted(pending: Sequence[Pending], lines: Sequence[Line], title: str) -> list[Pending]:
    """Return *pending* with late dates taken for the article's own right under its *title*, on a page printed twice."""
    own = {after.start for place, line in enumerate(lines) if line.text == title for after in _under(lines, place)}
    begins = [line.start for line in lines]
    return [
        Pending(each.moment, each.property, each.asserter, each.confidence)
        if each.late and begins[bisect_right(begins, each.moment.start) - 1] in own
        else each
        for each in pending
    ]


def _under(lines: Sequence[Line], place: int) -> Sequence[Line]:
    """Return the lines right under the title at *place*, up to the heading of a list."""
    below = lines[place + 1 : place + 1 + _UNDER]
    stop = (n for n, line in enumerate(below) if chrome.listed_below(line.text))
    return below[: next(stop, _UNDER)]


def at_foot(pending: Sequence[Pending], lines: Sequence[Line], bare: AbstractSet[int]) -> list[Pending]:
    """Return *pending* with the late days that the foot of a text gives the text itself: those of an update, and the
    one that a label of publication is beside (its start is not among *bare*), behind the last sentence.
    """
    foot = lines[-LAST_LINES].start if len(lines) > LAST_LINES else 0
    labelled = [
        each for each in pending if each.late and each.property == "published" and each.moment.start not in bare
    ]
    alone = len(labelled) == 1 and not any(each.says("published") for each in pending)
    behind = (
        lines[-2].start
        if len(lines) > 2 and any(reads_on(line.text) for line in lines[-3:-1])
        else len(lines[-1].text) + lines[-1].start
    )
    return [
        Pending(each.moment, each.property, "credit", "medium")
        if (each.late and each.property == "updated" and each.moment.start >= foot)
        or (alone and each is labelled[0] and (each.moment.start >= behind or _closes(each.moment.start, lines)))
        else each
        for each in pending
    ]


def _closes(start: int, lines: Sequence[Line]) -> bool:
    """Whether a day is right below a sentence, however short, and no heading of other texts is above it."""
    place = _behind(start, lines) - 1
    return place > 0 and lines[place - 1].text[-1] in ".!?…”»。" and not chrome.in_list(lines, place)


def under_embargo(pending: list[Pending]) -> list[Pending]:
    """Return *pending* without the day on which a text was only sent out, to be published when its embargo ends."""
    until = max((each.moment.number for each in pending if "embargo" in each.moment.flags), default=0)
    return [
        Pending(each.moment.flagged("embargo"), "mentioned_date", each.asserter, each.confidence)
        if each.says("published") and 0 < each.moment.number < until
        else each
        for each in pending
    ] if until else pending  # fmt: skip


def without_states(pending: list[Pending], bare: AbstractSet[int]) -> list[Pending]:
    """Return *pending* without a day of publication that is only of a state of the text, where another label says when
    it was published: Stand: 6. März 2020 above Erstellt: 5. März 2020.  A state alone is both.
    """
    changed = {each.moment.start for each in pending if each.says("updated")}
    states = [each for each in pending if each.says("published") and each.moment.start in changed]
    others = [
        each
        for each in pending
        if each.says("published") and each.moment.start not in changed and each.moment.start not in bare
    ]
    return [each for each in pending if each not in states] if states and others else pending


def without_events(
    pending: Sequence[Pending], lines: Sequence[Line], bare: AbstractSet[int], title: Line | None
) -> Sequence[Pending]:  # fmt: skip
    """Return *pending* with the day of an event as such: one without a label (its start is among *bare*), between
    the *title* and the hall it is in, where the text speaks of admission.
    """
    events = set()
    for each in pending:
        if each.says("published") and each.moment.start in bare:
            place = _behind(each.moment.start, lines)
            # A hall is taken for the title, where that is of one word or two, above the day.
            headed = title.start if title and not (place > 1 and _is_hall(title.text)) else -1
            if (
                each.moment.start > headed
                and any(_is_hall(line.text) for line in lines[place : place + _HALLS])
                and (_admits(lines[place:]) or _housed(lines, place, title))
            ):
                events.add(each.moment.start)
    return [
        Pending(each.moment.flagged("event"), "event_date", each.asserter, "medium")
        if each.moment.start in events
        else each
        for each in pending
    ] if events else pending  # fmt: skip


def _housed(lines: Sequence[Line], place: int, title: Line | None) -> bool:
    """Whether the line at *place*, right below the day of an event under its title, is a short name of a hall."""
    hall = lines[place].text if place < len(lines) else ""
    above = place > 1 and (title is None or title.start < lines[place - 1].start or title is lines[place])
    return above and bool(hall) and hall.count(" ") < _HALL_WORDS and _is_hall(hall)


def _is_hall(text: str) -> bool:
    """Whether a line is the name of a hall, a square or a church: Stadthalle Quillon"""
    if len(text) > _HALL or text[-1] in ".!?:":
        return False
    words = text.lower().replace(",", " ").split()
    if len(words) == 1:
        return words[0].endswith(_VENUE_ENDINGS)  # Theatre is a section
    return any(word in _VENUES or word.endswith(_VENUE_ENDINGS) for word in words)


def _admits(lines: Sequence[Line]) -> bool:
    """Whether one of the first *lines* below the day of an event speaks of admission or booking."""
    return any(any(word in line.text.lower() for word in _ADMISSION) for line in lines[:_ADMITTING])


def weighed(
    pending: Sequence[Pending], claims: Sequence[Claim], lines: Sequence[Line], bare: AbstractSet[int]
) -> Sequence[Pending]:
    """Return *pending* with less trust in a day that only the shape of its line makes one of publication: one without
    a label (its start is among *bare*), and without a byline or a source beside it.
    """
    named = {
        _behind(one.span.start, lines)
        for one in claims
        if one.property in _NAMING and one.span and one.confidence != "low"
    }
    return [
        Pending(each.moment, each.property, each.asserter, "medium")
        if each.says("published")
        and each.confidence == "high"
        and not (each.moment.zone or len(each.moment.clock) > _MINUTES)  # as machines print it
        and each.moment.start in bare
        and named.isdisjoint(_around(_behind(each.moment.start, lines)))
        else each
        for each in pending
    ]


def _behind(start: int, lines: Sequence[Line]) -> int:
    """Return the place of the line behind the one that *start* is in."""
    return bisect_right(lines, start, key=_start)


def _start(line: Line) -> int:
    return line.start


def _around(place: int) -> range:
    return range(place - _BESIDE, place + _BESIDE + 1)
