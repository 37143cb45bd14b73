"""The cache changes how long a run takes, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from provenance.alignment import carried
from provenance.attribution import attribute
from provenance.cache import Cache
from provenance.derivation.profiles import PageFacts
from provenance.model import Attribution, Repeats, Span, Trait
from provenance.pipeline import Judged, audit
from provenance.pipeline.run import MIN_CACHED_DOCUMENTS
from provenance.settings import Aligning, Attributing, Config, Judging, Reporting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    from provenance.alignment.meetings import Met
    from provenance.kernels.rows import Rows
    from provenance.model import Report

WORDS = [
    "river",
    "council",
    "bridge",
    "letter",
    "winter",
    "teacher",
    "garden",
    "market",
    "station",
    "island",
    "copper",
    "window",
    "valley",
    "summer",
]


def text(number: int) -> str:
    """A text of its own, every fifth one a near-copy of the one before, every seventh with its page twice."""
    seed = number - 1 if number % 5 == 4 else number
    body = " ".join(WORDS[(seed * 7 + at * (seed % 11 + 1)) % len(WORDS)] + str((seed + at) % 17) for at in range(80))
    page = f"Title of number {seed}\n\nHANOI (VNA) - {number % 27 + 1} May 2023. {body}.\n"
    return page + (page if number % 7 == 0 else "") + ("One more line here.\n" if number % 5 == 4 else "")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(MIN_CACHED_DOCUMENTS + 10):
        (folder / f"{number:03}.txt").write_text(text(number), encoding="utf-8")
    return folder


@pytest.fixture
def check(corpus: Path, run: Run, tmp_path: Path) -> Callable[..., tuple[int, bytes, bytes]]:
    def call(*more: str, **environment: str) -> tuple[int, bytes, bytes]:
        environment = {"XDG_CACHE_HOME": str(tmp_path / "cache")} | environment
        result = run("check", str(corpus), "-f", "jsonl", *more, **environment)
        return result.returncode, result.stdout, result.stderr

    return call


def files(tmp_path: Path) -> list[Path]:
    return sorted(file for file in (tmp_path / "cache" / "provenance").glob("*") if file.suffix != ".answer")


def test_a_run_from_the_cache_says_the_same(check: Callable, tmp_path: Path) -> None:
    """The first run, the second, and one without a cache give equal bytes; --no-cache neither reads nor writes."""
    plain = check("--no-cache", "--list", "ALL")
    assert files(tmp_path) == []
    first = check("--list", "ALL")
    (file,) = files(tmp_path)
    written = file.read_bytes()

    assert plain[1].count(b"\n") > 20
    assert first == plain
    assert check("--list", "ALL") == plain
    assert file.read_bytes() == written


def test_what_changed_is_found_anew(check: Callable, corpus: Path, tmp_path: Path) -> None:
    """After an edit, a new file, a deleted and a renamed one the findings are those of a run without a cache."""
    check()
    (corpus / "003.txt").write_text(text(3).replace("May", "June") + text(9), encoding="utf-8")
    (corpus / "new.txt").write_text(text(5) + "And so on.\n", encoding="utf-8")
    (corpus / "010.txt").unlink()
    (corpus / "011.txt").rename(corpus / "renamed.txt")
    warm = check()

    assert warm == check("--no-cache")
    assert check() == warm


def test_settings_are_part_of_what_is_known(check: Callable) -> None:
    """Another threshold, other rules or another day after which dates are future ones give fresh findings."""
    check()
    for more in (("--threshold", "0.3"), ("--select", "DUP"), ("--as-of", "2023-05-10"), ("--min-words", "20")):
        assert check(*more) == check(*more, "--no-cache")


def test_reports_with_everything(corpus: Path, run: Run, tmp_path: Path) -> None:
    """audit uses what check found, and its reports are the same bytes as without."""
    environment = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    run("check", str(corpus), **environment)
    folders = [tmp_path / name for name in ("warm", "plain")]
    run("audit", str(corpus), "--output", str(folders[0]), **environment)
    run("audit", str(corpus), "--output", str(folders[1]), "--no-cache", **environment)

    names = sorted(path.name for path in folders[0].iterdir())
    assert len(names) > 5
    assert all((folders[0] / name).read_bytes() == (folders[1] / name).read_bytes() for name in names)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
        lambda whole: b"",
        lambda whole: whole.replace(b"cache 2", b"cache 9"),
        lambda whole: whole[:40] + bytes(8) + whole[48:],
        lambda whole: b"[" * 100_000,
    ],
)
def test_a_broken_cache_is_none(break_it: Callable[[bytes], bytes], check: Callable, tmp_path: Path) -> None:
    """A truncated, altered, empty or outdated cache changes no finding, and is replaced by a valid one."""
    plain = check()
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    for each in (file, file.with_name(f"{file.name}.answer")):
        each.write_bytes(break_it(each.read_bytes()))

    assert check() == plain
    assert file.read_bytes() == whole


def test_a_cache_may_be_deleted(check: Callable, tmp_path: Path) -> None:
    """Deleting the cache loses nothing."""
    plain = check()
    files(tmp_path)[0].unlink()

    assert check() == plain
    assert len(files(tmp_path)) == 1


def test_where_nothing_can_be_written(check: Callable, tmp_path: Path) -> None:
    """A folder that cannot be created or written gives one message, and the status is that of the findings."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    plain = check("--no-cache")
    status, out, err = check(XDG_CACHE_HOME=str(tmp_path / "file"))

    assert (status, out) == plain[:2]
    assert b"the cache cannot be written" in err
    assert err.count(b"\n") == plain[2].count(b"\n") + 1


