"""The reports of the sample articles that are checked in say what the tool says now."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

REPORTS = Path(__file__).resolve().parent.parent / "reports"
STALE = "reports/ is not what the tool says now; look at the difference, then run: pytest --update-golden"


@pytest.fixture
def written(run: Run, seeds: Path, tmp_path: Path, *, update_golden: bool) -> Path:
    """The reports as the tool writes them now; also put into reports/ when golden files are to be rewritten."""
    result = run("audit", seeds, "--output", tmp_path / "reports")
    assert result.returncode == 0, result.stderr.decode()
    if update_golden:
        shutil.rmtree(REPORTS, ignore_errors=True)
        shutil.copytree(tmp_path / "reports", REPORTS)
    return tmp_path / "reports"


def test_reports_are_current(written: Path) -> None:
    """Every file of reports/ has the bytes that an audit of seeds/ writes, and there is no other file."""
    now = {path.name: path.read_bytes() for path in written.iterdir()}
    kept = {path.name: path.read_bytes() for path in REPORTS.iterdir()} if REPORTS.is_dir() else {}

    assert sorted(kept) == sorted(now), STALE
    assert [name for name in sorted(now) if kept[name] != now[name]] == [], STALE


def test_reports_name_no_machine(written: Path, seeds: Path, tmp_path: Path) -> None:
    """No report holds the absolute path of the input or of the output."""
    for path in written.iterdir():
        content = path.read_bytes()

        assert str(seeds).encode() not in content
        assert str(tmp_path).encode() not in content
