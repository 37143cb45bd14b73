"""Parquet without its copies: the rows that stay have the values, the columns and the metadata that they had."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from plan_corpus import article, command, tree, write_plan

from provenance.errors import UnreadableFileError
from provenance.plan.values import Line
from provenance.readers.unchanged import sha256

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [article(1), article(2), article(1), article(3), article(2), article(4)]
LEFT = [0, 1, 3, 5]
WHEN = datetime(2024, 2, 29, 12, tzinfo=UTC)


def table(texts: list[str]) -> pa.Table:
    """Columns of many kinds, with nothing in some of them, and metadata of the file and of a column."""
    numbers = range(len(texts))
    columns = {
        "id": pa.array([f"r{at}" for at in numbers]),
        "text": pa.array(texts),
        "when": pa.array([WHEN if at % 2 else None for at in numbers], pa.timestamp("us", "UTC")),
        "price": pa.array([Decimal(at) / 4 for at in numbers], pa.decimal128(9, 2)),
        "tags": pa.array([["a", None] * (at % 3) if at else None for at in numbers], pa.list_(pa.string())),
        "meta": pa.array([{"n": at, "raw": bytes([at])} if at % 4 else None for at in numbers]),
        "kind": pa.array(["x" if at % 2 else "y" for at in numbers]).dictionary_encode(),
        "share": pa.array([at / 3 for at in numbers], pa.float32()),
    }
    made = pa.table(columns)
    field = made.schema.field("text").with_metadata({b"language": b"en"})
    schema = made.schema.set(1, field).with_metadata({b"huggingface": b'{"info": {}}', b"owner": b"\xff"})
    return made.cast(schema)


def write(place: Path, texts: list[str] = TEXTS, **options: object) -> pa.Table:
    place.parent.mkdir(exist_ok=True)
    made = table(texts)
    pq.write_table(made, place, row_group_size=4, **options)
    return made


def stated(file: pq.ParquetFile) -> dict[bytes, bytes]:
    """The metadata of a file; of the schema that Arrow keeps there only that it is there."""
    return {key: value if key != b"ARROW:schema" else b"" for key, value in (file.metadata.metadata or {}).items()}


WAYS: dict[str, dict[str, object]] = {
    "as usual": {},
    "without the schema of Arrow": {"store_schema": False},
    "old": {"version": "1.0", "use_deprecated_int96_timestamps": True, "use_compliant_nested_type": False},
    "packed": {"compression": {"text": "zstd"}, "use_dictionary": ["kind"], "write_statistics": False},
}


@pytest.mark.parametrize("way", WAYS)
def test_rows_are_left_out_of_columns(way: str, tmp_path: Path) -> None:
    """Row groups, schema, compression and metadata are kept; verify finds nothing wrong; undo brings all back."""
    place = tmp_path / "corpus/day.parquet"
    write(place, **WAYS[way])
    before, old = tree(place.parent), pq.ParquetFile(place)
    rows = old.read()
    write_plan(tmp_path / "plan.jsonl", place.parent)

    assert command("apply", tmp_path / "plan.jsonl", "--to", tmp_path / "out", "-q") == 0
    new = pq.ParquetFile(tmp_path / "out/day.parquet")
    assert new.read().equals(rows.take(LEFT), check_metadata=True)
    assert new.schema.equals(old.schema)
    assert new.schema_arrow.equals(old.schema_arrow, check_metadata=True)
    assert stated(new) == stated(old)
    assert [new.metadata.row_group(at).num_rows for at in range(2)] == [3, 1]
    for at in range(old.metadata.num_columns):
        one, other = (file.metadata.row_group(0).column(at) for file in (old, new))
        assert (one.compression, one.is_stats_set) == (other.compression, other.is_stats_set)
    assert command("verify", tmp_path / "plan.jsonl", "--to", tmp_path / "out", "-q") == 0
    assert command("apply", tmp_path / "plan.jsonl", "--in-place", "-q") == 0
    assert pq.read_table(place).equals(rows.take(LEFT))
    assert command("undo", place.parent, "-q") == 0
    assert tree(place.parent) == before


def test_one_file_becomes_one_file_of_columns(tmp_path: Path) -> None:
    """--out has its rows where its suffix is that of the file, else records; moved.csv names rows."""
    place = tmp_path / "day.parquet"
    rows = write(place)
    write_plan(tmp_path / "plan.jsonl", place)

    assert command("apply", tmp_path / "plan.jsonl", "--out", tmp_path / "out.parquet", "-q") == 0
    assert pq.read_table(tmp_path / "out.parquet").equals(rows.take(LEFT))
    moved = (tmp_path / ".provenance/out.parquet/moved.csv").read_text("utf-8").splitlines()
    assert moved == ["old,new", "day.parquet#4,day.parquet#3", "day.parquet#6,day.parquet#4"]
    assert command("apply", tmp_path / "plan.jsonl", "--out", tmp_path / "out.jsonl", "-q") == 0
    assert (tmp_path / "out.jsonl").read_text("utf-8").count("\n") == len(LEFT)


def test_a_file_may_lose_all_its_rows(tmp_path: Path) -> None:
    """It is still a file with its columns."""
    write(tmp_path / "corpus/a.parquet", TEXTS[:2])
    write(tmp_path / "corpus/b.parquet", TEXTS[:2])
    write_plan(tmp_path / "plan.jsonl", tmp_path / "corpus")

    assert command("apply", tmp_path / "plan.jsonl", "--to", tmp_path / "out", "-q") == 0
    left = pq.ParquetFile(tmp_path / "out/b.parquet")
    assert left.metadata.num_rows == 0
    assert left.schema_arrow.equals(pq.read_schema(tmp_path / "corpus/b.parquet"), check_metadata=True)


def line(number: int, text: str, spans: list[tuple[int, int]] | None = None) -> Line:
    action = "trim" if spans else "drop"
    return Line(action, "x", 0, "x", sha256(text.encode()), 0, 0, "", line=number, spans=spans or [])


def remaining(place: Path, lines: list[Line], fields: dict[str, str], digest: str | None = None) -> pa.Table:
    from provenance.plan.columnar import remaining_rows

    content = place.read_bytes()
    made = b"".join(remaining_rows(bytes(place), lines, fields, digest or sha256(content)))
    return pq.read_table(pa.BufferReader(made))


KINDS = [
    pa.string(),
    pa.large_string(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.struct([("n", pa.int64()), ("body", pa.string())]),
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_texts_are_trimmed_in_every_kind_of_column(kind: pa.DataType, tmp_path: Path) -> None:
    """Only in the rows that are named; spans count code points; rows without a text stay so."""
    nested = pa.types.is_struct(kind)
    values: list[object] = ["née here and here", "stays", None, "gone"]
    rows = [{"n": at, "body": value} if value else None for at, value in enumerate(values)] if nested else values
    made = pa.table({"body": pa.array(rows, kind), "n": [1, 2, 3, 4]})
    pq.write_table(made, tmp_path / "a.parquet")
    lines = [line(1, "née here and here", [(8, 17)]), line(4, "gone")]

    found = remaining(tmp_path / "a.parquet", lines, {"text": "body.body" if nested else "body"})

    texts = found["body"].to_pylist()
    assert [row and row["body"] for row in texts] if nested else texts == ["née here", "stays", None]
    assert found.schema.equals(made.schema)
    assert found["n"].to_pylist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("lines", "digest"), [([line(1, "another text")], ""), ([line(9, TEXTS[0])], ""), ([line(1, TEXTS[0])], "0" * 64)]
)
def test_rows_that_are_not_those_of_the_plan_are_refused(lines: list[Line], digest: str, tmp_path: Path) -> None:
    """Another text, a row that is not there, another file."""
    write(tmp_path / "a.parquet")

    with pytest.raises(UnreadableFileError):
        remaining(tmp_path / "a.parquet", lines, {}, digest or None)
