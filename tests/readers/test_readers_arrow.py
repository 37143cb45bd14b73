"""Tables in Arrow's columns, Parquet and Arrow files: which columns are read, and what is wrong with rows."""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from provenance.readers import reread
from provenance.settings import Reading

WHEN = pa.array([dt.datetime(2024, 3, 5, 8, tzinfo=dt.UTC), None, None], pa.timestamp("us", "UTC"))
TEXTS = ["The ferry runs again.", "", "The old bridge is open."]
KINDS = {
    "string": lambda: pa.array(TEXTS),
    "large string": lambda: pa.array(TEXTS, pa.large_string()),
    "view": lambda: pa.array(TEXTS, pa.string_view()),
    "bytes": lambda: pa.array([text.encode() for text in TEXTS]),
    "dictionary": lambda: pa.array(TEXTS).dictionary_encode(),
}

# Where the first two texts end, and an end before the beginning.
ENDS, WRONG_ENDS = (np.array([0, 21, second], np.int32).tobytes() for second in (21, -16))


def put(folder, table, name="a.parquet", **options):
    pq.write_table(table, folder / name, **options)


def indexed(table):
    stream = io.BytesIO()
    with pa.ipc.new_file(stream, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return stream.getvalue()


def stated(document):
    return {(one.name, one.value) for one in document.statements}


@pytest.mark.parametrize("kind", KINDS)
def test_texts_are_read_however_a_column_keeps_them(kind, tmp_path, gather):
    """As strings, as bytes, each once in a dictionary; an empty one is a text too."""
    table = pa.table({"text": KINDS[kind]()})
    put(tmp_path, table, row_group_size=2)
    (tmp_path / "b.arrow").write_bytes(indexed(table))

    found = gather(tmp_path)

    assert found.texts == TEXTS * 2
    assert reread(found.documents[::-1], Reading()) == found.texts[::-1]


def test_other_columns_state_what_they_are_called(tmp_path, gather):
    """Times as ISO 8601, lists one by one, a column in a structure by its path; bytes that are no text say nothing."""
    put(
        tmp_path,
        pa.table(
            {
                "id": ["one", "two", None],
                "text": TEXTS,
                "date": WHEN,
                "author": [["Ann", "Bo"], [], None],
                "meta": [{"url": "https://harbour.example/a"}, None, None],
                "source": [b"\xff", b"VNA", None],
            }
        ),
    )

    found = gather(tmp_path)

    assert found.ids == ["one", "two", "a.parquet#3"]
    assert stated(found.documents[0]) == {
        ("date", "2024-03-05T08:00:00+00:00"),
        ("author", "Ann"),
        ("author", "Bo"),
        ("url", "https://harbour.example/a"),
    }
    assert stated(found.documents[1]) == {("source", "VNA")}
    assert not stated(found.documents[2])


def test_a_row_is_found_by_its_part_and_its_row(tmp_path, gather):
    """A row group of Parquet, a record batch of Arrow."""
    table = pa.table({"text": TEXTS})
    put(tmp_path, table, row_group_size=2)
    (tmp_path / "b.feather").write_bytes(indexed(table))

    assert [one.place for one in gather(tmp_path).documents] == [(0, 0), (0, 1), (1, 1)] * 2


def test_the_columns_there_are_are_named_where_no_one_holds_a_text(tmp_path, gather):
    """For a file that was named this is an error; another one is passed over."""
    put(tmp_path, pa.table({"number": [1], "remark": ["x"]}))
    (tmp_path / "b.txt").write_bytes(b"x")

    (named,) = gather(tmp_path / "a.parquet").notices
    (passed,) = gather(tmp_path).notices

    assert (named.kind, passed.kind) == ("no text", "passed over")
    assert "has no column 'text'; its columns are 'number', 'remark'; --fields text=NAME" in named.message


def test_another_column_holds_the_text_where_that_is_said(tmp_path, gather):
    """By --fields, also one in a structure."""
    put(tmp_path, pa.table({"number": [1], "outer": [{"remark": "x"}]}))

    assert gather(tmp_path, fields={"text": "outer.remark"}).texts == ["x"]


def test_rows_without_a_text_are_named_and_the_others_are_read(tmp_path, gather):
    """Without a value, too long, not UTF-8."""
    put(tmp_path, pa.table({"text": [b"one", None, b"x" * 99, b"\xe9t\xe9", b"five"]}))

    found = gather(tmp_path, max_document_bytes=50)

    assert found.texts == ["one", "five"]
    assert [one.line for one in found.documents] == [1, 5]
    assert [(one.kind, one.line) for one in found.notices] == [("no text", 2), ("over limit", 3), ("not decodable", 4)]


@pytest.mark.parametrize("values", [[1, 2], [["a"], []], [{"a": "b"}, None]])
def test_a_column_of_something_else_is_no_text(values, tmp_path, gather):
    """Numbers, lists, structures."""
    put(tmp_path, pa.table({"text": values}))

    assert [one.kind for one in gather(tmp_path).notices] == ["no text"]


def test_thousands_of_columns_are_no_trouble(tmp_path, gather):
    """Only those are read that may say something."""
    put(tmp_path, pa.table({f"c{at}": [at] for at in range(2_000)} | {"text": ["one"]}))

    assert gather(tmp_path).texts == ["one"]


def test_a_long_value_in_every_row_stops_the_reading(tmp_path, gather):
    """A dictionary holds it once, so that a small file becomes a huge one; the batches stay small."""
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 5000, pa.int32()), pa.array(["x" * 1_000_000]))
    put(tmp_path, pa.table({"text": column}), compression="zstd", dictionary_pagesize_limit=1 << 22)

    found = gather(tmp_path)

    assert [(one.kind, one.line) for one in found.notices] == [("over limit", 1)]
    assert "unpacks to more than 200 times its size" in found.notices[0].message


