"""From a made-up corpus to its reports: who copied whom in every row of pairs.csv, and how many sources a group has."""

from __future__ import annotations

import csv
import itertools
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

BODY = "The ferry at the old landing runs again after its rope was changed on Monday. " + " ".join(
    f"Passenger number {number} said that the crossing takes {number} minutes in calm weather."
    for number in range(3, 20)
)
OUTLETS = ("The Da Trang Gazette", "The Ben Go Courier", "The Net Mender", "The Landing Post", "The Rope Review")
# id, source, date, text, and which of the two agencies each goes back to.
DOCUMENTS = [
    (f"{agency.lower()}-{number}", outlet, f"2024-03-{day:02}", text, agency)
    for agency, day in (("VNA", 5), ("AFP", 6))
    for number, (outlet, text) in enumerate(
        [("", f"HANOI ({agency}) - {BODY}"), *((outlet, f"{BODY}\n\nSource: {agency}") for outlet in OUTLETS)]
    )
]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=["as written", "backwards"])
def audited(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, run: Run) -> tuple[Path, str]:
    """The folder of reports, and what is printed."""
    folder = tmp_path_factory.mktemp("corpus")
    documents = DOCUMENTS if request.param == "as written" else DOCUMENTS[::-1]
    records = [
        {"id": name, "text": text, "date": date} | ({"source": source} if source else {})
        for name, source, date, text, _ in documents
    ]
    (folder / "news.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    result = run("audit", "news.jsonl", "--output", "out", cwd=folder)
    assert result.returncode == 0, result.stderr.decode()
    return folder / "out", result.stdout.decode()


def test_every_pair_says_which_of_the_two_is_the_copy(audited: tuple[Path, str]) -> None:
    """An agency's text is nobody's copy, what credits it is; two copies of one text are undecided."""
    pairs = rows(audited[0] / "pairs.csv")
    agency = {name: family for name, *_, family in DOCUMENTS}

    assert len(pairs) == len(list(itertools.combinations(DOCUMENTS, 2)))
    for pair in pairs:
        one, two = pair["left"], pair["right"]
        assert pair["direction"] in ("left", "right", "undecided")
        assert bool(pair["confidence"]) == (pair["direction"] != "undecided")
        if agency[one] == agency[two] and (one.endswith("-0") or two.endswith("-0")):
            assert pair["direction"] == ("right" if one.endswith("-0") else "left")
            assert pair["confidence"] == "high"
        if one.endswith("-0") and two.endswith("-0"):
            assert pair["direction"] == "undecided"


def test_twelve_documents_are_two_independent_sources(audited: tuple[Path, str]) -> None:
    """In groups.csv, in report.md and on the screen: ten copies are no witnesses."""
    out, printed = audited

    groups = rows(out / "groups.csv")

    assert len(groups) == 12
    assert {row["independent_sources"] for row in groups} == {"2"}
    assert "12 documents, 2 independent sources" in (out / "report.md").read_text(encoding="utf-8")
    assert "group 1: 12 documents, 2 independent sources; keep " in printed


def test_every_claim_has_who_makes_it_and_where(audited: tuple[Path, str]) -> None:
    """claims.csv has no empty column but for places outside the text."""
    claims = rows(audited[0] / "claims.csv")

    assert {row["document"] for row in claims} == {name for name, *_ in DOCUMENTS}
    for row in claims:
        assert all(row[name] for name in ("property", "value", "asserter", "method", "confidence"))
        places = [row[name] != "" for name in ("start", "end", "byte_start", "byte_end", "text")]
        assert all(places) or (not any(places) and row["asserter"] == "container")
