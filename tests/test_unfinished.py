"""The next run removes the leftovers of killed ones, and never touches live files or files of others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from provenance.unfinished import unfinished

# Starts two files in the folder, reports that, and waits to be killed.
BEGIN = """
import sys
from provenance.unfinished import unfinished
with unfinished(sys.argv[1]) as path:
    for _ in range(2):
        open(path(), "w").write("half")
    print("begun", flush=True)
    sys.stdin.read()
"""
DAY = 86_400


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def begun(folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    """Start a process that is writing two files in *folder*."""
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN, str(folder)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=60)


def sweep(folder: Path) -> None:
    with unfinished(str(folder)):
        pass


def of_another_system(folder: Path, *, days: float) -> list[Path]:
    """Mark the files in *folder* as another system's, and as *days* old."""
    moved = []
    for path in folder.iterdir():
        _, _, rest = path.name.removeprefix(".provenance-").partition("-")
        moved.append(path.rename(folder / f".provenance-00000000-{rest}"))
        age = path.parent.stat().st_mtime - days * DAY
        os.utime(moved[-1], (age, age))
    return moved


def test_files_that_are_not_renamed_go(tmp_path: Path) -> None:
    """A renamed file stays; the others and the lock are removed."""
    with unfinished(str(tmp_path)) as path:
        whole, half = path(), path()
        Path(whole).write_text("whole")
        Path(half).write_text("half")
        os.replace(whole, tmp_path / "whole")

    assert names(tmp_path) == ["whole"]


def test_what_a_killed_run_left_goes(tmp_path: Path, environment: dict[str, str]) -> None:
    """A killed run leaves its files and its lock; the next run in the folder removes all of them."""
    killed(begun(tmp_path, environment))
    left = names(tmp_path)

    sweep(tmp_path)

    assert len(left) == 3
    assert names(tmp_path) == []


def test_what_lives_stays(tmp_path: Path, environment: dict[str, str]) -> None:
    """The files of a live process stay while those of a killed one are removed."""
    living = begun(tmp_path, environment)
    alive = names(tmp_path)
    killed(begun(tmp_path, environment))

    sweep(tmp_path)

    assert names(tmp_path) == alive
    killed(living)


def test_a_stopped_process_lives(tmp_path: Path, environment: dict[str, str]) -> None:
    """The files of an idle but live process stay, however old they are."""
    living = begun(tmp_path, environment)
    for path in tmp_path.iterdir():
        os.utime(path, (0, 0))

    sweep(tmp_path)

    assert len(names(tmp_path)) == 3
    killed(living)


def test_runs_of_one_process_leave_each_other_alone(tmp_path: Path) -> None:
    """Two threads of one process that write at the same time keep their files."""
    with unfinished(str(tmp_path)) as path:
        Path(path()).write_text("half")
        before = names(tmp_path)
        thread = Thread(target=sweep, args=(tmp_path,))
        thread.start()
        thread.join()

        assert names(tmp_path) == before


def test_parts_without_a_lock_are_nobodys(tmp_path: Path, environment: dict[str, str]) -> None:
    """Parts without a lock, as a killed sweep leaves them, are removed."""
    killed(begun(tmp_path, environment))
    (lock,) = tmp_path.glob("*.lock")
    lock.unlink()

    sweep(tmp_path)

    assert names(tmp_path) == []


@pytest.mark.parametrize(("days", "left"), [(0.5, 3), (1.5, 0)])
def test_another_systems_files_rest_for_a_day(
    tmp_path: Path, environment: dict[str, str], days: float, left: int
) -> None:
    """Files of another system are removed only after a day: its locks may not be visible here."""
    killed(begun(tmp_path, environment))
    of_another_system(tmp_path, days=days)

    sweep(tmp_path)

    assert len(names(tmp_path)) == left


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be renamed there that is open")
def test_another_systems_lock_counts_where_it_is_seen(tmp_path: Path, environment: dict[str, str]) -> None:
    """A visible lock proves that its run is alive, however old its files are."""
    living = begun(tmp_path, environment)
    of_another_system(tmp_path, days=9)

    sweep(tmp_path)

    assert len(names(tmp_path)) == 3
    killed(living)


OTHERS = (
    ".provenance-baseline.jsonl",
    ".provenance-0000000-00000000.lock",
    ".provenance-00000000-00000000.part",
    ".provenance-00000000-0000000G.0.part",
    ".provenance-00000000-00000000.0.part~",
    ".documents.csv.00000000.part",
    "provenance-00000000-00000000.0.part",
)


def test_other_names_stay(tmp_path: Path) -> None:
    """A file whose name does not have exactly our form stays, however old."""
    for name in OTHERS:
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (0, 0))

    sweep(tmp_path)

    assert names(tmp_path) == sorted(OTHERS)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file_stays(tmp_path: Path) -> None:
    """Links, folders and named pipes stay even if their names match; a link in place of a lock is not followed."""
    (tmp_path / "kept").write_text("")
    (tmp_path / ".provenance-00000000-00000000.0.part").symlink_to("kept")
    (tmp_path / ".provenance-00000000-00000001.0.part").mkdir()
    os.mkfifo(tmp_path / ".provenance-00000000-00000002.0.part")
    (tmp_path / ".provenance-00000000-00000003.0.part").write_text("")
    (tmp_path / ".provenance-00000000-00000003.lock").symlink_to("kept")
    for path in tmp_path.iterdir():
        os.utime(path, (0, 0), follow_symlinks=False)
    before = names(tmp_path)

    sweep(tmp_path)

    assert names(tmp_path) == before


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A missing folder raises, and nothing is left behind."""
    with pytest.raises(FileNotFoundError), unfinished(str(tmp_path / "no")):
        pass

    assert names(tmp_path) == []
