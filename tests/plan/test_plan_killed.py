"""Whatever kills a run, wherever: no text is lost, and the next run goes on, or back."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from plan_corpus import LEFT, command, contents, tree

from provenance.errors import UnwritableFileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks")

# What changes something on the disk, by the names of the functions in C.
CHANGES = {
    "open", "write", "fsync", "rename", "replace", "link", "unlink", "mkdir", "rmdir", "truncate", "utime", "fchmod",
}  # fmt: skip
# A run has a hundred changes; each is tried where PROVENANCE_EVERY_CHANGE is set, else one in so many.
STRIDE = 1 if os.environ.get("PROVENANCE_EVERY_CHANGE") else 13


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do *work* in a process that is killed before its change number *step*; return whether it was."""
    child = os.fork()
    if child == 0:
        done = 0

        def called(_: object, event: str, what: object) -> None:
            nonlocal done
            if event == "c_call" and getattr(what, "__name__", "") in CHANGES:
                done += 1
                if done == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(called)
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def everything(folder: Path) -> set[bytes]:
    """The bytes of all files below *folder*, those in the trash too."""
    return {path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def applied(original: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the corpus holds when the plan was carried out."""
    folder = tmp_path_factory.mktemp("applied")
    shutil.copytree(original / "corpus", folder / "corpus")
    shutil.copy(original / "plan.jsonl", folder)
    command("apply", folder / "plan.jsonl", "--in-place", "-q")
    return contents(folder / "corpus")


def undone(corpus: Path) -> None:
    """Undo what was done in *corpus*, if anything was."""
    with suppress(UsageError):
        command("undo", corpus, "-q")


def again(work: Path, original: Path) -> Path:
    shutil.rmtree(work)
    shutil.copytree(original, work)
    return work


def test_apply_in_place_killed_at_every_change(work: Path, original: Path, applied: dict[str, bytes]) -> None:
    """Every file is still there, byte for byte; apply goes on to the same end, and undo goes back to the same start."""
    before = tree(original / "corpus")
    step = 1 - STRIDE
    while True:
        step += STRIDE
        again(work, original)
        if not killed_at(step, lambda: command("apply", work / "plan.jsonl", "--in-place", "-q")):
            break
        assert everything(work / "corpus") >= {raw for raw, _, _ in before.values()}
        shutil.copytree(work, work.parent / "other", symlinks=True, copy_function=linked)
        assert command("apply", work / "plan.jsonl", "--in-place", "-q") == 0
        assert contents(work / "corpus") == applied
        undone(work.parent / "other/corpus")
        assert tree(work.parent / "other/corpus") == before
        shutil.rmtree(work.parent / "other")
    assert step > 60


def linked(source: str, target: str) -> None:
    """Copy a file; one that has two names keeps them in the copy."""
    known = linked.__dict__.setdefault("known", {})
    status = os.stat(source)
    first = known.get((status.st_ino, os.path.dirname(os.path.dirname(target))[:40]))
    if status.st_nlink > 1 and first and os.path.exists(first):
        os.link(first, target)
        return
    shutil.copy2(source, target)
    known[status.st_ino, os.path.dirname(os.path.dirname(target))[:40]] = target


def test_undo_killed_at_every_change(work: Path, original: Path) -> None:
    """The next undo brings back what is left; apply says that it has to come first."""
    before = tree(original / "corpus")
    step = 1 - STRIDE
    while True:
        step += STRIDE
        again(work, original)
        command("apply", work / "plan.jsonl", "--in-place", "-q")
        if not killed_at(step, lambda: command("undo", work / "corpus", "-q")):
            break
        assert everything(work / "corpus") >= {raw for raw, _, _ in before.values()}
        undone(work / "corpus")
        assert tree(work / "corpus") == before
    assert step > 10


def test_apply_to_a_folder_killed_at_every_change(work: Path, original: Path) -> None:
    """The folder is there whole or not at all, and the next run makes it."""
    step = 1 - STRIDE
    while True:
        step += STRIDE
        again(work, original)
        if not killed_at(step, lambda: command("apply", work / "plan.jsonl", "--to", work / "out", "-q")):
            break
        if (work / "out").exists():
            assert (work / "out/.provenance/moved.csv").exists()
        else:
            assert command("apply", work / "plan.jsonl", "--to", work / "out", "-q") == 0
        assert set(contents(work / "out")) == LEFT
        assert not [path for path in work.iterdir() if path.name.endswith(".part")]
        assert contents(work / "corpus") == contents(original / "corpus")
    assert step > 40


@pytest.mark.parametrize("way", [["--in-place"], ["--to", "out"], ["--out", "out.jsonl"]])
def test_a_disk_that_fills_up_leaves_nothing(
    way: list[str], work: Path, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file may only have so many bytes: the run says so, and has touched nothing."""
    before = tree(original / "corpus")
    monkeypatch.chdir(work)

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        with pytest.raises(UnwritableFileError, match="cannot be written"):
            command("apply", work / "plan.jsonl", *way, "-q")
        os._exit(7)

    child = os.fork()
    if child == 0:
        try:
            full()
        finally:
            os._exit(0)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert tree(work / "corpus") == before
    assert not (work / "out").exists()
    assert not (work / "out.jsonl").exists()
    assert command("apply", work / "plan.jsonl", *way, "-q") == 0


def test_a_second_run_waits_for_no_one(work: Path) -> None:
    """It says that another one is at work, and touches nothing."""
    import fcntl

    before = tree(work / "corpus")
    (work / "corpus/.provenance-trash").mkdir()
    with open(work / "corpus/.provenance-trash/lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="another run is at work"):
            command("apply", work / "plan.jsonl", "--in-place")
    assert tree(work / "corpus") == before


def test_what_an_undo_leaves_that_is_killed_at_its_end_goes_with_the_next(work: Path) -> None:
    """All is back, and only the trash was to be removed."""
    before = tree(work / "corpus")
    (work / "corpus/.provenance-trash/removed-0001-0000000000000000").mkdir(parents=True)
    (work / "corpus/.provenance-trash/lock").write_bytes(b"")

    assert command("undo", work / "corpus", "-q") == 0

    assert not (work / "corpus/.provenance-trash").exists()
    assert tree(work / "corpus") == before


def test_apply_to_a_file_killed_at_every_change(work: Path, original: Path) -> None:
    """The file is there whole or not at all, never without its record, and the next run makes what is missing."""
    command("apply", work / "plan.jsonl", "--out", work / "all.jsonl", "-q")
    whole = (work / "all.jsonl").read_bytes()
    step = 1 - STRIDE
    while True:
        step += STRIDE
        again(work, original)
        if not killed_at(step, lambda: command("apply", work / "plan.jsonl", "--out", work / "all.jsonl", "-q")):
            break
        there = (work / "all.jsonl").exists()
        assert not there or (work / ".provenance/all.jsonl/moved.csv").exists()
        with suppress(UsageError):
            assert command("apply", work / "plan.jsonl", "--out", work / "all.jsonl", "-q") == 0
        assert (work / "all.jsonl").read_bytes() == whole
        assert sorted(os.listdir(work / ".provenance/all.jsonl")) == ["dropped.jsonl", "moved.csv", "removed.csv"]
    assert step > 10
