"""The CSV tables, the byte offsets in them, and audit.json, from a report made by hand."""

from __future__ import annotations

import csv
import io
import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_report import TEXTS, bare, report

from provenance.reporters.formats import FORMATS, files
from provenance.reporters.places import byte_offsets, line_and_column
from provenance.settings import Config


def table(name: str, whole: bool = True) -> list[dict[str, str]]:
    """The rows of a table of the sample, as the csv module reads them."""
    made = report() if whole else bare()
    stream = io.StringIO()
    files()[name].write(made, stream, Config())
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("inputs", "path bytes sha256 media_type documents status why"),
        (
            "documents",
            (
                "id path line sha256 media_type container bytes words title source source_confidence published "
                "published_asserter group "
                "keep redundant_share first_here shared_earlier stock repeated derived_from_source "
                "derived_from_evidence findings"
            ),
        ),
        ("claims", "document property value start end byte_start byte_end text asserter method confidence"),
        (
            "pairs",
            "left right jaccard left_in_right right_in_left relation measure direction confidence derived_from_source",
        ),
        ("passages", "passage document start end byte_start byte_end words similarity kind first"),
        ("groups", "group document representative similarity measure keep why independent_sources"),
        ("findings", "document path line code severity start end message fingerprint"),
    ],
)
def test_columns(name: str, columns: str) -> None:
    """Each table has the columns that are promised, in their order, with and without rows."""
    for made in (report(), bare()):
        stream = io.StringIO()
        files()[name].write(made, stream, Config())

        assert stream.getvalue().split("\n")[0] == columns.replace(" ", ",")


def test_documents() -> None:
    """A document's row says what was found about it; codes stand once, in order."""
    row = table("documents")[0]

    assert row["findings"] == "DUP003 REP001"
    assert (row["group"], row["keep"], row["redundant_share"]) == ("1", "no", "0.326087")
    assert (row["title"], row["source"], row["published"]) == ("Cầu | mới", "VNA", "2023-05-16")
    assert float(row["first_here"]) + float(row["shared_earlier"]) + float(row["repeated"]) == 1


def test_documents_without_stages() -> None:
    """Columns that nothing asked for stay empty."""
    row = table("documents", whole=False)[0]

    assert {name for name, value in row.items() if value} == {"id", "path", "sha256", "media_type", "bytes", "words"}


def test_a_document_outside_of_groups() -> None:
    """A document without a group has neither group nor keep; an id like a formula is neutralised."""
    row = table("documents")[2]

    assert (row["id"], row["line"], row["group"], row["keep"]) == ("'=1+2", "7", "", "")


def test_claims() -> None:
    """A claim has its passage and both kinds of places; one from outside the text has none."""
    inside, outside = table("claims")

    assert inside["text"] == "VNA"
    assert TEXTS[0].encode()[int(inside["byte_start"]) : int(inside["byte_end"])] == b"VNA"
    assert [outside[name] for name in ("start", "end", "byte_start", "byte_end", "text")] == [""] * 5


def test_pairs() -> None:
    """Similarities have six decimals, and codes are named."""
    assert list(table("pairs")[0].values()) == [
        "a.txt", "b, c.txt", "0.666667", "0.666667", "1.000000", "contained", "jaccard", "right", "high", "",
    ]  # fmt: skip


def test_passages() -> None:
    """A passage has a row a carrier, only the first one is first, and stock is said as the kind."""
    rows = table("passages")

    assert [(row["passage"], row["document"], row["first"]) for row in rows] == [
        ("1", "b, c.txt", "yes"),
        ("1", "a.txt", "no"),
        ("2", "a.txt", "yes"),
    ]
    assert [row["kind"] for row in rows] == ["verbatim", "near", "stock"]
    cut = TEXTS[0].encode()[int(rows[1]["byte_start"]) : int(rows[1]["byte_end"])].decode()
    assert cut == "Cầu mới mở cửa."


def test_groups() -> None:
    """A group has a row a member, one of which is kept."""
    rows = table("groups")

    assert [(row["document"], row["keep"], row["representative"]) for row in rows] == [
        ("a.txt", "no", "a.txt"),
        ("b, c.txt", "yes", "a.txt"),
    ]


@pytest.mark.parametrize(
    ("stage", "columns"),
    [
        ("attribute", "title source source_confidence published published_asserter"),
        ("repeats", "redundant_share first_here shared_earlier stock repeated"),
        ("passages", "first_here shared_earlier stock repeated"),
    ],
)
def test_what_a_fault_kept_away_is_empty(stage: str, columns: str) -> None:
    """Only the fields of that stage and that document; none, where no stage failed."""
    made = report()
    lacking = attrs.evolve(made, evidence=attrs.evolve(made.evidence, gaps={stage: {0}}))
    stream = io.StringIO()

    files()["documents"].write(lacking, stream, Config())

    first, *others = csv.DictReader(io.StringIO(stream.getvalue(), newline=""))
    whole = table("documents")
    assert first == whole[0] | dict.fromkeys(columns.split(), "")
    assert first != whole[0]
    assert others == whole[1:]


def test_findings() -> None:
    """A finding on a file that gave no document has a path and a line."""
    row = table("findings")[3]

    assert (row["document"], row["path"], row["line"], row["code"]) == ("", "records.jsonl", "9", "IO001")


@given(st.text(max_size=60), st.data())
def test_byte_offsets_are_those_of_slices(text: str, data: st.DataObject) -> None:
    """The offset of each place is the length of what stands before it, as UTF-8."""
    points = data.draw(st.lists(st.integers(0, len(text))))

    offsets = byte_offsets(text, points)

    for point in points:
        slow = len(text[:point].encode("utf-8", "surrogatepass"))
        assert (point if offsets is None else offsets[point]) == slow


@given(st.text("ab\n", max_size=30), st.data())
def test_line_and_column_find_the_character(text: str, data: st.DataObject) -> None:
    """Line and column lead back to the place in the text."""
    start = data.draw(st.integers(0, len(text)))

    line, column = line_and_column(text, start)

    lines = text.split("\n")
    assert sum(len(before) + 1 for before in lines[: line - 1]) + column - 1 == start


def whole_json(made: object) -> dict[str, object]:
    stream = io.StringIO()
    FORMATS["json"].write(made, stream, Config())
    found: dict[str, object] = json.loads(stream.getvalue())
    return found


def test_json_begins_with_the_tool() -> None:
    """Readers know an output folder by the first key."""
    stream = io.StringIO()
    FORMATS["json"].write(report(), stream, Config())

    assert stream.getvalue().startswith('{"tool":"provenance",')


def test_json_holds_everything() -> None:
    """Each table of the CSV files is there with as many records, and the notices with them."""
    found = whole_json(report())

    lengths = [f"{name} {len(value)}" for name, value in found.items() if isinstance(value, list)]
    assert lengths == [
        "left_out 0", "inputs 0",
        "documents 4", "claims 2", "pairs 1", "passages 2", "groups 1", "derivations 0", "findings 4", "notices 2",
    ]  # fmt: skip


def test_json_of_a_bare_report() -> None:
    """A report without claims, pairs and findings is valid all the same."""
    found = whole_json(bare())

    assert found["pairs"] == found["findings"] == []
    assert "title" not in found["documents"][0]