def test_a_relative_cache_folder_does_not_count(
    check: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative XDG_CACHE_HOME is ignored, as the specification demands."""
    home = tmp_path / "home"
    home.mkdir()
    check(XDG_CACHE_HOME="relative", HOME=str(home))

    assert len(list((home / ".cache" / "provenance").glob("*.cache"))) == 1


def test_two_runs_at_once(corpus: Path, environment: dict[str, str], tmp_path: Path, check: Callable) -> None:
    """Concurrent runs report what a single one does, and leave a valid cache."""
    plain = check("--no-cache")
    command = [sys.executable, "-m", "provenance", "check", str(corpus), "-f", "jsonl"]
    own = environment | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    both = [subprocess.Popen(command, env=own, cwd=tmp_path, stdout=-1, stderr=-1) for _ in range(2)]

    assert [process.communicate()[0] for process in both] == [plain[1]] * 2
    assert check() == plain
    assert [file.suffix for file in files(tmp_path)] == [".cache"]


def test_old_corpora_are_forgotten(check: Callable, tmp_path: Path) -> None:
    """The oldest caches beyond MAX_CACHES are removed."""
    folder = tmp_path / "cache" / "provenance"
    folder.mkdir(parents=True)
    for number in range(40):
        (folder / f"{number}.cache").write_bytes(b"")
    check()

    assert len(files(tmp_path)) == 32


def test_a_small_corpus_has_no_cache(run: Run, seeds: Path, tmp_path: Path) -> None:
    """A run over few documents writes no cache."""
    run("check", str(seeds), XDG_CACHE_HOME=str(tmp_path / "cache"))

    assert not (tmp_path / "cache").exists()


def test_every_value_is_kept(corpus: Path, tmp_path: Path) -> None:
    """A value read back equals the one stored, whatever fields it has."""
    report = audit([corpus], Config())
    evidence = report.evidence
    values = [
        ("traits", tuple[Trait, ...], (Trait("glued", Span(3, 8), "noted.The", 2), Trait("empty", None))),
        ("repeats", Repeats, max(evidence.repeats, key=lambda one: one.share)),
        ("claims", Attribution, max(evidence.attributions, key=lambda one: len(one.claims))),
        ("carried", bytes, bytes(range(256))),
        ("named", PageFacts, PageFacts(("Harbour Gazette",), ("vna",), "?", True, False, 12, 345)),
        ("judged", Judged, Judged(report.findings, evidence.groups)),
    ]
    cache = Cache([corpus], Config(), str(tmp_path / "cache"))
    for key, _, value in values:
        assert value
        cache.put(key, value)
    cache.save()

    again = Cache([corpus], Config(), str(tmp_path / "cache"))
    assert [again.get(key, kind) for key, kind, _ in values] == [value for _, _, value in values]


def test_what_is_of_another_kind_is_not_known(tmp_path: Path) -> None:
    """An entry of another type is computed again."""
    cache = Cache(["x"], Config(), str(tmp_path))
    cache.put("a", Repeats(share=0.5))
    cache.save()

    assert Cache(["x"], Config(), str(tmp_path)).get("a", Attribution) is None
    assert Cache(["x"], Config(), str(tmp_path)).get("a", Repeats) == Repeats(share=0.5)


def test_only_what_a_change_touches_is_worked_on_again(
    corpus: Path, calls: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an edit of one text of sixty, its claims are read again, and only texts that meet it are aligned."""
    config = Config(reporting=Reporting(output="nowhere", write=("findings",)))

    def run() -> Report:
        return audit([corpus], config, cache=Cache([corpus], config, str(tmp_path / "cache")))

    def cold() -> Report:
        return audit([corpus], config)

    def worked_on(run: Callable[[], Report]) -> list[int]:
        """Return the documents that are aligned, on whatever thread, while *run* goes on."""
        found: list[int] = []
        work = carried.Carriers.__call__

        def called(self: carried.Carriers, met: Met) -> Rows:
            found.append(met.document)
            return work(self, met)

        with monkeypatch.context() as patch:
            patch.setattr(carried.Carriers, "__call__", called)
            run()
        return found

    run()
    (corpus / "003.txt").write_text(text(3) + "And so on.\n", encoding="utf-8")
    attributed, warm = calls(attribute, run)
    all_attributed, fresh = calls(attribute, cold)
    (corpus / "003.txt").write_text(text(3) + "And so it went.\n", encoding="utf-8")
    aligned, all_aligned = len(worked_on(run)), len(worked_on(cold))

    assert (attributed, all_attributed) == (1, MIN_CACHED_DOCUMENTS + 10)
    assert 0 < aligned < all_aligned / 4
    assert warm.findings == fresh.findings


def test_records_come_and_go(tmp_path: Path) -> None:
    """After any edit, copy, move or removal of records, a run with the cache finds what one without finds."""
    file = tmp_path / "r.jsonl"
    lines = [
        json.dumps({"id": str(number), "text": text(number) + text(number % 3)})
        for number in range(MIN_CACHED_DOCUMENTS + 5)
    ]
    settings = Config(reporting=Reporting(output="nowhere", write=("findings",)), judging=Judging())
    last = 0
    for change in (
        lambda some: some,
        lambda some: [some[0].replace("river", "stream"), *some[1:]],
        lambda some: [*some, *some[3:6]],
        lambda some: some[::-1],
        lambda some: some[1:],
    ):
        lines = change(lines)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        warm = audit([file], settings, cache=Cache([file], settings, str(tmp_path / "cache")))
        assert warm.findings == audit([file], settings).findings
        assert warm.findings != last
        last = warm.findings


def test_lone_surrogates_are_not_kept(tmp_path: Path) -> None:
    """A lone surrogate in a value costs that entry only."""
    cache = Cache(["x"], Config(), str(tmp_path))
    cache.put("good", (Trait("glued", Span(0, 1), "ok"),))
    cache.put("bad", (Trait("glued", None, "\ud800"),))
    cache.save()
    again = Cache(["x"], Config(), str(tmp_path))

    assert again.get("good", tuple[Trait, ...]) == (Trait("glued", Span(0, 1), "ok"),)
    assert again.get("bad", tuple[Trait, ...]) is None


def test_the_stamp_is_of_the_settings_of_texts(tmp_path: Path) -> None:
    """Results that depend on a setting are computed again when it changes."""
    cache = Cache(["x"], Config(), str(tmp_path))
    cache.put("a", Repeats())
    cache.save()

    def known(paths: str, **settings: object) -> Repeats | None:
        return Cache([paths], Config(**settings), str(tmp_path)).get("a", Repeats)

    assert known("x", judging=Judging(select=("DUP",))) == Repeats()
    assert known("x", aligning=Aligning(min_words=99)) is None
    assert known("x", attributing=Attributing(as_of="2020-01-01")) is None
    assert known("y") is None
