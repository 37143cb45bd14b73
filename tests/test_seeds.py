"""The sample articles: what the tool must and must not find in each (tests/cases/seeds.toml)."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run

ROOT = Path(__file__).resolve().parent.parent
CASES = tomllib.loads((ROOT / "tests/cases/seeds.toml").read_text(encoding="utf-8"))
SEEDS = {case["file"]: case for case in CASES["seed"]}
each_seed = pytest.mark.parametrize("name", SEEDS)

Rows = list[dict[str, str]]


def source(name: str) -> str:
    """The text of a sample article, with its own line ends."""
    return (ROOT / "seeds" / name).read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def tables(run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """The tables that one audit of the sample articles writes."""
    folder = tmp_path_factory.mktemp("seeds")
    result = run("audit", ROOT / "seeds", "--output", folder)
    assert result.returncode == 0, result.stderr.decode()
    return {path.stem: list(rows(path)) for path in sorted(folder.glob("*.csv"))}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def codes(tables: dict[str, Rows], name: str) -> set[str]:
    return {row["code"] for row in tables["findings"] if row["document"] == name}


def test_every_article_has_a_case() -> None:
    """No sample article is without a case, and no case without its article."""
    assert set(SEEDS) == {path.name for path in (ROOT / "seeds").iterdir()}


@each_seed
def test_case_spans_are_what_stands_there(name: str) -> None:
    """Each span of a case, sliced from the file, gives the text that the case names."""
    text = source(name)
    places: list[dict[str, Any]] = SEEDS[name]["claims"] + SEEDS[name]["not_dates"]

    assert [text[place["start"] : place["end"]] for place in places] == [place["text"] for place in places]


@each_seed
def test_verdict_of_each_article(name: str, tables: dict[str, Rows]) -> None:
    """documents.csv names the title, the source and the date that a careful reader finds."""
    row = next(row for row in tables["documents"] if row["id"] == name)
    wanted = SEEDS[name]["row"]

    assert {column: row[column] for column in wanted} == wanted


@each_seed
def test_required_claims_are_made(name: str, tables: dict[str, Rows]) -> None:
    """claims.csv has each required claim, with its value, exact span and asserter."""
    made = [row for row in tables["claims"] if row["document"] == name]
    wanted = [{column: str(value) for column, value in claim.items()} for claim in SEEDS[name]["claims"]]

    assert [claim for claim in wanted if not any(claim.items() <= row.items() for row in made)] == []


@each_seed
def test_no_date_is_read_from_what_is_none(name: str, tables: dict[str, Rows]) -> None:
    """No date claim touches an image width, an ordinal, a duration or a telephone number."""
    dates = [
        (int(row["start"]), int(row["end"]), row["text"])
        for row in tables["claims"]
        if row["document"] == name and row["start"] and row["property"] in {"published", "updated", "event_date"}
    ]

    for place in SEEDS[name]["not_dates"]:
        assert [date for date in dates if date[0] < place["end"] and place["start"] < date[1]] == []


@each_seed
def test_rules_that_fire_and_rules_that_are_silent(name: str, tables: dict[str, Rows]) -> None:
    """Each article gets the findings it was written for, and none of those it was not."""
    found = codes(tables, name)

    assert set(SEEDS[name]["fires"]) - found == set()
    assert set(SEEDS[name]["silent"]) & found == set()
    assert not (SEEDS[name].get("spotless") and found)


@each_seed
def test_claims_have_their_places(name: str, tables: dict[str, Rows]) -> None:
    """A claim's text is the slice of its span, and its byte offsets cut the same text from the file's bytes."""
    text = source(name)

    for row in (row for row in tables["claims"] if row["document"] == name and row["start"]):
        assert text[int(row["start"]) : int(row["end"])] == row["text"]
        assert text.encode()[int(row["byte_start"]) : int(row["byte_end"])].decode() == row["text"]


def test_groups_are_the_copies_and_nothing_else(tables: dict[str, Rows]) -> None:
    """The near-copy, the reordered copy and the retyped copy are grouped; nothing else is."""
    groups: dict[str, list[str]] = {}
    for row in tables["groups"]:
        groups.setdefault(row["group"], []).append(row["document"])

    assert sorted(map(sorted, groups.values())) == [group["members"] for group in CASES["group"]]


@pytest.mark.parametrize("group", CASES["group"], ids=lambda group: group["members"][0])
def test_rule_that_speaks_of_a_group(group: dict[str, Any], tables: dict[str, Rows]) -> None:
    """The rule names at least one member of the group, and no document outside of the rule's groups."""
    documents = {row["document"] for row in tables["findings"] if row["code"] == group["code"]}
    grouped = {member for other in CASES["group"] if other["code"] == group["code"] for member in other["members"]}

    assert documents & set(group["members"])
    assert documents <= grouped


def test_pairs_at_the_threshold_are_the_groups(tables: dict[str, Rows]) -> None:
    """pairs.csv lists each copy with its relation, and no other pair reaches the threshold."""
    near = [row for row in tables["pairs"] if float(row["jaccard"]) >= 0.7]
    relations = {group["relation"] for group in CASES["group"]} | {"reordered"}

    assert sorted(sorted((row["left"], row["right"])) for row in near) == [group["members"] for group in CASES["group"]]
    assert {row["relation"] for row in near} <= relations
    assert [row["relation"] for row in near if float(row["jaccard"]) == 1] == ["identical"]


def test_page_repeated_in_its_own_file(tables: dict[str, Rows]) -> None:
    """Both copies of the page are found with their ends, and the share that can go."""
    case = CASES["repeat"]
    places = [
        (int(row["start"]), int(row["end"]))
        for row in tables["passages"]
        if row["document"] == case["file"]
    ]  # fmt: skip
    row = next(row for row in tables["documents"] if row["id"] == case["file"])

    for start, end in zip(case["starts"], case["ends"], strict=True):
        # The lead and the headline repeat too: a copy may begin with them.
        assert any(place[0] <= start + 5 and abs(place[1] - end) <= 5 for place in places)
    assert case["share"][0] <= float(row["redundant_share"]) <= case["share"][1]


def test_only_one_article_is_repeated_in_itself(tables: dict[str, Rows]) -> None:
    """REP001 is reported for the page that occurs twice, and for no other."""
    assert {row["document"] for row in tables["findings"] if row["code"] == "REP001"} == {CASES["repeat"]["file"]}
