"""From a line to the timestamps that it consists of: dates, labels and names, as sites print them beside a title."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, Literal

import attrs

from provenance.attribution.dates.months import weekday, word_set
from provenance.attribution.dates.numeric import glued
from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import dates_in, find_dates
from provenance.attribution.layout import reads_on
from provenance.attribution.sources.bylines import named_outlet, people
from provenance.model import Claim, Span, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.dates.pending import Found
    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies

_PUBLISHED = word_set(
    "published publish posted post date dated on at first issued released release time created by from ist hrs hours"
    " publicado publicada publié publiée publie le à a el veröffentlicht erstellt stand vom am um uhr pubblicato il"
    " alle ore опубликовано дата в г года и о ngày đăng lúc giờ gmt utc dipublikasikan terbit pukul yayınlanma yayın"
    " tarihi tarih opublikowano dodano data dnia godz vydáno publikováno publicat geplaatst gepubliceerd op om last"
    " min read minutes kl de la of the horas edt est pm pm. am. a.m p.m a.m. p.m. thứ hai ba tư năm sáu bảy chủ nhật"
    " cn o às em نشر في نُشر تاريخ النشر publikacji utworzenia dodania zveřejněno közzétéve publicerad publicerat"
    " udgivet publisert опубліковано diterbitkan mon tue tues wed thu thur thurs fri sat sun mo di mi do fr sa so lun"
    " mar mer jeu ven sam dim mié jue vie sáb gio sab seg ter qua qui sex пн вт ср чт пт сб вс wo vr za zo ma pon wt"
    " śr czw pt sob pzt sal çar cum cmt ago hour minute lecture lire temps reading y ya vor hace stunden uur pagi"
    " petang malam h n g časova hod ura klo klokken hours' ساعت الساعة منذ 发布时间 发布 发表 时间 公開 掲載 配信"
    " 日時 入力 公開日 发布于 發布 發布時間 입력 등록 승인 송고 julkaistu offentliggjort d objavljeno publicēts"
    " paskelbta avaldatud δημοσίευση δημοσιεύθηκε δημοσιεύτηκε στις публикувано објављено објавено часа פורסם ב בשעה"
    " תאריך פרסום انتشار تاریخ شائع გამოქვეყნებულია შექმნილია հրապարակվել է жарияланды жарияланған chop etilgan der"
    " den del día pada प्रकाशित প্রকাশ প্রকাশিত வெளியிடப்பட்டது เผยแพร่ วันที่ เวลา น pubdate leave comment comments"
    " no share shares views"
)
_UPDATED = word_set(
    "updated update modified edited revised actualizado actualizada actualisé actualisée mis jour mise aktualisiert"
    " aggiornato aggiornamento atualizado atualizada обновлено cập nhật diperbarui güncelleme güncellenme güncellendi"
    " uppdaterad uppdaterat opdateret oppdatert bijgewerkt actualizat оновлено frissítve kemaskini aktualizacja"
    " zaktualizowano aktualizováno aktualizacia 更新 更新日 更新时间 更新時間 更新于 最終更新 수정 최종수정 تحديث آخر"
    " päivitetty ενημέρωση ενημερώθηκε posodobljeno ažurirano ажурирано обновено актуализирано atjaunināts atnaujinta"
    " uuendatud uppfært עודכן עדכון روزرسانی بروزرسانی اپ ڈیٹ განახლებულია განახლდა թարմացվել жаңартылды yangilangan"
    " अपडेट अपडेटेड আপডেট புதுப்பிக்கப்பட்டது ปรับปรุง อัปเดต แก้ไข"
)
_ENDS = frozenset((*'.!?…"”»', ""))
# Labels that a name follows.
_NAMING = word_set(
    "source sources editor editors author authors reporter writer web nguồn tác giả biên tập quelle autor redaktion"
    " fuente fonte autore sumber penulis kaynak источник автор редактор 来源 來源 责任编辑 责编 编辑 作者 记者 출처"
    " 기자 المصدر"
)
_PARTICLES = frozenset({"de", "da", "do", "dos", "del", "la", "van", "von", "der", "of"})
_BYS = frozenset({"by", "von", "por", "par", "di", "oleh"})
_LONGEST = 140  # characters of a line of timestamps
_PATTERNS = {
    "word": r"[^\W\d_][^\W\d_.'’]*",
    "piece": r"[|•·,;:：()\[\]–—/]|\s-\s|-$|^-",
}


_Label = Literal["published", "updated"]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Stamp(Value):
    """A line of timestamps: its *dates*, each with what it is the date of, and the *names* beside them as claims.

    *plain*: it holds nothing but dates, labels and known names.
    """

    dates: tuple[tuple[Moment, _Label], ...]
    names: tuple[Claim, ...]
    plain: bool


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class _Between(Value):
    """The words between two dates: whether they are the *label* of an update, the *names* among them, and *plain*."""

    updated: bool = False
    names: tuple[Claim, ...] = ()
    plain: bool = True


_NOTHING = _Between()


def stamp_of(line: Line, text: str, agencies: Agencies) -> Stamp | None:
    """Return the timestamps of a line that holds little but timestamps, labels and names, or None."""
    if len(line.text) > _LONGEST or _reads_on(line.text):
        return None
    moments = list(dates_in(text, line)) or list(glued(text, line.start, line.end))
    if not moments:
        return None
    ends = [line.start, *(moment.end for moment in moments)]
    starts = [*(moment.start for moment in moments), line.end]
    gaps: list[_Between] = []
    for end, start in zip(ends, starts, strict=True):
        gap = _between(text, end, start, agencies)
        if gap is None:
            return None
        gaps.append(gap)
    labels: list[_Label] = ["updated" if gap.updated else "published" for gap in gaps]
    if labels[-1] == "updated" and len(moments) > 1:  # as Japanese labels follow their date: 8月20日 9:02更新
        labels[-2] = "updated"
    plain = all(gap.plain for gap in gaps)
    if not plain and not any(moment.year and moment.day for moment in moments):
        return None
    names = tuple(name for gap in gaps for name in gap.names)
    return Stamp(tuple(zip(moments, labels, strict=False)), names, plain)


def stamp_claims(stamp: Stamp, *, late: bool) -> Iterator[Found]:
    """Yield what a line of timestamps says; *late*: it is behind the lead."""
    for moment, label in stamp.dates:
        yield Pending(moment, label, "masthead", "high" if stamp.plain else "medium", late=late)
    yield from stamp.names


def accepted(pending: Sequence[Pending], lines: Sequence[Line], title: str) -> list[Pending]:
    """Return *pending* with late dates taken for the article's own right under its *title*, on a page printed twice."""
    own = {
        after.start for place, line in enumerate(lines) if line.text == title for after in lines[place + 1 : place + 4]
    }
    begins = [line.start for line in lines]
    return [
        Pending(each.moment, each.property, each.asserter, each.confidence)
        if each.late and begins[bisect_right(begins, each.moment.start) - 1] in own
        else each
        for each in pending
    ]


