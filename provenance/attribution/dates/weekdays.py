"""From "on Tuesday" to a day: weekdays named in a text, resolved against the document's own date."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from provenance.attribution.dates.moments import from_ordinal, spelled
from provenance.attribution.dates.months import HERE, RELATIVE, WEEKDAYS, first_word, month_after, word_set
from provenance.attribution.layout import reads_on
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from provenance.attribution.layout import Line
    from provenance.model import ClaimFlag

_CAPITALISED = ("en", "de", "id", "tr")
# Languages whose weekdays are claimed only behind one of these words: alone they mean other things too.
_LEADS_NEEDED = {"ru": ("в", "во"), "uk": ("в", "у"), "pl": ("w", "we"), "cs": ("v", "ve"), "ar": ("يوم",)}
_LEADS = word_set("on am el le il op w we v ve в во у hari pada na last next this")
# "every Friday", "Black Friday", "the Tuesday group" name no day of the report.
_OTHERS = word_set(
    "black good ash super bloody cyber holy palm easter every each maundy giving fat whit clean the a los les tous"
    " chaque jeden jede jeder ogni cada todos każdy setiap"
)
_FUTURE = (
    " will ", " due to ", "scheduled", " is set to ", " plans to ", "expected to ", " to be held", " upcoming ",
    " wird ", " werden ", " sera ", " será ", " sarà ", " sẽ ", " akan ", " должен ", " пройдет ",
)  # fmt: skip
_SIGNS = frozenset(("thứ", "周", "曜", "요일"))  # of weekdays that the table has no name for
_COMING = frozenset(("next", "until", "till", "by", "before", "bis", "hasta", "до"))
_PATTERNS = {
    "vietnamese": r"(?:[Tt]hứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|[Cc]hủ [Nn]hật)(?!\w)",
    "han": r"(?:星期|周|週|礼拜|禮拜)([一二三四五六日天])|([月火水木金土日])曜日?|([월화수목금토일])요일",
}
_ROWS = ("一二三四五六日", "月火水木金土日", "월화수목금토일", "......天")
_VIETNAMESE = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


@cache
def _printed() -> dict[str, tuple[int, str]]:
    """Return weekday names as they are printed, with number and language."""
    table: dict[str, tuple[int, str]] = {}
    for language, names in WEEKDAYS.items():
        for number, spellings in enumerate(names.split(" ")):
            for name in spellings.split("/"):
                table.setdefault(name.capitalize() if language in _CAPITALISED else name, (number, language))
    return table


@cache
def _begun() -> dict[str, list[str]]:
    """Return weekday names and words such as "yesterday" as they are printed, by their first word in lower case."""
    table: dict[str, list[str]] = {}
    for name in chain(_printed(), RELATIVE):
        table.setdefault(first_word(name), []).append(name)
    return table


def weekday_names(text: str, words: AbstractSet[str]) -> frozenset[str]:
    """Return the weekday names that *text* with these *words* of the calendar can have."""
    table = _begun()
    names = {name for word in words if word in table for name in table[word]}
    if "hier" in names and not HERE.isdisjoint(words):
        names.remove("hier")
    if not text.isascii():
        names.update(sign for sign in _SIGNS if sign in text)
    return frozenset(names)


def weekdays_in(text: str, start: int, end: int, anchor: int, names: Sequence[str]) -> Iterator[Claim]:
    """Yield the event dates that weekdays of a line name: days near the day numbered *anchor*."""
    for name in names:
        place = text.find(name, start, end)
        while place >= 0:
            stop = place + len(name)
            found = _resolved(text, start, place, stop, anchor) if len(name) > 3 or name in _printed() else None
            if found:
                yield found
            place = text.find(name, stop, end)
    if not _SIGNS.isdisjoint(names):
        yield from _other_scripts(text, start, end, anchor)


def days_in_lead(text: str, lines: Iterable[Line], body: int, anchor: int, names: frozenset[str]) -> Iterator[Claim]:
    """Yield the event dates that "yesterday" and words like it name in the first sentences from *body* on.

    A word in quotation marks is relative to the day on which the speaker said it.
    """
    spoken = sorted(names & RELATIVE.keys())
    lead = next((line for line in lines if line.start >= body and reads_on(line.text)), None) if spoken else None
    if lead is None:
        return
    for name in spoken:
        place = text.find(name, lead.start, lead.end)
        while place >= 0:
            stop = place + len(name)
            before, after = text[place - 1 : place], text[stop : stop + 1]
            apart = not (before.isalnum() or after.isalnum() or before == "-" or after in {"'", "’", "-"})
            if apart and not _quoted(text[lead.start : place]):
                yield _claim(place, stop, anchor + RELATIVE[name], "relative-day")
            place = text.find(name, stop, lead.end)


def _quoted(before: str) -> bool:
    """Whether quotation marks are open behind *before*."""
    return before.count('"') % 2 > 0 or any(
        before.count(one) > before.count(other) for one, other in ("“”", "«»", "„“")
    )


def _resolved(text: str, floor: int, place: int, stop: int, anchor: int) -> Claim | None:
    number, language = _printed()[text[place:stop]]
    if text[stop : stop + 1].isalnum() or text[place - 1 : place].isalnum() or text[stop : stop + 1] == "-":
        return None
    tokens = text[max(floor, place - 20) : place].split()
    lead = tokens[-1] if tokens else ""
    needed = _LEADS_NEEDED.get(language, ())
    if lead.lower() in _OTHERS or (needed and lead.lower() not in needed):
        return None
    after = text[stop : stop + 14].lstrip(", (")
    word = after.split(" ")[0].rstrip(".,")
    if (after[:1].isdigit() and text[stop : stop + 2] != " (") or (word and month_after(word)):
        return None
    if language == "tr" and word != "günü":
        return None
    begin = place
    if lead.lower() in _LEADS and text[place - 1 : place] == " ":
        begin = place - 1 - len(lead)
    day, flags = _day(text, floor, begin, lead.lower(), number, anchor)
    return _claim(begin, stop, day, "weekday", flags)


def _day(text: str, floor: int, begin: int, lead: str, number: int, anchor: int) -> tuple[int, tuple[ClaimFlag, ...]]:
    """The last such day up to *anchor*; the next one where the sentence speaks of what is to come."""
    today = (anchor + 6) % 7  # day 1 was a Monday
    sentence = text[max(floor, begin - 90) : begin + 1]
    # "will open, the ministry said on Monday": the future is before the comma
    sentence = sentence[max(sentence.rfind(". "), sentence.rfind(", "), sentence.rfind(" said"), 0) :]
    if lead in _COMING or (lead != "last" and any(sign in sentence for sign in _FUTURE)):
        return anchor + ((number - today) % 7 or 7), ("coming",)
    return anchor - ((today - number) % 7 or (7 if lead == "last" else 0)), ()


def _other_scripts(text: str, start: int, end: int, anchor: int) -> Iterator[Claim]:
    for found in _pattern("vietnamese").finditer(text, start, end):
        number = _VIETNAMESE.index(found[1]) if found[1] else 6
        if not text[found.end() : found.end() + 4].lstrip(" ,(").startswith(tuple("0123456789")):
            day, flags = _day(text, start, found.start(), "", number, anchor)
            yield _claim(found.start(), found.end(), day, "weekday", flags)
    for found in _pattern("han").finditer(text, start, end):
        sign = found[1] or found[2] or found[3]
        number = next(row.index(sign) for row in _ROWS if sign in row)
        day, flags = _day(text, start, found.start(), "", number, anchor)
        yield _claim(found.start(), found.end(), day, "weekday", flags)


def _claim(start: int, end: int, day: int, pattern: str, flags: tuple[ClaimFlag, ...] = ()) -> Claim:
    value = spelled(*from_ordinal(day))
    return Claim("event_date", value, Span(start, end), "body", pattern, "medium", flags)
