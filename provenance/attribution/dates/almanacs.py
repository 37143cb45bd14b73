"""From days of the Islamic and the Nepali year to ours, by tables of how long their months were."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from provenance.attribution.dates.moments import Moment, from_ordinal, ordinal

# Months of the Umm al-Qura calendar of Saudi Arabia from 1390, three hexadecimal digits a year: a bit for each month,
# the lowest first, that is set where it has 30 days and not 29.  Sightings elsewhere can differ by a day.
_ISLAMIC = (
    "2d5d55d54d4565552da5d55aad56aad4b52aa574ae97656cb55aaaa554ad95d2da5d9db2ba4b4aa552b5575b6abd2bc4b89a9552d5adb6a6d4"
    "dc9d92aa69562ae56d36ab55aaa94d49d95d2ba5b55aad55a9a92e26e55dada6d46a554ba9754eaae5acba9d92b2564bcab55ab556d2ea5e4a"
    "a9552daad36c7596d269552da5b4ba9ba3b4b69b52aa64b696d2ec6d9eb2d54d2aa564ae96dd6ab54b29a9352ba57536ab56aae93"
)
# Months of the Bikram Sambat calendar of Nepal from 1975, six hexadecimal digits a year: two bits for each month, the
# lowest first, that say how many days it has beyond 29.
_NEPALI = (
    "5116fa9056ee8456ed511aba5116fa9056ee514aea511aba5116fa9056ee514aea511aba5116ee9056ee514aea511aba5056ee8456ee511aba"
    "511aba5056ee8456ee511aba511aba9056ee8456ed511aba5116fa9056ee8456ed511aba5116fa9056ee814aea511aba5116fa9056ee514aea"
    "511aba5116fa9056ee514aea511aba5116ee8456ee511aea511aba5056ee8456ee511aea511aba9056ee8456ed511aba5117ba9056ee8456ed"
    "511aba5116fa9056ee814aed511aba5116fa9056ee514aea511aba5116fa9056ee514aea511aba5116ee9056ee511aea511aba5056ee8456ee"
    "511aea511aba5056ee8456ee511aba5117ba9056ee8456ed511aba5116fa9056ee844aea511aba5116fa9056ee814aea511aba5116fa9056ee"
    "514aea511aba5116ee9056ee511aea511aba5056ee8456ee511aea511aba5056ee8456ee511aba511aba5456ba5459ee5456ed551aba5459f9"
    "5456ed5456ed545aba5456f95456ed5456ba551aba5116f95456ee844aba541aba5119ee"
)
_FIRST_ISLAMIC = 1390
_FIRST_NEPALI = 1975
_ISLAMIC_BEGAN = ordinal(1970, 3, 9)
_NEPALI_BEGAN = ordinal(1918, 4, 13)
ISLAMIC_MONTHS = (
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال",
    "ذو القعدة", "ذو الحجة",
)  # fmt: skip
_ISLAMIC_SPELLINGS = {
    "ربيع الثاني": 4, "ربيع الاول": 3, "ربيع الاخر": 4, "جمادى الاولى": 5, "جمادى الثانية": 6, "جمادى الاخرة": 6,
    "جمادى الثاني": 6, "ذي القعدة": 11, "ذي الحجة": 12,
    **{name: number for number, name in enumerate(ISLAMIC_MONTHS, 1)},
}  # fmt: skip
_NEPALI_MONTHS = (
    "बैशाख/वैशाख/बैसाख", "जेठ/जेष्ठ/ज्येष्ठ", "असार/आषाढ/असाढ", "साउन/श्रावण/सावन", "भदौ/भाद्र", "असोज/आश्विन/आसोज",
    "कात्तिक/कार्तिक/कात्तिक", "मंसिर/मङ्सिर/मंसीर", "पुस/पुष/पौष", "माघ", "फागुन/फाल्गुन", "चैत/चैत्र",
)  # fmt: skip
NEPALI_MONTHS = {name: number for number, names in enumerate(_NEPALI_MONTHS, 1) for name in names.split("/")}
_PATTERNS = {
    # 9 رمضان 1445 هـ; its year is always printed
    "islamic": r"\s{1,2}(?:من\s)?([\u0620-\u064a]{2,6}(?:\s(?!عام|سنة)[\u0620-\u064a]{4,8})?)"
    r"[\s,،]{1,3}(?:سنة\s|عام\s)?(\d{4})(?:\s?هـ?)?(?!\w)",
    # ६ चैत २०८०, ६ गते चैत २०८०
    "nepali": r"(?:\s?गते)?\s{1,2}([\u0900-\u097f]{2,8}),?\s{1,2}(\d{4})(?!\d)",
    # चैत ६, २०८०; चैत ६ गते २०८०
    "nepali behind": r"(?:\s?गते)?,?\s{1,2}(\d{4})(?!\d)",
    # २०८० चैत ६; २०८० साल चैत ६
    "nepali ahead": r"(\d{4})\s(?:साल\s)?$",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


@cache
def _begins_islamic() -> tuple[int, ...]:
    """Return the number of the day before each month of the table, from its first."""
    years = (int(_ISLAMIC[place : place + 3], 16) for place in range(0, len(_ISLAMIC), 3))
    return tuple(accumulate((29 + (bits >> month & 1) for bits in years for month in range(12)), initial=0))


@cache
def _begins_nepali() -> tuple[int, ...]:
    years = (int(_NEPALI[place : place + 6], 16) for place in range(0, len(_NEPALI), 6))
    return tuple(accumulate((29 + (bits >> 2 * month & 3) for bits in years for month in range(12)), initial=0))


def from_islamic(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """Return a day of the Islamic calendar in ours, None where the table has no such day."""
    return _from(_begins_islamic(), _month(year - _FIRST_ISLAMIC, month), day, _ISLAMIC_BEGAN)


def from_nepali(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """Return a day of the Nepali calendar in ours, None where the table has no such day."""
    return _from(_begins_nepali(), _month(year - _FIRST_NEPALI, month), day, _NEPALI_BEGAN)


def _month(years: int, month: int) -> int:
    """Return the place of a month, 1 to 12, in a table; -1 for none."""
    return years * 12 + month - 1 if 0 < month <= 12 else -1


def _from(begins: tuple[int, ...], month: int, day: int, began: int) -> tuple[int, int, int] | None:
    if not 0 <= month < len(begins) - 1 or not 0 < day <= begins[month + 1] - begins[month]:
        return None
    return from_ordinal(began + begins[month] + day - 1)


def islamic(text: str, first: int, last: int, day: int) -> Moment | None:
    """Return the date of the Islamic calendar whose day is the number at [first, last)."""
    found = _pattern("islamic").match(text, last)
    number = _ISLAMIC_SPELLINGS.get(found[1], 0) if found else 0
    ours = from_islamic(int(found[2]), number, day) if found and number else None
    return Moment(first, found.end(), "islamic", *ours) if found and ours else None


def nepali(text: str, first: int, last: int, day: int) -> Moment | None:
    """Return the date of the Nepali calendar whose day is the number at [first, last), its year behind or before it."""
    found = _pattern("nepali").match(text, last)
    number = NEPALI_MONTHS.get(found[1], 0) if found else 0
    ours = from_nepali(int(found[2]), number, day) if found and number else None
    return Moment(first, found.end(), "nepali", *ours) if found and ours else None


def nepali_before(text: str, name: str, first: int, last: int, floor: int) -> Moment | None:
    """Return the date of the Nepali calendar whose month *name* is before its day: २०८० चैत ६."""
    begin = text.rfind(name, floor, first)
    day = int(text[first:last]) if last - first < 3 else 0
    behind = _pattern("nepali behind").match(text, last)
    ahead = None if behind else _pattern("nepali ahead").search(text, max(floor, begin - 12), begin)
    year = behind or ahead
    ours = from_nepali(int(year[1]), NEPALI_MONTHS[name], day) if year else None
    if not ours:
        return None
    return Moment(ahead.start() if ahead else begin, behind.end() if behind else last, "nepali", *ours)
