"""What a check must and must not find in folders of texts, and that no code of the design goes without such cases."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

CASES = Path(__file__).resolve().parent.parent / "cases"
FOLDERS = tomllib.loads((CASES / "folders" / "folders.toml").read_text(encoding="utf-8"))
# The codes of the design but FIX, which needs a manifest.
CODES = {
    "DUP": 5, "REP": 2, "OVL": 3, "SRC": 5, "DATE": 7, "ENC": 5, "TXT": 7, "IO": 2, "SUP": 2,
}  # fmt: skip
EVERY = [f"{family}{number:03}" for family, last in CODES.items() for number in range(1, last + 1)]


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


def test_every_code_of_the_design_is_a_rule_with_a_page(run: Run) -> None:
    """Its codes, no more and no fewer, each with a name, a severity and a page that says what, why and what to do."""
    rules = {rule["code"]: rule for rule in json.loads(run("rules", "--format", "json").stdout)}

    assert sorted(rules) == sorted(EVERY)
    assert len({rule["name"] for rule in rules.values()}) == len(EVERY)
    for rule in rules.values():
        assert rule["severity"] in {"error", "warning", "info"}
        assert all(part in rule["page"] for part in ("Held against it:", "Why it hurts:", "What to do:"))
    assert run("explain", "SUP002").stdout == run("explain", rules["SUP002"]["name"]).stdout


@pytest.mark.parametrize("code", EVERY)
def test_every_code_has_a_case_that_it_must_find_and_one_that_it_must_not(code: str) -> None:
    """What nothing shows at work may be broken without anyone knowing."""
    files = (tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted((CASES / "rules").glob("*.toml")))
    single = [case for file in files for case in file["case"]]
    found = {code for case in single for code in [*case.get("find", []), *(code for code, _ in case.get("spans", []))]}
    found |= {code for case in FOLDERS["case"] for code, _ in case.get("find", [])}
    silent = tuple({code for case in (*single, *FOLDERS["case"]) for code in case.get("silent", [])})

    assert code in found
    assert code.startswith(silent)
