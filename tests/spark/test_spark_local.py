"""The stages over many machines, in one process: the answers of one machine, however the rows are divided."""

from __future__ import annotations

import csv
import json
import os
import random
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpus import corpus, edited, records, story, write
from hypothesis import given
from hypothesis import strategies as st
from tables import ALL, divided, single

from provenance.errors import UsageError
from provenance.grouping.bands import CROWD
from provenance.kernels import kernels
from provenance.settings import Config
from provenance.settings.loading import load
from provenance.spark import bands, components, identical
from provenance.spark.audited import audited
from provenance.spark.local import MARK, Local

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.spark.audited import Audited


def on_parts(source: Path, folder: Path, engine: Local, config: Config | None = None) -> Audited[list[pa.Table]]:
    return audited(engine, [str(source)], str(folder / "out"), config or Config(), str(folder / "csv"))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return single(source, tmp_path_factory.mktemp("single"), names=ALL)


@pytest.mark.parametrize(("parts", "block", "rows"), [(1, 1 << 20, 1000), (2, 700, 7), (7, 3000, 1), (64, 9000, 30)])
def test_any_number_of_parts_gives_the_answer_of_one_machine(
    source: Path, expected: dict[str, list[str]], tmp_path: Path, parts: int, block: int, rows: int
) -> None:
    """Pairs, groups, claims and documents are those of one machine for any parts, blocks and batches."""
    on_parts(source, tmp_path, Local(parts, block, rows))

    assert divided(tmp_path / "csv", ALL) == expected
    assert len(expected["pairs"]) > 30
    assert len(expected["claims"]) > 150


def test_records_in_another_order_give_the_answer_of_one_machine(tmp_path: Path) -> None:
    """The order of the records in a file decides what one machine's does, and nothing else."""
    some = records(random.Random(3), 12)
    random.Random(5).shuffle(some)
    write(tmp_path / "in" / "a.jsonl", some)

    on_parts(tmp_path / "in", tmp_path, Local(3, rows=5))

    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single")


def test_sample_articles_give_the_answer_of_one_machine(seeds: Path, tmp_path: Path) -> None:
    """The tables of the sample articles are those of one machine."""
    some: list[dict[str, object]] = [
        {"id": path.stem, "text": path.read_text("utf-8")} for path in sorted(seeds.glob("*.txt"))
    ]
    write(tmp_path / "in" / "a.jsonl", some)

    on_parts(tmp_path / "in", tmp_path, Local(2))

    assert divided(tmp_path / "csv", ALL) == single(tmp_path / "in", tmp_path / "single", names=ALL)


def test_parquet_gives_the_answer_of_json_lines(tmp_path: Path) -> None:
    """The rows of a Parquet file, nulls among them, are read as one machine reads them."""
    some = [record | {"id": f"p{at}"} for at, record in enumerate(records(random.Random(8), 12))]
    some[4]["text"] = None
    (tmp_path / "in").mkdir()
    pq.write_table(pa.Table.from_pylist(some), tmp_path / "in" / "a.parquet", row_group_size=7)

    found = on_parts(tmp_path / "in", tmp_path, Local(3, rows=4))

    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single")
    assert [(one.kind, one.line) for one in found.notices] == [("no text", 5)]


def test_too_many_in_one_bucket_give_the_answer_of_one_machine(tmp_path: Path) -> None:
    """Where more documents meet than are paired, the pairs and groups are those of one machine."""
    chance = random.Random(6)
    shared = story(chance, 8)
    texts = [edited(chance, shared, 2 + at % 4) for at in range(CROWD + 20)]
    texts += [f"{shared} {story(chance, 4)}" for _ in range(30)]
    write(tmp_path / "in" / "a.jsonl", [{"id": f"c{at}", "text": text} for at, text in enumerate(texts)])

    on_parts(tmp_path / "in", tmp_path, Local(5, rows=90))

    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single")


def test_more_copies_than_are_listed_give_the_answer_of_one_machine(tmp_path: Path) -> None:
    """Of many equal texts as few pairs are listed as by one machine, and a notice says so."""
    text = story(random.Random(2))
    write(tmp_path / "in" / "a.jsonl", [{"id": f"e{at}", "text": text} for at in range(1100)])

    found = on_parts(tmp_path / "in", tmp_path, Local(3, rows=100))

    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single")
    assert [one.message.partition(" pairs")[0] for one in found.notices] == ["603,351"]


