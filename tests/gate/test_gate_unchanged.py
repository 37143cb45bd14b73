"""A check of a corpus in which nothing changed is answered from its last one, and only then."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from provenance.cache import Cache
from provenance.pipeline import audit
from provenance.pipeline.run import MIN_CACHED_DOCUMENTS
from provenance.readers.stamps import TICK
from provenance.scope import focused, narrowed
from provenance.settings import Config, Grouping, Judging, Reporting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from provenance.model import Report

CHECK = Config(reporting=Reporting(output="nowhere", write=("findings",)), judging=Judging(select=("DUP", "TXT")))
PLACES = ("harbour", "quarry", "orchard", "viaduct", "lighthouse", "granary", "foundry")


def text(number: int) -> str:
    """A text of its own, every sixth one the same as the one before."""
    seed = number - 1 if number % 6 == 5 else number
    words = (f"{PLACES[(seed * 3 + at * (seed % 5 + 1)) % len(PLACES)]}{(seed + at) % 23}" for at in range(60))
    return f"Notes from day {seed}\n\n{' '.join(words)}.\n"


def age(*paths: Path) -> None:
    """Set the clock by which *paths* changed a day back; only the time of their last status change is of today."""
    for path in paths:
        day = time.time_ns() - 86_400 * 10**9
        os.utime(path, ns=(day, day))


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of texts that no check has any doubt about: for these tests, a tick of the clock is none."""
    monkeypatch.setattr("provenance.readers.stamps.TICK", -TICK)
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(MIN_CACHED_DOCUMENTS + 6):
        (folder / f"{number:03}.txt").write_text(text(number), encoding="utf-8")
    return folder


@pytest.fixture
def check(corpus: Path, tmp_path: Path) -> Callable[..., Report]:
    def call(config: Config = CHECK) -> Report:
        return audit([corpus], config, cache=Cache([corpus], config, str(tmp_path / "cache")))

    return call


def answered(report: Report) -> bool:
    """Return whether a check read nothing and ran no stage."""
    return [timing.stage for timing in report.timings] == ["read"]


def said(report: Report) -> tuple[object, ...]:
    """Return all that a report of findings can show."""
    evidence = report.evidence
    texts = [evidence.text(position) for position in range(len(evidence.documents))]
    words = evidence.words.tolist()
    found = (list(evidence.documents), evidence.groups, list(evidence.inputs), evidence.notices, texts, words)
    return report.findings, report.corpus, report.roots, *found


def changed(path: Path) -> None:
    path.write_text(text(400), encoding="utf-8")


