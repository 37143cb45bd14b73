"""Progress on a real terminal: what a line says, that it fits and is wiped away, and where there is none."""

from __future__ import annotations

import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import termios
from itertools import count
from random import Random
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from provenance.cli.progress import Progress
from provenance.errors import UsageError
from provenance.pipeline import audit
from provenance.settings import Config, Judging

if TYPE_CHECKING:
    from pathlib import Path

# The command with a clock that says a second more whenever it is asked, so that no machine is too quick for progress.
COMMAND = """
import functools, itertools, sys
from provenance.cli import main, progress
progress.Progress = functools.partial(progress.Progress, delay=0, clock=itertools.count().__next__)
sys.exit(main())
"""
FOUND = re.compile(r"documents: (\S+ of \S+|\d+%), [\d,.]+/s, [\d,]+ (s|min) left")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of enough texts that progress is reported several times."""
    (tmp_path / "texts").mkdir()
    lines = [f'{{"text": "The ferry runs again on day {number}.", "more": "{"x" * 2000}"}}\n' for number in range(1500)]
    (tmp_path / "texts/all.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def terminal(columns: int) -> tuple[int, int]:
    """Both ends of a pseudo-terminal of *columns*: the screen's, and the program's."""
    screen, program = os.openpty()
    fcntl.ioctl(program, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    return screen, program


def read(screen: int) -> str:
    """All that was written on a terminal whose other end is closed."""
    parts = []
    while True:
        try:
            part = os.read(screen, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(screen)
    return b"".join(parts).decode()


def command(
    corpus: Path,
    environment: dict[str, str],
    *more: str,
    columns: int = 100,
    rules: str = "ENC",
    files: str = "findings",
    **variables: str,
) -> str:
    """What an audit writes on a terminal that is its standard error."""
    screen, program = terminal(columns)
    arguments = ["audit", "texts", "--select", rules, "--write", files, "--no-cache", *more]
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        cwd=corpus,
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=program,
    ) as process:
        os.close(program)
        written = read(screen)
        assert process.wait(timeout=60) == 0, written
    return written


def shown_at_the_end(written: str) -> list[str]:
    """The lines of a terminal after all of *written*: a carriage return goes back, and what follows overwrites."""
    lines = []
    for row in written.replace("\r\n", "\n").split("\n"):
        cells: list[str] = []
        for piece in row.split("\r"):
            cells[: len(piece)] = piece
        lines.append("".join(cells).rstrip())
    return lines


def test_an_audit_says_stage_rate_and_time_left(corpus: Path, environment: dict[str, str]) -> None:
    """The line names the stage, how much of how much, how fast, and the seconds that are left."""
    written = command(corpus, environment)

    assert re.search(r"read: 3 of 3 MB, \S+ MB/s, 0 s left", written)
    assert re.search(r"documents: 500 of 1,500, 1/s, 17 min left", written)
    assert re.search(r"documents: 1,490 of 1,500, 1/s, 10 s left", written)
    assert len(FOUND.findall(written)) >= 5


def test_the_line_is_wiped_away(corpus: Path, environment: dict[str, str]) -> None:
    """What stays on the screen is what was written, without a trace of progress."""
    lines = shown_at_the_end(command(corpus, environment))

    assert [line for line in lines if line] == ["written: findings.csv in reports"]


@pytest.mark.parametrize("columns", [40, 20, 1])
def test_the_line_fits_a_narrow_terminal(corpus: Path, environment: dict[str, str], columns: int) -> None:
    """No line is as wide as the screen, where some terminals would go on with the next."""
    written = command(corpus, environment, columns=columns).partition("written:")[0]

    assert max(map(len, written.split("\r"))) < columns
    assert "\n" not in written
    assert columns < 40 or len(FOUND.findall(written)) >= 5


def test_a_share_stands_for_numbers_that_do_not_fit(corpus: Path) -> None:
    """Millions of documents in 40 columns: the share done, the rate and the time left are still whole."""
    screen, program = terminal(40)
    clock = iter([0.0, 0.0, 10.0])
    with (
        os.fdopen(program, "w", encoding="utf-8") as stream,
        Progress(stream, delay=0, clock=clock.__next__) as progress,
    ):
        progress.tell("documents", 0, 10_000_000)
        progress.tell("documents", 1_000_000, 10_000_000)

    assert "\rdocuments: 10%, 100,000/s, 90 s left\r" in read(screen)


def shown(*steps: tuple[str, int, int], seconds: float) -> list[str]:
    """The lines on a terminal when stages report progress every *seconds*."""
    screen, program = terminal(100)
    clock = count(0.0, seconds)
    with (
        os.fdopen(program, "w", encoding="utf-8") as stream,
        Progress(stream, delay=0, clock=lambda: next(clock)) as one,
    ):
        for stage, done, total in steps:
            one.tell(stage, done, total)
    return [line.rstrip() for line in read(screen).split("\r") if line.strip()]


def test_reading_is_counted_in_megabytes() -> None:
    """The size of files is known, so the time that is left is shown."""
    steps = [("read", 0, 400_000_000), ("read", 100_000_000, 400_000_000), ("read", 300_000_000, 400_000_000)]

    assert shown(*steps, seconds=2.5) == [
        "read: 0 of 400 MB",
        "read: 100 of 400 MB, 40 MB/s, 8 s left",
        "read: 300 of 400 MB, 60 MB/s, 2 s left",
    ]


def test_what_has_no_known_end_is_shown_without_time_left() -> None:
    """Standard input may go on for ever, and so may a comparison; a stage that counts nothing is named."""
    steps = [("read", 0, 0), ("read", 9_000_000, 0), ("group", 0, 0), ("group", 1500, 0), ("tie", 0, 0)]

    assert shown(*steps, seconds=0.5) == [
        "read: 0 MB",
        "read: 9 MB, 18 MB/s",
        "group",
        "group: 1,500, 3,000/s",
        "tie",
    ]


def test_a_stage_that_begins_is_shown_at_once() -> None:
    """It may report nothing more for a long time; within a stage a few lines a second are enough."""
    steps = [("rules", number, 40) for number in range(40)] + [("writing report.md", 0, 1)]

    lines = shown(*steps, seconds=0.02)

    assert lines[0] == "rules: 0 of 40"
    assert lines[-1] == "writing report.md: 0 of 1"
    assert len(lines) < 8


def test_the_rate_is_that_of_the_stage() -> None:
    """What was done before the first word about a stage was not done in its time."""
    assert shown(("passages", 5000, 10_000), ("passages", 5100, 10_000), seconds=1.0)[-1] == (
        "passages: 5,100 of 10,000, 100/s, 49 s left"
    )


def test_one_of_several_threads_is_enough() -> None:
    """Threads may tell at the same time: each line stays whole."""
    screen, program = terminal(100)
    with os.fdopen(program, "w", encoding="utf-8") as stream, Progress(stream, delay=0, clock=count().__next__) as one:
        crew = [Thread(target=lambda: [one.tell("group", 7, 0) for _ in range(200)]) for _ in range(4)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()

    assert {line.strip() for line in read(screen).split("\r")} <= {"", "group: 7"}


def test_every_long_stage_tells(tmp_path: Path, environment: dict[str, str]) -> None:
    """Reading, what lies in documents and between them, the rules and each report: in this order."""
    dice = Random(1)
    texts = [" ".join(f"word{dice.randrange(10**6)}" for _ in range(60)) for _ in range(30)]
    texts += [f"{text} and a word more" for text in texts]
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/all.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))

    written = command(tmp_path, environment, files="documents,pairs,audit", rules="DUP,OVL,SRC").partition("written:")[
        0
    ]

    stages = dict.fromkeys(stage.strip() for stage in re.findall(r"\r([a-z. ]*[a-z])", written))
    assert list(stages) == [
        "read", "documents", "group", "keep", "passages", "alignment", "tie", "derive", "rules",
        "writing documents.csv", "writing pairs.csv", "writing audit.json",
    ]  # fmt: skip


def test_a_terminal_without_a_size_counts_as_80_columns() -> None:
    """A serial line says that it has no columns."""
    screen, program = terminal(0)
    with os.fdopen(program, "w", encoding="utf-8") as stream, Progress(stream, delay=0) as progress:
        progress.tell("x" * 200, 0, 0)

    assert f"\r{'x' * 79}\r" in read(screen)


def test_a_run_that_fails_leaves_no_line(corpus: Path) -> None:
    """The line goes before a message comes."""
    screen, program = terminal(100)
    wrong = Config(judging=Judging(select=("NONE",)))

    def stopped() -> None:
        with os.fdopen(program, "w", encoding="utf-8") as stream, Progress(stream, delay=0) as progress:
            progress.tell("read", 3_000_000, 0)
            audit([corpus / "texts"], wrong, watch=progress.tell)

    with pytest.raises(UsageError):
        stopped()
    assert shown_at_the_end(read(screen)) == [""]


def test_no_color_leaves_progress_which_has_no_colors(corpus: Path, environment: dict[str, str]) -> None:
    """Progress is no color, and is written without escape codes."""
    written = command(corpus, environment, NO_COLOR="1")

    assert FOUND.search(written)
    assert "\x1b" not in written
    assert written == command(corpus, environment)


def test_quiet_is_without_progress(corpus: Path, environment: dict[str, str]) -> None:
    """A run that is asked to be quiet writes nothing on the terminal."""
    assert command(corpus, environment, "--quiet") == ""


def test_a_pipe_gets_no_progress(corpus: Path, environment: dict[str, str]) -> None:
    """Where standard error is no terminal nothing of it is written, on either stream."""
    arguments = ["audit", "texts", "--select", "ENC", "--write", "findings", "--no-cache"]
    result = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments], cwd=corpus, env=environment, capture_output=True, timeout=60,
        check=True,
    )  # fmt: skip

    assert result.stderr == b"written: findings.csv in reports\n"
    assert b"\r" not in result.stdout
    assert b"s left" not in result.stdout