def test_low_threshold_gives_the_answer_of_one_machine(tmp_path: Path) -> None:
    """A threshold for which no bands suffice compares all documents, as one machine does."""
    write(tmp_path / "in" / "a.jsonl", records(random.Random(9), 9))

    on_parts(tmp_path / "in", tmp_path, Local(3, rows=9), load(None, {"threshold": 0.05}))

    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single", "--threshold", "0.05")


def test_shared_ids_become_places(source: Path, tmp_path: Path) -> None:
    """A document whose id others have is named by its place, and a notice names the id."""
    found = on_parts(source, tmp_path, Local(4, rows=9))

    named = {line.split(",")[1] for line in divided(tmp_path / "csv")["groups"]}
    assert "shared" not in named
    assert any(name.startswith("inner/a.jsonl#") for name in named)
    assert sum(one.kind == "duplicate id" for one in found.notices) == 1


def test_what_cannot_be_read_is_a_notice(source: Path, tmp_path: Path) -> None:
    """Broken lines and records without texts are named by their line; other files are named as well."""
    found = on_parts(source, tmp_path, Local(4, block=500, rows=9))

    said = {(one.kind, one.path, one.line) for one in found.notices if one.path == "c.ndjson"}
    assert said == {("broken record", "c.ndjson", 5), ("no text", "c.ndjson", 6), ("no text", "c.ndjson", 7)}


def test_second_run_computes_nothing(source: Path, tmp_path: Path) -> None:
    """Stages that are whole are not run again."""
    first = on_parts(source, tmp_path, Local(2))
    second = on_parts(source, tmp_path, Local(2))

    assert len(first.ran) > 5
    assert second.ran == ()


def test_stage_without_its_mark_is_run_again(source: Path, tmp_path: Path) -> None:
    """A stage that was cut short is run again, and no other one is."""
    on_parts(source, tmp_path, Local(2))
    os.unlink(tmp_path / "out" / "_stages" / "edges" / MARK)

    assert on_parts(source, tmp_path, Local(2)).ran == ("edges",)


def test_other_input_runs_every_stage_again(tmp_path: Path) -> None:
    """What was written for other files is not taken for those that are given."""
    write(tmp_path / "in" / "a.jsonl", records(random.Random(1), 3))
    first = on_parts(tmp_path / "in", tmp_path, Local(2))
    write(tmp_path / "in" / "a.jsonl", records(random.Random(2), 6))

    assert on_parts(tmp_path / "in", tmp_path, Local(2)).ran == first.ran
    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single")


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    """A folder without JSON lines or Parquet, and a path that is none, are refused."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("some words", encoding="utf-8")

    with pytest.raises(UsageError, match="there are no files of JSON lines or Parquet"):
        on_parts(tmp_path / "in", tmp_path, Local())
    with pytest.raises(UsageError, match="no such file or folder"):
        on_parts(tmp_path / "gone", tmp_path, Local())


def claimed(folder: Path, name: str) -> set[str]:
    """Return the dates of publication that are claimed for a document."""
    rows = csv.reader(divided(folder / "csv")["claims"])
    return {row[2] for row in rows if row[:2] == [name, "published"]}


def test_one_part_of_a_file_says_how_the_dates_in_another_are_read(tmp_path: Path) -> None:
    """A day over 12 tells the order of day and month of its own file, in all of its blocks, and of no other file."""
    some = [{"id": f"d{at}", "text": story(random.Random(at)), "date": "04/03/2024"} for at in range(4)]
    write(tmp_path / "in" / "a.jsonl", [*some, {"id": "proof", "text": "A lamp.", "date": "25/03/2024"}])
    write(tmp_path / "in" / "b.jsonl", [{"id": "other", "text": "A rope.", "date": "04/03/2024"}])

    on_parts(tmp_path / "in", tmp_path, Local(4, block=600, rows=1))

    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single")
    assert claimed(tmp_path, "d0") == {"2024-03-04"}
    assert claimed(tmp_path, "other") == {"[2024-03-04,2024-04-03]"}


def test_settings_state_the_source_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the settings say of a folder is claimed for its texts that name no source, and for no other ones."""
    (tmp_path / "provenance.toml").write_text('[source]\n"in/wire/" = "The Harbour Wire"\n', encoding="utf-8")
    write(tmp_path / "in" / "wire" / "a.jsonl", [{"id": "wired", "text": story(random.Random(1))}])
    write(tmp_path / "in" / "b.jsonl", [{"id": "other", "text": story(random.Random(2))}])
    monkeypatch.chdir(tmp_path)

    on_parts(tmp_path / "in", tmp_path, Local(2), load())

    found = divided(tmp_path / "csv")
    assert found == single(tmp_path / "in", tmp_path / "single")
    assert [line.partition(",")[0] for line in found["claims"] if "The Harbour Wire" in line] == ["wired"]


