"""The real articles of the shared folder: what a careful reader finds in them (gold.json there), end to end."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

ARTICLES = [
    "000_b256ea982524543a.txt",
    "001_7942ff67c0d0b653.txt",
    "002_2647f6c503896a72.txt",
    "003_4dad1ff692e08fcf.txt",
    "004_5635f593582db64a.txt",
]
TWICE = ARTICLES[2]
each_article = pytest.mark.parametrize("name", ARTICLES)

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, Any]:
    """What a careful reader finds, by file name."""
    files: dict[str, Any] = json.loads((shared / "seeds/gold.json").read_text(encoding="utf-8"))["files"]
    return files


@pytest.fixture(scope="module")
def tables(run: Run, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """The tables that one audit of the articles writes."""
    articles, output = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("output")
    for name in ARTICLES:
        (articles / name).write_bytes((shared / "seeds" / name).read_bytes())
    result = run("audit", articles, "--output", output)
    assert result.returncode == 0, result.stderr.decode()
    read = {}
    for path in sorted(output.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            read[path.stem] = list(csv.DictReader(stream))
    return read


def test_no_article_is_a_copy(tables: dict[str, Rows]) -> None:
    """The articles report the same events in different words: no group and no pair."""
    assert tables["groups"] == []
    assert tables["pairs"] == []


@each_article
def test_verdict_of_each_article(name: str, tables: dict[str, Rows], gold: dict[str, Any]) -> None:
    """Source, date, who says so and title are those that a careful reader finds."""
    row = next(row for row in tables["documents"] if row["id"] == name)
    verdict = gold[name]["verdict"]
    columns = ("source", "source_confidence", "published", "published_asserter")

    assert {column: row[column] for column in columns} == {column: verdict[column] for column in columns}
    assert row["title"] == (gold[name]["title"]["text"] or "")


@each_article
def test_rules_that_must_be_silent(name: str, tables: dict[str, Rows], gold: dict[str, Any]) -> None:
    """No rule fires that a careful reader would call wrong."""
    found = {row["code"] for row in tables["findings"] if row["document"] == name}

    assert found & set(gold[name]["must_not_fire"]) == set()


@each_article
def test_no_date_is_read_from_what_is_none(name: str, tables: dict[str, Rows], gold: dict[str, Any]) -> None:
    """No date is read from an ordinal, an image width, a duration or a treaty."""
    dates = [
        (int(row["start"]), int(row["end"]), row["text"])
        for row in tables["claims"]
        if row["document"] == name and row["start"] and row["property"] in {"published", "updated", "event_date"}
    ]

    for place in gold[name]["not_dates"]:
        assert [date for date in dates if date[0] < place["end"] and place["start"] < date[1]] == []


def test_page_repeated_in_its_own_file(tables: dict[str, Rows]) -> None:
    """Only one article is repeated in itself, and both copies are found with their ends."""
    places = [(int(row["start"]), int(row["end"])) for row in tables["passages"] if row["document"] == TWICE]

    assert {row["document"] for row in tables["findings"] if row["code"] == "REP001"} == {TWICE}
    # A copy may begin with its body, its lead or its headline.
    for end, starts in ((1657, (455, 239, 150, 61)), (3295, (2088, 1939, 1695))):
        ended = [place[0] for place in places if abs(place[1] - end) <= 5]
        assert any(abs(found - start) <= 5 for found in ended for start in starts)


def test_share_that_can_go(tables: dict[str, Rows]) -> None:
    """The redundant share of the repeated page is 46 ± 4 %, and nothing of the others can go."""
    shares = {row["id"]: float(row["redundant_share"]) for row in tables["documents"]}

    assert abs(shares.pop(TWICE) - 0.46) <= 0.04
    assert set(shares.values()) == {0.0}


def test_clean_copy_is_the_second(tables: dict[str, Rows]) -> None:
    """The finding names the paragraphs of the page, not its flattened metadata, as the copy to keep."""
    finding = next(row for row in tables["findings"] if row["code"] == "REP001")

    assert int(finding["end"]) <= 1657 + 5
