"""The command as a shell finds it, and a repository with texts."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from gate_articles import LEADS, article, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run
    from gate_articles import Git


@pytest.fixture
def command(tmp_path: Path, root: Path) -> Path:
    """A folder that holds the command ``provenance``, which runs the sources."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "provenance"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m provenance "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return folder


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """A repository with two accepted-by-nobody pairs in its first commit: one of files, one of records."""

    def call(*arguments: str) -> str:
        settings = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        command = ["git", *settings, *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    texts = tmp_path / "texts"
    texts.mkdir()
    (tmp_path / "provenance.toml").write_text('select = ["DUP"]\n', encoding="utf-8")
    (texts / "old.txt").write_text(article(LEADS[0]), encoding="utf-8")
    (texts / "old copy é.txt").write_text(article(LEADS[0], " x"), encoding="utf-8")
    (texts / "r.jsonl").write_text(record("one", LEADS[1]) + record("two", LEADS[1], " y"), encoding="utf-8")
    (texts / "alone.txt").write_text(article(LEADS[2]), encoding="utf-8")
    call("init", "-q", "-b", "main")
    call("add", "-A")
    call("commit", "-qm", "first")
    return call


@pytest.fixture
def check(run: Run, tmp_path: Path) -> Callable[..., tuple[int, list[str]]]:
    """Run the check and give its status, and the documents that its findings stand at."""

    def call(*more: str, cwd: Path | None = None, path: str = "texts") -> tuple[int, list[str]]:
        result = run("check", path, "-f", "jsonl", *more, cwd=cwd or tmp_path)
        return result.returncode, sorted(json.loads(line)["document"] for line in result.stdout.splitlines())

    return call
