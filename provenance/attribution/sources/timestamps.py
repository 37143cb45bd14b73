"""From a line to the timestamps that it consists of: dates, labels and names, as sites print them beside a title."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.attribution.dates.months import weekday, word_set
from provenance.attribution.dates.numeric import glued
from provenance.attribution.dates.scan import dates_in, find_dates
from provenance.attribution.layout import reads_on
from provenance.attribution.sources.bylines import named_outlet, people
from provenance.model import Span

if TYPE_CHECKING:
    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.model import ClaimFlag, Confidence

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
# Characters that a line of timestamps has at most.
_LONGEST = 140
_PATTERNS = {
    "word": r"[^\W\d_][^\W\d_.'’]*",
    "piece": r"[|•·,;:：()\[\]–—/]|\s-\s|-$|^-",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


class Stamp:
    """A line of timestamps: moments with the property of each, names of agencies and of papers with their places,
    confidence and flags, *people* with their places.

    *plain*: nothing but dates, labels and known names stands there.
    """

    __slots__ = ("moments", "names", "people", "plain")

    def __init__(self) -> None:
        self.moments: list[tuple[Moment, str]] = []
        self.names: list[tuple[str, Span, Confidence, tuple[ClaimFlag, ...]]] = []
        self.people: list[tuple[str, Span]] = []
        self.plain = True


def stamp_of(line: Line, text: str, agencies: Agencies) -> Stamp | None:
    """Return the timestamps of a line that holds little but timestamps, labels and names, or None."""
    if len(line.text) > _LONGEST or _reads_on(line.text):
        return None
    moments = list(dates_in(text, line)) or list(glued(text, line.start, line.end))
    if not moments:
        return None
    stamp = Stamp()
    place = line.start
    for moment in moments:
        label = _label(text, place, moment.start, agencies, stamp)
        if label is None:
            return None
        stamp.moments.append((moment, label or "published"))
        place = moment.end
    behind = _label(text, place, line.end, agencies, stamp)
    if behind is None:
        return None
    if behind == "updated" and len(stamp.moments) > 1:  # as Japanese labels stand behind: 8月20日 9:02更新
        stamp.moments[-1] = (moments[-1], behind)
    if not stamp.plain and not any(moment.year and moment.day for moment in moments):
        return None
    return stamp


def _reads_on(text: str) -> bool:
    """Whether a line is a sentence: what bullets part is none, whatever it ends with."""
    return reads_on(text) and not any(sign in text for sign in "•|·")


def _label(text: str, start: int, end: int, agencies: Agencies, stamp: Stamp) -> str | None:
    """Return the property that the words between two dates give the next one, None where they are no label."""
    between = text[start:end]
    if not between.strip(" \t\xa0|,-–—:;•·/()[]."):
        return ""
    found = label = ""
    strangers = 0
    pieces = (piece.strip(" \t\xa0.-") for piece in _pattern("piece").split(between))
    for part in filter(None, pieces):
        words = [match[0].lower() for match in _pattern("word").finditer(part)]
        # vowel signs are no letters to the pattern, so that a label of India stands there in pieces
        whole = part.lower()
        if not _UPDATED.isdisjoint((*words, whole)):
            found = "updated"
        if _labels(whole) or all(map(_labels, words)):
            continue
        if not _NAMING.isdisjoint(words) and len(words) <= 2:
            label = part
            continue
        at = text.index(part, start, end)
        key = _agency_in(part, agencies)
        if key:
            stamp.names.append((key, Span(at, at + len(part)), "high", ()))
            continue
        if label and len(words) <= 4:
            label = ""
            continue
        stamp.plain = False
        if named_outlet(part):
            stamp.names.append((part, Span(at, at + len(part)), "medium", ("unknown-agency",)))
            continue
        _sign(part, at, stamp)
        strangers += 1
        if strangers > 2 or not _personal(part, words):
            return None
    return found


def _labels(word: str) -> bool:
    return word in _PUBLISHED or word in _UPDATED or weekday(word) >= 0


def _sign(part: str, at: int, stamp: Stamp) -> None:
    """Note who a part of a line of times says it is by."""
    first, _, rest = part.partition(" ")
    if first.lower() in _BYS and people(rest):
        stamp.people.append((rest, Span(at, at + len(part))))


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


def glued_stamp(text: str, line: Line, agencies: Agencies) -> tuple[Moment, str, int, int] | None:
    """Return date and agency glued to the end of a line ("… on Tuesday. 28.09.2021, Sputnik International")."""
    comma = text.rfind(", ", max(line.start, line.end - 50), line.end)
    if comma < 0 or not (text[comma - 1].isdigit() or text[comma - 1] == "日"):
        return None
    for moment in find_dates(text, max(line.start, comma - 40), comma):
        if moment.end == comma and text[line.start : moment.start].rstrip()[-1:] in _ENDS:
            key = agencies.named(text[comma + 2 : line.end])
            return (moment, key, comma + 2, line.end) if key else None
    return None
