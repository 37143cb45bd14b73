"""The costs of a run: the table, the sentence and the profile."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.cli import costs as costs_of_runs
from provenance.cli import main
from provenance.cli.costs import costly, profile, timings, with_writing
from provenance.model import Document, Evidence, Report, Timing
from provenance.pipeline import no_pairs
from provenance.pipeline.run import Cost
from provenance.settings import Config
from provenance.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

KEYS = ["version", "platform", "python", "cores", "seconds", "cpu_seconds", "peak_megabytes", "stages"]
STAGE_KEYS = {"name": str, "seconds": float, "cpu_seconds": float, "documents": int, "megabytes": float}


def took(**seconds: float) -> tuple[Timing, ...]:
    """The timings of stages that took *seconds*."""
    return tuple(Timing(stage, cost, 1, 1) for stage, cost in seconds.items())


def choosing(*codes: str) -> Config:
    """The settings of a run that checks the rules with *codes* only."""
    return attrs.evolve(Config(), judging=attrs.evolve(Config().judging, select=codes))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with two texts, the working folder of the commands."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("The ferry at the old landing runs again after its rope was changed on Monday.\n")
    return tmp_path


def test_timings_say_the_rate() -> None:
    """A stage has its seconds and rates; one that took no time has no rate; the writing of the reports comes last."""
    stages = (Timing("read", 0.5, 1000, 3_000_000), Timing("rules", 0.0, 1, 1))
    evidence = Evidence((Document("a", "a", b"a", None, 1),), np.ones(1, np.int64), str, no_pairs())

    table = timings(with_writing(Report(evidence, (), stages), Cost(0.25, 0.5)))

    assert [line.split() for line in table.splitlines()] == [
        ["stage", "seconds", "documents/s", "MB/s"],
        ["read", "0.500", "2,000", "6.0"],
        ["rules", "0.000", "-", "-"],
        ["reports", "0.250", "4", "12.0"],
    ]


def test_a_profile_holds_what_was_measured() -> None:
    """Each stage has its figures, bytes in millions; the seconds of the run are those of its stages."""
    written = profile((Timing("read", 0.5, 10, 3_000_000, 0.75), Timing("rules", 1.5, 10, 3_000_000, 1.25)), Config())

    assert written["stages"] == [
        {"name": "read", "seconds": 0.5, "cpu_seconds": 0.75, "documents": 10, "megabytes": 3.0},
        {"name": "rules", "seconds": 1.5, "cpu_seconds": 1.25, "documents": 10, "megabytes": 3.0},
    ]
    assert (written["seconds"], written["version"]) == (2.0, __version__)


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_profile_says_how_many_processors_were_used(jobs: int) -> None:
    """With --jobs that is its number."""
    config = attrs.evolve(Config(), grouping=attrs.evolve(Config().grouping, jobs=jobs))

    assert profile(took(read=1), config)["cores"] == jobs


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1))
def test_a_share_of_a_cost_is_never_more_than_all(seconds: float, cpu_seconds: float, part: float) -> None:
    """A part of some work has its part of the processor time, and work that took no time has none to share."""
    share = Cost(seconds, cpu_seconds).share(part * seconds)

    assert 0 <= share.cpu_seconds <= cpu_seconds * (1 + 1e-9)


@pytest.mark.parametrize("command", ["audit", "check"])
def test_a_profile_is_written(command: str, run: Run, corpus: Path) -> None:
    """A run writes every stage from reading to reports in order, with the figures that the documentation names."""
    run(command, "texts", "--profile", "cost.json", cwd=corpus)

    written = json.loads((corpus / "cost.json").read_text())
    assert list(written) == KEYS
    names = [stage["name"] for stage in written["stages"]]
    assert (names[0], names[-2:]) == ("read and sketch", ["rules", "reports"])
    assert [{key: type(value) for key, value in stage.items()} for stage in written["stages"]] == [STAGE_KEYS] * len(
        names
    )
    assert all(stage["documents"] == 2 for stage in written["stages"])
    assert (written["peak_megabytes"] is None) == (sys.platform == "win32")
    assert written["peak_megabytes"] is None or 1 < written["peak_megabytes"] < 100_000


def test_no_profile_unless_asked_for(run: Run, corpus: Path) -> None:
    """A run without the option leaves nothing but its reports."""
    run("audit", "texts", cwd=corpus)

    assert {path.name for path in corpus.iterdir()} == {"texts", "reports"}


@pytest.mark.parametrize(
    "place", ["texts/a.txt", "reports/audit.json", "report.out", "missing/cost.json", "texts", "-", ""]
)
def test_a_profile_replaces_no_input_and_no_report(place: str, run: Run, corpus: Path) -> None:
    """An input, the place of a report, and where nothing can be written are refused before any work."""
    result = run("audit", "texts", "--profile", place, "-o", "json=report.out", cwd=corpus)

    assert result.returncode == 2
    assert {path.name for path in corpus.iterdir()} == {"texts"}
    assert (corpus / "texts/a.txt").read_text().startswith("The ferry")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_profile_that_cannot_be_written_is_reported(run: Run, corpus: Path) -> None:
    """The run is incomplete, the reports are written, and the results are printed."""
    result = run("audit", "texts", "--profile", "/dev/full", cwd=corpus)

    assert result.returncode == 3
    assert b"/dev/full: cannot be written" in result.stderr
    assert (corpus / "reports/audit.json").exists()
    assert result.stdout.startswith(b"2 documents")


def test_the_stage_that_takes_most_is_named() -> None:
    """A long run says where most of its time went; a run without such a stage and a short one say nothing."""
    assert costly(took(read=3, passages=473, rules=173), Config(), folder=False) == "passages: 473 s of 649 s"
    assert costly(took(read=4, passages=5, rules=4), Config(), folder=False) == ""
    assert costly(took(read=1, passages=8), Config(), folder=False) == ""


def test_files_without_the_costly_stage_are_named() -> None:
    """Findings are among them where no selected rule needs the stage; where no folder is written, no file is named."""
    costs = took(read=3, passages=473)

    told = costly(costs, choosing("DUP003"), folder=True)

    assert told == "passages: 473 s of 476 s; --write inputs,claims,pairs,groups,findings leaves that out"
    assert costly(costs, choosing("OVL"), folder=True).endswith("--write inputs,claims,pairs,groups leaves that out")
    assert costly(costs, choosing("DUP003"), folder=False) == "passages: 473 s of 476 s"


def test_a_cheaper_policy_is_named() -> None:
    """What the policy costs can be saved by another one as well, also where no folder is written."""
    costs = took(read=3, keep=40)

    assert costly(costs, Config(), folder=True).endswith(
        "--write inputs,claims,pairs,passages or --keep longest leaves that out"
    )
    assert costly(costs, Config(), folder=False) == "keep: 40 s of 43 s; --keep longest leaves that out"


def test_findings_can_be_left_out() -> None:
    """Rules run for findings only, so that files without findings need none."""
    told = costly(took(rules=20), Config(), folder=True)

    assert told == "rules: 20 s of 20 s; --write inputs,claims,pairs,passages,groups leaves that out"


@pytest.mark.parametrize("stage", ["read and sketch", "reports"])
def test_what_every_run_needs_is_not_left_out(stage: str) -> None:
    """Reading and the writing itself are part of every run."""
    assert costly(took(**{stage: 20}), choosing("DUP"), folder=True) == f"{stage}: 20 s of 20 s"


@pytest.mark.parametrize(("more", "advised"), [((), True), (("--why", "a.txt"), False)])
def test_the_page_of_a_document_leaves_no_stage_out(
    more: tuple[str, ...],
    advised: bool,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With --why every stage runs, whatever --write names, so no files are advised that would need less."""
    monkeypatch.chdir(corpus)
    monkeypatch.setattr(costs_of_runs, "with_writing", lambda *_: took(passages=20))

    main(["audit", "texts", "--select", "DUP003", "--no-cache", *more])

    said = capsys.readouterr().err
    assert "passages: 20 s of 20 s" in said
    assert ("; --write " in said) == advised
