"""What a check must and must not find in folders of texts: tests/cases/folders/*.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance.rules import RULES

if TYPE_CHECKING:
    from conftest import Run

CASES = Path(__file__).resolve().parent.parent / "cases"
FOLDERS = tomllib.loads((CASES / "folders" / "folders.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["what"]) for case in FOLDERS["case"]])
def test_what_a_check_finds_in_a_folder(case: dict, run: Run, tmp_path: Path) -> None:
    """Each code of *find* speaks of that document ("": of none), and no code that begins like one of *silent* does."""
    for kind, encoding in (("files", "utf-8"), ("raw", "latin-1")):
        for name, text in case.get(kind, {}).items():
            plain = name.endswith((".jsonl", ".toml"))
            whole = text if plain else text.format_map(FOLDERS["texts"])
            (tmp_path / name).write_bytes(whole.encode(encoding))
    result = run("check", ".", "-f", "jsonl", "--fail-level", "info", *case.get("arguments", []), cwd=tmp_path)
    found = [json.loads(line) for line in result.stdout.splitlines()]
    told = [[one["code"], one["document"] or ""] for one in found]

    assert result.returncode in {0, 1, 3}, result.stderr
    assert [pair for pair in case.get("find", []) if pair not in told] == [], told
    assert [one for one in found if one["code"].startswith(tuple(case.get("silent", ["-"])))] == []


def test_every_rule_is_listed_with_a_page(run: Run) -> None:
    """The table as JSON has each rule's code, its name, severity and page; a page is found by code and by name."""
    rules = json.loads(run("rules", "--format", "json").stdout)

    assert [rule["code"] for rule in rules] == list(RULES)
    for rule in rules:
        assert (rule["name"], rule["severity"], rule["page"]) == (
            RULES[rule["code"]].name,
            RULES[rule["code"]].severity,
            RULES[rule["code"]].page,
        )
    assert run("explain", "SUP002").stdout == run("explain", RULES["SUP002"].name).stdout