def test_half_a_character_in_a_claim_is_escaped(tmp_path: Path) -> None:
    """A lone surrogate, which no table can hold, is written as one machine writes it."""
    text = f"By Anna \ud83d Lamm\nFERRYTOWN, March 4 (Harbour Wire) — {story(random.Random(3))}"
    write(tmp_path / "in" / "a.jsonl", [{"id": "half", "text": text}])

    on_parts(tmp_path / "in", tmp_path, Local(2))

    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single")


def batches(columns: dict[str, list[int]], size: int) -> list[pa.RecordBatch]:
    return pa.table({name: pa.array(values, pa.int64()) for name, values in columns.items()}).to_batches(size)


@given(st.lists(st.integers(0, 3), max_size=40), st.integers(1, 9))
def test_classes_are_the_runs_of_equal_words(runs: list[int], size: int) -> None:
    """However the rows are divided into batches, each class has its first document and its size."""
    keys = sorted(runs)
    table = pa.table(
        {
            "number": pa.array(range(len(keys)), pa.int64()),
            "id": pa.array([str(at) for at in range(len(keys))], pa.string()),
            "words": pa.array([5] * len(keys), pa.int64()),
            "digest": pa.array(keys, pa.int64()),
            "signature": pa.array([b"s"] * len(keys), pa.binary()),
        }
    )

    found = pa.Table.from_batches(identical.classed(iter(table.to_batches(size))), identical.CLASSES).to_pylist()

    firsts = {key: keys.index(key) for key in keys}
    assert {(row["class"], row["size"]) for row in found if row["size"]} == {
        (first, keys.count(key)) for key, first in firsts.items()
    }
    assert sorted((row["number"], row["class"]) for row in found) == [(at, firsts[key]) for at, key in enumerate(keys)]
    assert all((row["signature"] is not None) == bool(row["size"]) for row in found)


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(1, 9), st.integers(2, 5))
def test_buckets_are_paired_like_one_machine_does(keys: list[int], size: int, crowd: int) -> None:
    """A bucket yields its pairs, or all of its rows where they are too many, however it is divided into batches."""
    keys = sorted(keys)
    columns = {"key": keys, "class": list(range(len(keys)))}

    found = [tuple(row.values()) for one in bands._met(crowd, iter(batches(columns, size))) for row in one.to_pylist()]

    many = {key for key in keys if keys.count(key) > crowd}
    pairs = {(a, b) for b in range(len(keys)) for a in range(b) if keys[a] == keys[b] and keys[a] not in many}
    assert set(found) == pairs | {(at, bands.NONE) for at, key in enumerate(keys) if key in many}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40), st.integers(1, 9))
def test_forest_connects_what_edges_connect(edges: list[tuple[int, int]], parts: int) -> None:
    """Each class that has an edge comes once, with the least class of its component."""
    left, right = [a for a, b in edges if a != b], [b for a, b in edges if a != b]
    table = pa.table({"left": pa.array(left, pa.int64()), "right": pa.array(right, pa.int64())})
    engine = Local(parts, rows=3)

    found = components.components(engine, [table.slice(at, 5) for at in range(0, max(len(left), 1), 5)], 16)

    labels = kernels.components(31, np.array(left, np.int64), np.array(right, np.int64)).tolist()
    known = {node: min(other for other in range(31) if labels[other] == labels[node]) for node in {*left, *right}}
    rows = engine.collect(found).to_pylist()
    assert sorted((row["left"], row["right"]) for row in rows) == sorted(known.items())


def test_lines_of_other_files_are_not_mixed(tmp_path: Path) -> None:
    """Each file has its own fields, found from its own first records."""
    write(tmp_path / "in" / "a.jsonl", [{"id": "a", "body": story(random.Random(1))}])
    write(tmp_path / "in" / "b.jsonl", [{"nr": 1, "content": story(random.Random(1))}])

    on_parts(tmp_path / "in", tmp_path, Local(2))

    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single")
    assert len(divided(tmp_path / "csv")["pairs"]) == 2


def test_json_is_read_from_the_line_it_stands_in(tmp_path: Path) -> None:
    """Records without ids are called by their lines, also behind blank ones and in later blocks."""
    text = story(random.Random(1))
    lines = [json.dumps({"text": text}), "", "", json.dumps({"text": text}), "", json.dumps({"text": text})]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")

    on_parts(tmp_path / "in.jsonl", tmp_path, Local(2, block=300))

    assert divided(tmp_path / "csv") == single(tmp_path / "in.jsonl", tmp_path / "single")