@pytest.mark.parametrize(
    ("name", "spoil", "texts", "part"),
    [
        ("a.parquet", lambda raw: raw[:-9], [], "is no Parquet that can be read"),
        ("a.parquet", lambda raw: b"words", [], "is no Parquet that can be read"),
        ("a.parquet", lambda raw: raw[:4] + b"\xff" * 40 + raw[44:], [], "is damaged"),
        ("a.parquet", lambda raw: raw.replace(b"text", b"\x9b\x9b\x9b\x9b"), [], "is no Parquet that can be read"),
        ("a.arrow", lambda raw: raw.replace(ENDS, WRONG_ENDS), [], "is no Arrow file that can be read"),
        ("a.arrow", lambda raw: raw[:-9], [], "is no Arrow file that can be read"),
        ("a.arrow", lambda raw: b"words", [], "is no Arrow file that can be read"),
    ],
)
def test_a_damaged_file_is_named(name, spoil, texts, part, tmp_path, gather):
    """With what is wrong with it; the file beside it is read."""
    table = pa.table({"text": TEXTS})
    if name.endswith("parquet"):
        put(tmp_path, table, name)
    else:
        (tmp_path / name).write_bytes(indexed(table))
    (tmp_path / name).write_bytes(spoil((tmp_path / name).read_bytes()))
    (tmp_path / "b.txt").write_bytes(b"beside")

    found = gather(tmp_path)

    assert found.texts == [*texts, "beside"]
    assert [one.kind for one in found.notices] == ["unreadable"]
    assert part in found.notices[0].message


def test_a_cut_stream_gives_the_rows_before(tmp_path, gather):
    """Of record batches that are whole."""
    stream = io.BytesIO()
    table = pa.table({"text": TEXTS})
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    (tmp_path / "a.arrow").write_bytes(stream.getvalue()[:-40])

    found = gather(tmp_path)

    assert found.texts == TEXTS[:2]
    assert [(one.kind, one.line) for one in found.notices] == [("unreadable", 3)]