def _reads_on(text: str) -> bool:
    """Whether a line is a sentence: what bullets part is none, whatever it ends with."""
    return reads_on(text) and not any(sign in text for sign in "•|·")


def _between(text: str, start: int, end: int, agencies: Agencies) -> _Between | None:
    """Return what the words between two dates are, None where they are neither labels nor names."""
    between = text[start:end]
    if not between.strip(" \t\xa0|,-–—:;•·/()[]."):
        return _NOTHING
    updated, plain = False, True
    naming = False
    names: list[Claim] = []
    strangers = 0
    pieces = (piece.strip(" \t\xa0.-") for piece in _pattern("piece").split(between))
    for part in filter(None, pieces):
        words = [match[0].lower() for match in _pattern("word").finditer(part)]
        # vowel signs are no letters to the pattern, which breaks a label of India into pieces
        whole = part.lower()
        updated = updated or not _UPDATED.isdisjoint((*words, whole))
        if _labels(whole) or all(map(_labels, words)):
            continue
        if not _NAMING.isdisjoint(words) and len(words) <= 2:
            naming = True
            continue
        at = text.index(part, start, end)
        known = _known_name(part, Span(at, at + len(part)), agencies)
        if known and not known.flags:
            names.append(known)
            continue
        if naming and len(words) <= 4:
            naming = False
            continue
        plain = False
        if known:
            names.append(known)
            continue
        names += _signed(part, Span(at, at + len(part)))
        strangers += 1
        if strangers > 2 or not _personal(part, words):
            return None
    return _Between(updated, tuple(names), plain)


def _known_name(part: str, span: Span, agencies: Agencies) -> Claim | None:
    """Return the claim of a part of a line of times that is an agency, or a paper that the table does not have."""
    key = _agency_in(part, agencies)
    if key:
        return Claim("source", key, span, "masthead", "stamp-line", "high")
    if named_outlet(part):
        return Claim("source", part, span, "masthead", "stamp-line", "medium", ("unknown-agency",))
    return None


def _labels(word: str) -> bool:
    return word in _PUBLISHED or word in _UPDATED or weekday(word) >= 0


def _signed(part: str, span: Span) -> Iterator[Claim]:
    """Yield the author whom a part of a line of times names."""
    first, _, rest = part.partition(" ")
    if first.lower() in _BYS and people(rest):
        yield Claim("author", rest, span, "byline", "stamp-line", "medium")


def _agency_in(part: str, agencies: Agencies) -> str:
    """Return the agency that a part of a line of times is, or that it ends with."""
    first, _, rest = part.partition(" ")
    key = agencies.named(part) or agencies.printed(part.rpartition(" ")[2]) or agencies.named(_last_two(part))
    if not key and first.lower() in _BYS:
        return agencies.named(rest)
    return agencies.begun(part) if not key and part[0] >= "\u2e80" else key


def _last_two(part: str) -> str:
    """Return the last two words of more: Agência Brasil, of Repórter da Agência Brasil."""
    words = part.rsplit(None, 2)
    return " ".join(words[1:]) if len(words) > 2 else ""


def _personal(part: str, words: list[str]) -> bool:
    """Whether a part of a line of times can be a name: a few capitalised words, or words behind "by"."""
    if words[0] in _BYS and len(words) <= 6:
        return True
    names = [word for word in part.split() if word not in _PARTICLES]
    return len(names) <= 3 and not any(word[0].islower() for word in names)


def glued_claims(line: Line, text: str, agencies: Agencies) -> list[Found]:
    """Return date and agency glued to the end of a line ("… on Tuesday. 28.09.2021, Sputnik International")."""
    comma = text.rfind(", ", max(line.start, line.end - 50), line.end)
    if comma < 0 or not (text[comma - 1].isdigit() or text[comma - 1] == "日"):
        return []
    for moment in find_dates(text, max(line.start, comma - 40), comma):
        if moment.end == comma and text[line.start : moment.start].rstrip()[-1:] in _ENDS:
            key = agencies.named(text[comma + 2 : line.end])
            source = Claim("source", key, Span(comma + 2, line.end), "masthead", "glued-stamp", "high")
            return [Pending(moment, "published", "masthead"), source] if key else []
    return []
