"""``explain-document`` and ``audit --why``: which text is meant, what is said of it, and where there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from provenance.cli import main
from provenance.reporters.display import width

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

STORY = "Hanoi (VNA) - The ferry at the old landing runs again after its rope was changed. " + " ".join(
    f"Passenger number {number} said that the crossing takes {number} minutes in calm weather."
    for number in range(3, 15)
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """An agency's story, its copy that credits it, and a file of records."""
    (tmp_path / "c").mkdir()
    (tmp_path / "c/agency.txt").write_text(f" date 2024-03-05 {STORY}", encoding="utf-8")
    (tmp_path / "c/copy.txt").write_text(
        f"The ferry\n\n{STORY.partition(') - ')[2]}\n\nSource: VNA\n", encoding="utf-8"
    )
    records = [
        {"id": "ferry-1", "text": STORY},
        {"id": "ferry-2", "text": "Nothing of it."},
        {"id": "7", "text": "Seven."},
    ]
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    (tmp_path / "c/news.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "found"), [
    ("c/agency.txt", "c/agency.txt"),
    ("c/news.jsonl#1", "ferry-1"),
    ("c/news.jsonl#ferry-2", "ferry-2"),
    ("c/news.jsonl#7", "7"),
    ("c/news.jsonl#3", "7"),
])  # fmt: skip
def test_a_text_is_named_by_file_line_or_id(name: str, found: str, corpus: Path, run: Run) -> None:
    """A number is a line where there is one, else an id."""
    result = run("explain-document", name, "-f", "json", cwd=corpus)

    assert result.returncode == 0
    assert json.loads(result.stdout)["document"]["id"] == found


@pytest.mark.parametrize(("arguments", "says"), [
    (("explain-document", "c/agensy.txt"), "there is no such file (did you mean agency.txt"),
    (("explain-document", "c/news.jsonl#fery-1"), "no record with the id 'fery-1' (did you mean ferry-1, ferry-2"),
    (("explain-document", "c/news.jsonl#9"), "no record in line 9"),
    (("explain-document", "c/news.jsonl"), "several records; say c/news.jsonl#LINE or c/news.jsonl#ID"),
    (("explain-document", "c"), "this is a folder"),
    (("explain-document", "c/agency.txt", "-f", "sarif"), "the formats of this page are table, markdown, json"),
    (("audit", "c", "--why", "agenci.txt"), "no document 'agenci.txt' among 5 (did you mean agency.txt"),
    (("audit", "c", "--why", "c/news.jsonl"), "matches 3 documents; give the id of one: ferry-1, ferry-2, 7"),
    (("audit", "c", "--why", "copy.txt", "-f", "sarif"), "the formats of this page are table, markdown, json"),
])  # fmt: skip
def test_a_text_that_there_is_not(arguments: tuple[str, ...], says: str, corpus: Path, run: Run) -> None:
    """Status 2 and a sentence with the nearest names."""
    result = run(*arguments, cwd=corpus)

    assert result.returncode == 2
    assert says in result.stderr.decode()
    assert not result.stdout


@pytest.mark.parametrize("name", ["copy.txt", "c/copy.txt"])
def test_in_an_audit_the_page_tells_which_came_first(name: str, corpus: Path, run: Run) -> None:
    """The copy credits the agency, whose own text the other is; reports are written as always."""
    result = run("audit", "c", "--why", name, cwd=corpus)
    printed = " ".join(result.stdout.decode().split())

    assert result.returncode == 0
    assert "It came first, and this document is its copy" in printed
    assert "Because the copy credits VNA, whose own text the original is." in printed
    assert (corpus / "reports/pairs.csv").exists()


def test_whatever_is_selected_the_page_is_whole(corpus: Path, run: Run) -> None:
    """The rules asked for choose the findings, not what is known of the document."""
    result = run(
        "audit", "c", "--why", "copy.txt", "--select", "TXT001", "--write", "findings", "-f", "json", cwd=corpus
    )
    page = json.loads(result.stdout)

    assert page["findings"] == []
    assert [other["id"] for other in page["related"]] == ["agency.txt", "ferry-1"]
    assert page["related"][0]["this_is"] == "copy"


def test_alone_a_text_is_said_to_be_alone(corpus: Path, run: Run) -> None:
    """What was not read is said, with the command that reads it."""
    result = run("explain-document", "c/copy.txt", cwd=corpus)

    assert "Other documents were not read" in result.stdout.decode()
    assert "audit PATH... --why ID" in result.stdout.decode()


def test_on_a_narrow_screen_nothing_is_wider(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Forty columns are enough for every sample article."""
    monkeypatch.chdir(seeds)
    monkeypatch.setenv("COLUMNS", "40")
    for seed in sorted(seeds.iterdir()):
        assert main(["explain-document", seed.name]) == 0
        assert max(map(width, capsys.readouterr().out.splitlines())) <= 40


def test_of_two_records_with_one_id_neither_is_meant(tmp_path: Path, run: Run) -> None:
    """The lines tell them apart."""
    (tmp_path / "n.jsonl").write_text('{"id":"a","text":"x"}\n{"id":"a","text":"y"}\n', encoding="utf-8")
    result = run("explain-document", "n.jsonl#a", cwd=tmp_path)

    assert result.returncode == 2
    assert "several records have the id 'a' (lines 1, 2)" in result.stderr.decode()


def test_a_text_from_standard_input(run: Run) -> None:
    """A dash reads it."""
    result = run("explain-document", "-", stdin=STORY.encode())

    assert result.returncode == 0
    assert b"VNA" in result.stdout