def under_its_old_size_and_time(path: Path) -> None:
    before = path.stat()
    path.write_text(text(12).replace("Notes", "Lines"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def replaced(path: Path) -> None:
    other = path.with_name(".other")
    other.write_text(text(401), encoding="utf-8")
    age(other)
    other.replace(path)


def deleted(path: Path) -> None:
    path.unlink()


def renamed(path: Path) -> None:
    path.rename(path.with_name("renamed.txt"))


def joined_by_another(path: Path) -> None:
    path.with_name("another.txt").write_text(text(402), encoding="utf-8")


def joined_by_what_nothing_reads(path: Path) -> None:
    path.with_name("another.xyz").write_bytes(b"x")


def given_a_sidecar(path: Path) -> None:
    path.with_name(f"{path.name}.meta.toml").write_text('title = "The day"\n', encoding="utf-8")


def excluded(path: Path) -> None:
    path.with_name(".gitignore").write_text(f"{path.name}\n", encoding="utf-8")


def turned_into_a_copy(path: Path) -> None:
    path.write_text(path.with_name("020.txt").read_text(encoding="utf-8"), encoding="utf-8")


def made_a_link(path: Path) -> None:
    path.rename(path.with_name(".hidden.txt"))
    path.symlink_to(".hidden.txt")


CHANGES = (
    changed, under_its_old_size_and_time, replaced, deleted, renamed, joined_by_another, joined_by_what_nothing_reads,
    given_a_sidecar, excluded, turned_into_a_copy, made_a_link,
)  # fmt: skip


def test_an_unchanged_corpus_is_not_read(check: Callable) -> None:
    """The second check runs no stage, and its report is the same to the last text, also where groups are shown."""
    first = check()
    second = check()

    assert first.findings
    assert not answered(first)
    assert answered(second)
    assert said(second) == said(first)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_any_change_is_seen(change: Callable[[Path], None], check: Callable, corpus: Path) -> None:
    """After a change the report is that of a run without a cache; the next check is answered, if nothing is missing."""
    check()
    change(corpus / "012.txt")
    warm = check()

    assert not answered(warm)
    assert said(warm) == said(audit([corpus], CHECK))
    assert answered(check()) != any(notice.misses for notice in warm.evidence.notices)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_focus_says_what_a_check_of_everything_says(
    change: Callable[[Path], None], check: Callable, corpus: Path
) -> None:
    """What the cache knows changes nothing: in focus are the findings of a run without one that touch what is there."""
    check()
    names = {path.name for path in corpus.iterdir()}
    change(corpus / "012.txt")
    fresh = sorted(path for path in corpus.iterdir() if path.name not in names or path.name == "012.txt")
    focus = focused([str(path) for path in (*fresh, corpus / "017.txt")])
    warm, cold = narrowed(check(), focus), narrowed(audit([corpus], CHECK), focus)

    assert warm == cold
    assert narrowed(check(), focus) == cold
    assert 0 < len(cold) < len(check().findings)


def test_a_sidecar_is_looked_at_too(check: Callable, corpus: Path) -> None:
    """What is stated beside a text counts as the text itself."""
    given_a_sidecar(corpus / "012.txt")
    first = check()
    (corpus / "012.txt.meta.toml").write_text('title = "The eve"\n', encoding="utf-8")
    second = check()

    assert not answered(second)
    assert said(second) == said(audit([corpus], CHECK)) != said(first)


def test_what_was_only_touched_is_read_again(check: Callable, corpus: Path) -> None:
    """A file whose times alone changed is read, and says the same."""
    first = check()
    age(corpus / "012.txt")
    second = check()

    assert not answered(second)
    assert second.findings == first.findings


def test_other_settings_ask_another_question(check: Callable) -> None:
    """An answer is for the settings that it was found with."""
    check()
    low = evolve(CHECK, grouping=Grouping(threshold=0.3))
    few = evolve(CHECK, judging=Judging(select=("DUP",)))

    assert not answered(check(low))
    assert not answered(check(few))
    assert answered(check(few))


def test_a_fresh_file_is_known_by_its_content(check: Callable, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What changed within a tick before the check may have changed again: the stamp alone is not trusted."""
    monkeypatch.setattr("provenance.readers.stamps.TICK", TICK)
    stamps = os.stat(corpus / "012.txt")
    check()
    assert answered(check())
    (corpus / "012.txt").write_text(text(12).replace("Notes", "Lines"), encoding="utf-8")
    stat = os.stat

    def as_before(path: str | bytes | Path, **more: bool) -> os.stat_result:
        return stamps if os.fsencode(path) == os.fsencode(corpus / "012.txt") else stat(path, **more)

    monkeypatch.setattr("provenance.readers.stamps.os.stat", as_before)
    again = check()

    assert not answered(again)
    assert said(again) == said(audit([corpus], CHECK))


def test_what_could_not_be_read_is_asked_for_again(check: Callable, corpus: Path) -> None:
    """A run that lacks an input leaves no answer: the reason may go away without a change of the files."""
    (corpus / "odd.txt").write_bytes(b"caf\xe9 \x81\x8d\x8f" * 9)
    first = check()

    assert any(notice.misses for notice in first.evidence.notices)
    assert not answered(check())
