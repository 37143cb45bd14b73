"""The first check of a folder: one finding for all texts, an entry of the baseline for all of them, and settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
NAME = ".provenance-baseline.jsonl"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder of sixty-four short texts without a source or a date."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for first in COUNTS:
        for second in COUNTS:
            text = f"The {first} boats of harbour {second} came back when the {second} nets were full of {first}.\n"
            (folder / f"{first}-{second}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def found(run: Run, folder: Path, *more: str) -> tuple[int, list[tuple[str, int]]]:
    """The status of a check, and the code and count of each finding."""
    result = run("check", "texts", "-f", "jsonl", "--select", "SRC001,DATE001", *more, cwd=folder)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return result.returncode, [(line["code"], line["count"]) for line in lines]


def test_first_contact(run: Run, texts: Path) -> None:
    """Two findings, each true of all texts; each can be listed."""
    assert found(run, texts) == (1, [("DATE001", 64), ("SRC001", 64)])
    status, each = found(run, texts, "--list", "SRC001")
    assert (status, len(each), each.count(("SRC001", 1))) == (1, 65, 64)


def test_an_entry_for_a_rule(run: Run, texts: Path) -> None:
    """It accepts what the rule finds in the files that match, also in new ones, and nothing of other rules."""
    made = run("baseline", "create", "texts", "--by-rule", "SRC001", "--glob", "texts/one-*", "--why", "old", cwd=texts)
    lines = (texts / NAME).read_text(encoding="utf-8").splitlines()

    assert made.returncode == 0
    assert json.loads(lines[-1]) == {"code": "SRC001", "glob": "texts/one-*", "why": "old"}
    (texts / NAME).write_text(f"{lines[-1]}\n", encoding="utf-8")
    (texts / "texts" / "one-more.txt").write_text("Nobody spoke of the boats in the harbour.", encoding="utf-8")
    assert found(run, texts) == (1, [("DATE001", 65), ("SRC001", 56)])


def test_an_entry_for_a_rule_stays(run: Run, texts: Path) -> None:
    """An update keeps it, and one that accepts nothing is stale."""
    lines = ('{"code":"SRC001","glob":"texts/**","why":"old"}', '{"code":"DATE001","glob":"texts/x-*","why":""}')
    (texts / NAME).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    stale = run("check", "texts", "--select", "SRC001,DATE001", "--ratchet", cwd=texts)

    assert b"SUP002 DATE001 of texts/x-* is no longer found" in stale.stdout
    assert run("baseline", "update", "texts", "--select", "SRC001", cwd=texts).returncode == 0
    assert lines[0] in (texts / NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "texts", "--glob", "a"),
        ("prune", "texts", "--by-rule", "SRC001"),
        ("create", "texts", "--by-rule", "X1"),
    ],
)
def test_options_that_accept_nothing(run: Run, texts: Path, arguments: tuple[str, ...]) -> None:
    """A pattern without a rule, a rule that does not exist, and an action that accepts nothing are mistakes."""
    assert run("baseline", *arguments, cwd=texts).returncode == 2


def test_a_folder_has_a_source(run: Run, texts: Path) -> None:
    """The settings say where the texts of a folder come from, and when they were published."""
    dates = 'published = { "texts/**" = "1987", "texts/two-*" = "1988-03" }'
    (texts / "provenance.toml").write_text(f'source = {{ "texts/" = "VNA" }}\n{dates}\n', encoding="utf-8")
    assert found(run, texts) == (0, [])

    run("audit", "texts", "-q", "--write", "documents", cwd=texts)
    rows = (texts / "reports" / "documents.csv").read_text(encoding="utf-8").splitlines()
    assert sum(",VNA," in row and ",1987,operator," in row for row in rows) == 56
    assert sum(",VNA," in row and ",1988-03,operator," in row for row in rows) == 8


def test_a_text_that_says_more(run: Run, texts: Path) -> None:
    """What a text says itself wins over what holds for its folder."""
    own = "HANOI, 12 May 2023 (VNA) - The ferry sails again after its rope was changed, the ferryman said.\n"
    (texts / "texts" / "own.txt").write_text(own, encoding="utf-8")
    (texts / "provenance.toml").write_text('source = "Reuters"\npublished = "1987"\n', encoding="utf-8")

    run("audit", "texts", "-q", "--write", "documents", cwd=texts)

    rows = (texts / "reports" / "documents.csv").read_text(encoding="utf-8").splitlines()
    (row,) = (row for row in rows if row.startswith("own.txt"))
    assert ",VNA," in row
    assert "2023-05-12" in row


@pytest.mark.parametrize("line", ['source = ""', "source = 3.5", 'published = "May"', 'url = { "!a" = "b" }'])
def test_mistakes_in_such_settings(run: Run, texts: Path, line: str) -> None:
    """A name, a date and an address are wanted, and patterns that can match."""
    (texts / "provenance.toml").write_text(f"{line}\n", encoding="utf-8")

    assert run("check", "texts", cwd=texts).returncode == 2
