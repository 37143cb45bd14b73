"""The samples of every rule, from files to findings: what `provenance explain` shows is what the tool does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from provenance.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

    from provenance.rules.rule import Corpus


def codes(corpus: Corpus, choice: tuple[str, str], run: Run, folder: Path) -> set[str]:
    """The codes of what a check with the option *choice* finds in the files of *corpus*."""
    for name, content in corpus.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run("check", ".", "-f", "jsonl", "--fail-level", "info", *choice, cwd=folder)
    assert result.returncode in {0, 1, 3}, result.stderr
    return {json.loads(line)["code"] for line in result.stdout.splitlines()}


@pytest.mark.parametrize("code", RULES)
def test_a_rule_reports_its_sample_that_has_the_fault(code: str, run: Run, tmp_path: Path) -> None:
    """A check of the files in ``samples.found`` reports the rule."""
    assert code in codes(RULES[code].samples.found, ("--extend-select", code), run, tmp_path)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_that_is_selected_alone_reports_its_sample(code: str, run: Run, tmp_path: Path) -> None:
    """A rule declares every stage that it needs, so no other rule has to be selected for it to report something.

    What is about acceptances of DUP001 is reported only where that rule runs.
    """
    choice = f"{code},DUP001" if code.startswith("SUP") else code

    assert code in codes(RULES[code].samples.found, ("--select", choice), run, tmp_path)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_leaves_its_other_sample_alone(code: str, run: Run, tmp_path: Path) -> None:
    """A check of the files in ``samples.silent`` does not report the rule."""
    assert code not in codes(RULES[code].samples.silent, ("--extend-select", code), run, tmp_path)


@pytest.mark.parametrize("code", ["DUP001", "ENC001", "ENC004", "SUP001"])
def test_explain_shows_the_samples_with_what_is_invisible_in_them_as_escapes(code: str, run: Run) -> None:
    """Each file by its name, and its lines; nothing in them that a terminal obeys or a reader cannot see."""
    told = run("explain", code).stdout.decode()

    assert all(f"\n  {name}\n  | " in told for name in (*RULES[code].samples.found, *RULES[code].samples.silent))
    assert told.replace("\n", "").isprintable()
    assert ("ch\\xe2teau" in told) == (code == "ENC001")
    assert ("ferry\\u200bman" in told) == (code == "ENC004")
