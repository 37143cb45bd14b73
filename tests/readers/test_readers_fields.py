"""Records, front matter and mails as libraries, generators and programs write them: what they say of a text."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.attribution import attribute, field_orders
from provenance.attribution.dates.machine import machine_date, mail_date
from provenance.documents.rows import RowRun
from provenance.documents.stated import statements
from provenance.fields import ROLES, says_nothing
from provenance.form import inspect
from provenance.model import Span
from provenance.readers import read, reread, reread_run
from provenance.readers.choice import choose, without_text
from provenance.settings import Attributing, Reading

CASES = Path(__file__).parents[1] / "cases" / "fields"
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)
STORY = (
    "The wheel of the old mill below the weir turns again after its axle was mended, the miller said.\n\n"
    "It had stood still for three winters, and the baker had fetched her flour from the next valley."
)


def cases(name):
    with open(CASES / f"{name}.toml", "rb") as file:
        return [pytest.param(case, id=case["name"]) for case in tomllib.load(file)["case"]]


def audited(path, **fields):
    """The attribution of the one document in *path*, and its text."""
    (batch,) = read([path], Reading(fields=fields))
    (document,) = batch.documents
    return attribute(batch.text(0), document), batch.text(0)


def hold(case, attribution):
    """Check what is claimed, and what decided, against *case*."""
    said = {(claim.property, claim.value) for claim in attribution.claims}
    for name, value in case["says"].items():
        assert (name, value) in said
    decided = {"source": attribution.source, "published": attribution.published, "title": attribution.title}
    for name in decided.keys() & case["says"].keys():
        assert decided[name] == case["says"][name]
    for name, value in case.get("not", {}).items():
        assert not [each for each in said if each[0] == name and (value == "*" or each[1] == value)]


@pytest.mark.parametrize("case", cases("records"))
def test_records(case, tmp_path):
    """The text is found, and who says what; what says nothing is nobody's claim."""
    path = tmp_path / "a.jsonl"
    path.write_text(case["record"].replace('"TEXT"', json.dumps(STORY)).replace(f"{json.dumps(STORY)}:", '"TEXT":'))

    attribution, text = audited(path)

    assert text == STORY
    hold(case, attribution)


@pytest.mark.parametrize("case", cases("front_matter"))
def test_front_matter(case, tmp_path):
    """Lists, tables and links are read; what belongs to a picture is not."""
    path = tmp_path / case["file"]
    path.write_text(case["text"].lstrip("\n") + STORY)

    attribution, _ = audited(path)

    hold(case, attribution)


@pytest.mark.parametrize("case", cases("mail"))
def test_mail(case, tmp_path):
    """A header at the beginning speaks for the text; what only looks like one does not."""
    path = tmp_path / "a.txt"
    path.write_text(f"{case['text'].lstrip()}\n{STORY}\n")

    attribution, _ = audited(path)

    hold(case, attribution)


def lines(path, *records):
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return path


def published(path, **settings):
    """The dates of publication of all records in *path*, and their flags."""
    documents = [document for batch in read([path], Reading()) for document in batch.documents]
    orders = field_orders(run for batch in read([path], Reading()) for run in batch.documents.runs)
    said = [attribute(STORY, one, Attributing(**settings), orders.get(one.path, {})) for one in documents]
    return [attribution.published for attribution in said]


def test_a_notice_names_the_fields_that_were_found(gather, tmp_path):
    """In one sentence that also says how to choose others; fields under our own names are not worth one."""
    found = gather(lines(tmp_path / "a.jsonl", {"maintext": "A", "date_publish": "2023-09-12"}))
    usual = gather(lines(tmp_path / "b.jsonl", {"text": "A", "date": "2023-09-12"}))

    assert found.texts == ["A"]
    assert [notice.message for notice in found.notices if notice.kind == "fields chosen"] == [
        "text from 'maintext', date from 'date_publish' are read; --fields text=NAME chooses another field"
    ]
    assert not usual.notices


def test_the_operators_fields_come_before_those_found(gather, tmp_path):
    """Nothing has to be said about them, and a field that was given away has no other role."""
    path = lines(tmp_path / "a.jsonl", {"text": "A", "maintext": "B", "date": "2023-09-12"})

    found = gather(path, fields={"text": "maintext", "crawled": "date"})

    assert found.texts == ["B"]
    assert [(one.name, one.value) for one in found.documents[0].statements] == [("crawled", "2023-09-12")]
    assert not found.notices


