"""A command that is ended while it writes: no file is half there, and what it leaves goes with the next one."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Callable

    Cut = Callable[..., tuple[int, str]]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to send")

# Runs the command, and sends its own process a signal before the n-th time that it opens, renames or removes something
# in the folder; for the folder "import", before the n-th module that it loads.
CUT = """
import os, sys
folder, signal, left = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
def counts(event, arguments):
    if folder == "import" or event in ("import", "fcntl.flock"):
        return event == ("import" if folder == "import" else "fcntl.flock")
    if event not in ("open", "os.rename", "os.remove"):
        return False
    return not isinstance(arguments[0], int) and os.fsdecode(arguments[0]).startswith(folder)
def count(event, arguments):
    global left
    if counts(event, arguments):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal)
from provenance.cli import main
sys.addaudithook(count)
sys.exit(main(sys.argv[4:]))
"""
STORY = "Hanoi (VNA) - The ferry on the river runs again since the {} of May, as the council of the city said."
OLD = "old\n"
ENTRY = '{"code":"DUP003","paths":["a","b"],"contents":["x","y"],"score":0.7,"why":"known"}\n'


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for day in ("first", "second"):
        (folder / f"{day}.txt").write_text(STORY.format(day), encoding="utf-8")
    return folder


@pytest.fixture
def cut(environment: dict[str, str], tmp_path: Path) -> Cut:
    """Run a command until it has done something in the folder for the n-th time; its status and what it said."""

    def call(folder: Path, by: int, nth: int, *arguments: str) -> tuple[int, str]:
        result = subprocess.run(
            [sys.executable, "-c", CUT, str(folder), str(int(by)), str(nth), *arguments],
            cwd=tmp_path,
            env=environment | {"XDG_CACHE_HOME": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return result.returncode, result.stderr

    return call


def commands(texts: Path, folder: Path) -> dict[str, tuple[str, ...]]:
    """Commands that write into *folder*, by the names of the files that they write."""
    return {
        "pairs.csv groups.csv": ("audit", str(texts), "--output", str(folder), "--write", "pairs,groups"),
        "out.json": ("check", str(texts), "-o", f"jsonl={folder}/out.json"),
        "accepted": ("baseline", "update", str(texts), "--baseline", str(folder / "accepted")),
    }


def old(folder: Path, names: str) -> None:
    """Put older files into *folder*."""
    folder.mkdir(exist_ok=True)
    for name in names.split():
        (folder / name).write_text(ENTRY if name == "accepted" else OLD)


@pytest.mark.parametrize("names", commands(Path(), Path()))
def test_killed_at_any_step(names: str, cut: Cut, texts: Path, tmp_path: Path) -> None:
    """Whichever step a kill comes before, the files are the old ones or the new ones; the next run leaves no others."""
    folder = tmp_path / "out"
    command = commands(texts, folder)[names]
    old(folder, names)
    cut(folder, 9, 0, *command)
    new = {name: (folder / name).read_text() for name in names.split()}

    status, nth = -9, 0
    while status == -9:
        nth += 1
        # What the killed run has left comes to its end first: nobody else writes these files.
        with unfinished(str(folder)):
            pass
        old(folder, names)
        status, _ = cut(folder, 9, nth, *command)
        found = {name: path.read_text() for name in names.split() if (path := folder / name).exists()}
        assert set(found.values()) <= {OLD, ENTRY} or found.items() <= new.items()
        assert found or len(new) > 1

    assert nth > 6
    assert sorted(path.name for path in folder.iterdir()) == sorted(names.split())


@pytest.mark.parametrize(
    ("by", "status", "said"),
    [("SIGINT", 130, "interrupted"), ("SIGTERM", 143, "ended by SIGTERM"), ("SIGHUP", 129, "ended by SIGHUP")],
)
def test_ended_while_writing(by: str, status: int, said: str, cut: Cut, texts: Path, tmp_path: Path) -> None:
    """Ctrl-C, SIGTERM and SIGHUP leave no file that is not finished; the status is the signal's, and it is named."""
    folder = tmp_path / "out"
    command = commands(texts, folder)["pairs.csv groups.csv"]
    for nth in (1, 3, 5, 6):
        old(folder, "pairs.csv groups.csv")
        result, errors = cut(folder, signal.Signals[by], nth, *command)

        assert (result, errors) == (status, f"provenance: {said}\n")
        assert sorted(path.name for path in folder.iterdir()) == ["groups.csv", "pairs.csv"]


@pytest.mark.parametrize("by", ["SIGTERM", "SIGHUP"])
def test_a_folder_that_was_made_goes(by: str, cut: Cut, texts: Path, tmp_path: Path) -> None:
    """Folders that were made for reports which are not written are gone, too."""
    names = {path.name for path in tmp_path.iterdir()}

    command = commands(texts, tmp_path / "out/deep")["pairs.csv groups.csv"]
    status, _ = cut(tmp_path / "out/deep", signal.Signals[by], 4, *command)

    assert status == 128 + signal.Signals[by]
    assert {path.name for path in tmp_path.iterdir()} == names


@pytest.mark.parametrize("nth", [20, 50, 80, 110, 140, 170])
def test_ended_while_modules_load(nth: int, cut: Cut, texts: Path, tmp_path: Path) -> None:
    """While numpy loads, which takes any exception for a broken installation, a signal ends the command as ever."""
    command = commands(texts, tmp_path / "out")["pairs.csv groups.csv"]

    assert cut(Path("import"), signal.SIGTERM, nth, *command) == (143, "provenance: ended by SIGTERM\n")


def test_copies_of_what_is_staged_go(environment: dict[str, str], cut: Cut, texts: Path, tmp_path: Path) -> None:
    """Whichever step a signal comes before, no copy of a staged text is left, and nothing that was made for git."""
    for arguments in (("init", "-q"), ("add", ".")):
        subprocess.run(["git", *arguments], cwd=texts, env=environment, check=True)
    (texts / "first.txt").write_text("Changed since.")
    copies = tmp_path / "copies"
    copies.mkdir()
    status, nth = 143, 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(environment, "TMPDIR", str(copies))
        while status == 143:
            nth += 1
            status, _ = cut(copies, signal.SIGTERM, nth, "check", str(texts), "--staged", "--no-cache")
            # A file of another name is the one with which Python tries the folder.
            assert list(copies.glob("provenance-*")) == []

    assert (status, nth > 6) == (1, True)


def test_an_ignored_signal_stays_ignored(cut: Cut, texts: Path, tmp_path: Path) -> None:
    """A command under nohup goes on when its terminal goes away."""
    command = commands(texts, tmp_path / "out")["pairs.csv groups.csv"]
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        status, _ = cut(tmp_path / "out", signal.SIGHUP, 3, *command)
    finally:
        signal.signal(signal.SIGHUP, before)

    assert status == 0


def test_handlers_are_put_back(environment: dict[str, str], tmp_path: Path) -> None:
    """After a command, signals do again what they did; the package handles none by itself."""
    asked = "print([signal.getsignal(number) is signal.SIG_DFL for number in (signal.SIGTERM, signal.SIGHUP)])"
    code = f"import signal, provenance, provenance.cli; {asked}; provenance.cli.main(['--version']); {asked}"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )

    assert result.stdout.splitlines()[::2] == ["[True, True]"] * 2
