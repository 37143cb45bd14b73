"""The output folder: all files or none, nothing half-written, nothing of others touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import attrs
import pytest
from sample_report import report

from provenance.errors import UnwritableFileError, UsageError
from provenance.reporters import check_names, emit, needs, write
from provenance.reporters.folder import write_all, write_file
from provenance.reporters.formats import files, printable
from provenance.settings import Config, Reporting


def settings(folder: Path, **more: object) -> Config:
    return Config(reporting=attrs.evolve(Reporting(), output=str(folder), **more))


def good(stream: TextIO) -> None:
    stream.write("new\n")


def interrupted(stream: TextIO) -> None:
    stream.write("half")
    raise KeyboardInterrupt


def failing(stream: TextIO) -> None:
    stream.write("half")
    raise OSError(28, "No space left on device")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_files_are_written(tmp_path: Path) -> None:
    """An audit writes all files and returns their paths; no other is left."""
    written = write(report(), settings(tmp_path / "a/b"))

    assert (
        names(tmp_path / "a/b")
        == sorted(row.file for row in files().values())
        == sorted(map(os.path.basename, written))
    )


def test_files_are_utf8_with_line_feeds(tmp_path: Path) -> None:
    """Every file is UTF-8 and ends with a line feed; no carriage return is written."""
    for path in write(report(), settings(tmp_path)):
        content = Path(path).read_bytes()

        content.decode("utf-8")
        assert content.endswith(b"\n")
        assert b"\r" not in content


def test_only_the_files_asked_for(tmp_path: Path) -> None:
    """--write leaves other files of an earlier run as they are."""
    (tmp_path / "groups.csv").write_text("old\n")
    write(report(), settings(tmp_path, write=("pairs",)))

    assert names(tmp_path) == ["groups.csv", "pairs.csv"]
    assert (tmp_path / "groups.csv").read_text() == "old\n"


PROCESSES = [1, pytest.param(2, marks=pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork"))]


@pytest.mark.parametrize("processes", PROCESSES)
@pytest.mark.parametrize(("writer", "error"), [(interrupted, KeyboardInterrupt), (failing, UnwritableFileError)])
def test_what_fails_leaves_the_old_files(
    tmp_path: Path, writer: object, error: type[BaseException], processes: int
) -> None:
    """An interruption or a full disk in the second file leaves the first one old, and no temporary file."""
    (tmp_path / "a").write_text("old\n")

    with pytest.raises(error):
        write_all(str(tmp_path), {"a": good, "b": writer}, processes)

    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_text() == "old\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork")
def test_a_file_whose_process_was_killed_is_written_all_the_same(tmp_path: Path) -> None:
    """This process writes it from the start; the files are those that one process writes."""
    here = os.getpid()

    def killed(stream: TextIO) -> None:
        stream.write("whole\n")
        stream.flush()
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    write_all(str(tmp_path), {"a": good, "b": killed, "c": good, "d": good}, 2)

    assert {name: (tmp_path / name).read_text() for name in names(tmp_path)} == {
        "a": "new\n",
        "b": "whole\n",
        "c": "new\n",
        "d": "new\n",
    }


def test_what_fails_leaves_no_new_folder(tmp_path: Path) -> None:
    """Folders that were made for reports that could not be written are gone again, and none that was there."""
    (tmp_path / "there").mkdir()

    with pytest.raises(UnwritableFileError):
        write_all(str(tmp_path / "there/new/inner"), {"a": failing})

    assert names(tmp_path) == ["there"]
    assert names(tmp_path / "there") == []


# Tells what is flushed to the disk and what is renamed, in order; a folder's name ends with a slash.
ORDER = """
import os, stat, sys
from provenance.cli import main
def told(name, work):
    def call(*arguments):
        opened = arguments[0]
        if name == "flush":
            path = os.path.basename(os.readlink(f"/proc/self/fd/{opened}"))
            print(name, path + "/" * stat.S_ISDIR(os.fstat(opened).st_mode), os.fstat(opened).st_size)
        else:
            print(name, *(os.path.basename(path) for path in arguments), os.stat(opened).st_size)
        return work(*arguments)
    return call
