"""Dates, clocks and zones that no calendar has: they are told as printed, and nothing is reckoned from them."""

import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.attribution import attribute
from provenance.attribution.explain import why
from provenance.derivation.intervals import compared, dates_of
from provenance.model import Document, Statement
from provenance.settings import Attributing

DATES = frozenset(("published", "updated", "event_date", "mentioned_date", "photo_date"))
DAY = r"(?:\d{4}|XXXX)(?:-(?:\d\d|XX)(?:-\d\d)?)?"
ZONE = r"Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00"
EDTF = re.compile(rf"{DAY}(?:T[012]\d:[0-5]\d(?::[0-5]\d)?(?:{ZONE})?)?|{DAY}/{DAY}|\[{DAY},{DAY}\]", re.ASCII)

SCRIPTS = st.sampled_from(("0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９"))
NO_NUMBERS = ("²", "½", "Ⅻ", "፩", "〇", "百", "二十九", "0" * 40, "9" * 5000, "4294967296", "-1")


def numbers(*printed: str) -> st.SearchStrategy[str]:
    """Numbers as printed, in digits of several scripts, now and then with something else in their place."""
    plain = st.sampled_from(printed)
    written = st.builds(lambda number, digits: number.translate(str.maketrans("0123456789", digits)), plain, SCRIPTS)
    return st.one_of(plain, plain, plain, written, st.sampled_from(NO_NUMBERS))


YEARS = numbers("0000", "0001", "1215", "1402", "1604", "1605", "2023", "2401", "2566", "9998", "9999", "10000", "23")
MONTHS = numbers("0", "1", "01", "02", "11", "12", "13", "31", "99")
DAYS = numbers("0", "1", "01", "05", "12", "13", "28", "29", "30", "31", "32", "99")
HOURS = numbers("00", "9", "12", "13", "23", "24", "25", "99")
MINUTES = numbers("00", "05", "59", "60", "61", "99")
NAMES = st.sampled_from(
    ["January", "Feb.", "May", "DEC", "марта", "مارس", "كانون الثاني", "मार्च", "ม.ค.", "اسفند", "март", "marts"]
)
ZONES = st.sampled_from(
    ["", "Z", "+99:99", "-14:01", "+14:00", " GMT", " GMT+99", " UTC -5:75", " ET", " EST", "+٠٥:٣٠"]
)
ERAS = st.sampled_from(["", "令和", "昭和", "民國", "农历", "令和元年"])
WEEKDAYS = st.sampled_from(
    ["Monday", "on Sunday", "next Friday", "last Tuesday", "yesterday", "today", "tomorrow", "will open on Monday",
     "hier", "Thứ Ba", "星期一", "月曜日", "в среду"]
)  # fmt: skip
AGENCIES = st.sampled_from(["Reuters", "AP", "VNA/VNS", "TASS", "كونا", "新华社", "dpa", "UPI"])
LABELS = st.sampled_from(
    ["Published: ", "Updated ", "date: ", " date ", "(Photo: ", "AP-NY-", "ngày ", "发布时间:", "Source: ", "at ", ""]
)
PLACES = st.sampled_from(["HANOI, ", "ROME, ", "الكويت - ", "東京", "New York, ", ""])


@st.composite
def dates(draw: st.DrawFn) -> str:
    """A date as printed, of numbers that no calendar need have."""
    year, month, day, name = draw(YEARS), draw(MONTHS), draw(DAYS), draw(NAMES)
    sign = draw(st.sampled_from("-/."))
    forms = [
        f"{year}{sign}{month}{sign}{day}", f"{day}{sign}{month}{sign}{year}", f"{day} {name} {year}", f"{day} {name}",
        f"{name} {day}, {year}", f"{name} {day}", f"{name} {day}-{draw(DAYS)}, {year}", f"{day}-{name}-{year}",
        f"{day}{name}{year}", f"{year}{month}{day}", f"{month}-{day}-{year}", f"{day}/{month}", f"{day} - {month}",
        f"{draw(ERAS)}{year}年{month}月{day}日", f"{month}月{day}日", f"{day}日", f"{year}년 {month}월 {day}일",
        f"{day} tháng {month} năm {year}", f"{year} оны {month} дугаар сарын {day}", f"{year}. gada {day}. {name}",
    ]  # fmt: skip
    return draw(st.sampled_from(forms))