def test_dots_lead_into_objects_unless_a_name_has_them(gather, tmp_path):
    """For the text too, which is then read line by line."""
    nested = lines(tmp_path / "a.jsonl", {"meta": {"text": "A", "key": "k"}}, {"meta": {"text": "B", "key": 7}})
    flat = lines(tmp_path / "b.jsonl", {"meta.text": "C", "meta": {"text": "D"}})

    found = gather(nested, fields={"text": "meta.text", "id": "meta.key"})

    assert (found.texts, found.ids) == (["A", "B"], ["k", "7"])
    assert gather(flat, fields={"text": "meta.text"}).texts == ["C"]
    assert gather(flat, fields={"text": "meta.other"}).said("no text") == [("b.jsonl", 1)]


@pytest.mark.parametrize("record", [{"maintext": "TEXT"}, {"article": {"text": "TEXT"}}])
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_texts_that_were_found_come_again(tmp_path, record, name):
    """From the same field, one by one and in columns."""
    content = "".join(f"{json.dumps(record)}\n".replace("TEXT", text) for text in ("A text", "Another")).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    (batch,) = read([tmp_path], Reading())

    assert reread(list(batch.documents), Reading()) == ["A text", "Another"]
    for run in batch.documents.runs:
        columns = reread_run(run, np.array([0, 1]), Reading()) if isinstance(run, RowRun) else None
        assert columns is None or columns[0] == b"A textAnother"


def test_a_byte_order_mark_within_a_file_costs_no_record(gather, tmp_path):
    """Files that were joined have them; each is a finding of encoding."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b'{"text": "A"}\n\xef\xbb\xbf{"text": "B"}\n')

    found = gather(path)

    assert found.texts == ["A", "B"]
    assert found.said("decoded by guess") == [("a.jsonl", 2)]
    assert reread(list(found.documents), Reading()) == ["A", "B"]


def test_half_a_character_is_a_finding_and_costs_nothing(gather, tmp_path):
    """A lone surrogate is kept in the text, and spelled out in what is stated."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "A \\ud83d wheel", "author": ["Orla \\udc00"], "title": "\\ud83d\\ude00"}\n')

    found = gather(path)
    (document,) = found.documents

    assert found.texts == ["A \ud83d wheel"]
    assert [(one.name, one.value) for one in document.statements] == [("title", "😀"), ("author", "Orla \\udc00")]
    assert [(one.kind, one.span) for one in inspect(found.texts[0], document) if one.kind == "replacement"] == [
        ("replacement", Span(2, 3))
    ]
    assert not [one for one in inspect("A 😀 wheel", document) if one.kind == "replacement"]


@pytest.mark.parametrize(
    ("dates", "read_as"),
    [
        (["09/14/2023", "09/12/2023"], ["2023-09-14", "2023-09-12"]),
        (["09/12/2023", "14/09/2023"], ["2023-12-09", "2023-09-14"]),
        (["09/12/2023", "08/11/2023"], ["[2023-09-12,2023-12-09]", "[2023-08-11,2023-11-08]"]),
        (["09/12/2023", "14/09/2023", "09/14/2023"], ["[2023-09-12,2023-12-09]", "2023-09-14", "2023-09-14"]),
    ],
)
@pytest.mark.parametrize("text", ["text", "article"])
def test_one_date_proves_the_order_of_its_field(tmp_path, dates, read_as, text):
    """Nothing proves it where no date can be read in one way only, or where two contradict each other."""
    inner = [{"text": STORY} if text == "article" else STORY for _ in dates]
    path = lines(tmp_path / "a.jsonl", *({text: one, "date": date} for one, date in zip(inner, dates, strict=True)))

    assert published(path) == read_as


def test_another_field_or_file_proves_nothing(tmp_path):
    """They may be written in another order."""
    path = lines(tmp_path / "a.jsonl", {"text": STORY, "date": "09/12/2023", "date_download": "14/09/2023"})
    lines(tmp_path / "b.jsonl", {"text": STORY, "date": "14/09/2023"})

    assert published(path) == ["[2023-09-12,2023-12-09]"]
    assert published(tmp_path) == ["[2023-09-12,2023-12-09]", "2023-09-14"]


