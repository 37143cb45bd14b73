"""From a day without a label to whether it is that of an event: its hall, its hours or its price are beside it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import phrase_set, weekday, word_set
from provenance.attribution.dates.pending import Pending
from provenance.attribution.layout import reads_on
from provenance.attribution.sources.own import line_behind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.layout import Line

_HALLS = 2  # lines below the day of an event in which its hall is named
_HALL_WORDS = 4  # words of the name of a hall without more signs of an event
_HALL = 60  # characters of such a line
_ADMITTING = 15  # lines below it in which admission is looked for
_FACTS = 3  # lines above and below the day of an event in which its place, its hours or its price are
_HOURS = (":00", ":30")  # when people meet
_FACT = 60  # characters of such a line
# Where events are: a word of the name of a place, or what one ends with.
_VENUES = word_set(
    "hall hut theatre theater church cathedral"
    " museum gallery arena stadium auditorium library pavilion opera house club"
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
_PATTERNS = {
    # what a text is about that says when people meet: Open rehearsal; Vortrag: …; Concert de Noël
    "meeting": r"""(?xi)
        \b (?: concerts? | rehearsal | recital | lecture | workshop | seminar | webinar | conference
        | screening | open\sday | open\shouse | meeting | hearing | quiz\snight | book\sclub | book\slaunch | reading
        | vigil | jumble\ssale | bake\ssale | fair | fête | festival | exhibition | tour | walk | picnic | gala
        | ceilidh | performance | matinee | auction | storytime | class(?:es)?
        | konzert | probe | vortrag | lesung | führung | sprechstunde | sitzung | versammlung | flohmarkt | fest
        | ausstellung | workshop | gottesdienst | tag\sder\soffenen\stür | filmabend | kurs
        | répétition | conférence | atelier | visite\sguidée | vide-grenier | brocante | vernissage | réunion
        | spectacle
        | ensayo | concierto | conferencia | taller | visita\sguiada | reunión | charla | exposición | función
        | ensaio | concerto | palestra | oficina | visita\sguiada | reunião | exposição
        | prova\saperta | conferenza | laboratorio | visita\sguidata | riunione | mostra | spettacolo
        | lezing | rondleiding | voorstelling | repetitie | open\sdag | konsert | föreläsning | visning | möte | loppis
        | foredrag | omvisning | møte | forestilling | konsertti | luento | näyttely | opastus
        | próba | wykład | warsztaty | koncert | wernisaż | spotkanie | přednáška | zkouška | výstava | prednáška
        | előadás | hangverseny | repetiție | atelier | predavanje | izložba | proba | радионица
        | лекция | концерт | репетиция | экскурсия | выставка | мастер-класс | встреча | спектакль
        | лекція | репетиція | екскурсія | виставка | беседа | изложба | διάλεξη | συναυλία | πρόβα
        | konferans | söyleşi | atölye | prova | sergi | seminar | lokakarya | pertunjukan | hội\sthảo | buổi
        ) \b
        | 講演会 | 演奏会 | 説明会 | 講座 | 上映会 | 讲座 | 音乐会 | 研讨会 | 강연 | 음악회 | 설명회 | 상영회
        | محاضرة | حفل | ورشة
    """,
    # the hour at which it ends, behind the one at which it begins: à 18 h; bis 21 Uhr
    "until": r"(?i)(?:[-–—~～至到]|to|until|bis|à|a|al|às|até|alle|do|tot|til|till|до)\s?"
    r"\d{1,2}(?:[:.]\d{2}|\s?(?:[ap]\.?m\b|uhr|h|ч)\b)(?!\s?ago)",
    # Venue: …; Tarif : 5 €; 地点：…
    "fact": r"""(?xi)
        (?: venue | location | where | place | address | admission | entry | tickets? | price | cost | fee
          | ort | wo | veranstaltungsort | treffpunkt | adresse | eintritt | preis | kosten
          | lugar | sede | dónde | punto\sde\sencuentro | dirección | entradas? | precio
          | lieu | où | tarifs? | prix | entrée | luogo | dove | indirizzo | ingresso | prezzo | biglietti
          | local | onde | endereço | ingressos | bilhetes | preço | waar | locatie | plaats | toegang | prijs
          | plats | var | inträde | entré | pris | sted | hvor | paikka | missä | pääsymaksu
          | miejsce | gdzie | wstęp | bilety | místo | kde | vstup | vstupné | miesto | helyszín | belépő | jegyár
          | unde | locul | intrarea | място | къде | вход | место | где | вход | билеты | стоимость
          | місце | де | вхід | квитки | mjesto | gdje | ulaz | πού | τόπος | είσοδος | yer | giriş | bilet
          | المكان | أين | الدخول | tempat | lokasi | tiket | địa\sđiểm | giá\své
          | 場所 | 会場 | 入場料 | 料金 | 参加費 | 地点 | 地點 | 费用 | 費用 | 票价 | 票價 | 门票
          | 장소 | 입장료 | 참가비
        ) \s? [:：]
    """,
    # De 10h à 12h; 14:00–16:30 Uhr; od 10 do 18 h; 午後2時～5時
    "hours": r"""(?xi)
        (?: (?: de | von | from | fra | från | od | dalle | das | van | kl\.? | klo | с | от | з ) \s )?
        (?: 上午 | 下午 | 晚上 | 午前 | 午後 | 오전 | 오후 )?
        \d{1,2} (?: [:.]\d{2} | \s?[h時点點시] (?:\d{2}分?)? )? \s? (?: [ap]\.?m\.? | uhr )? \s?
        (?: [-–—~～至到] | to | bis | à | a | al | às | até | alle | do | tot | til | till | until | до | から | 부터 )
        \s?
        (?: 上午 | 下午 | 晚上 | 午前 | 午後 | 오전 | 오후 )?
        \d{1,2} (?: [:.]\d{2} | \s?[h時点點시] (?:\d{2}分?|半)?
          | \s? (?: [ap]\.?m\b | uhr | h\b | ч\b ) )
    """,
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def without_events(
    pending: Sequence[Pending], lines: Sequence[Line], bare: AbstractSet[int], title: Line | None
) -> Sequence[Pending]:  # fmt: skip
    """Return *pending* with the day of an event as such: one without a label (its start is among *bare*), between
    the *title* and the hall it is in, where the text speaks of admission.
    """
    events = set()
    for each in pending:
        if each.says("published") and each.moment.start in bare:
            place = line_behind(each.moment.start, lines)
            # A hall is taken for the title, where that is of one word or two, above the day.
            headed = title.start if title and not (place > 1 and _is_hall(title.text)) else -1
            if (
                _has_facts(lines, place)
                or _says_where(each.moment, lines, place)
                or _meets(each.moment, lines, place)
                or (
                    each.moment.start > headed
                    and any(_is_hall(line.text) for line in lines[place : place + _HALLS])
                    and (_admits(lines[place:]) or _housed(lines, place, title))
                )
            ):
                events.add(each.moment.start)
    return [
        Pending(each.moment.flagged("event"), "event_date", each.asserter, "medium")
        if each.moment.start in events
        else each
        for each in pending
    ] if events else pending  # fmt: skip


def _says_where(moment: Moment, lines: Sequence[Line], place: int) -> bool:
    """Whether a day's own line goes on with the hours or the hall of an event, or its admission is right below its
    hour: 9 March 2023, 7.30 pm, Small Hall
    """
    line = lines[place - 1]
    rest = line.text[moment.end - line.start :].strip(" ,;|")
    if not moment.clock:
        return bool(_pattern("hours").match(rest))
    admits = any(len(below.text) <= _FACT and _admits((below,)) for below in lines[place : place + 1])
    return admits or bool(_pattern("until").match(rest)) or (bool(rest) and (_is_hall(rest) or _inside(rest)))


def _meets(moment: Moment, lines: Sequence[Line], place: int) -> bool:
    """Whether the title right above a day of the week at a full or half hour is that of a meeting: Open rehearsal"""
    if place < _HALLS or not moment.clock.endswith(_HOURS) or len(lines[place - _HALLS].text) > _FACT:
        return False
    named = any(weekday(word.strip(",.")) >= 0 for word in lines[place - 1].text.lower().split()[:2])
    return named and bool(_pattern("meeting").search(lines[place - _HALLS].text))


def _inside(rest: str) -> bool:
    """Whether words are where something is, rather than the section of a site: in the Scout Hut"""
    name = rest.removeprefix("in the ").removeprefix("at the ")
    return name != rest and len(name) < _FACT and all(word[0].isupper() for word in name.split())


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


def _has_facts(lines: Sequence[Line], place: int) -> bool:
    """Whether a line near the day above *place* gives the place, the hours or the price of what is then."""
    day = place - 1
    above = lines[max(0, day - _FACTS) : day]
    return _states_fact(lines[place : place + _FACTS]) or _states_fact(above[::-1])


def _states_fact(lines: Sequence[Line]) -> bool:
    """Whether one of *lines*, up to the first sentence, gives the place, the hours or the price of an event."""
    for line in lines:
        if reads_on(line.text) or len(line.text) > _FACT:
            return False
        if _pattern("fact").match(line.text) or _pattern("hours").match(line.text):
            return True
    return False