@st.composite
def times(draw: st.DrawFn) -> str:
    """A date with a time of day beside it, or without."""
    hour, minute, zone, date = draw(HOURS), draw(MINUTES), draw(ZONES), draw(dates())
    forms = [date, f"{date}T{hour}:{minute}{zone}", f"{date} {hour}:{minute} pm{zone}", f"{hour}:{minute}{zone} {date}"]
    return draw(st.sampled_from([*forms, f"{date} {hour}{minute}EST", f"{date} 오후 {hour}:{minute}"]))


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line as pages print one around a date."""
    time, agency, weekday = draw(times()), draw(AGENCIES), draw(WEEKDAYS)
    forms = [
        time, f"{draw(LABELS)}{time}", f"{draw(PLACES)}{time} ({agency}) - The ferry runs again {weekday}, it said.",
        f"({agency}) — ", f"The ferry runs again {weekday}, {time}.", f"It opened on Tuesday. {time}, {agency}",
        f"({agency} {time})", f"{draw(LABELS)}{time} {draw(LABELS)}{draw(times())}", weekday,
    ]  # fmt: skip
    return draw(st.sampled_from(forms))


LINES = st.lists(lines(), max_size=5).map("\n".join)
# A dateline, and a line of times behind its text, which may give it its year.
PAGES = st.builds(
    lambda place, one, agency, two: f"{place}{one} ({agency}) - A.\n\nPublished {two}\n",
    PLACES,
    dates(),
    AGENCIES,
    dates(),
)
TEXTS = st.one_of(LINES, PAGES)
STATEMENTS = st.lists(
    st.builds(
        Statement,
        st.sampled_from(["date", "source", "url"]),
        st.one_of(times(), st.sampled_from(["20231301", "00000101", "9999999999", "9999999999999"])),
        st.sampled_from(["container", "crawl header", "markup", "operator"]),
    ),
    max_size=2,
).map(tuple)
DOCUMENTS = st.builds(lambda path, said: Document(path, path, b"", None, 9, statements=said), dates(), STATEMENTS)
SETTINGS = st.sampled_from([None, "0001-01-01", "2023-05-05", "9999-12-31"]).map(
    lambda day: attrs.evolve(Attributing(), as_of=day)
)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.none() | DOCUMENTS, SETTINGS)
def test_no_date_makes_attribution_fail(text, document, chosen):
    """Whatever numbers stand where dates do, a text is attributed and explained, and each date is in EDTF."""
    found = attribute(text, document, chosen)

    assert [c.value for c in found.claims if c.property in DATES and c.value and not EDTF.fullmatch(c.value)] == []
    assert why(found, chosen)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_no_date_makes_derivation_fail(one, two):
    """Dates that no calendar has are put in no order: who follows whom is the same the other way round."""
    first, second = dates_of(attribute(one))[:2], dates_of(attribute(two))[:2]

    assert compared(first, second) == -compared(second, first)


@pytest.mark.parametrize(
    "text",
    [
        "13/13/2023 (AP) - A.\n\nPublished 1 Sep 2023\n",
        "HANOI, 13/13/2023 (Reuters) - The ferry.\n\nPublished 1 Sep 2023\n",
        "13/13/2023\n(AP) — \nPublished: 2023-01-02\n",
    ],
)
def test_month_13_is_told_and_held_against_its_text(text):
    """A day in month 13 stands as the date: it is claimed as printed, and marked."""
    found = [claim for claim in attribute(text).claims if claim.value == "2023-13-13"]

    assert [("implausible" in claim.method.split("/"), claim.confidence) for claim in found] == [(True, "low")]


def test_a_year_is_taken_from_a_day_since_there_were_papers_only():
    """A line of times behind the text gives the dateline its year, unless nobody can have printed it."""
    text = "ROME, May 5 (AP) - The ferry runs again, it was said.\n\nPublished: {}-05-05\n"

    assert attribute(text.format("2023")).published == "2023-05-05"
    assert attribute(text.format("0005")).published == "XXXX-05-05"


@pytest.mark.parametrize(
    ("zone", "read"), [("+05:30", "+05:30"), ("+14:00", "+14:00"), ("-00:00", "Z"), ("+٠٥:٣٠", "+05:30")]
)
def test_a_zone_of_this_earth_is_read(zone, read):
    """Zones go up to 14 hours, in digits of any script."""
    assert attribute(f"Published: 2023-05-05T10:15{zone}\n").published == f"2023-05-05T10:15{read}"


@pytest.mark.parametrize("zone", ["+99:99", "-14:01", "+05:75"])
def test_a_zone_that_no_clock_has_is_none(zone):
    """A time with such a zone is a time whose zone is not known."""
    assert attribute(f"Published: 2023-05-05T10:15{zone}\n").published == "2023-05-05T10:15"


@pytest.mark.parametrize("clock", ["24:00", "25:61", "12:60", "99:99"])
def test_a_time_that_no_clock_has_is_none(clock):
    """The day stands, without it."""
    assert attribute(f"Published: 2023-05-05T{clock}\n").published == "2023-05-05"


def test_a_weekday_is_not_told_from_the_last_days_of_all():
    """A placeholder such as 9999-12-31 is no day that "on Monday" can be reckoned from; another is."""
    text = "Published: {}\nThe ferry at the old landing runs again after its rope was changed on Monday, it said.\n"

    assert attribute(text.format("2023-05-05")).event_dates == ("2023-05-01",)
    assert attribute(text.format("9999-12-31")).event_dates == ()