@pytest.mark.parametrize(("order", "day"), [("day-first", "2023-12-09"), ("month-first", "2023-09-12")])
def test_a_setting_tells_day_from_month(tmp_path, order, day):
    """In fields, whatever they prove, and in the lines of a text."""
    path = lines(tmp_path / "a.jsonl", {"text": STORY, "date": "09/12/2023"})
    text = f"The mill wheel turns again\nPublished: 09/12/2023\n\n{STORY}"

    assert published(path, date_order=order) == [day]
    assert attribute(text, None, Attributing(date_order=order)).published == day


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Tue, 12 Sep 2023 08:30:00 GMT", "2023-09-12T08:30:00Z"),
        ("12 Sep 96 08:30 PST", "1996-09-12T08:30-08:00"),
        ("12-Sep-23 08:30:00 +0530", "2023-09-12T08:30:00+05:30"),
        ("Tue Sep 12 08:30:00 2023", "2023-09-12T08:30:00"),
        ("Tue Sep 12 08:30:00 UTC 2023", "2023-09-12T08:30:00Z"),
        ("Tue Sep 12 08:30:00 +0000 2023", "2023-09-12T08:30:00Z"),
        ("1694507400", "2023-09-12T08:30:00Z"),
        ("1694507400123", "2023-09-12T08:30:00Z"),
        ("1694507400.25", "2023-09-12T08:30:00Z"),
        ("1694507400000000000", "2023-09-12T08:30:00Z"),
        ("20230912", "2023-09-12"),
        ("20230912083000", "2023-09-12T08:30:00"),
        ("20230912T0830Z", "2023-09-12T08:30Z"),
        ("2023-9-12", "2023-09-12"),
        ("2023-09", "2023-09"),
        ("2023", "2023"),
        ("31 Sep 2023 08:30:00 GMT", None),
        ("12 Foo 2023 08:30:00 GMT", None),
        ("20231345", None),
        ("202309121", None),
        ("12 Sep", None),
        ("2023-13", None),
        ("7", None),
        ("169450740", None),
        ("9999", None),
    ],
)
def test_dates_as_machines_write_them(value, date):
    """With the zone and the century that they mean; anything else is left to those who read what people write."""
    moment = machine_date(value) or mail_date(value, 0, len(value))

    assert (moment and moment.value) == date


@given(
    st.dictionaries(st.text(max_size=12), JSON, max_size=6),
    st.dictionaries(st.sampled_from(ROLES), st.text(max_size=9)),
)
def test_any_records_give_a_choice(record, given_fields):
    """Which the kernel can read, whatever is in the records and in the settings."""
    choice = choose([record], given_fields)

    assert choice.text
    assert len(choice.columns) == len(set(choice.columns)) <= 14
    assert list(statements(choice.stated, {at: record.get(name) for at, name in enumerate(choice.columns)})) is not None


@pytest.mark.parametrize(
    "value", ["Reuters", "The None Gazette", "Unknown Pleasures Weekly", "NA-Verlag", "C4Media", "2023"]
)
def test_what_says_something(value):
    """Names that only begin or end like a placeholder."""
    assert not says_nothing(value, "source")


@pytest.mark.parametrize(
    "value", ["", " ", "-", "N/A", "(unknown)", "NULL", "[]", "<none>", "nan", "cc-news/2023", "Common Crawl"]
)
def test_what_says_nothing(value):
    """Whatever signs stand around it."""
    assert says_nothing(value, "source")


@pytest.mark.parametrize(
    "record",
    [
        {"dialogue": "a", "summary": STORY},
        {"title": "Mill", "summary": STORY},
        {"summary": STORY, "date": "2023-09-12"},
        {"title": "Mill", "summary": "", "date": "2023-09-12"},
        {"title": "Mill", "summary": "Short.", "date": "2023-09-12", "body": STORY},
    ],
)
def test_a_summary_is_no_text_of_other_records(record):
    """Only an item of a feed, with a title and a day or an address, has its summary for a text, if it has no other."""
    assert choose([record], {}).text != ("summary",)


def test_a_record_without_text_names_the_fields_with_texts():
    """A notice lists the fields that hold texts, the longest first, with dots for those inside others."""
    record = {"key": "7", "payload": {"story": {"full": "The weir was drained."}, "none": " "}, "n": 3}

    said = without_text(record, ("text",))

    assert "payload.story.full, key: --fields text=payload.story.full" in said
    assert without_text({"n": 3}, ("text",)).endswith("--fields text=NAME says which field holds the text")
