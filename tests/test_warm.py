"""Runs that are forked are runs: what they read, say and leave behind is what a process says that was started."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from warm import Warm

RUNS = {
    "reports": (["audit", "texts"], b"", {}),
    "findings": (["check", "texts", "-f", "jsonl"], b"", {"PROVENANCE_IGNORE": "SRC"}),
    "standard input": (["audit", "-", "--write", "findings", "--output", "out"], b'{"text": "The ferry."}\n', {}),
    "misuse": (["audit", "nowhere"], b"", {}),
    "an unknown command": (["adit"], b"", {"COLUMNS": "40"}),
    "a name that is not UTF-8": ([b"audit", b"caf\xe9"], b"", {}),
    "help": (["check", "--help"], b"", {"COLUMNS": "70"}),
}


@pytest.mark.parametrize(("arguments", "stdin", "variables"), RUNS.values(), ids=RUNS)
def test_a_forked_run_is_a_run(
    arguments: list[str | bytes],
    stdin: bytes,
    variables: dict[str, str],
    warm: Warm | None,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    """Status, both streams and every file are the same, whatever ran before it."""
    if warm is None:
        pytest.skip("runs are not forked on this system")
    folders = [tmp_path / "forked", tmp_path / "started"]
    for folder in folders:
        (folder / "texts").mkdir(parents=True)
        (folder / "texts/a.txt").write_text("Hanoi (VNA) - The ferry runs again.\n", encoding="utf-8")
        (folder / "provenance.toml").write_text('include = ["*.txt"]\n', encoding="utf-8")

    forked = warm.run(arguments, folders[0], stdin, variables)
    started = subprocess.run(
        [sys.executable, "-m", "provenance", *arguments],
        cwd=folders[1], env=environment | variables, input=stdin, capture_output=True, check=False,
    )  # fmt: skip

    assert (forked.returncode, forked.stdout, forked.stderr) == (started.returncode, started.stdout, started.stderr)
    assert left(folders[0]) == left(folders[1])


def test_the_environment_of_one_run_is_not_that_of_the_next(warm: Warm | None, tmp_path: Path) -> None:
    """A variable holds for the run that it was given to."""
    if warm is None:
        pytest.skip("runs are not forked on this system")
    shown = [
        warm.run(["config", "show"], tmp_path, b"", variables).stdout
        for variables in ({}, {"PROVENANCE_THRESHOLD": "0.25"}, {})
    ]

    assert b"threshold = 0.25\n" in shown[1]
    assert shown[0] == shown[2] != shown[1]


def left(folder: Path) -> dict[str, bytes]:
    """The files below *folder* with what is in them."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
