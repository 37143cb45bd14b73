"""From a line to the timestamps that it consists of: dates, labels and names, as sites print them beside a title."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import attrs

from provenance.attribution.changes import UPDATED
from provenance.attribution.dates.labels import CERTAIN, PUBLISHING, is_label, labels_below, role_of
from provenance.attribution.dates.moments import Moment
from provenance.attribution.dates.months import phrase_set, weekday, word_set
from provenance.attribution.dates.numeric import glued
from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import dates_in, find_dates
from provenance.attribution.layout import Line, reads_on
from provenance.attribution.sources.between import NOTHING, between
from provenance.model import Claim, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.dates.labels import Role
    from provenance.attribution.dates.pending import DateProperty, Found
    from provenance.attribution.sources.agencies import Agencies
    from provenance.attribution.sources.between import Between
    from provenance.model import Confidence

_JOINTS = frozenset(("", "on", "of", "vom", "am", "du", "le", "del", "de", "el", "dal"))
_LONGEST = 140  # characters of a line of timestamps
_DAYS = 80  # characters of a line that is nothing but timestamps
_APART = str.maketrans(dict.fromkeys(",.;:|()[]/–—-•·", " "))
_TWICE = 8  # characters of the shortest stamp that pages print twice
_OPENED = frozenset("(（*")
_NUMBERING = frozenset("([^0123456789")
_SURE = 30  # letters of a line that is a timestamp because one word says so
# Labels of the place of an event, alone on a line below its day.
_PLACES = phrase_set(
    "where|venue|location|place|tickets|admission|wo|ort|veranstaltungsort|adresse|eintritt|où|lieu|adresse|tarif|tarifs"
    "|dónde|donde|lugar|entradas|dove|luogo|biglietti|ingresso|onde|ingressos|waar|locatie|plaats|kaarten"
    "|var|plats|hvor|sted|missä|paikka|gdzie|miejsce|bilety|kde|místo|miesto|vstupné|hol|helyszín|unde|loc|bilete"
    "|где|место|билеты|де|місце|къде|място|gdje|mjesto|πού|τόπος|nerede|yer|mekân|mekan|أين|المكان|di mana|lokasi"
    "|tempat|ở đâu|địa điểm|会場|場所|地点|地點|장소"
)
# How a time of day ends that a sentence does not end with.
_CLOCKS = ("a.m.", "p.m.", "A.M.", "P.M.", " Uhr.", "h.", " hs.", " hrs.", "min.")
# What shops print below the day on which a book or a record comes out.
_SALES = (
    "hardback", "hardcover", "paperback", "isbn", "pre-order", "preorder", "add to basket", "add to cart", "gebunden",
    "taschenbuch", "vorbestell", "in den warenkorb", "broché", "précommande", "ajouter au panier", "tapa dura",
    "tapa blanda", "añadir al carrito", "capa dura", "copertina rigida", "brossura", "твёрдый переплёт", "предзаказ",
)  # fmt: skip
# What says in a line that it is of something yet to come.
_FUTURE = word_set("will shall wird werden sera seront será serán serão sarà saranno zullen zal ska будет будут буде")
_PATTERNS = {
    # a second time of day behind the first: 10:00-18:00, 19:30 bis 21 Uhr, 10 am to 6 pm
    "span": r"""(?x)
        \s? (?: [-–—~～] | to | until | till | bis | à | a | al | às | até | alle | do | tot | til | till )
        \s? \d{1,2} (?: [:.hH] \d{2} | \s? [aApP]\.?[mM] | \s? Uhr | \s? h \b )
    """,
    # Venue: …, 10 am - 6 pm
    "event": r"""(?xi)
        (?: time | venue | location | where | place | address | ort | wo | uhrzeit | zeit | adresse | lugar | hora
          | sede | lieu | heure | luogo | dove | orario | ora | local | horário | plats | sted | tid | miejsce
          | godzina | místo | čas | место | время | где | місце | час | yer | saat | المكان | الوقت | tempat | waktu
          | pukul | địa\sđiểm | thời\sgian | 場所 | 会場 | 時間 | 地点 | 时间 | 장소 | 시간 ) \s? [:：]
        | (?: (?: de | von | from | fra | från | od | dalle | das | van | kl\.? ) \s )?
          \d{1,2} (?: [:.]\d{2} )? \s? (?: [ap]\.?m\.? )? \s?
          (?: [-–—~～] | to | bis | à | a | al | às | até | alle | do | tot | til | till | until ) \s? \d{1,2}
    """,
    # 8pm BBC One; Scheduled 10:15; HW 04:12 5.1 m
    "clocked": r"""(?x)
        ( [^\W\d_] [^\W\d_]{1,14} (?: \s [^\W\d_]{1,14} )? \s )?
        (?: \d{1,2} [:.] \d{2} (?![\d.:]) (?: \s? [aApP]\.?[mM]\.? )? | \d{1,2} \s? [aApP]\.?[mM]\b\.? )
    """,
    # [2] BBC News, 5 May 2011; ^ BBC News, 5 May 2011: an entry of a list of references
    "numbered": r"(?:(?:\d{1,3}[.)]|\[\d{1,3}\]|\(\d{1,3}\))\s(?=[^\W\d_])|\^\s)",
    "link": r"\]\([^\s()]{1,300}\)",
    # (Lisboa, 1899 - Porto, before a day
    "since": r"(?<!\d)\d{4}\s?[-–—]\s?(?:[^\W\d_][^\n\d,;|:–—]{1,40},\s)?$",
    # between two days, perhaps with the place of the first or the second
    "spell": r"(?:,\s[^\W\d_][^\n,;|:–—]{1,40}?)?\s{0,2}[-–—]\s{0,2}"
    r"(?:†\s?|[dm]\.\s)?(?:[^\W\d_][^\n,;|:–—]{1,40},\s)?$",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Stamp(Value):
    """A line of timestamps: its *dates*, each with what it is the date of, and the *names* beside them as claims.

    *plain*: it holds nothing but dates, labels and known names.  *labelled*: it says that they are of publication.
    """

    dates: tuple[tuple[Moment, DateProperty], ...]
    names: tuple[Claim, ...] = ()
    plain: bool = True
    labelled: bool = True

    @property
    def dates_text(self) -> bool:
        """Whether it holds nothing but when a text was published or changed."""
        return self.plain and all(label in {"published", "updated"} for _, label in self.dates)


def stamp_of(
    line: Line, text: str, agencies: Agencies, *, above: str = "", below: str = "", late: bool = False
) -> Stamp | None:  # fmt: skip
    """Return the timestamps of a line that holds little but timestamps, labels and names, or None.

    *above* is the line above, which can be the label of a date that is alone on its line; *below* is the line below,
    which says of an event when or where it is.  *late*: the line is behind the lead, where what else a date can be of
    does not matter.
    """
    if len(line.text) > _LONGEST or _reads_on(line.text):
        return None
    moments = list(dates_in(text, line)) or list(glued(text, line.start, line.end))
    if text.count(line.text[-_TWICE:], line.start, line.end) > 1 and (once := _printed_twice(line)):
        line, moments = once, [_moved(each, line.start) for each in find_dates(once.text, 0, len(once.text))]
    if "](" in line.text:
        moments = _outside_links(moments, line)
    if not moments or (line.text[0] in _NUMBERING and _of_references(line, moments[0])):
        return None
    gaps = _gaps(moments, line, text, agencies)
    if late and gaps is None:
        return None
    roles = _roles(moments, text, line, above)
    if len(moments) == 1 and below and not (roles[0] or _published(text[line.start : moments[0].start])):
        roles = [_role_by(moments[0], below)]
    if len(moments) == 1 and not roles[0] and _sold(below):
        roles = ["event"]
    if any(roles):
        return _with_roles(moments, roles, text)
    if gaps is None or _foretold(text[line.start : moments[0].start]):
        return None
    return _stamp(moments, gaps, above, _states(moments, text, line))


def _sold(below: str) -> bool:
    """Whether the line below a day is of what is sold, and came out then: Hardback, 240 pages. Pre-order now."""
    said = below[:_LONGEST].lower()
    return any(words in said for words in _SALES)


def _foretold(said: str) -> bool:
    """Whether the words before a day say what will be then: The hulls will be delivered by"""
    return not _FUTURE.isdisjoint(said.lower().split()[:-1])


def _published(said: str) -> bool:
    """Whether the words before a day say that it is of publication, whatever the line below says of a place."""
    return bool(said) and not CERTAIN.isdisjoint(said.lower().translate(_APART).split())


def _of_references(line: Line, first: Moment) -> bool:
    """Whether a line is an entry of a list of references, by the number that it begins with and no date does."""
    return first.start > line.start and _pattern("numbered").match(line.text) is not None


def _printed_twice(line: Line) -> Line | None:
    """Return a line without its end, where that repeats what is right before it: 3. März 20203. März 2020"""
    text = line.text
    for size in range(_TWICE, len(text) // 2 + 1):
        if text[-size:] == text[-2 * size : -size] and text[-size - 1].isalnum() and text[-size].isalnum():
            return Line(line.start, line.end - size, text[:-size], line.clues)
    return None


def _moved(moment: Moment, by: int) -> Moment:
    return Moment(
        moment.start + by, moment.end + by, moment.pattern, moment.year, moment.month, moment.day, moment.until,
        moment.clock, moment.zone, moment.flags, swapped=moment.swapped,
    )  # fmt: skip


def _role_by(moment: Moment, below: str) -> Role | None:
    """Return what a day is of by the line *below* it: of an event, where that says where or when something is then
    (Venue: …, or the label alone), or what begins when (8pm BBC One; Scheduled 10:15); of a page, which has its clock.
    """
    if below.strip(" :?：？").lower() in _PLACES:
        return "event"
    if moment.clock:
        return None
    clock = _pattern("clocked").match(below)
    if clock and clock[1] and role_of(clock[1]) == "clock":
        return "clock"
    if _pattern("event").match(below) or (clock and _scheduled(clock, below)):
        return "event"
    return None


def _scheduled(clock: re.Match[str], below: str) -> bool:
    """Whether a line says what is at a time of day: there are words before or behind it that are no labels."""
    words = f"{clock[1] or ''} {below[clock.end() :]}".lower().translate(_APART).split()
    return any(len(word) > 1 and word.isalpha() and not is_label(word) for word in words) and "@" not in below


def _gaps(moments: Sequence[Moment], line: Line, text: str, agencies: Agencies) -> list[Between] | None:
    """Return what is before, between and behind *moments*, None where that is neither labels nor names."""
    ends = [line.start, *(moment.end for moment in moments)]
    starts = [*(moment.start for moment in moments), line.end]
    gaps: list[Between] = []
    labelled, clocked = False, bool(moments[0].clock)
    for end, start in zip(ends, starts, strict=True):
        ahead = start < line.end
        gap = between(text, end, start, agencies, labelled=labelled, clocked=clocked, ahead=ahead)
        if gap is None:
            return None
        labelled = labelled or gap.published
        gaps.append(gap)
    return gaps


def _outside_links(moments: Sequence[Moment], line: Line) -> list[Moment]:
    """Return those of *moments* that are not in the address of a link: [5 March 2024](https://a.example/2024/03/05/)."""
    places = [found.span() for found in _pattern("link").finditer(line.text)]
    return [each for each in moments if not any(one <= each.start - line.start < two for one, two in places)]


def _states(moments: Sequence[Moment], text: str, line: Line) -> list[bool]:
    """Return which of *moments* are of a state of the text: Stand vom 5. März 2024"""
    starts = [line.start, *(moment.end for moment in moments[:-1])]
    said = (text[start : moment.start].lower() for start, moment in zip(starts, moments, strict=True))
    return ["stand" in words.replace(":", " ").split() if "stand" in words else False for words in said]


def _stamp(moments: Sequence[Moment], gaps: Sequence[Between], above: str, states: Sequence[bool]) -> Stamp | None:
    plain = not any(gap.strangers for gap in gaps)
    if not plain and not any(moment.year and moment.day for moment in moments):
        return None
    labels: list[DateProperty] = ["updated" if gap.updated else "published" for gap in gaps[:-1]]
    own = gaps[0].published or gaps[0].updated
    if gaps[-1].closes and (len(moments) > 1 or not own):
        labels[-1] = "updated"  # as Japanese labels follow their date: 8月20日 9:02更新; not: updated at 15:10
    if not own and gaps[0] is NOTHING and _is_label_line(above):
        words = above.lower().strip(" :：").split()
        labels[0] = "updated" if any(word in UPDATED for word in words) else "published"
        own = True
    if labels[0] == "published":
        for place in range(1, len(labels)):
            if gaps[place] is not NOTHING or "islamic" in (moments[0].pattern, moments[place].pattern):
                continue  # a day in two calendars is one day
            if moments[place].number > moments[0].number > 0:
                labels[place] = "updated"  # sites print both days side by side, and show one of them
    names = tuple(name for gap in gaps for name in gap.names)
    dates = tuple(zip(moments, labels, strict=True))
    return Stamp(_with_states(dates, states), names, plain, own or any(gap.published for gap in gaps))


def _with_states(
    dates: tuple[tuple[Moment, DateProperty], ...], states: Sequence[bool]
) -> tuple[tuple[Moment, DateProperty], ...]:  # fmt: skip
    """Return *dates* with those of a state of the text, Stand: 5. März, as days of an update too."""
    if not any(states):
        return dates
    if len(dates) == 1:
        return (*dates, (dates[0][0], "updated"))
    return tuple((moment, "updated" if state else label) for (moment, label), state in zip(dates, states, strict=True))


def _is_label_line(above: str) -> bool:
    words = above.lower().strip(" :：").split()
    return 0 < len(words) <= 4 and all(map(is_label, words)) and not (PUBLISHING | UPDATED).isdisjoint(words)


def _roles(moments: Sequence[Moment], text: str, line: Line, above: str) -> list[Role | None]:
    """Return what each of *moments* is of, where it is neither of publication nor of an update."""
    found: list[Role | None] = []
    end = line.start
    for moment in moments:
        role = role_of(text[end : moment.start])
        if role is None and found and found[-1] and not text[end : moment.start].strip(" -–—,/&"):
            role = found[-1]
        if role is None and (moment.until or (moment.clock and _pattern("span").match(text, moment.end, line.end))):
            role = "event"
        found.append(role)
        end = moment.end
    ahead = text[line.start : moments[0].start].strip(" ,.|").lower() if above and not any(found) else None
    if ahead in _JOINTS or (ahead and weekday(ahead) >= 0):
        found[0] = labels_below(above)
    return _spans(moments, text, line) or found


def _spans(moments: Sequence[Moment], text: str, line: Line) -> list[Role | None]:
    """Return the roles of two days that a dash joins: a life in brackets, else an event; nothing for others."""
    if len(moments) == 1 and line.text[0] in _OPENED:
        return ["life"] if _pattern("since").search(text, line.start, moments[0].start) else []
    if len(moments) != 2 or not (moments[0].day and moments[1].day) or moments[0].number == moments[1].number > 0:
        return []
    if "islamic" in (moments[0].pattern, moments[1].pattern):
        return []
    found = _pattern("spell").match(text, moments[0].end, moments[1].start)
    if not found or any(word in UPDATED or word in PUBLISHING for word in found[0].lower().replace(",", " ").split()):
        return []
    opened = text[moments[0].start - 1 : moments[0].start] in _OPENED or line.text[0] in _OPENED or "†" in line.text
    return ["life", "life"] if opened or moments[1].year - moments[0].year > 10 else ["event", "event"]


def _with_roles(moments: Sequence[Moment], roles: Sequence[Role | None], text: str) -> Stamp:
    """Return the timestamps of a line of which some are neither of publication nor of an update."""
    dates: list[tuple[Moment, DateProperty]] = []
    end = moments[0].start - _SURE
    for moment, role in zip(moments, roles, strict=True):
        words = text[max(0, end) : moment.start].lower().replace(":", " ").split()
        if role:
            dates.append((moment.flagged(role), "event_date" if role == "event" else "mentioned_date"))
        elif not UPDATED.isdisjoint(words) and "received" in roles:  # of a manuscript that was not yet published
            dates.append((moment.flagged("received"), "mentioned_date"))
        elif not UPDATED.isdisjoint(words):
            dates.append((moment, "updated"))
        elif not PUBLISHING.isdisjoint(words):
            dates.append((moment, "published"))
        end = moment.end
    return Stamp(tuple(dates))


def only_days(line: Line) -> bool:
    """Return whether a line is nothing but days, clocks and their labels: it is of the line above or below it."""
    if not line.numbers or len(line.text) > _DAYS:
        return False
    moments = list(find_dates(line.text, 0, len(line.text)))
    if not any(moment.month and moment.day for moment in moments):
        return False
    rest = line.text
    for moment in reversed(moments):
        rest = f"{rest[: moment.start]} {rest[moment.end :]}"
    return all(is_label(word) for word in rest.lower().translate(_APART).split() if any(map(str.isalpha, word)))


def stamp_claims(stamp: Stamp, *, late: bool, sure: bool = True) -> Iterator[Found]:
    """Yield what a line of timestamps says; *late*: it is behind the lead, *sure*: it is of this text."""
    confidence: Confidence = "high" if stamp.plain and (sure or stamp.labelled) else "medium"
    whole = any(moment.pattern != "islamic" for moment, _ in stamp.dates)
    for moment, label in stamp.dates:
        if moment.pattern != "islamic":
            yield Pending(moment, label, "masthead", confidence, late=late)
        elif not whole:  # where the new moon is seen a day later, so is the month
            yield Pending(moment, label, "masthead", "medium", late=late)
    yield from stamp.names


def _reads_on(text: str) -> bool:
    """Whether a line is a sentence: what bullets part is none, whatever it ends with."""
    return reads_on(text) and not any(sign in text for sign in "•|·") and not text.endswith(_CLOCKS)