os.fsync, os.replace = told("flush", os.fsync), told("rename", os.replace)
sys.exit(main(sys.argv[1:]))
"""


def steps(environment: dict[str, str], cwd: Path, *arguments: str) -> list[list[str]]:
    """What a command flushes and renames: what it does, what with, and last how large the file is then."""
    (cwd / "texts").mkdir()
    (cwd / "texts/a.txt").write_text("The ferry on the river runs again.")
    result = subprocess.run(
        [sys.executable, "-c", ORDER, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return [line.split() for line in result.stdout.splitlines() if line.startswith(("flush ", "rename "))]


@pytest.mark.skipif(sys.platform != "linux", reason="open files tell their paths on Linux only")
@pytest.mark.parametrize(
    ("arguments", "folders"),
    [
        (("audit", "texts", "--output", "out", "--write", "pairs,groups", "-q"), ["out/", "work/"]),
        (("check", "texts", "--select", "DUP", "-o", "sarif=a.sarif"), ["work/"]),
        (("baseline", "create", "texts", "--baseline", "accepted"), ["work/"]),
    ],
    ids=("folder", "file", "baseline"),
)
def test_files_are_on_the_disk_before_they_have_their_names(
    environment: dict[str, str], tmp_path: Path, arguments: tuple[str, ...], folders: list[str]
) -> None:
    """Each file is flushed when it is whole, then all are renamed, then the folder, and what a new one lies in.

    The list of several names is flushed before the first of them is renamed.
    """
    work = tmp_path / "work"
    work.mkdir()
    done = steps(environment, work, *arguments)
    lists = [at for at, step in enumerate(done) if step[1].endswith(".names")]
    assert lists == [len([step for step in done if step[0] == "rename"])] * ("audit" in arguments)
    done = [step for at, step in enumerate(done) if at not in lists]
    renamed = [step for step in done if step[0] == "rename"]

    assert renamed
    assert done == [
        *(["flush", part, size] for _, part, _, size in renamed),
        *renamed,
        *(["flush", folder, *step[2:]] for folder, step in zip(folders, done[-len(folders) :], strict=True)),
    ]


@pytest.mark.parametrize("where", ["file/reports", "file", "x\0y"])
def test_a_place_that_cannot_be_a_folder(tmp_path: Path, where: str) -> None:
    """A folder that cannot be made is an error that names it."""
    (tmp_path / "file").write_text("")

    with pytest.raises(UnwritableFileError, match="cannot be written"):
        write_all(str(tmp_path / where), {"a": good})


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    """Where somebody puts a link under the name of a file to come, the file that it leads to stays as it is."""
    (tmp_path / "kept").write_text("old\n")

    def linking(stream: TextIO) -> None:
        (part,) = tmp_path.glob(".provenance-*.0.part")
        part.with_name(part.name.replace(".0.part", ".1.part")).symlink_to("kept")
        good(stream)

    with pytest.raises(UnwritableFileError, match="b: cannot be written"):
        write_all(str(tmp_path), {"a": linking, "b": good})

    assert names(tmp_path) == ["kept"]
    assert (tmp_path / "kept").read_text() == "old\n"


def test_a_folder_in_a_files_place(tmp_path: Path) -> None:
    """A folder that has a report's name is left alone, and the error names it."""
    (tmp_path / "a").mkdir()

    with pytest.raises(UnwritableFileError, match="a: cannot"):
        write_all(str(tmp_path), {"a": good})
    assert names(tmp_path) == ["a"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_devices_are_never_replaced(tmp_path: Path) -> None:
    """A named pipe is written to, and stays one."""
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)

    write_file(str(tmp_path / "pipe"), good)

    assert os.read(reader, 100) == b"new\n"
    assert (tmp_path / "pipe").is_fifo()
    os.close(reader)


def test_files_of_formats(tmp_path: Path) -> None:
    """Each format can be written to a file, and two to two."""
    asked = tuple((name, str(tmp_path / name)) for name in printable())

    assert emit(report(), settings(tmp_path, files=asked)) == [path for _, path in asked]
    assert names(tmp_path) == sorted(printable())


def test_audit_json_is_written_last() -> None:
    """A folder that holds it holds all the others."""
    assert [row.file for row in files().values()][-1] == "audit.json"


def test_needs_are_those_of_what_is_asked_for() -> None:
    """Pairs and groups need no claim; no name means all files; a format adds its own needs."""
    few = Reporting(write=("pairs", "groups"), formats=("table",))

    assert needs(few) == {"sketch", "group", "keep", "rules"}
    assert needs(attrs.evolve(few, write=("pairs",), formats=("summary",))) == {"sketch", "group"}
    assert needs(Reporting()) == needs(attrs.evolve(few, files=(("json", "x"),))) >= {"attribute", "repeats"}


def test_pairs_beside_passages_are_complete() -> None:
    """All pairs are listed where passages are found, and then it is said of all which is the copy."""
    assert "derive" in needs(Reporting(write=("pairs", "passages")))
    assert "derive" not in needs(Reporting(write=("passages",)))


@pytest.mark.parametrize("wrong", [{"write": ("x",)}, {"formats": ("x",)}, {"files": (("x", "y"),)}])
def test_unknown_names_are_refused(wrong: dict[str, object]) -> None:
    """A file or format that does not exist is refused with a list of those that do."""
    with pytest.raises(UsageError, match=r"pairs|jsonl"):
        check_names(attrs.evolve(Reporting(), **wrong))
