"""The table of agencies, users' additions to it, and file names."""

import tomllib

import pytest

from provenance.attribution import attribute
from provenance.attribution.sources import agencies
from provenance.attribution.sources.containers import file_name_claims
from provenance.errors import ConfigError
from provenance.model import Document, Statement

NAMED = [
    "AP", "AFP", "Reuters", "UPI", "dpa", "EFE", "ANSA", "TASS", "Sputnik", "Interfax", "Xinhua", "CNA",
    "Kyodo", "Jiji", "Yonhap", "VNA", "VNS", "VGP", "Bernama", "Antara", "PTI", "ANI", "IANS", "Anadolu",
    "IRNA", "WAM", "SPA", "MENA", "Ukrinform", "PAP", "ČTK", "Belga", "Lusa", "APA", "Tanjug", "Agerpres",
]  # fmt: skip


def documented(path="story.txt", **statements):
    """A document whose container states these things."""
    stated = tuple(Statement(name, value, "container") for name, value in statements.items())
    return Document("1", path, b"", None, 0, statements=stated)


def test_table_is_toml():
    """The quick reader and tomllib read the same from the table."""
    with open(agencies.TABLE, encoding="utf-8") as file:
        text = file.read()
    listed = {
        name: {key: value if isinstance(value, list) else [value] for key, value in table.items()}
        for name, table in tomllib.loads(text).items()
    }

    assert agencies.read_plain(text) == listed
    assert agencies.read_file(agencies.TABLE) == listed


@pytest.mark.parametrize("name", NAMED)
def test_agency_is_known(name):
    """Every agency that the table must have is found in any case and without diacritics."""
    table = agencies.load()

    assert {table.named(each) for each in (name, name.upper(), name.lower(), agencies.fold(name))} == {name}


@pytest.mark.parametrize(("text", "chain"), [
    ("VNA/VNS", ("VNA", "VNS")),
    ("Xinhua/VNA/AFP", ("Xinhua", "VNA", "AFP")),
    ("TTXVN", ("VNA",)),
    ("Thông tấn xã Việt Nam", ("VNA",)),
    ("thong tan xa viet nam", ("VNA",)),
    ("dpa-AFX", ("dpa",)),
    ("AFP-Jiji", ("AFP", "Jiji")),
    ("Reuters Health", ("Reuters",)),
    ("AP / Xinhua", ("AP", "Xinhua")),
    ("AP and Reuters", ("AP", "Reuters")),
    ("The Associated Press", ("AP",)),
    ("Somebody Else", ()),
    ("D-Pa.", ()),
    ("", ()),
])  # fmt: skip
def test_chains(text, chain):
    """The agencies of a chain, in order; nothing of what is not known."""
    assert agencies.load().chain(text) == chain


def test_added_agency(tmp_path):
    """A file of one's own adds an agency."""
    path = tmp_path / "mine.toml"
    path.write_text('[INV]\nname = "Invented News"\nmarks = ["-inv- = high"]\n', encoding="utf-8")

    assert agencies.load([str(path)]).chain("invented news/AFP") == ("INV", "AFP")
    assert agencies.load().chain("invented news") == ()


@pytest.mark.parametrize(("text", "place"), [
    ("[INV\n", "line 1"),
    ('[INV]\nname = "x"\ncolour = "red"\n', "line 3: unknown key colour"),
    ("[INV]\nname = 5\n", "line 2: name must be a string"),
    ('[INV]\nnames = "x"\n', "line 2: names must be an array"),
    ('[INV]\nmarks = ["-x-"]\n', "line 2: a mark is written"),
    ('name = "x"\n', "line 1: name stands outside a table"),
])  # fmt: skip
def test_mistakes_in_a_table(tmp_path, text, place):
    """A mistake is named with its file and line."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match=place) as error:
        agencies.load([str(path)])
    assert str(path) in str(error.value)


@pytest.mark.parametrize(("path", "date"), [
    ("a/2024-03-05_harbour.txt", "2024-03-05"),
    ("20240305_harbour.txt", "2024-03-05"),
    ("harbour-2024_03_05.txt", "2024-03-05"),
    ("harbour-5-march-2024.txt", "2024-03-05"),
    ("harbour_05mar2024.txt", "2024-03-05"),
    ("2024Mar05_harbour.txt", "2024-03-05"),
    ("Harbour news (March 5, 2024).txt", "2024-03-05"),
    ("puerto_5_de_marzo_de_2024.txt", "2024-03-05"),
    ("newsletter-march-2024.txt", "2024-03"),
    ("march-of-1000-men.txt", None),
    ("may-day-25-parade.txt", None),
    ("dec2bin-2000.txt", None),
    ("31-feb-2024.txt", None),
    ("model-12mar3000.txt", None),
    ("2024-03-05/harbour.txt", None),
    ("2024-02-31.txt", None),
    ("123456789.txt", None),
    ("000_b256ea982524543a.txt", None),
    ("harbour.txt", None),
])  # fmt: skip
def test_file_names(path, date):
    """A date in a file's name, where the calendar has it."""
    assert [c.value for c in file_name_claims(path)] == ([date] if date else [])


@pytest.mark.parametrize(("stated", "value", "flag"), [
    ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01", "no-zone"),
    ("2024-03-05T10:15:00Z", "2024-03-05T10:15:00Z", None),
    ("2024-03-05T10:15:00+07:00", "2024-03-05T10:15:00+07:00", None),
    ("Tue, 05 Mar 2024 10:15:00 GMT", "2024-03-05T10:15:00Z", None),
    ("2024-03-05", "2024-03-05", None),
    ("20240305", "2024-03-05", None),
    ("1709633700", "2024-03-05T10:15:00Z", None),
    ("03/04/2024", "[2024-03-04,2024-04-03]", "ambiguous"),
    ("some day", "", "unread"),
])  # fmt: skip
def test_date_fields(stated, value, flag):
    """A container's date, in EDTF, with what is to be said about it."""
    claim = next(c for c in attribute("Nothing.", documented(date=stated)).claims if c.property == "published")

    assert (claim.value, claim.asserter, claim.span) == (value, "container", None)
    assert set(claim.flags) == ({flag} if flag else set())


def test_fields_of_a_record():
    """Title, source and address are the container's claims; the outlet ends the chain."""
    url = "https://www.reuters.com/a"
    document = documented(title="A title", source="The Invented Herald", url=url, date="2024-03-05")
    found = attribute("LONDON (AFP) - The harbour reopened on Monday.\n\nIt was closed for long.", document)

    assert (found.title, found.source, found.source_standing) == ("A title", "AFP", "agree")
    assert found.chain == ("AFP", "The Invented Herald", "Reuters")
    assert (found.published, found.published_asserter) == ("2024-03-05", "container")
    assert found.event_dates == ("2024-03-04",)


def test_what_reports_show_of_a_claim_is_joined_from_its_parts():
    """Pattern and flags, and the asserters of a date, are values; only what reports show of them is one string."""
    document = documented(date="31 February 2024")
    found = attribute("LONDON (Invented News Service) - " + "The harbour reopened after a week of work. " * 3, document)
    date, source = (next(c for c in found.claims if c.property == name) for name in ("published", "source"))

    assert (date.pattern, date.flags, date.method) == ("field", ("implausible",), "field/implausible")
    assert (source.pattern, source.flags, source.method) == (
        "dateline", ("unknown-agency",), "dateline/unknown-agency",
    )  # fmt: skip
    assert (found.published_asserters, found.published_asserter) == (("container",), "container")
    assert (attribute("Nothing.").published_asserters, attribute("Nothing.").published_asserter) == ((), "")
