"""Whose a date is: of the article, of its page, of something that it tells, of a change to it."""

import tomllib
from pathlib import Path

import pytest

from provenance.attribution import attribute
from provenance.attribution.dates.almanacs import from_islamic, from_nepali
from provenance.attribution.sources.containers import file_name_claims
from provenance.model import Document, Statement

CASES = Path(__file__).parents[1] / "cases" / "attribution"
TITLE = "Ferry sails again after the storm"
STANDFIRST = "A rope had been torn, and for six weeks nobody could say when it would be replaced."
BODY = (
    "The ferry over the lower river will sail again next week, since its engineers have replaced the rope that a storm "
    "had torn, the office of the harbour said.\n\nSome four hundred people take it on an ordinary day of the week."
)
with open(CASES / "revisions.toml", "rb") as file:
    REVISIONS = tomllib.load(file)


def said(text, name):
    return [claim.value for claim in attribute(text).claims if claim.property == name]


@pytest.mark.parametrize(("line", "day"), REVISIONS["must_find"], ids=lambda each: each[:40])
def test_a_note_says_when_its_text_was_changed(line, day):
    """The day is that of an update, and never of publication."""
    text = f"{TITLE}\n\n19 January 2024\n\n{BODY}\n\n{line}\n"

    assert said(text, "updated") == [day]
    assert attribute(text).published == "2024-01-19"


@pytest.mark.parametrize("line", REVISIONS["must_not_find"])
def test_what_else_was_changed_is_no_update(line):
    """A law, a forecast, a calendar are not the text."""
    assert said(f"{TITLE}\n\n{BODY}\n\n{line}\n", "updated") == []


@pytest.mark.parametrize("lines", [
    "Tuesday, 19 March 2024\nSign in\nSubscribe\n{title}\nIda Vole 18 March 2024",
    "19 March 2024 | 10:15\nHome\nSearch\nNewsletter\n{title}\n18 March 2024",
    "Dienstag, 19. März 2024\nAnmelden\n{title}\nVon Ida Vole\n18.03.2024",
])  # fmt: skip
def test_the_days_above_the_links_of_a_page_is_its_own(lines):
    """It is the day on which the page was shown; the one under the title is the article's."""
    found = attribute(f"{lines.format(title=TITLE)}\n\n{BODY}\n")

    assert found.published == "2024-03-18"
    assert [c.value[:10] for c in found.claims if "clock" in c.flags] == ["2024-03-19"]


@pytest.mark.parametrize(
    "lines", ["19 March 2024\n{title}", "Home\nNews\n{title}\n19 March 2024", "World\n19 March 2024\n{title}"]
)
def test_the_only_day_around_a_title_is_the_articles(lines):
    """Links above it, or nothing between it and the title, change nothing."""
    assert attribute(f"{lines.format(title=TITLE)}\n\n{BODY}\n").published == "2024-03-19"


@pytest.mark.parametrize("lines", [
    "By Ida Vole\n19 March 2024",
    "Share\nFacebook\n\nIda Vole\nPublished March 19, 2024 10:15 AM",
    "The ship on its bank in the morning fog, seen from a tower.\n\nNews\nIda Vole\n14:00, 19 Mar 2024",
    "19.03.2024, 10:15 Uhr\nLesezeit: 3 Min",
])  # fmt: skip
def test_a_timestamp_behind_a_standfirst_is_read(lines):
    """A sentence or two, a caption and buttons may stand before it."""
    assert attribute(f"{TITLE}\n\n{STANDFIRST}\n\n{lines}\n\n{BODY}\n").published[:10] == "2024-03-19"


@pytest.mark.parametrize("lines", [
    "Other ferries\nRopes are torn again\n19 March 2024",
    "— Ida Vole (@idavole) March 19, 2024",
    "2 comments\nidavole\nMarch 19, 2024 at 8:12 pm\nAbout time.",
])  # fmt: skip
def test_what_stands_behind_the_body_is_of_others(lines):
    """Links to other articles, posts and comments have days of their own."""
    assert attribute(f"{TITLE}\n\n{BODY}\n\n{lines}\n").published == ""


