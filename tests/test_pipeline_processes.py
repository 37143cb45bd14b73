"""The stages on single texts give the same results on one process and on several."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import attrs
import pytest

from provenance import attribution, faults
from provenance.alignment.carried import Carriers
from provenance.cache import Cache
from provenance.derivation import profiles
from provenance.pipeline import audit, carrying, documents, pages, spread
from provenance.processes import Ahead
from provenance.settings import Config

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.alignment.meetings import Met
    from provenance.kernels.rows import Rows
    from provenance.model import Report

FAULTY = "The lighthouse keeper counts backwards."
COUNT = 700  # three parts, the last one short

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records with claims; one lone surrogate, which cannot be sent; one text that a stage fails on."""
    monkeypatch.setattr(documents, "MIN_FORKED", 1)
    # Threads of numpy and of the test runner hold no lock that a child needs.
    monkeypatch.setattr(spread, "can_fork", lambda: True)
    path = tmp_path / "records.jsonl"
    texts = [
        f"LISBON, May {1 + number % 28}, 2023 (Lusa) - Harbour {number} opened its gates to boat number {number * 7}, "
        f"which had waited outside for {number % 9} days."
        for number in range(COUNT)
    ]
    texts[300] += FAULTY
    texts[600] = f"By Anna Keeper\ud800\n\n{texts[600]}"
    path.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)))
    return path


def with_jobs(jobs: int) -> Config:
    return attrs.evolve(Config(), grouping=attrs.evolve(Config().grouping, jobs=jobs))


def results(report: Report) -> tuple[object, ...]:
    evidence = report.evidence
    return evidence.traits, evidence.repeats, evidence.attributions, evidence.notices, evidence.gaps, report.findings


def test_processes_do_not_change_results(corpus: Path) -> None:
    """Traits, repeats, claims and findings are equal, also where a result cannot be sent."""
    assert results(audit([corpus], with_jobs(2))) == results(audit([corpus], with_jobs(1)))


def test_a_fault_is_reported_as_in_one_process(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in a child is met again by the parent, which names the text; other texts keep their results."""
    attribute = attribution.attribute

    def failing(text: str, *more: object) -> object:
        if FAULTY in text:
            raise ZeroDivisionError
        return attribute(text, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(attribution, "attribute", failing)
    monkeypatch.setattr(faults, "UNCAUGHT", (KeyboardInterrupt,))

    report = audit([corpus], with_jobs(2))

    assert report.evidence.gaps == {"attribute": {300}}
    assert results(report) == results(audit([corpus], with_jobs(1)))


def test_the_work_is_done_in_other_processes(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process reads claims only of the part whose results cannot be sent."""
    attribute, here = attribution.attribute, []

    def noted(text: str, *more: object) -> object:
        here.append(os.getpid())
        return attribute(text, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(attribution, "attribute", noted)

    audit([corpus], with_jobs(2))

    assert len(here) == COUNT % documents.TOGETHER


def test_a_warm_cache_starts_no_process(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the processes found is in the cache, so that the next run forks none, and the results are the same."""
    config = with_jobs(2)

    def run() -> Report:
        return audit([corpus], config, cache=Cache([corpus], config, str(tmp_path / "cache")))

    cold = run()
    monkeypatch.setattr(documents, "MIN_FORKED", 1000)
    monkeypatch.setattr(spread, "map_forked", lambda *_: pytest.fail("a process was started"))

    assert results(run()) == results(cold)


def test_passages_are_found_in_other_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passages and ledgers are equal, this process aligns nothing, and the next run finds all in the cache."""
    monkeypatch.setattr(spread, "can_fork", lambda: True)
    monkeypatch.setattr(carrying, "MIN_FORKED", 100)
    align, here, path = Carriers.__call__, list[int](), tmp_path / "records.jsonl"
    verses = [" ".join(f"{word}{number // 3}" for word in "abcdefghijklmnopqrstuvwxyz") for number in range(COUNT)]
    path.write_text("".join(json.dumps({"text": f"{verse} {at} {at * at}"}) + "\n" for at, verse in enumerate(verses)))

    def noted(carriers: Carriers, met: Met) -> Rows:
        here.append(met.document)
        return align(carriers, met)

    def passages(jobs: int) -> tuple[object, ...]:
        config = with_jobs(jobs)
        cache = None if jobs == 1 else Cache([path], config, str(tmp_path / "cache"))
        evidence = audit([path], config, cache=cache).evidence
        assert len(evidence.passages) == COUNT // 3
        return [*evidence.passages], evidence.ledgers

    alone = passages(1)
    monkeypatch.setattr(Carriers, "__call__", noted)

    assert [passages(2), passages(2)] == [alone, alone]
    assert here == []


def write_prints(folder: Path) -> None:
    """Write an agency's text and an outlet's print of it into *folder*."""
    body = " ".join(f"Boat number {number} waited outside the harbour for {number % 9} days." for number in range(40))
    (folder / "a.txt").write_text(f"LISBON, May 1, 2023 (Lusa) - {body}\n", encoding="utf-8")
    (folder / "b.txt").write_text(f"Harbour Gazette\n\nMay 3, 2023\n\n{body}\n\nSource: Lusa\n", encoding="utf-8")


def test_pages_are_looked_at_in_other_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Directions and derivations are equal, and this process looks at no page itself."""
    monkeypatch.setattr(spread, "can_fork", lambda: True)
    monkeypatch.setattr(pages, "MIN_FORKED", 1)
    write_prints(tmp_path)
    look, here = profiles.page_facts, []

    def noted(text: str) -> profiles.PageFacts:
        here.append(text)
        return look(text)

    def config(jobs: int) -> Config:
        """Settings that put the two texts into no group: the choice of a member to keep looks at pages as well."""
        return attrs.evolve(Config(), grouping=attrs.evolve(Config().grouping, jobs=jobs, threshold=1.0))

    alone = audit([tmp_path], config(1)).evidence
    monkeypatch.setattr(profiles, "page_facts", noted)

    shared = audit([tmp_path], config(2)).evidence

    assert shared.derivations == alone.derivations != ()
    assert here == []


def test_pages_that_were_looked_at_ahead_are_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the processes were quick enough, all is there when derivations are asked for, and these are equal."""
    monkeypatch.setattr(spread, "can_fork", lambda: True)
    write_prints(tmp_path)
    alone = audit([tmp_path], with_jobs(1)).evidence
    monkeypatch.setattr(pages, "MIN_FORKED", 1)
    ended = Ahead.ended

    def waited(ahead: Ahead[range]) -> list[tuple[range, bytes]]:
        for child in ahead.children:
            os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        return ended(ahead)

    monkeypatch.setattr(Ahead, "ended", waited)
    monkeypatch.setattr(pages.Pages, "_look_ahead", lambda *_: pytest.fail("a page was looked at twice"))

    assert audit([tmp_path], with_jobs(2)).evidence.derivations == alone.derivations != ()
