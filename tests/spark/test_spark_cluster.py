"""The audit on Apache Spark itself: a job of its own in continuous integration (`.ci/run spark`)."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from corpus import corpus
from tables import ALL, divided, single

from provenance.cli import main
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    pytest.importorskip("pyspark")
    from provenance.spark.starting import started

    os.environ["PYSPARK_PYTHON"] = sys.executable
    small = {"spark.driver.memory": "1g", "spark.ui.enabled": "false", "spark.sql.files.maxPartitionBytes": "200k"}
    found = started("local[2]", small)
    yield found
    found.stop()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("corpus"), 1000)


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return single(source, tmp_path_factory.mktemp("single"), names=ALL)


@pytest.mark.parametrize(("parts", "joined"), [(1, True), (7, False), (64, True)])
def test_any_number_of_partitions_gives_the_answer_of_one_machine(
    session: SparkSession, source: Path, expected: dict[str, list[str]], tmp_path: Path, *, parts: int, joined: bool
) -> None:
    """2,000 documents have the tables of one machine, whatever the partitions, joined by Spark or not."""
    from provenance.spark import audit

    session.conf.set("spark.sql.shuffle.partitions", str(parts))
    session.conf.set("spark.sql.adaptive.coalescePartitions.enabled", str(joined).lower())

    first = audit(session, source, tmp_path / "out", csv=tmp_path / "csv")
    second = audit(session, source, tmp_path / "out")

    assert divided(tmp_path / "csv", ALL) == expected
    assert first.counts == {name: len(lines) - 1 for name, lines in expected.items()}
    assert (len(first.ran) > 5, second.ran) == (True, ())


def test_parquet_is_what_one_machine_reads(session: SparkSession, source: Path, tmp_path: Path) -> None:
    """Parquet files that Spark wrote give the answer of one machine."""
    from provenance.spark import audit

    frame = session.read.json([str(path) for path in source.rglob("*.jsonl")]).select("id", "text", "date", "source")
    frame.coalesce(1).write.parquet(str(tmp_path / "in"))

    audit(session, tmp_path / "in", tmp_path / "out", csv=tmp_path / "csv")

    assert divided(tmp_path / "csv") == single(tmp_path / "in", tmp_path / "single")


def test_missing_input_is_refused(session: SparkSession, tmp_path: Path) -> None:
    """A path that does not exist is named."""
    from provenance.spark import audit

    with pytest.raises(UsageError, match="no such file or folder"):
        audit(session, tmp_path / "gone", tmp_path / "out")


def test_command_writes_the_tables(
    session: SparkSession, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command audits on the master that it is given, and says how many rows the tables have."""
    session.stop()
    out = tmp_path / "out"
    options = ["--engine", "spark", "--master", "local[2]", "--spark-conf", "spark.driver.memory=1g"]

    status = main(["audit", *options, str(source), "--output", str(out)])

    assert status == 3  # some lines of the corpus hold no record
    assert "pairs: " in capsys.readouterr().out
    assert (out / "pairs" / "_whole").exists()