@pytest.mark.parametrize("line", [
    "Published: 19 March 2024", "Veröffentlicht am 19. März 2024", "Publié le 19 mars 2024",
])  # fmt: skip
def test_the_last_line_can_date_the_text(line):
    """A label of publication, and nothing behind it."""
    assert attribute(f"{TITLE}\n\n{BODY}\n\n{line}\n").published == "2024-03-19"


@pytest.mark.parametrize("start", [
    "PORT ELLIS, Minn. / NEWSWIRE / March 19, 2024 / Lower Ferries Inc. today said",
    "PORT ELLIS, MN, USA, March 19, 2024 /NewsPost.example/ -- Lower Ferries Inc. today said",
    "PORT ELLIS, Minn., March 19, 2024 /NEWSPOST/ -- Lower Ferries Inc. today said",
])  # fmt: skip
def test_a_release_is_dated_between_slashes(start):
    """Whatever wire it names."""
    assert attribute(f"Ferries Names Engineer\n\n{start} that {BODY}\n").published == "2024-03-19"


def test_slashes_alone_date_nothing():
    """A day and a slash in a sentence are no release's."""
    text = f"{TITLE}\n\nThe route and/or rope of March 19, 2024 / of which nobody spoke - were lost. {BODY}\n"

    assert attribute(text).published == ""


@pytest.mark.parametrize(("name", "day"), [
    ("20240319101500.txt", "2024-03-19"), ("ferry_19-03-2024.txt", "2024-03-19"),
    ("ferry.03.19.2024.txt", "2024-03-19"),
])  # fmt: skip
def test_a_file_name_is_dated(name, day):
    """By a day with a time, and by numbers that prove their order."""
    assert [claim.value for claim in file_name_claims(name)] == [day]


@pytest.mark.parametrize("name", ["20241319101500.txt", "123202403191.txt", "03-04-2024.txt", "99-03-2024.txt"])
def test_a_file_name_is_not_dated(name):
    """By longer numbers, by an open order, by days that there are not."""
    assert file_name_claims(name) == ()


@pytest.mark.parametrize("path", [
    "harbour/ferry-sails-2024-03-19/", "ferry-20240319.html", "202403/19/t20240319_123456.html",
    "n1/2024/0319/c1-2.html",
    "2024/03/19/ferry", "20240319/ferry.html?id=20110101",
])  # fmt: skip
def test_an_address_is_dated(path):
    """By its folders, or by the end of its last name."""
    stated = (Statement("url", f"https://courier.example/{path}", "container"),)

    assert attribute(BODY, Document("1", "a.jsonl", b"", 1, 0, statements=stated)).published == "2024-03-19"


@pytest.mark.parametrize(
    "path", ["ferry-20241940.html", "items/120240319/", "q?day=2024-03-19", "a-2024-03-19-photos-of-2011"]
)
def test_an_address_is_not_dated(path):
    """By numbers that are none, by a query, in the middle of a name."""
    stated = (Statement("url", f"https://courier.example/{path}", "container"),)

    assert attribute(BODY, Document("1", "a.jsonl", b"", 1, 0, statements=stated)).published == ""


@pytest.mark.parametrize(("convert", "day", "ours"), [
    (from_islamic, (1390, 1, 1), (1970, 3, 9)), (from_islamic, (1445, 9, 1), (2024, 3, 11)),
    (from_nepali, (1975, 1, 1), (1918, 4, 13)), (from_nepali, (2080, 12, 6), (2024, 3, 19)),
    (from_islamic, (1445, 13, 1), None), (from_islamic, (1600, 1, 1), None), (from_nepali, (2080, 12, 40), None),
])  # fmt: skip
def test_days_of_other_calendars(convert, day, ours):
    """The first day of each table, one of ours, and days that there are not."""
    assert convert(*day) == ours
